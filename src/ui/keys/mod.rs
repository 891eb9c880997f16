//! Keys: one table of bindings ([`BINDINGS`]), looked up by where the operator is. Hints and help are made from the
//! same rows, so they can't disagree with what keys do.

mod bound;
mod editing;
mod key;
mod table;
#[cfg(test)]
mod tests;

use crate::domain::code::Coded as _;
pub use bound::{Keys, lookup};
#[cfg(test)]
pub(crate) use editing::EDITING;
pub(crate) use editing::{Edit, editing_key, edits};
pub(crate) use key::{Key, twin};
pub(crate) use table::BINDINGS;

coded! {
    /// Where the operator is, and so which bindings hold.
    pub enum Scope {
        /// The list of cases.
        Inbox = "inbox" "收件箱",
        /// The list of cases before somebody who sees none.
        NoCases = "no_cases" "不看投诉件",
        /// The approval queue.
        Approval = "approval" "审批",
        /// A case laid open.
        Case = "case" "案件",
        /// The file picker of an import.
        Files = "files" "选择文件",
        /// Something to read and confirm: an import's preview and its result.
        Report = "report" "导入",
        /// What a file would become, before it is taken in.
        Preview = "preview" "导入预览",
        /// The filters that one keeps.
        KeptFilters = "kept_filters" "常用筛选",
        /// What one did on a day.
        MyDay = "my_day" "我办的",
        /// One's own unfinished texts.
        Drafts = "drafts" "草稿箱",
        /// What an act on several cases would do to each.
        Batch = "batch" "批量办理",
        /// Alerts not yet acknowledged.
        Alerts = "alerts" "时限提醒",
        /// The deadline dashboard.
        Dashboard = "dashboard" "时限",
        /// The calendar of working days.
        Calendar = "calendar" "工作日历",
        /// What happened to the town itself.
        TownHistory = "town_history" "全镇经过",
        /// Units, people, positions and settings.
        Settings = "settings" "设置",
        /// What the town still has to settle.
        Unsettled = "unsettled" "待处理事项",
        /// The keys that work here.
        Help = "help" "帮助",
        /// Moving in anything that has lines.
        Move = "move" "移动",
        /// Wherever no text is typed.
        Global = "global" "各处",
        /// Screens from which leaving is leaving the program.
        Quit = "quit" "退出",
        /// Everywhere, text fields included.
        Always = "always" "任何时候",
        /// A menu whose letters choose.
        Menu = "menu" "动作菜单",
        /// A line being typed: filter, path, search.
        Line = "line" "输入一行",
        /// A form being filled in.
        Form = "form" "表单",
        /// A text of several lines in a form.
        Prose = "prose" "多行文字",
        /// A pick list; letters narrow it.
        Picker = "picker" "选择列表",
        /// A yes-or-no question.
        Confirm = "confirm" "确认",
        /// The question about a draft that was left.
        Draft = "draft" "草稿",
        /// The question about text pasted where nothing is typed.
        Pasted = "pasted" "粘贴",
    }
}

impl Scope {
    /// The scopes whose bindings hold here, this one first.
    #[must_use]
    pub const fn chain(self) -> &'static [Self] {
        match self {
            Self::Inbox => &[Self::Inbox, Self::Move, Self::Global, Self::Quit, Self::Always],
            Self::NoCases => &[Self::Global, Self::Quit, Self::Always],
            Self::Approval => &[Self::Approval, Self::Move, Self::Global, Self::Quit, Self::Always],
            Self::Case => &[Self::Case, Self::Move, Self::Global, Self::Always],
            Self::Files => &[Self::Files, Self::Move, Self::Global, Self::Always],
            Self::Preview => &[Self::Preview, Self::Report, Self::Move, Self::Global, Self::Always],
            Self::Report => &[Self::Report, Self::Move, Self::Global, Self::Always],
            Self::KeptFilters => &[Self::KeptFilters, Self::Move, Self::Global, Self::Always],
            Self::MyDay => &[Self::MyDay, Self::Move, Self::Global, Self::Always],
            Self::Drafts => &[Self::Drafts, Self::Move, Self::Global, Self::Always],
            Self::Batch => &[Self::Batch, Self::Move, Self::Global, Self::Always],
            Self::Alerts => &[Self::Alerts, Self::Move, Self::Global, Self::Always],
            Self::Dashboard => &[Self::Dashboard, Self::Move, Self::Global, Self::Always],
            Self::Calendar => &[Self::Calendar, Self::Move, Self::Global, Self::Always],
            Self::TownHistory => &[Self::TownHistory, Self::Move, Self::Global, Self::Always],
            Self::Settings => &[Self::Settings, Self::Move, Self::Global, Self::Always],
            Self::Unsettled => &[Self::Unsettled, Self::Move, Self::Global, Self::Always],
            Self::Help => &[Self::Help, Self::Move, Self::Global, Self::Always],
            Self::Move => &[Self::Move],
            Self::Global => &[Self::Global, Self::Always],
            Self::Quit => &[Self::Quit],
            Self::Always => &[Self::Always],
            Self::Menu => &[Self::Menu, Self::Always],
            Self::Line => &[Self::Line, Self::Always],
            Self::Form => &[Self::Form, Self::Always],
            Self::Prose => &[Self::Prose, Self::Always],
            Self::Picker => &[Self::Picker, Self::Always],
            Self::Confirm => &[Self::Confirm, Self::Always],
            Self::Draft => &[Self::Draft, Self::Always],
            Self::Pasted => &[Self::Pasted, Self::Always],
        }
    }

    /// Whether its keys stay as they are: where text is typed hardly a key is free, and a question must always be
    /// answered by the same ones.
    #[must_use]
    pub const fn is_fixed(self) -> bool {
        matches!(
            self,
            Self::Menu
                | Self::Line
                | Self::Form
                | Self::Prose
                | Self::Picker
                | Self::Confirm
                | Self::Draft
                | Self::Pasted
        )
    }
}

/// What a key brings about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Do {
    /// Shows a pane, counted from 1.
    Pane(u8),
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// One place to the left.
    Left,
    /// One place to the right.
    Right,
    /// To the first line.
    Top,
    /// To the last line.
    Bottom,
    /// One screen up.
    PageUp,
    /// One screen down.
    PageDown,
    /// Half a screen up.
    HalfUp,
    /// Half a screen down.
    HalfDown,
    /// Opens or takes what is selected.
    Open,
    /// Opens the case of what is selected.
    OpenCase,
    /// Shows the selected case beside the list, or the list alone.
    TogglePreview,
    /// One step back, never losing text.
    Back,
    /// The next page of a case.
    NextPart,
    /// The page before.
    PreviousPart,
    /// The next case of the list.
    NextCase,
    /// The case before.
    PreviousCase,
    /// The next view of the list.
    NextView,
    /// The view before.
    PreviousView,
    /// Urges whoever keeps cases waiting.
    Urge,
    /// Notes that every reminder was seen.
    MarkAll,
    /// Marks the line, or takes the mark off.
    Mark,
    /// Takes all marks off.
    ClearMarks,
    /// Agrees to the document.
    Agree,
    /// Returns the document with an opinion.
    SendBack,
    /// Names a deputy.
    Delegate,
    /// Takes back what was done last, by its own recorded reverse.
    Undo,
    /// Registers the row as a sealed stub.
    Seal,
    /// Compares the file with our cases.
    Reconcile,
    /// Says what a column is that the program does not know.
    SayColumn,
    /// Chooses another sheet of the workbook.
    ChooseSheet,
    /// The menu of actions.
    Actions,
    /// Types a filter (in the file picker a path).
    Filter,
    /// The filters kept under names.
    KeptFilters,
    /// What one did today.
    MyDay,
    /// One's own unfinished texts.
    Drafts,
    /// Gives something another name.
    Rename,
    /// Finds a case by its number.
    Search,
    /// The next order of the list.
    Sort,
    /// Takes a platform export in.
    Import,
    /// Registers a complaint by hand.
    Register,
    /// The folder above.
    Parent,
    /// The calendar of working days.
    Calendar,
    /// Loads a newly published calendar.
    Load,
    /// The palette of everything.
    Palette,
    /// Alerts about limits.
    Alerts,
    /// The keys that work here.
    Help,
    /// The next field of a form.
    NextField,
    /// The field before.
    PreviousField,
    /// Saves or submits.
    Save,
    /// Answers a question with yes.
    Yes,
    /// Answers a question with no.
    No,
    /// Throws a draft away.
    Discard,
    /// Masks identities on the whole console, or shows them again.
    Mask,
    /// Acts as another person of the practice town.
    SwitchPerson,
    /// Draws everything anew.
    Redraw,
    /// Leaves the terminal to the shell for a while.
    Suspend,
    /// Ends the program.
    Quit,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// Its name in the configuration, after the scope's code and a dot: `inbox.import`.
    pub name: &'static str,
    /// The keys as delivered; hints show the first.
    pub keys: &'static [Key],
    /// What they do.
    pub does: Do,
    /// What the operator reads.
    pub label: &'static str,
    /// Whether the hint line shows it.
    pub hinted: bool,
}

impl Binding {
    /// Its full name in the configuration.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.scope.code(), self.name)
    }
}
