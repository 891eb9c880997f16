//! Lines of `ydt apply` about records of disclosure.

use super::apply::new_act;
use super::apply_hand::Performs;
use super::apply_line::{Line, Target};
use crate::actions::Act;
use crate::domain::ids::DisclosureId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::office::{DisclosureReport, DisclosureRequest, OfficeError};

/// A line about a record says which one as `disclosure`; a case in it is an answer like the others. `last` is the record
/// of the line before.
pub(super) fn disclose(
    hand: &mut dyn Performs,
    act: &'static Act,
    mut line: Line,
    last: Option<DisclosureId>,
) -> Result<DisclosureReport, OfficeError> {
    line.check_written(act)?;
    match line.case.take() {
        None => {}
        Some(Target::Named(name)) => line.answers.set("case", name.as_str()),
        Some(Target::Last) => {
            return Err(Refusal::invalid("case", "case", "要写明是哪一件，不能写“$last”。").into());
        }
    }
    let code = line.answers.take("disclosure");
    let begins = act.on_disclosure()?.begins;
    let disclosure = match code.as_deref() {
        Some(_) if begins => {
            let why = "不用写，登记会得到新编号；请去掉。";
            return Err(Refusal::invalid("disclosure", "disclosure", why).into());
        }
        None if begins => None,
        None => return Err(Refusal::missing("disclosure", "disclosure").into()),
        Some("$last") => Some(last.ok_or_else(|| {
            let message = "“$last”之前没有办成的公示记录，请写明编号，如 d3。";
            Refusal::new(RefusalCode::UnknownDisclosure, message)
        })?),
        Some(code) => Some(hand.find_disclosure(code)?),
    };
    let (action, answers) = (act, line.answers);
    let request = DisclosureRequest { act: new_act()?, disclosure, seen_seq: None, action, answers };
    hand.perform_on_disclosure(&request)
}
