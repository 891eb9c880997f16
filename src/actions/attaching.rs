//! What the acts on attachments share, whatever record the file belongs to: what they ask for, and what makes a file or
//! an answer unfit.

use super::answers::Answers;
use super::field::{Field, FieldKind, FileForm, Word};
use crate::domain::attachment::{Attachment, TakenFile};
use crate::domain::code::Coded as _;
use crate::domain::context::{Brought, Context};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::stream_files::{ErasingBasis, FileAttached, FileErased, FileExported};
use crate::domain::words::Position;

pub const PATH: Field =
    Field::optional("path", "文件", FieldKind::File(FileForm::Attachment)).needed("必须选一个文件");
pub const NAME: Field = Field::optional("name", "名称", FieldKind::Line).hint("不填用文件原来的名称");
pub const NUMBER: Field = Field::required("number", "附件序号", FieldKind::Count).hint("见所列附件，如 1");
/// Where a copy goes.
pub const TARGET: Field = Field::optional("path", "另存到", FieldKind::Line)
    .needed("必须写明")
    .hint("文件夹，或还没有的文件，写完整路径");
pub const BASIS: Field =
    Field::required("basis", "抹去的原因", FieldKind::Choice(given_by_people)).hint("只选不写，不留文字");
pub const RULED_ON: Field = Field::optional("ruled_on", "书记签署日期", FieldKind::Date)
    .needed("镇纪委专人代录书记书面意见时必填")
    .hint("书记本人办理的不填");

/// What asks before a file is erased.
pub const ERASING: &str =
    "抹去后这个附件的内容和名称永久不在本镇，不能恢复；以前的备份里还有，须自行销毁，异地副本最多再留7天";

/// No file system gives a file a longer name, in characters.
const LONGEST_NAME: usize = 255;

fn given_by_people() -> Vec<Word> {
    let given = ErasingBasis::ALL.iter().filter(|basis| basis.is_given_by_people());
    given.map(|basis| Word { code: basis.code(), label: basis.label() }).collect()
}

/// The file that was brought, as the next of the record's files. `this` is what the record is called in refusals.
///
/// # Errors
/// Without a file, with a name that no file can have, and for one that the record has already.
pub fn taken(
    files: &[Attachment],
    answers: &Answers,
    context: &Context<'_>,
    this: &str,
) -> Result<FileAttached, Refusal> {
    let Some(Brought::File(TakenFile { name, sha256, size, kind })) = context.brought else {
        return Err(PATH.missing());
    };
    let name = answers.text(NAME.name).unwrap_or_else(|| name.clone());
    if name.trim().is_empty() {
        return Err(NAME.missing());
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(NAME.invalid(&format!("最多{LONGEST_NAME}字，请改短。")));
    }
    if let Some(same) = files.iter().find(|known| known.file.body() == Some(sha256)) {
        return Err(PATH.refuses(
            RefusalCode::NothingToDo,
            format!("这个文件已经是{this}的附件{}，没有重复保存。", same.number),
        ));
    }
    let last = files.iter().map(|file| file.number).max().unwrap_or(0);
    Ok(FileAttached {
        number: last + 1,
        name: Sealable::new(name),
        file: Sealable::new(sha256),
        size: *size,
        kind: *kind,
    })
}

/// The file that the answers name, whose content was not erased.
///
/// # Errors
/// Where there is none with this number, or nothing is left of it.
pub fn chosen<'a>(files: &'a [Attachment], answers: &Answers, this: &str) -> Result<&'a Attachment, Refusal> {
    let number = answers.count(&NUMBER)?.ok_or_else(|| NUMBER.missing())?;
    let Some(file) = files.iter().find(|file| file.number == number) else {
        return Err(NUMBER.invalid(&format!("{this}没有附件{number}，共{}个。", files.len())));
    };
    if file.file.body().is_none() {
        return Err(NUMBER.refuses(RefusalCode::NothingToDo, format!("附件{number}的内容已经抹去。")));
    }
    Ok(file)
}

/// A form about the only file shows its number.
#[must_use]
pub fn only(files: &[Attachment]) -> Answers {
    let mut left = files.iter().filter(|file| file.file.body().is_some());
    match (left.next(), left.next()) {
        (Some(only), None) => Answers::none().with(NUMBER.name, only.number.to_string()),
        (_, Some(_)) | (None, None) => Answers::none(),
    }
}

/// Whether something of a file is left.
///
/// # Errors
/// `nothing_to_do` where nothing was attached, or all was erased.
pub fn check_any(files: &[Attachment], this: &str) -> Result<(), Refusal> {
    if files.iter().any(|file| file.file.body().is_some()) {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::NothingToDo, format!("{this}没有附件。")))
}

/// A copy of the file that the answers name leaves.
///
/// # Errors
/// As for [`chosen`]; without a place to write to.
pub fn exported(files: &[Attachment], answers: &Answers, this: &str) -> Result<FileExported, Refusal> {
    if answers.text(TARGET.name).is_none() {
        return Err(TARGET.missing());
    }
    Ok(FileExported { number: chosen(files, answers, this)?.number })
}

/// The file that the answers name is erased. Nobody takes part of a record away alone: the secretary rules, in person or
/// on a paper that an operator records.
///
/// # Errors
/// As for [`chosen`]; without a reason that people give; without the day of the secretary's paper, or with one that
/// cannot be.
pub fn erased(
    files: &[Attachment],
    answers: &Answers,
    context: &Context<'_>,
    this: &str,
) -> Result<FileErased, Refusal> {
    let file = chosen(files, answers, this)?;
    let because = answers.need_word::<ErasingBasis>(&BASIS)?;
    if !because.is_given_by_people() {
        return Err(BASIS.invalid("填的这一种由程序自己记录，请另选一种。"));
    }
    let (actor, today) = (context.actor, context.today());
    let on_paper = !actor.holds(Position::DisciplineSecretary);
    let (by, on) = if on_paper {
        let ruled_on = answers.date(&RULED_ON)?.ok_or_else(|| {
            let message = format!(
                "抹去附件须由镇纪委书记裁定：请书记本人办理，或由专人代录书面意见，填“{}”。",
                RULED_ON.label
            );
            RULED_ON.refuses(RefusalCode::MissingSignature, message)
        })?;
        let attached_on = file.at.date();
        if ruled_on > today || ruled_on < attached_on {
            return Err(RULED_ON.refuses(
                RefusalCode::OutOfTime,
                format!("书记签署日期{ruled_on}不对：不得早于附上的{attached_on}，不得晚于今天。"),
            ));
        }
        let secretary = context.org.holders(Position::DisciplineSecretary, None).next().ok_or_else(|| {
            let message = "没有登记镇纪委书记，不能代录书记意见；请系统管理员先登记。";
            Refusal::new(RefusalCode::VacantPosition, message)
        })?;
        (secretary.id, ruled_on)
    } else {
        (actor.id, today)
    };
    let (ruled_by, ruled_on) = (Some(by), Some(on));
    Ok(FileErased { number: file.number, seq: file.seq, because, ruled_by, ruled_on, on_paper })
}
