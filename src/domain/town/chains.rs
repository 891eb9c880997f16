//! Approval chains as settings (`domain.md` §3): what the notice asks for, and what the town has added to it.

use std::collections::BTreeMap;

use crate::domain::code::Coded as _;
use crate::domain::words::{DocumentKind, Position, Route};

coded! {
    /// What a chain asks for at one place.
    pub enum ChainStep {
        ContactLeader = "contact_leader" "联系领导",
        LeaderInCharge = "leader_in_charge" "分管领导",
        DisciplineSecretary = "discipline_secretary" "镇纪委书记",
        PrincipalLeader = "principal_leader" "镇主要领导",
        /// 报镇党委审批 (N§三(二)2(3)), signed by a principal leader.
        PartyCommittee = "party_committee" "镇党委审批",
    }
}

impl ChainStep {
    /// Whose signature stands there.
    #[must_use]
    pub const fn position(self) -> Position {
        match self {
            Self::ContactLeader => Position::ContactLeader,
            Self::LeaderInCharge => Position::LeaderInCharge,
            Self::DisciplineSecretary => Position::DisciplineSecretary,
            Self::PrincipalLeader | Self::PartyCommittee => Position::PrincipalLeader,
        }
    }

    /// Leaders in charge are those of a section, contact leaders those of a village.
    fn is_found_on(self, route: Option<Route>) -> bool {
        match self {
            Self::LeaderInCharge => route == Some(Route::PartyCommittee),
            Self::ContactLeader => route == Some(Route::Village),
            Self::DisciplineSecretary | Self::PrincipalLeader | Self::PartyCommittee => true,
        }
    }
}

/// A document, and the route where its chain differs by route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChainOf {
    document: DocumentKind,
    route: Option<Route>,
}

impl ChainOf {
    /// The chain of a document on a route.
    #[must_use]
    pub const fn new(document: DocumentKind, route: Option<Route>) -> Self {
        let route = match document {
            DocumentKind::Proposal | DocumentKind::Reply | DocumentKind::Extension => route,
            DocumentKind::ReportUp | DocumentKind::Clue | DocumentKind::Override | DocumentKind::Circular => {
                None
            }
        };
        Self { document, route }
    }

    /// What the notice asks for, in order; the principal leader of key matters and third extensions comes on top.
    ///
    /// N§三(二)2(1): a proposal on the Party-committee route goes to the discipline secretary and the leader in charge of
    /// the section; a reply goes to the leader in charge first.
    /// N§三(二)2(2): a village's reply goes to its contact leader and the discipline secretary.
    /// N§三(二)2(3): the commission's own result goes to the Party committee. Reporting up, overrides and circulars are ours.
    /// N§三(二)3: an extension is applied for level by level (逐级).
    #[must_use]
    pub const fn notice(self) -> &'static [ChainStep] {
        use ChainStep::{
            ContactLeader, DisciplineSecretary, LeaderInCharge, PartyCommittee, PrincipalLeader,
        };
        match (self.document, self.route) {
            (DocumentKind::Proposal, Some(Route::PartyCommittee)) => &[DisciplineSecretary, LeaderInCharge],
            (DocumentKind::Proposal, Some(Route::Village | Route::Commission) | None)
            | (DocumentKind::ReportUp | DocumentKind::Override | DocumentKind::Circular, _)
            | (DocumentKind::Extension, Some(Route::Commission) | None) => &[DisciplineSecretary],
            (DocumentKind::Extension | DocumentKind::Reply, Some(Route::PartyCommittee)) => {
                &[LeaderInCharge, DisciplineSecretary]
            }
            (DocumentKind::Extension | DocumentKind::Reply, Some(Route::Village)) => {
                &[ContactLeader, DisciplineSecretary]
            }
            (DocumentKind::Reply, Some(Route::Commission) | None) => &[DisciplineSecretary, PartyCommittee],
            (DocumentKind::Clue, _) => &[DisciplineSecretary, PrincipalLeader],
        }
    }

    /// Reads a chain as somebody writes it: places by label or code, in order, between commas or arrows.
    ///
    /// # Errors
    /// Why it can't be, in words that follow the chain's name.
    fn read(self, value: &str) -> Result<Vec<ChainStep>, String> {
        let mut places: Vec<ChainStep> = Vec::new();
        let value = value.replace("->", "→");
        for word in value.split([',', '，', '、', '→']).map(str::trim).filter(|word| !word.is_empty()) {
            let place = ChainStep::from_code(word)
                .or_else(|| ChainStep::from_label(word))
                .ok_or_else(|| format!("没有修改：“{word}”不是审签链上的一步。"))?;
            if places.contains(&place) {
                return Err(format!("没有修改：“{word}”写了两次，一条链上一步只签一次。"));
            }
            if !place.is_found_on(self.route) {
                return Err(format!("没有修改：这类文书没有“{}”，不能加这一步。", place.label()));
            }
            places.push(place);
        }
        self.check_notice(&places)?;
        Ok(places)
    }

    /// The steps that are laid down stay, in their order.
    fn check_notice(self, places: &[ChainStep]) -> Result<(), String> {
        let mut before: Option<(ChainStep, usize)> = None;
        for own in self.notice() {
            let at = places.iter().position(|place| place == own).ok_or_else(|| {
                format!("没有修改：“{}”是规定的一步，不能去掉，只能加别的步骤。", own.label())
            })?;
            if let Some((earlier, place)) = before
                && at < place
            {
                return Err(format!(
                    "没有修改：“{}”规定在“{}”之前，次序不能颠倒。",
                    earlier.label(),
                    own.label()
                ));
            }
            before = Some((*own, at));
        }
        Ok(())
    }
}

/// The chains that the town has lengthened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chains(BTreeMap<ChainOf, Vec<ChainStep>>);

impl Chains {
    /// The places of a chain, in order.
    #[must_use]
    pub fn places(&self, chain: ChainOf) -> &[ChainStep] {
        self.0.get(&chain).map_or(chain.notice(), Vec::as_slice)
    }

    /// The same by their codes, as a setting is stored.
    #[must_use]
    pub fn value(&self, chain: ChainOf) -> String {
        let codes: Vec<&str> = self.places(chain).iter().map(|place| place.code()).collect();
        codes.join(",")
    }

    /// Sets a chain.
    ///
    /// # Errors
    /// Why it can't be so, in words that follow the chain's name.
    pub fn set(&mut self, chain: ChainOf, value: &str) -> Result<(), String> {
        let places = chain.read(value)?;
        if places == chain.notice() {
            self.0.remove(&chain);
        } else {
            self.0.insert(chain, places);
        }
        Ok(())
    }
}

/// A stored chain in the operator's words, `联系领导 → 镇纪委书记`.
#[must_use]
pub fn in_words(value: &str) -> String {
    let word =
        |code: &str| ChainStep::from_code(code).map_or_else(|| code.to_owned(), |p| p.label().to_owned());
    value.split(',').map(word).collect::<Vec<_>>().join(" → ")
}

/// Every step a chain can have, for whoever sets one.
#[must_use]
pub fn takes() -> String {
    let places: Vec<String> =
        ChainStep::ALL.iter().map(|place| format!("{}（{}）", place.label(), place.code())).collect();
    format!("按先后写、用逗号或 → 隔开的步骤：{}；规定的步骤不能去掉，次序不能颠倒", places.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::assert_chinese;

    const VILLAGE_REPLY: ChainOf = ChainOf::new(DocumentKind::Reply, Some(Route::Village));
    const OWN_REPLY: ChainOf = ChainOf::new(DocumentKind::Reply, Some(Route::Commission));

    #[test]
    fn steps_are_added_where_the_town_wants_them_and_however_they_are_written() {
        use ChainStep::{ContactLeader, DisciplineSecretary, PartyCommittee, PrincipalLeader};
        for (value, places) in [
            ("联系领导→镇纪委书记→镇主要领导", &[ContactLeader, DisciplineSecretary, PrincipalLeader][..]),
            (
                "contact_leader, principal_leader , discipline_secretary",
                &[ContactLeader, PrincipalLeader, DisciplineSecretary],
            ),
            ("联系领导，镇纪委书记、镇党委审批", &[ContactLeader, DisciplineSecretary, PartyCommittee]),
            ("联系领导 -> 镇纪委书记", &[ContactLeader, DisciplineSecretary]),
        ] {
            let mut chains = Chains::default();
            chains.set(VILLAGE_REPLY, value).unwrap();
            assert_eq!(chains.places(VILLAGE_REPLY), places, "{value}");
            let mut again = Chains::default();
            again.set(VILLAGE_REPLY, &chains.value(VILLAGE_REPLY)).unwrap();
            assert_eq!(again, chains);
        }
    }

    #[test]
    fn what_is_laid_down_is_neither_taken_out_nor_put_in_another_order() {
        for (chain, value, words) in [
            (VILLAGE_REPLY, "镇纪委书记", ["“联系领导”", "不能去掉"]),
            (VILLAGE_REPLY, "联系领导,镇主要领导", ["“镇纪委书记”", "不能去掉"]),
            (VILLAGE_REPLY, "", ["“联系领导”", "不能去掉"]),
            (VILLAGE_REPLY, "镇纪委书记→联系领导", ["“联系领导”规定在“镇纪委书记”之前", "颠倒"]),
            (OWN_REPLY, "镇纪委书记→镇主要领导", ["“镇党委审批”", "不能去掉"]),
            (VILLAGE_REPLY, "联系领导→镇纪委书记→镇长", ["“镇长”", "不是"]),
            (VILLAGE_REPLY, "联系领导→镇纪委书记→联系领导", ["“联系领导”", "两次"]),
            (VILLAGE_REPLY, "联系领导→镇纪委书记→分管领导", ["“分管领导”", "没有"]),
            (OWN_REPLY, "镇纪委书记→联系领导→镇党委审批", ["“联系领导”", "没有"]),
        ] {
            let mut chains = Chains::default();
            let why = chains.set(chain, value).unwrap_err();
            assert_chinese(&why);
            assert!(words.iter().all(|word| why.contains(word)), "{value}: {why}");
            assert_eq!(chains, Chains::default());
        }
    }

    #[test]
    fn a_chain_set_back_to_what_is_laid_down_is_as_if_never_changed() {
        let mut chains = Chains::default();
        chains.set(OWN_REPLY, "镇纪委书记,镇主要领导,镇党委审批").unwrap();
        assert_eq!(in_words(&chains.value(OWN_REPLY)), "镇纪委书记 → 镇主要领导 → 镇党委审批");
        chains.set(OWN_REPLY, &Chains::default().value(OWN_REPLY)).unwrap();
        assert_eq!(chains, Chains::default());
    }
}
