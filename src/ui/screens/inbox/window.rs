//! The part of a list that is in memory: some hundred rows around the selection, extended at either end by asking
//! for the rows next to it. The whole list is never read, however long it is.

use crate::domain::ids::CaseId;
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::{From, ListQuery, ListRow, Page, RowKey, Sort, View};
use crate::ui::message::{Effect, ListEffect, Ticket};

/// Rows asked for at a time: two tall screens, so that paging rarely waits.
const PAGE_ROWS: u32 = 120;
/// Rows kept; what is further away than this is forgotten and asked for again.
const KEPT_ROWS: usize = 360;

/// What the awaited page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Another list, or its beginning: selection on the first row.
    First,
    /// The end of the list: selection on the last row.
    Last,
    /// The same list read again: selection stays on its case.
    Again,
    /// More rows below.
    Below,
    /// More rows above.
    Above,
}

/// Rows, selection and the first row on the screen.
#[derive(Debug, Clone, Default)]
pub struct Window {
    rows: Vec<ListRow>,
    total: Option<u64>,
    at_top: bool,
    at_bottom: bool,
    /// Place of the first row in the whole list, when it is known.
    first_place: Option<u64>,
    selected: usize,
    top: usize,
    height: usize,
    tickets: u64,
    awaited: Option<(Ticket, Wanted)>,
    loaded: bool,
}

/// Which list a window shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub view: View,
    /// Narrowed by these words.
    pub filter: Filter,
    /// In this order.
    pub sort: Sort,
}

impl Window {
    /// The rows in memory that fit on the screen, with whether each is selected.
    pub fn visible(&self) -> impl Iterator<Item = (&ListRow, bool)> {
        self.rows
            .iter()
            .enumerate()
            .skip(self.top)
            .take(self.height)
            .map(|(index, row)| (row, index == self.selected))
    }

    /// Whether any of the rows in memory is of this sort.
    pub fn any(&self, is_so: impl Fn(&ListRow) -> bool) -> bool {
        self.rows.iter().any(is_so)
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&ListRow> {
        self.rows.get(self.selected)
    }

    /// Whether any page has arrived yet.
    pub fn is_loaded(&self) -> bool {
        self.loaded
    }

    /// Whether the list is known to hold nothing.
    pub fn is_empty(&self) -> bool {
        self.loaded && self.rows.is_empty()
    }

    /// Whether the first row of the list is selected.
    pub fn is_at_first(&self) -> bool {
        self.selected == 0 && self.at_top
    }

    /// `21/267`, as far as it is known.
    pub fn place(&self) -> Option<String> {
        if self.rows.is_empty() {
            return None;
        }
        let place = self.first_place.map(|first| first + as_u64(self.selected) + 1);
        match (place, self.total) {
            (Some(place), Some(total)) => Some(format!("{place}/{total}")),
            (None, Some(total)) => Some(format!("共{total}件")),
            (Some(place), None) => Some(format!("第{place}件")),
            (None, None) => None,
        }
    }

    /// Tells how many rows the screen has room for.
    pub fn set_height(&mut self, height: usize) {
        self.height = height.max(1);
        self.keep_in_sight();
    }

    /// Asks for the beginning of a list. The former rows go at once: a key pressed before the answer comes must not
    /// act on a case of the former list, nor a refresh page by its order.
    pub fn open(&mut self, list: &Listed) -> Effect {
        *self = Self { height: self.height, tickets: self.tickets, ..Self::default() };
        self.ask(list, Wanted::First, From::Top, PAGE_ROWS)
    }

    /// Asks for the beginning of a list while the former rows stay to be seen: whoever types a filter acts on none of
    /// them yet.
    pub fn narrow(&mut self, list: &Listed) -> Effect {
        self.ask(list, Wanted::First, From::Top, PAGE_ROWS)
    }

    /// Whether the rows shown are those of a former list, because the one asked for has not come.
    pub fn awaits_another_list(&self) -> bool {
        matches!(self.awaited, Some((_, Wanted::First | Wanted::Last)))
    }

    /// Asks for the same rows again, keeping the selection on its case.
    pub fn refresh(&mut self, list: &Listed) -> Effect {
        let from = match self.rows.get(self.top) {
            Some(row) if self.top > 0 || !self.at_top => From::At(row.key.clone()),
            Some(_) | None => From::Top,
        };
        self.ask(list, Wanted::Again, from, PAGE_ROWS)
    }

    /// Moves the selection by rows and asks for more when it comes near an end.
    pub fn step(&mut self, shown: &Listed, rows: isize) -> Option<Effect> {
        let last = self.rows.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
        self.keep_in_sight();
        self.extend(shown, rows)
    }

    /// Moves by screens or half screens: `(1, 2)` is half a screen down.
    pub fn turn(&mut self, list: &Listed, screens: isize, parts: usize) -> Option<Effect> {
        let rows = isize::try_from((self.height / parts).max(1)).unwrap_or(1);
        self.step(list, screens * rows)
    }

    /// Goes to the first row of the list.
    pub fn home(&mut self, list: &Listed) -> Option<Effect> {
        if self.at_top {
            self.selected = 0;
            self.keep_in_sight();
            return None;
        }
        Some(self.ask(list, Wanted::First, From::Top, PAGE_ROWS))
    }

    /// Goes to the last row of the list.
    pub fn end(&mut self, list: &Listed) -> Option<Effect> {
        if self.at_bottom {
            self.selected = self.rows.len().saturating_sub(1);
            self.keep_in_sight();
            return None;
        }
        Some(self.ask(list, Wanted::Last, From::Bottom, PAGE_ROWS))
    }

    /// Selects a case, where it is among the rows in memory.
    pub fn select(&mut self, case: CaseId) {
        if let Some(place) = self.rows.iter().position(|row| row.id == case) {
            self.selected = place;
            self.keep_in_sight();
        }
    }

    /// Selects the row that is shown on this line of the screen.
    pub fn pick(&mut self, line: usize) -> bool {
        let index = self.top + line;
        let exists = index < self.rows.len() && line < self.height;
        if exists {
            self.selected = index;
        }
        exists
    }

    /// Takes in an awaited page; a page that was overtaken by a later request is left aside.
    pub fn take(&mut self, ticket: Ticket, page: Page) -> bool {
        let Some((_, wanted)) = self.awaited.filter(|(awaited, _)| *awaited == ticket) else { return false };
        self.awaited = None;
        self.loaded = true;
        self.total = page.total;
        match wanted {
            Wanted::First | Wanted::Last | Wanted::Again => self.replace(page, wanted),
            Wanted::Below => self.append(page),
            Wanted::Above => self.prepend(page),
        }
        self.keep_in_sight();
        true
    }

    fn replace(&mut self, page: Page, wanted: Wanted) {
        let kept = self.selected().map(|row| row.id);
        let line = self.selected.saturating_sub(self.top);
        self.first_place = match page.total {
            _ if page.at_top => Some(0),
            Some(total) if page.at_bottom => Some(total.saturating_sub(as_u64(page.rows.len()))),
            Some(_) | None => None,
        };
        (self.rows, self.at_top, self.at_bottom) = (page.rows, page.at_top, page.at_bottom);
        let last = self.rows.len().saturating_sub(1);
        (self.top, self.selected) = match wanted {
            Wanted::Last => (last, last),
            Wanted::Again => {
                let place = kept.and_then(|id| self.rows.iter().position(|row| row.id == id));
                (0, place.unwrap_or(line).min(last))
            }
            Wanted::First | Wanted::Below | Wanted::Above => (0, 0),
        };
    }

    fn append(&mut self, page: Page) {
        self.rows.extend(page.rows);
        self.at_bottom = page.at_bottom;
        let surplus = self.rows.len().saturating_sub(KEPT_ROWS).min(self.top);
        if surplus > 0 {
            self.rows.drain(..surplus);
            self.at_top = false;
            self.first_place = self.first_place.map(|first| first + as_u64(surplus));
            self.selected = self.selected.saturating_sub(surplus);
            self.top = self.top.saturating_sub(surplus);
        }
    }

    fn prepend(&mut self, page: Page) {
        let added = page.rows.len();
        self.first_place = match self.first_place {
            _ if page.at_top => Some(0),
            known => known.and_then(|first| first.checked_sub(as_u64(added))),
        };
        self.at_top = page.at_top;
        self.rows.splice(0..0, page.rows);
        self.selected += added;
        self.top += added;
        let kept = KEPT_ROWS.max(self.top + self.height);
        if self.rows.len() > kept {
            self.rows.truncate(kept);
            self.at_bottom = false;
        }
    }

    fn extend(&mut self, list: &Listed, direction: isize) -> Option<Effect> {
        if self.awaited.is_some() {
            return None;
        }
        let near = self.height * 2;
        if direction > 0 && !self.at_bottom && self.selected + near >= self.rows.len() {
            let key = self.rows.last()?.key.clone();
            return Some(self.ask(list, Wanted::Below, From::After(key), PAGE_ROWS));
        }
        if direction < 0 && !self.at_top && self.selected < near {
            let key: RowKey = self.rows.first()?.key.clone();
            return Some(self.ask(list, Wanted::Above, From::Before(key), PAGE_ROWS));
        }
        None
    }

    fn ask(&mut self, list: &Listed, wanted: Wanted, from: From, limit: u32) -> Effect {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.awaited = Some((ticket, wanted));
        let Listed { view, filter, sort } = list.clone();
        Effect::Lists(ListEffect::Page(ticket, ListQuery { view, filter, sort, from, limit }))
    }

    fn keep_in_sight(&mut self) {
        let lowest = (self.selected + 1).saturating_sub(self.height.max(1));
        let most = self.rows.len().saturating_sub(self.height);
        self.top = self.top.clamp(lowest, self.selected.max(lowest)).min(most.max(lowest));
    }
}

fn as_u64(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
