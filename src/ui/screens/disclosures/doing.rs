//! What Enter and the letters bring about: a cell, a record, a matter; something that happened; a catalogue read from a file;
//! a record linked with a case.

use std::path::Path;

use super::{Asking, Disclosures, Narrowed, Part, matters, records};
use crate::actions::{Answers, disclosure_event, disclosure_link, matters_import, set_matter};
use crate::domain::desk::Desk;
use crate::domain::ids::DisclosureId;
use crate::domain::town::matter::Matter;
use crate::ui::input::Input;
use crate::ui::message::{DisclosureEffect, Effect};
use crate::ui::screens::files::Choosing;
use crate::ui::screens::{Call, Go};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::picker::{Choice, Picked, Picker};
use crate::ui::widgets::toast::{Toast, Tone};

impl Disclosures {
    pub(super) fn open(&mut self, desk: &Desk) -> Vec<Call> {
        match self.part {
            Part::Grid => self.open_cell(desk),
            Part::Records => {
                let row = self.records(desk).get(self.selected).map(|row| (row.id, row.told()));
                row.map_or_else(Vec::new, |(id, told)| self.open_record(id, &told))
            }
            Part::Matters => self.change_matter(desk),
        }
    }

    /// The one record of the cell, or all of them as a list.
    fn open_cell(&mut self, desk: &Desk) -> Vec<Call> {
        let (Some((unit, month)), Some(pane)) = (self.at_cell(), &self.pane) else { return Vec::new() };
        let narrowed = Narrowed::Cell(unit, month);
        let rows = records::listed(&pane.rows, narrowed, desk);
        match rows.as_slice() {
            [] => vec![Call::Say(Toast::new(Tone::Told, "这个单位这个月没有公示记录。"))],
            [only] => {
                let (id, told) = (only.id, only.told());
                self.open_record(id, &told)
            }
            _ => {
                (self.part, self.narrowed, self.selected) = (Part::Records, narrowed, 0);
                Vec::new()
            }
        }
    }

    /// The record laid open; where one is chosen for a case, the link to it.
    fn open_record(&mut self, id: DisclosureId, told: &str) -> Vec<Call> {
        let Some(case) = &self.case else { return vec![Call::Go(Go::Disclosure(id))] };
        let question = Confirm::new(format!("把 {case} 与 {told} 关联？")).answered_by("Enter 关联  Esc 不");
        self.asking = Some(Asking::Link(question, id));
        Vec::new()
    }

    pub(super) fn answered(&mut self, asking: Asking, input: &Input, desk: &Desk) -> Vec<Call> {
        match asking {
            Asking::Matter(mut picker, numbers) => match picker.handle(input) {
                Picked::Pending => {
                    self.asking = Some(Asking::Matter(picker, numbers));
                    Vec::new()
                }
                Picked::Cancelled => Vec::new(),
                Picked::Taken(places) => {
                    let matter = places.first().and_then(|place| numbers.get(*place));
                    matter.map_or_else(Vec::new, |matter| Self::event_of(*matter, desk))
                }
            },
            Asking::Link(question, id) => match Confirm::answer(input) {
                None => {
                    self.asking = Some(Asking::Link(question, id));
                    Vec::new()
                }
                Some(false) => Vec::new(),
                Some(true) => {
                    let answers = disclosure_link::answers(self.case.as_deref().unwrap_or_default());
                    let linked = Go::OnDisclosure(&disclosure_link::ACT, (id, None), answers);
                    vec![Call::Leave, Call::Go(linked)]
                }
            },
        }
    }

    fn change_matter(&self, desk: &Desk) -> Vec<Call> {
        let matter = self.pane.as_ref().and_then(|pane| pane.matters.get(self.matter));
        let answers = matter.map_or_else(Answers::none, |matter| set_matter::answers(matter, &desk.org));
        vec![Call::Go(Go::TownForm(&set_matter::ACT, answers))]
    }

    /// A new entry of the list, or that something happened which has to be made public.
    pub(super) fn register(&mut self, desk: &Desk) -> Vec<Call> {
        if self.part == Part::Matters {
            return vec![Call::Go(Go::TownForm(&set_matter::ACT, Answers::none()))];
        }
        let offered =
            self.pane.as_ref().map_or_else(Vec::new, |pane| matters::of_events(&pane.matters, desk));
        match offered.as_slice() {
            [] => vec![Call::Say(Toast::new(
                Tone::Told,
                "清单里没有按事项公开的事项；按月公开的到期自动开出。",
            ))],
            [only] => Self::event_of(only.id.0, desk),
            _ => {
                let choice = |matter: &&Matter| {
                    Choice::new(matter.id.0.to_string(), matter.name.clone()).note(matter.cycle.words())
                };
                let choices = offered.iter().map(choice).collect();
                let numbers = offered.iter().map(|matter| matter.id.0).collect();
                let picker = Picker::one("哪一项发生了要公开的事", choices, None);
                self.asking = Some(Asking::Matter(picker, numbers));
                Vec::new()
            }
        }
    }

    fn event_of(matter: i64, desk: &Desk) -> Vec<Call> {
        let answers = disclosure_event::answers(matter, &desk.actor, &desk.org);
        vec![Call::Go(Go::DisclosureForm { action: &disclosure_event::ACT, record: None, answers })]
    }

    pub(super) fn choose_file(&mut self, choosing: Choosing) -> Vec<Call> {
        match choosing {
            Choosing::Goes => Vec::new(),
            Choosing::Look(effect) => vec![Call::Ask(effect)],
            Choosing::Left => {
                self.files = None;
                Vec::new()
            }
            Choosing::Chosen(path) => {
                vec![Call::Ask(Effect::Disclosure(DisclosureEffect::ReadCatalogue(path)))]
            }
        }
    }

    /// A catalogue was read: it goes into the form that tells what it changes before anything is saved.
    pub(super) fn take_catalogue(&mut self, path: &Path, text: &str, warnings: &[String]) -> Vec<Call> {
        if self.files.take().is_none() {
            return Vec::new();
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let noticed = warnings.first().map_or_else(String::new, |first| format!("；{first}"));
        let said = format!("已读出 {name}{noticed}。按 Ctrl-s 先看变动，确认后才导入。");
        vec![
            Call::Go(Go::TownForm(&matters_import::ACT, matters_import::answers(text, false))),
            Call::Say(Toast::new(Tone::Told, said)),
        ]
    }
}
