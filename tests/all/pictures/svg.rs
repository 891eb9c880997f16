//! A screen as a picture: every run of cells stands at its own place on the grid, whatever font the reader has.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use ydt::ui::text::width;

/// Size of a cell and of the room around the grid, in pixels.
const CELL: (usize, usize) = (8, 20);
const MARGIN: usize = 12;
const BASELINE: usize = 15;

const PAPER: &str = "#1b1f27";
const INK: &str = "#d8dee9";

/// The look of a run.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    ink: &'static str,
    paper: Option<&'static str>,
    bold: bool,
    underlined: bool,
    /// Cells of each of its characters.
    cells: usize,
}

/// Cells of one look, side by side.
struct Run {
    x: usize,
    y: usize,
    text: String,
    count: usize,
    look: Look,
}

/// The picture of a buffer.
pub(super) fn picture(buffer: &Buffer, title: &str) -> String {
    let area = buffer.area;
    let (width, height) =
        (usize::from(area.width) * CELL.0 + 2 * MARGIN, usize::from(area.height) * CELL.1 + 2 * MARGIN);
    let mut svg = vec![
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\">"
        ),
        format!("<title>{}</title>", escaped(title)),
        "<style>text{font-family:'Sarasa Mono SC','Noto Sans Mono CJK SC','Source Han Mono SC',Consolas,\
         Menlo,'Microsoft YaHei',monospace;font-size:15px;white-space:pre}\
         .n{font-family:'DejaVu Sans Mono',Consolas,Menlo,monospace;font-size:13.3px}</style>"
            .to_owned(),
        format!("<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAPER}\"/>"),
    ];
    svg.extend((0..area.height).flat_map(|row| runs(buffer, row)).flat_map(|run| elements(&run)));
    svg.push("</svg>\n".to_owned());
    svg.join("\n")
}

/// The runs of a row; empty ones on plain paper are left out.
fn runs(buffer: &Buffer, row: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    while column < buffer.area.width {
        let cell = &buffer[(column, row)];
        let cells = width(cell.symbol()).max(1);
        let look = look(cell, cells);
        match runs.last_mut() {
            Some(run) if run.look == look => {
                run.text.push_str(cell.symbol());
                run.count += 1;
            }
            Some(_) | None => runs.push(Run {
                x: usize::from(column),
                y: usize::from(row),
                text: cell.symbol().to_owned(),
                count: 1,
                look,
            }),
        }
        column += u16::try_from(cells).unwrap();
    }
    runs
}

/// Splits a run at gaps of spaces, which need no ink.
fn without_gaps(run: &Run) -> Vec<Run> {
    let mut parts: Vec<Run> = Vec::new();
    let mut spaces = usize::MAX;
    for (place, c) in run.text.chars().enumerate() {
        if c == ' ' {
            spaces = spaces.saturating_add(1);
            continue;
        }
        match parts.last_mut() {
            Some(part) if spaces <= 1 => {
                part.text.push_str(&" ".repeat(spaces));
                part.text.push(c);
                part.count += spaces + 1;
            }
            Some(_) | None => parts.push(Run {
                x: run.x + place * run.look.cells,
                y: run.y,
                text: c.to_string(),
                count: 1,
                look: run.look,
            }),
        }
        spaces = 0;
    }
    parts
}

fn look(cell: &Cell, cells: usize) -> Look {
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    let ink = ink(cell.fg);
    Look {
        ink: if reversed { PAPER } else { ink },
        paper: reversed.then_some(ink),
        bold: cell.modifier.contains(Modifier::BOLD),
        underlined: cell.modifier.contains(Modifier::UNDERLINED),
        cells,
    }
}

/// The sixteen colours as a usual dark terminal shows them; the theme uses no others.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every colour the theme does not use is that of plain text"
)]
const fn ink(colour: Color) -> &'static str {
    match colour {
        Color::DarkGray => "#7d8590",
        Color::Cyan => "#56b6c2",
        Color::Red => "#f07178",
        Color::Magenta => "#c792ea",
        Color::Green => "#98c379",
        _ => INK,
    }
}

fn elements(run: &Run) -> Vec<String> {
    let mut elements = Vec::new();
    if let Some(paper) = run.look.paper {
        let (x, y) = corner(run);
        let length = run.count * run.look.cells * CELL.0;
        elements.push(format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{length}\" height=\"{}\" fill=\"{paper}\"/>",
            CELL.1
        ));
    }
    elements.extend(without_gaps(run).iter().map(text));
    elements
}

const fn corner(run: &Run) -> (usize, usize) {
    (MARGIN + run.x * CELL.0, MARGIN + run.y * CELL.1)
}

/// Narrow characters are stretched to their cells together; wide ones are narrower than theirs in most fonts, so each
/// is put in its place.
fn text(run: &Run) -> String {
    let (x, y) = corner(run);
    let advance = run.look.cells * CELL.0;
    let placed = if run.look.cells == 1 {
        format!("class=\"n\" x=\"{x}\" textLength=\"{}\"", run.count * advance)
    } else {
        let places: Vec<String> = (0..run.count).map(|place| (x + place * advance).to_string()).collect();
        format!("x=\"{}\"", places.join(" "))
    };
    let bold = if run.look.bold { " font-weight=\"bold\"" } else { "" };
    let underlined = if run.look.underlined { " text-decoration=\"underline\"" } else { "" };
    format!(
        "<text {placed} y=\"{}\" fill=\"{}\"{bold}{underlined}>{}</text>",
        y + BASELINE,
        run.look.ink,
        escaped(&run.text)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
