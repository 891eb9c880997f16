//! What stands under the fields about the one in focus: what speaks for the likely choice, what the field is good for
//! and how it is filled in.

use super::Form;
use super::entry::Entry;
use crate::actions::answers::LONGEST_TEXT_CHARS;
use crate::actions::{FieldKind, FileForm};
use crate::ui::keys::{Edit, editing_key};

/// Said of a field that opens empty although a text is recorded.
const WITHHELD: &str =
    "原文里有投诉人姓名或联系方式，没有带入：先“查看身份”再打开可在原文上改，否则请重新填写，用“投诉人”代替";

impl Form {
    /// The hint of the field in focus.
    pub(super) fn hint(&self) -> String {
        let Some(entry) = self.entries.get(self.focus) else { return String::new() };
        let ground = entry.likely_ground(self.cells_drawn()).map(|ground| format!("{ground}；"));
        ground.unwrap_or_default() + &hint(entry)
    }
}

/// What the field is good for and how it is filled in.
fn hint(entry: &Entry) -> String {
    let undo = format!("{} 撤销，{} 重做，F1 其他编辑键", editing_key(Edit::Undo), editing_key(Edit::Redo));
    let how = match entry.field.kind {
        FieldKind::Line => "",
        FieldKind::People(_) => "Enter 从人员里选，也可直接写",
        FieldKind::Prose => &undo,
        FieldKind::Choice(_)
        | FieldKind::Unit(_)
        | FieldKind::Person(_)
        | FieldKind::Alert
        | FieldKind::Setting => "数字选，或输入拼音找，Enter 列出全部，Backspace 清空",
        FieldKind::Several(_) => "数字勾选或取消，可选多项",
        FieldKind::Date => "上下键换一天，可写 11-20 或 2026-11-20",
        FieldKind::Moment => "上下键换一天，可写 11-20 9:30",
        FieldKind::Count => "填 0 到 9999 的整数",
        FieldKind::Flag => "空格改变",
        FieldKind::Case => "填编号，如 2026-0012",
        FieldKind::Cases => "填编号，如 2026-0012、2026-0013",
        FieldKind::File(form) if form.is_named() => in_another_way(form),
        FieldKind::File(form) => {
            &format!("把整个文件的内容贴到这里，最多{LONGEST_TEXT_CHARS}字；{}", in_another_way(form))
        }
    };
    let withheld = if entry.withheld { WITHHELD } else { "" };
    [withheld, entry.field.needed, entry.field.hint, how]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("；")
}

/// How a file too long to be pasted is handed over.
pub(super) const fn in_another_way(form: FileForm) -> &'static str {
    match form {
        FileForm::Org => "更长的请退出后用 ydt org import 文件 导入",
        FileForm::Catalogue => "更长的用 ydt disclosure import 导入",
        FileForm::Notice => "更长的请在“工作日历”里选文件载入",
        FileForm::Attachment | FileForm::Template => "Enter 从文件夹里选，也可写完整路径",
    }
}
