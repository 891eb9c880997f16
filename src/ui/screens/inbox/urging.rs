//! Urging with one key: the marked cases, the selected one, or everything that stands in 要催的. One question says whom it
//! reaches; the words are ready, and each case gets one line in its record.

use super::Inbox;
use crate::actions::{Answers, urge};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::ids::CaseId;
use crate::domain::view::filter::{Filter, Term};
use crate::domain::words::Group;
use crate::ui::input::Input;
use crate::ui::keys::Key;
use crate::ui::screens::{Call, Go, Quick, case_row};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::toast::{Toast, Tone};

/// The letter that widens the question from one case to all of the group; written in the question.
const ALL: Key = Key::char('a');

/// The open question.
pub struct Urging {
    pub question: Confirm,
    /// The cases it is about; none for all that stand in 要催的.
    cases: Vec<CaseId>,
    /// Whether the letter for all of them is offered.
    may_widen: bool,
}

impl Inbox {
    /// Asks whether to urge; says so where there is nobody to urge.
    pub(super) fn ask_to_urge(&mut self, desk: Option<&Desk>) -> Vec<Call> {
        let late = self.counts.as_ref().map_or(0, |counts| counts.of_group(Group::ToUrge));
        if !self.marks.is_empty() {
            let (action, marked, answers) = (&urge::ACT, self.marked(), Answers::none());
            return vec![Call::Go(Go::Batch { action, marked, answers, id: None })];
        }
        let selected = self.window.selected().filter(|row| {
            !row.stage.is_final() && !matches!(row.group, Some(Group::Mine | Group::AwaitingWord))
        });
        if let (Some(row), Some(desk)) = (selected, desk) {
            let whom = case_row::next(row, desk);
            let question = Confirm::new(format!("催办 {} {}（{whom}）？", row.case_no, row.title));
            let may_widen = late > 1;
            let how = if may_widen {
                "Enter 催这一件  a 要催的全部都催  Esc 不催"
            } else {
                "Enter 催这一件  Esc 不催"
            };
            self.asking =
                Some(Urging { question: question.answered_by(how), cases: vec![row.id], may_widen });
        } else if late > 0 {
            self.asking = Some(all(late));
        } else {
            return vec![Call::Say(Toast::new(Tone::Told, "没有要催的：等别人的件都还没到期。"))];
        }
        Vec::new()
    }

    /// The answer to the open question.
    pub(super) fn answer_urging(&mut self, input: &Input) -> Vec<Call> {
        let Some(asking) = self.asking.take() else { return Vec::new() };
        let widens = matches!(input, Input::Key(key) if Key::pressed(key) == Some(ALL));
        if widens && asking.may_widen {
            return urge_all();
        }
        match Confirm::answer(input) {
            None => {
                self.asking = Some(asking);
                Vec::new()
            }
            Some(false) => Vec::new(),
            Some(true) if asking.cases.is_empty() => urge_all(),
            Some(true) => {
                let quick = |case| Quick { case, seen_seq: None, answers: Answers::none() };
                vec![Call::Go(Go::Quick(&urge::ACT, asking.cases.into_iter().map(quick).collect()))]
            }
        }
    }
}

fn all(count: u64) -> Urging {
    let question = format!(
        "{}的{count}件都催办？每件各记一条，催的是现在该办的人；今天已经催过的不再催。",
        Group::ToUrge.label()
    );
    Urging {
        question: Confirm::new(question).answered_by("Enter 全部催办  Esc 不催"),
        cases: Vec::new(),
        may_widen: false,
    }
}

fn urge_all() -> Vec<Call> {
    vec![Call::Go(Go::Listed(&urge::ACT, Filter { terms: vec![Term::In(Group::ToUrge)] }))]
}
