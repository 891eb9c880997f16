//! Hands what the world outside says to the screens that wait for it.

use super::layer::Layer;
use super::old_drafts::OldDrafts;
use super::{App, Errand};
use crate::actions::next_step::at_hand;
use crate::actions::{self, Act};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::refusal::Refusal;
use crate::domain::time::Moment;
use crate::domain::town::delegation;
use crate::domain::town::org::Unit;
use crate::domain::view::approvals::{ApprovalKey, ApprovalPage};
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::listing::Alert;
use crate::domain::words::{Position, UnitKind};
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{
    CaseEffect, CaseMessage, DraftMessage, Effect, ImportMessage, ListEffect, ListMessage, Message,
    Performed, SessionMessage, TerminalEffect, TownMessage,
};
use crate::ui::screens::action_label;
use crate::ui::screens::approval::Approvals;
use crate::ui::screens::batch::BatchReport;
use crate::ui::screens::case_detail::CaseScreen;
use crate::ui::screens::set_up::SetUp;
use crate::ui::widgets::toast::{Toast, Tone};

impl App {
    /// A message; what is asked of the world outside for it.
    pub fn tell(&mut self, message: Message) -> Vec<Effect> {
        self.dirty = true;
        match message {
            Message::Case(message) => self.tell_case(message),
            Message::Lists(message) => self.tell_lists(message),
            Message::Town(message) => self.tell_town(message),
            Message::Import(message) => self.importing(message),
            Message::Drafts(message) => {
                self.tell_drafts(message);
                Vec::new()
            }
            Message::Session(message) => self.tell_session(message),
        }
    }

    fn tell_case(&mut self, message: CaseMessage) -> Vec<Effect> {
        match message {
            CaseMessage::Read(detail) => self.take_case(*detail),
            CaseMessage::NotThere(refusal) => self.no_case(refusal),
            CaseMessage::Performed { act, done } => self.performed(&act, &done),
            CaseMessage::Refused { act, refusal } => self.refused(&act, &refusal),
            CaseMessage::PerformedMany { done, refused } => self.performed_many(&done, refused),
        }
    }

    fn tell_drafts(&mut self, message: DraftMessage) {
        match message {
            DraftMessage::Kept { key, kept } => {
                if let Some(desk) = &self.desk {
                    let open = self.layers.iter_mut().filter_map(Layer::as_act);
                    open.for_each(|act| act.offer(&key, kept.clone(), desk));
                }
            }
            DraftMessage::Trouble(words) => self.say_wrong(words),
            DraftMessage::Old(old) => self.layers.push(Layer::OldDrafts(OldDrafts::new(old))),
        }
    }

    fn tell_lists(&mut self, message: ListMessage) -> Vec<Effect> {
        match message {
            ListMessage::Page(ticket, page) => {
                let calls = self.inbox.take(ticket, page);
                let mut effects = self.run(calls);
                effects.extend(self.release());
                effects
            }
            ListMessage::Counts(counts) => {
                self.inbox.count(counts);
                Vec::new()
            }
            ListMessage::Approvals(after, page) => self.take_approvals(after, page),
            ListMessage::ApprovalsWaiting(count) => self.take_waiting(count),
            ListMessage::Dashboard(figures) => {
                let open = self.layers.iter_mut().find_map(Layer::as_dashboard);
                if let (Some(open), Some(desk)) = (open, &self.desk) {
                    open.show(figures, desk);
                }
                Vec::new()
            }
            ListMessage::NoDashboard(refusal) => {
                if let Some(open) = self.layers.iter_mut().find_map(Layer::as_dashboard) {
                    open.refuse(refusal);
                }
                Vec::new()
            }
            ListMessage::Alerts(alerts) => self.take_alerts(alerts),
        }
    }

    fn tell_town(&mut self, message: TownMessage) -> Vec<Effect> {
        let calendar = self.layers.iter_mut().find_map(Layer::as_calendar);
        match message {
            TownMessage::Desk(desk) => return self.take_desk(*desk),
            TownMessage::Delegated(words) => {
                self.layers.retain(|layer| !matches!(layer, Layer::Delegate(_)));
                self.say_done(words);
            }
            TownMessage::DelegationRefused(refusal) => {
                for layer in &mut self.layers {
                    if let Layer::Delegate(delegate) = layer {
                        delegate.refuse(&refusal.message);
                    }
                }
                self.say_wrong(refusal.message);
            }
            TownMessage::CalendarPreview(path, preview) => {
                if let Some(open) = calendar {
                    open.preview(path, *preview);
                }
            }
            TownMessage::CalendarLoaded(change) => {
                let words = format!("已载入 {} 年的节假日安排。", change.year);
                if let Some(open) = calendar {
                    open.done(*change);
                }
                self.say_done(words);
            }
            TownMessage::CalendarFailed(why) => {
                if let Some(open) = calendar {
                    open.fail(why);
                }
            }
        }
        Vec::new()
    }

    fn tell_session(&mut self, message: SessionMessage) -> Vec<Effect> {
        match message {
            SessionMessage::NeedsSetUp => {
                self.layers = vec![Layer::SetUp(SetUp::new())];
                Vec::new()
            }
            SessionMessage::ChangedElsewhere => self.reread(),
            SessionMessage::Tick(now) => self.tick(now),
            SessionMessage::Failed(words) => self.failed(words),
        }
    }

    /// The first desk opens the list; another person's closes everything of the former one.
    fn take_desk(&mut self, desk: Desk) -> Vec<Effect> {
        let before = self.desk.as_ref().map(|former| former.actor.id);
        let is_same = before == Some(desk.actor.id);
        let name = desk.actor.name.clone();
        self.desk = Some(desk);
        if is_same {
            return self.refresh();
        }
        self.layers.clear();
        (self.waiting, self.undo, self.revealed, self.is_fresh) = (None, None, None, true);
        self.inbox.forget();
        (self.errand, self.numbered, self.saved) = (None, None, None);
        if before.is_some() {
            self.say_done(format!("现在以{name}的身份操作。"));
        } else if self.desk.as_ref().is_some_and(lacks_units) {
            self.say_told(
                "还没有登记科室和村（社区），无法转办：退出后运行 ydt org import 登记，写法见 ydt help org。",
            );
        }
        self.inbox.open()
    }

    fn take_approvals(&mut self, after: Option<ApprovalKey>, page: ApprovalPage) -> Vec<Effect> {
        self.waiting = Some(page.mine);
        let open = self.layers.iter_mut().find_map(Layer::as_approvals);
        let calls = open.map_or_else(Vec::new, |approvals| approvals.take(after, page));
        self.run(calls)
    }

    /// Whoever only signs is brought to the queue unasked when something waits there.
    fn take_waiting(&mut self, count: u64) -> Vec<Effect> {
        self.waiting = Some(count);
        let only_signs = self.desk.as_ref().is_some_and(|desk| delegation::only_signs(&desk.actor));
        let goes = std::mem::take(&mut self.is_fresh) && count > 0 && only_signs && self.layers.is_empty();
        if goes { self.show_approvals() } else { Vec::new() }
    }

    /// A new alert is told once in passing; the badge stays until it is acknowledged.
    fn take_alerts(&mut self, alerts: Vec<Alert>) -> Vec<Effect> {
        let newest = alerts.iter().rev().find(|alert| self.alerts.iter().all(|known| known.id != alert.id));
        if let Some(alert) = newest.filter(|_| self.said.is_none()) {
            let key = self.keys.key_for(Scope::Global, Do::Alerts).unwrap_or_default();
            let words = format!(
                "{} {}{}，按 {key} 看全部提醒",
                alert.case_no,
                alert.clock.label(),
                alert.level.label()
            );
            self.said = Some(Toast::new(Tone::Warned, words));
        }
        self.alerts = alerts;
        let (Some(bell), Some(desk)) = (&mut self.bell, &self.desk) else { return Vec::new() };
        let rings = bell.rings(
            self.alerts.iter().map(|alert| alert.id).max(),
            desk.now,
            &desk.settings,
            &desk.calendar,
        );
        if rings { vec![Effect::Terminal(TerminalEffect::Bell)] } else { Vec::new() }
    }

    /// Asks again for the list, and for the dashboard's figures where it is open.
    fn refresh(&mut self) -> Vec<Effect> {
        let mut effects = self.inbox.refresh();
        effects.extend(self.layers.iter_mut().find_map(Layer::as_approvals).map(Approvals::refresh));
        if self.layers.iter_mut().any(|layer| layer.as_dashboard().is_some()) {
            effects.push(Effect::Lists(ListEffect::Dashboard));
        }
        effects
    }

    fn take_case(&mut self, detail: CaseDetail) -> Vec<Effect> {
        let id = detail.case.id;
        self.add_next_step(&detail);
        let calls = self.inbox.preview(&detail);
        let mut effects = self.run(calls);
        let Some(desk) = &self.desk else { return effects };
        let mut was_awaited = false;
        let mut calls = Vec::new();
        for layer in &mut self.layers {
            if let Some(case) = layer.as_case().filter(|case| case.id() == id) {
                was_awaited = true;
                case.show(detail.clone());
            } else if let Some(act) = layer.as_act() {
                act.renew(&detail.case);
            } else if let Layer::Menu(menu) = layer {
                menu.renew(&detail, desk);
            } else if let Layer::Approvals(approvals) = layer {
                calls.extend(approvals.show(&detail));
            }
        }
        effects.extend(self.run(calls));
        match self.errand.filter(|(awaited, _)| *awaited == id) {
            Some((_, errand)) => {
                self.errand = None;
                effects.extend(match errand {
                    Errand::Menu => self.menu(detail),
                    Errand::Action(action) => self.form(action, &detail.case),
                });
                effects.extend(self.release());
            }
            None if !was_awaited && self.numbered.take().is_some() => {
                self.layers.push(Layer::Case(Box::new(CaseScreen::read(detail))));
            }
            None => {}
        }
        effects
    }

    /// Completes the word "saved" by what the case waits for now.
    fn add_next_step(&mut self, detail: &CaseDetail) {
        let Some((_, mut words)) = self.saved.take_if(|(id, _)| *id == detail.case.id) else { return };
        let context = self.desk.as_ref().map(Desk::context);
        self.undo.take_if(|(_, reverse)| {
            context.as_ref().is_none_or(|context| reverse.allowed(&detail.case, context).is_err())
        });
        if let Some((_, reverse)) = self.undo {
            let key = self.keys.key_for(Scope::Global, Do::Undo).unwrap_or_default();
            words = format!("{words}（要{}按 {key}）", reverse.label());
        }
        let next = at_hand(&detail.case).map_or("", Act::label);
        let waits = detail.case.stage.waiting_for();
        self.say_done(if next.is_empty() {
            format!("{words}，{waits}")
        } else {
            format!("{words}，下一步：{next}（{waits}）")
        });
    }

    fn no_case(&mut self, refusal: Refusal) -> Vec<Effect> {
        let only_preview = self.inbox.no_preview()
            && self.layers.is_empty()
            && self.errand.is_none()
            && self.numbered.is_none();
        if only_preview {
            return Vec::new();
        }
        (self.errand, self.numbered) = (None, None);
        self.held.clear();
        self.layers.iter_mut().filter_map(Layer::as_approvals).for_each(Approvals::no_case);
        // A case that one's own act sent out of sight: that it was saved is the news.
        let was_saved = self.saved.take().is_some();
        if matches!(self.layers.last(), Some(Layer::Case(_) | Layer::Menu(_))) {
            self.layers.retain(|layer| !matches!(layer, Layer::Case(_) | Layer::Menu(_)));
        }
        if !was_saved {
            self.say_wrong(refusal.message);
        }
        Vec::new()
    }

    fn performed(&mut self, act: &str, done: &Performed) -> Vec<Effect> {
        let words = format!("已保存：{} {}", action_label(done.action), done.case_no);
        self.saved = Some((done.case, words.clone()));
        self.say_done(words);
        let mut effects = Vec::new();
        self.layers.retain_mut(|layer| {
            let open = layer.as_act().filter(|open| open.is_act(act));
            effects.extend(open.as_ref().map(|open| open.drop_draft()));
            open.is_none()
        });
        self.inbox.unmark([done.case]);
        self.undo = actions::find(done.action).ok().and_then(Act::reverse).map(|action| (done.case, action));
        let is_revealed = actions::find(done.action).and_then(Act::on_case).is_ok_and(|on| on.reveals);
        if is_revealed {
            self.revealed = Some(done.case);
        }
        // A new case stands somewhere in the list: whoever wrote it goes on with it, not with the selected row.
        if is_revealed || actions::find(done.action).is_ok_and(Act::makes_case) {
            let is_open = self.layers.iter().any(|layer| layer.case_id() == Some(done.case));
            if !is_open {
                self.layers.push(Layer::Case(Box::new(CaseScreen::awaiting(done.case))));
            }
        }
        effects.push(Effect::Case(CaseEffect::Open(done.case)));
        effects.extend(self.refresh());
        effects
    }

    fn refused(&mut self, act: &str, refusal: &Refusal) -> Vec<Effect> {
        let open = self.layers.iter_mut().filter_map(Layer::as_act).find(|open| open.is_act(act));
        let calls = if let Some(open) = open {
            // The form says it beside the field; once is enough.
            self.said = None;
            open.refuse(refusal)
        } else {
            self.say_wrong(format!("没有保存：{}", refusal.message));
            Vec::new()
        };
        let mut effects = self.run(calls);
        // Somebody may have signed first: the queue shows what is left.
        effects.extend(self.layers.iter_mut().find_map(Layer::as_approvals).map(Approvals::refresh));
        effects
    }

    fn performed_many(&mut self, done: &[Performed], refused: Vec<(String, Refusal)>) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut label = done.first().map_or("办理", |performed| action_label(performed.action));
        self.undo = None;
        self.layers.retain_mut(|layer| {
            let Some(open) = layer.as_act().filter(|open| open.awaits_many()) else { return true };
            effects.push(open.drop_draft());
            label = open.label();
            false
        });
        self.inbox.unmark(done.iter().map(|performed| performed.case));
        self.say_done(format!("批量{label}：{}件已保存，{}件没有办理", done.len(), refused.len()));
        if !refused.is_empty() {
            self.layers.push(Layer::Batch(BatchReport::new(label, done, refused)));
        }
        effects.extend(self.refresh());
        effects
    }

    /// Reads again what is on the screen: the list and every case laid open.
    fn reread(&mut self) -> Vec<Effect> {
        let mut effects: Vec<Effect> = self
            .layers
            .iter()
            .filter_map(Layer::case_id)
            .map(|id| Effect::Case(CaseEffect::Open(id)))
            .collect();
        effects.extend(self.refresh());
        effects
    }

    /// Keeps drafts; on a new day every limit has changed.
    fn tick(&mut self, now: Moment) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        let Some(desk) = &mut self.desk else { return effects };
        let is_new_day = desk.today() != now.date();
        desk.now = now;
        if is_new_day {
            effects.extend(self.reread());
        } else if self.layers.iter_mut().any(|layer| layer.as_dashboard().is_some()) {
            effects.push(Effect::Lists(ListEffect::Dashboard));
        }
        effects
    }

    fn failed(&mut self, words: String) -> Vec<Effect> {
        for layer in &mut self.layers {
            if let Some(act) = layer.as_act() {
                act.fail();
            } else if let Layer::SetUp(set_up) = layer {
                set_up.fail();
            } else if let Layer::Delegate(delegate) = layer {
                delegate.refuse(&words);
            } else if let Layer::Approvals(approvals) = layer {
                approvals.fail();
            }
        }
        self.errand = None;
        self.held.clear();
        self.say_wrong(words);
        Vec::new()
    }

    fn importing(&mut self, message: ImportMessage) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let ImportMessage::TakenIn(report, _) = &message {
            effects.extend(self.refresh());
            if self.layers.iter_mut().all(|layer| layer.as_import().is_none()) {
                self.say_done(format!("已导入{}件。", report.new));
            }
        }
        if let ImportMessage::Files { folder, entries } = message {
            for layer in &mut self.layers {
                if let Some(import) = layer.as_import() {
                    import.files(folder.clone(), entries.clone());
                } else if let Some(calendar) = layer.as_calendar() {
                    calendar.files(folder.clone(), entries.clone());
                }
            }
            return effects;
        }
        let Some(import) = self.layers.iter_mut().find_map(Layer::as_import) else { return effects };
        match message {
            ImportMessage::Files { folder, entries } => import.files(folder, entries),
            ImportMessage::Preview(path, report) => import.preview(path, report),
            ImportMessage::Reconciled(path, found) => import.reconciled(&path, found),
            ImportMessage::TakenIn(report, rejected) => import.done(report, rejected),
            ImportMessage::Failed(why) => import.fail(why),
            ImportMessage::Progress(percent) => import.progress(percent),
        }
        effects
    }
}

/// A town to which nothing can be transferred yet, seen by somebody who can mend it.
fn lacks_units(desk: &Desk) -> bool {
    let handles = |unit: &Unit| matches!(unit.kind, UnitKind::Section | UnitKind::Village);
    desk.actor.holds(Position::Administrator) && !desk.org.units.iter().any(handles)
}
