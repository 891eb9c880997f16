//! Keys in, a screen of a fixed size out: figures, lists, months, and where each of them leads.

mod changing;

use crossterm::event::KeyCode;

use crate::domain::ids::{CaseId, PersonId, UnitId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::{Date, Moment};
use crate::domain::view::dashboard::{
    Dashboard, DueDay, Figures, FirstCases, Held, Holder, LevelGroup, holder_filter,
};
use crate::domain::view::filter::{Filter, Term};
use crate::domain::view::listing::{Alert, ListRow, View};
use crate::domain::words::{AlertLevel, ClockKind, ClockLevel};
use crate::ui::message::{
    CaseEffect, Effect, ListEffect, ListMessage, Message, SessionMessage, TerminalEffect, TownMessage,
};
use crate::ui::screens::testing::{Console, desk, registered, row, rows, told};
use crate::ui::text;

const NARROW: (u16, u16) = (80, 24);
const WIDE: (u16, u16) = (120, 36);

/// A case received on a day of November, unit 新建村.
fn case(id: i64, day: u32, title: &str) -> ListRow {
    let (at, code, answers) = registered(day, title);
    ListRow { unit: Some(UnitId(3)), ..row(&told(id, &[(&at, code, answers)]).case) }
}

/// Two overdue, one due today, three approaching of which one is shown, twelve later.
fn dashboard() -> Dashboard {
    let desk = desk(false);
    let first = Date::constant(2026, 11, 1);
    let days = std::iter::successors(Some(first), |day| day.tomorrow())
        .take(61)
        .map(|date| DueDay {
            date,
            kind: desk.calendar.day(date),
            is_final: desk.calendar.is_final(date),
            due: match date.day() {
                20 => 2,
                23 if date.month() == 11 => 1,
                25 => 13,
                _ => 0,
            },
        })
        .collect();
    let figures = Figures { overdue: 2, due_today: 1, approaching: 3, ok: 12, without_clock: 4 };
    let group = |level, total, rows| LevelGroup { level, total, rows };
    Dashboard {
        at: desk.now,
        today: desk.today(),
        figures,
        groups: vec![
            group(
                ClockLevel::Overdue,
                2,
                vec![case(8, 16, "征地补偿款发放标准咨询"), case(7, 17, "低保评定未公示名单")],
            ),
            group(ClockLevel::DueToday, 1, vec![case(9, 18, "村道硬化工程质量问题")]),
            group(ClockLevel::Approaching, 3, vec![case(10, 19, "医保报销比例咨询")]),
        ],
        pressing: FirstCases::default(),
        extensions: FirstCases { total: 1, rows: vec![case(7, 17, "低保评定未公示名单")] },
        days,
        holders: vec![
            Held {
                holder: Holder::Unit(Some(UnitId(3))),
                figures: Figures { overdue: 2, due_today: 1, ok: 7, ..Figures::default() },
                oldest: Some(Date::constant(2026, 11, 18)),
            },
            Held {
                holder: Holder::Signer(PersonId(2)),
                figures: Figures { approaching: 3, ok: 5, without_clock: 4, ..Figures::default() },
                oldest: None,
            },
        ],
        provisional_clocks: 5,
        calendar_warning: Some("有 5 个时限的到期日是暂定，载入后自动重算。".to_owned()),
    }
}

fn alert() -> Alert {
    Alert {
        id: 4,
        case_id: CaseId(7),
        case_no: "2026-0007".to_owned(),
        title: "低保评定未公示名单".to_owned(),
        clock: ClockKind::Triage,
        level: AlertLevel::Overdue,
        due_on: Date::constant(2026, 11, 20),
        raised_at: Moment::UNIX_EPOCH,
    }
}

fn shown(size: (u16, u16)) -> Console {
    let mut console = Console::listing(size, rows(1, 3));
    assert_eq!(console.press("3"), [Effect::Lists(ListEffect::Dashboard)]);
    console.app.tell(&Message::Lists(ListMessage::Alerts(vec![alert()])));
    console.app.tell(&Message::Lists(ListMessage::Dashboard(Box::new(dashboard()))));
    console.key(KeyCode::Down);
    let asked = console.key(KeyCode::Up);
    let [Effect::Lists(ListEffect::Peek(ticket, filter))] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(filter, &holder_filter("新建村"));
    let rows = vec![case(8, 16, "征地补偿款发放标准咨询")];
    console.app.tell(&Message::Lists(ListMessage::Peeked(*ticket, rows)));
    console
}

/// Goes to a part by Tab, so many times.
fn part(console: &mut Console, tabs: usize) {
    for _ in 0..tabs {
        console.key(KeyCode::Tab);
    }
}

/// The list that Enter asked for, as (filter words on the screen, filter).
fn listed(console: &mut Console) -> Filter {
    let effects = console.key(KeyCode::Enter);
    let query = effects
        .iter()
        .find_map(
            |effect| if let Effect::Lists(ListEffect::Page(_, query)) = effect { Some(query) } else { None },
        )
        .unwrap_or_else(|| panic!("{effects:?}"));
    assert_eq!(query.view, View::All);
    query.filter.clone()
}

#[test]
fn the_whole_pane_reads_on_eighty_columns() {
    let mut console = shown(NARROW);
    let screen = console.screen();
    let expected = [
        " [按人] 按级别 6  按日期  概况  延期 1  提醒 1         在办22件 截至11-23 10:30",
        " 超期2  今日1  临期3  更晚12  无时限4   新提醒 1（x 全部知晓）",
        " 未来两周  一23 1件 · 三25 13件",
        "  ! 有 5 个时限的到期日是暂定，载入后自动重算。",
        "  按人  w 催，Enter 列出",
    ];
    assert_eq!(screen[2..7], expected, "{}", screen.join("\n"));
    let words = |line: String| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(console.line("> ")), [">", "新建村", "10", "2", "1", "-", "!11-18到期"]);
    assert_eq!(words(console.line("李敏（审签）")), ["李敏（审签）", "12", "-", "-", "3", "-"]);
    console.line("- 新建村 ---");
    part(&mut console, 3);
    let expected = [
        " > ! 超期           2件  ########",
        "   ! 今日到期       1件  ####",
        "     临期           3件  ############",
        "     更晚          12件  ##################################################",
        "     无时限         4件  ################",
        "     暂定           5件  ############# 另计：到期日会变",
    ];
    assert_eq!(console.screen()[6..12], expected);
}

#[test]
fn months_stand_side_by_side_and_each_day_has_its_count_below_it() {
    for size in [NARROW, WIDE] {
        let mut console = shown(size);
        part(&mut console, 2);
        let screen = console.screen();
        assert!(
            screen[6].contains("2026年11月") && screen[6].contains("2026年12月"),
            "{}",
            screen.join("\n")
        );
        console.line("* 今天   休 放假   班 调休上班");
        console.line("11-23 周一 工作日（今天）：到期 1 件，回车列出");
        assert!(console.line(">23").contains("28休"));
        console.line(" 13件");
    }
}

#[test]
fn one_key_urges_whoever_is_selected_for_all_that_is_late_in_their_hands() {
    let mut console = shown(NARROW);
    assert_eq!(console.press("w"), []);
    console.line("催新建村：手里超期和今日到期的都催办？");
    let asked = console.key(KeyCode::Enter);
    let [Effect::Case(CaseEffect::PerformListed { action, filter, .. })] = asked.as_slice() else {
        panic!("{asked:?}")
    };
    assert_eq!((action.code, filter.terms.len()), ("urge", 2));
    assert_eq!(filter.terms[1], Term::InHandOf("新建村".to_owned()));
    part(&mut console, 2);
    console.press("w");
    console.line("请先选一个单位、审签人或一件");
}

#[test]
fn make_up_days_and_provisional_months_are_told_in_words() {
    let mut figures = dashboard();
    let desk = desk(false);
    let first = Date::constant(2026, 9, 1);
    let days = std::iter::successors(Some(first), |day| day.tomorrow()).take(61);
    figures.days = days
        .map(|date| DueDay { date, kind: desk.calendar.day(date), is_final: date.month() == 9, due: 0 })
        .collect();
    let mut console = shown(NARROW);
    console.app.tell(&Message::Lists(ListMessage::Dashboard(Box::new(figures))));
    part(&mut console, 2);
    assert!(console.line("20班").contains("19休"));
    console.line("2026年10月（暂定，安排未公布）");
    console.line("10班");
}

#[test]
fn no_line_is_wider_than_the_screen_and_every_day_of_both_months_is_on_it() {
    for size in [NARROW, WIDE] {
        let mut console = shown(size);
        for _ in 0..6 {
            for line in console.screen() {
                assert!(text::width(&line) <= usize::from(size.0), "{line}");
            }
            console.key(KeyCode::Tab);
        }
        part(&mut console, 2);
        let screen = console.screen().join("\n");
        for day in 1..=30 {
            assert!(screen.matches(&format!("{day:2}")).count() >= 2, "{day}\n{screen}");
        }
    }
}

#[test]
fn every_figure_opens_the_cases_that_it_counts() {
    let table = [
        (Term::Level(ClockLevel::Overdue), "超期"),
        (Term::Level(ClockLevel::DueToday), "今日到期"),
        (Term::Level(ClockLevel::Approaching), "临期"),
        (Term::Level(ClockLevel::Ok), "时限正常"),
        (Term::WithoutClock, "无时限"),
        (Term::Provisional, "暂定"),
    ];
    for (place, (term, words)) in table.into_iter().enumerate() {
        let mut console = shown(NARROW);
        part(&mut console, 3);
        (0..place).for_each(|_| drop(console.key(KeyCode::Down)));
        assert_eq!(listed(&mut console).terms, [term]);
        console.line(&format!("筛选 {words}"));
        assert!(Filter::parse(words).is_ok());
    }
}

#[test]
fn what_will_be_late_at_the_usual_pace_is_named_with_its_step_before_it_is_late() {
    let row = case(5, 19, "村道硬化工程质量问题");
    let shown_with = || {
        let mut console = shown(NARROW);
        let mut figures = dashboard();
        figures.pressing = FirstCases { total: 1, rows: vec![row.clone()] };
        console.app.tell(&Message::Lists(ListMessage::Dashboard(Box::new(figures))));
        console
    };
    let mut console = shown_with();
    console.line("超期2  今日1  将超期1  临期3");
    part(&mut console, 1);
    console.line("将超期 1件");
    // Above what is only near, and with who has to do what.
    let screen = console.screen();
    let line = |words: &str| screen.iter().position(|line| line.contains(words)).unwrap();
    assert!(line("今日到期 1件") < line("将超期 1件") && line("将超期 1件") < line("临期 3件"), "{screen:?}");
    assert!(screen[line("2026-0005")].contains("镇纪委专人今天须研判受理"), "{screen:?}");
    let mut console = shown_with();
    part(&mut console, 3);
    console.press("G");
    console.line("另计：按常办不完");
    assert_eq!(listed(&mut console).terms, [Term::Pressing]);
    console.line("筛选 将超期");
}

#[test]
fn a_group_its_cases_and_what_is_not_shown_of_it_open() {
    let mut console = shown(NARROW);
    part(&mut console, 1);
    assert_eq!(listed(&mut console).terms, [Term::Level(ClockLevel::Overdue)]);
    let mut console = shown(NARROW);
    part(&mut console, 1);
    console.key(KeyCode::Down);
    assert_eq!(console.key(KeyCode::Enter), [Effect::Case(CaseEffect::Open(CaseId(8)))]);
    console.key(KeyCode::Esc);
    console.press("G");
    assert!(console.line("另有2件").starts_with('>'));
    assert_eq!(listed(&mut console).terms, [Term::Level(ClockLevel::Approaching)]);
}

#[test]
fn the_calendar_is_walked_by_arrows_and_enter_lists_the_day() {
    let mut console = shown(NARROW);
    part(&mut console, 2);
    console.key(KeyCode::Right);
    console.press("l");
    console.line("11-25 周三 工作日：到期 13 件，回车列出");
    assert_eq!(listed(&mut console).terms, dashboard_day(25).terms);
    console.line("筛选 在办 到期=2026-11-25");

    let mut console = shown(NARROW);
    part(&mut console, 2);
    console.key(KeyCode::Down);
    console.line("11-30 周一 工作日：没有到期的件");
    assert_eq!(console.key(KeyCode::Enter), []);
    console.line("现在一件也没有");
    console.press("g");
    console.line("11-01 周日 休（周末）：没有到期的件");
    console.key(KeyCode::Up);
    console.press("G");
    console.line("12-31 周四 工作日：没有到期的件");
}

fn dashboard_day(day: u8) -> Filter {
    crate::domain::view::dashboard::day_filter(Date::constant(2026, 11, day))
}

#[test]
fn holders_extensions_and_alerts_open_their_cases() {
    let mut console = shown(NARROW);
    assert_eq!(listed(&mut console), holder_filter("新建村"));
    console.line("筛选 在办 在手:新建村");
    assert_eq!(Filter::parse("在办 在手:新建村").unwrap(), holder_filter("新建村"));
    let mut console = shown(NARROW);
    part(&mut console, 4);
    assert_eq!(console.key(KeyCode::Enter), [Effect::Case(CaseEffect::Open(CaseId(7)))]);
    let mut console = shown(NARROW);
    part(&mut console, 5);
    assert_eq!(console.press(" "), [Effect::Lists(ListEffect::AcknowledgeAlerts(vec![4]))]);
    assert_eq!(console.key(KeyCode::Enter), [Effect::Case(CaseEffect::Open(CaseId(7)))]);
}

#[test]
fn an_empty_dashboard_says_so_in_every_part() {
    let mut figures = dashboard();
    figures.figures = Figures::default();
    figures.groups.iter_mut().for_each(|group| (group.total, group.rows) = (0, Vec::new()));
    (figures.holders, figures.extensions) = (Vec::new(), FirstCases::default());
    (figures.provisional_clocks, figures.calendar_warning) = (0, None);
    let mut console = shown(NARROW);
    console.app.tell(&Message::Lists(ListMessage::Alerts(Vec::new())));
    console.app.tell(&Message::Lists(ListMessage::Dashboard(Box::new(figures))));
    for (tabs, words) in [
        (0, "没有在办的投诉件"),
        (1, "没有超期、今日到期和临期的投诉件"),
        (3, "没有在审签的延期申请"),
        (1, "没有未读的提醒"),
    ] {
        part(&mut console, tabs);
        console.line(words);
        assert_eq!(console.key(KeyCode::Enter), []);
    }
    part(&mut console, 4);
    assert_eq!(console.key(KeyCode::Enter), []);
    console.line("超期：现在一件也没有。");
}

#[test]
fn whoever_sees_no_cases_reads_why_and_still_gets_to_the_calendar() {
    let mut console = Console::listing(NARROW, rows(1, 3));
    console.press("3");
    let refusal = Refusal::new(RefusalCode::NotPermitted, "系统管理员不看投诉件内容。");
    console.app.tell(&Message::Lists(ListMessage::NoDashboard(refusal)));
    console.line("系统管理员不看投诉件内容。");
    console.press("c");
    console.line("2026 年工作日历  已公布");
}
