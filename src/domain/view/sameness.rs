//! Equal is equal: when what a list says of a complaint and what is recorded are the same, although one was saved as a
//! workbook and the other as text, by another program, or to another precision.

use crate::domain::time::Moment;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A text as it is compared: line ends of one kind, no blanks around it and at the ends of its lines.
#[must_use]
pub fn plain(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = unix.split('\n').map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// A contact as it is compared: of a telephone its digits without the country's prefix, else the text.
#[must_use]
pub fn plain_contact(contact: &str) -> String {
    let signs = |c: char| {
        c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | '（' | '）' | '－') || c.is_whitespace()
    };
    if !contact.chars().all(signs) {
        return plain(contact);
    }
    let digits: String = contact.chars().filter(char::is_ascii_digit).collect();
    let local = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86"));
    local.filter(|local| local.len() >= 11).unwrap_or(&digits).to_owned()
}

/// How finely a time was told, as far as it shows: midnight is a day, full minutes are minutes; in seconds.
const fn grain(at: Moment) -> i64 {
    let since = (at.unix() + 8 * 3600).rem_euclid(DAY);
    if since == 0 {
        DAY
    } else if since % 60 == 0 {
        60
    } else {
        1
    }
}

/// Both times cut to the coarser of their precisions.
fn at_coarser(one: Moment, other: Moment) -> (i64, i64) {
    let grain = grain(one).max(grain(other));
    let cut = |at: Moment| (at.unix() + 8 * 3600).div_euclid(grain);
    (cut(one), cut(other))
}

/// Whether two times are the same at the coarser of their precisions.
#[must_use]
pub fn same_time(one: Moment, other: Moment) -> bool {
    let (one, other) = at_coarser(one, other);
    one == other
}

/// Whether a time is earlier than another even at the coarser of their precisions: a day is not earlier than an hour of it.
#[must_use]
pub fn is_earlier(one: Moment, other: Moment) -> bool {
    let (one, other) = at_coarser(one, other);
    one < other
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn line_ends_and_outer_blanks_make_no_difference_and_inner_ones_do() {
        for (one, other) in
            [("a\r\nb", "a\nb"), ("a\rb \n", "a\nb"), (" a　", "a"), ("a \nb", "a\nb"), ("a\n\n", "a")]
        {
            assert_eq!(plain(one), plain(other));
        }
        assert_ne!(plain("a b"), plain("ab"));
        assert_ne!(plain("a\nb"), plain("a b"));
    }

    #[test]
    fn a_telephone_is_its_digits_and_an_address_its_words() {
        for contact in ["13911112222", "+86 139 1111 2222", "86-139-1111-2222", "0086 13911112222"] {
            assert_eq!(plain_contact(contact), "13911112222");
        }
        assert_eq!(plain_contact("(023) 6890-1234"), "02368901234");
        assert_eq!(plain_contact(" 三组 12 号 "), "三组 12 号");
    }

    #[test]
    fn times_are_compared_at_the_coarser_precision() {
        for (one, other, same, earlier) in [
            ("2026-11-05 00:00", "2026-11-05 10:12", true, false),
            ("2026-11-05 10:12", "2026-11-05 10:12:33", true, false),
            ("2026-11-05 10:12:32", "2026-11-05 10:12:33", false, true),
            ("2026-11-04 00:00", "2026-11-05 10:12", false, true),
            ("2026-11-05 10:11", "2026-11-05 10:12:33", false, true),
            ("2026-11-06 00:00", "2026-11-05 10:12", false, false),
        ] {
            assert_eq!(same_time(at(one), at(other)), same, "{one} {other}");
            assert_eq!(is_earlier(at(one), at(other)), earlier, "{one} {other}");
        }
    }
}
