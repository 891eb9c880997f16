//! The pane of figures by keys: asked for once and off the way of the keys, every figure leading to just what it counts,
//! groupings, periods, and what is said where there is little or nothing.

mod lists;

use std::sync::Arc;

use crossterm::event::KeyCode;

use crate::actions::Answers;
use crate::domain::code::Coded as _;
use crate::domain::disclosure::{DisclosureState, DisclosureVerdict};
use crate::domain::figures::compared::{Compare, Compared};
use crate::domain::figures::disclosing::DisclosureFacts;
use crate::domain::figures::facts::CaseFacts;
use crate::domain::figures::figure::FigureName;
use crate::domain::figures::grouping::By;
use crate::domain::figures::report::Grounds;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::view::console_place::ConsolePlace;
use crate::domain::words::Position;
use crate::ui::message::{
    Effect, FigureEffect, FigureMessage, FiguresTold, Message, SessionEffect, SessionMessage, TownMessage,
};
use crate::ui::screens::testing::{Console, desk, registered, rows, told};
use crate::ui::text;

const NARROW: (u16, u16) = (80, 24);
const WIDE: (u16, u16) = (120, 36);

/// Nine complaints: two of October, seven of November of which two were assessed and one of them transferred too late.
fn facts() -> Vec<CaseFacts> {
    let assess = || {
        let answers = Answers::none().with("scope", "matters_list").with("kind", "non_consultation");
        answers.with("field", "civil_affairs").with("route", "village").with("unit", "新建村")
    };
    let case = |id: i64, at: &str, more: &[(&str, &str, Answers)]| {
        let (_, code, answers) = registered(2, "低保评定未公示名单");
        let answers = answers.with("complained_at", at).with("received_at", at);
        let steps: Vec<_> = std::iter::once((at, code, answers)).chain(more.iter().cloned()).collect();
        CaseFacts::of(&told(id, &steps).case)
    };
    let mut all = vec![case(1, "2026-10-09 09:00", &[]), case(2, "2026-10-26 09:00", &[])];
    all.extend((3..8).map(|id| case(id, "2026-11-03 09:00", &[])));
    all.push(case(8, "2026-11-09 09:00", &[("2026-11-10 09:00", "assess", assess())]));
    let transferred = [
        ("2026-11-10 09:00", "assess", assess()),
        ("2026-11-11 09:00", "accept", Answers::none()),
        ("2026-11-20 09:00", "transfer", Answers::none()),
    ];
    all.push(case(9, "2026-11-09 09:00", &transferred));
    all
}

fn record(no: i64, verdict: DisclosureVerdict) -> DisclosureFacts {
    let due_on = Date::constant(2026, 11, 10);
    let state = DisclosureState::Published;
    DisclosureFacts { code: format!("d{no}").into(), unit: UnitId(3), due_on, state, verdict: Some(verdict) }
}

fn compared(asked: Compare) -> Compared {
    let desk = desk(false);
    let cases = facts();
    let disclosures = [record(1, DisclosureVerdict::OnTime), record(2, DisclosureVerdict::Late)];
    let grounds =
        Grounds { cases: &cases, disclosures: &disclosures, org: &desk.org, calendar: &desk.calendar };
    Compared::of(grounds, asked, desk.now)
}

/// What is asked for, where it is figures.
fn asked(effects: &[Effect]) -> Option<Compare> {
    let mut asked = effects.iter().filter_map(|effect| {
        if let Effect::Figures(FigureEffect::Compare(asked)) = effect { Some(*asked) } else { None }
    });
    let first = asked.next();
    assert_eq!(asked.next(), None, "one at a time: {effects:?}");
    first
}

fn answer(console: &mut Console, asked: Compare) -> Vec<Effect> {
    let told = FiguresTold { reader: PersonId(1), figures: compared(asked), is_whole_town: true };
    let effects = console.app.tell(&Message::Figures(FigureMessage::Compared(Arc::new(told))));
    console.screen();
    effects
}

fn opened(size: (u16, u16)) -> Console {
    let mut console = Console::listing(size, rows(1, 3));
    let wanted = asked(&console.press("6")).unwrap();
    assert_eq!(answer(&mut console, wanted), []);
    console
}

/// Turns to a page by its grouping.
fn page(console: &mut Console, by: By) -> Compared {
    let places = By::ALL.iter().position(|other| *other == by).unwrap() + 1;
    let mut wanted = None;
    for _ in 0..places {
        wanted = asked(&console.key(KeyCode::Tab)).or(wanted);
        answer(console, wanted.unwrap());
    }
    let wanted = wanted.unwrap();
    assert_eq!(wanted.by, Some(by));
    compared(wanted)
}

#[test]
fn the_pane_is_there_at_once_and_its_figures_come_when_they_are_worked_out() {
    let mut console = Console::listing(NARROW, rows(1, 3));
    let wanted = asked(&console.press("6")).unwrap();
    assert_eq!((wanted.period.to_string(), wanted.by), ("2026-11".to_owned(), None));
    console.line("正在统计……");
    console.line(" [合计] 承办单位 村社区 办理途径 领域 类别 月份 来源 被投诉人职级 研判方式");
    console.line("2026年11月（到11-23）");
    assert_eq!(console.press("jk"), [], "keys work meanwhile");
    assert_eq!(answer(&mut console, wanted), [], "nothing is asked for again");
    assert!(console.lacks("正在统计"));
    console.line("统计时间 2026-11-23 10:30");
    console.line("总体情况");
    console.line("> 收件");
}

#[test]
fn figures_are_asked_for_again_only_when_something_changed_and_one_at_a_time() {
    let mut console = opened(NARROW);
    for _ in 0..5 {
        console.screen();
        assert_eq!(console.press("j"), []);
    }
    let tick = SessionMessage::Tick(desk(false).now);
    assert_eq!(asked(&console.app.tell(&Message::Session(tick))), None);
    let changed = || Message::Session(SessionMessage::ChangedElsewhere);
    let wanted = asked(&console.app.tell(&changed())).unwrap();
    console.line("正在重新统计……");
    console.line("收件");
    assert_eq!(asked(&console.app.tell(&changed())), None, "the former request is under way");
    let again = answer(&mut console, wanted);
    assert_eq!(asked(&again), Some(wanted), "what changed meanwhile is counted too");
    assert_eq!(answer(&mut console, wanted), []);
    console.line("统计时间");
}

#[test]
fn brackets_turn_periods_and_one_key_their_length() {
    let mut console = opened(NARROW);
    let mut period = |keys: &str| {
        let wanted = asked(&console.press(keys))?;
        answer(&mut console, wanted);
        Some(wanted.period.to_string())
    };
    assert_eq!(period("]"), None, "nothing has come after this month");
    assert_eq!(period("[").as_deref(), Some("2026-10"));
    assert_eq!(period("]").as_deref(), Some("2026-11"));
    assert_eq!(period("H").as_deref(), Some("2026-Q4"));
    assert_eq!(period("[").as_deref(), Some("2026-Q3"));
    assert_eq!(period("H").as_deref(), Some("2026"));
    assert_eq!(period("[").as_deref(), Some("2025"));
    assert_eq!(period("H").as_deref(), Some("2025-12"));
    console.line("2025年12月");
    assert!(console.lacks("（到"));
    let wanted = asked(&console.press("[[[[")).unwrap();
    assert_eq!(wanted.period.to_string(), "2025-11", "the first is asked for, the others wait");
    console.line("2025年8月");
    let next = asked(&answer(&mut console, wanted)).unwrap();
    assert_eq!(next.period.to_string(), "2025-08", "and only the last of them is asked for");
}

#[test]
fn parts_stand_with_their_numbers_and_bars_and_the_whole_before_them() {
    let mut console = opened(NARROW);
    page(&mut console, By::Unit);
    console.line("[承办单位]");
    let screen = console.screen();
    assert!(screen[6].starts_with("> 合计 ") && screen[6].ends_with(" 7   100%"), "{}", screen.join("\n"));
    let bars: Vec<&String> = screen.iter().filter(|line| line.contains('#')).collect();
    assert_eq!(bars.len(), 2, "{}", screen.join("\n"));
    assert!(bars[0].contains("新建村") && bars[1].contains("未转办"));
    let cells = |line: &str| line.matches('#').count();
    assert!(cells(bars[1]) > 2 * cells(bars[0]), "{bars:?}");
}

#[test]
fn few_are_told_by_their_numbers_alone_and_blame_carries_a_mark() {
    let mut console = opened(WIDE);
    let line = console.line("业务范围内");
    assert!(line.contains("2/2") && !line.contains('%'), "{line}");
    let overdue = FigureName::ALL.iter().position(|name| *name == FigureName::OverdueNow).unwrap();
    console.press(&"j".repeat(overdue));
    let late = console.line("期末超期在办");
    assert!(late.starts_with(">!") && late.contains('%'), "{late}");
    console.press("G");
    let words: Vec<String> = console.line("收到至办结用时").split_whitespace().map(str::to_owned).collect();
    assert_eq!(words, ["收到至办结用时", "-", "-", "-"]);
}

#[test]
fn what_is_compared_stands_beside_each_figure_with_its_days() {
    let mut console = opened(NARROW);
    let words: Vec<String> = console.line("> 收件").split_whitespace().map(str::to_owned).collect();
    assert_eq!(words, [">", "收件", "7", "1", "0", "__________:#"], "October through the 23rd has one");
    console.line("收件 7 ");
    console.line("环比2026-10-01至10-23 同比2025-11-01至11-23");
    console.line("本期收到的件");
    let months = console.line("12月   1月   2月");
    assert!(months.trim_end().ends_with("11月"), "{months}");
    assert!(console.line("     0     0     0").trim_end().ends_with("2     7"));
}

#[test]
fn months_that_have_not_begun_are_none() {
    let mut console = opened(WIDE);
    for _ in 0..2 {
        let wanted = asked(&console.press("H")).unwrap();
        answer(&mut console, wanted);
    }
    page(&mut console, By::Month);
    console.line("2026年1月");
    console.line("2026年11月");
    assert!(console.lacks("2026年12月"));
}

#[test]
fn every_key_that_leads_on_is_named_at_the_foot_of_the_smallest_terminal() {
    let mut console = opened(NARROW);
    console.line("Enter 列出 R 其余 Tab 分组 [ 前期 H 期长 P 通报 S 写出 Esc 返回 : 命令 ? 帮助");
}

#[test]
fn no_line_is_wider_than_the_screen_on_any_page_of_any_size() {
    for size in [NARROW, WIDE, (100, 24)] {
        let mut console = opened(size);
        for by in By::ALL {
            for line in console.screen() {
                assert!(text::width(&line) <= usize::from(size.0), "{line}");
            }
            let wanted = asked(&console.key(KeyCode::Tab)).unwrap();
            assert_eq!(wanted.by, Some(*by));
            answer(&mut console, wanted);
        }
    }
}

#[test]
fn whoever_sees_a_part_of_the_town_is_told_and_whoever_sees_none_gets_a_sentence() {
    let mut console = opened(NARROW);
    let asked = Compare::this_month(desk(false).today());
    let told = FiguresTold { reader: PersonId(1), figures: compared(asked), is_whole_town: false };
    console.app.tell(&Message::Figures(FigureMessage::Compared(Arc::new(told))));
    console.line("只含您能看到的件");
    let refusal = Refusal::new(RefusalCode::NotPermitted, "您不看投诉件。");
    console.app.tell(&Message::Figures(FigureMessage::NotForYou(refusal)));
    console.line("您不看投诉件。");
    let mut administrator = desk(false);
    administrator.actor.positions = vec![Position::Administrator];
    let mut console = Console::silent(NARROW);
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(administrator))));
    assert_eq!(console.press("6"), []);
    console.line("您不看投诉件，这一页没有可看的");
}

#[test]
fn what_was_worked_out_for_somebody_else_is_never_shown() {
    let mut console = Console::listing(NARROW, rows(1, 3));
    let wanted = asked(&console.press("6")).unwrap();
    let told = FiguresTold { reader: PersonId(2), figures: compared(wanted), is_whole_town: true };
    console.app.tell(&Message::Figures(FigureMessage::Compared(Arc::new(told))));
    console.line("正在统计……");
    answer(&mut console, wanted);
    console.line("> 收件");
}

#[test]
fn whoever_left_from_the_figures_is_there_again_with_period_grouping_figure_and_part() {
    let spot = |console: &mut Console| match console.app.keep_place() {
        Some(Effect::Session(SessionEffect::KeepPlace(place))) => *place,
        other => panic!("{other:?}"),
    };
    let mut console = opened(NARROW);
    let wanted = asked(&console.press("H")).unwrap();
    answer(&mut console, wanted);
    page(&mut console, By::Village);
    console.key(KeyCode::Down);
    let place = spot(&mut console);
    assert_eq!((place.pane, place.spot.as_str()), (6, "quarterly - village received 1"));
    for (kept, period) in
        [("quarterly - village received 1", "2026-Q4"), ("quarterly 2026-Q3 village accepted 0", "2026-Q3")]
    {
        let place = ConsolePlace { spot: kept.to_owned(), ..place.clone() };
        let mut console = Console::silent(NARROW);
        console.app.tell(&Message::Session(SessionMessage::Place(Box::new(place))));
        let effects = console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk(false)))));
        let first = asked(&effects).unwrap();
        console.line("[村社区]");
        let wanted = asked(&answer(&mut console, first)).unwrap();
        assert_eq!((wanted.period.to_string().as_str(), wanted.by), (period, Some(By::Village)));
        answer(&mut console, wanted);
        assert_eq!(spot(&mut console).spot, kept);
    }
}

#[test]
fn a_failure_is_told_and_the_next_key_asks_again() {
    let mut console = Console::listing(NARROW, rows(1, 3));
    console.press("6");
    console.app.tell(&Message::Session(SessionMessage::Failed("磁盘读不出。".to_owned())));
    console.line("  磁盘读不出。按 6 再统计。");
    assert!(asked(&console.press("6")).is_some());
}
