//! The router: hands inputs to the screen on top, messages to the screen that waits for them, and draws header,
//! content and hint line. What screens do is their own business.

mod calls;
mod frame;
mod layer;
mod leave;
mod old_drafts;
mod pasted;
mod tell;
#[cfg(test)]
mod tests;

use crossterm::event::{KeyCode, KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use crate::actions::Act;
use crate::domain::desk::Desk;
use crate::domain::ids::CaseId;
use crate::domain::limit::alerting::Bell;
use crate::domain::view::listing::Alert;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Key, Keys, Scope};
use crate::ui::message::{Effect, TerminalEffect};
use crate::ui::screens::Call;
use crate::ui::screens::inbox::{self, Inbox};
use crate::ui::theme::Theme;
use crate::ui::widgets::toast::{Toast, Tone};
use layer::Layer;

/// Lines moved by one notch of the wheel.
const WHEEL_LINES: usize = 3;

/// So many keys typed ahead are kept.
const HELD_KEYS: usize = 64;

/// Why a case that is being read was asked for.
#[derive(Clone, Copy)]
enum Errand {
    /// To open its action menu.
    Menu,
    /// To open the form of this action.
    Action(&'static Act),
}

/// The whole console.
pub struct App {
    theme: Theme,
    keys: Keys,
    /// Distinguishes the acts of this session from those of all others.
    session: String,
    acts: u64,
    desk: Option<Desk>,
    alerts: Vec<Alert>,
    /// Which alerts were rung for; `None` when the bell is switched off.
    bell: Option<Bell>,
    said: Option<Toast>,
    inbox: Inbox,
    layers: Vec<Layer>,
    errand: Option<(CaseId, Errand)>,
    /// Keys typed ahead while what they are meant for is still being read.
    held: Vec<KeyEvent>,
    /// Pastes and typing that wait for an answer or for room.
    waiting_input: pasted::Waiting,
    /// The number by which a case was asked for.
    numbered: Option<String>,
    /// How many documents wait for one's own signature.
    waiting: Option<u64>,
    /// Nothing was done yet since the desk was taken: a signer is still brought to the queue unasked.
    is_fresh: bool,
    /// The case done to last and the action that takes it back.
    undo: Option<(CaseId, &'static Act)>,
    /// The case whose complainant is shown until it is left.
    revealed: Option<CaseId>,
    /// A case just saved, and the words that said so; its next step is added when it has been read.
    saved: Option<(CaseId, String)>,
    size: (u16, u16),
    /// Where the list of the inbox was drawn.
    content: Rect,
    dirty: bool,
}

impl App {
    /// The console before anything is known; it can be drawn at once. `session` must differ from every other
    /// session's, for ids of acts begin with it.
    #[must_use]
    pub fn new(theme: Theme, keys: Keys, session: String) -> Self {
        Self {
            theme,
            keys,
            session,
            acts: 0,
            desk: None,
            alerts: Vec::new(),
            bell: None,
            said: None,
            inbox: Inbox::new(),
            layers: Vec::new(),
            errand: None,
            held: Vec::new(),
            waiting_input: pasted::Waiting::default(),
            numbered: None,
            waiting: None,
            is_fresh: false,
            undo: None,
            revealed: None,
            saved: None,
            size: (0, 0),
            content: Rect::ZERO,
            dirty: true,
        }
    }

    /// The same console, ringing the terminal's bell for new alerts in office hours.
    #[must_use]
    pub fn with_bell(mut self) -> Self {
        self.bell = Some(Bell::default());
        self
    }

    /// Whether something changed since it was drawn.
    #[must_use]
    pub const fn needs_draw(&self) -> bool {
        self.dirty
    }

    /// The same, and from now on nothing has changed.
    pub const fn take_dirty(&mut self) -> bool {
        std::mem::replace(&mut self.dirty, false)
    }

    /// Drafts of everything typed and not committed, for the moment in which the line drops.
    pub fn keep_drafts(&mut self) -> Vec<Effect> {
        self.layers.iter_mut().filter_map(|layer| layer.as_act()?.keep()).collect()
    }

    /// Whether something was typed since the drafts were kept.
    #[must_use]
    pub fn has_unkept(&self) -> bool {
        self.layers.iter().any(|layer| matches!(layer, Layer::Act(act) if act.has_unkept()))
    }

    /// A key, a paste, the mouse or a new window size; what is asked of the world outside for it.
    pub fn handle(&mut self, input: Input) -> Vec<Effect> {
        self.dirty = true;
        let mut effects = self.release_unseen();
        let Some(input) = self.unless_unseen(input) else { return effects };
        effects.extend(match input {
            Input::Resize(width, height) => {
                self.size = (width, height);
                self.inbox.set_columns(width);
                self.release_unseen()
            }
            Input::Key(key) => self.key(key),
            Input::Mouse(_) if self.waiting_input.asks() => Vec::new(),
            Input::Mouse(mouse) => self.mouse(mouse),
            Input::Paste(text) => self.paste(text),
            Input::Burst(keys) => self.burst(keys),
            Input::NotUtf8 => {
                self.waiting_input.warn_of_encoding();
                Vec::new()
            }
        });
        effects
    }

    /// The bindings that hold now.
    fn scope(&self) -> Scope {
        match self.layers.last() {
            _ if self.waiting_input.asks() => Scope::Pasted,
            Some(layer) => layer.scope(),
            None if self.inbox.is_typing() => Scope::Line,
            None => Scope::Inbox,
        }
    }

    fn takes_raw(&self) -> bool {
        self.layers.last().map_or_else(|| self.inbox.is_typing(), Layer::takes_raw)
    }

    fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        if let Some(effects) = self.keys.lookup(Scope::Always, &key).and_then(|what| self.everywhere(what)) {
            return effects;
        }
        if self.waiting_input.asks() {
            return self.answer_about_paste(&key);
        }
        self.waiting_input.notice_seen(&key);
        let is_set_up = matches!(self.layers.last(), Some(Layer::SetUp(_) | Layer::Leave(_)));
        let is_early = self.desk.is_none() && !is_set_up && !self.is_too_small();
        let quits = self.desk.is_none() && self.keys.lookup(self.scope(), &key) == Some(Do::Quit);
        if (is_early && !quits) || self.errand.is_some() {
            self.hold(key);
            return Vec::new();
        }
        if self.is_too_small() || (self.desk.is_none() && !is_set_up) {
            let quits = self.keys.lookup(self.scope(), &key) == Some(Do::Quit);
            return if quits { vec![Effect::Terminal(TerminalEffect::Quit)] } else { Vec::new() };
        }
        self.said = None;
        self.is_fresh = false;
        if self.takes_raw() {
            return self.raw(&Input::Key(key));
        }
        match self.keys.lookup(self.scope(), &key) {
            Some(what) => self.does(what),
            None => self.letter(&key),
        }
    }

    /// Keys typed ahead are for what was asked for; done to what is still on the screen they would do something else.
    fn hold(&mut self, key: KeyEvent) {
        if self.held.len() < HELD_KEYS {
            self.held.push(key);
        }
    }

    /// Lets the keys typed ahead do what they were typed for, until one of them asks for something to be read again.
    fn release(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.errand.is_none() && !self.held.is_empty() {
            let key = self.held.remove(0);
            effects.extend(self.key(key));
        }
        effects
    }

    /// What works on every screen, text fields included; `None` for anything else.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the others belong to screens")]
    fn everywhere(&mut self, what: Do) -> Option<Vec<Effect>> {
        match what {
            Do::Quit => Some(self.quit()),
            Do::Redraw => Some(vec![Effect::Terminal(TerminalEffect::Redraw)]),
            Do::Suspend => Some(
                self.keep_drafts().into_iter().chain([Effect::Terminal(TerminalEffect::Suspend)]).collect(),
            ),
            Do::SwitchPerson => Some(self.people()),
            Do::Mask => Some(self.mask()),
            _ => None,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the others belong to screens")]
    fn does(&mut self, what: Do) -> Vec<Effect> {
        match what {
            Do::Quit => self.quit(),
            Do::Pane(3) => self.show_approvals(),
            Do::Pane(4) => self.show_dashboard(),
            Do::Pane(_) => self.show_inbox(),
            Do::Undo => self.take_back(),
            Do::Palette | Do::Search => self.palette(),
            Do::Alerts => self.show_alerts(),
            Do::Help => self.help(),
            _ => {
                let calls = match self.layers.last_mut() {
                    Some(layer) => layer.act(what, &self.alerts, self.desk.as_ref()),
                    None => self.inbox.act(what),
                };
                self.run(calls)
            }
        }
    }

    fn raw(&mut self, input: &Input) -> Vec<Effect> {
        let calls = match self.layers.last_mut() {
            Some(layer) => layer.handle(input),
            None => self.inbox.type_filter(input),
        };
        self.run(calls)
    }

    /// In a menu letters choose.
    fn letter(&mut self, key: &KeyEvent) -> Vec<Effect> {
        let Some(Key { code: KeyCode::Char(letter), ctrl: false }) = Key::pressed(key) else {
            return Vec::new();
        };
        let calls = match self.layers.last_mut() {
            Some(Layer::Menu(menu)) => menu.letter(letter),
            Some(_) | None => Vec::new(),
        };
        self.run(calls)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "only wheel and left button mean something")]
    fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        if self.desk.is_none() {
            return Vec::new();
        }
        if self.takes_raw() {
            return self.raw(&Input::Mouse(mouse));
        }
        let wheel = match mouse.kind {
            MouseEventKind::ScrollDown => Do::Down,
            MouseEventKind::ScrollUp => Do::Up,
            MouseEventKind::Down(MouseButton::Left) => return self.click(mouse.row),
            _ => return Vec::new(),
        };
        (0..WHEEL_LINES).flat_map(|_| self.does(wheel)).collect()
    }

    /// A click selects a case, a click on the selected one opens it.
    fn click(&mut self, row: u16) -> Vec<Effect> {
        let first = self.content.y + inbox::LINES_ABOVE_ROWS;
        if !self.layers.is_empty() || row < first {
            return Vec::new();
        }
        let before = self.inbox.selected();
        let mut calls = self.inbox.click(usize::from(row - first));
        if before.is_some() && before == self.inbox.selected() {
            calls.extend(self.inbox.act(Do::Open));
        }
        self.run(calls)
    }

    fn is_too_small(&self) -> bool {
        let (width, height) = self.size;
        let (least_width, least_height) = frame::SMALLEST;
        self.size != (0, 0) && (width < least_width || height < least_height)
    }

    fn say_done(&mut self, words: impl Into<String>) {
        self.said = Some(Toast::new(Tone::Done, words));
    }

    fn say_told(&mut self, words: impl Into<String>) {
        self.said = Some(Toast::new(Tone::Told, words));
    }

    fn say_wrong(&mut self, words: impl Into<String>) {
        self.said = Some(Toast::new(Tone::Refused, words));
    }

    /// Draws everything; from then on nothing has changed.
    pub fn draw(&mut self, target: &mut Frame<'_>) {
        self.dirty = false;
        let area = target.area();
        self.size = (area.width, area.height);
        self.inbox.set_columns(area.width);
        if self.is_too_small() {
            target.render_widget(Line::from(frame::too_small(area.width, area.height)), area);
            return;
        }
        let [header, top, content, bottom, hints] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(1),
            Constraint::Length(1),
            Constraint::Length(1),
        ])
        .areas(area);
        self.content = content;
        let (theme, desk) = (self.theme, self.desk.as_ref());
        let sandbox = desk.is_some_and(|desk| desk.sandbox);
        let pane = match self.layers.first() {
            Some(Layer::Approvals(_)) => 3,
            Some(Layer::Dashboard(_) | Layer::Calendar(_)) => 4,
            Some(_) | None => 1,
        };
        let overdue = self.inbox.overdue().filter(|count| *count > 0);
        let tabs = [
            frame::Tab::new('1', "收件箱", self.inbox.today(), pane == 1),
            frame::Tab::new('3', "审批", self.waiting, pane == 3),
            frame::Tab::late('4', "时限", overdue, pane == 4),
        ];
        target.render_widget(frame::header(area.width, desk, &tabs, self.alerts.len(), &theme), header);
        target.render_widget(frame::top_rule(area.width, sandbox, &theme), top);
        match self.said.clone().or_else(|| self.waiting_input.notice()) {
            Some(toast) => toast.draw(target, bottom, &theme),
            None => target.render_widget(frame::rule(area.width, &theme), bottom),
        }
        target.render_widget(frame::hints(area.width, &self.keys, self.scope(), &theme), hints);
        match (self.layers.last_mut(), desk) {
            (Some(layer), desk) => layer.draw(target, content, desk, &self.alerts, &theme),
            (None, Some(desk)) => inbox::draw(&mut self.inbox, target, content, desk, &theme),
            (None, None) => target.render_widget(Line::styled("  正在读取…", theme.dim), content),
        }
        self.waiting_input.draw(target, content, &theme);
    }

    fn run(&mut self, calls: Vec<Call>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for call in calls {
            match call {
                Call::Ask(effect) => effects.push(effect),
                Call::Say(said) => self.said = Some(said),
                Call::Leave => {
                    self.layers.pop();
                    effects.extend(self.mask_what_was_left());
                }
                Call::Go(go) => effects.extend(self.go(go)),
            }
        }
        effects
    }
}
