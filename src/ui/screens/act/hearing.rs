//! What the world outside says to an open form: that it was done, that it was refused, or that what it is about was read
//! again.

use super::{Act, Target, question};
use crate::domain::case::Case;
use crate::domain::disclosure::Disclosure;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::ui::message::{
    CaseEffect, CaseMessage, DisclosureEffect, DisclosureMessage, Effect, MeetingMessage, TownMessage,
};
use crate::ui::screens::Call;
use crate::ui::widgets::confirm::Confirm;

impl Act {
    pub(super) fn hear_case(&mut self, message: &CaseMessage) -> Vec<Call> {
        match message {
            CaseMessage::Read(detail) => {
                self.renew(&detail.case);
                Vec::new()
            }
            CaseMessage::Performed { act, .. } if *act == self.id => self.committed(),
            // Where nothing was done what is filled in stays.
            CaseMessage::PerformedMany { action, done, .. }
                if matches!(self.target, Target::Many(_)) && *action == self.action && !done.is_empty() =>
            {
                self.committed()
            }
            CaseMessage::Refused { act, refusal } if *act == self.id => self.refuse(refusal),
            CaseMessage::Performed { .. }
            | CaseMessage::PerformedMany { .. }
            | CaseMessage::Refused { .. }
            | CaseMessage::Foretold { .. }
            | CaseMessage::Paper(_)
            | CaseMessage::NotThere(_) => Vec::new(),
        }
    }

    pub(super) fn hear_town(&mut self, message: &TownMessage) -> Vec<Call> {
        match message {
            TownMessage::Performed { act, .. } if *act == self.id => self.committed(),
            TownMessage::Refused { act, refusal } if *act == self.id => self.refuse(refusal),
            TownMessage::Previewed { act, lines } if *act == self.id => {
                self.asked = Some((self.form.answers(), Confirm::new(question(self.action, lines))));
                vec![Call::Shown]
            }
            TownMessage::Performed { .. }
            | TownMessage::Refused { .. }
            | TownMessage::Previewed { .. }
            | TownMessage::Desk(_)
            | TownMessage::History { .. }
            | TownMessage::NoHistory(_)
            | TownMessage::ListRead { .. }
            | TownMessage::Unsettled(_)
            | TownMessage::CalendarPreview(..)
            | TownMessage::CalendarLoaded(_)
            | TownMessage::CalendarFailed(_) => Vec::new(),
        }
    }

    pub(super) fn hear_meeting(&mut self, message: &MeetingMessage) -> Vec<Call> {
        if let MeetingMessage::Refused { act, refusal } = message
            && *act == self.id
        {
            return self.refuse(refusal);
        }
        let is_done = matches!(message, MeetingMessage::Performed { act, .. } if *act == self.id);
        if is_done { self.committed() } else { Vec::new() }
    }

    /// The draft goes with the act.
    fn committed(&self) -> Vec<Call> {
        vec![Call::Ask(self.drop_draft()), Call::Leave]
    }

    /// Nothing was done; the form says why, so that it need not be said again, and keeps its text.
    fn refuse(&mut self, refusal: &Refusal) -> Vec<Call> {
        self.form.refuse(refusal);
        match &self.target {
            Target::One { id, .. } if refusal.code == RefusalCode::Conflict => {
                self.rereads = true;
                vec![Call::Ask(Effect::Case(CaseEffect::Open(*id))), Call::Shown]
            }
            Target::Disclosure(record) if refusal.code == RefusalCode::Conflict => {
                self.rereads = true;
                vec![Call::Ask(Effect::Disclosure(DisclosureEffect::Open(record.id))), Call::Shown]
            }
            Target::New
            | Target::Many(_)
            | Target::One { .. }
            | Target::Town(_)
            | Target::Meeting(..)
            | Target::Disclosure(_)
            | Target::NewDisclosure => vec![Call::Shown],
        }
    }

    /// The case was read again. Only after a conflict was told does that count as having seen the change.
    fn renew(&mut self, case: &Case) {
        if let Target::One { id, seen_seq, .. } = &mut self.target
            && *id == case.id
            && self.rereads
        {
            *seen_seq = case.seq;
            self.rereads = false;
        }
    }

    pub(super) fn hear_disclosure(&mut self, message: &DisclosureMessage) -> Vec<Call> {
        match message {
            DisclosureMessage::Refused { act, refusal } if *act == self.id => self.refuse(refusal),
            DisclosureMessage::Performed { act, .. } if *act == self.id => self.committed(),
            DisclosureMessage::Read(detail) => {
                self.renew_record(&detail.disclosure);
                Vec::new()
            }
            DisclosureMessage::Refused { .. }
            | DisclosureMessage::Performed { .. }
            | DisclosureMessage::Pane(..)
            | DisclosureMessage::NotThere(_)
            | DisclosureMessage::CatalogueRead { .. } => Vec::new(),
        }
    }

    /// The record was read again. Only after a conflict was told does that count as having seen the change.
    fn renew_record(&mut self, record: &Disclosure) {
        if let Target::Disclosure(seen) = &mut self.target
            && seen.id == record.id
            && std::mem::take(&mut self.rereads)
        {
            (**seen).clone_from(record);
        }
    }
}
