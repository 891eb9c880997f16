//! 审签: agrees to the exact text that was submitted (N§三(二)2, `domain.md` §3).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, act_day, ruling, signing};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::{Decision, Document, Terms};
use crate::domain::event::drafting;
use crate::domain::event::{CaseEvent, ClockMoved, ReportedUp};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::words::{ClockKind, DocumentKind};

const OPINION: Field = Field::optional(signing::OPINION, "审签意见", FieldKind::Prose).hint("不填即“同意”");

/// The row of this act.
pub static ACT: Act = Act {
    code: "sign",
    who: &[Who::Signer, Who::CommissionOperator, Who::PartyOperator],
    questions: Questions {
        title: "审签同意",
        summary: "轮到的领导同意文书；专人可代录书面审签",
        fields: &[
            OPINION,
            signing::DOCUMENT,
            signing::PAPER_SIGNER,
            signing::PAPER_DATE,
            signing::PAPER_SHEET,
            signing::MEETING,
            signing::MEETING_ON,
            ruling::RULING,
            ruling::RULED_ON,
            ruling::RULING_NO,
        ],
        confirm: None,
    },
    example: r#"{"opinion":"同意"}"#,
    on: On::Case(
        CaseAct::at(Stage::OPEN, decide)
            .ready(signing::ready)
            .prefill(signing::prefill)
            .signing(Decision::Agree)
            .instead("签过的不能撤，后面的审签人可以“退回修改”，起草人可以“撤回送审”"),
    ),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let opinion = answers.text(OPINION.name);
    let (document, signed) = signing::signature(case, answers, context, Decision::Agree, opinion)?;
    let is_last = document.is_last_for(signed.step as usize, signed.signer);
    let signed_on = signed.signed_on;
    let mut events = vec![CaseEvent::DocumentSigned(signed)];
    if is_last && document.kind == DocumentKind::ReportUp {
        events.extend(report_up(case, signed_on, answers, context)?);
    } else if is_last {
        events.extend(effect(case, document, context)?);
    }
    Ok(events)
}

/// The case goes up with the last signature, on the day of a paper one (`domain.md` §10 Days, Day of the act).
fn report_up(
    case: &Case,
    signed_on: Date,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let ruling = ruling::read(case, answers, context)?;
    if let Some(ruling) = &ruling {
        ruling::check_answers(ruling, "书面审签", signed_on)?;
    }
    act_day::check("书面审签", signed_on, ruling.as_ref(), context)?;
    let mut events = vec![CaseEvent::ReportedUp(ReportedUp { ruling })];
    events.extend(case.stop_clock(ClockKind::Triage, signed_on));
    Ok(events)
}

/// What the last signature brings about by itself.
fn effect(case: &Case, document: &Document, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    Ok(match document.kind {
        DocumentKind::Extension | DocumentKind::Override => {
            let clock =
                case.clock(ClockKind::Handling).filter(|clock| clock.is_running()).ok_or_else(|| {
                    Refusal::new(RefusalCode::WrongStage, "办理时限已经停止，不能再变更；请退回申请。")
                })?;
            let mut because = format!("{}经审签同意", document.kind.label());
            let clock = match &document.terms {
                Some(Terms::Extension { days, .. }) => clock.extended(*days, context.calendar),
                Some(Terms::Override { limit, unit, .. }) => {
                    let today = context.settings.limit_day(context.now);
                    clock.overridden(*limit, *unit, today, context.settings, context.calendar)
                }
                None => return Ok(Vec::new()),
            };
            if document.kind == DocumentKind::Override && clock.is_overridden_after_expiry() {
                because.push_str("，超期后变更，按原到期日计算的按期率里仍算超期");
            }
            let mut events = vec![CaseEvent::ClockMoved(ClockMoved { clock, because })];
            let outdated = "办理时限已变更，原申请所写的日期不再成立";
            events.extend(drafting::void_limit_requests(case, Some(document.kind), outdated));
            events
        }
        // What these allow is done by an action of its own: transfer, delivery, filing, issuing.
        DocumentKind::Proposal
        | DocumentKind::Reply
        | DocumentKind::Clue
        | DocumentKind::ReportUp
        | DocumentKind::Circular => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{IN_CHARGE, OPERATOR, PRINCIPAL, SECRETARY};
    use crate::actions::fixtures::{Bench, MONDAY, TUESDAY, WEDNESDAY, day};
    use crate::domain::document::Decision;
    use crate::domain::event::{CaseEvent, DocumentSigned};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;
    use crate::domain::words::{DocumentKind, DocumentState};

    #[test]
    fn the_signer_whose_turn_it_is_signs_and_the_next_one_is_waited_for() {
        let mut bench = Bench::proposal_submitted();
        let events = bench.did("sign", &[("opinion", "抓紧办理")], SECRETARY, TUESDAY);
        assert_eq!(
            events,
            [CaseEvent::DocumentSigned(DocumentSigned {
                document: DocumentKind::Proposal,
                version: 1,
                step: 0,
                signer: bench.id(SECRETARY),
                decision: Decision::Agree,
                opinion: Some(Sealable::new("抓紧办理")),
                signed_on: day("2026-11-17"),
                on_paper: false,
                deputy: None,
                meeting: None,
                meeting_on: None,
                by_meeting: false,
                own_draft: false,
            })]
        );
        assert_eq!(bench.awaited(), [bench.id(IN_CHARGE)]);
        bench.did("sign", &[], IN_CHARGE, WEDNESDAY);
        assert_eq!(bench.case.documents[0].state, DocumentState::Approved);
        assert_eq!(bench.awaited(), []);
    }

    #[test]
    fn nobody_signs_before_their_turn_or_in_the_place_of_another() {
        let mut bench = Bench::proposal_submitted();
        bench.refuses("sign", &[], (PRINCIPAL, TUESDAY), RefusalCode::NotPermitted, &["审签人", PRINCIPAL]);
        bench.refuses("sign", &[], (IN_CHARGE, TUESDAY), RefusalCode::NotYourStep, &[SECRETARY, "现在轮到"]);
        for fields in [&[][..], &[("on_paper_signer", IN_CHARGE), ("on_paper_date", "2026-11-17")]] {
            bench.refuses(
                "sign",
                fields,
                (OPERATOR, TUESDAY),
                RefusalCode::NotYourStep,
                &["拟办意见", SECRETARY, "镇纪委书记", "代录"],
            );
        }
    }

    #[test]
    fn a_paper_signature_shows_signer_day_and_who_recorded_it() {
        let mut bench = Bench::proposal_submitted();
        let paper = [("on_paper_signer", SECRETARY), ("on_paper_date", "2026-11-16")];
        bench.did("sign", &paper, OPERATOR, TUESDAY);
        let signature = bench.case.documents[0].steps[0].signature.clone().unwrap();
        assert_eq!(
            (signature.signed_on, signature.recorded_by),
            (day("2026-11-16"), Some(bench.id(OPERATOR)))
        );
    }

    #[test]
    fn a_paper_signature_is_never_of_the_future_nor_older_than_its_submission() {
        use RefusalCode::{MissingField, OutOfTime};
        let mut bench = Bench::proposal_submitted();
        let table: [(&str, RefusalCode, &[&str]); 3] = [
            ("", MissingField, &["书面审签日期"]),
            ("2026-11-18", OutOfTime, &["2026-11-18", "今天之后"]),
            ("2026-11-15", OutOfTime, &["2026-11-15", "早于送审日2026-11-16"]),
        ];
        for (date, code, words) in table {
            let paper = [("on_paper_signer", SECRETARY), ("on_paper_date", date)];
            bench.refuses("sign", &paper, (OPERATOR, TUESDAY), code, words);
        }
    }

    #[test]
    fn without_a_document_under_review_there_is_nothing_to_sign() {
        Bench::registered().refuses("sign", &[], (OPERATOR, MONDAY), RefusalCode::MissingDocument, &["送审"]);
    }

    #[test]
    fn a_signer_who_turns_out_to_be_the_respondent_signs_nothing_and_what_they_had_to_sign_is_void() {
        let mut bench = Bench::proposal_submitted();
        let fields = [("field", "respondent"), ("value", SECRETARY), ("reason", "漏登被投诉人")];
        let events = bench.did("correct", &fields, OPERATOR, MONDAY);
        let Some(CaseEvent::DocumentVoided(voided)) = events.last() else { panic!("{events:?}") };
        assert_eq!(voided.because, "被投诉人变更，请重新送审");
        bench.refuses("sign", &[], (SECRETARY, TUESDAY), RefusalCode::UnknownCase, &[]);
        let paper = [("on_paper_signer", SECRETARY), ("on_paper_date", "2026-11-16")];
        let none = RefusalCode::MissingDocument;
        bench.refuses("sign", &paper, (OPERATOR, TUESDAY), none, &["没有正在审签"]);
        bench.did("propose", &[("text", "拟请社会事务办另行核实。")], OPERATOR, TUESDAY);
        bench.did("submit", &[], OPERATOR, TUESDAY);
        assert_eq!(bench.awaited(), [bench.id(PRINCIPAL)]);
    }
}
