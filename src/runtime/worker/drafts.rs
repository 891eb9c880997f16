//! What the database says about drafts: those of an older version are taken over, those about an erased case go
//! unseen, and whoever left one lying for long is asked about it once.

use super::Service;
use crate::actions;
use crate::domain::ids::CaseId;
use crate::domain::time::Moment;
use crate::office::OfficeError;
use crate::runtime::drafts::{Draft, parts};
use crate::ui::message::{DraftAbout, DraftMessage, Message, OldDraft, WaitingDraft};

/// So many days a draft lies before its owner is asked about it.
const LONG: i64 = 90;

impl Service {
    /// From now on drafts can be kept: the database says how their files are named.
    pub(super) fn begin_drafts(&mut self) -> Result<(), OfficeError> {
        self.drafts.open(self.office.draft_seal()?);
        self.take_over_drafts()
    }

    /// Done when a person takes their desk.
    pub(super) fn look_after_drafts(&self) -> Result<(), OfficeError> {
        let drafts = match self.drafts.all() {
            Ok(drafts) => drafts,
            Err(words) => {
                self.tell_screens(Message::Drafts(DraftMessage::Trouble(words)));
                return Ok(());
            }
        };
        let drafts = self.erase_those_of_erased_cases(drafts)?;
        self.tell_waiting(&drafts);
        let me = self.office.desk(self.drafts.now()).actor.id;
        let before = self.drafts.now().plus_seconds(-LONG * 86_400);
        let is_old = |draft: &Draft| {
            !draft.was_asked_about() && draft.person() == Some(me) && draft.kept_at() < before
        };
        let mut old = Vec::new();
        for draft in drafts.into_iter().filter(is_old) {
            let (key, kept_at) = (draft.key().to_owned(), draft.kept_at());
            // Noted first: whoever is called away from the question is not asked again.
            if self.drafts.keep(draft.asked_about()).is_ok() {
                old.push(OldDraft { what: self.name_of(&key, kept_at), key });
            }
        }
        if !old.is_empty() {
            self.tell_screens(Message::Drafts(DraftMessage::Old(old)));
        }
        Ok(())
    }

    /// Tells of the drafts of whoever acts, as they lie now.
    pub(super) fn tell_drafts(&self) {
        match self.drafts.all() {
            Ok(drafts) => self.tell_waiting(&drafts),
            Err(words) => self.tell_screens(Message::Drafts(DraftMessage::Trouble(words))),
        }
    }

    /// A draft about a case that is out of sight is not told of.
    fn tell_waiting(&self, drafts: &[Draft]) {
        let me = self.office.desk(self.drafts.now()).actor.id;
        let own = drafts.iter().filter(|draft| draft.person() == Some(me));
        let mut waiting: Vec<WaitingDraft> = own.filter_map(|draft| self.waiting(draft)).collect();
        waiting.sort_by_key(|draft| std::cmp::Reverse(draft.kept_at));
        self.tell_screens(Message::Drafts(DraftMessage::Waiting(waiting)));
    }

    fn waiting(&self, draft: &Draft) -> Option<WaitingDraft> {
        let (_, case, form) = parts(draft.key())?;
        let about = match (case, draft.key().split('/').nth(1)?) {
            (Some(case), _) => {
                let number = self.office.number_in_sight(case, self.drafts.now()).ok().flatten()?;
                DraftAbout::Case(case, number)
            }
            (None, "new") => DraftAbout::New,
            (None, "marked") => DraftAbout::Marked,
            (None, _) => DraftAbout::Town,
        };
        let (key, form, kept_at) = (draft.key().to_owned(), form.to_owned(), draft.kept_at());
        Some(WaitingDraft { key, form, about, kept_at })
    }

    /// Makes files of what an older version kept in the database, of everybody who uses it: they all share this
    /// folder, because the database has one owner. The table is emptied only when every text is in its file.
    pub(super) fn take_over_drafts(&mut self) -> Result<(), OfficeError> {
        let left = self.office.left_drafts()?;
        if left.is_empty() {
            return Ok(());
        }
        for row in left {
            // One that cannot be read is written over: the older text is all there is.
            let newer = self.drafts.find(&row.key).ok().flatten().map(|draft| draft.kept_at());
            let draft = Draft::of_json(&row.key, &row.body, row.kept_at);
            if let Some(draft) = draft.filter(|_| newer.is_none_or(|at| at < row.kept_at))
                && let Err(words) = self.drafts.keep(draft)
            {
                self.tell_screens(Message::Drafts(DraftMessage::Trouble(words)));
                return Ok(());
            }
        }
        self.office.erase_left_drafts(self.clock.now())
    }

    /// Returns the others.
    fn erase_those_of_erased_cases(&self, drafts: Vec<Draft>) -> Result<Vec<Draft>, OfficeError> {
        let mut others = Vec::new();
        for draft in drafts {
            if self.office.erased_among(&draft.cases())?.is_empty() {
                others.push(draft);
            } else if let Err(words) = self.drafts.forget(draft.key()) {
                self.tell_screens(Message::Drafts(DraftMessage::Trouble(words)));
            }
        }
        Ok(others)
    }

    /// Form, case and day of a draft.
    fn name_of(&self, key: &str, kept_at: Moment) -> String {
        let (case, form) = parts(key).map_or((None, ""), |(_, case, form)| (case, form));
        let label = actions::find(form).map_or(form, |act| act.label());
        let number = case.map_or_else(String::new, |case: CaseId| self.number_of(Some(case)));
        let space = if number.is_empty() { "" } else { " " };
        format!("{label}{space}{number}（{}）", kept_at.date())
    }
}
