//! 会议记录: drafts the record (Annex 2) from what was decided, and edits a section, the panel's opinion or the remarks.
//! Signatures that were given before are void, because what they signed is another text now.

use super::agenda;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::section;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, SectionWritten};
use crate::domain::ids::CaseId;
use crate::domain::meeting::event::{MeetingEvent, RecordWritten};
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;

pub const CASE: Field =
    Field::optional("case", "哪一件", FieldKind::Case).hint("改某一件的记录时填，不填即整份");
pub const TEXT: Field = Field::optional("text", "这一件的记录", FieldKind::Prose).needed("写了哪一件时必填");
const OPINION: Field = Field::optional("opinion", "研判审议小组意见", FieldKind::Prose);
const REMARKS: Field = Field::optional("remarks", "备注", FieldKind::Prose);
const ANEW: Field = Field::optional("anew", "按决定重新起草", FieldKind::Flag)
    .folded()
    .hint("改过的各件记录会被重新起草的盖掉");

/// What stands as the panel's opinion until somebody writes another.
const USUAL_OPINION: &str = "同意以上研判意见。";

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_record",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "会议记录",
        summary: "按会上的决定起草研判会记录表，或改其中一件、意见、备注",
        fields: &[CASE, TEXT, OPINION, REMARKS, ANEW],
        confirm: None,
    },
    example: r#"{"opinion":"同意以上研判意见。"}"#,
    on: On::Meeting(StreamAct::by(decide).over_agenda().prefill(prefill)),
};

fn prefill(meeting: &Meeting, _: &Context<'_>) -> Answers {
    let record = meeting.record.as_ref();
    Answers::none()
        .with(OPINION.name, record.map_or(USUAL_OPINION, |record| record.opinion.as_str()))
        .with(REMARKS.name, record.map_or("", |record| record.remarks.as_str()))
}

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    meeting.check_state(&[MeetingState::Confirmed, MeetingState::UnderReview])?;
    let before = meeting.record.as_ref();
    let opinion = answers.text(OPINION.name).or_else(|| before.map(|record| record.opinion.clone()));
    let opinion = opinion.unwrap_or_else(|| USUAL_OPINION.to_owned());
    let remarks = answers.text(REMARKS.name).or_else(|| before.map(|record| record.remarks.clone()));
    let remarks = remarks.unwrap_or_default();
    let written = match answers.text(CASE.name) {
        Some(_) => vec![edited(meeting, answers, context)?],
        None if before.is_none() || answers.flag(&ANEW)? => drafted(meeting, context)?,
        None => Vec::new(),
    };
    let is_same = before.is_some_and(|record| record.opinion == opinion && record.remarks == remarks);
    if is_same && written.is_empty() {
        return Ok(StreamOutcome { events: Vec::new(), cases: Vec::new() });
    }
    let sections = written.iter().map(|(case, _)| *case).collect();
    let event = RecordWritten { opinion, remarks, sections };
    Ok(StreamOutcome { events: vec![event.into()], cases: written })
}

/// The sections of all cases about which something was decided or said.
fn drafted(meeting: &Meeting, context: &Context<'_>) -> Result<Vec<(CaseId, CaseEvent)>, Refusal> {
    let register = Register::of(context.org);
    let mut written = Vec::new();
    for (item, place) in meeting.agenda.iter().zip(1..) {
        let is_known = |case: &&Case| case.id == item.case;
        let Some(case) = agenda::standing(context).iter().find(is_known) else { continue };
        if item.decision.is_empty() && case.meeting(meeting.no).is_none() {
            continue;
        }
        let text = Sealable::new(section::draft(place, item, case, meeting.no, &register));
        written.push((case.id, SectionWritten { meeting: meeting.no, text }.into()));
    }
    if written.is_empty() {
        return Err(Refusal::new(RefusalCode::NothingToDo, "会上没有定过一件，没有可以记录的。"));
    }
    Ok(written)
}

fn edited(
    meeting: &Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<(CaseId, CaseEvent), Refusal> {
    let (_, case) = agenda::on_agenda(meeting, context)?;
    let text = answers.text(TEXT.name).ok_or_else(|| TEXT.missing())?;
    Ok((case.id, SectionWritten { meeting: meeting.no, text: Sealable::new(text) }.into()))
}
