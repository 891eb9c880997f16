//! What a reader sees with the complainant's identity masked is never saved in the place of what was recorded
//! (`domain.md` §10 Nothing leaks through text).

use super::{Act, Answers, FieldKind};
use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::context::{Brought, Context};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sight::identity::Identity;

/// Refuses an answer that is one of the case's texts as it is shown masked.
///
/// # Errors
/// `invalid_value` about the field.
pub fn refuse(act: &Act, case: &Case, answers: &Answers, context: &Context<'_>) -> Result<(), Refusal> {
    // Whatever is masked has a star in it, and hardly anything else has.
    if !answers.iter().any(|(_, text)| text.contains('*')) {
        return Ok(());
    }
    let (identity, register) = (Identity::of(&case.complainant), Register::of(context.org));
    let mut shown = Vec::new();
    case.clone().each_text_mut(|text| {
        let masked = text.body().and_then(|body| identity.masked(body, &register));
        shown.extend(masked.map(|masked| masked.trim().to_owned()));
    });
    let is_shown = |name: &str| answers.text(name).is_some_and(|text| shown.contains(&text));
    match act.fields().iter().find(|field| is_shown(field.name)) {
        Some(field) => Err(field.invalid(
            "填的是遮挡了投诉人身份的显示文字，保存会盖掉原文；请用“投诉人”代替姓名和电话，或先“查看身份”再在原文上改。",
        )),
        None => Ok(()),
    }
}

/// Refuses a text of several lines that says who complains in one of the cases that the act reads: what is written in a
/// meeting is read by people who may not know it, and stands in no case's own record.
///
/// # Errors
/// `identity_in_text` about the field.
pub fn refuse_identity(act: &Act, answers: &Answers, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(Brought::Cases { named, standing }) = context.brought else { return Ok(()) };
    let register = Register::of(context.org);
    for field in act.fields().iter().filter(|field| matches!(field.kind, FieldKind::Prose)) {
        let Some(text) = answers.text(field.name) else { continue };
        for case in named.iter().chain(standing) {
            if !Identity::of(&case.complainant).occurrences(&text, &register).is_empty() {
                return Err(field.refuses(
                    RefusalCode::IdentityInText,
                    format!("“{}”中有投诉人的姓名或联系方式，没有保存；请改写成“投诉人”。", field.label),
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::later::with_complainant;
    use crate::actions::fixtures::people::{OPERATOR, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, WEDNESDAY};
    use crate::domain::case::respondents::Register;
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sight::unmasked::mask_case;

    const REPLY: &str = "经与李桂芳联系，名单已补公示。";

    fn drafted() -> Bench {
        let mut bench = with_complainant();
        bench.did("record_finding", &[("text", "名单未公示")], XINJIAN_HANDLER, WEDNESDAY);
        bench.did("draft_reply", &[("text", REPLY), ("claims", "+公示名单")], XINJIAN_HANDLER, WEDNESDAY);
        bench
    }

    #[test]
    fn a_form_opens_with_the_recorded_text_or_without_it_and_never_with_a_masked_one() {
        let mut bench = drafted();
        let opened = bench.prefilled("draft_reply", XINJIAN_HANDLER, WEDNESDAY);
        assert_eq!((opened.raw("text"), opened.is_withheld("text")), (Some(REPLY), false));
        let org = bench.org.clone();
        mask_case(&mut bench.case, &Register::of(&org));
        let opened = bench.prefilled("draft_reply", XINJIAN_HANDLER, WEDNESDAY);
        assert_eq!((opened.raw("text"), opened.is_withheld("text")), (None, true));
        assert_eq!((opened.raw("claims"), opened.is_withheld("claims")), (Some("+公示名单"), false));
    }

    #[test]
    fn a_text_as_it_is_shown_masked_does_not_take_the_place_of_the_recorded_one() {
        let mut bench = drafted();
        let shown = [("text", " 经与李**联系，名单已补公示。\n")];
        let at = (XINJIAN_HANDLER, WEDNESDAY);
        bench.refuses("draft_reply", &shown, at, RefusalCode::InvalidValue, &["遮挡", "投诉人", "查看身份"]);
        let own = [("text", "经与投诉人联系，名单已补公示（★ 与 * 除外）。")];
        bench.did("draft_reply", &own, XINJIAN_HANDLER, WEDNESDAY);
        bench.did("supplement", &[("text", "**另补一页**")], OPERATOR, WEDNESDAY);
    }
}
