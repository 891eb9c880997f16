//! Facts about what was complained of: the case came into being, more was learnt, something was put right.

use serde::{Deserialize, Serialize};

use super::fact::Fact;
use super::{CaseFact, Recorded, Sealables};
use crate::domain::case::stage::Stage;
use crate::domain::case::{Case, Complainant, Note, Respondent};
use crate::domain::code::Coded as _;
use crate::domain::document::ruling::Ruling;
use crate::domain::sealable::SealClass::{Identity, Text};
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::domain::town::org::Org;
use crate::domain::words::MatterField;

/// The facts with which a case begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Our own number, `2026-0001`.
    pub case_no: String,
    /// The platform's number.
    pub platform_no: Option<String>,
    pub method: Option<String>,
    pub source: Option<String>,
    /// Complainant's name; absent when anonymous.
    pub complainant: Option<Sealable>,
    /// Complainant's telephone or address.
    pub contact: Option<Sealable>,
    pub respondent: Option<Sealable>,
    pub respondent_unit_position: Option<Sealable>,
    pub respondent_rank: Option<String>,
    /// Village or community the matter lies in, by name.
    pub village: Option<String>,
    /// Area of daily life.
    pub field: Option<MatterField>,
    pub title: Sealable,
    pub content: Sealable,
    /// Pages of the main document.
    pub main_pages: u32,
    /// Number of enclosures.
    pub attachments: u32,
    /// Columns of the platform's export that have no place here, as a JSON object.
    pub other: Option<Sealable>,
    /// When the citizen complained.
    pub complained_at: Moment,
    /// When the town commission received it.
    pub received_at: Moment,
}

impl CaseFact for Registered {
    const CODE: &'static str = "registered";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.case_no.clone_from(&self.case_no);
        case.stage = Stage::Complaint;
        case.platform_no.clone_from(&self.platform_no);
        case.method.clone_from(&self.method);
        case.source.clone_from(&self.source);
        case.complainant = Complainant {
            name: self.complainant.clone(),
            contact: self.contact.clone(),
            ..Complainant::default()
        };
        case.respondent = Respondent {
            name: self.respondent.clone(),
            unit_position: self.respondent_unit_position.clone(),
            rank: self.respondent_rank.clone(),
        };
        case.village.clone_from(&self.village);
        case.field = self.field;
        case.title = self.title.clone();
        case.content = self.content.clone();
        case.main_pages = self.main_pages;
        case.attachments = self.attachments;
        case.other.clone_from(&self.other);
        case.complained_at = self.complained_at;
        case.received_at = self.received_at;
    }

    fn sentence(&self, _: &Org) -> String {
        let from = self.platform_no.as_deref().map_or(String::new(), |number| format!("，平台编号{number}"));
        format!("登记为{}{from}，收到时间{}", self.case_no, self.received_at.minute())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        let mut places = vec![("title", Text, &mut self.title), ("content", Text, &mut self.content)];
        let optional = [
            ("complainant", Identity, &mut self.complainant),
            ("contact", Identity, &mut self.contact),
            ("respondent", Text, &mut self.respondent),
            ("respondent_unit_position", Text, &mut self.respondent_unit_position),
            ("other", Identity, &mut self.other),
        ];
        for (name, class, place) in optional {
            places.extend(place.as_mut().map(|text| (name, class, text)));
        }
        places
    }
}

/// Where a supplement came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupplementOrigin {
    /// Written down by a person.
    Recorded,
    /// A later export differed from what is stored.
    Import,
}

/// More was learnt about the complaint; nothing is overwritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplemented {
    pub text: Sealable,
    pub origin: SupplementOrigin,
}

impl CaseFact for Supplemented {
    const CODE: &'static str = "supplemented";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        case.supplements.push(Note {
            round: case.round,
            turn: case.turn,
            at: recorded.at,
            place: recorded.place,
            by: recorded.actor,
            text: self.text.clone(),
        });
    }

    fn sentence(&self, _: &Org) -> String {
        match self.origin {
            SupplementOrigin::Recorded => format!("补充：{}", self.text.text()),
            SupplementOrigin::Import => format!("平台再次推送，与已存内容不同：{}", self.text.text()),
        }
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("text", Text, &mut self.text)]
    }
}

/// A fact was put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    pub before: Fact,
    pub after: Fact,
    pub reason: Sealable,
    /// The secretary's ruling, where the correction moves what was judged or gives more time (`domain.md` §10 Days).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Ruling>,
}

impl CaseFact for Corrected {
    const CODE: &'static str = "corrected";

    fn fold(&self, case: &mut Case, recorded: &Recorded) {
        match self.after.clone() {
            Fact::Kind(kind) => case.kind = kind,
            Fact::Field(field) => case.field = field,
            Fact::ReceivedAt(at) => case.received_at = at,
            Fact::ComplainedAt(at) => case.complained_at = at,
            Fact::HandlingReceivedOn(day) => case.correct_receipt(day),
            Fact::PlatformNo(number) => case.platform_no = number,
            Fact::Method(method) => case.method = method,
            Fact::Source(source) => case.source = source,
            Fact::Complainant(name) => {
                let former = std::mem::replace(&mut case.complainant.name, name);
                case.complainant.former_names.extend(former);
            }
            Fact::Contact(contact) => {
                let former = std::mem::replace(&mut case.complainant.contact, contact);
                case.complainant.former_contacts.extend(former);
            }
            Fact::Respondent(name) => {
                case.respondent.name = name;
                case.recusal.forget_respondents(recorded.at.date());
            }
            Fact::RespondentUnitPosition(position) => {
                case.respondent.unit_position = position;
                case.recusal.forget_respondents(recorded.at.date());
            }
            Fact::RespondentRank(rank) => case.respondent.rank = rank,
            Fact::Village(village) => case.village = village,
            Fact::Title(title) => case.title = title,
            Fact::Content(content) => case.content = content,
            Fact::Scope(scope) => case.scope = scope,
            Fact::KeyMatters(flags) => case.key_matters = flags,
            Fact::MainPages(pages) => case.main_pages = pages,
            Fact::Attachments(count) => case.attachments = count,
        }
    }

    fn sentence(&self, org: &Org) -> String {
        format!(
            "更正{}：{} → {}，理由：{}{}",
            self.after.name().label(),
            self.before.value_label(),
            self.after.value_label(),
            self.reason.text(),
            Ruling::in_brackets(self.ruling.as_ref(), org)
        )
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        let mut places = vec![("reason", Text, &mut self.reason)];
        places.extend(self.before.sealable_mut().map(|(class, text)| ("before", class, text)));
        places.extend(self.after.sealable_mut().map(|(class, text)| ("after", class, text)));
        places.extend(self.ruling.as_mut().map(|ruling| ("ruling", Text, &mut ruling.text)));
        places
    }
}
