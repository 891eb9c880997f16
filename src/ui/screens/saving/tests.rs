//! Where a table is written, by keys: from the inbox, from the pane of figures; what was refused can be typed anew.

use crossterm::event::KeyCode;

use crate::domain::figures::compared::Compare;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::View;
use crate::ui::message::{
    Effect, FigureEffect, FigureMessage, Message, SessionEffect, SessionMessage, TableWanted, TerminalEffect,
};
use crate::ui::screens::testing::{Console, desk, rows};

fn write(wanted: TableWanted, to: &str) -> Vec<Effect> {
    vec![Effect::Figures(FigureEffect::Write(Box::new(wanted), to.to_owned()))]
}

fn tell(console: &mut Console, written: Result<String, Refusal>) {
    console.app.tell(&Message::Figures(FigureMessage::Written(written)));
}

#[test]
fn the_ledger_of_the_list_as_it_stands_is_written_from_the_inbox() {
    let mut console = Console::listing((80, 24), rows(1, 3));
    console.press("/超期");
    console.key(KeyCode::Enter);
    assert_eq!(console.press("S"), []);
    console.line("把列出的件写成台账，投诉人隐去");
    console.line("以 .xlsx、.csv、.json 结尾");
    console.press("tz.csv");
    let wanted = TableWanted::Ledger(View::Today, Filter::parse("超期").unwrap());
    assert_eq!(console.key(KeyCode::Enter), write(wanted, "~/tz.csv"));
    console.line("正在写……");
    assert_eq!(console.key(KeyCode::Enter), [], "it is written once");
    console.app.tell(&Message::Figures(FigureMessage::Read(1_200)));
    console.line("正在写……已读1200件（Esc 停下，不写了）");
    tell(&mut console, Ok("台账 3 件已写到 /home/a/tz.csv，投诉人已隐去".to_owned()));
    console.line("台账 3 件已写到 /home/a/tz.csv");
    assert!(console.lacks("写到（文件夹"));
}

#[test]
fn figures_are_written_as_they_are_shown_and_what_was_refused_is_typed_anew() {
    let mut console = Console::listing((80, 24), rows(1, 3));
    console.press("6S");
    console.line("把这一页的统计写成文件");
    console.press("/tmp/a.doc");
    let asked = Compare::this_month(desk(false).today());
    assert_eq!(console.key(KeyCode::Enter), write(TableWanted::Figures(asked), "/tmp/a.doc"));
    let refused = "/tmp/a.doc 看不出是什么格式，没有写出；文件名请以 xlsx、csv、json 或 txt 结尾。";
    tell(&mut console, Err(Refusal::new(RefusalCode::InvalidValue, refused)));
    console.line("/tmp/a.doc 看不出是什么格式，没有写出");
    for _ in 0..3 {
        console.key(KeyCode::Backspace);
    }
    console.press("csv");
    assert_eq!(console.key(KeyCode::Enter), write(TableWanted::Figures(asked), "/tmp/a.csv"));
    console.app.tell(&Message::Session(SessionMessage::Failed("磁盘读不出。".to_owned())));
    console.line("/tmp/a.csv");
    console.key(KeyCode::Esc);
    console.line("2026年11月（到11-23）");
    assert!(console.lacks("写到（文件夹"));
}

#[test]
fn what_takes_long_to_write_is_stopped_by_esc_and_can_be_sent_again() {
    let mut console = Console::listing((80, 24), rows(1, 3));
    console.press("S");
    console.key(KeyCode::Enter);
    assert_eq!(console.key(KeyCode::Esc), [Effect::Session(SessionEffect::Cancel)]);
    console.line("正在写……");
    let stopped = "按您的要求停下了，没有写出。";
    tell(&mut console, Err(Refusal::new(RefusalCode::NotSaved, stopped)));
    console.line(stopped);
    console.line("写到（文件夹");
    let wanted = TableWanted::Ledger(View::Today, Filter::default());
    assert_eq!(console.key(KeyCode::Enter), write(wanted, "~/"));
}

#[test]
fn leaving_while_a_file_is_written_is_asked_about() {
    let mut console = Console::listing((80, 24), rows(1, 3));
    console.press("S");
    console.key(KeyCode::Enter);
    assert_eq!(console.ctrl('c'), []);
    console.line("文件还在写");
    let (stop, quit) = (Effect::Session(SessionEffect::Cancel), Effect::Terminal(TerminalEffect::Quit));
    assert_eq!(console.key(KeyCode::Enter), [stop, quit]);
}
