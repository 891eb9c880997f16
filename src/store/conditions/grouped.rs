//! Where a case stands for whoever looks, as a condition of the database: the rule of `domain::sight::grouping`.

use super::{Condition, Reader, id_list, people_list};
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::ids::UnitId;
use crate::domain::sight::grouping::{Grouping, Urges, Vacancies};
use crate::domain::words::{DocumentKind, Group, Position};
use crate::store::notices::IS_NOTICED;
use crate::store::summary::day_number;
use crate::store::waiting::waits_for_one_of;

/// The first group that fits. Whoever has no groups has all cases among the others.
pub fn group_condition(group: Group, reader: &Reader<'_>, condition: &mut Condition) {
    condition.and("c.ended = 0", []);
    let Some(grouping) = reader.grouping else {
        return condition.and(if group == Group::Others { "1" } else { "0" }, []);
    };
    let since = day_number(grouping.asked_since);
    let awaiting = format!("coalesce(c.awaits_word_since > {since}, 0)");
    let mine = format!("(NOT {awaiting} AND {})", is_theirs(grouping));
    let late = format!("c.urgency <= {} AND {}", day_number(reader.today), may_urge(&grouping.urges));
    let sql = match group {
        Group::Mine => mine,
        Group::AwaitingWord => awaiting,
        Group::ToUrge => format!("NOT {awaiting} AND NOT {mine} AND {late}"),
        Group::Others => format!("NOT {awaiting} AND NOT {mine} AND NOT ({late})"),
    };
    condition.and(sql, []);
}

/// Whether the next act falls to the reader: by name, by position, by unit, or because nobody else is there.
fn is_theirs(grouping: &Grouping) -> String {
    let roles: Vec<String> = grouping.roles.iter().map(|role| format!("'{}'", role.code())).collect();
    let units: Vec<UnitId> = grouping.unit.into_iter().collect();
    let goes_on = goes_on_with(grouping);
    let vacant = grouping.vacancies.as_ref().map_or_else(|| "0".to_owned(), is_vacant);
    // A notice is for whoever brings the case on, or acts in their place; others who see the case can do nothing about it.
    let comes_first = grouping.vacancies.as_ref().map_or_else(|| "0".to_owned(), is_nobody_before);
    // Between the two operators it is the route that says who writes the proposal and transfers.
    let of_route = if grouping.roles.contains(&Position::PartyOperator) {
        "coalesce(c.stage = 'acceptance' AND c.route = 'party_committee' AND c.waits_for_role IS NOT NULL, 0)"
    } else {
        "0"
    };
    format!(
        "({} OR {of_route} OR coalesce(c.waits_for_role IN ({}), 0) OR coalesce(c.waits_for_unit IN ({}), 0) OR ({IS_NOTICED} AND {comes_first}) OR {goes_on} OR {vacant})",
        waits_for_by_name(grouping),
        roles.join(","),
        id_list(&units)
    )
}

/// Whether it waits for the reader by name, or for the signature of somebody whose deputy they are. What somebody does in
/// the place of another post is no signature, so that no deputy takes it over.
fn waits_for_by_name(grouping: &Grouping) -> String {
    let own = waits_for_one_of(&people_list(&[grouping.own]));
    let signed = waits_for_one_of(&people_list(&grouping.people));
    format!("({own} OR (c.waits_for_role IS NULL AND {signed}))")
}

/// Whether the reader goes on with a case although a paper of it waits for somebody's signature: one that does not hold
/// the case up, such as a request for more time. Of several who handle for the unit each does.
fn goes_on_with(grouping: &Grouping) -> String {
    let holding: Vec<String> = DocumentKind::ALL
        .iter()
        .filter(|kind| kind.holds_up())
        .map(|kind| format!("'{}'", kind.code()))
        .collect();
    let at = |is_theirs: &dyn Fn(&Stage) -> bool| {
        let stages = Stage::OPEN.iter().filter(|stage| is_theirs(stage));
        format!(
            "c.stage IN ({})",
            stages.map(|stage| format!("'{}'", stage.code())).collect::<Vec<_>>().join(",")
        )
    };
    let holds = |position| grouping.roles.contains(&position);
    let mut ways = Vec::new();
    if let Some(unit) = grouping.unit {
        ways.push(format!(
            "({} AND c.holding_unit_id = {})",
            at(&|stage| Stage::OF_UNIT.contains(stage)),
            unit.0
        ));
    }
    if holds(Position::CommissionOperator) {
        ways.push(at(&|stage| !Stage::OF_UNIT.contains(stage)));
    }
    if holds(Position::PartyOperator) {
        ways.push(format!(
            "({} AND coalesce(c.route = 'party_committee', 0))",
            at(&|stage| *stage == Stage::Acceptance)
        ));
    }
    if ways.is_empty() {
        return "0".to_owned();
    }
    let paper = "SELECT 1 FROM pending_steps p WHERE p.case_id = c.case_id";
    format!(
        "(({}) AND EXISTS ({paper}) AND NOT EXISTS ({paper} AND p.document IN ({})))",
        ways.join(" OR "),
        holding.join(",")
    )
}

/// Whether nobody is there for whom the case waits, nor anybody who takes its place before the reader.
fn is_vacant(vacancies: &Vacancies) -> String {
    let Vacancies { here, handlers, .. } = vacancies;
    let (here, recused) =
        (people_list(here), "SELECT r.person_id FROM recused r WHERE r.case_id = c.case_id");
    let waiting = "SELECT 1 FROM waiting_people w WHERE w.case_id = c.case_id";
    let handled = if handlers.is_empty() {
        "0".to_owned()
    } else {
        let pairs: Vec<String> =
            handlers.iter().map(|(unit, person)| format!("({}, {})", unit.0, person.0)).collect();
        format!(
            "EXISTS (SELECT 1 FROM (VALUES {}) h WHERE h.column1 = c.waits_for_unit AND h.column2 NOT IN ({recused}))",
            pairs.join(", ")
        )
    };
    let nobody_first = is_nobody_before(vacancies);
    format!(
        "({nobody_first} AND ((c.waits_for_unit IS NOT NULL AND NOT {handled})
              OR (EXISTS ({waiting}) AND NOT EXISTS ({waiting} AND w.person_id IN ({here})))
              OR (coalesce(c.waits_for_role = 'commission_operator', 0) AND NOT EXISTS ({waiting}))))"
    )
}

/// Whether everybody who would bring the case on before the reader has to stand aside from it.
fn is_nobody_before(vacancies: &Vacancies) -> String {
    if vacancies.first.is_empty() {
        return "1".to_owned();
    }
    format!(
        "(SELECT count(*) FROM recused r WHERE r.case_id = c.case_id AND r.person_id IN ({})) = {}",
        people_list(&vacancies.first),
        vacancies.first.len()
    )
}

fn may_urge(urges: &Urges) -> String {
    match urges {
        Urges::Nobody => "0".to_owned(),
        Urges::Everybody => "1".to_owned(),
        Urges::Units(units) => format!("coalesce(c.unit_id IN ({}), 0)", id_list(units)),
    }
}
