//! Hands what the world outside says to all screens, and does for the frame what is no screen's business: who acts,
//! what is said in passing, which keys were typed ahead.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::go::bare;
use super::{App, Errand};
use crate::actions::{Act, confirm_time, follows};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::refusal::Refusal;
use crate::domain::time::Moment;
use crate::domain::town::delegation;
use crate::domain::town::org::Unit;
use crate::domain::view::beside::Beside;
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::listing::{Alert, ListRow};
use crate::domain::words::{Position, UnitKind};
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{
    CaseEffect, CaseMessage, DraftMessage, Effect, ImportMessage, ListMessage, Message, Performed,
    SessionMessage, TerminalEffect, TownMessage,
};
use crate::ui::screens::places::Figures;
use crate::ui::screens::{APPROVALS, Call, SETTINGS, Told};
use crate::ui::widgets::toast::{Toast, Tone};

/// Of so many cases it is known where cases like them went; a form opens over one of the last that were read.
const USUAL_KEPT: usize = 8;

impl App {
    pub(super) fn say_done(&mut self, words: impl Into<String>) {
        self.said = Some(Toast::new(Tone::Done, words));
    }

    pub(super) fn say_told(&mut self, words: impl Into<String>) {
        self.said = Some(Toast::new(Tone::Told, words));
    }

    pub(super) fn say_wrong(&mut self, words: impl Into<String>) {
        self.said = Some(Toast::new(Tone::Refused, words));
    }

    /// A message; what is asked of the world outside for it.
    pub fn tell(&mut self, message: &Message) -> Vec<Effect> {
        self.dirty = true;
        match message {
            Message::Case(about) => self.tell_case(message, about),
            Message::Lists(about) => self.tell_lists(message, about),
            Message::Town(about) => self.tell_town(message, about),
            Message::Meeting(about) => self.tell_meeting(message, about),
            Message::Disclosure(about) => self.tell_disclosure(message, about),
            Message::Figures(_) => self.tell_screens(Told::Message(message)),
            Message::Import(about) => self.tell_import(message, about),
            Message::Drafts(about) => self.tell_drafts(message, about),
            Message::Session(about) => self.tell_session(message, about),
        }
    }

    fn tell_case(&mut self, message: &Message, about: &CaseMessage) -> Vec<Effect> {
        match about {
            CaseMessage::Read(detail) => self.take_case(message, detail),
            CaseMessage::NotThere(refusal) => self.no_case(message, refusal),
            CaseMessage::Performed { done, .. } => self.performed(message, done),
            CaseMessage::Refused { refusal, .. } => self.refused(message, refusal),
            CaseMessage::Foretold { .. } | CaseMessage::Paper(_) => self.tell_screens(Told::Message(message)),
            CaseMessage::PerformedMany { action, done, refused } => {
                self.performed_many(message, action, done, refused)
            }
        }
    }

    fn tell_lists(&mut self, message: &Message, about: &ListMessage) -> Vec<Effect> {
        let mut effects = self.tell_screens(Told::Message(message));
        match about {
            ListMessage::Page(..) => effects.extend(self.release()),
            ListMessage::Counts(counts) => self.figures.counts = Some(counts.clone()),
            ListMessage::Approvals(_, page) => self.figures.waiting = Some(page.mine),
            ListMessage::ApprovalsWaiting(count) => effects.extend(self.take_waiting(*count)),
            ListMessage::Alerts(alerts) => effects.extend(self.take_alerts(alerts)),
            ListMessage::Returned(returned) => self.take_returned(returned),
            ListMessage::Beside(beside) => effects.extend(self.take_beside(beside)),
            ListMessage::Dashboard(_)
            | ListMessage::NoDashboard(_)
            | ListMessage::Found(..)
            | ListMessage::MyDay(..)
            | ListMessage::Peeked(..) => {}
        }
        effects
    }

    fn tell_town(&mut self, message: &Message, about: &TownMessage) -> Vec<Effect> {
        match about {
            TownMessage::Desk(desk) => return self.take_desk((**desk).clone()),
            TownMessage::Performed { words, .. } => self.say_done(words),
            TownMessage::Refused { refusal, .. } => return self.refused(message, refusal),
            TownMessage::CalendarLoaded(change) => {
                self.say_done(format!("已载入 {} 年的节假日安排。", change.year));
            }
            TownMessage::Previewed { .. }
            | TownMessage::History { .. }
            | TownMessage::NoHistory(_)
            | TownMessage::ListRead { .. }
            | TownMessage::Unsettled(_)
            | TownMessage::CalendarPreview(..)
            | TownMessage::CalendarFailed(_) => {}
        }
        self.tell_screens(Told::Message(message))
    }

    fn tell_import(&mut self, message: &Message, about: &ImportMessage) -> Vec<Effect> {
        let calls = self.stack.hear(Told::Message(message), &self.around);
        let is_shown = calls.iter().any(|call| matches!(call, Call::Shown));
        let mut effects = self.run(calls);
        if let ImportMessage::TakenIn(report, _) = about {
            effects.extend(self.tell_screens(Told::Changed));
            if !is_shown {
                self.say_done(format!("已导入{}件。", report.new));
            }
        }
        effects
    }

    fn tell_drafts(&mut self, message: &Message, about: &DraftMessage) -> Vec<Effect> {
        match about {
            DraftMessage::Kept { .. } => return self.tell_screens(Told::Message(message)),
            DraftMessage::Trouble(words) => self.say_wrong(words),
            DraftMessage::Waiting(drafts) => self.around.drafts.clone_from(drafts),
            DraftMessage::Old(old) => return self.ask_about(old),
        }
        Vec::new()
    }

    fn tell_session(&mut self, message: &Message, about: &SessionMessage) -> Vec<Effect> {
        match about {
            SessionMessage::NeedsSetUp => self.set_up(),
            SessionMessage::Place(place) => {
                self.take_place(place);
                Vec::new()
            }
            SessionMessage::Filters(kept) => {
                self.around.kept.clone_from(kept);
                Vec::new()
            }
            SessionMessage::ChangedElsewhere => self.reread(),
            SessionMessage::Waiting(name) => self.tell_waiting(message, name),
            SessionMessage::AlsoOpen(words) | SessionMessage::Unsettled(words) => {
                self.say_told(words);
                Vec::new()
            }
            SessionMessage::Tick(now) => self.tick(message, *now),
            SessionMessage::TimeJumped(words) => {
                let effects = self.chosen(&confirm_time::ACT);
                self.say_wrong(words);
                effects
            }
            SessionMessage::Failed(words) => {
                (self.errand, self.held) = (None, Vec::new());
                let effects = self.tell_screens(Told::Message(message));
                self.say_wrong(words);
                effects
            }
        }
    }

    /// The first desk opens the list; another person's closes everything of the former one.
    fn take_desk(&mut self, desk: Desk) -> Vec<Effect> {
        let before = self.around.desk.as_ref().map(|former| former.actor.id);
        let is_same = before == Some(desk.actor.id);
        let name = desk.actor.name.clone();
        let is_bare = lacks_units(&desk);
        self.around.desk = Some(desk);
        if is_same {
            return self.tell_screens(Told::Changed);
        }
        // Nothing of what the former person saw may stay.
        self.stack = bare();
        self.figures = Figures::default();
        self.around.returned = Vec::new();
        self.around.beside = Beside::default();
        self.around.drafts = Vec::new();
        (self.undo, self.last, self.revealed, self.is_fresh) = (None, None, None, true);
        (self.errand, self.numbered, self.saved) = (None, None, None);
        self.usual.clear();
        if before.is_some() {
            self.say_done(format!("现在以{name}的身份操作。"));
        }
        let mut effects = self.begin_where_one_was();
        // Whoever sees no cases has their work in the settings.
        if !self.sees_cases() && self.stack.is_bare() {
            effects.extend(self.open(&SETTINGS));
        }
        if is_bare && before.is_none() {
            effects.extend(self.first_day());
        }
        effects
    }

    /// Whoever only signs is brought to the queue unasked when something waits there.
    fn take_waiting(&mut self, count: u64) -> Vec<Effect> {
        self.figures.waiting = Some(count);
        let only_signs = self.around.desk.as_ref().is_some_and(|desk| delegation::only_signs(&desk.actor));
        let goes = self.is_fresh && count > 0 && only_signs && self.stack.is_bare();
        if goes {
            self.is_fresh = false;
            return self.open(&APPROVALS);
        }
        Vec::new()
    }

    /// A paper that was returned to whoever wrote it is told once, and stands among the reminders until it is written anew.
    fn take_returned(&mut self, returned: &[ListRow]) {
        let is_known = |row: &&ListRow| {
            self.around.returned.iter().any(|known| known.id == row.id && known.returned == row.returned)
        };
        let fresh = returned.iter().find(|row| !is_known(row));
        if let (Some(row), Some(desk)) = (fresh, &self.around.desk)
            && let Some((document, person)) = row.returned
        {
            let name = desk.org.person_name(person);
            let key = self.around.keys.key_for(Scope::Global, Do::Alerts).unwrap_or_default();
            let words = format!("{name}退回了 {} 的{}，按 {key} 看全部提醒", row.case_no, document.label());
            // Being late is no less urgent: it is said first, and the badge counts both.
            if self.said.is_none() {
                self.said = Some(Toast::new(Tone::Warned, words));
            }
        }
        self.around.returned = returned.to_vec();
    }

    /// A new alert is told once in passing; the badge stays until it is acknowledged.
    fn take_alerts(&mut self, alerts: &[Alert]) -> Vec<Effect> {
        let known: BTreeSet<i64> = self.around.alerts.iter().map(|alert| alert.id).collect();
        let fresh = || alerts.iter().filter(|alert| !known.contains(&alert.id));
        // What is worst is named and not what came last: the rest is a number.
        let worst = fresh().max_by_key(|alert| (alert.level, Reverse(alert.due_on), Reverse(alert.id)));
        if let Some(alert) = worst.filter(|_| self.said.is_none()) {
            let key = self.around.keys.key_for(Scope::Global, Do::Alerts).unwrap_or_default();
            let several = match fresh().count() {
                1 => String::new(),
                count => format!("等{count}条"),
            };
            let words = format!(
                "{} {}{}{several}，按 {key} 看全部提醒",
                alert.case_no,
                alert.clock.label(),
                alert.level.label()
            );
            self.said = Some(Toast::new(Tone::Warned, words));
        }
        self.around.alerts = alerts.to_vec();
        let (Some(bell), Some(desk)) = (&mut self.bell, &self.around.desk) else { return Vec::new() };
        let newest = alerts.iter().map(|alert| alert.id).max();
        let rings = bell.rings(newest, desk.now, &desk.settings, &desk.calendar);
        if rings { vec![Effect::Terminal(TerminalEffect::Bell)] } else { Vec::new() }
    }

    fn take_case(&mut self, message: &Message, detail: &CaseDetail) -> Vec<Effect> {
        let id = detail.case.id;
        self.usual.retain(|(known, _)| *known != id);
        self.usual.insert(0, (id, detail.usual.clone()));
        self.usual.truncate(USUAL_KEPT);
        self.add_next_step(detail);
        let was_open = self.stack.shows(id);
        let mut effects = self.tell_screens(Told::Message(message));
        match self.errand.take_if(|(awaited, _)| *awaited == id) {
            Some((_, errand)) => {
                effects.extend(match errand {
                    Errand::Next => self.next_act(detail.clone()),
                    Errand::Menu => self.menu(detail.clone()),
                    Errand::Action(action) => self.form_of(action, detail),
                });
                effects.extend(self.release());
            }
            None if !was_open && self.numbered.take().is_some() => {
                effects.extend(self.show_case(detail.clone()));
            }
            None => {}
        }
        effects
    }

    /// Completes the word "saved" by what the case waits for now.
    fn add_next_step(&mut self, detail: &CaseDetail) {
        let Some((_, mut words)) = self.saved.take_if(|(id, _)| *id == detail.case.id) else { return };
        let context = self.around.desk.as_ref().map(Desk::context);
        self.undo.take_if(|(_, reverse)| {
            context.as_ref().is_none_or(|context| reverse.allowed(&detail.case, context).is_err())
        });
        if let Some((_, reverse)) = self.undo {
            let key = self.around.keys.key_for(Scope::Global, Do::Undo).unwrap_or_default();
            words = format!("{words}（要{}按 {key}）", reverse.label());
        }
        let next = self.around.desk.as_ref().map(|desk| follows::follows(&detail.case, &desk.org));
        let next = next.filter(|next| !next.is_empty());
        let next = next.unwrap_or_else(|| detail.case.stage.waiting_for().to_owned());
        self.say_done(format!("{words}，{next}"));
    }

    fn no_case(&mut self, message: &Message, refusal: &Refusal) -> Vec<Effect> {
        let is_answer = self.errand.is_some() || self.numbered.is_some() || self.saved.is_some();
        // Nobody asked for it but the list, for its preview.
        let is_told = is_answer || !self.stack.is_bare();
        let effects = self.tell_screens(Told::Message(message));
        (self.errand, self.numbered, self.held) = (None, None, Vec::new());
        // A case that one's own act sent out of sight: that it was saved is the news.
        let was_saved = self.saved.take().is_some();
        if self.stack.top().case().is_some() {
            self.stack.close_cases();
        }
        if is_told && !was_saved {
            self.say_wrong(&refusal.message);
        }
        effects
    }

    fn performed(&mut self, message: &Message, done: &Performed) -> Vec<Effect> {
        let held = match done.held_by {
            0 => String::new(),
            backups => format!("，但{backups}份备份里还有，见“设置”的“其他”页"),
        };
        let words = format!("已保存：{} {}{held}", done.action.label(), done.case_no);
        self.saved = Some((done.case, words.clone()));
        self.say_done(words);
        let mut effects = self.tell_screens(Told::Message(message));
        self.undo = done.action.reverse().map(|action| (done.case, action));
        self.last = Some((done.case_no.clone(), done.action));
        let is_revealed = done.action.on_case().is_ok_and(|on| on.reveals);
        if is_revealed {
            self.revealed = Some(done.case);
        }
        // A new case stands somewhere in the list: whoever wrote it goes on with it, not with the selected row.
        let goes_on = is_revealed || done.action.makes_case();
        if goes_on && !self.stack.shows(done.case) {
            effects.extend(self.open_case(done.case));
        } else {
            effects.push(Effect::Case(CaseEffect::Open(done.case)));
        }
        effects.extend(self.tell_screens(Told::Changed));
        effects
    }

    fn refused(&mut self, message: &Message, refusal: &Refusal) -> Vec<Effect> {
        let calls = self.stack.hear(Told::Message(message), &self.around);
        if calls.iter().any(|call| matches!(call, Call::Shown)) {
            self.said = None;
        } else {
            self.say_wrong(format!("没有保存：{}", refusal.message));
        }
        self.run(calls)
    }

    fn performed_many(
        &mut self,
        message: &Message,
        action: &'static Act,
        done: &[Performed],
        refused: &[(String, Refusal)],
    ) -> Vec<Effect> {
        let label = action.label();
        (self.undo, self.last) = (None, None);
        let calls = self.stack.hear(Told::Message(message), &self.around);
        let is_shown = calls.iter().any(|call| matches!(call, Call::Shown));
        let mut effects = self.run(calls);
        self.say_done(format!("批量{label}：{}件已保存，{}件没有办理", done.len(), refused.len()));
        if !refused.is_empty() && !is_shown {
            effects.extend(self.show_batch(label, done, refused.to_vec()));
        }
        effects.extend(self.tell_screens(Told::Changed));
        effects
    }

    /// Reads again what is on the screen: every case laid open, lists and figures.
    pub(super) fn reread(&mut self) -> Vec<Effect> {
        let cases = self.stack.cases();
        let mut effects: Vec<Effect> = cases.map(|case| Effect::Case(CaseEffect::Open(case.id))).collect();
        effects.extend(self.tell_screens(Told::Changed));
        effects
    }

    /// Keeps drafts; on a new day every limit has changed.
    fn tick(&mut self, message: &Message, now: Moment) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        let Some(desk) = &mut self.around.desk else { return effects };
        let is_new_day = desk.today() != now.date();
        desk.now = now;
        if self.hidden.minute_passed(desk.settings.blank_after_minutes) {
            effects.extend(self.mask());
        }
        effects.extend(if is_new_day { self.reread() } else { self.tell_screens(Told::Message(message)) });
        effects
    }
}

/// A town to which nothing can be transferred yet, seen by somebody who can mend it.
fn lacks_units(desk: &Desk) -> bool {
    let handles = |unit: &Unit| unit.active && matches!(unit.kind, UnitKind::Section | UnitKind::Village);
    desk.actor.holds(Position::Administrator) && !desk.org.units.iter().any(handles)
}
