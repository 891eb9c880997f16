//! A case as one line of the list: how close its limit is, its number and title, where it is handled, and what is to
//! be done next by whom.

use ratatui::style::Style;

use crate::actions;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::town::waits::WaitsFor;
use crate::domain::view::listing::ListRow;
use crate::domain::words::DocumentKind;
use crate::domain::words::{Group, Position};
use crate::ui::screens::words;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Column, TableRow};

/// The columns of the list. The title takes what the others leave; a long unit or a long name of whoever acts gives
/// way with it, none of them for blanks in another.
pub const COLUMNS: [Column; 5] = [
    Column::need(12).titled("剩余"),
    Column::need(12).titled("编号"),
    Column::fill(4).titled("事项名称"),
    Column::fill(1).titled("单位"),
    Column::fill(2).titled("下一步").gap(0),
];

/// What is said beside an act whose post nobody holds.
const VACANT: &str = "岗位空缺";

/// What is said beside the days that remain where they will not be enough at the usual pace.
const PRESSING: &str = " 将超期";

fn is_pressing(row: &ListRow, desk: &Desk) -> bool {
    row.safe.is_some_and(|safe| safe.is_pressing(desk.settings.limit_day(desk.now)))
}

/// The row of a case.
pub fn table_row(
    row: &ListRow,
    (is_selected, is_marked): (bool, bool),
    desk: &Desk,
    theme: &Theme,
) -> TableRow {
    let running = row.running();
    let is_late = running.is_some_and(words::needs_attention);
    let pressing = if is_pressing(row, desk) { PRESSING } else { "" };
    let remaining =
        running.map_or_else(|| "-".to_owned(), |reading| format!("{}{pressing}", words::remaining(reading)));
    // The selected row shows in one style from end to end.
    let urgency = if is_selected {
        Style::new()
    } else {
        running.map_or(theme.dim, |reading| words::level_style(reading, theme))
    };
    let style = if is_marked { theme.marked } else { theme.plain };
    let marks = format!(
        "{}{}{}",
        if is_marked { glyphs::STAR } else { " " },
        if is_late { glyphs::ALARM } else { " " },
        told(row).unwrap_or_default()
    );
    let place = place(row, desk);
    let title = title(row, &place);
    let mut cells = vec![(remaining, urgency)];
    cells.extend(
        [words::short_number(&row.case_no, desk), title, place, next(row, desk)]
            .map(|words| (words, Style::new())),
    );
    TableRow { marks: (marks, urgency), cells, style }
}

/// A paper to be written anew, or a case that came since one looked last.
pub fn told(row: &ListRow) -> Option<&'static str> {
    let is_mine = row.group == Some(Group::Mine);
    match row.returned {
        Some(_) if is_mine => Some("退"),
        Some(_) | None => row.is_new.then_some("新"),
    }
}

/// The unit, or where the matter lies while none is decided.
fn place(row: &ListRow, desk: &Desk) -> String {
    let decided = row.unit.map(|unit| desk.org.unit_name(unit).to_owned());
    decided.or_else(|| row.village.clone()).unwrap_or_else(|| "未定".to_owned())
}

/// The title without the place name that stands beside it anyway.
fn title(row: &ListRow, place: &str) -> String {
    let named = row.title.strip_prefix(place).filter(|rest| rest.chars().count() >= 4);
    let title = named.unwrap_or(&row.title);
    // A word, because no mark is known to everybody.
    if row.repeat_of.is_some() { format!("[疑重复] {title}") } else { title.to_owned() }
}

/// What is to be done and by whom: `研判`, `改答复 罗敬安退`, `催 文海涛 拟答复`, `审签 · 李敏`, `等群众评价`.
pub fn next(row: &ListRow, desk: &Desk) -> String {
    if row.stage.is_final() {
        return row.stage.label().to_owned();
    }
    if let Some(chase) = row.chased {
        return chase.label().to_owned();
    }
    let act = act(row, desk);
    match row.group {
        Some(Group::Mine) if is_vacant(row, desk) => format!("{act} {} {VACANT}", glyphs::DOT),
        Some(Group::Mine) => act,
        Some(Group::AwaitingWord) => Group::AwaitingWord.label().to_owned(),
        Some(Group::ToUrge) => format!("催 {} {act}", holder(row, desk)),
        Some(Group::Others) | None => match holder(row, desk) {
            whoever if whoever.is_empty() => act,
            whoever => format!("{act} {} {whoever}", glyphs::DOT),
        },
    }
}

fn act(row: &ListRow, desk: &Desk) -> String {
    if row.to_sign {
        return "审签".to_owned();
    }
    if let Some((document, person)) = row.returned {
        return format!("改{} {}退", short(document), desk.org.person_name(person));
    }
    let act = row.next_step.as_deref().and_then(|code| actions::find(code).ok());
    act.map_or_else(
        || row.stage.label().to_owned(),
        // The name of whoever signs has to fit beside it.
        |act| {
            if act.on_case().is_ok_and(|on| on.signs.is_some()) {
                "审签".to_owned()
            } else {
                act.label().to_owned()
            }
        },
    )
}

const fn short(document: DocumentKind) -> &'static str {
    match document {
        DocumentKind::Proposal => "拟办",
        DocumentKind::Reply => "答复",
        DocumentKind::ReportUp => "上报",
        DocumentKind::Clue => "线索",
        DocumentKind::Extension => "延期",
        DocumentKind::Override => "时限",
        DocumentKind::Circular => "通报",
    }
}

/// Whether nobody is there for whom it waits, so that it stands with whoever looks.
fn is_vacant(row: &ListRow, desk: &Desk) -> bool {
    match &row.waits_for {
        Some(WaitsFor::Unit(unit)) => desk.org.holders(Position::Handler, Some(*unit)).next().is_none(),
        Some(WaitsFor::People(people)) => {
            !people.iter().any(|person| desk.org.person(*person).is_some_and(|person| person.active))
        }
        Some(WaitsFor::Role(_) | WaitsFor::StandIn { .. }) | None => false,
    }
}

/// Who has to act; a unit that named nobody stands in the column before.
fn holder(row: &ListRow, desk: &Desk) -> String {
    match &row.waits_for {
        None => String::new(),
        Some(WaitsFor::Unit(_)) => "承办单位".to_owned(),
        Some(WaitsFor::Role(role)) => role.label().to_owned(),
        Some(people @ (WaitsFor::People(_) | WaitsFor::StandIn { .. })) => {
            people.people_named(&desk.org).unwrap_or_default()
        }
    }
}
