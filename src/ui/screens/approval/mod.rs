//! 审批: what waits for a signature, mine first; at the right the document beside the facts it rests on. Agreeing takes
//! two keys, and several are agreed to together only after each was read here to its end.

mod detail;
mod draw;
mod records;
mod signing;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use ratatui::Frame;
use ratatui::layout::Rect;

use super::places::{Pane, Place};
use super::{Around, Call, CaseList, Go, INBOX, Screen, Told};
use crate::actions::delegate;
use crate::domain::code::Coded as _;
use crate::domain::document::Decision;
use crate::domain::ids::CaseId;
use crate::domain::view::approvals::{ApprovalItem, ApprovalKey, ApprovalPage, ApprovalQuery};
use crate::domain::view::detail::CaseDetail;
use crate::domain::words::DocumentKind;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{
    CaseEffect, CaseMessage, Effect, ListEffect, ListMessage, MeetingMessage, Message, Performed,
    SessionMessage,
};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::picker::{Picked, Picker};
use crate::ui::widgets::toast::{Toast, Tone};

pub static PLACE: Place = Place::pane(
    "审批",
    "等我审签的文书",
    |_, _| Ok(Box::new(Approvals::default())),
    Pane { digit: 2, badge: |figures| figures.waiting, is_alarm: false },
);

/// Items asked for at a time.
const PAGE_ITEMS: u32 = 100;
/// The next stretch is asked for when the selection comes so near the end.
const NEAR: usize = 20;

/// A document in one version: what was read is bound to it.
type Sheet = (CaseId, DocumentKind, u32);

/// What is being asked about the selected document.
enum Asking {
    /// Which of these words to agree with.
    Agree(Picker, Vec<String>),
    /// Which of these words to return it with.
    Return(Picker, Vec<String>),
    /// Whether to agree to all marked ones with these words.
    Batch(Confirm, String),
}

#[derive(Default)]
pub struct Approvals {
    page: ApprovalPage,
    loaded: bool,
    /// The item after which more were asked for.
    awaits_more: Option<ApprovalKey>,
    selected: usize,
    /// The record of a meeting under the cursor, above the papers of cases.
    record: Option<usize>,
    detail: Option<Box<CaseDetail>>,
    /// The case that was asked for and has not come yet.
    awaited: Option<CaseId>,
    stale: bool,
    scroll: usize,
    /// How far the document could be scrolled, and how many lines are seen at once, when it was last drawn.
    furthest: usize,
    height: usize,
    /// Sheets that stood on the screen to the end of their text.
    read: BTreeSet<Sheet>,
    /// Marked for agreeing together, with the number of events that were seen.
    marks: BTreeMap<Sheet, u32>,
    asking: Option<Asking>,
    /// A signature is on its way.
    sent: bool,
    /// What was answered before the next paper had come; it is asked about that one when it is laid open.
    ahead: Option<Decision>,
    /// How many papers were agreed to and how many returned since the queue was opened.
    done: (u64, u64),
    laid: Option<detail::Laid>,
}

impl Approvals {
    /// Asks for the queue from its beginning; selection and marks stay where they are.
    fn refresh(&mut self) -> Effect {
        self.stale = true;
        self.awaits_more = None;
        Effect::Lists(ListEffect::Approvals(ApprovalQuery { after: None, limit: PAGE_ITEMS }))
    }

    /// A stretch of the queue came.
    fn take(&mut self, after: Option<ApprovalKey>, page: &ApprovalPage) -> Vec<Call> {
        let before = self.item().map(|item| (item.case, item.document));
        let was_sent = std::mem::take(&mut self.sent);
        match after {
            None => self.page = page.clone(),
            Some(key) if self.awaits_more == Some(key) => {
                self.page.items.extend_from_slice(&page.items);
                self.page.at_end = page.at_end;
            }
            // Overtaken by a newer reading.
            Some(_) => return Vec::new(),
        }
        self.awaits_more = None;
        // The first look is at what stands on top; later the cursor stays where it is as long as something is there.
        let is_first_look = !std::mem::replace(&mut self.loaded, true);
        let last = self.page.records.len().checked_sub(1);
        self.record = match last {
            Some(_) if is_first_look => Some(0),
            Some(last) => self.record.map(|place| place.min(last)),
            None => None,
        };
        let same = |item: &ApprovalItem| Some((item.case, item.document)) == before;
        // A paper just signed may go on to the next signer: it stays in the queue and is not for these hands any more.
        let goes_on = |item: &ApprovalItem| was_sent && !item.is_mine;
        let place = self.page.items.iter().position(|item| same(item) && !goes_on(item));
        self.selected = place.unwrap_or_else(|| self.next_of_mine(was_sent));
        let items = &self.page.items;
        self.marks.retain(|sheet, _| items.iter().any(|item| item.is_mine && sheet_of(item) == *sheet));
        if self.item().map(|item| (item.case, item.document)) != before {
            self.asking = None;
            self.scroll = 0;
        }
        self.look_closer()
    }

    /// Where to go on when the selected paper has left the queue: after a signature to the next one that waits for
    /// whoever signs, around the end of theirs.
    fn next_of_mine(&self, was_sent: bool) -> usize {
        let items = &self.page.items;
        let here = self.selected.min(items.len().saturating_sub(1));
        let is_mine = |place: &usize| items.get(*place).is_some_and(|item| item.is_mine);
        let next = (here..items.len()).chain(0..here).find(is_mine);
        next.filter(|_| was_sent).unwrap_or(here)
    }

    /// Counts what was decided here.
    fn count(&mut self, done: &[Performed]) {
        for decided in done.iter().filter_map(|performed| performed.action.on_case().ok()?.signs) {
            match decided {
                Decision::Agree => self.done.0 += 1,
                Decision::Return => self.done.1 += 1,
            }
        }
    }

    /// The answer that was given before the paper stood there, now that it does.
    fn answer_ahead(&mut self, around: &Around) -> Vec<Call> {
        let is_there = !self.sent && self.awaited.is_none() && self.laid_open().is_some();
        let Some(desk) = around.desk.as_ref().filter(|_| is_there) else { return Vec::new() };
        match self.ahead.take() {
            Some(Decision::Agree) => self.agree(desk),
            Some(Decision::Return) => self.send_back(desk),
            None => Vec::new(),
        }
    }

    /// The selected case was read.
    fn show(&mut self, detail: &CaseDetail) -> Vec<Call> {
        if self.awaited == Some(detail.case.id) {
            self.awaited = None;
        }
        if self.selected_case() == Some(detail.case.id) {
            self.detail = Some(Box::new(detail.clone()));
            self.laid = None;
        }
        self.look_closer()
    }

    /// The paper of a case under the cursor.
    fn item(&self) -> Option<&ApprovalItem> {
        self.page.items.get(self.selected).filter(|_| self.record.is_none())
    }

    /// The case laid open, when it is that of the selected document and shows the version of the queue.
    fn laid_open(&self) -> Option<(&ApprovalItem, &CaseDetail)> {
        let item = self.item()?;
        let detail = self.detail.as_deref().filter(|detail| detail.case.id == item.case)?;
        let document = detail.case.document(item.document)?;
        (document.version == item.version).then_some((item, detail))
    }

    fn step(&mut self, rows: isize) -> Vec<Call> {
        if self.step_to_record(rows) {
            return self.look_closer();
        }
        let last = self.page.items.len().saturating_sub(1);
        let before = self.selected;
        self.selected = self.selected.saturating_add_signed(rows).min(last);
        if self.selected != before {
            self.scroll = 0;
        }
        let mut calls = self.look_closer();
        if !self.page.at_end && self.awaits_more.is_none() && self.selected + NEAR > last {
            let after = self.page.items.last().map(ApprovalItem::key);
            self.awaits_more = after;
            calls.push(Call::Ask(Effect::Lists(ListEffect::Approvals(ApprovalQuery {
                after,
                limit: PAGE_ITEMS,
            }))));
        }
        calls
    }

    /// Asks for the selected case, one at a time however fast the selection moves.
    fn look_closer(&mut self) -> Vec<Call> {
        let Some(id) = self.selected_case().filter(|_| self.awaited.is_none()) else { return Vec::new() };
        let is_shown = self.detail.as_ref().is_some_and(|detail| detail.case.id == id);
        if is_shown && !self.stale {
            return Vec::new();
        }
        self.stale = false;
        self.awaited = Some(id);
        vec![Call::Ask(Effect::Case(CaseEffect::Open(id)))]
    }

    fn scroll_by(&mut self, rows: isize) {
        self.scroll = self.scroll.saturating_add_signed(rows).min(self.furthest);
    }
}

impl CaseList for Approvals {
    fn selected_case(&self) -> Option<CaseId> {
        self.item().map(|item| item.case)
    }

    fn step_by(&mut self, rows: isize) -> Vec<Call> {
        self.step(rows)
    }
}

impl Screen for Approvals {
    fn scope(&self) -> Scope {
        match self.asking {
            None => Scope::Approval,
            Some(Asking::Agree(..) | Asking::Return(..)) => Scope::Picker,
            Some(Asking::Batch(..)) => Scope::Confirm,
        }
    }

    /// A key for the open question.
    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        let own = match &self.asking {
            Some(Asking::Agree(picker, _)) => picker.taken_words(input).map(|words| (Decision::Agree, words)),
            Some(Asking::Return(picker, _)) => {
                picker.taken_words(input).map(|words| (Decision::Return, words))
            }
            Some(Asking::Batch(..)) | None => None,
        };
        if let Some((decision, words)) = own {
            // Words of one's own are looked at once more in the form before they are recorded.
            self.asking = None;
            return self.form(decision, Some(&words));
        }
        match self.asking.take() {
            None => Vec::new(),
            Some(Asking::Agree(mut picker, phrases)) => match picker.handle(input) {
                Picked::Pending => {
                    self.asking = Some(Asking::Agree(picker, phrases));
                    Vec::new()
                }
                Picked::Cancelled => Vec::new(),
                Picked::Taken(places) => self.agreed(phrases.get(first(&places)).map(String::as_str)),
            },
            Some(Asking::Return(mut picker, phrases)) => match picker.handle(input) {
                Picked::Pending => {
                    self.asking = Some(Asking::Return(picker, phrases));
                    Vec::new()
                }
                Picked::Cancelled => Vec::new(),
                Picked::Taken(places) => {
                    self.form(Decision::Return, phrases.get(first(&places)).map(String::as_str))
                }
            },
            Some(Asking::Batch(question, phrase)) => match Confirm::answer(input) {
                None => {
                    self.asking = Some(Asking::Batch(question, phrase));
                    Vec::new()
                }
                Some(false) => Vec::new(),
                Some(true) => self.agreed_to_all(&phrase),
            },
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let desk = around.desk.as_ref();
        self.ahead = None;
        let screen = isize::try_from(self.height.max(2)).unwrap_or(isize::MAX);
        match what {
            Do::Down => return self.step(1),
            Do::Up => return self.step(-1),
            Do::Top => return self.step(isize::MIN),
            Do::Bottom => return self.step(isize::MAX),
            Do::PageDown => self.scroll_by(screen - 1),
            Do::PageUp => self.scroll_by(1 - screen),
            Do::HalfDown => self.scroll_by(screen / 2),
            Do::HalfUp => self.scroll_by(-(screen / 2)),
            // A second Enter behind the one that signed belongs to no paper.
            Do::Open if self.sent => {}
            // What is signed was read before: it is opened first.
            Do::Open | Do::Agree | Do::SendBack if self.record.is_some() => return self.open_record(),
            Do::Open => return self.selected_case().map(|id| Call::Go(Go::Case(id))).into_iter().collect(),
            Do::Agree => return desk.map_or_else(Vec::new, |desk| self.agree(desk)),
            Do::SendBack => return desk.map_or_else(Vec::new, |desk| self.send_back(desk)),
            Do::Mark => return self.mark(),
            Do::Minute => return self.open_record(),
            Do::Delegate => return vec![Call::Go(Go::Chosen(&delegate::ACT))],
            Do::Back if !self.marks.is_empty() => self.marks.clear(),
            Do::Back => return vec![Call::Go(Go::To(&INBOX))],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        match told {
            Told::Opened
            | Told::Changed
            | Told::Message(Message::Meeting(MeetingMessage::Performed { .. })) => {
                vec![Call::Ask(self.refresh())]
            }
            // Somebody may have signed first, and the queue shows what is left.
            Told::Message(Message::Case(CaseMessage::Refused { .. })) => {
                self.ahead = None;
                vec![Call::Ask(self.refresh())]
            }
            Told::Message(Message::Lists(ListMessage::Approvals(after, page))) => self.take(*after, page),
            Told::Message(Message::Case(CaseMessage::Read(detail))) => {
                let mut calls = self.show(detail);
                calls.extend(self.answer_ahead(around));
                calls
            }
            Told::Message(Message::Case(CaseMessage::Performed { done, .. })) => {
                self.count(std::slice::from_ref(done));
                Vec::new()
            }
            Told::Message(Message::Case(CaseMessage::PerformedMany { done, .. })) => {
                self.count(done);
                Vec::new()
            }
            Told::Message(Message::Case(CaseMessage::NotThere(_))) => {
                self.awaited = None;
                Vec::new()
            }
            // Nothing was done: it can be tried again.
            Told::Message(Message::Session(SessionMessage::Failed(_))) => {
                (self.sent, self.ahead) = (false, None);
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
        if let Some(desk) = &around.desk {
            self.show_queue(frame, area, desk, &around.theme);
        }
    }

    fn list(&mut self) -> Option<&mut dyn CaseList> {
        Some(self)
    }
}

fn sheet_of(item: &ApprovalItem) -> Sheet {
    (item.case, item.document, item.version)
}

/// `2026-0007 拟办意见第2稿`
fn sheet_name(item: &ApprovalItem) -> String {
    format!("{} {}第{}稿", item.case_no, item.document.label(), item.version)
}

fn first(places: &[usize]) -> usize {
    places.first().copied().unwrap_or(usize::MAX)
}

fn say(words: &str) -> Vec<Call> {
    vec![Call::Say(Toast::new(Tone::Refused, words))]
}
