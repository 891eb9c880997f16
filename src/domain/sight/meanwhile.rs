//! What was decided in a case while somebody stood aside from it as a respondent. A ruling that they are only a namesake
//! lets them see the case again, and nothing of this (`domain.md` §10 Recusal, Release).

use super::unmasked::CaseOnRecord;
use crate::domain::case::Case;
use crate::domain::event::{CaseEvent, Recorded, evolve};
use crate::domain::ids::ChainPlace;
use crate::domain::town::org::{Org, Person};
use crate::domain::words::DocumentState;

/// What stands in place of it.
pub const WITHHELD: &str = "其间的办理不予显示";

/// Places in the history of whatever was recorded while the person counted as a respondent, by the names of that time,
/// up to each ruling that released them.
#[must_use]
pub fn recorded_meanwhile(person: &Person, history: &[Recorded], org: &Org) -> Vec<u32> {
    let releases = |recorded: &Recorded| matches!(&recorded.event, CaseEvent::RuledNotRespondent(ruled) if ruled.person == person.id);
    let Some(first) = history.first().filter(|_| history.iter().any(releases)) else { return Vec::new() };
    let mut case = Case::unborn(crate::domain::ids::CaseId(0), "");
    evolve(&mut case, first);
    let (mut meanwhile, mut withheld) = (Vec::new(), Vec::new());
    for recorded in history.iter().skip(1) {
        let org = org.as_at(recorded.place);
        let is_about = org.person(person.id).is_some_and(|then| case.is_about(then, &org));
        if releases(recorded) {
            withheld.append(&mut meanwhile);
        } else if is_about {
            meanwhile.push(recorded.seq);
        } else {
            // The complaint was put right and is about somebody else: nobody had to rule, and nothing is kept back.
            meanwhile.clear();
        }
        evolve(&mut case, recorded);
    }
    withheld
}

impl CaseOnRecord {
    /// Takes away every word that was written meanwhile, and who decided what under papers that are settled. How the case
    /// stands stays, for the person acts in it again; so does the complaint as it was put right.
    pub(super) fn withhold(&mut self, withheld: Vec<u32>) {
        if withheld.is_empty() {
            return;
        }
        let mut places: Vec<ChainPlace> = Vec::new();
        for recorded in self.history.iter_mut().filter(|recorded| withheld.contains(&recorded.seq)) {
            places.push(recorded.place);
            let is_complaint = matches!(recorded.event, CaseEvent::Corrected(_));
            for (place, _, text) in recorded.event.sealables_mut() {
                if !(is_complaint && matches!(place, "before" | "after")) {
                    text.mask(|_| WITHHELD.to_owned());
                }
            }
        }
        self.fold_again();
        let settled = |state| state != DocumentState::UnderReview;
        let documents = self.case.documents.iter_mut();
        for document in documents.filter(|document| places.contains(&document.drafted_in)) {
            if settled(document.state) {
                document.steps.clear();
            }
        }
        self.withheld = withheld;
    }

    /// The case once more from its history, after something in that was taken away.
    pub(super) fn fold_again(&mut self) {
        let mut case = Case::unborn(self.case.id, "");
        for recorded in &self.history {
            evolve(&mut case, recorded);
        }
        self.case = case;
    }
}
