//! 导入监督事项目录: the town's own catalogue, by its headers (`interfaces.md` §Meetings, disclosure, attachments).

use super::answers::Answers;
use super::field::{Field, FieldKind, FileForm};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::{Brought, Context};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::catalogue::plan;
use crate::domain::town::event::{MattersChanged, TownEvent};

const TEXT: Field = Field::optional("text", "公开事项目录", FieldKind::File(FileForm::Catalogue))
    .needed("必须给出")
    .hint("首行是列名：领域、一级事项、二级事项、公开内容、公开时限、公开主体等");
const SINCE: Field = Field::optional("since", "从哪天起公开", FieldKind::Date)
    .hint("新增的事项，含这一天的那一期是第一期；不填即今天");
const SKIP_FAULTY: Field = Field::optional("skip_faulty", "有问题的行先不导入", FieldKind::Flag)
    .hint("填“是”：只导入没有问题的行；不填：有一行不对就全部不导入");

/// The row of this act.
pub static ACT: Act = Act {
    code: "matters_import",
    who: &[Who::CommissionOperator, Who::Administrator],
    questions: Questions {
        title: "导入监督事项目录",
        summary: "按目录更新监督事项清单；目录里没有写的保持不变",
        fields: &[TEXT, SINCE, SKIP_FAULTY],
        confirm: None,
    },
    example: r#"{"text":"领域,一级事项,二级事项,公开内容,公开时限,公开主体\n民政,社会救助,低保对象名单,对象和金额,每月10日前,各村（社区）\n"}"#,
    on: On::Town(TownAct::by(decide).by_matters().told_first()),
};

/// The answers that import the text of a catalogue.
#[must_use]
pub fn answers(text: &str, skip_faulty: bool) -> Answers {
    let skip = if skip_faulty { "true" } else { "" };
    Answers::none().with(TEXT.name, text).with(SKIP_FAULTY.name, skip)
}

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let Some(Brought::Matters { known, catalogue: Some(file) }) = context.brought else {
        return Err(TEXT.missing());
    };
    let since = answers.date(&SINCE)?.unwrap_or_else(|| context.today());
    if since > context.today() {
        return Err(SINCE.invalid(&format!("填了{since}，还没有到，请填今天或以前的日子。")));
    }
    let plan = plan(file, known, context.org, since);
    if !plan.faulty.is_empty() && !answers.flag(&SKIP_FAULTY)? {
        let message = format!(
            "目录有{}行不能导入，都没有导入：{}请改正后再导入，或先只导入没有问题的行。",
            plan.faulty.len(),
            plan.told_faults()
        );
        return Err(TEXT.refuses(RefusalCode::InvalidValue, message));
    }
    let matters: Vec<_> = plan.new.into_iter().chain(plan.changed).collect();
    Ok(if matters.is_empty() { Vec::new() } else { vec![MattersChanged { matters }.into()] })
}
