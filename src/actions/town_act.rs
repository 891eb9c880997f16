//! What only acts on the town have: the decision, and what a form shows filled in when it opens.

use super::{Answers, Field};
use crate::domain::context::Context;
use crate::domain::refusal::Refusal;
use crate::domain::town::event::TownEvent;

/// The decision of an act: facts to record, or a refusal. What the answers stand for was looked up before
/// ([`Context::brought`]).
type Decide = fn(&Answers, &Context<'_>) -> Result<Vec<TownEvent>, Refusal>;

/// An act on the town.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says what an act is decided by, and none excludes another"
)]
pub struct TownAct {
    pub decide: Decide,
    /// What a form shows filled in when it opens.
    pub prefill: fn(&Context<'_>) -> Answers,
    /// Whether the console tells what it would bring about, and asks, before it is done.
    pub told_first: bool,
    /// Whether it is decided by the list of matters.
    pub by_matters: bool,
    /// Whether it is decided by the office's own templates.
    pub by_templates: bool,
    /// Whether it is decided by the figures of a period.
    pub by_figures: bool,
    /// The field that names whose post is listed.
    pub lists: Option<&'static Field>,
}

impl TownAct {
    /// An act whose form opens empty.
    pub(super) const fn by(decide: Decide) -> Self {
        Self {
            decide,
            prefill: empty_form,
            told_first: false,
            by_matters: false,
            by_templates: false,
            by_figures: false,
            lists: None,
        }
    }

    pub(super) const fn told_first(mut self) -> Self {
        self.told_first = true;
        self
    }

    pub(super) const fn by_matters(mut self) -> Self {
        self.by_matters = true;
        self
    }

    pub(super) const fn by_templates(mut self) -> Self {
        self.by_templates = true;
        self
    }

    pub(super) const fn by_figures(mut self) -> Self {
        self.by_figures = true;
        self
    }

    pub(super) const fn listing(mut self, whose: &'static Field) -> Self {
        self.lists = Some(whose);
        self
    }

    pub(super) const fn prefill(mut self, prefill: fn(&Context<'_>) -> Answers) -> Self {
        self.prefill = prefill;
        self
    }
}

fn empty_form(_: &Context<'_>) -> Answers {
    Answers::none()
}
