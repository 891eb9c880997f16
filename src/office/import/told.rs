//! What is told of a file as a whole, beside what became of its rows: which of its columns are asked about, and that the
//! very same bytes were taken in before.

use crate::domain::view::columns::{looks_like_identity, word};
use crate::domain::view::importing::ImportReport;
use crate::office::{Office, OfficeError};
use crate::store::EarlierImport;

impl Office {
    /// Adds it to the report of the file.
    pub(super) fn tell_about(
        &self,
        report: &mut ImportReport,
        earlier: Option<EarlierImport>,
    ) -> Result<(), OfficeError> {
        let words = self.column_words()?;
        let asked = |name: &&String| looks_like_identity(name) && !words.contains_key(&word(name));
        report.asked_columns = report.unknown_columns.iter().filter(asked).cloned().collect();
        if let Some(earlier) = earlier {
            let (at, who) = (earlier.at.minute(), self.org.person_name(earlier.actor));
            report.warnings.push(format!("这个文件（内容完全相同）{at}由{who}导入过。"));
        }
        // Nobody can look up a row without a number, so it is said that it is here.
        if report.known_unnumbered > 0 {
            report.warnings.push(format!(
                "没有平台编号的行里有 {} 行与已登记的完全相同，没有再登记。",
                report.known_unnumbered
            ));
        }
        Ok(())
    }
}
