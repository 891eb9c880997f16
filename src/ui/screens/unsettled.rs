//! 待处理事项: what only the district may handle, and what an upgrade left undecided. Enter does what there is to do about
//! the selected line.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::page::Writer;
use super::places::Place;
use super::{Around, Call, Go, Screen, Told};
use crate::actions::seal;
use crate::domain::code::Coded as _;
use crate::domain::view::unsettled::{LEFT_TO_THE_DISTRICT, LeftToTheDistrict, UndecidedCase, Unsettled};
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, Message, TownEffect, TownMessage};
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};

pub static PLACE: Place =
    Place::screen("待处理事项", "须由区里处理的、升级后须核对的投诉", |_, _| {
        Ok(Box::new(UnsettledScreen::default()))
    });

/// What it is, and its value or what has to be done.
const TABLE: Table<'static> =
    Table { inset: 0, marks: 1, columns: &[Column::fixed(30).gap(1), Column::rest(1, 0).gap(0)] };

/// Lines at the bottom that say all of the selected line.
const MEANING_LINES: u16 = 5;

#[derive(Default)]
pub struct UnsettledScreen {
    unsettled: Unsettled,
    selected: usize,
    height: usize,
}

/// A line that can be selected.
enum Item<'a> {
    Left(&'a LeftToTheDistrict),
    Undecided(&'a UndecidedCase),
}

impl UnsettledScreen {
    fn items(&self) -> Vec<Item<'_>> {
        let left = self.unsettled.left.iter().map(Item::Left);
        let undecided = self.unsettled.undecided.iter().map(Item::Undecided);
        left.chain(undecided).collect()
    }

    fn move_by(&mut self, rows: isize) {
        let last = self.items().len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }

    fn open(&self) -> Vec<Call> {
        let items = self.items();
        let go = match items.get(self.selected) {
            Some(Item::Left(left)) => Go::Unseen(&seal::ACT, Box::new((*left).clone())),
            Some(Item::Undecided(found)) => Go::Case(found.case),
            None => return Vec::new(),
        };
        vec![Call::Go(go)]
    }

    fn meaning(&self, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        let mut page = Writer::new(width, theme);
        match self.items().get(self.selected) {
            Some(Item::Left(_)) => page.alarm(LEFT_TO_THE_DISTRICT),
            Some(Item::Undecided(found)) => page.alarm(&format!("{}。回车打开该件。", found.why.label())),
            None => page.dim("没有待处理的：没有须由区纪委监委处理的投诉，升级也没有留下要核对的。"),
        }
        page.finish()
    }
}

impl Screen for UnsettledScreen {
    fn scope(&self) -> Scope {
        Scope::Unsettled
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, _around: &Around) -> Vec<Call> {
        if let Some(rows) = what.rows(self.height) {
            self.move_by(rows);
            return Vec::new();
        }
        match what {
            Do::Open => return self.open(),
            Do::Back => return vec![Call::Leave],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        match told {
            Told::Opened | Told::Changed => vec![Call::Ask(Effect::Town(TownEffect::Unsettled))],
            Told::Message(Message::Town(TownMessage::Unsettled(unsettled))) => {
                self.unsettled = unsettled.as_ref().clone();
                self.move_by(0);
                Vec::new()
            }
            Told::Message(_)
            | Told::Masked
            | Told::Filter(..)
            | Told::Next(_)
            | Told::Back(_)
            | Told::Leaving => Vec::new(),
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        let [head, list, foot] = Layout::vertical([
            Constraint::Length(2),
            Constraint::Min(1),
            Constraint::Length(MEANING_LINES.min(area.height / 3)),
        ])
        .areas(area);
        frame.render_widget(Line::styled("  待处理事项", theme.title), head);
        self.height = usize::from(list.height).max(1);
        let first = first_shown(self.selected, self.height);
        let items = self.items();
        let rows: Vec<TableRow> =
            items.iter().skip(first).take(self.height).map(|item| row(item, around)).collect();
        let lines = TABLE.lines(list.width.into(), &rows, Some(self.selected - first), theme.selected);
        frame.render_widget(Paragraph::new(lines), list);
        frame.render_widget(Paragraph::new(self.meaning(foot.width, theme)), foot);
    }
}

fn row(item: &Item<'_>, around: &Around) -> TableRow {
    let theme = &around.theme;
    match item {
        Item::Left(left) => TableRow::of(vec![
            (format!("{} {}（{}收到）", glyphs::ALARM, left.case_no, left.received_on), theme.bad),
            ("须由区纪委监委处理；回车密封上报".to_owned(), theme.bad),
        ]),
        Item::Undecided(found) => TableRow::of(vec![
            (format!("{} {}  升级后须核对", glyphs::ALARM, found.case_no), theme.warn),
            (found.why.label().to_owned(), theme.plain),
        ]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::undecided::Undecided;
    use crate::domain::ids::CaseId;
    use crate::domain::time::Date;
    use crate::ui::screens::testing::around;

    fn unsettled() -> Unsettled {
        let left = LeftToTheDistrict {
            case: CaseId(7),
            case_no: "2026-0007".to_owned(),
            received_on: Date::constant(2026, 11, 16),
            seq: 2,
        };
        let why = Undecided::PositionNamed;
        let found = UndecidedCase { case: CaseId(3), case_no: "2026-0003".to_owned(), why };
        Unsettled { left: vec![left], undecided: vec![found] }
    }

    #[test]
    fn enter_seals_what_is_the_districts_and_opens_what_is_undecided() {
        let around = around();
        let mut screen = UnsettledScreen::default();
        let told = Message::Town(TownMessage::Unsettled(Box::new(unsettled())));
        screen.hear(Told::Message(&told), &around);
        let opened = |screen: &mut UnsettledScreen| screen.does(Do::Open, &around).pop();
        assert!(matches!(
            opened(&mut screen),
            Some(Call::Go(Go::Unseen(act, left))) if act.code == "seal" && left.case_no == "2026-0007"
        ));
        screen.does(Do::Down, &around);
        assert!(matches!(opened(&mut screen), Some(Call::Go(Go::Case(CaseId(3))))));
    }
}
