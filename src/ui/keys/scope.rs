//! Where the operator is, and which bindings hold there.

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
        /// The papers of a case as they would be printed.
        Paper = "paper" "文书",
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
        /// The list of meetings.
        Meetings = "meetings" "研判会",
        /// A meeting, before it is held and after it.
        Meeting = "meeting" "会议",
        /// A meeting that is being held.
        Held = "held" "开会",
        /// Villages and months, records, matters.
        Disclosures = "disclosures" "公示",
        /// One record of disclosure.
        Disclosure = "disclosure" "公示记录",
        /// Figures of a period.
        Figures = "figures" "统计",
        /// The text of a bulletin.
        Bulletin = "bulletin" "通报",
        /// The cases behind a figure.
        Counted = "counted" "统计的件",
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
            Self::Paper => &[Self::Paper, Self::Move, Self::Global, Self::Always],
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
            Self::Meetings => &[Self::Meetings, Self::Move, Self::Global, Self::Always],
            Self::Meeting => &[Self::Meeting, Self::Move, Self::Global, Self::Always],
            // Digits decide there, so they show no panes.
            Self::Held => &[Self::Held, Self::Move, Self::Always],
            Self::Disclosures => &[Self::Disclosures, Self::Move, Self::Global, Self::Always],
            Self::Disclosure => &[Self::Disclosure, Self::Move, Self::Global, Self::Always],
            Self::Figures => &[Self::Figures, Self::Move, Self::Global, Self::Always],
            Self::Bulletin => &[Self::Bulletin, Self::Move, Self::Global, Self::Always],
            Self::Counted => &[Self::Counted, Self::Move, Self::Global, Self::Always],
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
