//! 审批: what waits for a signature, mine first; at the right the document beside the facts it rests on. Agreeing takes
//! two keys, and several are agreed to together only after each was read here to its end.

mod detail;
mod draw;
mod phrases;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::{Call, Go, Quick};
use crate::actions::{self, Answers};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::document::Document;
use crate::domain::ids::CaseId;
use crate::domain::view::approvals::{ApprovalItem, ApprovalKey, ApprovalPage, ApprovalQuery};
use crate::domain::view::detail::CaseDetail;
use crate::domain::words::{DocumentKind, Position};
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{CaseEffect, Effect, ListEffect};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::picker::{Choice, Picked, Picker};
use crate::ui::widgets::toast::{Toast, Tone};

/// Items asked for at a time.
const PAGE_ITEMS: u32 = 100;
/// The next stretch is asked for when the selection comes so near the end.
const NEAR: usize = 20;

/// A document in one version: what was read is bound to it.
type Sheet = (CaseId, DocumentKind, u32);

/// What is being asked about the selected document.
enum Asking {
    /// Which words to agree with.
    Agree(Picker),
    /// Which words to return it with.
    Return(Picker),
    /// Whether to agree to all marked ones.
    Batch(Confirm),
}

#[derive(Default)]
pub struct Approvals {
    page: ApprovalPage,
    loaded: bool,
    /// The item after which more were asked for.
    awaits_more: Option<ApprovalKey>,
    selected: usize,
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
    laid: Option<detail::Laid>,
}

impl Approvals {
    /// Asks for the queue from its beginning; selection and marks stay where they are.
    pub fn refresh(&mut self) -> Effect {
        self.stale = true;
        self.awaits_more = None;
        Effect::Lists(ListEffect::Approvals(ApprovalQuery { after: None, limit: PAGE_ITEMS }))
    }

    /// A stretch of the queue came.
    pub fn take(&mut self, after: Option<ApprovalKey>, page: ApprovalPage) -> Vec<Call> {
        let before = self.item().map(|item| (item.case, item.document));
        self.sent = false;
        match after {
            None => self.page = page,
            Some(key) if self.awaits_more == Some(key) => {
                self.page.items.extend(page.items);
                self.page.at_end = page.at_end;
            }
            // Overtaken by a newer reading.
            Some(_) => return Vec::new(),
        }
        self.awaits_more = None;
        self.loaded = true;
        let same = |item: &ApprovalItem| Some((item.case, item.document)) == before;
        let last = self.page.items.len().saturating_sub(1);
        self.selected = self.page.items.iter().position(same).unwrap_or_else(|| self.selected.min(last));
        let items = &self.page.items;
        self.marks.retain(|sheet, _| items.iter().any(|item| item.is_mine && sheet_of(item) == *sheet));
        if self.item().map(|item| (item.case, item.document)) != before {
            self.asking = None;
            self.scroll = 0;
        }
        self.look_closer()
    }

    /// The selected case was read.
    pub fn show(&mut self, detail: &CaseDetail) -> Vec<Call> {
        if self.awaited == Some(detail.case.id) {
            self.awaited = None;
        }
        if self.selected_case() == Some(detail.case.id) {
            self.detail = Some(Box::new(detail.clone()));
            self.laid = None;
        }
        self.look_closer()
    }

    /// The selected case can't be read any more.
    pub fn no_case(&mut self) {
        self.awaited = None;
    }

    /// Nothing was done: it can be tried again.
    pub fn fail(&mut self) {
        self.sent = false;
    }

    /// The case of the selected document.
    pub fn selected_case(&self) -> Option<CaseId> {
        self.item().map(|item| item.case)
    }

    /// Moves the selection and says which case it is on now.
    pub fn neighbour(&mut self, rows: isize) -> (Option<CaseId>, Vec<Call>) {
        let calls = self.step(rows);
        (self.selected_case(), calls)
    }

    /// The bindings that hold now.
    pub const fn scope(&self) -> Scope {
        match self.asking {
            None => Scope::Approval,
            Some(Asking::Agree(_) | Asking::Return(_)) => Scope::Picker,
            Some(Asking::Batch(_)) => Scope::Confirm,
        }
    }

    /// A key of the table.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    pub fn act(&mut self, what: Do, desk: Option<&Desk>) -> Vec<Call> {
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
            Do::Open => return self.selected_case().map(|id| Call::Go(Go::Case(id))).into_iter().collect(),
            Do::Agree => return desk.map_or_else(Vec::new, |desk| self.agree(desk)),
            Do::SendBack => return desk.map_or_else(Vec::new, |desk| self.send_back(desk)),
            Do::Mark => return self.mark(),
            Do::Delegate => return vec![Call::Go(Go::Delegate)],
            Do::Back if !self.marks.is_empty() => self.marks.clear(),
            Do::Back => return vec![Call::Go(Go::Inbox)],
            _ => {}
        }
        Vec::new()
    }

    /// A key for the open question.
    pub fn handle(&mut self, input: &Input) -> Vec<Call> {
        let own = match &self.asking {
            Some(Asking::Agree(picker)) => picker.taken_words(input).map(|words| ("sign", words)),
            Some(Asking::Return(picker)) => picker.taken_words(input).map(|words| ("return", words)),
            Some(Asking::Batch(_)) | None => None,
        };
        if let Some((code, words)) = own {
            // Words of one's own are looked at once more in the form before they are recorded.
            self.asking = None;
            return self.form(code, Some(&words));
        }
        match self.asking.take() {
            None => Vec::new(),
            Some(Asking::Agree(mut picker)) => match picker.handle(input) {
                Picked::Pending => {
                    self.asking = Some(Asking::Agree(picker));
                    Vec::new()
                }
                Picked::Cancelled => Vec::new(),
                Picked::Taken(places) => self.agreed(phrases::AGREE.get(first(&places)).copied()),
            },
            Some(Asking::Return(mut picker)) => match picker.handle(input) {
                Picked::Pending => {
                    self.asking = Some(Asking::Return(picker));
                    Vec::new()
                }
                Picked::Cancelled => Vec::new(),
                Picked::Taken(places) => self.form("return", phrases::RETURN.get(first(&places)).copied()),
            },
            Some(Asking::Batch(question)) => match question.handle(input) {
                None => {
                    self.asking = Some(Asking::Batch(question));
                    Vec::new()
                }
                Some(false) => Vec::new(),
                Some(true) => self.agreed_to_all(),
            },
        }
    }

    fn item(&self) -> Option<&ApprovalItem> {
        self.page.items.get(self.selected)
    }

    /// The case laid open, when it is that of the selected document and shows the version of the queue.
    fn laid_open(&self) -> Option<(&ApprovalItem, &CaseDetail)> {
        let item = self.item()?;
        let detail = self.detail.as_deref().filter(|detail| detail.case.id == item.case)?;
        let document = detail.case.document(item.document)?;
        (document.version == item.version).then_some((item, detail))
    }

    fn step(&mut self, rows: isize) -> Vec<Call> {
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

    fn mark(&mut self) -> Vec<Call> {
        let Some((item, detail)) = self.laid_open() else { return Vec::new() };
        let (sheet, seq, is_mine) = (sheet_of(item), detail.case.seq, item.is_mine);
        if !is_mine {
            return say("只能标记等您审签的文书。");
        }
        if !self.read.contains(&sheet) {
            return say("还没有看完这一份：先按 PgDn 看到文稿末尾，再标记。");
        }
        if self.marks.remove(&sheet).is_none() {
            self.marks.insert(sheet, seq);
        }
        self.step(1)
    }

    fn agree(&mut self, desk: &Desk) -> Vec<Call> {
        if self.sent {
            return Vec::new();
        }
        if !self.marks.is_empty() {
            self.asking = Some(Asking::Batch(Confirm::new(self.batch_question())));
            return Vec::new();
        }
        let Some((item, _)) = self.laid_open() else { return Vec::new() };
        if !item.is_mine {
            return self.on_paper("sign", desk);
        }
        let title = format!("同意 {}，签字意见", sheet_name(item));
        self.asking = Some(Asking::Agree(picker(title, phrases::AGREE)));
        Vec::new()
    }

    fn send_back(&mut self, desk: &Desk) -> Vec<Call> {
        let Some((item, _)) = self.laid_open().filter(|_| !self.sent) else { return Vec::new() };
        if !item.is_mine {
            return self.on_paper("return", desk);
        }
        let title = format!("退回 {}，退回意见（选定后还可以改）", sheet_name(item));
        self.asking = Some(Asking::Return(picker(title, phrases::RETURN)));
        Vec::new()
    }

    /// For an operator the form that records a signature on paper; others are told whose turn it is.
    fn on_paper(&self, code: &str, desk: &Desk) -> Vec<Call> {
        let Some((item, detail)) = self.laid_open() else { return Vec::new() };
        let signer = desk.org.person_name(item.person);
        if !records_paper(desk) {
            return say(&format!("现在轮到{signer}审签，您不能审签这一份。"));
        }
        let sheet = detail.case.document(item.document).map(Document::sheet_no);
        let answers = Answers::none()
            .with("document", item.document.code())
            .with("on_paper_signer", signer)
            .with("on_paper_date", desk.today().to_string())
            .with("on_paper_sheet", sheet.unwrap_or_default());
        form_of(code, detail, answers)
    }

    fn agreed(&mut self, phrase: Option<&str>) -> Vec<Call> {
        let Some(phrase) = phrase else { return self.form("sign", None) };
        let Some((item, detail)) = self.laid_open() else { return Vec::new() };
        let quick =
            Quick { case: item.case, seen_seq: detail.case.seq, answers: agreement(item.document, phrase) };
        self.sent = true;
        sign_all(vec![quick])
    }

    fn form(&self, code: &str, phrase: Option<&str>) -> Vec<Call> {
        let Some((item, detail)) = self.laid_open() else { return Vec::new() };
        let answers = Answers::none()
            .with("document", item.document.code())
            .with("opinion", phrase.unwrap_or_default());
        form_of(code, detail, answers)
    }

    fn agreed_to_all(&mut self) -> Vec<Call> {
        let all: Vec<Quick> = std::mem::take(&mut self.marks)
            .into_iter()
            .map(|((case, document, _), seen_seq)| Quick {
                case,
                seen_seq,
                answers: agreement(document, phrases::AGREE[0]),
            })
            .collect();
        self.sent = true;
        sign_all(all)
    }

    fn batch_question(&self) -> String {
        let items = self.page.items.iter().filter(|item| self.marks.contains_key(&sheet_of(item)));
        let names: Vec<String> = items.map(sheet_name).collect();
        format!(
            "对看过并标记的{}份都签“{}”：{}？每份签在您看过的那一稿上。",
            names.len(),
            phrases::AGREE[0],
            names.join("、")
        )
    }
}

fn sheet_of(item: &ApprovalItem) -> Sheet {
    (item.case, item.document, item.version)
}

/// `2026-0007 拟办意见第2稿`
fn sheet_name(item: &ApprovalItem) -> String {
    format!("{} {}第{}稿", item.case_no, item.document.label(), item.version)
}

/// Whether the person records signatures given on paper (代录).
fn records_paper(desk: &Desk) -> bool {
    desk.actor.holds(Position::CommissionOperator) || desk.actor.holds(Position::PartyOperator)
}

fn agreement(document: DocumentKind, phrase: &str) -> Answers {
    Answers::none().with("document", document.code()).with("opinion", phrase)
}

fn sign_all(all: Vec<Quick>) -> Vec<Call> {
    actions::find("sign").map_or_else(|_| Vec::new(), |action| vec![Call::Go(Go::Quick(action, all))])
}

fn form_of(code: &str, detail: &CaseDetail, answers: Answers) -> Vec<Call> {
    let case = Box::new(detail.case.clone());
    actions::find(code)
        .map_or_else(|_| Vec::new(), |action| vec![Call::Go(Go::Filled(action, case, answers))])
}

fn picker<const N: usize>(title: String, phrases: [&str; N]) -> Picker {
    let choices = phrases.into_iter().chain([phrases::OTHER]).map(|words| Choice::new(words, words));
    Picker::one(title, choices.collect(), None).or_own_words()
}

fn first(places: &[usize]) -> usize {
    places.first().copied().unwrap_or(usize::MAX)
}

fn say(words: &str) -> Vec<Call> {
    vec![Call::Say(Toast::new(Tone::Refused, words))]
}
