//! The bulletin by keys: every number leads to just its cases, the form opens with the text at hand, and what cannot be done
//! is said in one sentence.

use std::sync::Arc;

use crossterm::event::KeyCode;

use crate::domain::figures::bulletin::Bulletin;
use crate::domain::figures::facts::CaseFacts;
use crate::domain::figures::paragraph::Piece;
use crate::domain::figures::reading::{Reading, lines};
use crate::domain::figures::report::Grounds;
use crate::domain::figures::stretch::Stretch;
use crate::domain::figures::wording::{Thresholds, paragraphs, text};
use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::ui::message::{
    BulletinTold, Effect, FigureEffect, FigureMessage, Message, SessionMessage, TableWanted, Ticket,
};
use crate::ui::screens::testing::{Console, desk, registered, rows, told};

const NARROW: (u16, u16) = (80, 24);
const WIDE: (u16, u16) = (120, 36);

fn stretch(written: &str) -> Stretch {
    Stretch::parse(written).unwrap()
}

/// The bulletin of a period as it is drafted: three complaints of October, two of November.
fn drafted(of: Stretch) -> Reading {
    let desk = desk(false);
    let received = ["2026-10-09 09:00", "2026-10-12 09:00", "2026-10-26 09:00", "2026-11-03 09:00"];
    let cases: Vec<CaseFacts> = (1..)
        .zip(received)
        .map(|(id, at)| {
            let (_, code, answers) = registered(2, "低保评定未公示名单");
            let answers = answers.with("complained_at", at).with("received_at", at);
            CaseFacts::of(&told(id, &[(at, code, answers)]).case)
        })
        .collect();
    let grounds = Grounds { cases: &cases, disclosures: &[], org: &desk.org, calendar: &desk.calendar };
    let bulletin = Bulletin::of(grounds, of, &[], (9, "ab".to_owned()), desk.now);
    let paragraphs = paragraphs(&bulletin, Thresholds { on_time: 90, satisfied: 90 });
    Reading { stretch: of, paragraphs, as_of: desk.now, frozen: None }
}

/// Every number with its cases, in the order of the text.
fn counted(reading: &Reading) -> Vec<&Piece> {
    let pieces = reading.paragraphs.iter().flat_map(|paragraph| &paragraph.pieces);
    pieces.filter(|piece| piece.cases.is_some()).collect()
}

fn asked(effects: &[Effect]) -> Option<Stretch> {
    effects.iter().find_map(|effect| {
        if let Effect::Figures(FigureEffect::Bulletin(stretch)) = effect { Some(*stretch) } else { None }
    })
}

fn answer(console: &mut Console, stretch: Stretch, read: Result<Reading, Refusal>) -> Vec<Effect> {
    let told = BulletinTold { reader: PersonId(1), stretch, read };
    let effects = console.app.tell(&Message::Figures(FigureMessage::Bulletin(Arc::new(told))));
    console.screen();
    effects
}

/// The bulletin of October, opened from the pane of figures.
fn opened(size: (u16, u16), reading: Reading) -> Console {
    let mut console = Console::listing(size, rows(1, 3));
    console.press("6[");
    let wanted = asked(&console.press("P")).unwrap();
    assert_eq!(wanted, stretch("2026-10"));
    console.line("正在统计……");
    assert_eq!(answer(&mut console, wanted, Ok(reading)), []);
    console
}

fn october() -> Reading {
    drafted(stretch("2026-10"))
}

fn frozen() -> Reading {
    Reading { frozen: Moment::parse("2026-11-02 16:05"), ..october() }
}

#[test]
fn the_text_is_shown_whole_with_how_it_stands_and_its_keys_on_narrow_and_wide_screens() {
    for size in [NARROW, WIDE] {
        let mut console = opened(size, october());
        let head = console.line("2026年10月通报");
        assert!(head.contains("草稿，未封存") && head.contains("统计时间 2026-11-23 10:30"), "{head}");
        let foot = console.screen().pop().unwrap();
        for hint in ["Enter 列出", "Tab 下一个数", "[ 前期", "F 封存", "S 写出", "Y 月末包", "Esc 返回"]
        {
            assert!(foot.contains(hint), "{hint}: {foot}");
        }
        let mut seen = String::new();
        for _ in 0..40 {
            for line in console.screen() {
                if !seen.contains(&line) {
                    seen.push_str(line.trim());
                }
            }
            console.press("j");
        }
        for paragraph in october().paragraphs {
            let text = paragraph.text();
            assert!(seen.contains(&text), "{text}\n{seen}");
        }
    }
}

#[test]
fn every_number_opens_exactly_the_cases_that_it_counts() {
    let reading = october();
    let mut console = opened(WIDE, reading.clone());
    let all = counted(&reading);
    assert!(all.len() > 4, "{}", reading.text());
    let mut listed = 0;
    for (place, piece) in all.iter().enumerate() {
        console.line(&format!("第{}/{}个数", place + 1, all.len()));
        let effects = console.key(KeyCode::Enter);
        let cases = piece.cases.as_ref().unwrap();
        if cases.is_empty() {
            assert_eq!(effects, [], "{piece:?}");
            console.line("没有可列出的件");
        } else {
            let [Effect::Figures(FigureEffect::Cases(_, numbers))] = effects.as_slice() else {
                panic!("{piece:?}: {effects:?}");
            };
            assert!(numbers.iter().map(String::as_str).eq(cases.iter().map(|number| &**number)));
            console.line(&format!("计入的{}件", cases.len()));
            listed += 1;
            assert_eq!(console.key(KeyCode::Esc), []);
        }
        console.key(KeyCode::Tab);
        console.screen();
    }
    assert!(listed > 3, "only {listed} numbers count anything");
    console.line(&format!("第{}/{}个数", all.len(), all.len()));
    console.key(KeyCode::BackTab);
    console.line(&format!("第{}/{}个数", all.len() - 1, all.len()));
    console.key(KeyCode::Esc);
    console.line("[合计]");
}

#[test]
fn a_line_edited_before_it_was_frozen_is_plain_and_the_others_keep_their_numbers() {
    let drafted = october();
    let first = drafted.paragraphs[1].text();
    let edited = text(&drafted.paragraphs).replace(&first, "十月共收到三件。");
    let reading = Reading { paragraphs: lines(&edited, &drafted.paragraphs), ..frozen() };
    let (before, after) = (counted(&drafted).len(), counted(&reading).len());
    assert!(0 < after && after < before);
    let mut console = opened(NARROW, reading);
    console.line("已封存 2026-11-02 16:05");
    console.line("十月共收到三件。");
    console.line(&format!("第1/{after}个数"));
}

#[test]
fn the_form_opens_with_the_period_and_the_text_and_after_freezing_it_says_so() {
    let mut console = opened(WIDE, october());
    console.press("F");
    console.line("封存通报");
    console.line("2026-10");
    console.line("一、总体情况");
    assert_eq!(console.ctrl('s'), [], "it asks first");
    console.line("封存后通报的数字和正文都不能再改");
    console.key(KeyCode::Esc);
    console.key(KeyCode::Esc);
    let changed = Message::Session(SessionMessage::ChangedElsewhere);
    let wanted = asked(&console.app.tell(&changed)).unwrap();
    answer(&mut console, wanted, Ok(frozen()));
    console.line("已封存 2026-11-02 16:05");
    console.press("F");
    console.line("已于 2026-11-02 16:05 封存，不能再改");
}

#[test]
fn a_month_that_runs_is_read_and_not_frozen_and_one_to_come_is_not_opened() {
    let mut console = opened(NARROW, october());
    let november = asked(&console.press("]")).unwrap();
    assert_eq!(november, stretch("2026-11"));
    answer(&mut console, november, Ok(drafted(november)));
    console.press("F");
    console.line("到2026-12-01才能封存");
    assert_eq!(console.press("]"), []);
    console.line("已经是2026年11月了");
    assert_eq!(asked(&console.press("[")), Some(stretch("2026-10")));
}

#[test]
fn turning_fast_asks_for_one_bulletin_at_a_time_and_shows_the_last_one() {
    let mut console = opened(NARROW, october());
    assert_eq!(asked(&console.press("[")), Some(stretch("2026-09")));
    assert_eq!(asked(&console.press("[")), None);
    let (september, august) = (stretch("2026-09"), stretch("2026-08"));
    let effects = answer(&mut console, september, Ok(drafted(september)));
    assert_eq!(asked(&effects), Some(august));
    console.line("2026年8月通报");
    console.line("正在统计……");
    answer(&mut console, august, Ok(drafted(august)));
    console.line("草稿，未封存");
}

#[test]
fn files_are_written_of_a_draft_and_the_pack_of_what_is_frozen_alone() {
    let mut console = opened(NARROW, october());
    assert_eq!(console.press("Y"), []);
    console.line("还没有封存，月末包要从封存的做；请先按 F 封存");
    console.press("S");
    console.line("把通报写成 docx");
    let wanted = Box::new(TableWanted::Bulletin(stretch("2026-10")));
    let write = Effect::Figures(FigureEffect::Write(wanted, "~/".to_owned()));
    assert_eq!(console.key(KeyCode::Enter), [write]);
    let mut console = opened(NARROW, frozen());
    console.press("Y");
    console.line("新建“月末2026-10”");
    let wanted = Box::new(TableWanted::Pack(stretch("2026-10")));
    let write = Effect::Figures(FigureEffect::Write(wanted, "~/".to_owned()));
    assert_eq!(console.key(KeyCode::Enter), [write]);
}

#[test]
fn a_quarter_has_no_bulletin_and_a_year_has_one() {
    let mut console = Console::listing(NARROW, rows(1, 3));
    console.press("6H");
    assert_eq!(console.press("P"), []);
    console.line("通报按月和按年做");
    console.press("H");
    assert_eq!(asked(&console.press("P")), Some(stretch("2026")));
}

#[test]
fn whoever_does_not_see_the_whole_town_is_told_so_in_one_sentence() {
    let mut console = Console::listing(NARROW, rows(1, 3));
    console.press("6[");
    let wanted = asked(&console.press("P")).unwrap();
    let refusal = Refusal::new(RefusalCode::NotPermitted, "通报含全镇的件，您只能看自己的件的统计。");
    answer(&mut console, wanted, Err(refusal));
    console.line("通报含全镇的件，您只能看自己的件的统计。");
    for key in ["F", "S", "Y"] {
        assert_eq!(console.press(key), []);
    }
    assert_eq!(console.key(KeyCode::Enter), []);
    assert!(console.lacks("写到（文件夹"));
}

#[test]
fn rows_that_were_asked_for_by_another_list_are_not_taken() {
    let mut console = opened(NARROW, october());
    console.key(KeyCode::Enter);
    console.app.tell(&Message::Figures(FigureMessage::Cases(Ticket(99), rows(1, 1))));
    console.line("正在读取…");
}
