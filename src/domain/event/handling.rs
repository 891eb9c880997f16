//! Facts about the unit's work: it got the case, took it or sent it back, found something out, was urged.

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables};
use crate::domain::case::course::Happening;
use crate::domain::case::stage::Stage;
use crate::domain::case::turn::TurnEnd;
use crate::domain::case::{Case, Note};
use crate::domain::code::Coded as _;
use crate::domain::document::ruling::Ruling;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, month_day};
use crate::domain::town::org::Org;
use crate::domain::words::{MirrorStep, Position, Route, SendBackReason};

/// The case went to its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transferred {
    pub route: Route,
    pub unit: UnitId,
    pub received_on: Date,
    pub on_paper: bool,
    pub ruling: Option<Ruling>,
}

impl CaseFact for Transferred {
    const CODE: &'static str = "transferred";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        // The commission transfers to itself and acknowledges nothing (`domain.md` §2).
        case.stage = match self.route {
            Route::Commission => Stage::Handling,
            Route::PartyCommittee | Route::Village => Stage::Transfer,
        };
        case.route = Some(self.route);
        case.unit = Some(self.unit);
        case.transferred_on = Some(self.received_on);
        case.acknowledged_at = None;
        case.begin_turn(self.unit, self.route, self.received_on, recorded.place);
        case.note_platform_act(MirrorStep::Transfer);
        case.receive(self.received_on, recorded.at.date());
    }

    fn sentence(&self, org: &Org) -> String {
        format!(
            "按{}转{}，{}{}收件{}",
            self.route.label(),
            org.unit_name(self.unit),
            if self.on_paper { "书面送达，" } else { "" },
            self.received_on,
            Ruling::in_brackets(self.ruling.as_ref(), org)
        )
    }

    fn act_on(&self) -> Option<Date> {
        self.on_paper.then_some(self.received_on)
    }

    fn happening(&self) -> Option<Happening> {
        Some(Happening::Transferred)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.ruling.as_mut().map(|ruling| ("ruling", Text, &mut ruling.text)).into_iter().collect()
    }
}

/// The unit has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {}

impl CaseFact for Acknowledged {
    const CODE: &'static str = "acknowledged";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.stage = Stage::Handling;
        case.acknowledged_at = Some(recorded.at);
        case.unit_acted(recorded.at.date());
    }

    fn sentence(&self, _: &Org) -> String {
        "签收".to_owned()
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// The unit does not take it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBack {
    pub reason: SendBackReason,
    pub note: Sealable,
    pub ruling: Option<Ruling>,
}

impl CaseFact for SentBack {
    const CODE: &'static str = "sent_back";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.stage = Stage::Acceptance;
        case.send_backs += 1;
        case.leave_unit(TurnEnd::SentBack, recorded.at.date(), None);
    }

    fn sentence(&self, org: &Org) -> String {
        let ruled = Ruling::in_brackets(self.ruling.as_ref(), org);
        format!("退件：{}，{}{ruled}", self.reason.label(), self.note.text())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        let mut places = vec![("note", Text, &mut self.note)];
        places.extend(self.ruling.as_mut().map(|ruling| ("ruling", Text, &mut ruling.text)));
        places
    }
}

/// The commission took it from its unit: it had gone the wrong way (收回改办).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// The unit that had the case until then.
    pub unit: UnitId,
    pub reason: Sealable,
    pub ruling: Ruling,
    /// Working days the unit had it.
    pub days_used: u32,
    /// Day by which it must be transferred again.
    pub transfer_by: Date,
}

impl CaseFact for TakenBack {
    const CODE: &'static str = "taken_back";

    /// Whose it is has to be found out anew: scope, route and unit count no more.
    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.stage = Stage::Acceptance;
        case.leave_unit(TurnEnd::TakenBack, recorded.at.date(), Some(self.days_used));
        case.scope = None;
        case.route = None;
        case.unit = None;
        case.ruled_unit = None;
    }

    fn sentence(&self, org: &Org) -> String {
        let Ruling { text, by, ruled_on, on_paper, in_place: _, district_no } = &self.ruling;
        let whose = district_no
            .as_deref()
            .map_or_else(|| org.person_name(*by).to_owned(), |number| format!("区纪委监委{number}号"));
        format!(
            "从{}收回改办（{}{ruled_on}{}裁定），已用{}个工作日，须于{}前重新转办；理由：{}；裁定意见：{}",
            org.unit_name(self.unit),
            whose,
            if *on_paper { "书面" } else { "" },
            self.days_used,
            month_day(self.transfer_by),
            // More follows in the same sentence.
            self.reason.text().trim_end_matches('。'),
            text.text()
        )
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("reason", Text, &mut self.reason), ("ruling", Text, &mut self.ruling.text)]
    }
}

/// What the inquiry found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingRecorded {
    pub text: Sealable,
}

impl CaseFact for FindingRecorded {
    const CODE: &'static str = "finding_recorded";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.findings.push(Note {
            round: case.round,
            turn: case.turn,
            at: recorded.at,
            place: recorded.place,
            by: recorded.actor,
            text: self.text.clone(),
        });
        case.unit_acted(recorded.at.date());
    }

    fn sentence(&self, _: &Org) -> String {
        format!("核实情况：{}", self.text.text())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("text", Text, &mut self.text)]
    }
}

/// Somebody of the unit was made responsible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandlerAssigned {
    pub handler: PersonId,
}

impl CaseFact for HandlerAssigned {
    const CODE: &'static str = "handler_assigned";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.handler = Some(self.handler);
    }

    fn sentence(&self, org: &Org) -> String {
        format!("承办人：{}", org.person_name(self.handler))
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// Whoever was responsible is so no longer: they turned out to be the respondent (回避), or they left the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandlerReleased {
    pub handler: PersonId,
    /// Whether they left office or the unit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left: bool,
}

impl CaseFact for HandlerReleased {
    const CODE: &'static str = "handler_released";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.handler = None;
    }

    fn sentence(&self, org: &Org) -> String {
        let handler = org.person_name(self.handler);
        if self.left {
            format!("{handler}不再是承办单位的承办人，本件待承办单位另行指定承办人")
        } else {
            format!("{handler}需要回避，不再承办本件")
        }
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// Somebody who keeps the case waiting was urged (催办).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urged {
    pub text: Sealable,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    /// Who may sign beside that person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<PersonId>,
    /// Whoever holds this position, where the case waits for no unit and nobody by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Position>,
}

impl CaseFact for Urged {
    const CODE: &'static str = "urged";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.note_urging(recorded.at.date());
    }

    fn sentence(&self, org: &Org) -> String {
        let people = self.person.iter().chain(&self.others).map(|person| org.person_name(*person));
        let named =
            people.chain(self.unit.map(|unit| org.unit_name(unit))).chain(self.role.map(Position::label));
        let whom = named.collect::<Vec<_>>().join("、");
        format!("催办{whom}：{}", self.text.text())
    }

    fn happening(&self) -> Option<Happening> {
        Some(Happening::Urged)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("text", Text, &mut self.text)]
    }
}
