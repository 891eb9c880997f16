//! Keys in, fixed-size screens out: the frame, the way through the screens, and what is asked on it.

use crossterm::event::KeyCode;

use crate::actions::Answers;
use crate::domain::case::CaseId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::ui::message::{Effect, Message, Performed};
use crate::ui::screens::testing::{Console, desk, detail, registered, row, rows, told};

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 36);

fn complaint(id: i64) -> crate::ui::screens::testing::Told {
    let (at, code, answers) = registered(18, "低保评定未公示名单");
    told(id, &[(&at, code, answers)])
}

fn assessed(id: i64) -> crate::ui::screens::testing::Told {
    let (at, code, answers) = registered(18, "低保评定未公示名单");
    let assess = Answers::none()
        .with("scope", "disclosure_info")
        .with("kind", "non_consultation")
        .with("field", "civil_affairs")
        .with("route", "village")
        .with("unit", "新建村");
    told(id, &[(&at, code, answers), ("2026-11-19 10:00", "assess", assess)])
}

/// A console with one case, laid open.
fn laid_open(told: &crate::ui::screens::testing::Told, size: (u16, u16)) -> Console {
    let mut console = Console::listing(size, vec![row(&told.case)]);
    let asked = console.key(KeyCode::Enter);
    assert_eq!(asked, [Effect::Open(told.case.id)]);
    console.app.tell(Message::Case(Box::new(detail(told))));
    console
}

/// A console with the form of 撤回 open on a case, and a reason typed.
fn withdrawing(console: &mut Console) {
    console.press("a");
    let key = crate::actions::find("withdraw").unwrap().key;
    let asked = console.press(&key.to_string());
    assert!(matches!(asked.as_slice(), [Effect::LoadDraft(key)] if key == "1/7/withdraw"), "{asked:?}");
    console.press("投诉人来电撤回");
}

#[test]
fn the_first_frame_stands_before_anything_is_known() {
    let mut console = Console::silent(SMALL);
    let screen = console.screen();
    assert!(screen[0].starts_with(" 监督一点通"), "{screen:#?}");
    assert!(screen.iter().any(|line| line.contains("正在读取…")));
    assert!(screen[23].contains("Enter 打开"), "{}", screen[23]);
    assert_eq!(console.press("jx"), []);
    assert_eq!(console.press("q"), [Effect::Quit]);
}

#[test]
fn the_header_names_town_person_and_kind_of_day() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    let header = console.screen()[0].clone();
    assert_eq!(
        header.trim(),
        "监督一点通 建胜镇   1收件箱 3               张三 镇纪委专人  11-23 周一 工作日"
    );
    let mut desk = desk(false);
    desk.now = Moment::parse("2026-10-01 09:00").unwrap();
    console.app.tell(Message::Desk(Box::new(desk)));
    assert!(console.line("建胜镇").ends_with("10-01 周四 休息日（国庆节）"));
}

#[test]
fn a_terminal_that_is_too_small_says_so_in_one_line() {
    let mut console = Console::silent((20, 5));
    console.app.tell(Message::Desk(Box::new(desk(false))));
    let screen = console.screen();
    assert_eq!(screen[0], "终端太小（20x5），请");
    assert!(screen[1..].iter().all(String::is_empty));
    let mut console = Console::silent((79, 30));
    assert_eq!(console.screen()[0], "终端太小（79x30），请放大到 80x24 以上");
}

#[test]
fn the_practice_town_says_so_on_every_screen() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    assert!(console.lacks("演练库"));
    console.app.tell(Message::Desk(Box::new(desk(true))));
    let banner = "演练库：人和事都是虚构的";
    assert!(console.line(banner).starts_with("--"));
    for keys in ["a", "?"] {
        console.press(keys);
        console.line(banner);
        console.key(KeyCode::Esc);
    }
    console.key(KeyCode::F(2));
    console.line("李敏");
    console.press("lm");
    assert_eq!(console.key(KeyCode::Enter), [Effect::SwitchPerson(crate::domain::org::PersonId(2))]);
}

#[test]
fn only_the_practice_town_lets_one_be_somebody_else() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    assert_eq!(console.key(KeyCode::F(2)), []);
    console.line("只有演练库可以切换身份");
}

#[test]
fn nothing_of_one_person_is_left_for_the_next() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    let mut other = desk(true);
    other.actor = other.org.people[2].clone();
    let asked = console.app.tell(Message::Desk(Box::new(other)));
    assert!(matches!(asked.as_slice(), [Effect::List(..), Effect::Counts]), "{asked:?}");
    assert!(console.lacks("低保评定"));
    console.line("现在以王芳的身份操作");
}

#[test]
fn actions_that_can_not_be_done_stand_below_with_their_reason() {
    let told = assessed(7);
    let mut console = laid_open(&told, LARGE);
    console.press("a");
    let screen = console.screen();
    let place = |words: &str| screen.iter().position(|line| line.contains(words)).unwrap();
    assert!(place("s 受理 ") < place("- 转办 "), "{screen:#?}");
    assert!(console.line("- 转办 ").contains("在“受理”阶段才能做"));
    assert_eq!(console.press("z"), [], "a refused action opens nothing");
    console.line("办理动作  2026-0007");
}

#[test]
fn three_keys_lead_from_the_list_to_the_form_of_an_action() {
    let told = assessed(7);
    let mut console = Console::listing(SMALL, vec![row(&told.case)]);
    assert_eq!(console.press("a"), [Effect::Open(CaseId(7))]);
    console.app.tell(Message::Case(Box::new(detail(&told))));
    console.press("s");
    let sent = console.key(KeyCode::Enter);
    let [Effect::Perform(command)] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!((command.action, command.case), ("accept", Some(CaseId(7))));
    assert_eq!((command.act.as_str(), command.seen_seq), ("s-1", Some(told.case.seq)));
    assert_eq!(console.key(KeyCode::Enter), [], "a doubled Enter is one act");
}

#[test]
fn what_was_saved_is_told_with_the_next_step() {
    let before = assessed(7);
    let mut console = laid_open(&before, SMALL);
    console.press("as");
    console.key(KeyCode::Enter);
    let done = Performed { case: CaseId(7), case_no: "2026-0007".to_owned(), action: "accept" };
    let asked = console.app.tell(Message::Performed { act: "s-1".to_owned(), done });
    assert!(asked.contains(&Effect::DropDraft("1/7/accept".to_owned())));
    assert!(asked.contains(&Effect::Open(CaseId(7))));
    console.line("已保存：受理 2026-0007");
    let (at, code, answers) = registered(18, "低保评定未公示名单");
    let mut steps = vec![(at.as_str(), code, answers)];
    let assess = Answers::none()
        .with("scope", "disclosure_info")
        .with("kind", "non_consultation")
        .with("field", "civil_affairs")
        .with("route", "village")
        .with("unit", "新建村");
    steps.push(("2026-11-19 10:00", "assess", assess));
    steps.push(("2026-11-23 10:00", "accept", Answers::none()));
    console.app.tell(Message::Case(Box::new(detail(&told(7, &steps)))));
    console.line("已保存：受理 2026-0007，下一步：转办");
}

#[test]
fn a_conflict_is_told_and_the_text_stays() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    withdrawing(&mut console);
    let mut sent = console.ctrl('s');
    if sent.iter().all(|effect| !matches!(effect, Effect::Perform(_))) {
        sent.extend(console.key(KeyCode::Enter));
    }
    let act = sent
        .iter()
        .find_map(|effect| if let Effect::Perform(command) = effect { Some(command) } else { None });
    assert_eq!(act.map(|command| command.seen_seq), Some(Some(told.case.seq)), "{sent:?}");
    let refusal = Refusal::new(RefusalCode::Conflict, "王芳 10:29 已经先做了“研判”，您的内容没有保存。");
    let asked = console.app.tell(Message::Refused { act: "s-1".to_owned(), refusal });
    assert_eq!(asked, [Effect::Open(CaseId(7))]);
    console.line("投诉人来电撤回");
    console.line("王芳 10:29 已经先做了");
    let newer = assessed(7);
    console.app.tell(Message::Case(Box::new(detail(&newer))));
    let mut again = console.ctrl('s');
    again.extend(console.key(KeyCode::Enter));
    let seen = again
        .iter()
        .find_map(|effect| if let Effect::Perform(command) = effect { command.seen_seq } else { None });
    assert_eq!(seen, Some(newer.case.seq), "after being told, the change counts as seen");
}

#[test]
fn leaving_a_form_keeps_a_draft_and_the_next_opening_offers_it() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    withdrawing(&mut console);
    let kept = console.key(KeyCode::Esc);
    let saved = kept.iter().find_map(|effect| {
        if let Effect::SaveDraft { key, answers } = effect { Some((key, answers)) } else { None }
    });
    let (key, answers) = saved.unwrap();
    assert_eq!((key.as_str(), answers.raw("reason")), ("1/7/withdraw", Some("投诉人来电撤回")));
    console.line("内容已留作草稿");
    console.press("a");
    console.press(&crate::actions::find("withdraw").unwrap().key.to_string());
    let at = Moment::parse("2026-11-23 10:05").unwrap();
    console.app.tell(Message::Draft { key: key.clone(), kept: Some((answers.clone(), at)) });
    console.line("上次 10:05 未提交的内容：回车恢复 / Esc 丢弃");
    console.key(KeyCode::Enter);
    console.line("投诉人来电撤回");
}

#[test]
fn text_that_is_not_committed_is_asked_about_before_the_end() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    withdrawing(&mut console);
    assert_eq!(console.ctrl('c'), []);
    console.line("有表单没有提交");
    let left = console.key(KeyCode::Enter);
    assert!(matches!(left.as_slice(), [Effect::SaveDraft { .. }, Effect::Quit]), "{left:?}");
}

#[test]
fn a_dropped_line_keeps_every_text() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    withdrawing(&mut console);
    assert!(matches!(console.app.keep_drafts().as_slice(), [Effect::SaveDraft { .. }]));
    assert_eq!(console.app.keep_drafts(), [], "kept once, until something changes");
}

#[test]
fn a_case_is_found_by_its_number_from_anywhere() {
    let mut console = Console::listing(SMALL, rows(1, 3));
    console.press(":");
    console.press("2026-0099");
    assert_eq!(console.key(KeyCode::Enter), [Effect::OpenNumbered("2026-0099".to_owned())]);
    console.app.tell(Message::NoCase(Refusal::unknown_case("2026-0099")));
    console.line("没有您可以办理的投诉件“2026-0099”");
    console.press(":2026-0007");
    console.key(KeyCode::Enter);
    console.app.tell(Message::Case(Box::new(detail(&complaint(7)))));
    console.line("2026-0007  低保评定未公示名单");
}

#[test]
fn the_complainant_is_shown_as_the_gate_gave_it_and_control_bytes_never_arrive() {
    let mut told = complaint(7);
    told.case.complainant.name = Some(Sealable::new("张*"));
    told.case.complainant.contact = Some(Sealable::new("138****1234"));
    told.case.content = Sealable::new("恶意\u{1b}[2J内容\u{202e}");
    let mut console = laid_open(&told, SMALL);
    assert!(console.line("投诉人").contains("张*"));
    assert!(console.line("联系方式").contains("138****1234"));
    console.line("恶意<1B>[2J内容<202E>");
}

#[test]
fn a_change_elsewhere_reads_again_what_is_on_the_screen() {
    let told = complaint(7);
    let mut console = laid_open(&told, SMALL);
    let asked = console.app.tell(Message::ChangedElsewhere);
    assert!(
        matches!(asked.as_slice(), [Effect::Open(CaseId(7)), Effect::List(..), Effect::Counts]),
        "{asked:?}"
    );
    let gone = Refusal::unknown_case("2026-0007");
    console.app.tell(Message::NoCase(gone));
    console.line("没有您可以办理的投诉件");
    console.line("Space 标记");
}

#[test]
fn drawing_is_wanted_only_after_something_happened() {
    let mut console = Console::silent(SMALL);
    assert!(console.app.take_dirty());
    assert!(!console.app.needs_draw());
    console.app.tell(Message::ChangedElsewhere);
    assert!(console.app.take_dirty());
}

#[test]
fn help_shows_the_keys_of_the_place_one_came_from() {
    let mut console = Console::listing(LARGE, rows(1, 3));
    console.press("?");
    assert!(console.line("办理动作").contains('a'));
    console.line("收件箱");
    console.key(KeyCode::Esc);
    console.line("Space 标记");
}

#[test]
fn look() {
    let a = assessed(7);
    let (at, code, answers) = registered(16, "征地补偿款发放标准咨询，村民小组会议未公布分配方案");
    let b = told(8, &[(&at, code, answers)]);
    for size in [SMALL, LARGE, (160, 30)] {
        let mut console = Console::listing(size, vec![row(&b.case), row(&a.case)]);
        console.press(" ");
        println!("{}", console.screen().join("\n"));
    }
    let mut console = laid_open(&a, SMALL);
    for _ in 0..5 {
        println!("{}", console.screen().join("\n"));
        console.key(KeyCode::Tab);
    }
    console.press("a");
    println!("{}", console.screen().join("\n"));
    console.press("x");
    console.key(KeyCode::Esc);
    console.press("a");
    console.press(&crate::actions::find("withdraw").unwrap().key.to_string());
    println!("{}", console.screen().join("\n"));
    console.key(KeyCode::Esc);
    console.key(KeyCode::Esc);
    console.press(":");
    println!("{}", console.screen().join("\n"));
    console.key(KeyCode::Esc);
    console.press("?");
    println!("{}", console.screen().join("\n"));
    console.key(KeyCode::Esc);
    console.press("/阶段:xx");
    console.key(KeyCode::Enter);
    println!("{}", console.screen().join("\n"));
    console.key(KeyCode::Esc);
    console.press("n");
    println!("{}", console.screen().join("\n"));
}
