//! The palette: every action, pane and help topic by a few letters, and any case by its number.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Call, Go, inset};
use crate::actions::{ACTS, Act};
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope, lookup};
use crate::ui::manual::{CHAPTERS, Chapter};
use crate::ui::theme::Theme;
use crate::ui::widgets::picker::{Choice, Picked, Picker};

/// What an entry leads to.
enum Entry {
    Inbox,
    Approvals,
    Import,
    Register,
    Dashboard,
    Calendar,
    Alerts,
    Help,
    People,
    Quit,
    Chapter(&'static Chapter),
    Action(&'static Act),
}

/// The open palette.
pub struct Palette {
    entries: Vec<Entry>,
    picker: Picker,
}

impl Palette {
    /// Everything that can be gone to or done; switching persons only in the practice town.
    pub fn new(sandbox: bool) -> Self {
        let places = [
            (Entry::Inbox, "收件箱", "回到收件箱"),
            (Entry::Approvals, "审批", "等我审签的文书"),
            (Entry::Register, "登记投诉", "手工登记一件"),
            (Entry::Import, "导入", "平台导出的文件"),
            (Entry::Dashboard, "时限", "超期、到期、日历、各单位在办"),
            (Entry::Calendar, "工作日历", "放假和调休，载入新一年的安排"),
            (Entry::Alerts, "时限提醒", "查看和确认提醒"),
            (Entry::Help, "帮助", "这里能用的按键"),
        ];
        let people = sandbox.then_some((Entry::People, "切换身份", "演练库：以另一人的身份操作"));
        let actions = ACTS
            .iter()
            .filter(|action| !action.makes_case())
            .map(|action| (Entry::Action(action), action.label(), action.questions.summary));
        let chapters = CHAPTERS.iter().map(|chapter| (Entry::Chapter(chapter), chapter.title(), "操作说明"));
        let quit = (Entry::Quit, "退出", "离开程序");
        let (entries, choices) = places
            .into_iter()
            .chain(people)
            .chain(actions)
            .chain(chapters)
            .chain([quit])
            .map(|(entry, label, note)| (entry, Choice::new(label, label).note(note)))
            .unzip();
        Self { entries, picker: Picker::one("命令；也可输入投诉件编号", choices, None) }
    }

    /// A key or a paste. What matches no entry but holds a digit is taken for a case's number.
    pub fn handle(&mut self, input: &Input) -> Vec<Call> {
        if let Input::Key(key) = input
            && lookup(Scope::Picker, key) == Some(Do::Open)
            && self.picker.selected().is_none()
        {
            let number = self.picker.query().trim().to_owned();
            let is_number = number.chars().any(|c| c.is_ascii_digit());
            return if is_number { vec![Call::Leave, Call::Go(Go::Numbered(number))] } else { Vec::new() };
        }
        match self.picker.handle(input) {
            Picked::Pending => Vec::new(),
            Picked::Cancelled => vec![Call::Leave],
            Picked::Taken(places) => {
                let entry = places.first().and_then(|place| self.entries.get(*place));
                let go = entry.map(|entry| match entry {
                    Entry::Inbox => Go::Inbox,
                    Entry::Approvals => Go::Approvals,
                    Entry::Import => Go::Import,
                    Entry::Register => Go::Register,
                    Entry::Dashboard => Go::Dashboard,
                    Entry::Calendar => Go::Calendar,
                    Entry::Alerts => Go::Alerts,
                    Entry::Help => Go::Help,
                    Entry::People => Go::People,
                    Entry::Quit => Go::Quit,
                    Entry::Chapter(chapter) => Go::Chapter(chapter),
                    Entry::Action(action) => Go::Chosen(action),
                });
                std::iter::once(Call::Leave).chain(go.map(Call::Go)).collect()
            }
        }
    }

    /// Draws the palette.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.picker.draw(frame, inset(area), theme);
    }
}
