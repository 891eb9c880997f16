//! What can be open above the inbox, one upon the other; the uppermost fills the content area and gets the keys.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::leave::Leave;
use super::old_drafts::OldDrafts;
use crate::domain::desk::Desk;
use crate::domain::ids::CaseId;
use crate::domain::view::listing::Alert;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::screens::Call;
use crate::ui::screens::act::Act;
use crate::ui::screens::alerts::AlertList;
use crate::ui::screens::approval::Approvals;
use crate::ui::screens::batch::BatchReport;
use crate::ui::screens::calendar::CalendarScreen;
use crate::ui::screens::case_detail::CaseScreen;
use crate::ui::screens::dashboard::DashboardScreen;
use crate::ui::screens::delegate::Delegate;
use crate::ui::screens::help::Help;
use crate::ui::screens::import::Import;
use crate::ui::screens::menu::Menu;
use crate::ui::screens::palette::Palette;
use crate::ui::screens::person_switch::PersonSwitch;
use crate::ui::screens::set_up::SetUp;
use crate::ui::theme::Theme;

/// An open screen.
pub enum Layer {
    Approvals(Box<Approvals>),
    Delegate(Box<Delegate>),
    Case(Box<CaseScreen>),
    Menu(Menu),
    Act(Box<Act>),
    Batch(BatchReport),
    Import(Box<Import>),
    Dashboard(Box<DashboardScreen>),
    Calendar(Box<CalendarScreen>),
    Palette(Palette),
    People(PersonSwitch),
    Alerts(AlertList),
    Help(Help),
    SetUp(SetUp),
    Leave(Leave),
    OldDrafts(OldDrafts),
}

impl Layer {
    /// The form in it.
    pub fn as_act(&mut self) -> Option<&mut Act> {
        if let Self::Act(act) = self { Some(act) } else { None }
    }

    /// The case in it.
    pub fn as_case(&mut self) -> Option<&mut CaseScreen> {
        if let Self::Case(case) = self { Some(case) } else { None }
    }

    /// The case it shows and that must be read again when something changed.
    pub fn case_id(&self) -> Option<CaseId> {
        match self {
            Self::Case(case) => Some(case.id()),
            Self::Menu(menu) => menu.case_id(),
            // The queue asks for its case itself.
            Self::Approvals(_)
            | Self::Delegate(_)
            | Self::Act(_)
            | Self::Batch(_)
            | Self::Import(_)
            | Self::Dashboard(_)
            | Self::Calendar(_)
            | Self::Palette(_)
            | Self::People(_)
            | Self::Alerts(_)
            | Self::Help(_)
            | Self::SetUp(_)
            | Self::Leave(_)
            | Self::OldDrafts(_) => None,
        }
    }

    /// The approval queue in it.
    pub fn as_approvals(&mut self) -> Option<&mut Approvals> {
        if let Self::Approvals(approvals) = self { Some(approvals) } else { None }
    }

    /// The import in it.
    pub fn as_import(&mut self) -> Option<&mut Import> {
        if let Self::Import(import) = self { Some(import) } else { None }
    }

    /// The dashboard in it.
    pub fn as_dashboard(&mut self) -> Option<&mut DashboardScreen> {
        if let Self::Dashboard(dashboard) = self { Some(dashboard) } else { None }
    }

    /// The calendar in it.
    pub fn as_calendar(&mut self) -> Option<&mut CalendarScreen> {
        if let Self::Calendar(calendar) = self { Some(calendar) } else { None }
    }

    /// The bindings that hold in it now.
    pub fn scope(&self) -> Scope {
        match self {
            Self::Approvals(approvals) => approvals.scope(),
            Self::Delegate(delegate) => delegate.scope(),
            Self::Case(case) if case.is_typing() => Scope::Line,
            Self::Case(_) => Scope::Case,
            Self::Menu(_) => Scope::Menu,
            Self::Act(act) => act.scope(),
            Self::Batch(_) => Scope::Report,
            Self::Import(import) => import.scope(),
            Self::Dashboard(_) => Scope::Dashboard,
            Self::Calendar(calendar) => calendar.scope(),
            Self::Palette(_) | Self::People(_) => Scope::Picker,
            Self::Alerts(_) => Scope::Alerts,
            Self::Help(_) => Scope::Help,
            Self::SetUp(_) => Scope::Form,
            Self::Leave(_) | Self::OldDrafts(_) => Scope::Confirm,
        }
    }

    /// Whether it reads keys itself, because text is typed or a question is asked.
    pub fn takes_raw(&self) -> bool {
        match self.scope() {
            Scope::Line | Scope::Form | Scope::Prose | Scope::Picker | Scope::Confirm | Scope::Pasted => true,
            Scope::Inbox
            | Scope::Approval
            | Scope::Case
            | Scope::Files
            | Scope::Preview
            | Scope::Report
            | Scope::Alerts
            | Scope::Dashboard
            | Scope::Calendar
            | Scope::Help
            | Scope::Move
            | Scope::Global
            | Scope::Quit
            | Scope::Always
            | Scope::Menu => false,
        }
    }

    /// A key, a paste or a click, for layers that read them themselves.
    pub fn handle(&mut self, input: &Input) -> Vec<Call> {
        match self {
            Self::Case(case) => {
                case.type_filter(input);
                Vec::new()
            }
            Self::Approvals(approvals) => approvals.handle(input),
            Self::Delegate(delegate) => delegate.handle(input),
            Self::Act(act) => act.handle(input),
            Self::Import(import) => import.type_path(input),
            Self::Calendar(calendar) => calendar.type_path(input),
            Self::Palette(palette) => palette.handle(input),
            Self::People(people) => people.handle(input),
            Self::SetUp(set_up) => set_up.handle(input),
            Self::Leave(leave) => leave.handle(input),
            Self::OldDrafts(old) => old.handle(input),
            Self::Menu(_) | Self::Batch(_) | Self::Alerts(_) | Self::Help(_) | Self::Dashboard(_) => {
                Vec::new()
            }
        }
    }

    /// A key of the table.
    pub fn act(&mut self, what: Do, alerts: &[Alert], desk: Option<&Desk>) -> Vec<Call> {
        match self {
            Self::Approvals(approvals) => approvals.act(what, desk),
            Self::Case(case) => case.act(what),
            Self::Menu(menu) => menu.act(what),
            Self::Batch(report) => report.act(what),
            Self::Import(import) => import.act(what),
            Self::Dashboard(dashboard) => dashboard.act(what, alerts),
            Self::Calendar(calendar) => calendar.act(what),
            Self::Alerts(list) => list.act(what, alerts),
            Self::Help(help) => help.act(what),
            Self::Delegate(_)
            | Self::Act(_)
            | Self::Palette(_)
            | Self::People(_)
            | Self::SetUp(_)
            | Self::Leave(_)
            | Self::OldDrafts(_) => Vec::new(),
        }
    }

    /// Draws it; before the desk is known only what needs none.
    pub fn draw(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        desk: Option<&Desk>,
        alerts: &[Alert],
        theme: &Theme,
    ) {
        match (self, desk) {
            (Self::Case(case), Some(desk)) => case.draw(frame, area, desk, theme),
            (Self::Approvals(approvals), Some(desk)) => approvals.draw(frame, area, desk, theme),
            (Self::Case(_) | Self::Approvals(_) | Self::Dashboard(_) | Self::Calendar(_), None) => {}
            (Self::Delegate(delegate), _) => delegate.draw(frame, area, theme),
            (Self::Act(act), _) => act.draw(frame, area, theme),
            (Self::Menu(menu), _) => menu.draw(frame, area, theme),
            (Self::Batch(report), _) => report.draw(frame, area, theme),
            (Self::Import(import), _) => import.draw(frame, area, theme),
            (Self::Dashboard(dashboard), Some(desk)) => dashboard.draw(frame, area, desk, alerts, theme),
            (Self::Calendar(calendar), Some(desk)) => calendar.draw(frame, area, desk, theme),
            (Self::Palette(palette), _) => palette.draw(frame, area, theme),
            (Self::People(people), _) => people.draw(frame, area, theme),
            (Self::Alerts(list), _) => list.draw(frame, area, alerts, theme),
            (Self::Help(help), _) => help.draw(frame, area, theme),
            (Self::SetUp(set_up), _) => set_up.draw(frame, area, theme),
            (Self::Leave(leave), _) => leave.draw(frame, area, theme),
            (Self::OldDrafts(old), _) => old.draw(frame, area, theme),
        }
    }
}
