//! The queue where a position has two holders, and where a delegation was taken back; through the real store.

use nix::unistd::{User, geteuid};
use ydt::actions::Answers;
use ydt::domain::ids::{PersonId, UnitId};
use ydt::domain::refusal::RefusalCode;
use ydt::domain::view::listing::View;

use crate::home::Home;
use crate::queue::{WUBO, ZHOUMIN, day, list, proposal_submitted, queue, with_wubo};
use crate::town::{Town, at, org, overview, refused};

#[test]
fn what_either_of_two_leaders_may_sign_stands_once_in_the_queue_of_each_and_is_theirs() {
    let mut org = org();
    org.people[3].leads = vec![UnitId(3)];
    let mut town = Town::with(org);
    let case = proposal_submitted(&mut town, "医保报销比例不清");
    town.act("zhoumin", Some(case), "sign", &[]).unwrap();
    for (login, name) in [("chenli", "陈立"), ("hezhiqiang", "何志强")] {
        let page = queue(&mut town, login);
        assert_eq!((page.items.len(), page.mine, page.others), (1, 1, 0), "{login}");
        assert_eq!(town.office.org().person_name(page.items[0].person), name);
        assert_eq!(page.items[0].people, [PersonId(4), PersonId(5)]);
        assert_eq!(list(&town.office, town.now, View::Today).len(), 1, "{login}");
        assert_eq!(overview(&town.office, town.now).approvals_waiting, 1, "{login}");
    }
    let page = queue(&mut town, "zhangning");
    assert_eq!((page.items.len(), page.mine, page.others), (1, 0, 1), "one step, not one for each");
    assert_eq!(page.items[0].signers(town.office.org()), "陈立或何志强");
    town.act("hezhiqiang", Some(case), "sign", &[]).unwrap();
    let late = refused(town.act("chenli", Some(case), "sign", &[]));
    assert_eq!(late.code, RefusalCode::Conflict);
    assert!(late.message.contains("何志强") && late.message.contains("2026-11-02"), "{late}");
    assert_eq!(queue(&mut town, "chenli").items, []);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn whoever_signs_for_a_later_step_too_leaves_nobody_else_asked_for_it() {
    let mut org = org();
    for person in org.people.iter_mut().filter(|person| [ZHOUMIN, PersonId(4)].contains(&person.id)) {
        person.leads = vec![UnitId(3)];
    }
    let mut town = Town::with(org);
    let case = proposal_submitted(&mut town, "医保报销比例不清");
    assert_eq!((queue(&mut town, "chenli").items.len(), queue(&mut town, "hezhiqiang").items.len()), (1, 1));
    town.act("zhoumin", Some(case), "sign", &[]).unwrap();
    for login in ["chenli", "hezhiqiang"] {
        assert_eq!(queue(&mut town, login).items, [], "{login}: both steps are signed");
    }
    assert_eq!(town.office.verify(None).unwrap().first_bad, None, "nobody is kept as a signer");
}

#[test]
fn a_delegation_taken_back_works_no_more_from_that_moment_and_what_was_signed_stays() {
    let mut town = with_wubo();
    let first = proposal_submitted(&mut town, "医保报销比例不清");
    let second = proposal_submitted(&mut town, "养老金发放迟");
    town.office.act_as("zhoumin").unwrap();
    town.office.delegate(WUBO, day("2026-11-02"), day("2026-11-06"), town.now).unwrap();
    town.act("wubo", Some(first), "sign", &[]).unwrap();
    let take_back = |town: &mut Town, login: &str| {
        town.office.act_as(login).unwrap();
        let answers = Answers::none().with("leader", "周敏").with("from", "2026-11-02");
        let act = ydt::actions::find("revoke_delegation").unwrap();
        town.office.perform_town(&format!("revoke-{login}"), act, &answers, town.now)
    };
    let refusal = refused(take_back(&mut town, "hezhiqiang"));
    assert_eq!(refusal.code, RefusalCode::NotPermitted);
    take_back(&mut town, "zhangning").unwrap();
    assert!(town.act("wubo", Some(second), "sign", &[]).is_err());
    let page = queue(&mut town, "wubo");
    assert_eq!((page.mine, page.others), (0, 1), "what was signed is seen, nothing is asked for any more");
    let again = refused(take_back(&mut town, "zhoumin"));
    assert_eq!(again.code, RefusalCode::NothingToDo);
    town.office.act_as("zhoumin").unwrap();
    let kept = town.office.open_case(first, town.now).unwrap().case;
    let signature = kept.documents[0].steps[0].signature.clone().unwrap();
    assert_eq!((signature.signer, signature.deputy), (ZHOUMIN, Some(WUBO)));
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    // Given anew, it holds again.
    town.office.delegate(WUBO, day("2026-11-03"), day("2026-11-06"), town.now).unwrap();
    town.now = at("2026-11-03 09:00");
    town.act("wubo", Some(second), "sign", &[]).unwrap();
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

/// What `ydt org revoke` says and does, run as the program by somebody who signs.
#[test]
fn a_delegation_is_taken_back_on_the_command_line_by_who_gave_it_and_by_the_office_and_by_nobody_else() {
    let home = Home::new();
    let me = User::from_uid(geteuid()).unwrap().unwrap().name;
    let org = include_str!("../scripts/org.toml");
    let at = |now: &str, words: &[&str]| home.ydt(&[&["--now", now], words].concat());
    let file = home.write("org.toml", org.replace("zhoumin", &me));
    assert_eq!(at("2026-11-02 08:30", &["init", "--sandbox", "--org", &file]).code, 0);
    // The founder is an operator too until the organisation says otherwise.
    let given = at(
        "2026-11-02 09:00",
        &["org", "delegate", "--deputy", "chenli", "--from", "2026-11-02", "--until", "2026-11-20"],
    );
    assert_eq!(given.code, 0, "{}", given.err);
    at("2026-11-02 09:10", &["org", "revoke", "--from", "2026-11-03"]).refused(4, "没有可收回的");
    at("2026-11-02 09:10", &["org", "revoke", "--leader", "没有这个人", "--from", "2026-11-02"])
        .refused(4, "没有这个人");
    let bad = at("2026-11-02 09:10", &["org", "revoke", "--from", "11月2日"]);
    assert_eq!((bad.code, bad.out.as_str()), (2, ""), "{}", bad.err);
    let told = at("2026-11-03 09:00", &["org", "revoke", "--from", "2026-11-02"]);
    assert_eq!((told.code, told.out.as_str()), (0, ""));
    assert!(
        told.err.contains("周敏") && told.err.contains("陈立") && told.err.contains("收回"),
        "{}",
        told.err
    );
    at("2026-11-03 09:10", &["org", "revoke", "--from", "2026-11-02"]).refused(4, "没有可收回的");
}
