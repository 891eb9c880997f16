//! Meetings as the router sees them: what is told of them, their forms, and acts that need none.

use super::App;
use crate::actions::{self, Answers, agenda, meeting_prepare};
use crate::domain::ids::MeetingId;
use crate::domain::meeting::Meeting;
use crate::ui::message::{Effect, MeetingCommand, MeetingEffect, MeetingMessage, Message};
use crate::ui::screens::Told;
use crate::ui::screens::act::Target;

impl App {
    /// Screens hear it first: what stands on one of them need not be said besides.
    pub(super) fn tell_meeting(&mut self, message: &Message, about: &MeetingMessage) -> Vec<Effect> {
        let mut effects = self.tell_screens(Told::Message(message));
        match about {
            MeetingMessage::Performed { words, results, .. } => {
                if !words.is_empty() {
                    self.say_done(format!("已保存：{words}。"));
                }
                // Cases were assessed: lists and figures are others now.
                if !results.is_empty() {
                    effects.extend(self.tell_screens(Told::Changed));
                }
            }
            MeetingMessage::NotThere(refusal) | MeetingMessage::Refused { refusal, .. } => {
                self.say_wrong(refusal.message.clone());
            }
            MeetingMessage::List(_) | MeetingMessage::Read(_) | MeetingMessage::LaidOut { .. } => {}
        }
        effects
    }

    /// Opens the form that prepares a meeting about these cases, or about all that wait for one.
    pub(super) fn prepare_meeting(&mut self, cases: &[String]) -> Vec<Effect> {
        let act = &meeting_prepare::ACT;
        let (Some(desk), Ok(on)) = (&self.around.desk, act.on_meeting()) else { return Vec::new() };
        let answers = (on.prefill)(&Meeting::unborn(MeetingId(0), 0), &desk.context());
        let answers = answers.with(agenda::CASES.name, cases.join("、"));
        self.meeting_form(act, None, String::new(), answers)
    }

    /// Opens the form of an act on a meeting, or says why it can't be done by whoever asks.
    pub(super) fn meeting_form(
        &mut self,
        action: &'static actions::Act,
        meeting: Option<MeetingId>,
        name: String,
        answers: Answers,
    ) -> Vec<Effect> {
        let Some(desk) = &self.around.desk else { return Vec::new() };
        if let Err(refusal) = action.permitted(&desk.context()) {
            self.say_wrong(refusal.message);
            return Vec::new();
        }
        self.open_act(action, Target::Meeting(meeting, name), answers)
    }

    /// Does an act on a meeting without a form.
    pub(super) fn in_meeting(
        &mut self,
        action: &'static actions::Act,
        meeting: MeetingId,
        answers: Answers,
    ) -> Vec<Effect> {
        let act = self.next_act_id();
        let command = MeetingCommand { act, meeting: Some(meeting), action, answers };
        vec![Effect::Meeting(MeetingEffect::Perform(Box::new(command)))]
    }
}
