//! What signing and returning share: whose turn it is, and recording a signature given on paper (代录).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::{Decision, Document, Step};
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::words::Position;

/// Signer of a paper signature.
pub const PAPER_SIGNER: Field =
    Field::optional("on_paper_signer", "书面审签人（代录）", FieldKind::Person(None))
        .hint("专人代录书面审签时填；本人审签不填");
/// Day of a paper signature.
pub const PAPER_DATE: Field =
    Field::optional("on_paper_date", "书面审签日期", FieldKind::Date).hint("不得早于送审日，不得晚于今天");

/// Whether a document waits for a signature at all, and for one that this actor can give or record.
///
/// # Errors
/// `missing_document`; `not_your_step` for a signer whose turn comes later.
pub fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let records_paper =
        context.actor.holds(Position::CommissionOperator) || context.actor.holds(Position::PartyOperator);
    match case.open_step() {
        Some((document, _, step)) if step.person != context.actor.id && !records_paper => {
            Err(not_your_step(document, step, context))
        }
        Some(_) => Ok(()),
        None => Err(Refusal::new(RefusalCode::MissingDocument, "没有正在审签的文书，请先“送审”。")),
    }
}

/// An operator's form opens with the signer whose paper he records.
pub fn prefill(case: &Case, context: &Context<'_>) -> Answers {
    let mut answers = Answers::none();
    if let Some((_, _, step)) = case.open_step()
        && step.person != context.actor.id
    {
        answers.set(PAPER_SIGNER.name, context.org.person_name(step.person));
    }
    answers
}

/// The recorded signature on the open step, with the document it stands on.
///
/// # Errors
/// `not_your_step` when somebody else has to sign, `out_of_time` for an impossible day on paper.
pub fn signature<'a>(
    case: &'a Case,
    answers: &Answers,
    context: &Context<'_>,
    decision: Decision,
    opinion: Option<String>,
) -> Result<(&'a Document, CaseEvent), Refusal> {
    ready(case, context)?;
    let Some((document, index, step)) = case.open_step() else {
        return Err(Refusal::new(RefusalCode::MissingDocument, "没有正在审签的文书。"));
    };
    let signer = context.org.person_name(step.person);
    if case.is_about(signer) {
        // The chain was resolved before the respondent was corrected.
        return Err(Refusal::new(
            RefusalCode::Recused,
            format!("{signer}是被投诉人，需要回避，不能审签；请专人修改文书后重新送审，由上一级审签。"),
        ));
    }
    let paper = answers.person(&PAPER_SIGNER, context.org)?;
    let (signed_on, on_paper) = match paper {
        None if step.person == context.actor.id => (context.today(), false),
        None => return Err(not_your_step(document, step, context)),
        Some(signer) if signer.id != step.person => return Err(not_your_step(document, step, context)),
        Some(signer) if signer.id == context.actor.id => (context.today(), false),
        Some(_) => (paper_date(document, answers, context)?, true),
    };
    let event = CaseEvent::DocumentSigned {
        document: document.kind,
        version: document.version,
        step: u32::try_from(index).unwrap_or(u32::MAX),
        signer: step.person,
        decision,
        opinion: opinion.map(Sealable::new),
        signed_on,
        on_paper,
    };
    Ok((document, event))
}

fn not_your_step(document: &Document, step: &Step, context: &Context<'_>) -> Refusal {
    Refusal::new(
        RefusalCode::NotYourStep,
        format!(
            "{}现在轮到{}（{}）审签；专人代录书面审签时，审签人要填{}并填审签日期。",
            document.kind.label(),
            context.org.person_name(step.person),
            step.position.label(),
            context.org.person_name(step.person)
        ),
    )
}

fn paper_date(document: &Document, answers: &Answers, context: &Context<'_>) -> Result<Date, Refusal> {
    let date = answers.date(&PAPER_DATE)?.ok_or_else(|| Refusal::missing(PAPER_DATE.label))?;
    let submitted_on = document.submitted_at.map(crate::domain::time::Moment::date);
    if date > context.today() {
        return Err(Refusal::new(RefusalCode::OutOfTime, format!("书面审签日期{date}在今天之后，请核对。")));
    }
    match submitted_on {
        Some(submitted_on) if date < submitted_on => Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!("书面审签日期{date}早于送审日{submitted_on}，请核对。"),
        )),
        _ => Ok(date),
    }
}
