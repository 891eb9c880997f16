//! Catalogues of matters (公开事项目录): 序号·领域·一级事项·二级事项·公开内容(要素)·公开时限·公开主体·公开渠道和载体·公开依据·公开对象·公开方式.
//! Read by the readers of platform exports; only the columns and the judging of a row are their own.

use std::ops::ControlFlow;
use std::path::Path;

use super::cell::Cell;
use super::column::without_remarks;
use super::error::IntakeError;
use super::header::Header;
use super::row::{self, Fault, Judge, RowReader};
use super::table::Table;
use super::warnings::Warnings;
use super::{Mapping, Options, open, read_into};
use crate::domain::time::Moment;
use crate::domain::town::catalogue::{CatalogueFault, CatalogueFile, CatalogueRow};
use crate::domain::view::columns::word;
use crate::domain::view::intake_row::RowFault;

coded! {
    /// The columns of a catalogue; the label is the name it has in the published ones.
    pub enum CatalogueColumn {
        /// Of a file that was read before: the row of that one.
        Row = "row" "表格行号",
        Field = "field" "领域",
        LevelOne = "level_one" "一级事项",
        Name = "name" "二级事项",
        /// What has to be made public of it.
        Elements = "elements" "公开内容",
        /// How often, or how soon after something happened.
        Limit = "limit" "公开时限",
        /// Who makes it public.
        Subject = "subject" "公开主体",
        Channel = "channel" "公开渠道和载体",
        /// By which rule.
        Basis = "basis" "公开依据",
        /// Whom it is made public to.
        Audience = "audience" "公开对象",
        /// Unasked or on request.
        Manner = "manner" "公开方式",
    }
}

impl CatalogueColumn {
    /// Other names in use, in normalised form.
    const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Field => &["所属领域", "公开领域"],
            Self::LevelOne => &["公开事项一级事项", "一级目录", "事项类别"],
            Self::Name => &["公开事项二级事项", "事项名称", "公开事项", "事项", "二级目录"],
            Self::Elements => &["公开内容(要素)", "公开要素", "内容要素", "公开内容要素"],
            Self::Limit => &["公开周期", "公开时间", "时限"],
            Self::Subject => &["责任主体", "公开单位", "责任单位", "单位"],
            Self::Channel => &["公开渠道", "公开载体", "渠道和载体", "公开渠道及载体"],
            Self::Basis => &["依据"],
            Self::Audience => &["对象"],
            Self::Manner => &["方式"],
            Self::Row => &[],
        }
    }

    fn spelled(name: &str) -> Option<Self> {
        use crate::domain::code::Coded as _;
        Self::ALL.iter().copied().find(|column| {
            column.label() == name || column.code() == name || column.aliases().contains(&name)
        })
    }
}

impl Table for CatalogueColumn {
    type Row = CatalogueRow;
    const MANDATORY: &'static [Self] = &[Self::Name, Self::Limit];
    const CALLED: &'static str = "公开事项";
    const TIME: Option<Self> = None;

    fn named(name: &str) -> Option<Self> {
        let whole = word(name);
        Self::spelled(&whole).or_else(|| Self::spelled(&without_remarks(&whole)?))
    }

    fn row(
        header: &Header<Self>,
        number: u32,
        cells: &[Cell],
        judge: Judge,
        warnings: &mut Warnings,
    ) -> Result<CatalogueRow, RowFault> {
        let mut reader = RowReader { header, number, cells, judge, warnings, unread: Vec::new() };
        reader.row().map_err(|(column, reason)| row::fault(header, number, cells, &column, reason))
    }
}

impl RowReader<'_, CatalogueColumn> {
    fn row(&mut self) -> Result<CatalogueRow, Fault> {
        self.refuse_surplus()?;
        let mut text = |column| Ok::<_, Fault>(self.text(column)?.unwrap_or_default().trim().to_owned());
        let of_former = text(CatalogueColumn::Row)?;
        let mut read = CatalogueRow {
            row: 0,
            field: text(CatalogueColumn::Field)?,
            level_one: text(CatalogueColumn::LevelOne)?,
            name: text(CatalogueColumn::Name)?,
            elements: text(CatalogueColumn::Elements)?,
            limit: text(CatalogueColumn::Limit)?,
            subject: text(CatalogueColumn::Subject)?,
            channel: text(CatalogueColumn::Channel)?,
            basis: text(CatalogueColumn::Basis)?,
            audience: text(CatalogueColumn::Audience)?,
            manner: text(CatalogueColumn::Manner)?,
        };
        read.row = of_former.parse().unwrap_or(self.number);
        if read.name.is_empty() {
            return Err(self.blame(CatalogueColumn::Name, "没有填写，请补上"));
        }
        Ok(read)
    }
}

/// Reads the text of a catalogue, CSV or JSON, as it is handed over in a field.
///
/// # Errors
/// [`IntakeError`] when it is no catalogue.
pub fn read_text(text: &str, now: Moment) -> Result<CatalogueFile, IntakeError> {
    read_bytes("", text.as_bytes(), now)
}

/// Reads a catalogue in a file of any format.
///
/// # Errors
/// [`IntakeError`] when it cannot be read or is no catalogue.
pub fn read_path(path: &Path, now: Moment) -> Result<CatalogueFile, IntakeError> {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    read_bytes(&name, &open::read_file(path)?, now)
}

fn read_bytes(name: &str, bytes: &[u8], now: Moment) -> Result<CatalogueFile, IntakeError> {
    let map = Mapping::<CatalogueColumn>::default();
    let options = Options { encoding: None, sheet: None, map, now };
    let mut file = CatalogueFile::default();
    let mut above: Option<CatalogueRow> = None;
    let read =
        read_into(name, bytes, &options, &mut |_, _| ControlFlow::Continue(()), &mut |row| match row {
            Ok(row) => {
                let row: CatalogueRow = filled_down(row, above.as_ref());
                above = Some(row.clone());
                file.rows.push(row);
            }
            Err(RowFault { row, column, reason, .. }) => {
                file.faulty.push(CatalogueFault { row, column, reason });
            }
        })?;
    file.warnings = read.warnings;
    Ok(file)
}

/// The row with what stands once for several rows: 领域, and 一级事项 as long as the field is the same.
fn filled_down(mut row: CatalogueRow, above: Option<&CatalogueRow>) -> CatalogueRow {
    let Some(above) = above else { return row };
    if row.field.is_empty() {
        row.field.clone_from(&above.field);
    }
    if row.level_one.is_empty() && row.field == above.field {
        row.level_one.clone_from(&above.level_one);
    }
    row
}

/// Rows as the text of a field, from which [`read_text`] makes the same rows.
#[must_use]
pub fn to_text(rows: &[CatalogueRow]) -> String {
    use crate::domain::code::Coded as _;
    let objects = rows.iter().map(|row| {
        let cells = [
            (CatalogueColumn::Row, row.row.to_string()),
            (CatalogueColumn::Field, row.field.clone()),
            (CatalogueColumn::LevelOne, row.level_one.clone()),
            (CatalogueColumn::Name, row.name.clone()),
            (CatalogueColumn::Elements, row.elements.clone()),
            (CatalogueColumn::Limit, row.limit.clone()),
            (CatalogueColumn::Subject, row.subject.clone()),
            (CatalogueColumn::Channel, row.channel.clone()),
            (CatalogueColumn::Basis, row.basis.clone()),
            (CatalogueColumn::Audience, row.audience.clone()),
            (CatalogueColumn::Manner, row.manner.clone()),
        ];
        let pairs = cells.into_iter().map(|(column, text)| (column.label().to_owned(), text.into()));
        serde_json::Value::Object(pairs.collect())
    });
    serde_json::Value::Array(objects.collect()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> CatalogueFile {
        read_text(text, Moment::parse("2026-11-23 09:00").unwrap()).unwrap()
    }

    const CSV: &str = "建胜镇公开事项目录,,,,,,\n\
        序号,领域,一级事项,二级事项,公开内容（要素）,公开时限,公开主体\n\
        1,民政,社会救助,最低生活保障,对象名单,每月10日前,各村（社区）\n\
        2,,,临时救助,名单,及时,\n\
        3,集体“三资”,,财务收支,收支明细,每季度,新建村\n\
        4,,,,没有名称,每月,\n";

    #[test]
    fn a_catalogue_is_read_by_its_headers_and_what_stands_once_is_filled_down() {
        let file = read(CSV);
        let names: Vec<_> = file
            .rows
            .iter()
            .map(|row| (row.row, row.field.as_str(), row.level_one.as_str(), row.name.as_str()))
            .collect();
        assert_eq!(
            names,
            [
                (3, "民政", "社会救助", "最低生活保障"),
                (4, "民政", "社会救助", "临时救助"),
                (5, "集体“三资”", "", "财务收支"),
            ]
        );
        assert_eq!(file.rows[0].limit, "每月10日前");
        assert_eq!((file.faulty[0].row, file.faulty[0].column.as_str()), (6, "二级事项"));
        assert!(file.faulty[0].reason.contains("没有填写"));
    }

    #[test]
    fn what_is_handed_over_as_text_is_read_as_the_same_rows_with_the_numbers_of_the_file() {
        let file = read(CSV);
        assert_eq!(read(&to_text(&file.rows)).rows, file.rows);
    }

    #[test]
    fn a_file_that_is_no_catalogue_says_which_columns_it_lacks() {
        let refused = read_text("标题,内容\na,b\n", Moment::parse("2026-11-23 09:00").unwrap()).unwrap_err();
        assert!(refused.to_string().contains("二级事项、公开时限"), "{refused}");
    }

    #[test]
    fn no_alias_stands_for_two_columns() {
        use crate::domain::code::Coded as _;
        for column in CatalogueColumn::ALL {
            for alias in column.aliases().iter().chain([&column.label()]) {
                assert_eq!(CatalogueColumn::named(alias), Some(*column), "{alias}");
            }
        }
    }
}
