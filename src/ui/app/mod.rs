//! The router: a stack of open screens and the frame around them. Inputs go to the screen on top, messages to all of
//! them; what screens do with either is their own business.

mod disclosure;
mod forms;
mod frame;
mod go;
mod hidden;
mod meeting;
mod mouse;
mod pasted;
mod place;
mod stack;
mod tell;
#[cfg(test)]
mod tests;
mod waiting;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};
use ratatui::text::Line;

use crate::actions::Act;
use crate::domain::ids::CaseId;
use crate::domain::limit::alerting::Bell;
use crate::domain::view::detail::UsualUnit;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Key, Keys, Scope};
use crate::ui::message::{Effect, TerminalEffect};
use crate::ui::screens::places::Figures;
use crate::ui::screens::{self, Around, Call, PANES};
use crate::ui::theme::{Theme, Widths};
use crate::ui::widgets::toast::Toast;
use stack::Stack;

/// So many keys typed ahead are kept.
const HELD_KEYS: usize = 64;

/// Why a case that is being read was asked for.
#[derive(Clone, Copy)]
enum Errand {
    /// To open the form of its next act over it.
    Next,
    /// To open its action menu.
    Menu,
    /// To open the form of this action.
    Action(&'static Act),
}

/// The whole console.
pub struct App {
    /// What every screen may look at.
    around: Around,
    /// Distinguishes the acts of this session from those of all others.
    session: String,
    acts: u64,
    /// Which alerts were rung for; `None` when the bell is switched off.
    bell: Option<Bell>,
    said: Option<Toast>,
    stack: Stack,
    figures: Figures,
    errand: Option<(CaseId, Errand)>,
    /// Keys typed ahead while what they are meant for is still being read.
    held: Vec<KeyEvent>,
    /// The number by which a case was asked for.
    numbered: Option<String>,
    /// Pastes and typing that wait for an answer or for room.
    waiting_input: pasted::Waiting,
    /// Nothing was done yet since the desk was taken: a signer is still brought to the queue unasked.
    is_fresh: bool,
    /// The case done to last and the action that takes it back.
    undo: Option<(CaseId, &'static Act)>,
    /// The case done to last, by its number, and what was done.
    last: Option<(String, &'static Act)>,
    /// The case whose complainant is shown until it is left.
    revealed: Option<CaseId>,
    /// Where cases like those read last went before.
    usual: Vec<(CaseId, Vec<UsualUnit>)>,
    /// A case just saved, and the words that said so; its next step is added when it has been read.
    saved: Option<(CaseId, String)>,
    hidden: hidden::Hidden,
    whereabouts: place::Whereabouts,
    size: (u16, u16),
    widths: Widths,
    dirty: bool,
}

impl App {
    /// The console before anything is known; it can be drawn at once. `session` must differ from every other
    /// session's, for ids of acts begin with it.
    #[must_use]
    pub fn new(theme: Theme, keys: Keys, session: String) -> Self {
        Self {
            around: Around::new(theme, keys),
            session,
            acts: 0,
            bell: None,
            said: None,
            stack: go::bare(),
            figures: Figures::default(),
            errand: None,
            held: Vec::new(),
            numbered: None,
            waiting_input: pasted::Waiting::default(),
            is_fresh: false,
            undo: None,
            last: None,
            revealed: None,
            usual: Vec::new(),
            saved: None,
            hidden: hidden::Hidden::default(),
            whereabouts: place::Whereabouts::default(),
            size: (0, 0),
            widths: Widths::default(),
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
        let mut effects = self.take_unseen_text();
        effects.extend(self.stack.keep());
        effects
    }

    /// Whether something was typed since the drafts were kept.
    #[must_use]
    pub fn has_unkept(&self) -> bool {
        self.has_unseen_text() || self.stack.has_unkept()
    }

    /// A key, a paste, the mouse or a new window size; what is asked of the world outside for it.
    pub fn handle(&mut self, input: Input) -> Vec<Effect> {
        self.dirty = true;
        if self.hidden.wakes(&input) {
            return Vec::new();
        }
        let mut effects = self.release_unseen();
        let Some(input) = self.unless_unseen(input) else { return effects };
        effects.extend(match input {
            Input::Resize(width, height) => {
                self.size = (width, height);
                self.around.columns = width;
                self.release_unseen()
            }
            Input::Key(key) => self.key(key),
            Input::Mouse(_) if self.waiting_input.asks() => Vec::new(),
            Input::Mouse(mouse) => self.mouse(mouse),
            Input::Paste(text) => self.paste(text),
            Input::Burst(keys) => self.burst(keys),
            Input::Drawn(widths) => {
                self.widths = widths;
                Vec::new()
            }
            Input::NotUtf8 => {
                self.waiting_input.warn_of_encoding();
                Vec::new()
            }
        });
        effects
    }

    /// The bindings that hold now.
    fn scope(&self) -> Scope {
        if self.waiting_input.asks() { Scope::Pasted } else { self.stack.scope() }
    }

    /// Whether the screen on top reads keys itself, because text is typed or a question is asked.
    pub(super) fn takes_raw(&self) -> bool {
        matches!(
            self.scope(),
            Scope::Line
                | Scope::Form
                | Scope::Prose
                | Scope::Picker
                | Scope::Confirm
                | Scope::Draft
                | Scope::Pasted
        )
    }

    fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        if let Some(effects) =
            self.around.keys.lookup(Scope::Always, &key).and_then(|what| self.everywhere(what))
        {
            return effects;
        }
        if self.waiting_input.asks() {
            return self.answer_about_paste(&key);
        }
        self.waiting_input.notice_seen(&key);
        // Before the first desk only the questions of the first start and of leaving are open.
        let is_set_up = self.takes_raw();
        let is_early = self.around.desk.is_none() && !is_set_up && !self.is_too_small();
        let quits =
            self.around.desk.is_none() && self.around.keys.lookup(self.scope(), &key) == Some(Do::Quit);
        if (is_early && !quits) || self.errand.is_some() {
            self.hold(key);
            return Vec::new();
        }
        if self.is_too_small() || (self.around.desk.is_none() && !is_set_up) {
            let quits = self.around.keys.lookup(self.scope(), &key) == Some(Do::Quit);
            return if quits { vec![Effect::Terminal(TerminalEffect::Quit)] } else { Vec::new() };
        }
        self.said = None;
        self.is_fresh = false;
        if self.takes_raw() {
            return self.raw(&Input::Key(key));
        }
        match self.around.keys.lookup(self.scope(), &key) {
            Some(what) => self.does(what),
            None if self.scope() == Scope::Menu => self.raw(&Input::Key(key)),
            None => {
                self.say_unbound(&key);
                Vec::new()
            }
        }
    }

    /// A key that means nothing here says so, and where it is written what does.
    fn say_unbound(&mut self, key: &KeyEvent) {
        let Some(key) = Key::pressed(key) else { return };
        let help = self.around.keys.key_for(self.scope(), Do::Help).unwrap_or_default();
        self.say_told(format!("{key} 在这里没有用处，按 {help} 看这里能用的键。"));
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
            Do::SwitchPerson => Some(self.open(&screens::PEOPLE)),
            // Before the first desk, and over a question about a paste, there is nothing to go back to.
            Do::Help if self.around.desk.is_some() && !self.waiting_input.asks() => {
                Some(self.open(&screens::HELP))
            }
            Do::Mask => Some(self.hide()),
            _ => None,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the others belong to screens")]
    pub(super) fn does(&mut self, what: Do) -> Vec<Effect> {
        match what {
            Do::Quit => self.quit(),
            Do::Pane(digit) => {
                let pane =
                    PANES.iter().find(|place| place.pane.as_ref().is_some_and(|pane| pane.digit == digit));
                let Some(place) = pane else {
                    self.say_told(screens::pane_not_built(digit));
                    return Vec::new();
                };
                self.open(place)
            }
            // That page takes back the act on which one stands.
            Do::Undo if self.scope() != Scope::MyDay => self.take_back(),
            Do::MyDay => self.open(&screens::MY_DAY),
            Do::Palette | Do::Search => self.open(&screens::PALETTE),
            Do::Alerts => self.open(&screens::ALERTS),
            Do::Help => self.open(&screens::HELP),
            _ => {
                let calls = self.stack.top().does(what, &self.around);
                self.run(calls)
            }
        }
    }

    fn raw(&mut self, input: &Input) -> Vec<Effect> {
        let calls = self.stack.top().input(input, &self.around);
        self.run(calls)
    }

    fn is_too_small(&self) -> bool {
        let (width, height) = self.size;
        let (least_width, least_height) = frame::SMALLEST;
        self.size != (0, 0) && (width < least_width || height < least_height)
    }

    /// Draws everything; from then on nothing has changed.
    pub fn draw(&mut self, target: &mut Frame<'_>) {
        self.draw_all(target);
        self.widths.adapt(target.buffer_mut());
    }

    fn draw_all(&mut self, target: &mut Frame<'_>) {
        self.dirty = false;
        let area = target.area();
        self.size = (area.width, area.height);
        self.around.columns = area.width;
        if self.is_too_small() {
            target.render_widget(Line::from(frame::too_small(area.width, area.height)), area);
            return;
        }
        if self.hidden.is_hidden() {
            return hidden::Hidden::draw(target, area, &self.around.theme);
        }
        let [header, top, content, bottom, hints] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(1),
            Constraint::Length(1),
            Constraint::Length(1),
        ])
        .areas(area);
        let Around { theme, keys, desk, .. } = &self.around;
        let reminders = self.around.reminders();
        let (path, place) = self.stack.crumbs().unwrap_or_default();
        let tabs = frame::tabs(keys, &self.figures, self.stack.tab());
        target.render_widget(frame::header(area.width, desk.as_ref(), &tabs, reminders, theme), header);
        target.render_widget(frame::top_rule(area.width, (&path, &place), desk.as_ref(), theme), top);
        match self.said.clone().or_else(|| self.waiting_input.notice()) {
            Some(toast) => toast.draw(target, bottom, theme),
            None => target.render_widget(frame::rule(area.width, theme), bottom),
        }
        target.render_widget(frame::hints(area.width, keys, self.scope(), theme), hints);
        self.stack.draw(target, content, &self.around);
        self.waiting_input.draw(target, content, &self.around.theme);
    }

    fn run(&mut self, calls: Vec<Call>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for call in calls {
            match call {
                Call::Ask(effect) => {
                    effects.extend(self.keep_place_before(&effect));
                    effects.push(effect);
                }
                Call::Say(said) => self.said = Some(said),
                Call::Leave => {
                    self.stack.pop();
                    effects.extend(self.mask_what_was_left());
                }
                Call::Go(go) => effects.extend(self.go(go)),
                Call::Shown | Call::OpenWork { .. } => {}
            }
        }
        effects
    }
}
