//! The approval queue, deputies, likely repeats, the outward mirror and sealed rows, through the real store; and what
//! the console is told when the store fails half-way.

use std::sync::Arc;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use ydt::actions::Answers;
use ydt::domain::case::repeats::RepeatReason;
use ydt::domain::ids::{CaseId, PersonId, UnitId};
use ydt::domain::refusal::RefusalCode;
use ydt::domain::time::Date;
use ydt::domain::view::approvals::{ApprovalItem, ApprovalPage, ApprovalQuery};
use ydt::domain::view::importing::ImportReport;
use ydt::domain::view::intake_row::IntakeFile;
use ydt::domain::view::listing::{From, ListQuery, ListRow, Sort, View};
use ydt::domain::words::{DocumentKind, MirrorStep};
use ydt::intake::{self, Options};
use ydt::office::{CaseName, Office, OfficeError, PerformRequest};
use ydt::runtime::clock::WallClock;
use ydt::runtime::drafts::Drafts;
use ydt::runtime::wake::{Wake, Wakes, wakes};
use ydt::runtime::worker::{Start, Worker};
use ydt::ui::message::{CaseEffect, CaseMessage, Command, Effect, Message};

use crate::town::{Town, at, org, overview, refused, wait};

pub(crate) const ZHOUMIN: PersonId = PersonId(3);
/// Contact leader of 双山村, who sees nothing of a section's cases.
pub(crate) const WUBO: PersonId = PersonId(10);

/// The town with 吴波 too.
pub(crate) fn with_wubo() -> Town {
    let mut org = org();
    let mut wubo = org.people[4].clone();
    (wubo.id, wubo.name, wubo.login) = (WUBO, "吴波".to_owned(), Some("wubo".to_owned()));
    (wubo.leads, wubo.contacts) = (Vec::new(), vec![UnitId(6)]);
    org.people.push(wubo);
    Town::with(org)
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn list(office: &Office, town_now: ydt::domain::time::Moment, view: View) -> Vec<ListRow> {
    let filter = ydt::domain::view::filter::Filter::default();
    let query = ListQuery { view, filter, sort: Sort::Number, from: From::Top, limit: 100 };
    office.list(&query, town_now).unwrap().rows
}

/// A case of the Party-committee route whose proposal waits for the discipline secretary.
pub(crate) fn proposal_submitted(town: &mut Town, title: &str) -> CaseId {
    let case = town.complaint(title);
    let assess = [
        ("scope", "matters_list"),
        ("kind", "non_consultation"),
        ("field", "medical"),
        ("route", "party_committee"),
        ("unit", "社会事务办"),
    ];
    town.act("zhangning", Some(case), "assess", &assess).unwrap();
    town.act("zhangning", Some(case), "accept", &[]).unwrap();
    town.act("liufang", Some(case), "propose", &[("text", "拟请社会事务办核实。")]).unwrap();
    town.act("liufang", Some(case), "submit", &[]).unwrap();
    case
}

pub(crate) fn queue(town: &mut Town, login: &str) -> ApprovalPage {
    town.office.act_as(login).unwrap();
    town.office.approvals(&ApprovalQuery { after: None, limit: 50 }, town.now).unwrap()
}

fn cases(page: &ApprovalPage, is_mine: bool) -> Vec<CaseId> {
    page.items.iter().filter(|item| item.is_mine == is_mine).map(|item| item.case).collect()
}

#[test]
fn the_queue_holds_what_is_mine_first_and_says_how_long_everything_waits() {
    let mut town = Town::new();
    let first = proposal_submitted(&mut town, "医保报销比例不清");
    town.now = at("2026-11-03 09:00");
    let second = proposal_submitted(&mut town, "养老金发放迟");
    town.now = at("2026-11-06 09:00");
    town.act("zhoumin", Some(second), "sign", &[]).unwrap();

    let page = queue(&mut town, "zhoumin");
    assert_eq!((page.mine, page.others, page.at_end), (1, 1, true));
    let told: Vec<_> = page.items.iter().map(|item| (item.case, item.is_mine, item.waiting_days)).collect();
    assert_eq!(told, [(first, true, 4), (second, false, 3)]);
    assert_eq!(overview(&town.office, town.now).approvals_waiting, 1);

    let page = queue(&mut town, "hezhiqiang");
    assert_eq!((cases(&page, true), cases(&page, false)), (vec![second], vec![first]));
    assert_eq!(page.items[0].document, DocumentKind::Proposal);
    let page = queue(&mut town, "wangxiu");
    assert_eq!((page.items.len(), page.mine, page.others), (0, 0, 0), "a village sees nothing of a section");
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn the_queue_pages_by_key_without_gap_or_double() {
    let mut town = Town::new();
    let made: Vec<CaseId> =
        (1..=7).map(|number| proposal_submitted(&mut town, &format!("第{number}件"))).collect();
    town.act("zhoumin", Some(made[3]), "sign", &[]).unwrap();
    town.office.act_as("zhoumin").unwrap();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = town.office.approvals(&ApprovalQuery { after, limit: 2 }, town.now).unwrap();
        seen.extend(page.items.iter().map(|item| item.case));
        after = page.items.last().map(ApprovalItem::key);
        if page.at_end {
            break;
        }
    }
    let (mut expected, others): (Vec<CaseId>, Vec<CaseId>) = made.iter().partition(|case| **case != made[3]);
    expected.extend(others);
    assert_eq!(seen, expected);
}

#[test]
fn a_recused_signer_finds_nothing_of_the_case_in_their_queue() {
    let mut town = Town::new();
    let case = proposal_submitted(&mut town, "反映干部作风");
    let correct = [("field", "respondent"), ("value", "周敏"), ("reason", "补正")];
    town.act("zhangning", Some(case), "correct", &correct).unwrap();
    let page = queue(&mut town, "zhoumin");
    assert_eq!((page.items.len(), page.mine, page.others), (0, 0, 0));
}

#[test]
fn of_two_sessions_that_sign_the_same_step_one_wins_and_the_other_is_told() {
    let mut town = Town::new();
    let case = proposal_submitted(&mut town, "医保报销比例不清");
    town.office.act_as("zhoumin").unwrap();
    let seen = town.office.open_case(case, town.now).unwrap().case.seq;
    let mut other = Office::open(&town.path(), "zhangning", "other").unwrap();
    let request = |act: &str, answers: Answers| PerformRequest {
        act: act.to_owned(),
        case: Some(case),
        seen_seq: Some(seen),
        action: "sign".to_owned(),
        answers,
    };
    let paper = Answers::none().with("on_paper_signer", "周敏").with("on_paper_date", "2026-11-02");
    other.perform(&request("a", paper), town.now).unwrap();
    let late = refused(town.office.perform(&request("b", Answers::none()), town.now));
    assert_eq!(late.code, RefusalCode::Conflict);
    assert!(late.message.contains("张宁") && late.message.contains("审签同意"), "{late}");
    let detail = town.office.open_case(case, town.now).unwrap();
    let signed = detail.case.documents[0].steps.iter().filter(|step| step.signature.is_some()).count();
    assert_eq!(signed, 1);
}

#[test]
fn a_deputy_sees_and_signs_for_the_leader_on_the_days_named_and_the_sheet_shows_both() {
    let mut town = with_wubo();
    let case = proposal_submitted(&mut town, "医保报销比例不清");
    town.office.act_as("zhoumin").unwrap();
    town.office.delegate(WUBO, day("2026-11-03"), day("2026-11-04"), town.now).unwrap();
    for (now, sees) in [
        ("2026-11-02 17:00", false),
        ("2026-11-03 09:00", true),
        ("2026-11-04 18:00", true),
        ("2026-11-05 00:00", false),
    ] {
        town.now = at(now);
        town.office.act_as("wubo").unwrap();
        assert_eq!(town.office.open_case(case, town.now).is_ok(), sees, "{now}");
        let named = CaseName::Number("2026-0001".to_owned());
        assert_eq!(town.office.find_case(&named, town.now).is_ok(), sees, "{now}");
        assert_eq!(list(&town.office, town.now, View::Today).len(), usize::from(sees), "{now}");
        assert_eq!(overview(&town.office, town.now).approvals_waiting, u64::from(sees), "{now}");
        assert!(town.act("wubo", Some(case), "supplement", &[("text", "一句")]).is_err());
    }
    town.now = at("2026-11-03 10:00");
    let page = queue(&mut town, "wubo");
    assert!(page.items[0].is_mine && page.items[0].person == ZHOUMIN);
    town.act("wubo", Some(case), "sign", &[("opinion", "同意")]).unwrap();
    let detail = town.office.open_case(case, town.now).unwrap();
    let step = &detail.case.documents[0].steps[0];
    assert_eq!((step.person, step.signature.as_ref().unwrap().deputy), (ZHOUMIN, Some(WUBO)));
    let said = detail.history.last().unwrap().summary.clone();
    assert!(said.contains("周敏") && said.contains("吴波"), "{said}");
    town.now = at("2026-11-20 10:00");
    assert!(town.office.open_case(case, town.now).is_ok(), "what he signed he goes on seeing");
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    let reopened = Office::open(&town.path(), "wubo", "again").unwrap();
    assert_eq!(reopened.org().delegations.len(), 1);
}

#[test]
fn only_who_signs_names_a_deputy() {
    let mut town = Town::new();
    town.office.act_as("zhangning").unwrap();
    let refused = town.office.delegate(ZHOUMIN, day("2026-11-03"), day("2026-11-04"), town.now).unwrap_err();
    assert!(
        matches!(&refused, OfficeError::Refused(refusal) if refusal.code == RefusalCode::NotPermitted),
        "{refused}"
    );
}

/// The file as an import reads it.
fn file(town: &Town, text: &str) -> IntakeFile {
    let path = town.folder.path().join("push.csv");
    std::fs::write(&path, text).unwrap();
    intake::read_path(&path, &Options::at(town.now), &mut |_, _| ControlFlow::Continue(())).unwrap()
}

fn import(town: &mut Town, text: &str, sealed: &[u32]) -> Result<ImportReport, OfficeError> {
    let file = file(town, text);
    let sealed: BTreeSet<u32> = sealed.iter().copied().collect();
    town.office.act_as("zhangning").unwrap();
    town.office.import_sealing(&file, &sealed, false, town.now, &mut |_, _| ControlFlow::Continue(()))
}

const HEADER: &str = "平台编号,投诉时间,投诉事项名称,投诉内容,投诉人,联系电话,被投诉人,状态\n";

#[test]
fn likely_repeats_are_proposed_at_import_and_on_opening_and_never_merged_by_themselves() {
    let mut town = Town::new();
    let rows = "P1,2026-11-01 09:00,低保评定未公示名单,没有张贴名单,李四,13800001111,王强,\n\
        P2,2026-11-01 10:00,路灯不亮,路灯坏了,赵六,138 0000 1111,,\n\
        P3,2026-11-01 11:00,低保评定没有公示名单,名单没有贴出来,,,王强,\n\
        P4,2026-11-01 12:00,占道经营,门口摆摊,,,,\n";
    town.office.act_as("zhangning").unwrap();
    let preview = town.office.preview(&file(&town, &format!("{HEADER}{rows}")), town.now).unwrap();
    assert_eq!((preview.new, preview.repeats), (4, 2));
    let flagged: Vec<_> = preview.sample.iter().map(|row| row.repeat_of.is_some()).collect();
    assert_eq!(flagged, [false, true, true, false]);

    let report = import(&mut town, &format!("{HEADER}{rows}"), &[]).unwrap();
    assert_eq!((report.new, report.repeats), (4, 2));
    let repeats: Vec<_> = list(&town.office, town.now, View::All)
        .into_iter()
        .map(|row| (row.platform_no.unwrap(), row.repeat_of))
        .collect();
    let first = Some("2026-0001".to_owned());
    assert_eq!(
        repeats,
        [
            ("P4".to_owned(), None),
            ("P3".to_owned(), first.clone()),
            ("P2".to_owned(), first),
            ("P1".to_owned(), None)
        ]
    );
    for (id, reason) in [(2, RepeatReason::SamePhone), (3, RepeatReason::SameMatter)] {
        let detail = town.office.open_case(CaseId(id), town.now).unwrap();
        assert_eq!(detail.repeats.len(), 1);
        assert_eq!((detail.repeats[0].case, detail.repeats[0].reason), (CaseId(1), reason));
        assert_eq!(detail.case.merged_into, None);
    }
    town.act("zhangning", Some(CaseId(3)), "merge", &[("into", "2026-0001")]).unwrap();
    assert!(town.office.open_case(CaseId(3), town.now).unwrap().repeats.is_empty());
}

#[test]
fn a_repeat_of_a_case_one_may_not_see_is_not_told() {
    let mut town = Town::new();
    let about = |number: &str| {
        format!("{number},2026-11-01 09:00,低保评定未公示名单,没有张贴,李四,13800001111,周敏,\n")
    };
    import(&mut town, &format!("{HEADER}{}", about("P1")), &[]).unwrap();
    let other = "P2,2026-11-01 10:00,路灯不亮,路灯坏了,李四,13800001111,,\n";
    import(&mut town, &format!("{HEADER}{other}"), &[]).unwrap();
    assert!(list(&town.office, town.now, View::All)[0].repeat_of.is_some());
    town.office.act_as("zhoumin").unwrap();
    let rows = list(&town.office, town.now, View::All);
    assert_eq!((rows.len(), rows[0].repeat_of.as_deref()), (1, None));
    assert!(town.office.open_case(CaseId(2), town.now).unwrap().repeats.is_empty());
}

#[test]
fn what_is_not_ticked_on_the_platform_is_a_view_until_it_is() {
    let mut town = Town::new();
    let row = "P1,2026-11-01 09:00,路灯不亮,路灯坏了,,,,\n";
    import(&mut town, &format!("{HEADER}{row}"), &[]).unwrap();
    town.complaint("平台不知道的一件");
    assert!(list(&town.office, town.now, View::Unmirrored).is_empty(), "nothing has happened yet");
    let assess = [
        ("scope", "matters_list"),
        ("kind", "non_consultation"),
        ("field", "other"),
        ("route", "village"),
        ("unit", "新建村"),
    ];
    for case in [CaseId(1), CaseId(2)] {
        town.act("zhangning", Some(case), "assess", &assess).unwrap();
        town.act("zhangning", Some(case), "accept", &[]).unwrap();
    }
    let waiting = list(&town.office, town.now, View::Unmirrored);
    assert_eq!(waiting.iter().map(|row| row.id).collect::<Vec<_>>(), [CaseId(1)]);
    assert_eq!(waiting[0].unmirrored, Some(MirrorStep::Acceptance));
    assert_eq!(overview(&town.office, town.now).counts.of(View::Unmirrored), 1);
    town.act("zhangning", Some(CaseId(1)), "mark_mirrored", &[("step", "acceptance")]).unwrap();
    assert!(list(&town.office, town.now, View::Unmirrored).is_empty());
    let all = list(&town.office, town.now, View::All);
    assert_eq!(all[1].mirrored, [MirrorStep::Acceptance]);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_platform_list_is_compared_both_ways_and_changes_nothing() {
    let mut town = Town::new();
    let ours = "P1,2026-10-01 09:00,路灯不亮,路灯坏了,,,,\n\
        P2,2026-10-02 09:00,占道经营,门口摆摊,,,,\n\
        P3,2026-10-03 09:00,垃圾清运,垃圾没人收,,,,\n\
        P4,2026-09-01 09:00,更早的一件,不在列表的日子里,,,,\n";
    import(&mut town, &format!("{HEADER}{ours}"), &[]).unwrap();
    let before = town.office.head().unwrap();
    let theirs = "P1,2026-10-01 09:00,路灯不亮,路灯坏了,,,,待受理\n\
        P2,2026-10-02 09:00,占道经营（改）,门口摆摊,,,,已受理\n\
        P9,2026-10-03 09:00,井盖缺失,路口井盖没了,,,,已受理\n\
        ,2026-10-03 10:00,没有编号,没有编号,,,,\n";
    let list = file(&town, &format!("{HEADER}{theirs}"));
    let found = town.office.reconcile(&list, town.now).unwrap();
    assert_eq!((found.compared, found.unnumbered, found.has_status), (3, 1, true));
    assert_eq!(found.only_there.iter().map(|row| row.platform_no.as_str()).collect::<Vec<_>>(), ["P9"]);
    assert_eq!(found.only_here.iter().map(|case| case.platform_no.as_str()).collect::<Vec<_>>(), ["P3"]);
    let [different] = found.different.as_slice() else { panic!("{found:?}") };
    assert_eq!((different.platform_no.as_str(), different.row), ("P2", 3));
    let what = different.what.join("；");
    assert!(what.contains("占道经营（改）") && what.contains("平台为“已受理”，本镇已到“未受理”"), "{what}");
    assert_eq!(town.office.head().unwrap(), before);
    town.office.act_as("zhoumin").unwrap();
    assert!(town.office.reconcile(&list, town.now).is_err(), "a list is the operator's business");
}

#[test]
fn a_sealed_row_keeps_number_and_times_and_its_text_never_reaches_the_disk() {
    let mut town = Town::new();
    let rows = "P1,2026-11-01 09:00,反映区管干部密题,机密内容甲乙丙,李密告,13899998888,赵密官,\n\
        P2,2026-11-01 10:00,路灯不亮,路灯坏了,,,,\n";
    let report = import(&mut town, &format!("{HEADER}{rows}"), &[2]).unwrap();
    assert_eq!((report.new, report.sealed), (2, 1));
    let row = list(&town.office, town.now, View::All).pop().unwrap();
    assert_eq!((row.title.as_str(), row.platform_no.as_deref()), ("（已封存）", Some("P1")));
    let case = town.office.open_case(CaseId(1), town.now).unwrap().case;
    assert!(case.sealed && case.complainant.name.is_none() && case.content.body().is_none());
    assert_eq!(case.complained_at, at("2026-11-01 09:00"));
    assert!(case.clocks.iter().all(|clock| !clock.is_running()));
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    // The same push again says nothing new of it, whatever it holds.
    let again = rows.replace("机密内容甲乙丙", "机密内容丁");
    let report = import(&mut town, &format!("{HEADER}{again}"), &[]).unwrap();
    assert_eq!((report.new, report.known, report.supplement), (0, 2, 0));
    for file in std::fs::read_dir(town.path().parent().unwrap()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in ["机密内容", "反映区管干部密题", "李密告", "13899998888", "赵密官"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret}");
        }
    }
}

#[test]
fn a_row_that_makes_no_case_cannot_be_sealed_and_nothing_is_taken_in() {
    let mut town = Town::new();
    let row = "P1,2026-11-01 09:00,路灯不亮,路灯坏了,,,,\n";
    let refused = import(&mut town, &format!("{HEADER}{row}"), &[5]).unwrap_err();
    assert!(refused.to_string().contains("第5行"), "{refused}");
    assert!(list(&town.office, town.now, View::All).is_empty());
}

/// The next message that is one of those looked for.
pub(crate) fn heard<T>(wakes: &mut Wakes, wanted: impl Fn(Message) -> Option<T>) -> T {
    loop {
        let limit = std::time::Instant::now() + Duration::from_secs(20);
        let wake = wait(wakes.wait_until(Some(limit))).expect("the worker answers");
        if let Wake::Message(message) = wake
            && let Some(found) = wanted(message)
        {
            return found;
        }
    }
}

#[test]
fn a_store_that_fails_half_way_tells_what_was_done_and_what_was_not() {
    let mut town = Town::new();
    let made: Vec<CaseId> = (1..=3).map(|number| town.complaint(&format!("第{number}件"))).collect();
    let broken = format!(
        "CREATE TRIGGER broken BEFORE UPDATE ON cases WHEN NEW.case_id = {}
         BEGIN SELECT RAISE(ABORT, 'disk'); END;",
        made[1].0
    );
    rusqlite::Connection::open(town.path()).unwrap().execute_batch(&broken).unwrap();
    let command = |case: CaseId, act: &str| Command {
        act: act.to_owned(),
        case: Some(case),
        seen_seq: None,
        action: ydt::actions::find("supplement").unwrap(),
        answers: Answers::none().with("text", "补充一句"),
    };
    let (sender, mut wakes) = wakes();
    let clock = WallClock::starting_at(town.now);
    let drafts = Arc::new(Drafts::new(town.folder.path().join("drafts"), clock));
    let worker = Worker::start(Start::Open(Box::new(town.office)), clock, sender, drafts).unwrap();
    worker.ask(Effect::Case(CaseEffect::Perform(Box::new(command(made[1], "one")))));
    let refusal = heard(&mut wakes, |message| {
        if let Message::Case(CaseMessage::Refused { refusal, .. }) = message { Some(refusal) } else { None }
    });
    assert_eq!(refusal.code, RefusalCode::NotSaved);
    let each = made.iter().enumerate().map(|(place, case)| command(*case, &format!("many.{place}")));
    worker.ask(Effect::Case(CaseEffect::PerformMany(each.collect())));
    let (done, refused) = heard(&mut wakes, |message| {
        if let Message::Case(CaseMessage::PerformedMany { done, refused, .. }) = message {
            Some((done, refused))
        } else {
            None
        }
    });
    wait(worker.finish(None));
    assert_eq!(done.iter().map(|done| done.case_no.as_str()).collect::<Vec<_>>(), ["2026-0001"]);
    let told: Vec<_> = refused.iter().map(|(number, refusal)| (number.as_str(), refusal.code)).collect();
    assert_eq!(told, [("2026-0002", RefusalCode::NotSaved), ("2026-0003", RefusalCode::NotSaved)]);
    assert!(refused[1].1.message.contains("前面的保存失败了"), "{}", refused[1].1);
}
