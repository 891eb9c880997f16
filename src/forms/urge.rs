//! The notice of urging (催办通知书): to a unit whose limit has passed.

use super::china::day;
use super::facts::{Facts, Missing};
use super::{Form, LayOut};
use crate::domain::paper::{Line, PaperKind, Part, Sheet};
use crate::domain::words::{ClockKind, UnitKind};

pub const FORM: Form = Form { kind: PaperKind::Urge, lay_out: LayOut::Case(lay_out) };

fn lay_out(facts: &Facts<'_>) -> Result<Sheet, Missing> {
    let case = facts.case;
    let running = case.running_clock().filter(|clock| clock.clock == ClockKind::Handling);
    let (Some(turn), Some(clock)) = (case.turns.last().filter(|turn| turn.ended.is_none()), running) else {
        return Err(Missing(vec!["在走的办理时限（只催在承办单位手里的）"]));
    };
    if facts.today <= clock.due_on {
        return Err(Missing(vec!["超期（到期日次日起才催）"]));
    }
    let unit = facts.org.unit_name_at(turn.unit, turn.place);
    let commission = facts.org.only(UnitKind::Commission).map_or("", |unit| unit.name.as_str());
    let title = facts.unnamed(case.title.text());
    let lines = vec![
        Line::left(""),
        Line::left(format!("{unit}：")),
        Line::indented(format!(
            "你单位{}收到的投诉件{}（{title}），应于{}前办结，至今尚未办结，已经超期。",
            day(turn.from),
            case.case_no,
            day(clock.due_on)
        )),
        Line::indented("请立即办理，并将办理情况和未按期办结的原因书面报送。"),
        Line::left(""),
        Line::right(commission, 4),
        Line::right(day(facts.today), 4),
    ];
    Ok(Sheet { title: vec!["催办通知书".to_owned()], parts: vec![Part::Text(lines)] })
}
