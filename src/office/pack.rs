//! The month-end pack: bulletin, ledger, lists, the head of the record and a list of digests, made from what was frozen, so
//! that the same files come out whenever it is made again.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::as_of::Then;
use super::bulletin::{disclosures, handled, unit, upto};
use super::{BulletinView, CasesRead, Office, OfficeError};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::document::hash::hex;
use crate::domain::figures::facts::Number;
use crate::domain::figures::figure::FigureName;
use crate::domain::figures::stretch::Stretch;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::view::ledger;
use crate::forms::bulletin::{List, OPEN, UNDISCLOSED};
use crate::forms::spreadsheet::{self, Table};
use crate::forms::{Foot, bulletin, bulletin_book, docx};
use crate::store::StoreError;

/// A file of the pack under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

const FOLLOW_UP: &[(&str, u8)] = &[
    ("编号", 15),
    ("事项", 40),
    ("单位", 20),
    ("答复日", 14),
    ("评价", 12),
    ("是否解决", 12),
    ("办结日", 14),
];

impl BulletinView {
    /// The bulletin on paper.
    ///
    /// # Errors
    /// The words of the library.
    pub fn docx(&self, lists: &[List]) -> Result<Vec<u8>, OfficeError> {
        let sheet = bulletin::sheet(&self.bulletin, &self.text, lists, &self.town, self.frozen.is_none());
        docx(&sheet, &Foot { lines: vec![self.anchor()] }).map_err(|why| unwritten(&why))
    }

    /// Its figures as a spreadsheet with charts.
    ///
    /// # Errors
    /// The words of the library.
    pub fn xlsx(&self, lists: &[List]) -> Result<Vec<u8>, OfficeError> {
        bulletin_book::book(&self.bulletin, lists, &self.town).map_err(|why| unwritten(&why))
    }

    /// The head of the record when the figures were taken.
    #[must_use]
    pub fn anchor(&self) -> String {
        let Self { bulletin, .. } = self;
        format!("统计时间 {}  链头 {}:{}", bulletin.as_of.minute(), bulletin.events, bulletin.head)
    }
}

fn unwritten(why: &str) -> OfficeError {
    StoreError::Other(format!("文件没有写成：{why}")).into()
}

impl Office {
    /// The files of the pack of a month or a year that was frozen.
    ///
    /// # Errors
    /// `missing_field` where its bulletin is not frozen yet; as [`Office::bulletin`].
    pub fn pack(
        &self,
        stretch: Stretch,
        now: Moment,
        read: &mut CasesRead<'_>,
    ) -> Result<Vec<PackFile>, OfficeError> {
        let view = self.bulletin(stretch, now)?;
        if view.frozen.is_none() {
            let message = format!(
                "{}的通报还没有封存，月末包要从封存的做；请先改好并封存通报。没有写出文件。",
                stretch.words()
            );
            return Err(Refusal::new(RefusalCode::MissingField, message).into());
        }
        let lists = self.bulletin_lists(&view, now, read)?;
        let mut files = vec![
            PackFile { name: format!("通报{stretch}.docx"), bytes: view.docx(&lists)? },
            PackFile { name: format!("通报{stretch}.xlsx"), bytes: view.xlsx(&lists)? },
        ];
        let open =
            lists.into_iter().find(|list| list.columns == OPEN).map_or_else(Vec::new, |list| list.rows);
        files.extend(self.packed_tables(&view, open, now, read)?);
        let head = format!("{}\n{}\n", stretch.words(), view.anchor());
        files.push(PackFile { name: "链头.txt".to_owned(), bytes: head.into_bytes() });
        let mut sums = String::new();
        for file in &files {
            sums.extend([hex(&Sha256::digest(&file.bytes)).as_str(), "  ", &file.name, "\n"]);
        }
        files.push(PackFile { name: "SHA256SUMS".to_owned(), bytes: sums.into_bytes() });
        Ok(files)
    }

    fn packed_tables(
        &self,
        view: &BulletinView,
        open: Vec<Vec<String>>,
        now: Moment,
        read: &mut CasesRead<'_>,
    ) -> Result<Vec<PackFile>, OfficeError> {
        let report = &view.bulletin;
        self.read(|snapshot| {
            let then = self.then(snapshot, upto(report), now)?;
            let (mut all, mut asked) = (Vec::new(), Vec::new());
            let of = |names: &[FigureName]| -> BTreeSet<Number> {
                let figures = names.iter().filter_map(|name| report.figure(*name));
                figures.flat_map(|figure| &figure.cases).cloned().collect()
            };
            let is_asked =
                of(&[FigureName::Dissatisfied, FigureName::NotGiven, FigureName::ResolutionUnknown]);
            for number in handled(report) {
                read.one_more()?;
                let Some(case) = self.listed(snapshot, number, &then)? else { continue };
                all.push(ledger::row(&case, then.org()));
                if is_asked.contains(number) {
                    asked.push(follow_up_row(&case, &then));
                }
            }
            let columns: Vec<(&str, u8)> =
                ledger::COLUMNS.iter().map(|column| (column.label, column.width)).collect();
            let disclosed = disclosures(snapshot, report, &then, true)?;
            let stretch = report.stretch;
            let mut files = vec![spread(&format!("台账{stretch}"), &columns, &all, view)?];
            for list in [
                List { title: "在办清单", columns: OPEN, rows: open, on_paper: false },
                List { title: "回访清单", columns: FOLLOW_UP, rows: asked, on_paper: false },
                List { title: "公示公开清单", columns: UNDISCLOSED, rows: disclosed, on_paper: false },
            ] {
                files.push(spread(&format!("{}{stretch}", list.title), list.columns, &list.rows, view)?);
            }
            Ok(files)
        })
    }
}

fn spread(
    title: &str,
    columns: &[(&str, u8)],
    rows: &[Vec<String>],
    view: &BulletinView,
) -> Result<PackFile, OfficeError> {
    let notes = [format!("{title}：{}行，投诉人已隐去", rows.len()), view.anchor()];
    let on = view.bulletin.as_of.date();
    let bytes = spreadsheet::xlsx(&Table { title, columns, rows, notes: &notes, on })
        .map_err(|why| unwritten(&why))?;
    Ok(PackFile { name: format!("{title}.xlsx"), bytes })
}

fn follow_up_row(case: &Case, then: &Then) -> Vec<String> {
    let word = case.evaluations.last();
    vec![
        case.case_no.clone(),
        case.title.text().to_owned(),
        unit(case, then),
        case.deliveries.last().map_or(String::new(), |sent| sent.delivered_at.date().to_string()),
        word.map_or("", |word| word.satisfaction.label()).to_owned(),
        word.and_then(|word| word.resolved).map_or("", |resolved| resolved.label()).to_owned(),
        case.closed_on().map_or(String::new(), |day| day.to_string()),
    ]
}
