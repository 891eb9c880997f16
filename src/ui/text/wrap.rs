//! Soft wrap as Chinese is set: a line may end after any character but before closing punctuation or after
//! opening punctuation; Latin words and numbers stay whole while they fit.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::{clean_lines, width};

/// May not begin a line.
const CLOSING: &str = "，。、；：！？）》】」』〉〕”’…,.;:!?)]}%％～—";
/// May not end a line.
const OPENING: &str = "（《【「『〈〔“‘([{¥";

/// The text in lines of at most `cells` cells, cleaned; an empty line stays a line. Widths below two count as two,
/// for no Chinese character fits in less.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(2);
    let mut out = Vec::new();
    for line in clean_lines(text) {
        wrap_line(&line, cells, &mut out);
    }
    out
}

fn wrap_line(line: &str, cells: usize, out: &mut Vec<String>) {
    let mut row: Vec<&str> = Vec::new();
    let mut used = 0;
    // How many graphemes of the row stand before the last place where it may be broken.
    let mut break_at = 0;
    for grapheme in line.graphemes(true) {
        if row.last().is_some_and(|before| may_break(before, grapheme)) {
            break_at = row.len();
        }
        let mut has_broken = false;
        while used + grapheme.width() > cells && !row.is_empty() {
            if grapheme == " " {
                break_at = row.len();
            }
            let rest = row.split_off(if break_at == 0 { row.len() } else { break_at });
            out.push(row.concat().trim_end().to_owned());
            row = rest.into_iter().skip_while(|grapheme| *grapheme == " ").collect();
            used = row.iter().map(|grapheme| width(grapheme)).sum();
            break_at = 0;
            has_broken = true;
        }
        // The space at which a line was broken belongs to neither line.
        if grapheme == " " && row.is_empty() && has_broken {
            continue;
        }
        row.push(grapheme);
        used += grapheme.width();
    }
    out.push(row.concat());
}

/// Where the rows of one line begin, in characters, when it is set in so many cells by the same rules; blanks at the end
/// of a row hang over its edge, so that nothing of the line is lost.
#[must_use]
pub fn row_starts(line: &str, cells: usize) -> Vec<usize> {
    let cells = cells.max(2);
    let mut starts = vec![0];
    let (mut place, mut start, mut used) = (0, 0, 0);
    // The last place where the row may be broken, and the cells before it.
    let mut break_at: Option<(usize, usize)> = None;
    let mut before = "";
    for grapheme in line.graphemes(true) {
        if place > start && may_break(before, grapheme) {
            break_at = Some((place, used));
        }
        while used + grapheme.width() > cells && place > start && grapheme != " " {
            let (at, cells_before) = break_at.take().unwrap_or((place, used));
            starts.push(at);
            used -= cells_before;
            start = at;
        }
        used += grapheme.width();
        place += grapheme.chars().count();
        before = grapheme;
    }
    starts
}

fn may_break(before: &str, after: &str) -> bool {
    let within_word = is_word(before) && is_word(after);
    !within_word && !CLOSING.contains(after) && !OPENING.contains(before)
}

fn is_word(grapheme: &str) -> bool {
    grapheme != " " && grapheme.width() == 1 && !grapheme.contains(['“', '”', '‘', '’', '…', '—'])
}
