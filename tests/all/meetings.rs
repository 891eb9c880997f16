//! Meetings for assessment through the office: prepared, proven, seen by whom they concern.

use ydt::actions::{self, Answers};
use ydt::domain::ids::MeetingId;
use ydt::domain::meeting::MeetingState;
use ydt::office::{MeetingReport, MeetingRequest, OfficeError};

use crate::home::{Home, results};
use crate::pty::{Console, PATIENCE};
use crate::town::Town;

pub const AT: &str = "2026-11-03 09:00";

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

/// A meeting that is being held by 张宁.
fn held(town: &mut Town) -> MeetingId {
    let meeting = prepared(town).meeting;
    town.now = crate::town::at("2026-11-03 09:00");
    meet(town, "zhangning", Some(meeting), "meeting_run", &[]).unwrap();
    meeting
}

fn decide(town: &mut Town, meeting: MeetingId, case: &str, unit: &str) {
    let fields = [
        ("case", case),
        ("scope", "matters_list"),
        ("kind", "non_consultation"),
        ("field", "civil_affairs"),
        ("route", "village"),
        ("unit", unit),
        ("minutes", "先由村里核实名单。"),
    ];
    meet(town, "zhangning", Some(meeting), "meeting_decide", &fields).unwrap();
}

/// A meeting whose record waits for its signatures, after it decided about this case and deferred the others.
pub fn submitted(town: &mut Town, case: &str) -> MeetingId {
    let meeting = held(town);
    decide(town, meeting, case, "新建村");
    let agenda = town.office.open_meeting(meeting, town.now).unwrap().meeting.agenda;
    for item in agenda.iter().filter(|item| item.case_no != case) {
        let fields = [("case", item.case_no.as_str()), ("defer", "true")];
        meet(town, "zhangning", Some(meeting), "meeting_decide", &fields).unwrap();
    }
    for code in ["meeting_confirm", "meeting_record", "meeting_submit"] {
        meet(town, "zhangning", Some(meeting), code, &[]).unwrap();
    }
    meeting
}

#[test]
fn an_edit_of_what_a_meeting_recorded_is_found() {
    let mut town = Town::new();
    town.complaint("低保未公示");
    let meeting = submitted(&mut town, "2026-0001");
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    let raw = rusqlite::Connection::open(town.path()).unwrap();
    for (edit, undo) in [
        ("UPDATE meetings SET state = 'signed'", "UPDATE meetings SET state = 'under_review'"),
        ("UPDATE meeting_items SET deferred = 1", "UPDATE meeting_items SET deferred = 0"),
        (
            "UPDATE meeting_signers SET submitted_at = submitted_at + 1",
            "UPDATE meeting_signers SET submitted_at = submitted_at - 1",
        ),
    ] {
        raw.execute_batch(edit).unwrap();
        assert!(town.office.verify(None).unwrap().first_bad.is_some(), "{edit} of {meeting:?}");
        raw.execute_batch(undo).unwrap();
        assert_eq!(town.office.verify(None).unwrap().first_bad, None, "{undo}");
    }
}

#[test]
fn decisions_take_effect_case_by_case_and_what_has_become_impossible_stays_open_and_is_named() {
    let mut town = Town::new();
    let first = town.complaint("低保未公示");
    let second = town.complaint("路灯不亮");
    town.complaint("垃圾没有清");
    let meeting = held(&mut town);
    decide(&mut town, meeting, "2026-0001", "新建村");
    decide(&mut town, meeting, "2026-0002", "双山村");
    let defer = [("case", "2026-0003"), ("defer", "true")];
    meet(&mut town, "zhangning", Some(meeting), "meeting_decide", &defer).unwrap();
    town.act("zhangning", Some(second), "withdraw", &[("reason", "已自行解决")]).unwrap();
    let done = meet(&mut town, "zhangning", Some(meeting), "meeting_confirm", &[]).unwrap();
    assert_eq!(done.results.len(), 2);
    assert_eq!((done.results[0].0.as_str(), done.results[0].1.is_none()), ("2026-0001", true));
    assert!(done.results[1].1.as_ref().unwrap().message.contains("撤回"), "{:?}", done.results);
    assert_eq!(done.state, MeetingState::Confirmed);
    let detail = town.office.open_case(first, town.now).unwrap();
    let decided = detail.case.decided.unwrap();
    assert_eq!(decided.meeting.as_deref(), Some("m1"));
    assert!(detail.history.iter().any(|line| line.summary.contains("研判会（m1")), "{:?}", detail.history);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    // The next meeting takes the deferred case first, and nothing that is settled.
    let fourth = town.complaint("井盖缺失");
    let next = prepared(&mut town).meeting;
    let agenda: Vec<String> = town
        .office
        .open_meeting(next, town.now)
        .unwrap()
        .meeting
        .agenda
        .iter()
        .map(|item| item.case_no.clone())
        .collect();
    assert_eq!(agenda, ["2026-0003", "2026-0004"], "{fourth:?}");
}

#[test]
fn a_record_is_signed_by_the_panel_and_the_secretary_and_proven_to_the_last_signature() {
    let mut town = Town::new();
    town.complaint("低保未公示");
    let about = [
        ("title", "承办人态度差"),
        ("content", "推诿。"),
        ("complained_at", "2026-11-02 08:00"),
        ("respondent", "王秀"),
    ];
    town.act("zhangning", None, "register", &about).unwrap();
    let meeting = held(&mut town);
    let call = [("case", "2026-0002")];
    let Err(OfficeError::Refused(refusal)) =
        meet(&mut town, "zhangning", Some(meeting), "meeting_call", &call)
    else {
        panic!("it was shown before anybody left")
    };
    assert!(refusal.message.contains("请王秀回避离场"), "{refusal}");
    let left = [("case", "2026-0002"), ("left", "true")];
    meet(&mut town, "zhangning", Some(meeting), "meeting_call", &left).unwrap();
    decide(&mut town, meeting, "2026-0001", "新建村");
    let own = [("case", "2026-0002"), ("defer", "true"), ("minutes", "另行核实。")];
    meet(&mut town, "zhangning", Some(meeting), "meeting_decide", &own).unwrap();
    for code in ["meeting_confirm", "meeting_record", "meeting_submit"] {
        meet(&mut town, "zhangning", Some(meeting), code, &[]).unwrap();
    }
    // She signs what she may see, which is not the second section.
    town.office.act_as("wangxiu").unwrap();
    let hers = format!("{:?}", town.office.open_meeting(meeting, town.now).unwrap());
    assert!(hers.contains("低保未公示") && !hers.contains("另行核实") && !hers.contains("态度差"));
    for login in ["wangxiu", "hezhiqiang", "zhangning"] {
        meet(&mut town, login, Some(meeting), "meeting_sign", &[]).unwrap();
    }
    let paper = [("on_paper_signer", "外请专家"), ("on_paper_date", "2026-11-03")];
    meet(&mut town, "zhangning", Some(meeting), "meeting_sign", &paper).unwrap();
    let last = meet(&mut town, "zhoumin", Some(meeting), "meeting_sign", &[("opinion", "同意")]).unwrap();
    assert_eq!(last.state, MeetingState::Signed);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_sealed_case_takes_what_meetings_said_of_it_with_it() {
    let mut town = Town::new();
    let case = town.complaint("低保未公示");
    let meeting = held(&mut town);
    decide(&mut town, meeting, "2026-0001", "新建村");
    for code in ["meeting_confirm", "meeting_record"] {
        meet(&mut town, "zhangning", Some(meeting), code, &[]).unwrap();
    }
    town.act("zhangning", Some(case), "seal", &[("basis", "managed_above")]).unwrap();
    let told = format!("{:?}", town.office.open_meeting(meeting, town.now).unwrap());
    assert!(!told.contains("核实名单") && !told.contains("低保未公示"), "{told}");
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_meeting_is_held_from_its_preparation_to_its_record_by_command() {
    let home = Home::practice();
    let now = ["--now", "2026-03-06T10:00"];
    let mut lines: Vec<String> = (1..=12)
        .map(|n| {
            format!(
                r#"{{"command":"register","title":"周海燕反映第{n}事","content":"周海燕，13812345678。","complained_at":"2026-03-05 09:00","complainant":"周海燕","contact":"13812345678"}}"#
            )
        })
        .collect();
    lines.push(
        r#"{"command":"meeting_prepare","at":"2026-03-06 10:00","place":"三楼","host":"周敏","attendees":"何平、李明"}"#
            .to_owned(),
    );
    lines.push(r#"{"command":"meeting_run","meeting":"$last"}"#.to_owned());
    for n in 1..=12 {
        lines.push(format!(r#"{{"command":"meeting_call","meeting":"m1","case":"2026-{n:04}"}}"#));
        lines.push(format!(
            r#"{{"command":"meeting_decide","meeting":"m1","case":"2026-{n:04}","scope":"matters_list","kind":"consultation","field":"other","route":"village","unit":"新建村"}}"#
        ));
    }
    for command in ["meeting_confirm", "meeting_record", "meeting_submit"] {
        lines.push(format!(r#"{{"command":"{command}","meeting":"m1"}}"#));
    }
    let told = results(&home.ydt_with(&["apply", now[0], now[1]], &lines.join("\n")));
    assert!(told.iter().all(|line| line["ok"] == true), "{told:?}");
    let applied = told.iter().find_map(|line| line["results"].as_array()).unwrap();
    assert_eq!(applied.iter().filter(|result| result["ok"] == true).count(), 12);
    let shown = home.ydt(&["show", "m1", "--json"]);
    let json = shown.json();
    assert_eq!(json["record"]["sections"].as_array().unwrap().len(), 12);
    assert_eq!(json["state"], "under_review");
    let text = home.ydt(&["show", "m1"]).out;
    for leaked in ["周海燕", "13812345678"] {
        assert!(!shown.out.contains(leaked) && !text.contains(leaked));
    }
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

const PLANTED: [&str; 2] = ["周海燕", "13812345678"];

/// A console in which the meeting is open.
fn at_meeting(home: &Home, shows: &str) -> Console {
    let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("0001");
    console.type_keys("4");
    console.wait_for_text("m1");
    console.type_keys("\r");
    console.wait_for_text(shows);
    console
}

/// Decides about the case on the screen with digits alone.
fn decide_by_keys(console: &mut Console) {
    for (key, shows) in [
        ("1", "[1监督事项清单]"),
        ("1", "[1咨询类]"),
        ("7", "[7其他]"),
        ("2", "[2村（社区）办理]"),
        ("1", "已定："),
    ] {
        console.type_keys(key);
        console.wait_for_text(shows);
    }
}

#[test]
fn a_meeting_over_twelve_cases_by_keys_goes_on_after_a_hang_up_where_it_was() {
    let home = Home::practice();
    let mut lines: Vec<String> = (1..=12)
        .map(|n| {
            format!(
                r#"{{"command":"register","title":"周海燕反映第{n}事","content":"周海燕，13812345678。","complained_at":"2026-11-25 09:00","complainant":"周海燕","contact":"13812345678"}}"#
            )
        })
        .collect();
    lines.push(
        r#"{"command":"meeting_prepare","at":"2026-11-27 10:00","place":"三楼","host":"外请主持","attendees":"何平、李明"}"#
            .to_owned(),
    );
    let input = lines.join("\n");
    assert_eq!(home.ydt_with(&["apply", "--now", "2026-11-26T10:00"], &input).code, 0);
    let mut first = at_meeting(&home, "回车开会");
    first.type_keys("\r");
    for place in 1..=6 {
        first.wait_for_text(&format!("第{place}/12件"));
        decide_by_keys(&mut first);
        first.type_keys("]");
    }
    first.wait_for_text("第7/12件");
    first.type_keys("1");
    first.wait_for_text("[1监督事项清单]");
    first.hang_up();
    first.wait_for_end(PATIENCE);

    // The recorder's other console: the seventh case with what was decided of it so far.
    let mut second = at_meeting(&home, "第7/12件");
    second.wait_for_text("[1监督事项清单]");
    for (key, shows) in [("1", "[1咨询类]"), ("7", "[7其他]"), ("2", "[2村（社区）办理]"), ("1", "已定：")]
    {
        second.type_keys(key);
        second.wait_for_text(shows);
    }
    for place in 8..=12 {
        second.type_keys("]");
        second.wait_for_text(&format!("第{place}/12件"));
        decide_by_keys(&mut second);
    }
    second.type_keys("a");
    second.wait_for_text("散会确认");
    second.type_keys("\r");
    second.wait_for_text("会上的决定逐件生效");
    second.type_keys("\x13");
    second.wait_for_text("确认");
    second.type_keys("\r");
    second.wait_for_text("生效12件");
    second.type_keys("\r");
    second.wait_for_text("研判审议小组意见");
    second.type_keys("\x13");
    second.wait_for_text("写会议记录12件");
    for console in [&first, &second] {
        let shown = String::from_utf8_lossy(&console.bytes()).into_owned();
        assert!(PLANTED.iter().all(|name| !shown.contains(name)), "somebody was named");
    }
    let told = home.ydt(&["show", "m1", "--json"]);
    let json = told.json();
    let applied = json["agenda"].as_array().unwrap().iter().filter(|item| item["outcome"] == "applied");
    assert_eq!((applied.count(), json["record"]["sections"].as_array().unwrap().len()), (12, 12));
    assert!(PLANTED.iter().all(|name| !told.out.contains(name)));
    assert_eq!(home.ydt(&["verify"]).code, 0);
}
