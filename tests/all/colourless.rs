//! Nothing is told by colour alone (`console.md`, “The work comes to the person” §4): what stands in a colour says the
//! same in a word or a mark, what is selected has a pointer, and the program works with 16 colours and with none.

use std::collections::BTreeSet;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use ydt::ui::theme::Theme;

use crate::pictures::{NOW, PICTURES, screen_of};
use crate::pty::Console;
use crate::walks::{practice_town, practice_town_of};

/// The rows as they are read.
fn rows(buffer: &Buffer) -> Vec<String> {
    let row = |y| {
        let (mut text, mut x) = (String::new(), 0);
        while x < buffer.area.width {
            let symbol = buffer.cell(Position::new(x, y)).unwrap().symbol();
            text.push_str(symbol);
            x += u16::try_from(ydt::ui::text::width(symbol)).unwrap().max(1);
        }
        text
    };
    (0..buffer.area.height).map(row).collect()
}

/// What is said by a style of which some cell is as told: its row, and the rows above of which it is the rest.
fn said_with(buffer: &Buffer, is_so: impl Fn(&Cell) -> bool) -> Vec<String> {
    let all = rows(buffer);
    let holds = |x, y| buffer.cell(Position::new(x, y)).is_some_and(&is_so);
    let said = buffer.area.rows().filter_map(|row| {
        let first = row.positions().find(|at| holds(at.x, at.y))?;
        let above = (0..first.y).rev().take_while(|y| holds(first.x, *y)).last().unwrap_or(first.y);
        Some(all[usize::from(above)..=usize::from(first.y)].join("\n"))
    });
    said.collect()
}

#[test]
fn what_a_colour_says_stands_there_in_words_or_marks_too_and_what_is_selected_has_a_pointer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ydt.db");
    practice_town_of("zhoumin", NOW, &path);
    let (mut coloured, mut selected, mut faults) = (0, 0, Vec::new());
    for picture in PICTURES {
        for size in [(80, 24), (120, 36)] {
            let colour = screen_of(picture, size, &path, Theme::colour());
            let plain = screen_of(picture, size, &path, Theme::plain());
            assert_eq!(
                rows(&colour),
                rows(&plain),
                "{}: the words are the same without colour",
                picture.file
            );
            let is_coloured = |cell: &Cell| cell.fg != Color::Reset || cell.bg != Color::Reset;
            assert_eq!(said_with(&plain, is_coloured), Vec::<String>::new(), "{}", picture.file);
            for row in said_with(&colour, is_coloured) {
                coloured += 1;
                if !["!", "超", "今日", "✗"].iter().any(|says| row.contains(says)) {
                    faults.push(format!("{}: only its colour says something of {row}", picture.file));
                }
            }
            for row in said_with(&plain, |cell| cell.modifier.contains(Modifier::REVERSED)) {
                selected += 1;
                if !row.contains('>') {
                    faults.push(format!("{}: nothing points at {row}", picture.file));
                }
            }
        }
    }
    assert!(coloured > 20 && selected > 10, "{coloured} rows in colour, {selected} selected");
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Every number by which the colours and weights of what was sent are set.
fn styles(bytes: &[u8]) -> BTreeSet<u16> {
    let sent = String::from_utf8_lossy(bytes).into_owned();
    let sequences = sent.split("\x1b[").skip(1).filter_map(|rest| {
        let (numbers, _) = rest.split_once('m')?;
        let is_style = numbers.chars().all(|c| c.is_ascii_digit() || c == ';');
        is_style.then(|| numbers.to_owned())
    });
    sequences
        .flat_map(|numbers| numbers.split(';').map(|number| number.parse().unwrap_or(0)).collect::<Vec<_>>())
        .collect()
}

/// The full practice town on a terminal, opened by this line of the shell.
fn opened(environment: &str) -> (tempfile::TempDir, Console) {
    let home = tempfile::tempdir().unwrap();
    let path = practice_town(home.path());
    let script = format!("{environment} \"$0\" --db \"$1\" --now 2026-11-25T10:00 sandbox");
    let console = Console::script(&path, &script);
    console.wait_for_text("我来办");
    console.wait_for_text("!超");
    (home, console)
}

#[test]
fn the_program_sends_no_more_than_sixteen_colours_and_none_where_none_are_wanted() {
    let weights = [0, 1, 4, 7, 22, 24, 27, 39, 49, 59];
    let is_colour = |style: &u16| matches!(style, 30..=37 | 40..=47 | 90..=97 | 100..=107);
    let (_home, console) = opened("");
    let sent = styles(&console.bytes());
    assert!(sent.iter().all(|style| weights.contains(style) || is_colour(style)), "{sent:?}");
    assert!(sent.contains(&91), "what is overdue has its colour: {sent:?}");
    let (_home, console) = opened("NO_COLOR=1");
    let sent = styles(&console.bytes());
    assert!(sent.iter().all(|style| weights.contains(style)), "{sent:?}");
    assert!(sent.contains(&7) && sent.contains(&1), "{sent:?}");
}
