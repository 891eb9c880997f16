//! Rights in a real town: what the founder sets up alone, and how they change once there are complaints.

use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::TempDir;
use ydt::actions::{self, Answers};
use ydt::domain::refusal::RefusalCode;
use ydt::domain::town::org::Org;
use ydt::domain::words::Position;
use ydt::office::{NewTown, Office, OfficeError, PerformRequest};

use crate::home::{Home, results};
use crate::town::{at, org};

const NOW: &str = "2026-11-02 08:30";

/// A town that is no practice, founded by 张宁 with everybody in it.
fn real_town() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/ydt.db");
    let new = NewTown {
        town: "建胜镇".to_owned(),
        district: "大渡口区".to_owned(),
        login: "zhangning".to_owned(),
        name: "张宁".to_owned(),
        sandbox: false,
        org: Some(org()),
    };
    Office::create(&path, new, "test", at(NOW)).unwrap();
    (folder, path)
}

fn login() -> String {
    nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name
}

fn office(path: &Path, login: &str) -> Office {
    Office::open(path, login, "test").unwrap()
}

/// Does something to the town; says how many facts that were.
fn did(office: &mut Office, act: &str, fields: &[(&str, &str)]) -> Result<usize, OfficeError> {
    let answers = fields.iter().fold(Answers::none(), |answers, (name, value)| answers.with(name, *value));
    let id = format!("{act}-{}", office.head().unwrap().count);
    office.perform_town(&id, actions::find(act).unwrap(), &answers, at(NOW)).map(|events| events.len())
}

fn refused(done: Result<usize, OfficeError>, code: RefusalCode) {
    match done {
        Err(OfficeError::Refused(refusal)) => assert_eq!(refusal.code, code, "{refusal}"),
        other => panic!("not refused: {other:?}"),
    }
}

fn complaint(office: &mut Office) {
    let answers = [("title", "路灯"), ("content", "路灯坏了"), ("complained_at", NOW)];
    let answers = answers.iter().fold(Answers::none(), |answers, (name, value)| answers.with(name, *value));
    let request = PerformRequest {
        act: "first".to_owned(),
        case: None,
        seen_seq: None,
        action: "register".to_owned(),
        answers,
    };
    office.perform(&request, at(NOW)).unwrap();
}

/// The same organisation in which 王秀 logs in otherwise.
fn with_another_login(org: &Org) -> Org {
    let mut wanted = org.clone();
    wanted.people.iter_mut().find(|person| person.name == "王秀").unwrap().login = Some("xiu".to_owned());
    wanted
}

#[test]
fn the_founder_sets_up_alone_until_the_first_complaint_and_nobody_changes_rights_alone_afterwards() {
    let (_folder, path) = real_town();
    let mut founder = office(&path, "zhangning");
    let mut beside = office(&path, "zhangning");
    assert_eq!(founder.org().waiting.unconfirmed.len(), 9, "everybody who has rights");
    did(
        &mut founder,
        "propose_rights",
        &[("person", "刘芳"), ("positions", "party_operator,handler"), ("unit", "社会事务办")],
    )
    .unwrap();
    let handles = |office: &Office| office.org().by_login("liufang").unwrap().holds(Position::Handler);
    assert!(handles(&founder), "in force at once");
    complaint(&mut founder);

    // A session that was opened before the first complaint goes by what holds now.
    beside.replace_org(with_another_login(beside.org()), at(NOW)).unwrap();
    assert_eq!(beside.org().waiting.proposals.len(), 1);
    assert!(Office::open(&path, "xiu", "test").is_err(), "only proposed");
    assert_eq!(office(&path, "wangxiu").verify(None).unwrap().first_bad, None);

    // The secretary's login was set up by the founder and never confirmed: paper comes first.
    let mut secretary = office(&path, "zhoumin");
    refused(did(&mut secretary, "confirm_rights", &[]), RefusalCode::NotPermitted);
    let paper = [("person", "周敏"), ("on_paper_signer", "陈立"), ("on_paper_date", "2026-11-02")];
    assert_eq!(did(&mut beside, "confirm_rights", &paper).unwrap(), 1);
    secretary.refresh().unwrap();
    did(&mut secretary, "confirm_rights", &[]).unwrap();
    assert!(secretary.org().waiting.people().is_empty());
    assert!(Office::open(&path, "wangxiu", "test").is_err());
    assert_eq!(office(&path, "xiu").verify(None).unwrap().first_bad, None);
}

#[test]
fn what_is_declined_leaves_everything_as_it_was() {
    let (_folder, path) = real_town();
    let mut founder = office(&path, "zhangning");
    complaint(&mut founder);
    founder.replace_org(with_another_login(founder.org()), at(NOW)).unwrap();
    refused(did(&mut founder, "confirm_rights", &[("person", "王秀")]), RefusalCode::MissingField);
    let mut secretary = office(&path, "zhoumin");
    did(&mut secretary, "decline_rights", &[("person", "王秀"), ("reason", "没有换人")]).unwrap();
    assert!(secretary.org().waiting.proposals.is_empty());
    assert_eq!(secretary.org().waiting.unconfirmed.len(), 9);
    assert_eq!(secretary.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_post_is_listed_and_both_sign() {
    let (_folder, path) = real_town();
    let mut operator = office(&path, "zhangning");
    complaint(&mut operator);
    did(&mut operator, "hand_over", &[("from", "张宁"), ("to", "刘芳")]).unwrap();
    let holdings = operator.holdings(operator.org().by_login("zhangning").unwrap().id, at(NOW)).unwrap();
    let lines = holdings.lines(operator.org());
    assert!(lines.iter().any(|line| line == "等镇纪委专人办理的：2026-0001"), "{lines:?}");
    did(&mut operator, "sign_hand_over", &[]).unwrap();
    refused(did(&mut operator, "sign_hand_over", &[]), RefusalCode::NothingToDo);
    assert_eq!(operator.verify(None).unwrap().first_bad, None);
    let mut taker = office(&path, "liufang");
    did(&mut taker, "sign_hand_over", &[]).unwrap();
    assert!(taker.org().waiting.hand_overs.is_empty());
    assert_eq!(taker.verify(None).unwrap().first_bad, None);
    let handler = office(&path, "wangxiu");
    assert!(handler.holdings(handler.org().by_login("zhangning").unwrap().id, at(NOW)).is_err());
}

#[test]
fn nobody_is_auditor_and_something_else_from_the_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let mut wanted = org();
    wanted.people[7].positions.push(Position::Handler);
    let new = NewTown {
        town: "建胜镇".to_owned(),
        district: "大渡口区".to_owned(),
        login: "zhangning".to_owned(),
        name: "张宁".to_owned(),
        sandbox: false,
        org: Some(wanted),
    };
    let made = Office::create(&folder.path().join("ydt.db"), new, "test", at(NOW));
    assert!(made.err().unwrap().to_string().contains("不能兼任"));
}

#[test]
fn commands_say_what_waits_to_be_confirmed_and_a_file_of_people_becomes_a_proposal() {
    let home = Home::founded();
    let waits = || home.ydt(&["org", "rights", "--json"]).json();
    assert_eq!((&waits()[0]["in_force"], &waits()[0]["confirmed_by"]), (&json!(true), &json!("district")));
    assert_eq!(home.ydt(&["check", "--json"]).json()["rights_waiting"], waits());
    assert!(home.ydt(&["check"]).err.contains("还没有确认"));

    let more = "[[person]]\nname = \"李敏\"\nlogin = \"limin\"\npositions = [\"discipline_secretary\"]\n";
    let file = home.write("more.toml", more);
    assert_eq!(home.ydt(&["org", "import", &file]).code, 0);
    let line = r#"{"command":"register","title":"路灯","content":"路灯坏了","complained_at":"2026-03-05"}"#;
    assert_eq!(home.ydt_with(&["apply"], line).code, 0);
    let file = home.write("again.toml", more.replace("limin", "lm"));
    let ended = home.ydt(&["org", "import", &file]);
    assert!(ended.code == 0 && ended.out.contains("确认后才生效：李敏"), "{} {}", ended.out, ended.err);
    let asked = waits().as_array().unwrap().iter().find(|row| row["person"] == "李敏").unwrap().clone();
    assert_eq!((&asked["login"], &asked["in_force"]), (&json!("lm"), &json!(false)));
    assert!(home.ydt(&["org", "export"]).out.contains("\"limin\""));

    let holds = home.ydt(&["org", "holds", &login(), "--json"]).json();
    assert_eq!(holds["waiting"][0]["role"], "commission_operator");
    assert_eq!(holds["waiting"][0]["cases"], json!(["2026-0001"]));
    assert!(home.ydt(&["org", "holds", &login()]).out.contains("移交人签字"));
    home.ydt(&["org", "holds", "无名氏"]).refused(4, "无名氏");

    let own = r#"{"command":"confirm_rights","on_paper_no":"渡纪〔2026〕1号","on_paper_date":"2026-03-06"}"#;
    let ended = home.ydt_with(&["apply"], own);
    assert_eq!(results(&ended)[0]["ok"], false, "not before it was proposed: {}", ended.out);
    assert_eq!(home.ydt(&["verify"]).code, 0);
}
