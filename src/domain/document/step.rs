//! One place in a chain: the position that signs, everybody who may sign there, and the signature once it is given.

use serde::{Deserialize, Serialize};

use super::Decision;
use crate::domain::code::Coded as _;
use crate::domain::ids::{ChainPlace, PersonId};
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::words::Position;

coded! {
    /// What a step is called where its position alone doesn't say it.
    pub enum StepLabel {
        /// N§三(二)2(3): the commission's own result goes to the Party committee.
        PartyCommittee = "party_committee" "报镇党委审批",
    }
}

/// A position, resolved to people when the document was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredStep", into = "StoredStep")]
pub struct Step {
    /// The position that signs here.
    pub position: Position,
    /// Further positions of the same chain that the same person fills; one signature serves them all.
    pub also: Vec<Position>,
    /// The first of those who may sign.
    pub person: PersonId,
    /// Everybody who may sign, of whom one does; never empty, and begins with `person`.
    pub people: Vec<PersonId>,
    /// The position this step came from when its holder is the respondent (回避).
    pub moved_from: Option<Position>,
    pub label: Option<StepLabel>,
    /// Nobody who holds the position may sign: the Party committee decides at a meeting, and `people` are the operators
    /// of whom one records its decision.
    pub by_meeting: bool,
    /// The signature, once given.
    pub signature: Option<Signature>,
}

/// A step as the record holds it. Where one person only may sign, `people` is left out: so every step was stored
/// before a position could have several holders.
#[derive(Clone, Serialize, Deserialize)]
struct StoredStep {
    position: Position,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also: Vec<Position>,
    person: PersonId,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    people: Vec<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved_from: Option<Position>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<StepLabel>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    by_meeting: bool,
}

impl From<StoredStep> for Step {
    fn from(stored: StoredStep) -> Self {
        let StoredStep { position, also, person, people, moved_from, label, by_meeting } = stored;
        let people = if people.is_empty() { vec![person] } else { people };
        Self { position, also, person, people, moved_from, label, by_meeting, signature: None }
    }
}

impl From<Step> for StoredStep {
    fn from(step: Step) -> Self {
        let Step { position, also, person, people, moved_from, label, by_meeting, signature: _ } = step;
        let people = if people == [person] { Vec::new() } else { people };
        Self { position, also, person, people, moved_from, label, by_meeting }
    }
}

/// Who decides where the step is the Party committee's.
pub(crate) const COMMITTEE: &str = "镇党委会议";

/// Beside the signature of whoever wrote the text.
pub(crate) const OWN_DRAFT: &str = "（本人起草）";

/// A decision under a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who decided; where a deputy signed, the leader in whose name.
    pub signer: PersonId,
    /// Agreed or returned.
    pub decision: Decision,
    /// The opinion beside it.
    pub opinion: Option<Sealable>,
    /// The day it was signed; earlier than recorded for a paper signature.
    pub signed_on: Date,
    /// When it entered the record.
    pub recorded_at: Moment,
    /// Where it stands in the chain.
    pub place: ChainPlace,
    /// Who recorded a paper signature (代录); `None` when signed under one's own login.
    pub recorded_by: Option<PersonId>,
    /// The deputy who signed in the signer's name (授权代签).
    pub deputy: Option<PersonId>,
    /// The meeting at which the Party committee approved, and its day.
    pub meeting: Option<Sealable>,
    pub meeting_on: Option<Date>,
}

impl Signature {
    /// Deputy and meeting, as they stand beside a signature; empty without them.
    #[must_use]
    pub fn beside(&self, org: &Org) -> String {
        let deputy = self.deputy.map(|deputy| format!("（{}代签）", org.person_name_at(deputy, self.place)));
        deputy.unwrap_or_default() + &meeting_in_words(self.meeting.as_ref(), self.meeting_on)
    }

    /// Who wrote the signature: the deputy where there was one.
    #[must_use]
    pub fn signed_by(&self) -> PersonId {
        self.deputy.unwrap_or(self.signer)
    }
}

/// `（2026-11-20 镇党委会议第12次）`; empty where no meeting is named.
pub(crate) fn meeting_in_words(meeting: Option<&Sealable>, on: Option<Date>) -> String {
    let words: Vec<String> =
        on.map(|on| on.to_string()).into_iter().chain(meeting.map(|name| name.text().to_owned())).collect();
    if words.is_empty() { String::new() } else { format!("（会议：{}）", words.join(" ")) }
}

impl Step {
    /// A step that waits for this person or for one of the others.
    #[must_use]
    pub fn of(position: Position, person: PersonId, others: impl IntoIterator<Item = PersonId>) -> Self {
        let mut people = vec![person];
        people.extend(others);
        Self {
            position,
            also: Vec::new(),
            person,
            people,
            moved_from: None,
            label: None,
            by_meeting: false,
            signature: None,
        }
    }

    /// Whether somebody may sign here in person.
    #[must_use]
    pub fn is_for(&self, person: PersonId) -> bool {
        self.people.contains(&person)
    }

    /// Whose step it is, in names: who signed it, by the name of then, else everybody who may, `李敏或赵强`.
    #[must_use]
    pub fn names(&self, org: &Org) -> String {
        if self.by_meeting {
            return COMMITTEE.to_owned();
        }
        if let Some(signature) = &self.signature {
            return org.person_name_at(signature.signer, signature.place).to_owned();
        }
        let names: Vec<&str> = self.people.iter().map(|person| org.person_name(*person)).collect();
        names.join("或")
    }

    /// What the step is called: 镇纪委书记, 报镇党委审批.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.label.map_or(self.position.label(), StepLabel::label)
    }

    /// 李敏（镇纪委书记、联系领导）: whose step it is with every position signed for.
    #[must_use]
    pub fn told(&self, org: &Org) -> String {
        let mut positions = vec![self.position.label()];
        positions.extend(self.also.iter().map(|position| position.label()));
        let label = self.label.map_or(String::new(), |label| format!("{}，", label.label()));
        let moved = self.moved_from.map_or(String::new(), |from| format!("，代{}（回避）", from.label()));
        let recused = if self.by_meeting { "回避" } else { "" };
        format!("{}（{label}{}{recused}{moved}）", self.names(org), positions.join("、"))
    }

    /// Takes up another step of the chain that the same signature serves; the position that comes later in the chain
    /// leads.
    pub(crate) fn take_up(&mut self, later: &Self) {
        if self.position != later.position {
            self.also.push(self.position);
        }
        self.position = later.position;
        self.also.extend(later.also.iter().copied().filter(|position| *position != later.position));
        self.moved_from = later.moved_from.or(self.moved_from);
        self.label = later.label.or(self.label);
    }
}

/// Gives a step its signature. Somebody who agrees and fills later steps of the chain too signs once: they are part of
/// this step from then on.
pub(crate) fn sign(steps: &mut Vec<Step>, place: usize, signature: Signature) {
    let is_person = steps.get(place).is_some_and(|step| !step.by_meeting);
    let serves = (is_person && signature.decision == Decision::Agree).then_some(signature.signer);
    let mut later = match steps.get_mut(place) {
        Some(step) => {
            step.signature = Some(signature);
            steps.split_off(place + 1)
        }
        None => return,
    };
    later.retain(|step| {
        let is_served = step.signature.is_none() && serves.is_some_and(|signer| step.is_for(signer));
        if let Some(signed) = steps.last_mut().filter(|_| is_served) {
            signed.take_up(step);
        }
        !is_served
    });
    steps.append(&mut later);
}

#[cfg(test)]
mod tests {
    use super::*;
    use Position::{ContactLeader, DisciplineSecretary, LeaderInCharge, PrincipalLeader};

    fn agreed(signer: i64) -> Signature {
        let signed_on = Date::constant(2026, 11, 17);
        Signature {
            signer: PersonId(signer),
            decision: Decision::Agree,
            opinion: None,
            signed_on,
            recorded_at: Moment::start_of(signed_on),
            place: ChainPlace::NEXT,
            recorded_by: None,
            deputy: None,
            meeting: None,
            meeting_on: None,
        }
    }

    #[test]
    fn a_step_with_one_holder_is_stored_as_it_always_was_and_one_with_several_names_them_all() {
        let alone = Step::of(ContactLeader, PersonId(4), []);
        let shared = Step::of(ContactLeader, PersonId(4), [PersonId(9)]);
        let committee = Step {
            label: Some(StepLabel::PartyCommittee),
            by_meeting: true,
            ..Step::of(PrincipalLeader, PersonId(5), [])
        };
        for (step, stored) in [
            (
                committee,
                r#"{"position":"principal_leader","person":5,"label":"party_committee","by_meeting":true}"#,
            ),
            (alone, r#"{"position":"contact_leader","person":4}"#),
            (shared, r#"{"position":"contact_leader","person":4,"people":[4,9]}"#),
        ] {
            assert_eq!(serde_json::to_string(&step).unwrap(), stored);
            assert_eq!(serde_json::from_str::<Step>(stored).unwrap(), step);
        }
    }

    #[test]
    fn one_signature_serves_the_later_steps_of_whoever_gives_it_and_of_nobody_else() {
        let chain = || {
            vec![
                Step::of(ContactLeader, PersonId(4), [PersonId(1)]),
                Step::of(DisciplineSecretary, PersonId(1), []),
                Step::of(PrincipalLeader, PersonId(2), []),
            ]
        };
        let mut steps = chain();
        sign(&mut steps, 0, agreed(4));
        assert_eq!(steps.len(), 3);
        assert!(steps[1].signature.is_none(), "the secretary still signs");

        let mut steps = chain();
        sign(&mut steps, 0, agreed(1));
        assert_eq!(steps.len(), 2);
        assert_eq!((steps[0].position, &*steps[0].also), (DisciplineSecretary, &[ContactLeader][..]));
        assert_eq!(steps[0].signature, Some(agreed(1)));
        assert_eq!((steps[1].position, &steps[1].signature), (PrincipalLeader, &None));
    }

    #[test]
    fn a_return_serves_its_own_step_only() {
        let mut steps =
            vec![Step::of(LeaderInCharge, PersonId(1), []), Step::of(DisciplineSecretary, PersonId(1), [])];
        sign(&mut steps, 0, Signature { decision: Decision::Return, ..agreed(1) });
        assert_eq!(steps.len(), 2);
        assert_eq!(steps[1].signature, None);
    }
}
