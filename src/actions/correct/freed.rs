//! Whom a corrected line of respondents lets see the case again. That somebody is no respondent is for the secretary to
//! rule, and a correction is no way around it (`domain.md` §10 Recusal, Release).

use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::document::ruling::Ruling;
use crate::domain::event::fact::Fact;
use crate::domain::event::{CaseEvent, RuledNotRespondent};
use crate::domain::ids::PersonId;
use crate::domain::sealable::Sealable;

/// Everybody at work whom the complaint is about as it stands, and is not as it would read.
pub(super) fn people(case: &Case, after: &Fact, context: &Context<'_>) -> Vec<PersonId> {
    let mut corrected = case.clone();
    match after {
        Fact::Respondent(name) => corrected.respondent.name.clone_from(name),
        Fact::RespondentUnitPosition(position) => corrected.respondent.unit_position.clone_from(position),
        Fact::Kind(_)
        | Fact::Field(_)
        | Fact::ReceivedAt(_)
        | Fact::ComplainedAt(_)
        | Fact::HandlingReceivedOn(_)
        | Fact::PlatformNo(_)
        | Fact::Method(_)
        | Fact::Source(_)
        | Fact::Complainant(_)
        | Fact::Contact(_)
        | Fact::RespondentRank(_)
        | Fact::Village(_)
        | Fact::Title(_)
        | Fact::Content(_)
        | Fact::Scope(_)
        | Fact::KeyMatters(_)
        | Fact::MainPages(_)
        | Fact::Attachments(_) => return Vec::new(),
    }
    corrected.recusal.forget_respondents(context.today());
    let org = context.org;
    let freed = org
        .people
        .iter()
        .filter(|person| person.active && case.is_about(person, org) && !corrected.is_about(person, org));
    freed.map(|person| person.id).collect()
}

/// The releases that the ruling brings about. They stand before the correction, so that what was recorded until then
/// stays hidden from those released.
pub(super) fn released(people: &[PersonId], reason: &Sealable, ruling: Option<&Ruling>) -> Vec<CaseEvent> {
    let Some(ruling) = ruling else { return Vec::new() };
    let release = |person: &PersonId| {
        CaseEvent::RuledNotRespondent(RuledNotRespondent {
            person: *person,
            reason: reason.clone(),
            ruling: ruling.clone(),
        })
    };
    people.iter().map(release).collect()
}
