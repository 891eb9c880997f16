//! What the 16 colours look like on the terminals that people have, and how well one of them can be told from another.

use ratatui::style::Color;

type Rgb = (u8, u8, u8);

/// The colours of a terminal as it is delivered.
pub struct Palette {
    pub name: &'static str,
    pub text: Rgb,
    pub ground: Rgb,
    /// Whether its own words are soft by design, so that less is asked of others.
    pub is_soft: bool,
    /// The 16 colours in the order of their numbers.
    colours: [Rgb; 16],
}

const SOLARIZED: [Rgb; 16] = [
    (0x07, 0x36, 0x42),
    (0xdc, 0x32, 0x2f),
    (0x85, 0x99, 0x00),
    (0xb5, 0x89, 0x00),
    (0x26, 0x8b, 0xd2),
    (0xd3, 0x36, 0x82),
    (0x2a, 0xa1, 0x98),
    (0xee, 0xe8, 0xd5),
    (0x00, 0x2b, 0x36),
    (0xcb, 0x4b, 0x16),
    (0x58, 0x6e, 0x75),
    (0x65, 0x7b, 0x83),
    (0x83, 0x94, 0x96),
    (0x6c, 0x71, 0xc4),
    (0x93, 0xa1, 0xa1),
    (0xfd, 0xf6, 0xe3),
];

pub static PALETTES: [Palette; 4] = [
    Palette {
        name: "PuTTY",
        text: (187, 187, 187),
        ground: (0, 0, 0),
        is_soft: false,
        colours: [
            (0, 0, 0),
            (187, 0, 0),
            (0, 187, 0),
            (187, 187, 0),
            (0, 0, 187),
            (187, 0, 187),
            (0, 187, 187),
            (187, 187, 187),
            (85, 85, 85),
            (255, 85, 85),
            (85, 255, 85),
            (255, 255, 85),
            (85, 85, 255),
            (255, 85, 255),
            (85, 255, 255),
            (255, 255, 255),
        ],
    },
    Palette {
        name: "Windows Terminal",
        text: (0xcc, 0xcc, 0xcc),
        ground: (0x0c, 0x0c, 0x0c),
        is_soft: false,
        colours: [
            (0x0c, 0x0c, 0x0c),
            (0xc5, 0x0f, 0x1f),
            (0x13, 0xa1, 0x0e),
            (0xc1, 0x9c, 0x00),
            (0x00, 0x37, 0xda),
            (0x88, 0x17, 0x98),
            (0x3a, 0x96, 0xdd),
            (0xcc, 0xcc, 0xcc),
            (0x76, 0x76, 0x76),
            (0xe7, 0x48, 0x56),
            (0x16, 0xc6, 0x0c),
            (0xf9, 0xf1, 0xa5),
            (0x3b, 0x78, 0xff),
            (0xb4, 0x00, 0x9e),
            (0x61, 0xd6, 0xd6),
            (0xf2, 0xf2, 0xf2),
        ],
    },
    Palette {
        name: "Solarized dark",
        text: (0x83, 0x94, 0x96),
        ground: (0x00, 0x2b, 0x36),
        is_soft: true,
        colours: SOLARIZED,
    },
    Palette {
        name: "Solarized light",
        text: (0x65, 0x7b, 0x83),
        ground: (0xfd, 0xf6, 0xe3),
        is_soft: true,
        colours: SOLARIZED,
    },
];

impl Palette {
    /// What words in a colour look like; without one they are the terminal's own.
    pub fn colour(&self, colour: Option<Color>) -> Rgb {
        colour.map_or(self.text, |colour| self.colours[number(colour)])
    }

    /// What they stand on.
    pub fn ground(&self, colour: Option<Color>) -> Rgb {
        colour.map_or(self.ground, |colour| self.colours[number(colour)])
    }
}

/// The number of one of the 16 colours; a theme has no others.
fn number(colour: Color) -> usize {
    const IN_ORDER: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    let found = IN_ORDER.iter().position(|known| *known == colour);
    found.unwrap_or_else(|| panic!("{colour:?} is none of the 16 colours"))
}

/// How well two colours can be told apart, from 1 to 21, as the Web Content Accessibility Guidelines compute it.
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance((red, green, blue): Rgb) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[test]
fn contrast_is_computed_as_the_guidelines_do() {
    assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 1e-9);
    assert!((contrast((0x77, 0x77, 0x77), (255, 255, 255)) - 4.48).abs() < 0.01);
    assert!((contrast((85, 85, 85), (0, 0, 0)) - 2.82).abs() < 0.01, "colour 8 on PuTTY");
}
