//! The notice of urging (催办通知书): to a unit whose limit has passed, copied to its leaders.

use super::china::day;
use super::facts::{Facts, Missing};
use super::{Form, LayOut};
use crate::domain::code::Coded as _;
use crate::domain::ids::UnitId;
use crate::domain::paper::{Line, PaperKind, Part, Sheet};
use crate::domain::words::{ClockKind, Position, UnitKind};

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
    let mut lines = vec![
        Line::left(""),
        Line::left(format!("{unit}：")),
        Line::indented(format!(
            "你单位{}收到的投诉件{}（{title}），应于{}前办结，至今尚未办结，已经超期。",
            day(turn.from),
            case.case_no,
            day(clock.due_on)
        )),
        Line::indented("请立即办理，并将办理情况和未按期办结的原因书面报送。"),
    ];
    lines.extend(copied_to(facts, turn.unit).map(Line::indented));
    lines.extend([Line::left(""), Line::right(commission, 4), Line::right(day(facts.today), 4)]);
    Ok(Sheet { title: vec!["催办通知书".to_owned()], parts: vec![Part::Text(lines)] })
}

/// `抄送：李敏（分管领导）。`: the leaders of the unit (`domain.md` §10 Meetings, cards, texts) but for those whom the
/// complaint is about.
fn copied_to(facts: &Facts<'_>, unit: UnitId) -> Option<String> {
    let of = |position: Position| {
        let leaders = facts.org.holders(position, Some(unit));
        leaders
            .filter(|leader| leader.active && !facts.case.is_about(leader, facts.org))
            .map(move |leader| format!("{}（{}）", leader.name, position.label()))
    };
    let leaders: Vec<String> = of(Position::LeaderInCharge).chain(of(Position::ContactLeader)).collect();
    (!leaders.is_empty()).then(|| format!("抄送：{}。", leaders.join("、")))
}
