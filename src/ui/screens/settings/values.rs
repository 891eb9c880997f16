//! The pages of values: approval chains, the other settings, and what is set on screens of its own.

use super::page::{Page, PageRow, RowDoes};
use crate::actions::templates::of_kind;
use crate::actions::{
    delegate, hand_over, org_import, reset_template, set_setting, set_template, sign_hand_over,
};
use crate::domain::backups::Holding;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::town::setting_key::SettingKey;
use crate::domain::town::templates::OwnTemplate;
use crate::ui::screens::{CALENDAR, TOWN_HISTORY, UNSETTLED};
use crate::ui::widgets::table::Column;

pub static CHAINS: Page = Page {
    label: "审签链",
    note: "依次由谁审签；Enter 修改，只能加步骤，规定的步骤不能去掉",
    columns: &[Column::need(32).gap(2).titled("文书"), Column::fill(1).gap(0).titled("依次审签")],
    rows: |desk| values(desk, true),
    adds: None,
};

pub static PAGE: Page = Page {
    label: "全镇设置",
    note: "全镇共用，所有人随即按新的值办理；Enter 修改",
    columns: &[
        Column::need(28).gap(2).titled("设置"),
        Column::need(24).gap(2).titled("现在的值"),
        Column::fill(1).gap(0).titled("含义"),
    ],
    rows: |desk| values(desk, false),
    adds: None,
};

pub static ELSEWHERE: Page = Page {
    label: "其他",
    note: "Enter 打开",
    columns: &[Column::need(24).gap(2).titled("事项"), Column::fill(1).gap(0).titled("做什么")],
    rows: elsewhere,
    adds: None,
};

fn values(desk: &Desk, chains: bool) -> Vec<PageRow> {
    let wanted = |key: &&SettingKey| key.code().starts_with("chain.") == chains;
    let row = |key: &SettingKey| {
        let value = desk.settings.value(*key);
        let mut cells = vec![key.label().to_owned(), key.in_words(&value)];
        if !chains {
            cells.push(key.meaning().to_owned());
        }
        PageRow::new(cells, RowDoes::Form(&set_setting::ACT, set_setting::answers(*key, &value)))
    };
    SettingKey::ALL.iter().filter(wanted).map(row).collect()
}

/// The kinds that have a template of the office's own, each with its file, since when and by whom; all others have the
/// built-in layout.
fn own_templates(desk: &Desk) -> impl Iterator<Item = PageRow> + '_ {
    let row = |own: &OwnTemplate| {
        let (day, who) = (own.set_at.date(), desk.org.person_name(own.set_by));
        let what = format!("“{}”第{}版，{day} {who}导入；Enter 恢复内置版式", own.name, own.version);
        let name = format!("{}模板", own.kind.label());
        PageRow::new(vec![name, what], RowDoes::Form(&reset_template::ACT, of_kind(own.kind)))
    };
    desk.templates.0.iter().filter(|own| own.is_in_force).map(row)
}

fn elsewhere(desk: &Desk) -> Vec<PageRow> {
    let row = |name: &str, what: &str, does| PageRow::new(vec![name.to_owned(), what.to_owned()], does);
    let form = |act| RowDoes::Form(act, crate::actions::Answers::none());
    let mut rows = vec![
        row("待处理事项", "须由区纪委监委处理的、升级后须核对的投诉", RowDoes::Place(&UNSETTLED)),
        row("工作日历", "放假和调休安排，载入新一年的通知", RowDoes::Place(&CALENDAR)),
        row("岗位交接", "列出一个人岗位上的待办，移交人和接收人签字", form(&hand_over::ACT)),
        row("交接签字", "移交人、接收人在岗位清单上签字", form(&sign_hand_over::ACT)),
        row("授权代签", "领导外出期间由谁代为审签（领导本人办）", form(&delegate::ACT)),
        row("整体导入单位和人员", "按 ydt org export 的文件更新，可以一次改完", form(&org_import::ACT)),
        row("全镇经过", "建库以来的设置、单位和人员、放假安排", RowDoes::Place(&TOWN_HISTORY)),
        row("备份和核验", "在命令行运行 ydt backup、ydt verify，见 ydt help verify", RowDoes::Nothing),
        row(
            "文书模板",
            "导入本单位的 docx 模板；没有导入的用内置版式，见 ydt help papers",
            form(&set_template::ACT),
        ),
    ];
    // On two lines, so that neither the path nor how long it stays is cut on a narrow screen.
    let holding = |it: &Holding| {
        [row("备份里还有抹去的内容", &it.named(), RowDoes::Nothing), row("", &it.until(), RowDoes::Nothing)]
    };
    rows.extend(desk.holding.iter().flat_map(holding));
    rows.extend(own_templates(desk));
    rows
}
