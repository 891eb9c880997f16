//! What today's rules would have asked or decided of a case that was recorded under older ones, and what no program can
//! decide by itself afterwards: it is told after the upgrade until somebody has looked.

use super::Case;
use super::asked::Because;
use crate::domain::town::org::Org;

coded! {
    /// Why somebody has to look at an old case.
    pub enum Undecided {
        /// A signer or the handler counts as respondent by today's reading of the names (`domain.md` §10 Recusal).
        RespondentSigns = "respondent_signs" "审签人或承办人按现在的规则是被投诉人，在办文书须作废后重新送审",
        /// It is against an office without a name, and nobody was asked who holds it.
        PositionNamed = "position_named" "只写了被投诉的岗位，研判时没有核对现任人员是不是被投诉人",
    }
}

impl Case {
    /// What is undecided in this case; nothing once it has ended.
    #[must_use]
    pub fn undecided(&self, org: &Org) -> Vec<Undecided> {
        if self.stage.is_final() {
            return Vec::new();
        }
        let mut found = Vec::new();
        if !self.look_back(org).is_empty() {
            found.push(Undecided::RespondentSigns);
        }
        // Before the transfer it is asked anyway.
        let is_asked_no_more = self.transferred_on.is_some();
        let by_position = |org| self.asked_about(org).iter().any(|one| one.because == Because::Position);
        if is_asked_no_more && by_position(org) {
            found.push(Undecided::PositionNamed);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{XINJIAN, XINJIAN_HANDLER, case_of, named, town};
    use crate::domain::sealable::Sealable;
    use crate::domain::time::Date;
    use crate::domain::words::Route;

    #[test]
    fn an_old_case_is_told_of_while_a_respondent_handles_it_or_an_office_was_not_asked_about() {
        let org = town();
        let mut case = case_of(Some(Route::Village), Some(XINJIAN), "新建村支书");
        assert_eq!(case.undecided(&org), [], "it is asked at the transfer");
        case.transferred_on = Some(Date::constant(2026, 11, 17));
        assert_eq!(case.undecided(&org), [Undecided::PositionNamed]);
        let handler = named(&org, XINJIAN_HANDLER).id;
        case.recusal.say(handler, false);
        assert_eq!(case.undecided(&org), []);
        case.respondent.name = Some(Sealable::new(format!("村干部{XINJIAN_HANDLER}等")));
        case.recusal.said.clear();
        case.handler = Some(handler);
        assert_eq!(case.undecided(&org), [Undecided::RespondentSigns]);
        case.stage = crate::domain::case::stage::Stage::Withdrawn;
        assert_eq!(case.undecided(&org), []);
    }
}
