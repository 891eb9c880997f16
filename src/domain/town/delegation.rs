//! Naming a deputy for a range of days (授权代签, `domain.md` §3): a leader names their own.

use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::town::org::{Delegation, Org, Person};
use crate::domain::words::Position;

/// A deputy is named for at most so many days, so that no delegation is forgotten.
const LONGEST_DAYS: i64 = 366;

/// Positions that sign along a chain.
const SIGNING: [Position; 4] = [
    Position::DisciplineSecretary,
    Position::PrincipalLeader,
    Position::LeaderInCharge,
    Position::ContactLeader,
];

/// Whether somebody holds a position that signs.
#[must_use]
pub fn signs(person: &Person) -> bool {
    SIGNING.iter().any(|position| person.holds(*position))
}

/// Whether signing is all that somebody does here.
#[must_use]
pub fn only_signs(person: &Person) -> bool {
    use crate::domain::code::Coded as _;
    signs(person)
        && Position::ALL.iter().all(|position| SIGNING.contains(position) || !person.holds(*position))
}

/// The delegation as it would be recorded.
///
/// # Errors
/// `not_permitted` for people who sign nothing, `invalid_value` for an impossible deputy, `out_of_time` for impossible
/// days, `nothing_to_do` when it stands already.
pub fn named(
    org: &Org,
    leader: &Person,
    deputy: PersonId,
    (from, until): (Date, Date),
    today: Date,
) -> Result<Delegation, Refusal> {
    if !signs(leader) {
        return Err(Refusal::new(
            RefusalCode::NotPermitted,
            format!("授权代签由审签的领导本人办理，{}没有审签的岗位。", leader.name),
        ));
    }
    let person = org
        .person(deputy)
        .filter(|person| person.active)
        .ok_or_else(|| Refusal::invalid("deputy", "代签人", "不是在岗人员，请从列表中选。"))?;
    if person.id == leader.id {
        return Err(Refusal::invalid("deputy", "代签人", "填的是您自己，请选别人。"));
    }
    if !signs(person) {
        let why = format!(
            "{}没有审签的职务；代签人须是镇纪委书记、镇主要领导、分管或联系领导中的一位。",
            person.name
        );
        return Err(Refusal::invalid("deputy", "代签人", &why));
    }
    let out_of_time = |message: String| Err(Refusal::new(RefusalCode::OutOfTime, message).about("until"));
    if until < from {
        return out_of_time(format!("止日{until}早于起日{from}，请核对。"));
    }
    if until < today {
        return out_of_time(format!("止日{until}已经过去，请核对。"));
    }
    if from.days_until(until) > LONGEST_DAYS {
        return out_of_time("一次授权最多一年，请把止日提前，到期再授权。".to_owned());
    }
    let given = Delegation { leader: leader.id, deputy, from, until, revoked_on: None };
    if org.delegations.contains(&given) {
        return Err(Refusal::new(
            RefusalCode::NothingToDo,
            format!("已授权{}在这些日子代签，没有重复记录。", person.name),
        ));
    }
    Ok(given)
}

/// The delegations of a leader that begin on this day and can still be taken back.
///
/// # Errors
/// `nothing_to_do` when there is none, or none any more.
pub fn revocable(org: &Org, leader: &Person, from: Date, today: Date) -> Result<Vec<PersonId>, Refusal> {
    let own = org.delegations.iter().filter(|given| given.leader == leader.id && given.from == from);
    let open = own.filter(|given| given.revoked_on.is_none() && today <= given.until);
    let deputies: Vec<PersonId> = open.map(|given| given.deputy).collect();
    if deputies.is_empty() {
        let message = format!("{}没有从{from}起、现在还有效的授权代签，没有可收回的。", leader.name);
        return Err(Refusal::new(RefusalCode::NothingToDo, message).about("from"));
    }
    Ok(deputies)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{
        CONTACT, IN_CHARGE, LEFT, OPERATOR, PRINCIPAL, SECRETARY, named as who, town,
    };

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_leader_names_a_deputy_for_days_that_are_still_to_come() {
        use RefusalCode::{InvalidValue, NotPermitted, OutOfTime};
        let org = town();
        let days = (day("2026-11-23"), day("2026-11-30"));
        let table = [
            (SECRETARY, IN_CHARGE, days, None),
            (CONTACT, PRINCIPAL, (day("2026-11-01"), day("2026-11-23")), None),
            // Only whoever holds a leader's position signs for a leader.
            (CONTACT, OPERATOR, days, Some(InvalidValue)),
            (OPERATOR, IN_CHARGE, days, Some(NotPermitted)),
            (SECRETARY, SECRETARY, days, Some(InvalidValue)),
            (SECRETARY, LEFT, days, Some(InvalidValue)),
            (SECRETARY, IN_CHARGE, (day("2026-11-30"), day("2026-11-23")), Some(OutOfTime)),
            (SECRETARY, IN_CHARGE, (day("2026-11-01"), day("2026-11-22")), Some(OutOfTime)),
            (SECRETARY, IN_CHARGE, (day("2026-11-23"), day("2028-11-23")), Some(OutOfTime)),
        ];
        for (leader, deputy, days, refused) in table {
            let given = named(&org, who(&org, leader), who(&org, deputy).id, days, day("2026-11-23"));
            assert_eq!(given.err().map(|refusal| refusal.code), refused, "{leader} {deputy} {days:?}");
        }
    }

    #[test]
    fn a_deputy_signs_from_the_first_to_the_last_day_and_the_same_is_not_recorded_twice() {
        let mut org = town();
        let (leader, deputy) = (who(&org, SECRETARY).clone(), who(&org, IN_CHARGE).id);
        let days = (day("2026-11-24"), day("2026-11-25"));
        let given = named(&org, &leader, deputy, days, day("2026-11-23")).unwrap();
        org.delegations.push(given);
        for (on, expected) in
            [("2026-11-23", false), ("2026-11-24", true), ("2026-11-25", true), ("2026-11-26", false)]
        {
            assert_eq!(org.deputises(deputy, leader.id, day(on)), expected, "{on}");
        }
        let again = named(&org, &leader, deputy, days, day("2026-11-23")).unwrap_err();
        assert_eq!(again.code, RefusalCode::NothingToDo);
    }

    #[test]
    fn what_was_taken_back_holds_no_more_from_that_day_and_held_before() {
        let mut org = town();
        let (leader, deputy) = (who(&org, SECRETARY).clone(), who(&org, IN_CHARGE).id);
        let from = day("2026-11-24");
        org.delegations.push(named(&org, &leader, deputy, (from, day("2026-11-30")), from).unwrap());
        assert_eq!(revocable(&org, &leader, from, day("2026-11-26")), Ok(vec![deputy]));
        let nothing = [(from, "2026-12-01"), (day("2026-11-25"), "2026-11-26")];
        for (from, today) in nothing {
            let refusal = revocable(&org, &leader, from, day(today)).unwrap_err();
            assert_eq!(refusal.code, RefusalCode::NothingToDo);
        }
        org.delegations[0].revoked_on = Some(day("2026-11-26"));
        for (on, holds) in [("2026-11-25", true), ("2026-11-26", false), ("2026-11-27", false)] {
            assert_eq!(org.deputises(deputy, leader.id, day(on)), holds, "{on}");
        }
        assert!(revocable(&org, &leader, from, day("2026-11-26")).is_err(), "once");
        // The same days can be given again.
        assert!(named(&org, &leader, deputy, (from, day("2026-11-30")), day("2026-11-26")).is_ok());
    }

    #[test]
    fn whoever_left_the_leaders_positions_signs_for_nobody_any_more() {
        let mut org = town();
        let (leader, deputy) = (who(&org, SECRETARY).id, who(&org, IN_CHARGE).id);
        let (from, until) = (day("2026-11-24"), day("2026-11-30"));
        org.delegations.push(Delegation { leader, deputy, from, until, revoked_on: None });
        assert!(org.deputises(deputy, leader, from));
        org.people.iter_mut().find(|person| person.id == deputy).unwrap().leads.clear();
        assert!(!org.deputises(deputy, leader, from));
    }

    #[test]
    fn whoever_only_signs_holds_no_other_position() {
        let org = town();
        for (name, expected) in [(PRINCIPAL, true), (IN_CHARGE, true), (SECRETARY, true), (OPERATOR, false)] {
            assert_eq!(only_signs(who(&org, name)), expected, "{name}");
        }
    }
}
