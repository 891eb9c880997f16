//! What the office says of columns that the program has no place for: asked once, kept for the whole town, and used for
//! every later file with such a column.

use super::{Office, OfficeError};
use crate::domain::code::Coded;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::event::ColumnSaid;
use crate::domain::view::columns::{ColumnMeaning, ColumnWords, word};
use crate::domain::words::Position;
use crate::intake::Column;

impl Office {
    /// What was said of columns so far.
    ///
    /// # Errors
    /// A store failure.
    pub fn column_words(&self) -> Result<ColumnWords, OfficeError> {
        self.read(|snapshot| Ok(snapshot.column_words()?))
    }

    /// Says what a column of this name is: a known column, or how it is to be kept; `None` takes back what was said.
    /// Gives what was said before. Cases that are here already are masked by it too.
    ///
    /// # Errors
    /// `not_permitted` unless the actor imports or administers; `invalid_value` for a name of nothing or an unknown
    /// meaning; a store failure.
    pub fn say_column(
        &mut self,
        column: &str,
        meaning: Option<&str>,
        now: Moment,
    ) -> Result<Option<String>, OfficeError> {
        let may = [Position::CommissionOperator, Position::Administrator];
        if !may.iter().any(|position| self.actor.holds(*position)) {
            return Err(Refusal::new(
                RefusalCode::NotPermitted,
                format!("列的含义由镇纪委专人或系统管理员说明，{}不能修改。", self.actor.name),
            )
            .into());
        }
        let name = word(column);
        let meaning = meaning.map(read_meaning).transpose()?;
        if name.is_empty() || Column::by_name(column).is_some() {
            return Err(Refusal::invalid("column", "列名", "没有修改：要写表里没有对应项的列名。").into());
        }
        let stamp = self.stamp(&self.town_act("column", now)?, "say_column", now);
        self.change(now, |records, _| {
            let before = records.column_words()?.get(&name).cloned();
            if before.as_deref() != meaning {
                records.write_column_word(&name, meaning)?;
                let event = ColumnSaid {
                    column: name.clone(),
                    before: before.clone().unwrap_or_default(),
                    after: meaning.unwrap_or_default().to_owned(),
                };
                records.append_town(&event.into(), &stamp)?;
            }
            Ok(before)
        })
    }
}

/// The code of a meaning by its code or label.
fn read_meaning(text: &str) -> Result<&'static str, Refusal> {
    let meaning = ColumnMeaning::from_code(text).or_else(|| ColumnMeaning::from_label(text));
    let column = || Column::by_name(text).map(Coded::code);
    meaning.map(Coded::code).or_else(column).ok_or_else(|| {
        Refusal::invalid(
            "meaning",
            "含义",
            "没有修改：要写“身份信息”“不是身份信息”，或一个认得的列名，如“投诉人”“联系电话”。",
        )
    })
}

/// What a stored meaning is called.
#[must_use]
pub fn meaning_label(code: &str) -> &'static str {
    let meaning = ColumnMeaning::from_code(code).map(Coded::label);
    meaning.or_else(|| Column::from_code(code).map(Coded::label)).unwrap_or("没有说明")
}
