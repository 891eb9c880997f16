//! Help: the keys that work where one came from, read from the table of bindings, and behind them the chapters of
//! the manual.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::places::Place;
use super::{Around, Call, Screen};
use crate::ui::keys::{Do, Keys, Scope};
use crate::ui::manual::{CHAPTERS, Chapter};
use crate::ui::text;
use crate::ui::theme::Theme;

/// Cells of the column of keys.
const KEY_CELLS: usize = 24;

pub static PLACE: Place = Place::screen("帮助", "这里能用的按键", |around, scope| {
    Ok(Box::new(Help::new(&around.keys, scope)))
});

/// Help on one scope.
pub struct Help {
    topics: Vec<(&'static str, Vec<(String, &'static str)>)>,
    /// 0 for the keys, then the chapters.
    page: usize,
    scroll: usize,
    furthest: usize,
    height: usize,
}

impl Help {
    /// The keys of a scope.
    pub fn new(keys: &Keys, scope: Scope) -> Self {
        Self { topics: keys.help(scope), page: 0, scroll: 0, furthest: 0, height: 1 }
    }

    /// The same help, opened at a chapter.
    pub fn at(mut self, chapter: &Chapter) -> Self {
        self.page = CHAPTERS.iter().position(|known| known == chapter).map_or(0, |place| place + 1);
        self
    }

    const fn turn_to(&mut self, page: usize) {
        self.page = page;
        self.scroll = 0;
    }

    fn key_lines(&self, theme: &Theme) -> Vec<Line<'static>> {
        let mut lines = vec![Line::styled("  按键", theme.title)];
        lines.push(Line::styled(
            format!("  后面还有{}章操作说明：按 Tab 往后翻，也可以按 : 输入章名。", CHAPTERS.len()),
            theme.dim,
        ));
        for (topic, rows) in &self.topics {
            lines.push(Line::default());
            lines.push(Line::styled(format!("  {topic}"), theme.label));
            for (keys, label) in rows {
                lines.push(Line::from(vec![
                    Span::styled(format!("    {}", text::pad(keys, KEY_CELLS)), theme.accent),
                    Span::styled(*label, theme.plain),
                ]));
            }
        }
        lines
    }
}

impl Screen for Help {
    fn scope(&self) -> Scope {
        Scope::Help
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, _around: &Around) -> Vec<Call> {
        match what {
            Do::Down => self.scroll += 1,
            Do::Up => self.scroll = self.scroll.saturating_sub(1),
            Do::PageDown | Do::HalfDown => self.scroll += self.height,
            Do::PageUp | Do::HalfUp => self.scroll = self.scroll.saturating_sub(self.height),
            Do::Top => self.scroll = 0,
            Do::Bottom => self.scroll = self.furthest,
            Do::NextPart => self.turn_to((self.page + 1) % (CHAPTERS.len() + 1)),
            Do::PreviousPart => self.turn_to((self.page + CHAPTERS.len()) % (CHAPTERS.len() + 1)),
            Do::Back => return vec![Call::Leave],
            _ => {}
        }
        self.scroll = self.scroll.min(self.furthest);
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        let lines = match self.page.checked_sub(1).and_then(|place| CHAPTERS.get(place)) {
            Some(chapter) => chapter_lines(chapter, self.page, theme),
            None => self.key_lines(theme),
        };
        self.height = usize::from(area.height);
        self.furthest = lines.len().saturating_sub(self.height);
        self.scroll = self.scroll.min(self.furthest);
        let offset = u16::try_from(self.scroll).unwrap_or(u16::MAX);
        frame.render_widget(Paragraph::new(lines).scroll((offset, 0)), area);
    }
}

/// A chapter as it was written; only its marks of headings and commands become styles.
fn chapter_lines(chapter: &Chapter, number: usize, theme: &Theme) -> Vec<Line<'static>> {
    let line = |words: &'static str| {
        if let Some(title) = words.strip_prefix("# ") {
            let place = format!("  {number}/{}", CHAPTERS.len());
            Line::from(vec![Span::styled(format!("  {title}"), theme.title), Span::styled(place, theme.dim)])
        } else if let Some(heading) = words.strip_prefix("## ") {
            Line::styled(format!("  {heading}"), theme.label)
        } else if words.starts_with("    ") {
            Line::styled(format!("  {words}"), theme.accent)
        } else {
            Line::styled(format!("  {words}"), theme.plain)
        }
    };
    chapter.text.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::screens::testing::around;
    use crate::ui::widgets::testing::draw;

    fn shown(help: &mut Help) -> Vec<String> {
        draw(80, 20, |frame| help.draw(frame, frame.area(), &around())).0
    }

    #[test]
    fn behind_the_keys_stand_the_chapters_and_after_the_last_come_the_keys_again() {
        let mut help = Help::new(&Keys::default(), Scope::Inbox);
        assert!(shown(&mut help)[0].contains("按键"));
        for chapter in CHAPTERS {
            help.does(Do::NextPart, &around());
            assert!(shown(&mut help)[0].contains(chapter.title()), "{}", chapter.topic);
        }
        help.does(Do::NextPart, &around());
        assert!(shown(&mut help)[0].contains("按键"));
        help.does(Do::PreviousPart, &around());
        assert!(shown(&mut help)[0].contains(CHAPTERS.last().unwrap().title()));
    }

    #[test]
    fn a_long_chapter_can_be_read_to_its_last_line_and_the_next_one_begins_at_its_top() {
        let chapter = CHAPTERS.iter().max_by_key(|chapter| chapter.text.lines().count()).unwrap();
        let mut help = Help::new(&Keys::default(), Scope::Case).at(chapter);
        shown(&mut help);
        help.does(Do::Bottom, &around());
        let last = chapter.text.lines().last().unwrap().trim();
        assert!(shown(&mut help).iter().any(|line| line.contains(last)));
        help.does(Do::PreviousPart, &around());
        help.does(Do::NextPart, &around());
        assert!(shown(&mut help)[0].contains(chapter.title()));
    }
}
