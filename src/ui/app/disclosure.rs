//! Records of disclosure as the router sees them: what is told of them, their forms, and acts that need none.

use super::App;
use crate::actions::{self, Answers};
use crate::domain::disclosure::Disclosure;
use crate::domain::ids::DisclosureId;
use crate::domain::town::delegation;
use crate::domain::view::beside::Beside;
use crate::ui::message::{DisclosureCommand, DisclosureEffect, DisclosureMessage, Effect, Message};
use crate::ui::screens::act::Target;
use crate::ui::screens::{Call, DISCLOSURES, Told};

impl App {
    /// Screens hear it first: what stands on one of them need not be said besides.
    pub(super) fn tell_disclosure(&mut self, message: &Message, about: &DisclosureMessage) -> Vec<Effect> {
        let calls = self.stack.hear(Told::Message(message), &self.around);
        let is_shown = calls.iter().any(|call| matches!(call, Call::Shown));
        let mut effects = self.run(calls);
        match about {
            DisclosureMessage::Performed { words, .. } => {
                if !words.is_empty() && !is_shown {
                    self.say_done(format!("已保存：{words}。"));
                }
                effects.extend(self.reread());
            }
            // A form that was refused says so itself.
            DisclosureMessage::Refused { .. } if is_shown => self.said = None,
            DisclosureMessage::NotThere(refusal) | DisclosureMessage::Refused { refusal, .. } => {
                self.say_wrong(refusal.message.clone());
            }
            DisclosureMessage::Pane(..)
            | DisclosureMessage::Read(_)
            | DisclosureMessage::CatalogueRead { .. } => {}
        }
        effects
    }

    /// What waits beside the cases. Whoever only signs and has no paper of a case is brought to what there is to sign of
    /// disclosure.
    pub(super) fn take_beside(&mut self, beside: &Beside) -> Vec<Effect> {
        self.around.beside = beside.clone();
        self.figures.disclosure = Some(beside.disclosure);
        self.figures.records = beside.records;
        let only_signs = self.around.desk.as_ref().is_some_and(|desk| delegation::only_signs(&desk.actor));
        let has_no_paper = self.figures.waiting == Some(0);
        let goes = self.is_fresh && has_no_paper && only_signs && beside.disclosure.sign > 0;
        if goes && self.stack.is_bare() {
            self.is_fresh = false;
            return self.open(&DISCLOSURES);
        }
        Vec::new()
    }

    /// Opens the form of an act on a record, or of one that opens a record, or says why it can't be done.
    pub(super) fn disclosure_form(
        &mut self,
        action: &'static actions::Act,
        record: Option<Box<Disclosure>>,
        filled: &Answers,
    ) -> Vec<Effect> {
        let (Some(desk), Ok(on)) = (&self.around.desk, action.on_disclosure()) else { return Vec::new() };
        let context = desk.context();
        let in_the_way = record.as_ref().and_then(|record| action.open_to(record, &context).err());
        if let Some(refusal) = in_the_way {
            self.say_wrong(refusal.message);
            return Vec::new();
        }
        let prefill = record.as_ref().map_or_else(Answers::none, |record| (on.prefill)(record, &context));
        let answers = filled.iter().fold(prefill, |answers, (name, value)| answers.with(name, value));
        let target = match record {
            Some(record) => Target::Disclosure(record),
            None => Target::NewDisclosure,
        };
        self.open_act(action, target, answers)
    }

    /// Does an act on a record without a form.
    pub(super) fn on_disclosure(
        &mut self,
        action: &'static actions::Act,
        (record, seen_seq): (DisclosureId, Option<u32>),
        answers: Answers,
    ) -> Vec<Effect> {
        let act = self.next_act_id();
        let command = DisclosureCommand { act, disclosure: Some(record), seen_seq, action, answers };
        vec![Effect::Disclosure(DisclosureEffect::Perform(Box::new(command)))]
    }
}
