//! The look of everything, as 16-colour styles that can be read on light and on dark backgrounds. Words stand in the
//! terminal's own colour; the few that don't are chosen by contrast, which the tests compute (`console.md`, Looks).
//! Colour only repeats what a word or a mark already says.

pub(crate) mod glyphs;
#[cfg(test)]
mod palettes;

pub use glyphs::Widths;
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
    /// Overdue, refused, gone wrong.
    pub bad: Style,
    /// What has to be done before the day ends.
    pub today: Style,
    /// To be confirmed, worth a second look.
    pub warn: Style,
    /// Done, in time.
    pub good: Style,
}

impl Theme {
    /// For terminals with 16 colours.
    ///
    /// No single colour can be read as words on the palettes of `PuTTY`, Windows Terminal and both Solarized ones but the
    /// terminal's own and bright red. So what is due today stands on a ground of its own, which brings its contrast with
    /// it, and everything else is told by weight.
    #[must_use]
    pub const fn colour() -> Self {
        let plain = Self::plain();
        let text = plain.plain;
        Self {
            bad: text.fg(Color::LightRed).add_modifier(Modifier::BOLD),
            today: text.fg(Color::Black).bg(Color::Yellow),
            ..plain
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
            today: bold,
            warn: bold,
            good: plain,
        }
    }

    /// Every style with its meaning.
    #[cfg(test)]
    fn all(&self) -> [(&'static str, Style); 12] {
        [
            ("plain", self.plain),
            ("dim", self.dim),
            ("accent", self.accent),
            ("title", self.title),
            ("label", self.label),
            ("selected", self.selected),
            ("marked", self.marked),
            ("matched", self.matched),
            ("bad", self.bad),
            ("today", self.today),
            ("warn", self.warn),
            ("good", self.good),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::palettes::{PALETTES, contrast};
    use super::*;

    #[test]
    fn every_word_can_be_read_on_the_palettes_that_people_have() {
        for palette in &PALETTES {
            for (meaning, style) in Theme::colour().all() {
                let reached = contrast(palette.colour(style.fg), palette.ground(style.bg));
                let own = contrast(palette.text, palette.ground);
                // Nobody can promise more than the terminal gives its own words.
                let least = if palette.is_soft { 3.0 } else { 4.5_f64 }.min(own);
                assert!(reached >= least, "{meaning} on {}: {reached:.2} of {least}", palette.name);
                let is_heavy = style.add_modifier.contains(Modifier::BOLD) || style.bg.is_some();
                let is_own = style.fg.is_none();
                assert!(reached >= 4.5 || is_own || is_heavy, "{meaning} on {}: {reached:.2}", palette.name);
            }
        }
    }

    #[test]
    fn no_words_stand_in_a_colour_that_some_palette_swallows() {
        let swallowed = [
            Color::DarkGray,
            Color::Blue,
            Color::LightBlue,
            Color::Magenta,
            Color::LightMagenta,
            Color::Red,
            Color::White,
            Color::Gray,
        ];
        for (meaning, style) in Theme::colour().all() {
            assert!(style.fg.is_none_or(|colour| !swallowed.contains(&colour)), "{meaning}: {style:?}");
            // A ground without words of its own would swallow the terminal's.
            assert!(style.bg.is_none() || style.fg.is_some(), "{meaning}: {style:?}");
            assert!(!style.add_modifier.contains(Modifier::DIM), "{meaning}: {style:?}");
        }
    }

    #[test]
    fn each_colour_has_one_meaning() {
        let coloured: Vec<_> = Theme::colour()
            .all()
            .into_iter()
            .filter_map(|(meaning, style)| Some((style.bg.or(style.fg)?, meaning)))
            .collect();
        for (place, (colour, meaning)) in coloured.iter().enumerate() {
            let other = coloured.iter().skip(place + 1).find(|(other, _)| other == colour);
            assert_eq!(other, None, "{meaning}");
        }
    }

    #[test]
    fn the_plain_theme_has_no_colour_and_says_by_weight_what_the_other_says_by_colour() {
        for ((meaning, plain), (_, coloured)) in Theme::plain().all().into_iter().zip(Theme::colour().all()) {
            assert!(plain.fg.is_none() && plain.bg.is_none(), "{meaning}");
            let is_coloured = coloured.fg.is_some() || coloured.bg.is_some();
            assert!(!is_coloured || plain != Style::new(), "{meaning}");
        }
    }
}
