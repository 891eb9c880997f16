//! 封存通报: the bulletin of a month or a year that is over, with its figures and its text (`interfaces.md` §Figures).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::{Brought, Context};
use crate::domain::figures::reading::check_text;
use crate::domain::figures::stretch::Stretch;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::town::event::{ReportFrozen, TownEvent};
use crate::domain::town::frozen::FrozenKind;

/// The month or the year.
pub const PERIOD: Field =
    Field::required("period", "月份或年份", FieldKind::Line).hint("写成 2026-11，或 2026");
/// The text as somebody edited it.
pub const TEXT: Field = Field::optional("text", "正文", FieldKind::Prose)
    .hint("四个部分的标题各占一行；空着就用按数字起草的正文");

/// The row of this act.
pub static ACT: Act = Act {
    code: "freeze_bulletin",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "封存通报",
        summary: "把过完的月份或年份的通报连同数字定下来，月末包从它做出",
        fields: &[PERIOD, TEXT],
        confirm: Some("封存后通报的数字和正文都不能再改"),
    },
    example: r#"{"period":"2026-10"}"#,
    on: On::Town(TownAct::by(decide).by_figures()),
};

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let stretch = asked(answers, context.today())?;
    let Some(Brought::Bulletin(drafted)) = context.brought else { return Err(PERIOD.missing()) };
    if let Some(before) = drafted.before {
        return Err(PERIOD.refuses(RefusalCode::InvalidValue, frozen_before(stretch, before)));
    }
    if let Some(refusal) = &drafted.refused {
        return Err(refusal.clone().about(TEXT.name));
    }
    let frozen = ReportFrozen {
        name: stretch.to_string(),
        kind: FrozenKind::Bulletin,
        from: stretch.first(),
        to: stretch.last(),
        events: drafted.events,
        sha256: drafted.sha256.clone(),
    };
    Ok(vec![frozen.into()])
}

/// The month or the year that the answers name, where it is over and the text that they give has its parts.
///
/// # Errors
/// `invalid_value` for a period that is none and a text without the four parts; `out_of_time` before the period is over.
pub fn asked(answers: &Answers, today: Date) -> Result<Stretch, Refusal> {
    let period = answers.need_text(&PERIOD)?;
    let stretch = Stretch::parse(&period)
        .ok_or_else(|| PERIOD.invalid("要写成 2026-11 这样的月份，或 2026 这样的年份。"))?;
    check_over(stretch, today)?;
    if let Some(text) = answers.text(TEXT.name) {
        check_text(&text).map_err(|why| TEXT.refuses(RefusalCode::InvalidValue, why))?;
    }
    Ok(stretch)
}

/// Whether a month or a year is over, so that its figures can be frozen.
///
/// # Errors
/// `out_of_time`, with the first day on which it can be done.
pub fn check_over(stretch: Stretch, today: Date) -> Result<(), Refusal> {
    if stretch.last() < today {
        return Ok(());
    }
    let first = stretch.last().tomorrow().unwrap_or(Date::LAST);
    let message = format!("{}还没有过完，到{first}才能封存通报；没有封存。", stretch.words());
    Err(PERIOD.refuses(RefusalCode::OutOfTime, message))
}

fn frozen_before(stretch: Stretch, before: FrozenKind) -> String {
    match before {
        FrozenKind::Bulletin => format!("{}的通报已经封存过，封存的不再改；这次没有封存。", stretch.words()),
        FrozenKind::Report => {
            format!("“{stretch}”这个名称已经用来封存了统计报表，同名的通报封存不了；没有封存。")
        }
    }
}

/// The answers of a form that opens with the bulletin at hand.
#[must_use]
pub fn filled(stretch: Stretch, text: &str) -> Answers {
    Answers::none().with(PERIOD.name, stretch.to_string()).with(TEXT.name, text)
}
