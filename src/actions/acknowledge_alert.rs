//! 知晓提醒: somebody saw an alert, which is then no longer shown.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::{Brought, Context};
use crate::domain::refusal::Refusal;
use crate::domain::town::event::{AlertAcknowledged, DisclosureAlertAcknowledged, TownEvent};

const ALERT: Field =
    Field::required("alert", "提醒序号", FieldKind::Alert).hint("时限提醒的序号，或公示记录的编号");

/// The row of this act.
pub static ACT: Act = Act {
    code: "acknowledge_alert",
    who: &[Who::Reader],
    questions: Questions {
        title: "知晓提醒",
        summary: "表示已经看到一条时限提醒或公示提醒，不再列出",
        fields: &[ALERT],
        confirm: None,
    },
    example: r#"{"alert":"1"}"#,
    on: On::Town(TownAct::by(decide)),
};

/// The answers that name this alert.
#[must_use]
pub fn answers(alert: i64) -> Answers {
    Answers::none().with(ALERT.name, alert.to_string())
}

/// The answers that name the reminder of a record of disclosure with this code.
#[must_use]
pub fn of_disclosure(code: &str) -> Answers {
    Answers::none().with(ALERT.name, code)
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every decision")]
fn decide(_: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    // An alert that somebody acknowledged before is none any more.
    Ok(match context.brought {
        Some(Brought::Alert { id, case_no }) => {
            vec![AlertAcknowledged { alert: *id, case_no: case_no.clone() }.into()]
        }
        Some(Brought::DisclosureAlert { id, disclosure }) => {
            vec![DisclosureAlertAcknowledged { alert: *id, disclosure: disclosure.clone() }.into()]
        }
        Some(
            Brought::Org(_)
            | Brought::Held(_)
            | Brought::Post(_)
            | Brought::File(_)
            | Brought::Paper(_)
            | Brought::Template { .. }
            | Brought::Bulletin(_)
            | Brought::Calendar { .. }
            | Brought::Matters { .. }
            | Brought::Agenda { .. }
            | Brought::Cases { .. },
        )
        | None => Vec::new(),
    })
}
