//! Meetings for assessment through the office: prepared, proven, seen by whom they concern.

use ydt::actions::{self, Answers};
use ydt::domain::ids::MeetingId;
use ydt::domain::meeting::MeetingState;
use ydt::office::{MeetingReport, MeetingRequest, OfficeError};

use crate::home::{Home, results};
use crate::town::Town;

const AT: &str = "2026-11-03 09:00";

/// Lets somebody do something to a meeting, or make one.
pub fn meet(
    town: &mut Town,
    login: &str,
    meeting: Option<MeetingId>,
    code: &str,
    fields: &[(&str, &str)],
) -> Result<MeetingReport, OfficeError> {
    town.office.act_as(login)?;
    let answers = fields.iter().fold(Answers::none(), |answers, (name, value)| answers.with(name, *value));
    let act = town.next_act();
    let request = MeetingRequest { act, meeting, action: actions::find(code)?, answers };
    town.office.perform_on_meeting(&request, town.now)
}

pub fn prepared(town: &mut Town) -> MeetingReport {
    let fields =
        [("at", AT), ("place", "三楼会议室"), ("host", "周敏"), ("attendees", "何志强、王秀、外请专家")];
    meet(town, "zhangning", None, "meeting_prepare", &fields).unwrap()
}

#[test]
fn a_meeting_takes_every_case_that_waits_and_what_it_records_is_proven() {
    let mut town = Town::new();
    let first = town.complaint("低保未公示");
    town.complaint("路灯不亮");
    let done = prepared(&mut town);
    assert_eq!((done.code.as_str(), done.state), ("m1", MeetingState::Planned));
    assert_eq!(done.events, ["meeting_prepared"]);
    let detail = town.office.open_meeting(done.meeting, town.now).unwrap();
    assert_eq!(detail.meeting.agenda.len(), 2);
    assert_eq!(detail.meeting.agenda[0].case, first);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    meet(&mut town, "zhoumin", Some(done.meeting), "meeting_cancel", &[("reason", "改期")]).unwrap();
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    assert_eq!(prepared(&mut town).code, "m2", "a number is not given again");
}

#[test]
fn the_same_request_twice_is_one_meeting() {
    let mut town = Town::new();
    town.complaint("低保未公示");
    town.office.act_as("zhangning").unwrap();
    let answers = [("at", AT), ("place", "三楼"), ("host", "周敏"), ("attendees", "何志强")]
        .iter()
        .fold(Answers::none(), |answers, (name, value)| answers.with(name, *value));
    let action = actions::find("meeting_prepare").unwrap();
    let request = MeetingRequest { act: "once".to_owned(), meeting: None, action, answers };
    let first = town.office.perform_on_meeting(&request, town.now).unwrap();
    let again = town.office.perform_on_meeting(&request, town.now).unwrap();
    assert_eq!((first.meeting, again.events.len()), (again.meeting, 0));
    assert_eq!(town.office.meetings(town.now).unwrap().len(), 1);
}

#[test]
fn a_meeting_is_seen_by_those_who_see_all_and_by_those_who_were_there_without_what_is_not_theirs() {
    let mut town = Town::new();
    town.complaint("低保未公示");
    let about = [
        ("title", "村干部作风粗暴"),
        ("content", "接访时态度粗暴。"),
        ("complained_at", "2026-11-02 08:00"),
        ("respondent", "王秀"),
    ];
    town.act("zhangning", None, "register", &about).unwrap();
    let meeting = prepared(&mut town).meeting;
    let mut seen = |login: &str| {
        town.office.act_as(login).unwrap();
        let listed = town.office.meetings(town.now).unwrap().len();
        let detail = town.office.open_meeting(meeting, town.now).ok();
        (listed, detail)
    };
    assert!(seen("sunqiang").1.is_none() && seen("sunqiang").0 == 0);
    let all = seen("zhaoshen").1.unwrap();
    assert_eq!(all.cases.iter().filter(|case| case.is_some()).count(), 2);
    // 王秀 is there and complained of: neither number nor title, nor a word of history names that case.
    let hers = seen("wangxiu").1.unwrap();
    assert_eq!(hers.cases.iter().filter(|case| case.is_some()).count(), 1);
    let told = format!("{hers:?}");
    assert!(!told.contains("2026-0002") && !told.contains("作风粗暴"), "{told}");
    assert!(all.meeting.agenda[1].recused.iter().any(|one| one.name == "王秀"));
}

#[test]
fn whoever_may_not_see_a_case_can_neither_put_it_on_an_agenda_nor_learn_of_it() {
    let mut town = Town::new();
    town.complaint("低保未公示");
    let about = [
        ("title", "专人办事拖拉"),
        ("content", "拖了三天。"),
        ("complained_at", "2026-11-02 08:00"),
        ("respondent", "张宁"),
    ];
    town.act("zhangning", None, "register", &about).unwrap();
    let meeting = prepared(&mut town).meeting;
    let detail = town.office.open_meeting(meeting, town.now).unwrap();
    assert_eq!(detail.meeting.agenda.len(), 1, "the case about whoever prepares is left out");
    let fields =
        [("at", AT), ("place", "三楼"), ("host", "周敏"), ("attendees", "何志强"), ("cases", "2026-0002")];
    let Err(OfficeError::Refused(refusal)) = meet(&mut town, "zhangning", None, "meeting_prepare", &fields)
    else {
        panic!("it was taken")
    };
    assert!(refusal.message.contains("没有您可以办理的"), "{refusal}");
    meet(&mut town, "zhoumin", None, "meeting_prepare", &fields).unwrap();
}

#[test]
fn meetings_are_prepared_and_shown_by_command() {
    let home = Home::practice();
    let now = ["--now", "2026-03-06T10:00"];
    let lines = [
        r#"{"command":"register","title":"低保未公示","content":"没有名单。","complained_at":"2026-03-05 09:00","complainant":"周海燕"}"#,
        r#"{"command":"meeting_prepare","at":"2026-03-09 09:00","place":"三楼","host":"周敏","attendees":"何平、李明"}"#,
        r#"{"command":"meeting_change","meeting":"$last","at":"2026-03-09 14:00","place":"二楼","host":"周敏","attendees":"何平"}"#,
        r#"{"command":"meeting_cancel","meeting":"m1","reason":"改期"}"#,
    ];
    let told = results(&home.ydt_with(&["apply", now[0], now[1]], &lines.join("\n")));
    assert_eq!(told[1]["meeting"], "m1", "{told:?}");
    assert_eq!((&told[2]["events"][0], &told[3]["state"]), (&"meeting_changed".into(), &"cancelled".into()));
    let listed = home.ydt(&["list", "--meetings", "--json"]).json();
    assert_eq!((&listed[0]["meeting"], &listed[0]["place"]), (&"m1".into(), &"二楼".into()));
    let shown = home.ydt(&["show", "m1", "--json"]);
    assert_eq!(shown.json()["agenda"][0]["case"], "2026-0001");
    assert!(!shown.out.contains("周海燕"));
    let text = home.ydt(&["show", "M1"]).out;
    assert!(text.contains("低保未公示") && text.contains("取消：改期"), "{text}");
    assert_eq!(home.ydt(&["verify"]).code, 0);
    for (line, words) in [
        (r#"{"command":"meeting_cancel","reason":"x"}"#, "meeting"),
        (r#"{"command":"meeting_cancel","meeting":"m9","reason":"x"}"#, "m9"),
        (r#"{"command":"meeting_prepare","meeting":"m1","at":"2026-03-09 09:00"}"#, "不用写"),
    ] {
        let told = results(&home.ydt_with(&["apply", now[0], now[1]], line));
        assert!(told[0]["refusal"]["message"].as_str().unwrap().contains(words), "{told:?}");
    }
}
