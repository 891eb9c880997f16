//! What only acts on a case have: stages, what must hold before anything is asked, the decision, and what it means to
//! the session. Acts are told apart by these properties and never by their codes.

use super::offer::{Offers, everything};
use super::{Answers, Field};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::Decision;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};

/// The decision of an act: facts to record, or a refusal.
type Decide = fn(&Case, &Answers, &Context<'_>) -> Result<Vec<CaseEvent>, Refusal>;

/// What can be done about most acts that nothing undoes.
const CORRECT_IT: &str = "记错的用“更正”改（写明理由），要说明情况的用“补充”";

/// An act on a case.
#[expect(clippy::struct_excessive_bools, reason = "each is a property by which acts are told apart")]
pub struct CaseAct {
    /// At which stages; empty means that it makes a new case.
    pub stages: &'static [Stage],
    /// Whether it can be done to several marked cases with one form.
    pub batch: bool,
    /// What must hold of the case before anything is asked; stage and permission are checked already.
    pub ready: fn(&Case, &Context<'_>) -> Result<(), Refusal>,
    /// What a form shows filled in when it opens.
    pub prefill: fn(&Case, &Context<'_>) -> Answers,
    /// What its form offers for each field as things stand.
    pub offers: Offers,
    /// Facts that its form shows above its fields.
    pub rests_on: fn(&Case, &Context<'_>) -> Vec<String>,
    pub decide: Decide,
    /// Stored name of the fact that it leaves behind and that another act can undo.
    pub leaves: Option<&'static str>,
    /// Stored name of the fact that it undoes.
    pub undoes: Option<&'static str>,
    /// What a signer decides with it.
    pub signs: Option<Decision>,
    /// Whether it lets the actor see who complains, until the case is left.
    pub reveals: bool,
    /// Whether it takes away for ever who complained.
    pub erases_identity: bool,
    /// The fields that say which attachment a copy is saved of, and where to.
    pub saves: Option<(&'static Field, &'static Field)>,
    /// What to do where it was done by mistake and nothing undoes it.
    pub instead: &'static str,
    /// Whether it gives a paper its number: the paper is laid out from the case before it decides.
    pub issues: bool,
    /// Whether it can be done to a sealed case: it writes no text that would have to be erased at once.
    pub on_sealed: bool,
    /// Whether the administrator does it to a case that nobody here may see (`domain.md` §10 Recusal).
    pub unseen: bool,
}

impl CaseAct {
    /// An act at these stages that is ready whenever stage and permission say so and whose form opens empty.
    pub(super) const fn at(stages: &'static [Stage], decide: Decide) -> Self {
        Self {
            stages,
            batch: false,
            ready: always,
            prefill: empty_form,
            offers: everything,
            rests_on: nothing_more,
            decide,
            leaves: None,
            undoes: None,
            signs: None,
            reveals: false,
            erases_identity: false,
            saves: None,
            issues: false,
            instead: CORRECT_IT,
            on_sealed: false,
            unseen: false,
        }
    }

    pub(super) const fn ready(mut self, ready: fn(&Case, &Context<'_>) -> Result<(), Refusal>) -> Self {
        self.ready = ready;
        self
    }

    pub(super) const fn prefill(mut self, prefill: fn(&Case, &Context<'_>) -> Answers) -> Self {
        self.prefill = prefill;
        self
    }

    pub(super) const fn offers(mut self, offers: Offers) -> Self {
        self.offers = offers;
        self
    }

    pub(super) const fn resting_on(mut self, facts: fn(&Case, &Context<'_>) -> Vec<String>) -> Self {
        self.rests_on = facts;
        self
    }

    pub(super) const fn issuing(mut self) -> Self {
        self.issues = true;
        self
    }

    pub(super) const fn batch(mut self) -> Self {
        self.batch = true;
        self
    }

    pub(super) const fn leaving(mut self, fact: &'static str) -> Self {
        self.leaves = Some(fact);
        self
    }

    pub(super) const fn undoing(mut self, fact: &'static str) -> Self {
        self.undoes = Some(fact);
        self
    }

    pub(super) const fn signing(mut self, decision: Decision) -> Self {
        self.signs = Some(decision);
        self
    }

    pub(super) const fn revealing(mut self) -> Self {
        self.reveals = true;
        self
    }

    pub(super) const fn erasing_identity(mut self) -> Self {
        self.erases_identity = true;
        self
    }

    pub(super) const fn saving(mut self, which: &'static Field, to: &'static Field) -> Self {
        self.saves = Some((which, to));
        self
    }

    pub(super) const fn instead(mut self, what: &'static str) -> Self {
        self.instead = what;
        self
    }

    pub(super) const fn on_sealed(mut self) -> Self {
        self.on_sealed = true;
        self
    }

    pub(super) const fn unseen(mut self) -> Self {
        self.unseen = true;
        self
    }

    /// Whether it makes a new case.
    #[must_use]
    pub const fn makes_case(&self) -> bool {
        self.stages.is_empty()
    }

    /// Whether the act named `label` can be done where the case stands: at its stage, and when sealed without its texts.
    ///
    /// # Errors
    /// `wrong_stage` with where the act belongs and what the case waits for.
    pub(super) fn check_stage(&self, case: &Case, label: &str) -> Result<(), Refusal> {
        if !self.makes_case() && !self.stages.contains(&case.stage) {
            return Err(self.wrong_stage(case.stage, label));
        }
        if case.sealed && !self.on_sealed {
            return Err(Refusal::new(
                RefusalCode::WrongStage,
                format!("本件已密封，内容不在本镇留存，不能再做“{label}”。"),
            ));
        }
        Ok(())
    }

    fn wrong_stage(&self, stage: Stage, label: &str) -> Refusal {
        let wanted: Vec<&str> = self.stages.iter().map(|stage| stage.label()).collect();
        let wanted = if wanted.len() > 4 {
            "办理过程中".to_owned()
        } else {
            format!("“{}”阶段", wanted.join("、"))
        };
        Refusal::new(
            RefusalCode::WrongStage,
            format!("“{label}”在{wanted}才能做，本件现在是“{}”（{}）。", stage.label(), stage.waiting_for()),
        )
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every `ready`")]
const fn always(_: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    Ok(())
}

const fn nothing_more(_: &Case, _: &Context<'_>) -> Vec<String> {
    Vec::new()
}

fn empty_form(_: &Case, _: &Context<'_>) -> Answers {
    Answers::none()
}
