//! What an act is: a row with all there is to know about it, and what is read from such a row.

use super::answers::Answers;
use super::case_act::CaseAct;
use super::disclosing;
use super::field::Field;
use super::permission::{self, Who};
use super::stream_act::StreamAct;
use super::town_act::TownAct;
use crate::domain::case::{Case, stage::Stage};
use crate::domain::context::Context;
use crate::domain::disclosure::{Disclosure, event::DisclosureEvent};
use crate::domain::meeting::{Meeting, event::MeetingEvent};
use crate::domain::refusal::{Refusal, RefusalCode};

/// An act on a meeting.
pub type MeetingAct = StreamAct<Meeting, MeetingEvent>;

/// An act on a record of disclosure.
pub type DisclosureAct = StreamAct<Disclosure, DisclosureEvent>;

/// One thing that can be done.
pub struct Act {
    /// Stable code, as in `ydt apply` and in the record.
    pub code: &'static str,
    /// Who may do it.
    pub who: &'static [Who],
    /// What it asks for.
    pub questions: Questions,
    /// Fields of an example that really runs, as a JSON object.
    pub example: &'static str,
    /// What it is done to.
    pub on: On,
}

/// What a form shows and asks for, whatever it is about.
pub struct Questions {
    /// What the operator reads on menus and over the form.
    pub title: &'static str,
    /// What it brings about, in one sentence.
    pub summary: &'static str,
    pub fields: &'static [Field],
    /// The effect to confirm when it cannot be taken back.
    pub confirm: Option<&'static str>,
}

/// What an act is done to, with what only such acts have.
pub enum On {
    /// One case, or a new one.
    Case(CaseAct),
    /// A meeting for assessment, or a new one.
    Meeting(MeetingAct),
    /// The record of a matter to be made public, or a new one.
    Disclosure(DisclosureAct),
    /// The town itself: its people, settings, calendar, alerts.
    Town(TownAct),
}

impl Act {
    /// What the operator reads.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        self.questions.title
    }

    /// What it asks for.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field] {
        self.questions.fields
    }

    /// What it is done to, when that is a case.
    ///
    /// # Errors
    /// `unknown_case` for an act on the town.
    pub fn on_case(&self) -> Result<&CaseAct, Refusal> {
        match &self.on {
            On::Case(on) => Ok(on),
            On::Town(_) | On::Meeting(_) | On::Disclosure(_) => Err(Refusal::new(
                RefusalCode::UnknownCase,
                format!("“{}”不是对某一件投诉办理的，不用指明是哪一件。", self.label()),
            )),
        }
    }

    /// What it is done to, when that is the town.
    ///
    /// # Errors
    /// `unknown_case` for an act on a case.
    pub fn on_town(&self) -> Result<&TownAct, Refusal> {
        let wanted = match &self.on {
            On::Town(on) => return Ok(on),
            On::Case(_) => "哪一件投诉",
            On::Meeting(_) => "哪次研判会",
            On::Disclosure(_) => "哪条公示记录",
        };
        Err(Refusal::new(RefusalCode::UnknownCase, format!("“{}”要指明是{wanted}。", self.label())))
    }

    /// What it is done to, when that is a meeting.
    ///
    /// # Errors
    /// `unknown_case` for any other act.
    pub fn on_meeting(&self) -> Result<&MeetingAct, Refusal> {
        match &self.on {
            On::Meeting(on) => Ok(on),
            On::Case(_) | On::Town(_) | On::Disclosure(_) => Err(Refusal::new(
                RefusalCode::UnknownCase,
                format!("“{}”不是对研判会办理的，不用写是哪次会。", self.label()),
            )),
        }
    }

    /// What it is done to, when that is a record of disclosure.
    ///
    /// # Errors
    /// `unknown_case` for any other act.
    pub fn on_disclosure(&self) -> Result<&DisclosureAct, Refusal> {
        match &self.on {
            On::Disclosure(on) => Ok(on),
            On::Case(_) | On::Town(_) | On::Meeting(_) => Err(Refusal::new(
                RefusalCode::UnknownCase,
                format!("“{}”不是对公示记录办理的，不用写是哪条。", self.label()),
            )),
        }
    }

    /// Whether the actor may do this act to the record now, before anything is filled in.
    ///
    /// # Errors
    /// `not_permitted`, naming who may.
    pub fn allowed_on(&self, record: &Disclosure, context: &Context<'_>) -> Result<(), Refusal> {
        self.on_disclosure()?;
        disclosing::check(self, record.unit, &record.submitters, context)
    }

    /// Whether the actor may do it to this record as it stands, before anything is filled in.
    ///
    /// # Errors
    /// What is in the way.
    pub fn open_to(&self, record: &Disclosure, context: &Context<'_>) -> Result<(), Refusal> {
        (self.on_disclosure()?.ready)(record)?;
        self.allowed_on(record, context)
    }

    /// Whether it stands on the menu of a case.
    #[must_use]
    pub fn is_on_case_menu(&self) -> bool {
        matches!(&self.on, On::Case(on) if !on.makes_case())
    }

    /// Whether the actor may do this act at all, whatever record of its own it is done to.
    ///
    /// # Errors
    /// `not_permitted`, naming who may.
    pub fn permitted(&self, context: &Context<'_>) -> Result<(), Refusal> {
        permission::check_town(self, context)
    }

    /// Whether the actor may do this act to the town now.
    ///
    /// # Errors
    /// `not_permitted`, naming who may.
    pub fn allowed_in_town(&self, context: &Context<'_>) -> Result<(), Refusal> {
        self.on_town()?;
        permission::check_town(self, context)
    }

    /// At which stages it can be done to a case.
    #[must_use]
    pub fn stages(&self) -> &'static [Stage] {
        self.on_case().map_or(&[], |on| on.stages)
    }

    /// Whether it can be done to several marked cases with one form.
    #[must_use]
    pub fn is_batch(&self) -> bool {
        self.on_case().is_ok_and(|on| on.batch)
    }

    /// What its form shows filled in when it opens for a case.
    #[must_use]
    pub fn prefill(&self, case: &Case, context: &Context<'_>) -> Answers {
        self.on_case().map_or_else(|_| Answers::none(), |on| (on.prefill)(case, context))
    }

    /// Whether this act makes a new case.
    #[must_use]
    pub fn makes_case(&self) -> bool {
        matches!(&self.on, On::Case(on) if on.makes_case())
    }

    /// Whether it can be done to the case now, by this actor, before anything is filled in.
    ///
    /// # Errors
    /// What is missing and who can supply it; menus show it beside the greyed act.
    pub fn allowed(&self, case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
        let on = self.on_case()?;
        let is_unseen = on.unseen && case.may_be_sealed_unseen_by(context.actor, context.org);
        if !is_unseen && case.is_about(context.actor, context.org) {
            return Err(Refusal::unknown_case(&case.case_no));
        }
        on.check_stage(case, self.label())?;
        permission::check(self, case, context)?;
        (on.ready)(case, context)
    }
}

impl PartialEq for Act {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Act {}

impl std::fmt::Debug for Act {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}
