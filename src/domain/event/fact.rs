//! The facts of a case that can be put right afterwards (更正), each with its old and its new value.

use serde::{Deserialize, Serialize};

use crate::domain::code::Coded as _;
use crate::domain::sealable::{SealClass, Sealable};
use crate::domain::time::{Date, Moment};
use crate::domain::words::{CaseKind, KeyMatter, MatterField, Scope};

coded! {
    /// Which fact is corrected.
    pub enum FactName {
        Kind = "kind" "类别",
        Field = "field" "领域",
        /// 收到时间, from which the triage limit runs.
        ReceivedAt = "received_at" "收到时间",
        ComplainedAt = "complained_at" "投诉时间",
        /// Day the handling unit received the case, from which its limit runs.
        HandlingReceivedOn = "handling_received_on" "承办单位收件日期",
        PlatformNo = "platform_no" "平台编号",
        Method = "method" "投诉方式",
        Source = "source" "来源",
        Complainant = "complainant" "投诉人",
        Contact = "contact" "联系方式",
        Respondent = "respondent" "被投诉人",
        RespondentUnitPosition = "respondent_unit_position" "被投诉人单位及职务",
        RespondentRank = "respondent_rank" "被投诉人职级",
        Village = "village" "所属村社区",
        Title = "title" "投诉事项名称",
        /// Typing errors at registration.
        Content = "content" "投诉内容",
        Scope = "scope" "受理范围",
        KeyMatters = "key_matters" "重点标记",
        MainPages = "main_pages" "主件页数",
        Attachments = "attachments" "附件件数",
    }
}

/// A fact with its value; an absent value is a fact too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", content = "value", rename_all = "snake_case")]
pub enum Fact {
    Kind(Option<CaseKind>),
    Field(Option<MatterField>),
    ReceivedAt(Moment),
    ComplainedAt(Moment),
    HandlingReceivedOn(Option<Date>),
    PlatformNo(Option<String>),
    Method(Option<String>),
    Source(Option<String>),
    Complainant(Option<Sealable>),
    Contact(Option<Sealable>),
    Respondent(Option<Sealable>),
    RespondentUnitPosition(Option<Sealable>),
    RespondentRank(Option<String>),
    Village(Option<String>),
    Title(Sealable),
    Content(Sealable),
    Scope(Option<Scope>),
    KeyMatters(Vec<KeyMatter>),
    MainPages(u32),
    Attachments(u32),
}

impl Fact {
    /// Which fact it is.
    #[must_use]
    pub const fn name(&self) -> FactName {
        match self {
            Self::Kind(_) => FactName::Kind,
            Self::Field(_) => FactName::Field,
            Self::ReceivedAt(_) => FactName::ReceivedAt,
            Self::ComplainedAt(_) => FactName::ComplainedAt,
            Self::HandlingReceivedOn(_) => FactName::HandlingReceivedOn,
            Self::PlatformNo(_) => FactName::PlatformNo,
            Self::Method(_) => FactName::Method,
            Self::Source(_) => FactName::Source,
            Self::Complainant(_) => FactName::Complainant,
            Self::Contact(_) => FactName::Contact,
            Self::Respondent(_) => FactName::Respondent,
            Self::RespondentUnitPosition(_) => FactName::RespondentUnitPosition,
            Self::RespondentRank(_) => FactName::RespondentRank,
            Self::Village(_) => FactName::Village,
            Self::Title(_) => FactName::Title,
            Self::Content(_) => FactName::Content,
            Self::Scope(_) => FactName::Scope,
            Self::KeyMatters(_) => FactName::KeyMatters,
            Self::MainPages(_) => FactName::MainPages,
            Self::Attachments(_) => FactName::Attachments,
        }
    }

    /// The erasable text in it, if any.
    pub fn sealable_mut(&mut self) -> Option<(SealClass, &mut Sealable)> {
        match self {
            Self::Complainant(text) | Self::Contact(text) => {
                text.as_mut().map(|text| (SealClass::Identity, text))
            }
            Self::Respondent(text) | Self::RespondentUnitPosition(text) => {
                text.as_mut().map(|text| (SealClass::Text, text))
            }
            Self::Title(text) | Self::Content(text) => Some((SealClass::Text, text)),
            Self::Kind(_)
            | Self::Field(_)
            | Self::ReceivedAt(_)
            | Self::ComplainedAt(_)
            | Self::HandlingReceivedOn(_)
            | Self::PlatformNo(_)
            | Self::Method(_)
            | Self::Source(_)
            | Self::RespondentRank(_)
            | Self::Village(_)
            | Self::MainPages(_)
            | Self::Attachments(_)
            | Self::Scope(_)
            | Self::KeyMatters(_) => None,
        }
    }

    /// The value as people read it; nothing is "（空）".
    #[must_use]
    pub fn value_label(&self) -> String {
        let text = match self {
            Self::Kind(kind) => kind.map(|kind| kind.label().to_owned()),
            Self::Field(field) => field.map(|field| field.label().to_owned()),
            Self::ReceivedAt(at) | Self::ComplainedAt(at) => Some(at.minute()),
            Self::HandlingReceivedOn(day) => day.map(|day| day.to_string()),
            Self::PlatformNo(text)
            | Self::Method(text)
            | Self::Source(text)
            | Self::RespondentRank(text)
            | Self::Village(text) => text.clone(),
            Self::Complainant(text)
            | Self::Contact(text)
            | Self::Respondent(text)
            | Self::RespondentUnitPosition(text) => text.as_ref().map(|text| text.text().to_owned()),
            Self::Title(text) | Self::Content(text) => Some(text.text().to_owned()),
            Self::Scope(scope) => scope.map(|scope| scope.label().to_owned()),
            Self::KeyMatters(flags) => {
                let labels: Vec<&str> = flags.iter().map(|flag| flag.label()).collect();
                Some(labels.join("、"))
            }
            Self::MainPages(count) | Self::Attachments(count) => Some(count.to_string()),
        };
        text.filter(|text| !text.is_empty()).unwrap_or_else(|| "（空）".to_owned())
    }
}
