//! Facts about the reply, the complainant's word and the end of a case, and about its beginning once more.

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables, documents};
use crate::domain::case::course::Happening;
use crate::domain::case::letter::Letter;
use crate::domain::case::stage::Stage;
use crate::domain::case::{Case, Delivery, Evaluation, Parked};
use crate::domain::code::Coded as _;
use crate::domain::document::ruling::Ruling;
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::words::{
    DeliveryMethod, DocumentKind, EvaluationSource, MirrorStep, Resolved, Satisfaction,
};

/// The reply went out; this is the text as sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivered {
    pub method: DeliveryMethod,
    #[serde(rename = "delivered_at")]
    pub at: Moment,
    pub version: u32,
    pub text: Sealable,
    /// The secretary's ruling, where it was recorded long after its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Ruling>,
    /// What stood around the reply on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<Letter>,
}

impl CaseFact for Delivered {
    const CODE: &'static str = "delivered";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        documents::settle(case, DocumentKind::Reply, self.version);
        case.stage = Stage::Evaluation;
        deliver(case, recorded.at, (self.method, self.at), &self.text, self.letter.as_ref());
    }

    fn sentence(&self, org: &Org) -> String {
        let (method, at, version) = (self.method.label(), self.at.minute(), self.version);
        let ruling = Ruling::in_brackets(self.ruling.as_ref(), org);
        format!("答复投诉人：{method}，{at}，答复意见第{version}稿{ruling}")
    }

    fn act_on(&self) -> Option<Date> {
        Some(self.at.date())
    }

    fn happening(&self) -> Option<Happening> {
        Some(Happening::Delivered)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        let mut places = vec![("text", Text, &mut self.text)];
        places.extend(self.ruling.as_mut().map(|ruling| ("ruling", Text, &mut ruling.text)));
        places.extend(self.letter.as_mut().map(|letter| ("letter", Text, &mut letter.opening)));
        places
    }
}

/// The leading case's reply went out, which is this case's reply too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadingReplied {
    pub leading_no: String,
    pub method: DeliveryMethod,
    pub delivered_at: Moment,
    pub text: Sealable,
}

impl CaseFact for LeadingReplied {
    const CODE: &'static str = "leading_replied";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        deliver(case, recorded.at, (self.method, self.delivered_at), &self.text, None);
    }

    fn sentence(&self, _: &Org) -> String {
        let (method, at) = (self.method.label(), self.delivered_at.minute());
        format!("随主办件{}答复：{method}，{at}", self.leading_no)
    }

    fn act_on(&self) -> Option<Date> {
        Some(self.delivered_at.date())
    }

    fn happening(&self) -> Option<Happening> {
        Some(Happening::Delivered)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("text", Text, &mut self.text)]
    }
}

fn deliver(
    case: &mut Case,
    recorded_at: Moment,
    (method, delivered_at): (DeliveryMethod, Moment),
    text: &Sealable,
    letter: Option<&Letter>,
) {
    let (round, text, letter) = (case.round, text.clone(), letter.cloned());
    let delivery = Delivery { round, method, delivered_at, recorded_at, text, letter };
    case.deliveries.push(delivery);
    case.note_platform_act(MirrorStep::Reply);
}

/// The complainant's word of this round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluated {
    pub round: u32,
    pub satisfaction: Satisfaction,
    pub resolved: Option<Resolved>,
    pub comment: Option<Sealable>,
    /// Where the word came from, when nobody here asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<EvaluationSource>,
    /// It came after the case was closed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
}

impl CaseFact for Evaluated {
    const CODE: &'static str = "evaluated";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        let given = Evaluation {
            round: self.round,
            satisfaction: self.satisfaction,
            resolved: self.resolved,
            comment: self.comment.clone(),
            source: self.source,
            late: self.late,
            at: recorded.at,
        };
        let none_came = |last: &&mut Evaluation| {
            last.round == self.round && last.satisfaction == Satisfaction::NotGiven && !self.late
        };
        match case.evaluations.last_mut().filter(none_came) {
            // A real word takes the place of there being none, until the case is closed on that.
            Some(last) => *last = given,
            None => case.evaluations.push(given),
        }
    }

    fn sentence(&self, _: &Org) -> String {
        let resolved = self.resolved.map_or(String::new(), |resolved| format!("，{}", resolved.label()));
        let comment = self.comment.as_ref().map_or(String::new(), |comment| format!("：{}", comment.text()));
        let source = self.source.map_or(String::new(), |source| format!("（{}）", source.label()));
        let late = if self.late { "办结后收到" } else { "" };
        format!("{late}第{}轮评价{source}：{}{resolved}{comment}", self.round, self.satisfaction.label())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.comment.as_mut().map(|comment| ("comment", Text, comment)).into_iter().collect()
    }
}

/// It was learnt whether the matter was settled, after the complainant's word had come without that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolutionRecorded {
    pub round: u32,
    pub resolved: Resolved,
    /// How it was asked for, and what was said.
    pub comment: Option<Sealable>,
}

impl CaseFact for ResolutionRecorded {
    const CODE: &'static str = "resolution_recorded";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        let of_round = case.evaluations.iter_mut().rev().find(|given| given.round == self.round);
        if let Some(given) = of_round.filter(|given| given.resolved.is_none()) {
            given.resolved = Some(self.resolved);
        }
    }

    fn sentence(&self, _: &Org) -> String {
        let comment = self.comment.as_ref().map_or(String::new(), |comment| format!("：{}", comment.text()));
        format!("第{}轮评价补记是否解决：{}{comment}", self.round, self.resolved.label())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.comment.as_mut().map(|comment| ("comment", Text, comment)).into_iter().collect()
    }
}

/// The next round of handling begins.
fn begin_round(case: &mut Case) {
    case.stage = Stage::Handling;
    case.round += 1;
}

/// The case is handled once more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehandled {
    pub reason: Sealable,
}

impl CaseFact for Rehandled {
    const CODE: &'static str = "rehandled";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        begin_round(case);
    }

    fn sentence(&self, _: &Org) -> String {
        format!("退回重办：{}", self.reason.text())
    }

    fn happening(&self) -> Option<Happening> {
        Some(Happening::Rehandled)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("reason", Text, &mut self.reason)]
    }
}

/// The case came to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub follow_up: Option<Sealable>,
}

impl CaseFact for Closed {
    const CODE: &'static str = "closed";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.stage = Stage::Closure;
        case.close_turn(recorded.at.date());
        case.note_platform_act(MirrorStep::Closure);
    }

    fn sentence(&self, _: &Org) -> String {
        let note = self.follow_up.as_ref().map_or(String::new(), |note| format!("，回访：{}", note.text()));
        format!("办结{note}")
    }

    fn happening(&self) -> Option<Happening> {
        Some(Happening::Closed)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.follow_up.as_mut().map(|note| ("follow_up", Text, note)).into_iter().collect()
    }
}

/// The end was undone by the discipline secretary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopened {
    pub ruling: Ruling,
}

impl CaseFact for Reopened {
    const CODE: &'static str = "reopened";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.reopen_turn();
        begin_round(case);
    }

    fn sentence(&self, org: &Org) -> String {
        format!("重新办理{}", Ruling::in_brackets(Some(&self.ruling), org))
    }

    fn happening(&self) -> Option<Happening> {
        Some(Happening::Reopened)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("ruling", Text, &mut self.ruling.text)]
    }
}

/// The complainant took the complaint back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    pub reason: Sealable,
}

impl CaseFact for Withdrawn {
    const CODE: &'static str = "withdrawn";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        park(case, Stage::Withdrawn);
    }

    fn sentence(&self, _: &Org) -> String {
        format!("投诉人撤回：{}", self.reason.text())
    }

    fn happening(&self) -> Option<Happening> {
        Some(Happening::Withdrawn)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("reason", Text, &mut self.reason)]
    }
}

/// The withdrawal was undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawalUndone {
    pub reason: Sealable,
}

impl CaseFact for WithdrawalUndone {
    const CODE: &'static str = "withdrawal_undone";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        unpark(case);
    }

    fn sentence(&self, _: &Org) -> String {
        format!("取消撤回，继续办理：{}", self.reason.text())
    }

    fn happening(&self) -> Option<Happening> {
        Some(Happening::WithdrawalUndone)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("reason", Text, &mut self.reason)]
    }
}

/// An end that can be undone: what it interrupts is remembered. The facts of stopping clocks follow it.
pub(super) fn park(case: &mut Case, end: Stage) {
    let clocks = case.clocks.iter().filter(|clock| clock.is_running());
    case.parked =
        Some(Parked { stage: case.stage, clocks: clocks.map(|clock| (clock.clock, clock.round)).collect() });
    case.stage = end;
}

/// Back to where the case was interrupted; a reply whose review was broken off is a draft to be submitted anew.
pub(super) fn unpark(case: &mut Case) {
    if let Some(parked) = case.parked.take() {
        case.stage = if parked.stage == Stage::Review { Stage::Drafting } else { parked.stage };
    }
}
