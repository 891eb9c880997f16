//! The one read gate: what leaves the office is masked here and nowhere else (`domain.md` §9).

use super::import::beside::{Beside, beside};
use super::import::row;
use super::{Office, OfficeError, papers};
use crate::actions::{self, Act, Answers, follows};
use crate::domain::attachment::TakenFile;
use crate::domain::case::Case;
use crate::domain::case::repeats::Repeat;
use crate::domain::case::respondents::Register;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::desk::Desk;
use crate::domain::event::{self, ELSEWHERE, Recorded};
use crate::domain::ids::{CaseId, ChainPlace, PersonId};
use crate::domain::meeting::event::MeetingEvent;
use crate::domain::paper::{PaperKind, Sheet};
use crate::domain::refusal::Refusal;
use crate::domain::sight::Sight;
use crate::domain::sight::meanwhile::WITHHELD;
use crate::domain::sight::unmasked::{CaseOnRecord, Unmasked};
use crate::domain::stream::RecordedFact;
use crate::domain::time::Date;
use crate::domain::town::org::{Org, Person};
use crate::domain::town::phrases::Phrases;
use crate::domain::view::columns::{self, ColumnWords};
use crate::domain::view::detail::{HistoryLine, Leading, UsualUnit};
use crate::domain::view::foretold::{After, Foretold};
use crate::domain::view::intake_row::IntakeRow;
use crate::domain::view::listing::ClockReading;
use crate::domain::view::unsettled::UndecidedCase;
use crate::domain::words::LeadingEnd;
use crate::store::{Snapshot, StoreError};

impl Office {
    /// A clock with the calendar's word of today.
    pub(super) fn reading(&self, clock: crate::domain::limit::clock::Clock, today: Date) -> ClockReading {
        ClockReading::of(clock, today, &self.settings, &self.calendar)
    }
}

/// Whether the actor may see the case at all.
pub(super) fn covers(sight: &Sight, read: &Unmasked<CaseOnRecord>, org: &Org) -> bool {
    sight.covers(&read.in_full().case, org)
}

/// Whether the actor may name the case: by seeing it, or as the administrator to whom a case that nobody here may see is
/// left.
pub(super) fn may_name(
    sight: Option<&Sight>,
    read: &Unmasked<CaseOnRecord>,
    actor: &Person,
    org: &Org,
) -> bool {
    sight.is_some_and(|sight| covers(sight, read, org))
        || read.in_full().case.may_be_sealed_unseen_by(actor, org)
}

/// Who reads a case.
pub(super) struct Looking<'a> {
    pub person: &'a Person,
    /// Who complains was revealed to them.
    pub is_revealed: bool,
    /// Numbers of linked cases that they may not see.
    pub hidden: &'a [String],
}

/// The case and its history as the screens get them: who complains is masked in every text unless it was revealed to
/// the actor, and in the history always.
pub(super) fn shown(
    read: Unmasked<CaseOnRecord>,
    looking: &Looking<'_>,
    words: &ColumnWords,
    register: &Register,
) -> (Case, Vec<HistoryLine>) {
    let org = register.org();
    let read = read.without_numbers(looking.hidden).without_meanwhile(looking.person, org);
    let further = read.in_full().case.other.clone();
    let revealed = looking.is_revealed.then(|| read.in_full().case.clone());
    let CaseOnRecord { mut case, history, withheld, .. } = read.masked(register);
    // What somebody said of a column to be no identity may be seen.
    case.other = further.map(|further| columns::masked(further, words));
    (revealed.unwrap_or(case), history_lines(history, &withheld, org))
}

/// The linked cases that the reader may not see, by number, and what became of the one that this case went on in.
pub(super) fn links(
    snapshot: &Snapshot<'_>,
    read: &Unmasked<CaseOnRecord>,
    sight: &Sight,
    org: &Org,
) -> Result<(Vec<String>, Option<Leading>), StoreError> {
    links_as_of(snapshot, read, (sight, org), None)
}

/// The same of a case as it stood at an earlier point, under the organisation of that time.
pub(super) fn links_as_of(
    snapshot: &Snapshot<'_>,
    read: &Unmasked<CaseOnRecord>,
    (sight, org): (&Sight, &Org),
    then: Option<(ChainPlace, &Org)>,
) -> Result<(Vec<String>, Option<Leading>), StoreError> {
    let merged_into = read.in_full().case.merged_into.as_ref().map(|(leading, _)| *leading);
    let (mut hidden, mut leading) = (Vec::new(), None);
    for (id, number) in read.in_full().linked() {
        let Some(mut other) = snapshot.case(id)? else { continue };
        let mut is_hidden = !covers(sight, &other, org);
        if let Some((upto, org)) = then {
            let Some(earlier) = snapshot.case_as_of(id, upto)? else { continue };
            is_hidden |= earlier.is_kept_from(sight, org);
            other = earlier;
        }
        if merged_into == Some(id) {
            let case_no = (!is_hidden).then(|| number.clone());
            leading = Some(Leading { case_no, end: end_of(&other.in_full().case) });
        }
        if is_hidden {
            hidden.push(number);
        }
    }
    Ok((hidden, leading))
}

/// The number of the issued paper that the case would give now, and the layout of one on which nobody's identity stands: it is
/// made from the whole case, because only that says which words are a name, and it is refused where one is left.
pub(super) fn paper(
    read: &Unmasked<CaseOnRecord>,
    (kind, asked): (PaperKind, Option<&str>),
    town: (&Org, &Phrases),
    today: Date,
) -> Result<(Option<String>, Option<Sheet>), Refusal> {
    let case = &read.in_full().case;
    let document = papers::version(case, asked)?;
    let issued = papers::same(case, kind, document, town).and_then(|at| case.papers.get(at));
    let issued = issued.map(|paper| paper.number.clone());
    if kind.carries_identity() || issued.is_some() {
        return Ok((issued, None));
    }
    Ok((None, Some(papers::lay_out(case, kind, document, town, today)?)))
}

/// Refuses a text that names who complains in the case, whatever the reader may see of it.
pub(super) fn refuse_naming(
    read: &Unmasked<CaseOnRecord>,
    text: &str,
    register: &Register,
) -> Result<(), Refusal> {
    papers::refuse_naming(&read.in_full().case, text, register)
}

/// The case as tables show it, with who complains only where it was revealed.
pub(super) fn listed(read: Unmasked<CaseOnRecord>, looking: &Looking<'_>, register: &Register) -> Case {
    let read = read.without_numbers(looking.hidden).without_meanwhile(looking.person, register.org());
    if looking.is_revealed {
        return read.in_full().case.clone();
    }
    read.masked(register).case
}

/// How a leading case ended; nothing while it is open.
fn end_of(leading: &Case) -> Option<LeadingEnd> {
    match leading.stage {
        _ if leading.sealed => Some(LeadingEnd::Sealed),
        Stage::Reported => Some(LeadingEnd::Reported),
        Stage::Withdrawn => Some(LeadingEnd::Withdrawn),
        Stage::Closure => Some(LeadingEnd::Closed),
        Stage::Complaint
        | Stage::Acceptance
        | Stage::Transfer
        | Stage::Handling
        | Stage::Drafting
        | Stage::Review
        | Stage::Reply
        | Stage::Evaluation
        | Stage::Merged => None,
    }
}

/// Earlier cases that a case likely repeats. They are found by the complainant's telephone, which the findings don't
/// quote; a merged case has found its own.
pub(super) fn likely_repeats(
    snapshot: &Snapshot<'_>,
    read: &Unmasked<CaseOnRecord>,
    sight: &Sight,
) -> Result<Vec<Repeat>, StoreError> {
    let case = &read.in_full().case;
    if case.merged_into.is_some() { Ok(Vec::new()) } else { snapshot.likely_repeats(case, sight) }
}

/// Where other cases of its village went; asked about a case whose unit has still to be decided.
pub(super) fn usual_units(
    snapshot: &Snapshot<'_>,
    read: &Unmasked<CaseOnRecord>,
    sight: &Sight,
) -> Result<Vec<UsualUnit>, StoreError> {
    let case = &read.in_full().case;
    let is_open = matches!(case.stage, Stage::Complaint | Stage::Acceptance);
    if is_open { snapshot.usual_units(case, sight) } else { Ok(Vec::new()) }
}

/// What a row of the platform says and the case doesn't; nothing of a sealed one. That identities differ is said in
/// it, the identities are not.
pub(super) fn differences(
    read: &Unmasked<CaseOnRecord>,
    row: &IntakeRow,
    register: &Register,
) -> Vec<String> {
    let case = &read.in_full().case;
    if case.sealed { Vec::new() } else { row::differences(case, row, register) }
}

/// Whether nothing of what was complained of is kept here.
pub(super) const fn is_sealed(read: &Unmasked<CaseOnRecord>) -> bool {
    read.in_full().case.sealed
}

/// What a row says beside the case of its number, in the same words.
pub(super) fn beside_row(read: &Unmasked<CaseOnRecord>, row: &IntakeRow, register: &Register) -> Beside {
    let case = &read.in_full().case;
    beside(case, row, &case.case_no, register)
}

/// What is undecided in an old case.
pub(super) fn undecided(read: &Unmasked<CaseOnRecord>, org: &Org) -> Vec<UndecidedCase> {
    let case = &read.in_full().case;
    let of = |why| UndecidedCase { case: case.id, case_no: case.case_no.clone(), why };
    case.undecided(org).into_iter().map(of).collect()
}

/// A case by which something is decided about another.
pub(super) const fn to_decide_by(read: &Unmasked<CaseOnRecord>) -> &Case {
    &read.in_full().case
}

/// What an act would make of a case. It is decided by all that is on record, and told as everybody may see it.
///
/// # Errors
/// A store failure; what refuses the act is told.
pub(super) fn foretold(
    (snapshot, read): (&Snapshot<'_>, Unmasked<CaseOnRecord>),
    (action, answers): (&Act, &Answers),
    (desk, context): (&Desk, &Context<'_>),
    register: &Register,
) -> Result<Foretold, OfficeError> {
    let before = &read.in_full().case;
    let decided = match papers::drafted(snapshot, before, action, answers, desk) {
        Ok(paper) => {
            let context = Context { brought: paper.as_ref().or(context.brought), ..*context };
            actions::perform(action, before, answers, &context)
        }
        Err(OfficeError::Refused(refusal)) => Err(refusal),
        Err(other) => return Err(other),
    };
    let outcome = decided.map(|outcome| {
        let after = event::foretold(before, &outcome.events, context.now, context.actor.id);
        After {
            seq: before.seq,
            unit: after.unit,
            due_on: after.running_clock().map(|clock| clock.due_on),
            next: follows::next(&after, context.org).unwrap_or_else(|| after.stage.label().to_owned()),
        }
    });
    let case = read.masked(register).case;
    Ok(Foretold { case: case.id, case_no: case.case_no, title: case.title.text().to_owned(), outcome })
}

/// A case as a meeting shows it: who complains is masked whoever looks, because the whole room reads it. Whoever was in
/// the room and did not leave it for this case knows it from there, and so may read it.
pub(super) fn on_agenda(
    read: Unmasked<CaseOnRecord>,
    sight: Option<&Sight>,
    listens: bool,
    person: &Person,
    register: &Register,
) -> Option<Case> {
    let org = register.org();
    let case = &read.in_full().case;
    let may = sight.is_some_and(|sight| sight.covers(case, org))
        || (listens && !case.is_about(person, org) && !case.is_left_to_the_district(org));
    may.then(|| read.masked(register).case)
}

/// The history of a meeting in sentences, without what was done about cases that the reader may not see and without
/// their numbers.
pub(super) fn meeting_history(
    history: Vec<RecordedFact<MeetingEvent>>,
    hidden: &[(CaseId, String)],
    org: &Org,
) -> Vec<HistoryLine> {
    let is_hidden =
        |event: &MeetingEvent| event.about().is_some_and(|case| hidden.iter().any(|(id, _)| *id == case));
    let history = history.into_iter().filter(|fact| !is_hidden(&fact.event)).collect();
    let numbers: Vec<String> = hidden.iter().map(|(_, number)| number.clone()).collect();
    stream_history(history, MeetingEvent::sentence, &numbers, org)
}

/// The history of a record of its own in sentences, without the numbers of cases that the reader may not see.
pub(super) fn stream_history<E>(
    history: Vec<RecordedFact<E>>,
    sentence: impl Fn(&E, &Org) -> String,
    hidden: &[String],
    org: &Org,
) -> Vec<HistoryLine> {
    let line = |fact: RecordedFact<E>| {
        let said = sentence(&fact.event, &org.as_at(fact.place));
        HistoryLine {
            summary: hidden.iter().fold(said, |said, number| said.replace(number, ELSEWHERE)),
            seq: fact.seq,
            place: fact.place,
            at: fact.at,
            act_on: None,
            actor: Some(fact.actor),
            on_behalf_of: None,
            action: fact.action,
            hash: fact.hash,
        }
    };
    history.into_iter().map(line).collect()
}

/// Who handles a case and its number: asked about cases of which only that is told.
pub(super) fn handled(read: &Unmasked<CaseOnRecord>) -> (Option<PersonId>, String) {
    let case = &read.in_full().case;
    (case.handler, case.case_no.clone())
}

/// The history in sentences; what follows on each other and is withheld is one line.
fn history_lines(history: Vec<Recorded>, withheld: &[u32], org: &Org) -> Vec<HistoryLine> {
    let mut lines: Vec<HistoryLine> = Vec::with_capacity(history.len());
    for recorded in history {
        if !withheld.contains(&recorded.seq) {
            lines.push(history_line(recorded, org));
        } else if lines.last().is_none_or(|line| line.actor.is_some()) {
            lines.push(withheld_line(recorded));
        }
    }
    lines
}

/// Only that something was recorded, and when it began.
fn withheld_line(recorded: Recorded) -> HistoryLine {
    HistoryLine {
        seq: recorded.seq,
        place: recorded.place,
        at: recorded.at,
        act_on: None,
        actor: None,
        on_behalf_of: None,
        summary: WITHHELD.to_owned(),
        action: "withheld".to_owned(),
        hash: recorded.hash,
    }
}

/// A recorded event, masked before, as a sentence with the names of its time.
fn history_line(recorded: Recorded, org: &Org) -> HistoryLine {
    let recorded_on = recorded.at.date();
    let act_on = recorded.event.act_on().filter(|act_on| *act_on < recorded_on);
    // The day of the act stands in the sentence already, wherever it can be another one.
    let later = act_on.map_or(String::new(), |_| format!("（{recorded_on}补录）"));
    HistoryLine {
        seq: recorded.seq,
        place: recorded.place,
        at: recorded.at,
        act_on,
        actor: Some(recorded.actor),
        on_behalf_of: recorded.on_behalf_of,
        summary: recorded.event.sentence(&org.as_at(recorded.place)) + &later,
        action: recorded.action,
        hash: recorded.hash,
    }
}

/// An attachment with this number whose content was not erased, for copying it out.
pub(super) fn attached(read: &Unmasked<CaseOnRecord>, number: &str) -> Option<TakenFile> {
    let file = read.in_full().case.files.iter().find(|file| file.number.to_string() == number.trim())?;
    Some(TakenFile {
        name: file.name.body().unwrap_or_default().to_owned(),
        sha256: file.file.body()?.to_owned(),
        size: file.size,
        kind: file.kind,
    })
}

/// Whether who complained in it is still kept.
pub(super) const fn keeps_identity(read: &Unmasked<CaseOnRecord>) -> bool {
    let case = &read.in_full().case;
    !case.sealed && !case.identity_erased
}

/// The number of a case and from when on who complains in it may be erased.
pub(super) fn retained_until(read: &Unmasked<CaseOnRecord>, years: u32) -> Option<(String, Date)> {
    let case = &read.in_full().case;
    Some((case.case_no.clone(), case.retained_until(years)?))
}
