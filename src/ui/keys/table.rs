//! Every binding of the program, one line each. Help, hints, palette and manual are read from here.

use crossterm::event::KeyCode;

use super::{Binding, Do, Key, Scope};

const UP: Key = Key::plain(KeyCode::Up);
const DOWN: Key = Key::plain(KeyCode::Down);
const LEFT: Key = Key::plain(KeyCode::Left);
const RIGHT: Key = Key::plain(KeyCode::Right);
const HOME: Key = Key::plain(KeyCode::Home);
const END: Key = Key::plain(KeyCode::End);
const PAGE_UP: Key = Key::plain(KeyCode::PageUp);
const PAGE_DOWN: Key = Key::plain(KeyCode::PageDown);
const ENTER: Key = Key::plain(KeyCode::Enter);
const ESC: Key = Key::plain(KeyCode::Esc);
const TAB: Key = Key::plain(KeyCode::Tab);
const BACK_TAB: Key = Key::plain(KeyCode::BackTab);
const BACKSPACE: Key = Key::plain(KeyCode::Backspace);
const SPACE: Key = Key::char(' ');

const fn bind(
    scope: Scope,
    name: &'static str,
    keys: &'static [Key],
    does: Do,
    label: &'static str,
) -> Binding {
    Binding { scope, name, keys, does, label, hinted: false }
}

impl Binding {
    /// The same binding, shown on the hint line.
    const fn hinted(mut self) -> Self {
        self.hinted = true;
        self
    }
}

/// In the order in which hints and help show them.
pub static BINDINGS: &[Binding] = &[
    bind(Scope::Inbox, "open", &[ENTER], Do::Open, "办下一步").hinted(),
    bind(Scope::Inbox, "open_case", &[Key::char('o')], Do::OpenCase, "案件").hinted(),
    bind(Scope::Inbox, "actions", &[Key::char('a')], Do::Actions, "其他").hinted(),
    bind(Scope::Inbox, "urge", &[Key::char('w')], Do::Urge, "催办").hinted(),
    bind(Scope::Inbox, "mark", &[SPACE], Do::Mark, "标记").hinted(),
    bind(Scope::Inbox, "clear_marks", &[Key::char('U')], Do::ClearMarks, "取消全部标记"),
    bind(Scope::Inbox, "filter", &[Key::char('/')], Do::Filter, "筛选").hinted(),
    bind(Scope::Inbox, "import", &[Key::char('i')], Do::Import, "导入").hinted(),
    bind(Scope::Inbox, "register", &[Key::char('r')], Do::Register, "登记").hinted(),
    bind(Scope::Inbox, "kept_filters", &[Key::char('f')], Do::KeptFilters, "常用筛选").hinted(),
    bind(Scope::Inbox, "drafts", &[Key::char('p')], Do::Drafts, "草稿箱"),
    bind(Scope::Inbox, "preview", &[Key::char('v')], Do::TogglePreview, "预览"),
    bind(Scope::Inbox, "sort", &[Key::char('s')], Do::Sort, "换排序"),
    bind(Scope::Inbox, "next_view", &[TAB, RIGHT, Key::char('l')], Do::NextView, "下一视图").hinted(),
    bind(Scope::Inbox, "previous_view", &[BACK_TAB, LEFT, Key::char('h')], Do::PreviousView, "上一视图"),
    bind(Scope::Inbox, "clear", &[ESC], Do::Back, "取消筛选"),
    bind(Scope::Approval, "agree", &[Key::char('y')], Do::Agree, "同意").hinted(),
    bind(Scope::Approval, "return", &[Key::char('n')], Do::SendBack, "退回").hinted(),
    bind(Scope::Approval, "open", &[ENTER], Do::Open, "打开案件").hinted(),
    bind(Scope::Approval, "mark", &[SPACE], Do::Mark, "标记").hinted(),
    bind(Scope::Approval, "delegate", &[Key::char('d')], Do::Delegate, "授权代签").hinted(),
    bind(Scope::Approval, "back", &[ESC], Do::Back, "取消标记，回收件箱"),
    bind(Scope::Case, "open", &[ENTER], Do::Open, "办下一步").hinted(),
    bind(Scope::Case, "actions", &[Key::char('a')], Do::Actions, "其他").hinted(),
    bind(Scope::Case, "next_part", &[TAB, RIGHT, Key::char('l')], Do::NextPart, "下一页").hinted(),
    bind(Scope::Case, "previous_part", &[BACK_TAB, LEFT, Key::char('h')], Do::PreviousPart, "上一页"),
    bind(Scope::Case, "next_case", &[Key::char(']')], Do::NextCase, "下一件").hinted(),
    bind(Scope::Case, "previous_case", &[Key::char('[')], Do::PreviousCase, "上一件"),
    bind(Scope::Case, "filter", &[Key::char('/')], Do::Filter, "筛选经过"),
    bind(Scope::Case, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::Files, "open", &[ENTER, RIGHT, Key::char('l')], Do::Open, "打开").hinted(),
    bind(Scope::Files, "parent", &[BACKSPACE, LEFT, Key::char('h')], Do::Parent, "上级文件夹").hinted(),
    bind(Scope::Files, "path", &[Key::char('/')], Do::Filter, "输入路径").hinted(),
    bind(Scope::Files, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::Preview, "seal", &[Key::char('B')], Do::Seal, "密封登记").hinted(),
    bind(Scope::Preview, "reconcile", &[Key::char('b')], Do::Reconcile, "对账").hinted(),
    bind(Scope::Preview, "say_column", &[Key::char('e')], Do::SayColumn, "说明列").hinted(),
    bind(Scope::Preview, "choose_sheet", &[Key::char('t')], Do::ChooseSheet, "换工作表").hinted(),
    bind(Scope::Report, "accept", &[ENTER], Do::Open, "确认").hinted(),
    bind(Scope::Report, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::KeptFilters, "open", &[ENTER], Do::Open, "使用").hinted(),
    bind(Scope::KeptFilters, "rename", &[Key::char('e')], Do::Rename, "改名").hinted(),
    bind(Scope::KeptFilters, "discard", &[Key::char('D')], Do::Discard, "删去").hinted(),
    bind(Scope::KeptFilters, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::MyDay, "open", &[ENTER], Do::Open, "打开该件").hinted(),
    bind(Scope::MyDay, "previous_day", &[Key::char('['), LEFT], Do::PreviousPart, "前一天").hinted(),
    bind(Scope::MyDay, "next_day", &[Key::char(']'), RIGHT], Do::NextPart, "后一天").hinted(),
    bind(Scope::MyDay, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::Drafts, "open", &[ENTER], Do::Open, "接着填").hinted(),
    bind(Scope::Drafts, "discard", &[Key::char('D')], Do::Discard, "丢弃").hinted(),
    bind(Scope::Drafts, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::Batch, "confirm", &[ENTER], Do::Open, "办理这些件").hinted(),
    bind(Scope::Batch, "strike", &[SPACE], Do::Mark, "划去或恢复").hinted(),
    bind(Scope::Batch, "open_case", &[Key::char('o')], Do::OpenCase, "案件").hinted(),
    bind(Scope::Batch, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::Alerts, "open", &[ENTER], Do::Open, "打开该件").hinted(),
    bind(Scope::Alerts, "acknowledge", &[SPACE], Do::Mark, "这条知晓").hinted(),
    bind(Scope::Alerts, "acknowledge_all", &[Key::char('x')], Do::MarkAll, "全部知晓").hinted(),
    bind(Scope::Alerts, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::Dashboard, "open", &[ENTER], Do::Open, "列出或打开").hinted(),
    bind(Scope::Dashboard, "next_part", &[TAB], Do::NextPart, "下一部分").hinted(),
    bind(Scope::Dashboard, "previous_part", &[BACK_TAB], Do::PreviousPart, "上一部分"),
    bind(Scope::Dashboard, "left", &[LEFT, Key::char('h')], Do::Left, "前一天"),
    bind(Scope::Dashboard, "right", &[RIGHT, Key::char('l')], Do::Right, "后一天"),
    bind(Scope::Dashboard, "urge", &[Key::char('w')], Do::Urge, "催办").hinted(),
    bind(Scope::Dashboard, "acknowledge", &[SPACE], Do::Mark, "这条提醒知晓"),
    bind(Scope::Dashboard, "acknowledge_all", &[Key::char('x')], Do::MarkAll, "提醒全部知晓"),
    bind(Scope::Dashboard, "calendar", &[Key::char('c')], Do::Calendar, "工作日历").hinted(),
    bind(Scope::Dashboard, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::Calendar, "next_year", &[Key::char(']'), RIGHT], Do::NextPart, "后一年").hinted(),
    bind(Scope::Calendar, "previous_year", &[Key::char('['), LEFT], Do::PreviousPart, "前一年").hinted(),
    bind(Scope::Calendar, "load", &[Key::char('i')], Do::Load, "载入新安排").hinted(),
    bind(Scope::Calendar, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::TownHistory, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::Settings, "open", &[ENTER], Do::Open, "修改").hinted(),
    bind(Scope::Settings, "register", &[Key::char('r')], Do::Register, "登记").hinted(),
    bind(Scope::Settings, "import", &[Key::char('i')], Do::Import, "读文件").hinted(),
    bind(Scope::Settings, "next_part", &[TAB, RIGHT, Key::char('l')], Do::NextPart, "下一页").hinted(),
    bind(Scope::Settings, "previous_part", &[BACK_TAB, LEFT, Key::char('h')], Do::PreviousPart, "上一页"),
    bind(Scope::Settings, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::Unsettled, "open", &[ENTER], Do::Open, "密封上报或打开该件").hinted(),
    bind(Scope::Unsettled, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::Help, "next_part", &[TAB, RIGHT, Key::char('l')], Do::NextPart, "下一章").hinted(),
    bind(Scope::Help, "previous_part", &[BACK_TAB, LEFT, Key::char('h')], Do::PreviousPart, "上一章")
        .hinted(),
    bind(Scope::Help, "back", &[ESC, Key::char('q')], Do::Back, "返回").hinted(),
    bind(Scope::Move, "down", &[Key::char('j'), DOWN], Do::Down, "下移"),
    bind(Scope::Move, "up", &[Key::char('k'), UP], Do::Up, "上移"),
    bind(Scope::Move, "top", &[Key::char('g'), HOME], Do::Top, "到最前"),
    bind(Scope::Move, "bottom", &[Key::char('G'), END], Do::Bottom, "到最后"),
    bind(Scope::Move, "page_down", &[PAGE_DOWN], Do::PageDown, "下一屏"),
    bind(Scope::Move, "page_up", &[PAGE_UP], Do::PageUp, "上一屏"),
    bind(Scope::Move, "half_down", &[Key::ctrl('d')], Do::HalfDown, "下半屏"),
    bind(Scope::Move, "half_up", &[Key::ctrl('u')], Do::HalfUp, "上半屏"),
    bind(Scope::Global, "inbox", &[Key::char('1')], Do::Pane(1), "收件箱"),
    bind(Scope::Global, "approvals", &[Key::char('2')], Do::Pane(2), "审批"),
    bind(Scope::Global, "dashboard", &[Key::char('3')], Do::Pane(3), "时限"),
    bind(Scope::Global, "meetings", &[Key::char('4')], Do::Pane(4), "研判会"),
    bind(Scope::Global, "disclosure", &[Key::char('5')], Do::Pane(5), "公示"),
    bind(Scope::Global, "figures", &[Key::char('6')], Do::Pane(6), "统计"),
    bind(Scope::Global, "settings", &[Key::char('7')], Do::Pane(7), "设置"),
    bind(Scope::Global, "log", &[Key::char('8')], Do::Pane(8), "日志"),
    bind(Scope::Global, "undo", &[Key::char('u')], Do::Undo, "撤销刚才的办理"),
    bind(Scope::Global, "my_day", &[Key::char('m')], Do::MyDay, "我今天办了什么"),
    bind(Scope::Global, "palette", &[Key::char(':'), Key::ctrl('p')], Do::Palette, "命令").hinted(),
    bind(Scope::Global, "search", &[Key::ctrl('f')], Do::Search, "查找编号"),
    bind(Scope::Global, "alerts", &[Key::char('!')], Do::Alerts, "时限提醒"),
    bind(Scope::Global, "help", &[Key::char('?')], Do::Help, "帮助").hinted(),
    bind(Scope::Quit, "quit", &[Key::char('q')], Do::Quit, "退出").hinted(),
    bind(Scope::Always, "leave", &[Key::ctrl('c')], Do::Quit, "退出（先询问）"),
    bind(Scope::Always, "help", &[Key::plain(KeyCode::F(1))], Do::Help, "帮助"),
    bind(Scope::Always, "redraw", &[Key::ctrl('l')], Do::Redraw, "重新显示"),
    bind(Scope::Always, "suspend", &[Key::ctrl('z')], Do::Suspend, "暂时回到命令行"),
    bind(Scope::Always, "mask", &[Key::plain(KeyCode::F(12))], Do::Mask, "隐去画面和身份"),
    bind(
        Scope::Always,
        "switch_person",
        &[Key::plain(KeyCode::F(2))],
        Do::SwitchPerson,
        "切换身份（演练库）",
    ),
    bind(Scope::Menu, "up", &[UP, BACK_TAB], Do::Up, "上移"),
    bind(Scope::Menu, "down", &[DOWN, TAB], Do::Down, "下移"),
    bind(Scope::Menu, "open", &[ENTER], Do::Open, "选定").hinted(),
    bind(Scope::Menu, "back", &[ESC], Do::Back, "返回").hinted(),
    bind(Scope::Line, "take", &[ENTER], Do::Open, "确定").hinted(),
    bind(Scope::Line, "back", &[ESC], Do::Back, "取消").hinted(),
    bind(Scope::Form, "next_field", &[TAB, DOWN], Do::NextField, "下一项").hinted(),
    bind(Scope::Form, "previous_field", &[BACK_TAB, UP], Do::PreviousField, "上一项"),
    bind(Scope::Form, "open", &[ENTER], Do::Open, "选择或下一项").hinted(),
    bind(Scope::Form, "save", &[Key::ctrl('s')], Do::Save, "提交").hinted(),
    bind(Scope::Form, "back", &[ESC], Do::Back, "返回（保留草稿）").hinted(),
    bind(Scope::Prose, "next_field", &[TAB, DOWN], Do::NextField, "下一项").hinted(),
    bind(Scope::Prose, "previous_field", &[BACK_TAB, UP], Do::PreviousField, "上一项"),
    bind(Scope::Prose, "new_line", &[ENTER], Do::Open, "换行").hinted(),
    bind(Scope::Prose, "save", &[Key::ctrl('s')], Do::Save, "提交").hinted(),
    bind(Scope::Prose, "back", &[ESC], Do::Back, "返回（保留草稿）").hinted(),
    bind(Scope::Picker, "up", &[UP, Key::ctrl('p')], Do::Up, "上移"),
    bind(Scope::Picker, "down", &[DOWN, Key::ctrl('n')], Do::Down, "下移"),
    bind(Scope::Picker, "page_up", &[PAGE_UP], Do::PageUp, "上一屏"),
    bind(Scope::Picker, "page_down", &[PAGE_DOWN], Do::PageDown, "下一屏"),
    bind(Scope::Picker, "mark", &[SPACE], Do::Mark, "勾选（多选时）"),
    bind(Scope::Picker, "take", &[ENTER], Do::Open, "选定").hinted(),
    bind(Scope::Picker, "back", &[ESC], Do::Back, "返回").hinted(),
    bind(Scope::Confirm, "yes", &[ENTER, Key::char('y')], Do::Yes, "确认").hinted(),
    bind(Scope::Confirm, "no", &[ESC, Key::char('n')], Do::No, "返回").hinted(),
    bind(Scope::Draft, "restore", &[ENTER], Do::Open, "恢复").hinted(),
    bind(Scope::Draft, "discard", &[Key::char('D')], Do::Discard, "丢弃").hinted(),
    bind(Scope::Draft, "aside", &[ESC], Do::Back, "先不管").hinted(),
    // No letter and not Enter: the rest of a paste that comes late must not answer.
    bind(Scope::Pasted, "no", &[ESC], Do::No, "放弃").hinted(),
    bind(Scope::Pasted, "yes", &[Key::ctrl('y')], Do::Yes, "当作按键逐个执行").hinted(),
];
