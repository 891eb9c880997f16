//! Signing in the queue: agreeing, returning, marking, and what an operator records of signatures on paper.

use super::{Approvals, Asking, say, sheet_name, sheet_of};
use crate::actions::{self, Act, Answers, signing};
use crate::domain::desk::Desk;
use crate::domain::document::{Decision, Document};
use crate::domain::town::phrases::Phrase;
use crate::domain::view::approvals::ApprovalItem;
use crate::domain::view::detail::CaseDetail;
use crate::domain::words::Position;
use crate::ui::screens::{Call, Go, Quick};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::picker::{Choice, Picker};

impl Approvals {
    pub(super) fn mark(&mut self) -> Vec<Call> {
        let Some((item, detail)) = self.laid_open() else { return Vec::new() };
        let (sheet, seq, is_mine) = (sheet_of(item), detail.case.seq, item.is_mine);
        if !is_mine || is_by_meeting(item, detail) {
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

    /// Whether the next paper has still to come: what is answered now is meant for that one.
    fn is_between_papers(&self) -> bool {
        self.sent || (self.item().is_some() && self.laid_open().is_none())
    }

    pub(super) fn agree(&mut self, desk: &Desk) -> Vec<Call> {
        if self.is_between_papers() {
            self.ahead = Some(Decision::Agree);
            return Vec::new();
        }
        if !self.marks.is_empty() {
            let phrase = phrases(desk, Phrase::Agree).into_iter().next().unwrap_or_default();
            self.asking = Some(Asking::Batch(Confirm::new(self.batch_question(&phrase)), phrase));
            return Vec::new();
        }
        let Some((item, detail)) = self.laid_open() else { return Vec::new() };
        if !item.is_mine {
            return self.on_paper(Decision::Agree, desk);
        }
        // A meeting's decision needs the meeting's name and day, which no phrase gives.
        if is_by_meeting(item, detail) {
            return self.form(Decision::Agree, None);
        }
        let title = format!("同意 {}，签字意见", sheet_name(item));
        let phrases = phrases(desk, Phrase::Agree);
        self.asking = Some(Asking::Agree(picker(title, &phrases), phrases));
        Vec::new()
    }

    pub(super) fn send_back(&mut self, desk: &Desk) -> Vec<Call> {
        if self.is_between_papers() {
            self.ahead = Some(Decision::Return);
            return Vec::new();
        }
        let Some((item, _)) = self.laid_open() else { return Vec::new() };
        if !item.is_mine {
            return self.on_paper(Decision::Return, desk);
        }
        let title = format!("退回 {}，退回意见（选定后还可以改）", sheet_name(item));
        let phrases = phrases(desk, Phrase::Return);
        self.asking = Some(Asking::Return(picker(title, &phrases), phrases));
        Vec::new()
    }

    /// For an operator the form that records a signature on paper; others are told whose turn it is.
    fn on_paper(&self, decision: Decision, desk: &Desk) -> Vec<Call> {
        let Some((item, detail)) = self.laid_open() else { return Vec::new() };
        if !records_paper(desk) {
            return say(&format!("现在轮到{}审签，您不能审签这一份。", item.signers(&desk.org)));
        }
        // Without the sheet's number the signature would not be bound to what was read.
        let Some(sheet) = detail.case.document(item.document).map(Document::sheet_no) else {
            return say("这份文书已不在案卷里，没有代录；请返回重新打开。");
        };
        // Where several may sign, the operator says whose name stands on the paper.
        let signer = match item.people.as_slice() {
            [only] => desk.org.person_name(*only),
            _ => "",
        };
        let answers = signing::answers_on_paper(item.document, signer, desk.today(), &sheet);
        form_of(decision, detail, answers)
    }

    pub(super) fn agreed(&mut self, phrase: Option<&str>) -> Vec<Call> {
        let Some(phrase) = phrase else { return self.form(Decision::Agree, None) };
        let Some((item, detail)) = self.laid_open() else { return Vec::new() };
        let quick = Quick {
            case: item.case,
            seen_seq: Some(detail.case.seq),
            answers: signing::answers(item.document, phrase),
        };
        self.sent = true;
        sign_all(vec![quick])
    }

    pub(super) fn form(&self, decision: Decision, phrase: Option<&str>) -> Vec<Call> {
        let Some((item, detail)) = self.laid_open() else { return Vec::new() };
        let answers = signing::answers(item.document, phrase.unwrap_or_default());
        form_of(decision, detail, answers)
    }

    pub(super) fn agreed_to_all(&mut self, phrase: &str) -> Vec<Call> {
        let all: Vec<Quick> = std::mem::take(&mut self.marks)
            .into_iter()
            .map(|((case, document, _), seen_seq)| Quick {
                case,
                seen_seq: Some(seen_seq),
                answers: signing::answers(document, phrase),
            })
            .collect();
        self.sent = true;
        sign_all(all)
    }

    fn batch_question(&self, phrase: &str) -> String {
        let items = self.page.items.iter().filter(|item| self.marks.contains_key(&sheet_of(item)));
        let names: Vec<String> = items.map(sheet_name).collect();
        format!(
            "对看过并标记的{}份都签“{}”：{}？每份签在您看过的那一稿上。",
            names.len(),
            phrase,
            names.join("、")
        )
    }
}

/// Whether the Party committee decides the open step at a meeting.
fn is_by_meeting(item: &ApprovalItem, detail: &CaseDetail) -> bool {
    let open = detail.case.document(item.document).and_then(Document::open_step);
    open.is_some_and(|(_, step)| step.by_meeting)
}

/// Whether the person records signatures given on paper (代录).
pub(super) fn records_paper(desk: &Desk) -> bool {
    desk.actor.holds(Position::CommissionOperator) || desk.actor.holds(Position::PartyOperator)
}

pub(super) fn sign_all(all: Vec<Quick>) -> Vec<Call> {
    deciding(Decision::Agree).map_or_else(Vec::new, |act| vec![Call::Go(Go::Quick(act, all))])
}

pub(super) fn form_of(decision: Decision, detail: &CaseDetail, answers: Answers) -> Vec<Call> {
    let case = Box::new(detail.case.clone());
    deciding(decision).map_or_else(Vec::new, |act| vec![Call::Go(Go::Filled(act, case, answers))])
}

/// The act with which a signer decides so.
fn deciding(decision: Decision) -> Option<&'static Act> {
    actions::case_act_that(|on| on.signs == Some(decision))
}

/// Opens the form to write something else.
const OTHER: &str = "写别的意见…";

/// The opinions to pick from, which are settings; there is always one.
fn phrases(desk: &Desk, phrase: Phrase) -> Vec<String> {
    desk.settings.phrases.choices(phrase).map(ToOwned::to_owned).collect()
}

fn picker(title: String, phrases: &[String]) -> Picker {
    let choices = phrases.iter().map(String::as_str).chain([OTHER]).map(|words| Choice::new(words, words));
    Picker::one(title, choices.collect(), None).or_own_words()
}
