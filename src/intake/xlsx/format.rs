//! Number formats: what a person sees of a number. `00000` shows 123 as 00123, `"JDT"0` puts letters before it; that is
//! the value, and not what stands in the file.

/// How a style shows numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Format {
    /// The digits as they are.
    General,
    /// A day, a time, or both.
    Date,
    /// Signs and places for digits.
    Pattern(Vec<Piece>),
    /// Something that is not worked out here.
    Unknown,
}

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Shown as it stands.
    Sign(char),
    /// A digit of the whole number; the flag asks for a nought where there is none.
    Whole(bool),
    /// The point, with the least and the most digits after it.
    Fraction(usize, usize),
    /// All digits, as without a format.
    All,
}

impl Format {
    /// Reads a format's code.
    pub fn parse(code: &str) -> Self {
        // Sections for positive, negative and zero are parted by semicolons; numbers here are positive.
        let (plain, is_changed) = first_section(code);
        if is_date(&plain) {
            return Self::Date;
        }
        if is_changed {
            return Self::Unknown;
        }
        if matches!(plain.to_ascii_lowercase().as_str(), "" | "general" | "g/通用格式" | "@" | "0" | "#")
        {
            return Self::General;
        }
        pieces(&plain).map_or(Self::Unknown, Self::Pattern)
    }

    /// The number as it is shown; `None` when this is not worked out.
    pub fn shown(&self, value: f64) -> Option<String> {
        match self {
            Self::General => Some(format!("{}", value + 0.0)),
            Self::Date | Self::Unknown => None,
            Self::Pattern(pieces) => fill(pieces, value),
        }
    }
}

/// The first section, without what stands in square brackets (colours, languages, conditions); and whether one of them
/// makes another section or other digits of it: `[<=9999999]`, `[DBNum1]`.
fn first_section(code: &str) -> (String, bool) {
    let (mut plain, mut quoted, mut escaped, mut bracket) = (String::new(), false, false, String::new());
    let (mut in_bracket, mut is_changed) = (false, false);
    for c in code.chars() {
        if in_bracket {
            if c == ']' {
                in_bracket = false;
                // Hours beyond a day are written in brackets too; a currency stands between $ and -.
                if bracket.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's')) {
                    plain.push_str(&bracket);
                } else if let Some(currency) = bracket.strip_prefix('$') {
                    let sign = currency.split('-').next().unwrap_or_default();
                    plain.extend(sign.chars().flat_map(|sign| ['\\', sign]));
                }
                is_changed |=
                    bracket.starts_with(['<', '>', '=']) || bracket.to_ascii_lowercase().contains("num");
                bracket.clear();
            } else {
                bracket.push(c);
            }
            continue;
        }
        match c {
            ';' if !quoted && !escaped => break,
            '[' if !quoted && !escaped => in_bracket = true,
            _ => {
                quoted ^= c == '"' && !escaped;
                escaped = c == '\\' && !escaped && !quoted;
                plain.push(c);
            }
        }
    }
    (plain, is_changed)
}

fn is_date(code: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    let mut bare = String::new();
    for c in code.chars() {
        if escaped {
            escaped = false;
        } else if c == '"' {
            quoted = !quoted;
        } else if c == '\\' && !quoted {
            escaped = true;
        } else if !quoted {
            bare.push(c.to_ascii_lowercase());
        }
    }
    let bare = bare.replace("general", "").replace("e+", "").replace("e-", "");
    bare.contains(['y', 'm', 'd', 'h', 's']) || (bare.contains('e') && !bare.contains(['0', '#']))
}

/// The pieces of a pattern; `None` for scientific notation, fractions, percentages and scaling.
fn pieces(code: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = code.chars().peekable();
    let mut after_point = false;
    if let Some(prefix) = code.to_ascii_lowercase().strip_suffix("general").map(str::len) {
        let mut pieces = signs(code.get(..prefix)?)?;
        pieces.push(Piece::All);
        return Some(pieces);
    }
    while let Some(c) = rest.next() {
        match c {
            '"' => {
                for sign in rest.by_ref().take_while(|sign| *sign != '"') {
                    pieces.push(Piece::Sign(sign));
                }
            }
            '\\' => pieces.push(Piece::Sign(rest.next()?)),
            // Room as wide as the next sign, and a sign that fills the cell: neither is read by anybody.
            '_' | '*' => {
                rest.next()?;
            }
            '0' | '#' | '?' if after_point => {
                let Some(Piece::Fraction(least, most)) = pieces.last_mut() else { return None };
                *least += usize::from(c == '0');
                *most += 1;
            }
            '0' => pieces.push(Piece::Whole(true)),
            '#' | '?' => pieces.push(Piece::Whole(false)),
            '.' if !after_point => {
                after_point = true;
                pieces.push(Piece::Fraction(0, 0));
            }
            '%' | ',' | '/' | 'E' | 'e' | '@' | '.' => return None,
            sign => pieces.push(Piece::Sign(sign)),
        }
    }
    Some(pieces)
}

/// Signs before a number without places of its own.
fn signs(code: &str) -> Option<Vec<Piece>> {
    let found = pieces(code)?;
    found.iter().all(|piece| matches!(piece, Piece::Sign(_))).then_some(found)
}

fn fill(pieces: &[Piece], value: f64) -> Option<String> {
    if value < 0.0 || !value.is_finite() {
        return None;
    }
    let fraction = pieces.iter().find_map(|piece| match piece {
        Piece::Fraction(least, most) => Some((*least, *most)),
        Piece::Sign(_) | Piece::Whole(_) | Piece::All => None,
    });
    let (least, most) = fraction.unwrap_or((0, 0));
    let rounded = format!("{value:.most$}");
    let (whole, after) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let places = pieces.iter().filter(|piece| matches!(piece, Piece::Whole(_))).count();
    // A nought before the point takes no place of its own.
    let digits: Vec<char> = if whole == "0" { Vec::new() } else { whole.chars().collect() };
    let mut taken = 0;
    let mut seen = 0;
    let mut shown = String::new();
    for piece in pieces {
        match piece {
            Piece::Sign(sign) => shown.push(*sign),
            Piece::All => shown.push_str(&(value + 0.0).to_string()),
            Piece::Whole(nought) => {
                let left = places - seen;
                seen += 1;
                // The first place takes every digit that has none of its own.
                let upto = digits.len().saturating_sub(left - 1);
                if upto > taken {
                    shown.extend(digits.get(taken..upto)?);
                    taken = upto;
                } else if *nought {
                    shown.push('0');
                }
            }
            Piece::Fraction(..) => {
                let kept = after.trim_end_matches('0').len().max(least);
                shown.push('.');
                shown.push_str(after.get(..kept)?);
            }
        }
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_as_a_spreadsheet_shows_it() {
        for (code, value, shown) in [
            ("00000", 123.0, "00123"),
            ("00000", 1_234_567.0, "1234567"),
            ("\"JDT\"0", 2_026_110_500_001.0, "JDT2026110500001"),
            ("0000-0000", 11_050_001.0, "1105-0001"),
            ("0000\\-0000", 11_050_001.0, "1105-0001"),
            ("000-0000-0000", 13_912_345_678.0, "139-1234-5678"),
            ("\"第\"000\"号\"", 7.0, "第007号"),
            ("[Red]000;[Blue]-000", 7.0, "007"),
            ("[$-804]000", 7.0, "007"),
            ("\"JDT\"General", 12.0, "JDT12"),
            ("General", 12.5, "12.5"),
            ("0", 12.0, "12"),
            ("0.00", 3.0, "3.00"),
            ("#", 0.0, "0"),
            ("#.#", 0.5, ".5"),
            ("0.0#", 2.25, "2.25"),
            ("000_ ", 5.0, "005"),
            ("@", 5.0, "5"),
        ] {
            assert_eq!(Format::parse(code).shown(value).as_deref(), Some(shown), "{code}");
        }
    }

    #[test]
    fn dates_are_told_from_numbers_and_what_is_not_worked_out_says_so() {
        for code in [
            "yyyy/m/d",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-804]yyyy/m/d h:mm",
            "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"",
            "h:mm AM/PM",
            "[h]:mm",
            "m/d",
        ] {
            assert_eq!(Format::parse(code), Format::Date, "{code}");
        }
        for code in [
            "0.00E+00",
            "0%",
            "#,##0",
            "# ?/?",
            "0,",
            "[<=9999999]0000000;000-0000-0000",
            "[DBNum1][$-804]0",
            "[DBNum2]General",
        ] {
            assert_eq!(Format::parse(code), Format::Unknown, "{code}");
            assert_eq!(Format::parse(code).shown(5.0), None);
        }
        assert_eq!(Format::parse("00").shown(-5.0), None);
    }
}
