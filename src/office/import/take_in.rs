//! The transaction that takes a judged file in. It writes what was prepared and looks only at what may have changed
//! since: numbers that got a case meanwhile, cases that a row may repeat.

use std::collections::{BTreeMap, BTreeSet};

use super::beside::{Beside, News, beside};
use super::judge::{Digest, Fate, Judged, Judgement, NewCase, fault, known, own_number, without_record};
use super::likely::Likely;
use super::row::{facts, stub_facts};
use super::{ACTION, Progress, Task, advance, fate_of, not_sealable, preview_row};
use crate::actions::{register, seal};
use crate::domain::case::repeats::{Repeat, RepeatFacts};
use crate::domain::case::respondents::Register;
use crate::domain::case::{Case, platform_no};
use crate::domain::desk::Desk;
use crate::domain::event::{CaseEvent, RespondentsSaid, SupplementOrigin, Supplemented, foretold};
use crate::domain::ids::CaseId;
use crate::domain::sealable::Sealable;
use crate::domain::town::org::Person;
use crate::domain::view::importing::{ImportReport, RowFate};
use crate::domain::view::intake_row::IntakeRow;
use crate::office::{OfficeError, outlook};
use crate::store::{Records, SearchWords, Stamp, StoreError, case_no};

/// So many cases get their index words together; the index puts its own memory down after fewer.
const INDEXED_AT_ONCE: usize = 1_000;

pub(super) fn take_in(
    records: &Records<'_>,
    task: &Task<'_>,
    judgement: Judgement,
    desk: &Desk,
    report: &mut ImportReport,
    progress: Progress<'_>,
) -> Result<(), OfficeError> {
    let mut taking = TakingIn {
        is_moved: records.head()? != judgement.head,
        since: records.words_since(judgement.last_case)?.into_iter().collect(),
        is_other_town: records.revision()? != judgement.revision,
        next_id: records.next_case_id()?.0,
        serial: records.last_serial(desk.today().year())?,
        given: BTreeMap::new(),
        to_index: Vec::new(),
        to_seal: task.to_seal.clone(),
        registered_for_others: 0,
        records,
        task,
        desk,
        register: Register::of(&desk.org),
        report,
    };
    let rows = judgement.rows.len();
    for (place, (row, judged)) in task.file.rows.iter().zip(judgement.rows).enumerate() {
        advance(progress, rows + place, task.steps())?;
        taking.one(place, &row, judged)?;
    }
    taking.finish()
}

struct TakingIn<'a, 'b> {
    /// Made once for all rows.
    register: Register,
    records: &'a Records<'b>,
    task: &'a Task<'a>,
    desk: &'a Desk,
    report: &'a mut ImportReport,
    /// Others have written since the rows were judged.
    is_moved: bool,
    /// Organisation, settings or calendar are others than the rows were judged by.
    is_other_town: bool,
    /// Telephones and names in cases that came since.
    since: BTreeSet<String>,
    next_id: i64,
    /// The last number given.
    serial: i64,
    /// The case that a row became, by the row's place.
    given: BTreeMap<usize, (CaseId, String)>,
    /// Written many at a time: any other statement in between would make the index put down what it has.
    to_index: Vec<(CaseId, SearchWords)>,
    to_seal: BTreeSet<u32>,
    /// New cases that the report does not count as new.
    registered_for_others: u64,
}

impl TakingIn<'_, '_> {
    fn one(&mut self, place: usize, row: &IntakeRow, judged: Judged) -> Result<(), OfficeError> {
        let Judged { digest, fate } = judged;
        let mut repeat_of = None;
        let fate = match fate {
            Fate::Faulty(fault) => {
                self.report.faulty.push(*fault);
                return Ok(());
            }
            Fate::Elsewhere(known) => return self.leave_to_others(known),
            // What has no number is the same for ever once it is.
            Fate::Same if !self.is_moved || row.platform_no.is_none() => {
                self.report.known_unnumbered += u64::from(row.platform_no.is_none());
                self.is_known()
            }
            Fate::New(new) if !self.is_moved || known(self.records, row, &digest)?.is_none() => {
                if new.is_elsewhere {
                    return self.register_for_others(place, row, &digest, new);
                }
                let Some(repeats) = self.register(place, row, &digest, Some(new))? else { return Ok(()) };
                repeat_of = repeats.into_iter().next().map(|repeat| repeat.case_no);
                RowFate::New
            }
            Fate::Same | Fate::Differs { .. } | Fate::New(_) => match known(self.records, row, &digest)? {
                Some((id, _)) if self.records.is_hidden(id, self.desk.actor.id)? => {
                    return self.leave_to_others(Some(id));
                }
                Some((_, Some(last))) if last == digest => self.is_known(),
                Some((id, _)) => {
                    let Some(fate) = self.supplement(id, row, &digest)? else { return Ok(()) };
                    fate
                }
                // The number was taken from its case meanwhile.
                None => {
                    let Some(_) = self.register(place, row, &digest, None)? else { return Ok(()) };
                    RowFate::New
                }
            },
        };
        preview_row(self.report, row, fate, repeat_of, (&self.register, self.desk.now));
        Ok(())
    }

    /// The row belongs to a case that whoever imports may not see: nothing is written into it, and whoever may see it
    /// finds it among what is to do.
    fn leave_to_others(&mut self, known: Option<CaseId>) -> Result<(), OfficeError> {
        self.report.elsewhere += 1;
        if let Some(id) = known {
            self.records.put_notice(id, self.desk.now)?;
        }
        Ok(())
    }

    /// A case of its own about whoever imports: registered like every other, and told to nobody but those who may see it.
    fn register_for_others(
        &mut self,
        place: usize,
        row: &IntakeRow,
        digest: &Digest,
        prepared: NewCase,
    ) -> Result<(), OfficeError> {
        let (new, numbers) = (self.report.new, self.report.case_nos.clone());
        if self.register(place, row, digest, Some(prepared))?.is_some() {
            let made = self.given.remove(&place);
            self.report.new = new;
            self.report.case_nos = numbers;
            self.leave_to_others(made.map(|(id, _)| id))?;
            self.registered_for_others += 1;
        }
        Ok(())
    }

    fn is_known(&mut self) -> RowFate {
        self.report.known += 1;
        RowFate::Known
    }

    /// A case of its own, with the cases it likely repeats; `None` when the row turns out to be faulty, which is
    /// then in the report.
    fn register(
        &mut self,
        place: usize,
        row: &IntakeRow,
        digest: &Digest,
        prepared: Option<NewCase>,
    ) -> Result<Option<Vec<Repeat>>, OfficeError> {
        // Another may have been given this number since.
        if self.is_moved
            && let Some(reason) = own_number(self.records, row)?
        {
            self.report.faulty.push(fault(self.task.file, row, "平台编号", reason));
            return Ok(None);
        }
        let seals = self.to_seal.contains(&row.row);
        let first = if seals { stub_facts(row, self.desk.now) } else { facts(row, self.desk.now) };
        let mut events = match register::registered(first, &self.desk.context()) {
            Ok(events) => events,
            Err(refusal) => {
                self.report.faulty.push(fault(self.task.file, row, "推送时间", refusal.message));
                return Ok(None);
            }
        };
        let number = case_no(self.desk.today().year(), self.serial + 1);
        for event in &mut events {
            if let CaseEvent::Registered(first) = event {
                first.case_no.clone_from(&number);
            }
        }
        let mut case = Case::unborn(CaseId(self.next_id), number.clone());
        self.begin(&mut case, events)?;
        (self.next_id, self.serial) = (self.next_id + 1, self.serial + 1);
        // Of a row to be sealed this is the stub, which has no words.
        let words = SearchWords::of(&case, &self.register).numbered(&number);
        let likely = prepared.map(|NewCase { repeats, .. }| repeats);
        let repeats = if seals {
            let sealed = seal::sealed_on_import(&case, &self.desk.context());
            self.begin(&mut case, sealed)?;
            self.to_seal.remove(&row.row);
            self.report.sealed += 1;
            Vec::new()
        } else {
            self.remember(row, case.id, digest)?;
            self.propose_repeats(&case, likely)?
        };
        self.to_index.push((case.id, words));
        if self.to_index.len() >= INDEXED_AT_ONCE {
            self.index()?;
        }
        self.report.new += 1;
        let first = self.report.case_nos.take().map_or_else(|| number.clone(), |(first, _)| first);
        self.report.case_nos = Some((first, number.clone()));
        self.given.insert(place, (case.id, number));
        Ok(Some(repeats))
    }

    /// Notes which earlier cases this one likely repeats; merging stays a person's decision.
    fn propose_repeats(
        &mut self,
        case: &Case,
        likely: Option<Vec<Likely>>,
    ) -> Result<Vec<Repeat>, OfficeError> {
        let Some(sight) = self.desk.sight() else { return Ok(Vec::new()) };
        let facts = case.repeat_facts();
        let found = match likely {
            Some(likely) if !self.is_other_town && !self.touches_what_came_since(&facts) => {
                self.named(likely)
            }
            Some(_) | None => self.records.repeats_of(&facts, case.id, &sight)?,
        };
        self.records.keep_repeat_hints(case.id, &found)?;
        self.report.repeats += u64::from(!found.is_empty());
        Ok(found)
    }

    fn touches_what_came_since(&self, facts: &RepeatFacts) -> bool {
        !self.since.is_empty()
            && facts.telephones().into_iter().chain(facts.people()).any(|word| self.since.contains(&word))
    }

    /// Rows of the file by the cases they have become.
    fn named(&self, likely: Vec<Likely>) -> Vec<Repeat> {
        let named = likely.into_iter().filter_map(|likely| match likely {
            Likely::Case(repeat) => Some(*repeat),
            Likely::Row(place, reason) => {
                let (case, case_no) = self.given.get(&place)?.clone();
                let title = self.task.file.rows.get(place)?.title;
                Some(Repeat {
                    case,
                    case_no,
                    title,
                    stage: crate::domain::case::stage::Stage::Complaint,
                    reason,
                })
            }
        });
        named.collect()
    }

    /// What differs from the case is recorded for the operator to look at, and the complainant's word as the evaluation;
    /// nothing is overwritten. `None` when it is another complaint, which is then in the report.
    fn supplement(
        &mut self,
        id: CaseId,
        row: &IntakeRow,
        digest: &Digest,
    ) -> Result<Option<RowFate>, OfficeError> {
        let mut case = self.records.case_to_change(id)?.ok_or_else(|| without_record(id))?;
        let news = match beside(&case, row, &case.case_no, &self.register) {
            Beside::Sealed => return Ok(Some(self.is_known())),
            Beside::Another(reason) => {
                self.report.faulty.push(fault(self.task.file, row, "平台编号", reason));
                return Ok(None);
            }
            Beside::News(news) => news,
        };
        let News { word, differences } = *news;
        self.remember(row, id, digest)?;
        let fate = fate_of(!differences.is_empty(), word.is_some());
        self.report.evaluated += u64::from(word.is_some());
        let mut events: Vec<CaseEvent> = word.into_iter().collect();
        if differences.is_empty() {
            self.report.known += 1;
        } else {
            self.report.supplement += 1;
            let text = Sealable::new(differences.join("；"));
            events.push(CaseEvent::Supplemented(Supplemented { text, origin: SupplementOrigin::Import }));
            // Nothing is overwritten, yet whoever the platform now names must not read it.
            events.extend(self.newly_named(&case, row).map(CaseEvent::from));
            let after = foretold(&case, &events, self.desk.now, self.desk.actor.id);
            events.extend(after.look_back(&self.desk.org));
        }
        // Its index words stay as they are, so they need not be written again.
        if !events.is_empty() {
            self.begin(&mut case, events)?;
        }
        Ok(Some(fate))
    }

    /// Registered people whom the platform names as respondents and the case does not.
    fn newly_named(&self, case: &Case, row: &IntakeRow) -> Option<RespondentsSaid> {
        let texts = [&row.respondent_name, &row.respondent_unit_position];
        let texts = texts.map(|text| text.as_deref().unwrap_or_default());
        let org = &self.desk.org;
        let is_news =
            |person: &Person| person.active && !case.is_about(person, org) && !case.is_released(person.id);
        let named = self.register.people(&texts).into_iter();
        let respondents: Vec<_> = named.filter(|id| org.person(*id).is_some_and(is_news)).collect();
        (!respondents.is_empty()).then_some(RespondentsSaid { respondents, others: Vec::new() })
    }

    /// Remembers what the platform said of its number.
    fn remember(&self, row: &IntakeRow, case: CaseId, digest: &[u8]) -> Result<(), StoreError> {
        match row.platform_no.as_deref().and_then(platform_no::key) {
            Some(key) => self.records.remember_numbered_row(&key, case, digest),
            None => self.records.remember_unnumbered_row(digest, case),
        }
    }

    fn begin(&self, case: &mut Case, events: Vec<CaseEvent>) -> Result<(), StoreError> {
        let stamp = Stamp {
            at: self.desk.now,
            actor: self.desk.actor.id,
            on_behalf_of: None,
            action: ACTION.to_owned(),
            act: format!("import-{}", self.report.sha256),
            origin: self.task.origin.clone(),
        };
        let outlook = outlook(&self.desk.settings, &self.desk.calendar, &self.register);
        self.records.append_unindexed(case, events, &stamp, &outlook)
    }

    fn finish(mut self) -> Result<(), OfficeError> {
        if let Some(row) = self.to_seal.first() {
            return Err(not_sealable(*row).into());
        }
        if self.report.new + self.registered_for_others > 0 {
            self.records.set_last_serial(self.desk.today().year(), self.serial)?;
        }
        self.index()?;
        self.report.faulty.sort_by_key(|fault| fault.row);
        Ok(())
    }

    fn index(&mut self) -> Result<(), StoreError> {
        self.to_index.drain(..).try_for_each(|(case, words)| self.records.index(case, &words))
    }
}
