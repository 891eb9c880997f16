//! Stored forms of the facts of meetings, byte for byte, and what history says of each.

use super::*;
use crate::domain::fixtures::{assert_chinese, town};
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::meeting::heading::{Attendee, Heading};
use crate::domain::time::Moment;

fn heading() -> Heading {
    let named = |person, name: &str| Attendee { person: Some(PersonId(person)), name: name.to_owned() };
    Heading {
        at: Moment::parse("2026-11-23 09:00").unwrap(),
        place: "三楼会议室".to_owned(),
        name: "第3次研判会".to_owned(),
        host: named(1, "余忠涛"),
        recorder: named(5, "陈静"),
        attendees: vec![named(3, "李敏"), Attendee { person: None, name: "外请专家".to_owned() }],
    }
}

const HEADING: &str = r#""heading":{"at":"2026-11-23T09:00:00+08:00","place":"三楼会议室","name":"第3次研判会","host":{"person":1,"name":"余忠涛"},"recorder":{"person":5,"name":"陈静"},"attendees":[{"person":3,"name":"李敏"},{"name":"外请专家"}]}"#;
const AGENDA: &str = r#""agenda":[{"case":7,"case_no":"2026-0007","recused":[{"person":3,"name":"李敏"}]},{"case":8,"case_no":"2026-0008"}]"#;

fn agenda() -> Vec<AgendaItem> {
    let recused = vec![Attendee { person: Some(PersonId(3)), name: "李敏".to_owned() }];
    vec![
        AgendaItem { case: CaseId(7), case_no: "2026-0007".to_owned(), recused },
        AgendaItem { case: CaseId(8), case_no: "2026-0008".to_owned(), recused: Vec::new() },
    ]
}

/// Every fact, its stored form and a word of its sentence.
fn all() -> Vec<(MeetingEvent, String, &'static str)> {
    let (heading, agenda) = (heading(), agenda());
    vec![
        (
            MeetingPrepared { no: 3, heading: heading.clone(), agenda: agenda.clone() }.into(),
            format!(r#"{{"event":"meeting_prepared","no":3,{HEADING},{AGENDA}}}"#),
            "准备第3号会“第3次研判会”：2026-11-23 09:00，三楼会议室，主持余忠涛，记录陈静；议题2件；李敏回避2026-0007",
        ),
        (
            MeetingChanged { heading, agenda }.into(),
            format!(r#"{{"event":"meeting_changed",{HEADING},{AGENDA}}}"#),
            "改为：2026-11-23 09:00",
        ),
        (
            MeetingCancelled { reason: "参会人员出差".to_owned() }.into(),
            r#"{"event":"meeting_cancelled","reason":"参会人员出差"}"#.to_owned(),
            "取消：参会人员出差",
        ),
    ]
}

#[test]
fn every_fact_is_stored_as_it_always_was_and_says_what_happened() {
    let mut codes: Vec<&str> = Vec::new();
    for (event, stored, words) in all() {
        assert_eq!(serde_json::to_string(&event).unwrap(), stored);
        assert_eq!(serde_json::from_str::<MeetingEvent>(&stored).unwrap(), event);
        let sentence = event.sentence(&town());
        assert!(sentence.starts_with(words), "{sentence}");
        assert_chinese(&sentence);
        codes.push(event.code());
    }
    assert_eq!(codes, MeetingEvent::CODES, "each fact stands here once");
}
