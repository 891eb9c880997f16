//! 改研判会: fixes time, place, people or agenda of a meeting anew before it is held; who is recused is looked up again.

use super::agenda::{self, AT, ATTENDEES, CASES, HOST, NAME, PLACE, RECORDER};
use super::answers::Answers;
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::case::respondents::Register;
use crate::domain::context::Context;
use crate::domain::meeting::event::{AgendaItem, MeetingChanged, MeetingEvent};
use crate::domain::meeting::heading::{Attendee, names};
use crate::domain::meeting::{Item, Meeting};
use crate::domain::refusal::Refusal;

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_change",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "改研判会",
        summary: "开会前改时间、地点、人员或议题；议题不填即不动",
        fields: &[AT, PLACE, HOST, ATTENDEES, RECORDER, NAME, CASES],
        confirm: None,
    },
    example: r#"{"at":"2026-11-24 14:30","place":"二楼会议室","host":"余忠涛","attendees":"李敏、赵强"}"#,
    on: On::Meeting(StreamAct::by(decide).over_agenda().prefill(prefill)),
};

fn prefill(meeting: &Meeting, _: &Context<'_>) -> Answers {
    let heading = &meeting.heading;
    Answers::none()
        .with(AT.name, heading.at.minute())
        .with(PLACE.name, heading.place.clone())
        .with(NAME.name, heading.name.clone())
        .with(HOST.name, heading.host.name.clone())
        .with(RECORDER.name, heading.recorder.name.clone())
        .with(ATTENDEES.name, names(&heading.attendees))
}

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    meeting.check_planned()?;
    let heading = agenda::heading(meeting.no, answers, context)?;
    let present = heading.present();
    let agenda = match answers.text(CASES.name) {
        Some(_) => agenda::agenda(agenda::named(context), &present, context)?,
        None => standing(meeting, &present, context),
    };
    let is_same = heading == meeting.heading
        && agenda
            .iter()
            .map(|item| (&item.case, &item.recused))
            .eq(meeting.agenda.iter().map(|item| (&item.case, &item.recused)));
    let changed = MeetingChanged { heading, agenda };
    let events = if is_same { Vec::new() } else { vec![changed.into()] };
    Ok(StreamOutcome { events, cases: Vec::new() })
}

/// The same cases with who is recused now. Of a case that whoever changes the meeting may not see the agenda stays as
/// it was.
fn standing(meeting: &Meeting, present: &[Attendee], context: &Context<'_>) -> Vec<AgendaItem> {
    let register = Register::of(context.org);
    let again = |item: &Item| {
        let case = agenda::standing(context).iter().find(|case| case.id == item.case);
        let (case_no, recused) = (item.case_no.clone(), item.recused.clone());
        let as_it_was = || AgendaItem { case: item.case, case_no, recused };
        case.map_or_else(as_it_was, |case| agenda::item(case, present, &register))
    };
    meeting.agenda.iter().map(again).collect()
}
