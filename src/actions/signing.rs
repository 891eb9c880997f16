//! What signing and returning share: which document, whose turn it is, a deputy's signature (授权代签), and recording
//! a signature given on paper (代录).

mod hand;

use self::hand::{check_deputy, hand, meeting, recorded_decision};
use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::{Decision, Document, Step};
use crate::domain::event::DocumentSigned;
use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::view::comparison;
use crate::domain::words::{DocumentKind, Position};

/// Which document, when several wait.
pub const DOCUMENT: Field = Field::optional("document", "文书", FieldKind::Choice(words::<DocumentKind>))
    .hint("只有一份在审签时可不填");
/// Signer of a paper signature.
pub const PAPER_SIGNER: Field =
    Field::optional("on_paper_signer", "书面审签人（代录）", FieldKind::Person(None))
        .hint("专人代录书面审签时填；本人审签不填");
/// Day of a paper signature.
pub const PAPER_DATE: Field =
    Field::optional("on_paper_date", "书面审签日期", FieldKind::Date).hint("不得早于送审日，不得晚于今天");
/// Number of the sheet that was signed on paper.
pub const PAPER_SHEET: Field = Field::optional("on_paper_sheet", "签字文稿编号", FieldKind::Line)
    .hint("文稿上印的编号；填了就核对签的是不是现在这一稿");

/// The meeting at which the Party committee approved.
pub const MEETING: Field = Field::optional("meeting", "镇党委会议", FieldKind::Line)
    .hint("报镇党委审批一步可填会议名称；由会议决定的必须填");
/// The day on which the committee met.
pub const MEETING_ON: Field =
    Field::optional("meeting_on", "会议日期", FieldKind::Date).hint("不得早于送审日，不得晚于今天");

/// Name of the field for what a signer says; agreeing and returning ask for it in their own words.
pub(super) const OPINION: &str = "opinion";

/// The answers of signing this document with these words.
#[must_use]
pub fn answers(document: DocumentKind, opinion: &str) -> Answers {
    Answers::none().with(DOCUMENT.name, document.code()).with(OPINION, opinion)
}

/// The answers of recording a signature that was given on paper.
#[must_use]
pub fn answers_on_paper(document: DocumentKind, signer: &str, day: Date, sheet: &str) -> Answers {
    Answers::none()
        .with(DOCUMENT.name, document.code())
        .with(PAPER_SIGNER.name, signer)
        .with(PAPER_DATE.name, day.to_string())
        .with(PAPER_SHEET.name, sheet)
}

/// Whether a document waits for a signature at all, and for one that this actor can give or record.
///
/// # Errors
/// `missing_document`; `not_your_step` for a signer whose turn comes later; `conflict` when another holder of the same
/// position was first.
pub fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let mut waiting = case.open_steps().peekable();
    let first = waiting.peek().copied();
    let possible = |step: &Step| {
        may_sign(step, context) || (records_paper(case, context) && who_left(step, context).is_none())
    };
    if waiting.any(|(_, _, step)| possible(step)) {
        return Ok(());
    }
    Err(match (too_late(case, context), first) {
        (Some(refusal), _) => refusal,
        (None, Some((document, _, step))) => not_your_step(document, step, context),
        (None, None) => nothing_waits(),
    })
}

fn nothing_waits() -> Refusal {
    Refusal::new(RefusalCode::MissingDocument, "没有正在审签的文书，请先“送审”。")
}

/// Of several holders of one position one signs; whoever comes second is told who did.
fn too_late(case: &Case, context: &Context<'_>) -> Option<Refusal> {
    let own = |person| person == context.actor.id || deputises(person, context);
    let (document, step, signature) = case.overtaken(own)?;
    Some(Refusal::new(
        RefusalCode::Conflict,
        format!(
            "{}第{}稿的“{}”一步，{}已于{}{}，一人审签即可，您不用再签。",
            document.kind.label(),
            document.version,
            step.title(),
            context.org.person_name(signature.signed_by()),
            signature.signed_on,
            signature.decision.label()
        ),
    ))
}

/// Names of the signers when everybody who could sign left office after the document was submitted: neither they nor
/// a deputy of theirs signs any more, and without a new submission the document would wait for ever.
fn who_left(step: &Step, context: &Context<'_>) -> Option<String> {
    let is_here = |person: &PersonId| context.org.person(*person).is_some_and(|person| person.active);
    (!step.people.iter().any(is_here)).then(|| step.names(context.org))
}

fn records_paper(case: &Case, context: &Context<'_>) -> bool {
    [Position::CommissionOperator, Position::PartyOperator]
        .iter()
        .any(|position| case.lets_act(context.actor, *position, context.org))
}

fn deputises(leader: PersonId, context: &Context<'_>) -> bool {
    context.org.deputises(context.actor.id, leader, context.today())
}

/// Whether the actor signs here under their own login, in person or as the signer's deputy.
fn may_sign(step: &Step, context: &Context<'_>) -> bool {
    step.people.iter().any(|person| *person == context.actor.id || deputises(*person, context))
}

/// Whether a document waits for the actor's own signature or one that they give as a deputy.
pub(super) fn awaits_actor(case: &Case, context: &Context<'_>) -> bool {
    case.open_steps().any(|(_, _, step)| may_sign(step, context))
}

/// The form opens on the document that waits for the actor; an operator's with the signer whose paper is recorded,
/// unless it could be one of several.
#[must_use]
pub fn prefill(case: &Case, context: &Context<'_>) -> Answers {
    let mut answers = Answers::none();
    let mine = case.open_steps().find(|(_, _, step)| may_sign(step, context));
    if let Some((document, _, step)) = mine.or_else(|| case.open_step()) {
        answers.set(DOCUMENT.name, document.kind.code());
        if !may_sign(step, context) && step.people.len() == 1 {
            answers.set(PAPER_SIGNER.name, context.org.person_name(step.person));
        }
    }
    answers
}

/// The recorded signature on the open step, with the document it stands on and its place in the chain.
///
/// # Errors
/// `not_your_step` when somebody else has to sign, `out_of_time` for an impossible day on paper, `outdated_sheet` when
/// the paper that was signed holds another text.
pub fn signature<'a>(
    case: &'a Case,
    answers: &Answers,
    context: &Context<'_>,
    decision: Decision,
    opinion: Option<String>,
) -> Result<(&'a Document, DocumentSigned), Refusal> {
    let (document, index, step) = waiting(case, answers, context)?;
    if who_left(step, context).is_some() {
        return Err(not_your_step(document, step, context));
    }
    check_recusal(case, step, context)?;
    check_sheet(case, document, answers)?;
    let met = meeting(document, step, answers, context)?;
    let hand = if step.by_meeting {
        recorded_decision(step, &met, answers, context)?
    } else {
        hand(case, document, step, answers, context)?
    };
    if let Some(deputy) = hand.deputy {
        check_deputy(case, document, deputy, context)?;
    }
    let hands = [hand.signer, hand.deputy.unwrap_or(hand.signer)];
    let signed = DocumentSigned {
        document: document.kind,
        version: document.version,
        step: u32::try_from(index).unwrap_or(u32::MAX),
        signer: hand.signer,
        decision,
        opinion: opinion.map(Sealable::new),
        signed_on: hand.signed_on,
        on_paper: hand.on_paper,
        deputy: hand.deputy,
        meeting: met.name.map(Sealable::new),
        meeting_on: met.on,
        by_meeting: step.by_meeting,
        own_draft: !step.by_meeting && hands.contains(&document.drafted_by),
    };
    Ok((document, signed))
}

/// The document meant: the one named, else the one that waits for the actor, else the only one.
fn waiting<'a>(
    case: &'a Case,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<(&'a Document, usize, &'a Step), Refusal> {
    let all: Vec<_> = case.open_steps().collect();
    if let Some(kind) = answers.word::<DocumentKind>(&DOCUMENT)? {
        return all.into_iter().find(|(document, _, _)| document.kind == kind).ok_or_else(|| {
            DOCUMENT.refuses(RefusalCode::MissingDocument, format!("{}现在不在审签中。", kind.label()))
        });
    }
    if let Some(mine) = all.iter().find(|(_, _, step)| may_sign(step, context)) {
        return Ok(*mine);
    }
    match all.as_slice() {
        [only] => Ok(*only),
        [] => Err(too_late(case, context).unwrap_or_else(nothing_waits)),
        _ => Err(DOCUMENT.missing()),
    }
}

/// The chain was resolved before the respondent was corrected: a step whose every holder is concerned by now waits in
/// vain.
fn check_recusal(case: &Case, step: &Step, context: &Context<'_>) -> Result<(), Refusal> {
    if step.by_meeting || step.people.iter().any(|person| is_free(case, *person, context)) {
        return Ok(());
    }
    Err(recused(&step.names(context.org)))
}

fn is_free(case: &Case, signer: PersonId, context: &Context<'_>) -> bool {
    context.org.person(signer).is_some_and(|signer| !case.is_about(signer, context.org))
}

fn recused(signer: &str) -> Refusal {
    Refusal::new(
        RefusalCode::Recused,
        format!("{signer}是被投诉人，需要回避，不能审签；请专人“撤回送审”后重新送审，由上一级审签。"),
    )
}

/// A paper signature binds the text on the paper: its sheet number must be that of the text under review.
fn check_sheet(case: &Case, document: &Document, answers: &Answers) -> Result<(), Refusal> {
    let Some(sheet) = answers.text(PAPER_SHEET.name) else { return Ok(()) };
    if sheet.eq_ignore_ascii_case(&document.sheet_no()) {
        return Ok(());
    }
    let signed = case.documents.iter().find(|other| sheet.eq_ignore_ascii_case(&other.sheet_no()));
    let why = signed.map_or_else(
        || "本件没有这个编号的文稿".to_owned(),
        |signed| {
            let changes = comparison::changes_in_words(signed.text.text(), document.text.text());
            format!(
                "签字的是{}第{}稿，现在是第{}稿，改动：{changes}",
                signed.kind.label(),
                signed.version,
                document.version
            )
        },
    );
    Err(PAPER_SHEET.refuses(
        RefusalCode::OutdatedSheet,
        format!(
            "签字文稿{sheet}与审签中的{}不是同一稿（{why}），没有代录；请拿现在的文稿重新签字。",
            document.sheet_no()
        ),
    ))
}

fn not_your_step(document: &Document, step: &Step, context: &Context<'_>) -> Refusal {
    if let Some(signers) = who_left(step, context) {
        return Refusal::new(
            RefusalCode::VacantPosition,
            format!(
                "{}正等{signers}（{}）审签，但{signers}已离任；请送审的承办人或专人“撤回送审”后重新“送审”，由现任审签。",
                document.kind.label(),
                step.title()
            ),
        );
    }
    let signers = step.names(context.org);
    let whom =
        if step.people.len() > 1 { format!("签字的那一位（{signers}）") } else { signers.clone() };
    Refusal::new(
        RefusalCode::NotYourStep,
        format!(
            "{}现在轮到{signers}（{}）审签；专人代录书面审签时，审签人要填{whom}并填审签日期。",
            document.kind.label(),
            step.title(),
        ),
    )
}

#[cfg(test)]
mod committee;
#[cfg(test)]
mod holders;
#[cfg(test)]
mod tests;
