//! 授权代签: a leader names a deputy, and from when to when.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::places::Place;
use super::prompt::{Prompt, PromptOutcome};
use super::{Around, Call, Screen, Told, inset};
use crate::domain::desk::Desk;
use crate::domain::ids::PersonId;
use crate::domain::refusal::Refusal;
use crate::domain::time::Date;
use crate::domain::town::delegation;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope, lookup};
use crate::ui::message::{Effect, Message, SessionMessage, TownEffect, TownMessage};
use crate::ui::text;
use crate::ui::widgets::picker::{Choice, Picked, Picker};

const FROM: &str = "代签起日";
const UNTIL: &str = "代签止日";

/// Opened from the queue, where those look who sign.
pub static PLACE: Place = Place::screen("授权代签", "", |around, _| {
    let signer = around.desk.as_ref().filter(|desk| delegation::signs(&desk.actor));
    let desk = signer.ok_or("授权代签由审签的领导本人办理，您没有审签的岗位。")?;
    Ok(Box::new(Delegate::new(desk)))
});

/// The open form: the deputy is picked first, then the days are typed.
pub struct Delegate {
    people: Vec<(PersonId, String)>,
    picker: Option<Picker>,
    deputy: Option<usize>,
    days: [Prompt; 2],
    present: usize,
    refused: String,
    sent: bool,
}

impl Delegate {
    /// Nothing was recorded; what was typed stays.
    fn refuse(&mut self, why: &str) {
        self.sent = false;
        why.clone_into(&mut self.refused);
    }

    /// Opens with everybody who could be named; the days begin today.
    fn new(desk: &Desk) -> Self {
        let others = desk.org.people.iter().filter(|person| person.active && person.id != desk.actor.id);
        let people: Vec<(PersonId, String)> =
            others.clone().map(|person| (person.id, person.name.clone())).collect();
        let choices = others.map(|person| {
            Choice::new(person.name.clone(), person.name.clone()).note(person.title(&desk.org))
        });
        let title = format!("授权代签：谁代{}审签", desk.actor.name);
        let today = desk.today().to_string();
        Self {
            people,
            picker: Some(Picker::one(title, choices.collect(), None)),
            deputy: None,
            days: [Prompt::new(FROM, &today), Prompt::new(UNTIL, "")],
            present: 1,
            refused: String::new(),
            sent: false,
        }
    }

    fn submit(&mut self) -> Vec<Call> {
        let Some((deputy, _)) = self.deputy.and_then(|place| self.people.get(place)) else {
            return Vec::new();
        };
        let deputy = *deputy;
        let mut days = [None, None];
        for (place, (prompt, label)) in self.days.iter_mut().zip([FROM, UNTIL]).enumerate() {
            let typed = prompt.text();
            let Ok(day) = typed.trim().parse::<Date>() else {
                self.present = place;
                prompt.refuse(&Refusal::unreadable(label, "请写成 2026-12-05 这样的日期。"));
                return Vec::new();
            };
            days[place] = Some(day);
        }
        let [Some(from), Some(until)] = days else { return Vec::new() };
        self.sent = true;
        self.refused.clear();
        vec![Call::Ask(Effect::Town(TownEffect::Delegate { deputy, from, until }))]
    }
}

impl Screen for Delegate {
    fn scope(&self) -> Scope {
        if self.picker.is_some() { Scope::Picker } else { Scope::Form }
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        if self.sent {
            return Vec::new();
        }
        if let Some(mut picker) = self.picker.take() {
            match picker.handle(input) {
                Picked::Pending => self.picker = Some(picker),
                Picked::Cancelled => return vec![Call::Leave],
                Picked::Taken(places) => self.deputy = places.first().copied(),
            }
            return Vec::new();
        }
        if let Input::Key(key) = input {
            match lookup(Scope::Form, key) {
                Some(Do::NextField | Do::PreviousField) => {
                    self.present = 1 - self.present;
                    return Vec::new();
                }
                Some(Do::Save) => return self.submit(),
                Some(_) | None => {}
            }
        }
        let Some(prompt) = self.days.get_mut(self.present) else { return Vec::new() };
        match prompt.handle(input) {
            PromptOutcome::Typing => Vec::new(),
            PromptOutcome::GivenUp => vec![Call::Leave],
            PromptOutcome::Taken(_) if self.present == 0 => {
                self.present = 1;
                Vec::new()
            }
            PromptOutcome::Taken(_) => self.submit(),
        }
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        match told {
            Told::Message(Message::Town(TownMessage::Delegated(_))) => return vec![Call::Leave],
            Told::Message(Message::Town(TownMessage::DelegationRefused(refusal))) => {
                self.refuse(&refusal.message);
            }
            Told::Message(Message::Session(SessionMessage::Failed(words))) => self.refuse(words),
            Told::Message(_)
            | Told::Opened
            | Told::Changed
            | Told::Masked
            | Told::Filter(..)
            | Told::Next(_)
            | Told::Leaving => {}
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        if let Some(picker) = &self.picker {
            picker.draw(frame, inset(area), theme);
            return;
        }
        let [_, head, first, _, second, _, foot] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(3),
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(1),
        ])
        .areas(area);
        let name = self.deputy.and_then(|place| self.people.get(place)).map_or("", |(_, name)| name.as_str());
        let words = vec![
            Line::styled(format!("  授权{}代签", text::fit(name, 20)), theme.title),
            Line::styled("  起止两天都算在内；签名栏同时写两人的名字，您本人仍可以签。", theme.plain),
        ];
        frame.render_widget(Paragraph::new(words), head);
        for ((index, prompt), row) in self.days.iter().enumerate().zip([first, second]) {
            prompt.draw(frame, row, theme, index == self.present && !self.sent);
        }
        let (words, style) = if self.refused.is_empty() {
            ("止日填好后回车授权，Esc 返回。", theme.dim)
        } else {
            (self.refused.as_str(), theme.bad)
        };
        let lines = text::wrap(words, usize::from(foot.width).saturating_sub(4));
        let lines: Vec<Line<'_>> =
            lines.into_iter().map(|line| Line::styled(format!("  {line}"), style)).collect();
        frame.render_widget(Paragraph::new(lines), foot);
    }
}
