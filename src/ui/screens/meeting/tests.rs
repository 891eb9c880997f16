//! A meeting by keys: begun, decided, moved through, taken over, and nothing shown too early.

use crossterm::event::KeyCode;

use crate::actions::{Answers, meeting_call, meeting_decide, meeting_prepare, meeting_run};
use crate::domain::ids::{ChainPlace, MeetingId, PersonId};
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::{AgendaItem, CaseCalled, MeetingEvent, MeetingPrepared, MeetingRun};
use crate::domain::meeting::heading::Heading;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stream::Stamped;
use crate::domain::time::Moment;
use crate::domain::view::meeting::{MeetingDetail, MeetingRow, OnAgenda};
use crate::ui::message::{Effect, MeetingCommand, MeetingEffect, MeetingMessage, Message};
use crate::ui::screens::testing::{Console, registered, rows, told};

const ID: MeetingId = MeetingId(9);

fn at() -> Moment {
    Moment::parse("2026-11-23 10:00").unwrap()
}

/// Two cases on the agenda, recorded by this person once it was begun; the first is called where that is said.
fn detail(records: Option<i64>, is_called: bool) -> MeetingDetail {
    let case = |id| {
        let (at, code, answers) = registered(20, "低保名单未公示");
        told(id, &[(at.as_str(), code, answers)]).case
    };
    let cases: Vec<_> = (1..=2).map(case).collect();
    let heading = Heading { at: at(), name: "第3次研判会".to_owned(), ..Heading::default() };
    let agenda = cases.iter().map(|case| AgendaItem {
        case: case.id,
        case_no: case.case_no.clone(),
        recused: Vec::new(),
    });
    let prepared = MeetingPrepared { no: 3, heading, agenda: agenda.collect() };
    let mut meeting = Meeting::unborn(ID, 3);
    let mut seq = 0;
    let mut take = |meeting: &mut Meeting, event: MeetingEvent, actor: i64| {
        seq += 1;
        meeting.evolve(&event, &Stamped { seq, place: ChainPlace(0), at: at(), actor: PersonId(actor) });
    };
    take(&mut meeting, prepared.into(), 1);
    if let Some(person) = records {
        take(&mut meeting, MeetingRun { taken_from: None }.into(), person);
    }
    if is_called {
        let (case, case_no) = (cases[0].id, cases[0].case_no.clone());
        take(&mut meeting, CaseCalled { case, case_no, left: Vec::new() }.into(), 1);
    }
    MeetingDetail {
        meeting,
        cases: cases.into_iter().map(|case| Some(OnAgenda::Whole(Box::new(case)))).collect(),
        history: Vec::new(),
    }
}

fn tell(console: &mut Console, message: MeetingMessage) -> Vec<Effect> {
    let asked = console.app.tell(&Message::Meeting(message));
    console.screen();
    asked
}

fn opened(detail: MeetingDetail) -> (Console, Vec<Effect>) {
    let mut console = Console::listing((80, 24), rows(1, 2));
    assert!(console.press("4").contains(&Effect::Meeting(MeetingEffect::List)));
    tell(&mut console, MeetingMessage::List(vec![MeetingRow::of(&detail.meeting)]));
    console.line("m3");
    assert!(console.key(KeyCode::Enter).contains(&Effect::Meeting(MeetingEffect::Open(ID))));
    let asked = tell(&mut console, MeetingMessage::Read(Box::new(detail)));
    (console, asked)
}

/// The command on the meeting that was asked for.
fn command(asked: &[Effect]) -> &MeetingCommand {
    let commands = asked.iter().find_map(|effect| {
        if let Effect::Meeting(MeetingEffect::Perform(command)) = effect { Some(command) } else { None }
    });
    commands.unwrap_or_else(|| panic!("no command in {asked:?}"))
}

#[test]
fn a_planned_meeting_is_begun_by_enter_and_calls_its_first_case() {
    let (mut console, _) = opened(detail(None, false));
    console.line("回车开会记录");
    assert_eq!(command(&console.key(KeyCode::Enter)).action.code, meeting_run::ACT.code);
    let asked = tell(&mut console, MeetingMessage::Read(Box::new(detail(Some(1), false))));
    let called = command(&asked);
    assert_eq!(called.action.code, meeting_call::ACT.code);
    assert_eq!(called.answers, Answers::none().with("case", "2026-0001"));
}

#[test]
fn a_digit_decides_the_part_that_is_marked_and_brackets_move_between_cases() {
    let (mut console, _) = opened(detail(Some(1), true));
    console.line("第1/2件");
    console.line("低保名单未公示");
    console.line(">甄别  1监督事项清单");
    let decided = console.press("2");
    let decided = command(&decided);
    assert_eq!(decided.action.code, meeting_decide::ACT.code);
    assert_eq!(decided.answers, Answers::none().with("case", "2026-0001").with("scope", "disclosure_info"));
    assert_eq!(command(&console.press("z")).answers.raw("defer"), Some("true"));
    assert_eq!(command(&console.press("]")).answers.raw("case"), Some("2026-0002"));
}

#[test]
fn nothing_of_a_case_is_shown_before_those_it_is_about_have_left() {
    let (mut console, _) = opened(detail(Some(1), true));
    let asked = console.press("]");
    let act = command(&asked).act.clone();
    let refusal = Refusal::new(RefusalCode::Recused, "第2件：请李敏回避离场。").about("left");
    tell(&mut console, MeetingMessage::Refused { act, refusal });
    console.line("请李敏回避离场");
    assert!(console.lacks("2026-0002"));
    let asked = console.key(KeyCode::Enter);
    assert_eq!(command(&asked).answers.raw("left"), Some("true"));
}

#[test]
fn whoever_only_looks_on_is_told_who_records_and_may_take_over() {
    let (mut console, _) = opened(detail(Some(2), true));
    console.line("记录 李敏");
    assert!(console.press("1").is_empty(), "a digit decides nothing for others");
    let asked = console.key(KeyCode::Enter);
    let act = command(&asked).act.clone();
    let refusal = Refusal::new(RefusalCode::Conflict, "李敏正在记录这次会。").about("take_over");
    tell(&mut console, MeetingMessage::Refused { act, refusal });
    console.line("李敏正在记录这次会");
    assert_eq!(command(&console.key(KeyCode::Enter)).answers.raw("take_over"), Some("true"));
}

#[test]
fn marked_cases_become_the_agenda_and_attendees_are_picked_or_typed() {
    let mut console = Console::listing((80, 24), rows(1, 3));
    console.press(" ");
    console.press(" ");
    console.press("M");
    console.line(meeting_prepare::ACT.label());
    console.line("2026-0001、2026-0002");
    for _ in 0..3 {
        console.key(KeyCode::Tab);
    }
    console.press("王五");
    console.key(KeyCode::Enter);
    console.line("出席人员  共3项");
    console.press(" ");
    console.key(KeyCode::Enter);
    assert!(console.line("出席人员").contains("王五、张三"), "who was typed stays");
}

#[test]
fn acts_on_meetings_are_found_in_the_palette_and_done_from_the_meeting_that_is_open() {
    let (mut console, _) = opened(detail(None, false));
    console.press(":");
    console.press("取消研判会");
    console.key(KeyCode::Enter);
    console.line("办什么");
    console.key(KeyCode::Esc);
    console.key(KeyCode::Esc);
    console.press("1");
    console.press(":");
    console.press("准备研判会");
    console.key(KeyCode::Enter);
    console.line("会议时间");
    console.key(KeyCode::Esc);
    console.press(":");
    console.press("记录送签");
    console.key(KeyCode::Enter);
    console.line("先打开一次会，再按 a 选");
}
