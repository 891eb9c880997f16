//! What has to be done on the provincial platform too (平台同步, ours): every act that the official record there must show, and
//! the ticks that say it was done. A tick belongs to one act: a second transfer or reply needs one of its own.

use super::Case;
use super::stage::Stage;
use crate::domain::time::Moment;
use crate::domain::words::MirrorStep;

/// One act that has its counterpart on the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlatformAct {
    pub step: MirrorStep,
    /// The turn and the round of handling in which it was done.
    pub turn: u32,
    pub round: u32,
}

/// An act that was done on the platform too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    pub act: PlatformAct,
    /// When, as stated.
    pub at: Moment,
}

impl Case {
    /// Remembers that something was done here that the platform must show.
    pub(in crate::domain) fn note_platform_act(&mut self, step: MirrorStep) {
        let act = PlatformAct { step, turn: self.turn, round: self.round };
        if !self.platform_acts.contains(&act) {
            self.platform_acts.push(act);
        }
    }

    /// The act that a tick means which was recorded before ticks named one: the first of its step.
    pub(in crate::domain) fn first_platform_act(&self, step: MirrorStep) -> PlatformAct {
        let first = self.platform_acts.iter().copied().find(|act| act.step == step);
        first.unwrap_or(PlatformAct { step, turn: 1, round: 1 })
    }

    /// When an act was done on the platform, as stated; nothing while it is not ticked.
    #[must_use]
    pub fn tick_of(&self, act: PlatformAct) -> Option<Moment> {
        self.mirrored.iter().find(|tick| tick.act == act).map(|tick| tick.at)
    }

    /// Whether the act still says where the case is: a transfer that came back, or a closure that was undone, need not
    /// be done on the platform any more.
    fn stands(&self, act: PlatformAct) -> bool {
        match act.step {
            MirrorStep::Acceptance | MirrorStep::Reply => true,
            MirrorStep::Transfer => act.turn == self.turn && self.transferred_on.is_some(),
            MirrorStep::Closure => act.round == self.round && self.stage == Stage::Closure,
            MirrorStep::Reported => self.stage == Stage::Reported,
        }
    }

    /// The acts that the platform has to show, ticked or not, in the order in which they were done. A case that the
    /// platform doesn't know has none.
    #[must_use]
    pub fn acts_to_mirror(&self) -> Vec<PlatformAct> {
        if self.platform_no.is_none() {
            return Vec::new();
        }
        let shown = |act: &PlatformAct| self.stands(*act) || self.tick_of(*act).is_some();
        self.platform_acts.iter().copied().filter(shown).collect()
    }

    /// The first act that is not ticked as done on the platform.
    #[must_use]
    pub fn unmirrored_act(&self) -> Option<PlatformAct> {
        self.acts_to_mirror().into_iter().find(|act| self.tick_of(*act).is_none())
    }

    /// The step of the first act that is not ticked.
    #[must_use]
    pub fn unmirrored(&self) -> Option<MirrorStep> {
        self.unmirrored_act().map(|act| act.step)
    }

    /// The steps that are done on the platform as often as here, each once.
    #[must_use]
    pub fn mirrored_steps(&self) -> Vec<MirrorStep> {
        let acts = self.acts_to_mirror();
        let open = |step| acts.iter().any(|act| act.step == step && self.tick_of(*act).is_none());
        let mut steps: Vec<MirrorStep> =
            self.mirrored.iter().map(|tick| tick.act.step).filter(|step| !open(*step)).collect();
        steps.sort_unstable();
        steps.dedup();
        steps
    }
}
