//! The platform's numbers of cases, looked at before one is recorded.

use super::OfficeError;
use crate::domain::case::Case;
use crate::domain::desk::Desk;
use crate::domain::event::{CaseEvent, Corrected};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::store::Records;

/// A platform number belongs to one case, and is no other case's own number. Of a case that the actor may not see it is
/// only said that others handle it.
pub(super) fn check_numbers(
    records: &Records<'_>,
    case: &Case,
    events: &[CaseEvent],
    desk: &Desk,
) -> Result<(), OfficeError> {
    use crate::domain::event::fact::Fact;
    for event in events {
        let number = if let CaseEvent::Registered(first) = event {
            first.platform_no.as_deref().map(|number| ("platform_no", number))
        } else if let CaseEvent::Corrected(Corrected { after: Fact::PlatformNo(number), .. }) = event {
            number.as_deref().map(|number| ("value", number))
        } else {
            None
        };
        let Some((field, number)) = number else { continue };
        let of_platform = records.case_of_platform(number)?.filter(|id| *id != case.id);
        let of_town = records.case_of_town(number)?.filter(|id| *id != case.id);
        for id in of_platform.into_iter().chain(of_town) {
            if records.is_hidden(id, desk.actor.id)? {
                let message = format!("平台编号“{}”由其他人员办理，没有保存。", number.trim());
                return Err(Refusal::new(RefusalCode::Elsewhere, message).about(field).into());
            }
        }
        let taken = if of_platform.is_some() {
            "已经登记过，没有重复登记"
        } else if of_town.is_some() {
            "是另一件的本镇编号，没有保存；请核对平台编号"
        } else {
            continue;
        };
        let message = format!("平台编号“{}”{taken}。", number.trim());
        return Err(Refusal::new(RefusalCode::Duplicate, message).about(field).into());
    }
    Ok(())
}
