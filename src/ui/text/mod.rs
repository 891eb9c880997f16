//! The one way outside text reaches a terminal, be it a screen or a line of the command line: cleaned of
//! everything that could move, hide or overprint, measured in cells and cut at graphemes, never at bytes.

mod clean;
mod sheet;
#[cfg(test)]
mod tests;
mod wrap;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr;

pub use clean::{clean, clean_lines, clean_text};
pub use sheet::sheet_lines;
pub use wrap::{row_starts, wrap};

/// Ends a text that was cut; two ASCII dots, because terminals disagree on how wide `…` is.
pub const CUT: &str = "..";

/// How many cells a text takes, grapheme by grapheme, which is how the screen is filled.
#[must_use]
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The cleaned text in at most `cells` cells, ending in [`CUT`] if something had to go.
#[must_use]
pub fn fit(text: &str, cells: usize) -> String {
    // A cell holds few characters unless they are combining marks, so a text of megabytes is never read to its end.
    let mut rest = text.chars();
    let head: String = rest.by_ref().take(cells.saturating_mul(8).saturating_add(64)).collect();
    let whole = rest.next().is_none();
    let head = clean(&head);
    if whole && width(&head) <= cells {
        return head.into_owned();
    }
    let mark = CUT.len().min(cells);
    let mut out = take(&head, cells - mark);
    out.extend(std::iter::repeat_n('.', mark));
    out
}

/// The longest beginning that takes at most `cells` cells.
fn take(text: &str, cells: usize) -> String {
    let mut used = 0;
    text.graphemes(true)
        .take_while(|grapheme| {
            used += grapheme.width();
            used <= cells
        })
        .collect()
}

/// The cleaned text in exactly `cells` cells, filled with spaces at the right.
#[must_use]
pub fn pad(text: &str, cells: usize) -> String {
    let mut out = fit(text, cells);
    let used = width(&out);
    out.extend(std::iter::repeat_n(' ', cells.saturating_sub(used)));
    out
}

/// The cleaned text in exactly `cells` cells, filled with spaces at the left, as figures are set.
#[must_use]
pub fn pad_left(text: &str, cells: usize) -> String {
    let text = fit(text, cells);
    let mut out = " ".repeat(cells.saturating_sub(width(&text)));
    out.push_str(&text);
    out
}
