//! 载入节假日安排: a newly published notice, or one published anew (`domain.md` §4).

use super::answers::Answers;
use super::field::{Field, FieldKind, FileForm};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::{Brought, Context};
use crate::domain::refusal::Refusal;
use crate::domain::town::event::{CalendarLoaded, TownEvent};

const TEXT: Field =
    Field::optional("text", "节假日安排文件", FieldKind::File(FileForm::Notice)).needed("必须给出");

/// The row of this act.
pub static ACT: Act = Act {
    code: "calendar_load",
    who: &[Who::Administrator],
    questions: Questions {
        title: "载入节假日安排",
        summary: "按新公布的放假和调休重算正在走的时限，已停止的不变",
        fields: &[TEXT],
        confirm: Some("正在走的时限按新的安排重算到期日"),
    },
    example: r#"{"text":"{\"year\": 2027, \"source\": \"国办通知\", \"days\": [{\"date\": \"2027-01-01\", \"name\": \"元旦\", \"rest\": true}]}"}"#,
    on: On::Town(TownAct::by(decide)),
};

fn decide(_: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let Some(Brought::Calendar { notice, change }) = context.brought else {
        return Err(TEXT.missing());
    };
    if change.is_nothing() {
        return Ok(Vec::new());
    }
    Ok(vec![
        CalendarLoaded {
            notice: notice.clone(),
            changed_days: change.days.len() as u64,
            moved_clocks: change.clocks.len() as u64,
        }
        .into(),
    ])
}
