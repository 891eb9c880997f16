//! The good rows of a file, packed: their texts stand behind each other in one long text, so that a large file takes
//! little more memory than its own size. A row is unpacked when it is asked for.

use crate::domain::time::Moment;
use crate::domain::view::intake_row::IntakeRow;

/// The rows of a file, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    heads: Vec<Head>,
    /// How long each text is, row by row; [`ABSENT`] for one that is not there.
    lengths: Vec<u32>,
    text: String,
}

/// What of a row is no text, and where its texts begin.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Head {
    row: u32,
    main_pages: Option<u32>,
    attachments: Option<u32>,
    complained_at: Moment,
    received_at: Option<Moment>,
    first_length: usize,
    first_byte: usize,
}

const ABSENT: u32 = u32::MAX;

impl Rows {
    /// Adds a row behind the others.
    pub fn push(&mut self, row: &IntakeRow) {
        self.heads.push(Head {
            row: row.row,
            main_pages: row.main_pages,
            attachments: row.attachments,
            complained_at: row.complained_at,
            received_at: row.received_at,
            first_length: self.lengths.len(),
            first_byte: self.text.len(),
        });
        for text in [
            &row.platform_no,
            &row.method,
            &row.source,
            &row.complainant,
            &row.contact,
            &row.respondent_name,
            &row.respondent_unit_position,
            &row.respondent_rank,
            &row.village,
            &row.field,
            &row.satisfaction,
            &row.evaluation_comment,
        ] {
            self.pack(text.as_deref());
        }
        self.pack(Some(&row.title));
        self.pack(Some(&row.content));
        for (name, value) in &row.other {
            self.pack(Some(name));
            self.pack(Some(value));
        }
    }

    fn pack(&mut self, text: Option<&str>) {
        // A cell has at most a mebibyte.
        let length = text.and_then(|text| u32::try_from(text.len()).ok());
        self.lengths.push(length.unwrap_or(ABSENT));
        self.text.push_str(text.unwrap_or_default());
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// The row at a place, counted from 0.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<IntakeRow> {
        let head = self.heads.get(place)?;
        let end = self.heads.get(place + 1).map_or(self.lengths.len(), |next| next.first_length);
        let texts = Texts {
            lengths: self.lengths.get(head.first_length..end)?.iter(),
            text: self.text.get(head.first_byte..)?,
        };
        unpacked(head, texts).ok()
    }

    /// All of them, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = IntakeRow> {
        (0..self.len()).filter_map(|place| self.get(place))
    }

    /// When each was complained of.
    pub fn complained_at(&self) -> impl Iterator<Item = Moment> {
        self.heads.iter().map(|head| head.complained_at)
    }
}

impl FromIterator<IntakeRow> for Rows {
    fn from_iter<I: IntoIterator<Item = IntakeRow>>(rows: I) -> Self {
        let mut packed = Self::default();
        rows.into_iter().for_each(|row| packed.push(&row));
        packed
    }
}

/// The texts of one row, as far as they have not been taken.
struct Texts<'a> {
    lengths: std::slice::Iter<'a, u32>,
    text: &'a str,
}

/// Nothing stands behind the last text.
struct End;

impl Texts<'_> {
    /// The next text, which may be absent.
    fn next(&mut self) -> Result<Option<String>, End> {
        let length = *self.lengths.next().ok_or(End)?;
        if length == ABSENT {
            return Ok(None);
        }
        let length = usize::try_from(length).map_err(|_| End)?;
        let (text, rest) = self.text.split_at_checked(length).ok_or(End)?;
        self.text = rest;
        Ok(Some(text.to_owned()))
    }

    /// A pair of texts.
    fn pair(&mut self) -> Option<(String, String)> {
        Some((self.next().ok()??, self.next().ok()??))
    }
}

/// The texts are taken in the order in which [`Rows::push`] packs them.
fn unpacked(head: &Head, mut texts: Texts<'_>) -> Result<IntakeRow, End> {
    Ok(IntakeRow {
        row: head.row,
        complained_at: head.complained_at,
        received_at: head.received_at,
        main_pages: head.main_pages,
        attachments: head.attachments,
        platform_no: texts.next()?,
        method: texts.next()?,
        source: texts.next()?,
        complainant: texts.next()?,
        contact: texts.next()?,
        respondent_name: texts.next()?,
        respondent_unit_position: texts.next()?,
        respondent_rank: texts.next()?,
        village: texts.next()?,
        field: texts.next()?,
        satisfaction: texts.next()?,
        evaluation_comment: texts.next()?,
        title: texts.next()?.ok_or(End)?,
        content: texts.next()?.ok_or(End)?,
        other: std::iter::from_fn(|| texts.pair()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text() -> impl Strategy<Value = Option<String>> {
        proptest::option::of("[a-c村\u{1f600}\n]{0,6}")
    }

    fn row() -> impl Strategy<Value = IntakeRow> {
        let texts = proptest::collection::vec(text(), 12);
        let other = proptest::collection::vec(("[a村]{1,3}", "[b村]{0,3}"), 0..3);
        let counts = proptest::option::of(0_u32..10_000);
        let main = ("[a村]{1,4}", "[a村]{1,9}", any::<u32>(), counts.clone(), counts);
        (texts, other, main).prop_map(|(texts, other, (title, content, row, main_pages, attachments))| {
            let mut texts = texts.into_iter();
            let mut next = || texts.next().flatten();
            IntakeRow {
                row,
                complained_at: Moment::from_unix(i64::from(row)).unwrap(),
                received_at: main_pages.and_then(|seconds| Moment::from_unix(i64::from(seconds))),
                platform_no: next(),
                method: next(),
                source: next(),
                complainant: next(),
                contact: next(),
                respondent_name: next(),
                respondent_unit_position: next(),
                respondent_rank: next(),
                village: next(),
                field: next(),
                satisfaction: next(),
                evaluation_comment: next(),
                title,
                content,
                main_pages,
                attachments,
                other,
            }
        })
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out_again(rows in proptest::collection::vec(row(), 0..8)) {
            let packed: Rows = rows.iter().cloned().collect();
            prop_assert_eq!(packed.len(), rows.len());
            prop_assert_eq!(packed.iter().collect::<Vec<_>>(), rows.clone());
            for (place, row) in rows.iter().enumerate().rev() {
                prop_assert_eq!(packed.get(place), Some(row.clone()));
            }
            prop_assert_eq!(packed.get(rows.len()), None);
        }
    }
}
