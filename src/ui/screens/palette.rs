//! The palette: every action, pane and help topic by a few letters with its key, and any case by a piece of its number or
//! title.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::places::Place;
use super::{Around, Call, Go, PLACES, QUIT, Screen, Told, inset};
use crate::actions::{Act, delegate, meeting_prepare, on_case_menu, on_records, on_town, urge};
use crate::domain::code::Coded as _;
use crate::domain::ids::CaseId;
use crate::domain::view::kept_filter::KeptFilter;
use crate::domain::view::listing::ListRow;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Keys, Scope, lookup};
use crate::ui::manual::{CHAPTERS, Chapter};
use crate::ui::message::{Effect, ListEffect, ListMessage, Message, Ticket};
use crate::ui::widgets::picker::{Choice, Picked, Picker};

/// Opened by its key, and so not among what it offers.
pub static PLACE: Place = Place::screen("命令", "", |around, _| {
    let sandbox = around.desk.as_ref().is_some_and(|desk| desk.sandbox);
    Ok(Box::new(Palette::new(sandbox, around)))
});

/// What an entry leads to.
enum Entry {
    Place(&'static Place),
    Chapter(&'static Chapter),
    Action(&'static Act),
    Case(CaseId),
    Kept(Box<KeptFilter>),
}

/// The key that does what an entry does, where one does.
fn key_of(entry: &Entry, keys: &Keys) -> Option<String> {
    let does = match entry {
        Entry::Place(place) => place.does?,
        Entry::Action(act) if **act == urge::ACT => (Scope::Inbox, Do::Urge),
        Entry::Action(act) if **act == meeting_prepare::ACT => (Scope::Inbox, Do::PrepareMeeting),
        Entry::Action(act) if **act == delegate::ACT => (Scope::Approval, Do::Delegate),
        Entry::Action(_) | Entry::Chapter(_) | Entry::Case(_) | Entry::Kept(_) => return None,
    };
    keys.key_for(does.0, does.1)
}

/// The open palette.
pub struct Palette {
    entries: Vec<Entry>,
    /// How many of them are no cases.
    commands: usize,
    picker: Picker,
    /// The words for which cases were asked for last, by the number of the request.
    asked: (Ticket, String),
    /// Whether the answer is still to come: one question at a time, however fast one types.
    is_awaited: bool,
}

impl Palette {
    /// Everything that can be gone to or done; switching persons only in the practice town.
    fn new(sandbox: bool, around: &Around) -> Self {
        let places = PLACES
            .iter()
            .filter(|place| sandbox || !place.in_practice_only)
            .map(|place| (Entry::Place(place), place.label, place.note));
        let actions =
            on_case_menu().map(|action| (Entry::Action(action), action.label(), action.questions.summary));
        let town = on_records()
            .chain(on_town())
            .map(|action| (Entry::Action(action), action.label(), action.questions.summary));
        let chapters = CHAPTERS.iter().map(|chapter| (Entry::Chapter(chapter), chapter.title(), "操作说明"));
        let quit = (Entry::Place(&QUIT), QUIT.label, QUIT.note);
        let named =
            places.chain(actions).chain(town).chain(chapters).chain([quit]).map(|(entry, label, note)| {
                let key = key_of(&entry, &around.keys).map_or_else(String::new, |key| format!("[{key}] "));
                (entry, Choice::new(label, label).note(format!("{key}{note}")))
            });
        let kept = around.kept.iter().map(|kept| {
            let choice = Choice::new(&kept.name, &kept.name).note(format!("常用筛选 {}", kept.words));
            (Entry::Kept(Box::new(kept.clone())), choice)
        });
        let (entries, choices): (Vec<Entry>, Vec<Choice>) = named.chain(kept).unzip();
        Self {
            commands: entries.len(),
            entries,
            picker: Picker::one("命令；也可输入编号或事项名称里的几个字找一件", choices, None),
            asked: (Ticket::default(), String::new()),
            is_awaited: false,
        }
    }

    /// Asks for the cases of what is typed, unless they were asked for or an answer is still to come.
    fn look_for_cases(&mut self) -> Vec<Call> {
        let words = self.picker.query().trim().to_owned();
        if self.is_awaited || words == self.asked.1 {
            return Vec::new();
        }
        if words.is_empty() {
            self.asked.1 = words;
            self.show_cases(&[]);
            return Vec::new();
        }
        let ticket = Ticket(self.asked.0.0 + 1);
        self.asked = (ticket, words.clone());
        self.is_awaited = true;
        vec![Call::Ask(Effect::Lists(ListEffect::Find(ticket, words)))]
    }

    fn show_cases(&mut self, rows: &[ListRow]) {
        self.entries.truncate(self.commands);
        self.entries.extend(rows.iter().map(|row| Entry::Case(row.id)));
        let choice = |row: &ListRow| {
            Choice::new(row.case_no.clone(), format!("{} {}", row.case_no, row.title)).note(row.stage.label())
        };
        self.picker.show_found(rows.iter().map(choice).collect());
    }
}

impl Screen for Palette {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    /// What matches no entry but holds a digit is taken for a case's number.
    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        if let Input::Key(key) = input
            && lookup(Scope::Picker, key) == Some(Do::Open)
            && self.picker.selected().is_none()
        {
            let number = self.picker.query().trim().to_owned();
            let is_number = number.chars().any(|c| c.is_ascii_digit());
            return if is_number { vec![Call::Leave, Call::Go(Go::Numbered(number))] } else { Vec::new() };
        }
        match self.picker.handle(input) {
            Picked::Pending => self.look_for_cases(),
            Picked::Cancelled => vec![Call::Leave],
            Picked::Taken(places) => {
                let entry = places.first().and_then(|place| self.entries.get(*place));
                let go = entry.map(|entry| match entry {
                    Entry::Place(place) => Go::To(place),
                    Entry::Chapter(chapter) => Go::Chapter(chapter),
                    Entry::Action(action) => Go::Chosen(action),
                    Entry::Case(id) => Go::Case(*id),
                    Entry::Kept(kept) => Go::Recall(kept.clone()),
                });
                std::iter::once(Call::Leave).chain(go.map(Call::Go)).collect()
            }
        }
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        if let Told::Message(Message::Lists(ListMessage::Found(ticket, rows))) = told
            && *ticket == self.asked.0
        {
            self.is_awaited = false;
            self.show_cases(rows);
            return self.look_for_cases();
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        self.picker.draw(frame, inset(area), &around.theme);
    }
}
