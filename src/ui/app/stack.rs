//! The screens that are open, one upon the other. The first is the inbox and is never closed; a pane that was called
//! lies right above it.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ids::CaseId;
use crate::domain::view::console_place::ConsolePlace;
use crate::ui::keys::Scope;
use crate::ui::message::Effect;
use crate::ui::screens::places::Place;
use crate::ui::screens::{Around, Call, CaseInSight, CaseList, Screen, Told};

struct Layer {
    screen: Box<dyn Screen>,
    /// The row of the table by which it was opened, where it was one.
    place: Option<&'static Place>,
}

impl Layer {
    fn is(&self, place: &Place) -> bool {
        self.place.is_some_and(|opened| opened.is(place))
    }
}

pub struct Stack {
    bottom: Layer,
    above: Vec<Layer>,
}

impl Stack {
    /// One screen, which is never closed.
    pub const fn new(screen: Box<dyn Screen>, place: &'static Place) -> Self {
        Self { bottom: Layer { screen, place: Some(place) }, above: Vec::new() }
    }

    pub fn top(&mut self) -> &mut dyn Screen {
        self.above.last_mut().unwrap_or(&mut self.bottom).screen.as_mut()
    }

    /// Draws the screen on top, under a window what it lies on.
    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let is_whole = |layer: &Layer| !layer.screen.is_window();
        let lowest = self.above.iter().rposition(is_whole);
        if lowest.is_none() {
            self.bottom.screen.draw(frame, area, around);
        }
        for layer in self.above.iter_mut().skip(lowest.unwrap_or(0)) {
            layer.screen.draw(frame, area, around);
        }
    }

    /// The bindings that hold now.
    pub fn scope(&self) -> Scope {
        self.above.last().unwrap_or(&self.bottom).screen.scope()
    }

    /// The digit of the pane under which all that is open stands.
    pub fn tab(&self) -> u8 {
        self.above.first().and_then(|layer| layer.place).map_or(1, |place| place.tab)
    }

    /// Whether the screen on top knows what it drew there.
    pub fn takes_click(&self, column: u16, row: u16) -> bool {
        self.above.last().unwrap_or(&self.bottom).screen.takes_click(column, row)
    }

    /// What is selected in the pane under which all that is open stands.
    pub fn spot(&self) -> Option<String> {
        self.above.first()?.screen.spot()
    }

    /// How the list at the bottom stands.
    pub fn place(&self) -> ConsolePlace {
        self.bottom.screen.place().unwrap_or_default()
    }

    /// Where one is: the pane, and what was opened upon it one after the other; nothing on a bare pane. A case that
    /// stands in the list says where.
    pub fn crumbs(&mut self) -> Option<(String, String)> {
        let is_pane = |layer: &Layer| layer.place.is_some_and(|place| place.pane.is_some());
        let over_pane = usize::from(self.above.first().is_some_and(is_pane));
        if self.above.len() <= over_pane {
            return None;
        }
        let called = |layer: &Layer| layer.screen.crumb().or_else(|| Some(layer.place?.label.to_owned()));
        let bottom = if over_pane == 0 { Some(&self.bottom) } else { None };
        let crumbs: Vec<String> = bottom.into_iter().chain(&self.above).filter_map(called).collect();
        let shown = self.cases().next().map(|case| case.id);
        let list = self.list().filter(|list| shown.is_some() && list.selected_case() == shown);
        let place = list.and_then(|list| list.place_in_list()).filter(|place| place.contains('/'));
        let place = place.map_or_else(String::new, |place| format!("  [{place}]"));
        Some((crumbs.join(" / "), place))
    }

    pub fn push(&mut self, screen: Box<dyn Screen>, place: Option<&'static Place>) {
        self.above.push(Layer { screen, place });
    }

    pub fn pop(&mut self) {
        self.above.pop();
    }

    /// Whether nothing lies over the inbox.
    pub fn is_bare(&self) -> bool {
        self.above.is_empty()
    }

    pub fn is_on_top(&self, place: &Place) -> bool {
        self.above.last().unwrap_or(&self.bottom).is(place)
    }

    /// Closes everything above a pane, and the pane that lies there when it is another one. Says whether the pane is
    /// open now.
    pub fn clear_for(&mut self, pane: &Place) -> bool {
        if self.bottom.is(pane) {
            self.above.clear();
            return true;
        }
        let is_open = self.above.first().is_some_and(|layer| layer.is(pane));
        self.above.truncate(usize::from(is_open));
        is_open
    }

    /// Closes every screen of a case.
    pub fn close_cases(&mut self) {
        self.above.retain(|layer| layer.screen.case().is_none());
    }

    /// Drafts of everything typed and not committed.
    pub fn keep(&mut self) -> Vec<Effect> {
        self.all().filter_map(Screen::keep).collect()
    }

    pub fn has_unkept(&self) -> bool {
        self.above.iter().any(|layer| layer.screen.has_unkept())
    }

    /// The cases laid open, the uppermost first.
    pub fn cases(&self) -> impl Iterator<Item = CaseInSight<'_>> {
        self.above.iter().rev().filter_map(|layer| layer.screen.case())
    }

    pub fn shows(&self, id: CaseId) -> bool {
        self.cases().any(|case| case.id == id)
    }

    /// The uppermost list of cases.
    pub fn list(&mut self) -> Option<&mut dyn CaseList> {
        self.all().find_map(Screen::list)
    }

    /// Tells all screens, the uppermost first, and closes those that ask for it.
    pub fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        let mut calls = Vec::new();
        for place in (0..self.above.len()).rev() {
            let Some(layer) = self.above.get_mut(place) else { continue };
            let said = layer.screen.hear(told, around);
            if said.iter().any(|call| matches!(call, Call::Leave)) {
                self.above.remove(place);
            }
            calls.extend(said.into_iter().filter(|call| !matches!(call, Call::Leave)));
        }
        calls.extend(self.bottom.screen.hear(told, around));
        calls
    }

    fn all(&mut self) -> impl Iterator<Item = &mut (dyn Screen + 'static)> {
        let above = self.above.iter_mut().rev();
        above.chain([&mut self.bottom]).map(|layer| layer.screen.as_mut())
    }
}
