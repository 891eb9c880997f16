//! What the form would bring about, and sending it off.

use super::{Act, Target};
use crate::actions::in_turn::{self, InTurn};
use crate::actions::{self, Answers};
use crate::domain::case::Case;
use crate::domain::desk::Desk;
use crate::domain::ids::CaseId;
use crate::domain::refusal::RefusalCode;
use crate::ui::message::{
    CaseEffect, Command, DisclosureCommand, DisclosureEffect, Effect, MeetingCommand, MeetingEffect,
    TownCommand, TownEffect,
};
use crate::ui::screens::{Call, Go, Screen as _};

impl Act {
    /// The acts that these answers ask for.
    fn steps(&self, answers: &Answers) -> Vec<(&'static actions::Act, Answers)> {
        if self.in_turn.is_some() { InTurn::steps(answers) } else { vec![(self.action, answers.clone())] }
    }

    /// Whether the decision rests on what is not known here: another case, the bytes of a file, or a paper with the next
    /// number.
    fn is_decided_elsewhere(&self) -> bool {
        self.action.case_field().is_some()
            || self.action.attachment_field().is_some()
            || self.action.on_case().is_ok_and(|on| on.issues)
    }

    /// Tells in the form what its answers would bring about, or why they could not be.
    pub(super) fn foretell(&mut self, desk: &Desk) {
        self.form.note(if self.is_dirty && !self.unkept { "草稿已存" } else { "" });
        // Every case that was read has a limit; of one that may not be seen only the number is known.
        let is_told = |case: &&Case| !case.clocks.is_empty() && !self.is_decided_elsewhere();
        let Some(case) = self.target.case().filter(is_told) else { return };
        let steps = self.steps(&self.form.answers());
        let context = desk.context();
        let (words, lacking) = match in_turn::foretell(case, &steps, &context) {
            Ok(after) => (in_turn::told(case, &after, &steps, &context), None),
            // A mark on the field says it.
            Err(refusal) if refusal.code == RefusalCode::MissingField => (String::new(), Some(refusal)),
            Err(refusal) => (format!("现在还不能提交：{}", refusal.message), Some(refusal)),
        };
        self.form.foretell(words, lacking);
    }

    /// Marked cases are done from a page that shows each of them; the form waits under it with what is filled in.
    fn show_each(&mut self, marked: Vec<(CaseId, String)>, answers: Answers) -> Vec<Call> {
        let batch = Go::Batch { action: self.action, marked, answers, id: Some(self.id.clone()) };
        self.keep().map(Call::Ask).into_iter().chain([Call::Go(batch)]).collect()
    }

    fn to_disclosure(&self, answers: &Answers) -> Effect {
        let seen = match &self.target {
            Target::Disclosure(record) => Some((record.id, record.seq)),
            Target::New
            | Target::One { .. }
            | Target::Many(_)
            | Target::Town(_)
            | Target::Meeting(..)
            | Target::NewDisclosure => None,
        };
        Effect::Disclosure(DisclosureEffect::Perform(Box::new(DisclosureCommand {
            act: self.id.clone(),
            disclosure: seen.map(|(id, _)| id),
            seen_seq: seen.map(|(_, seq)| seq),
            action: self.action,
            answers: answers.clone(),
        })))
    }

    /// From here the form takes nothing in until the answer comes, so a doubled Enter is one act.
    pub(super) fn send(&mut self, answers: &Answers, is_confirmed: bool) -> Vec<Call> {
        let command = |act: String, case, seen_seq| Command {
            act,
            case,
            seen_seq,
            action: self.action,
            answers: answers.clone(),
        };
        let effect = match &self.target {
            Target::Many(marked) => return self.show_each(marked.clone(), answers.clone()),
            Target::New => Effect::Case(CaseEffect::Perform(Box::new(command(self.id.clone(), None, None)))),
            Target::One { id, seen_seq, .. } if self.in_turn.is_some() => {
                let steps = self.steps(answers).into_iter().enumerate();
                let each = steps.map(|(place, (action, answers))| Command {
                    act: if place == 0 { self.id.clone() } else { format!("{}.{place}", self.id) },
                    case: Some(*id),
                    // What the acts before it recorded was not seen by anybody.
                    seen_seq: (place == 0).then_some(*seen_seq),
                    action,
                    answers,
                });
                Effect::Case(CaseEffect::PerformInTurn(each.collect()))
            }
            Target::One { id, seen_seq, .. } => Effect::Case(CaseEffect::Perform(Box::new(command(
                self.id.clone(),
                Some(*id),
                Some(*seen_seq),
            )))),
            Target::Meeting(meeting, _) => {
                let (act, action, answers) = (self.id.clone(), self.action, answers.clone());
                let command = MeetingCommand { act, meeting: *meeting, action, answers };
                Effect::Meeting(MeetingEffect::Perform(Box::new(command)))
            }
            Target::Disclosure(_) | Target::NewDisclosure => self.to_disclosure(answers),
            Target::Town(_) => {
                let (act, action, answers) = (self.id.clone(), self.action, answers.clone());
                let command = Box::new(TownCommand { act, action, answers });
                let told_first = !is_confirmed && self.action.on_town().is_ok_and(|on| on.told_first);
                Effect::Town(if told_first {
                    TownEffect::Preview(command)
                } else {
                    TownEffect::Perform(command)
                })
            }
        };
        self.form.set_busy(true);
        self.keep().into_iter().chain([effect]).map(Call::Ask).collect()
    }
}
