//! The look of everything, as 16-colour styles that hold on light and on dark backgrounds: no fixed black or white,
//! selection by reversal. Colour only repeats what a word or a mark already says.

use ratatui::style::{Color, Modifier, Style};

/// One style per meaning; widgets name meanings, never colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    pub plain: Style,
    /// What matters less: hints, rules, actions that can't be done now.
    pub dim: Style,
    /// The one accent: where one is, what can be pressed.
    pub accent: Style,
    pub title: Style,
    /// Labels of fields and facts.
    pub label: Style,
    /// The line the keys act on.
    pub selected: Style,
    /// A line marked for a batch.
    pub marked: Style,
    /// Characters that match what was typed.
    pub matched: Style,
    pub bad: Style,
    /// Due soon, to be confirmed.
    pub warn: Style,
    /// Done, in time.
    pub good: Style,
}

impl Theme {
    /// For terminals with 16 colours.
    #[must_use]
    pub const fn colour() -> Self {
        let plain = Style::new();
        Self {
            plain,
            dim: plain.fg(Color::DarkGray),
            accent: plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            title: plain.add_modifier(Modifier::BOLD),
            label: plain.fg(Color::Cyan),
            selected: plain.add_modifier(Modifier::REVERSED),
            marked: plain.fg(Color::Cyan),
            matched: plain.add_modifier(Modifier::UNDERLINED),
            bad: plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            // Yellow can't be read on white; magenta can on both.
            warn: plain.fg(Color::Magenta),
            good: plain.fg(Color::Green),
        }
    }

    /// Without any colour, for `NO_COLOR` and terminals that have none.
    #[must_use]
    pub const fn plain() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        Self {
            plain,
            dim: plain,
            accent: bold,
            title: bold,
            label: plain,
            selected: plain.add_modifier(Modifier::REVERSED),
            marked: bold,
            matched: plain.add_modifier(Modifier::UNDERLINED),
            bad: bold,
            warn: bold,
            good: plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(theme: &Theme) -> [Style; 11] {
        [
            theme.plain,
            theme.dim,
            theme.accent,
            theme.title,
            theme.label,
            theme.selected,
            theme.marked,
            theme.matched,
            theme.bad,
            theme.warn,
            theme.good,
        ]
    }

    #[test]
    fn no_style_fixes_black_white_or_a_background() {
        for style in all(&Theme::colour()) {
            assert!(style.bg.is_none());
            assert!(!matches!(
                style.fg,
                Some(Color::Black | Color::White | Color::Yellow | Color::Rgb(..) | Color::Indexed(_))
            ));
        }
    }

    #[test]
    fn the_plain_theme_has_no_colour() {
        assert!(all(&Theme::plain()).iter().all(|style| style.fg.is_none() && style.bg.is_none()));
    }
}
