//! What was looked for, underlined where a row shows it.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::text::matching;

/// The same line with the first place of each word underlined; the words may be pinyin or initials.
pub fn underlined(line: Line<'static>, words: &[&str], matched: Style) -> Line<'static> {
    let style = line.style;
    let spans = line.spans.into_iter().flat_map(|span| parts(span, words, matched));
    Line::from(spans.collect::<Vec<_>>()).style(style)
}

fn parts(span: Span<'static>, words: &[&str], matched: Style) -> Vec<Span<'static>> {
    let text = span.content.trim_end();
    let found = words.iter().filter_map(|word| matching::span(text, word)).find(|found| !found.is_empty());
    let Some(found) = found else { return vec![span] };
    let part = |from: usize, to: usize| span.content.chars().skip(from).take(to - from).collect::<String>();
    let whole = span.content.chars().count();
    [
        (part(0, found.start), span.style),
        (part(found.start, found.end), span.style.patch(matched)),
        (part(found.end, whole), span.style),
    ]
    .into_iter()
    .filter(|(words, _)| !words.is_empty())
    .map(|(words, style)| Span::styled(words, style))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Modifier;

    #[test]
    fn what_was_looked_for_is_underlined_by_characters_and_by_initials() {
        let matched = Style::new().add_modifier(Modifier::UNDERLINED);
        for (words, hit) in [(["低保"], "低保"), (["dbpd"], "低保评定"), (["0093"], "0093")] {
            let line = Line::from(vec![Span::raw("0093 "), Span::raw("新建村低保评定  ")]);
            let shown = underlined(line, &words, matched);
            let hits: Vec<&str> = shown
                .spans
                .iter()
                .filter(|span| span.style.add_modifier.contains(Modifier::UNDERLINED))
                .map(|span| span.content.as_ref())
                .collect();
            assert_eq!(hits, [hit]);
            let whole: String = shown.spans.iter().map(|span| span.content.as_ref()).collect();
            assert_eq!(whole, "0093 新建村低保评定  ");
        }
    }
}
