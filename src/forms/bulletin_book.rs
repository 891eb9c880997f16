//! The bulletin's figures as a spreadsheet with charts of its own kind: numbers are numbers here, so that charts can be
//! drawn of them and sums checked. The same bulletin gives the same bytes.

use rust_xlsxwriter::{Chart, ChartType, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::bulletin::{List, UNIT_COLUMNS, numbered};
use super::spreadsheet::{height, numbers, properties, shown};
use crate::domain::code::Coded as _;
use crate::domain::figures::bulletin::Bulletin;

const PAPER_A4: u8 = 9;
/// Of the column with the numbers of cases.
const CASES_WIDTH: u8 = 60;

/// How cells look.
struct Looks {
    plain: Format,
    head: Format,
    title: Format,
}

/// The file's bytes.
///
/// # Errors
/// The library's words.
pub fn book(bulletin: &Bulletin, lists: &[List], town: &str) -> Result<Vec<u8>, String> {
    written(bulletin, lists, town).map_err(|error| error.to_string())
}

fn written(bulletin: &Bulletin, lists: &[List], town: &str) -> Result<Vec<u8>, XlsxError> {
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    let head = plain.clone().set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    let looks = Looks { plain, head, title: Format::new().set_bold().set_font_size(14) };
    let mut book = Workbook::new();
    let title = format!("{town}{}群众投诉办理情况", bulletin.stretch.words());
    book.set_properties(&properties(&title, bulletin.as_of.date())?);
    units(book.add_worksheet(), bulletin, &looks, &title)?;
    trend(book.add_worksheet(), bulletin, &looks)?;
    received(book.add_worksheet(), bulletin, &looks)?;
    figures(book.add_worksheet(), bulletin, &looks)?;
    for list in lists {
        listed(book.add_worksheet(), list, &looks)?;
    }
    notes(book.add_worksheet(), bulletin, &title)?;
    book.save_to_buffer()
}

fn begin(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[(&str, f64)],
    row: u32,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_landscape().set_paper_size(PAPER_A4).set_print_fit_to_pages(1, 0);
    sheet.set_freeze_panes(row + 1, 0)?.set_repeat_rows(row, row)?;
    for ((label, width), at) in columns.iter().zip(0_u16..) {
        sheet.set_column_width(at, *width)?;
        sheet.write_string_with_format(row, at, *label, &looks.head)?;
    }
    Ok(())
}

/// A number where the cell is one, else text.
fn cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match text.parse::<u32>() {
        Ok(number) => sheet.write_number_with_format(row, column, number, &looks.plain)?,
        Err(_) => sheet.write_string_with_format(row, column, shown(text), &looks.plain)?,
    };
    Ok(())
}

fn units(sheet: &mut Worksheet, bulletin: &Bulletin, looks: &Looks, title: &str) -> Result<(), XlsxError> {
    let mut columns = vec![("序号", 6.0), ("单位", 22.0)];
    columns.extend(UNIT_COLUMNS.iter().map(|column| (column.label, 9.0)));
    begin(sheet, "分单位", &columns, 1, looks)?;
    sheet.write_string_with_format(0, 0, title, &looks.title)?;
    let rows = numbered(&bulletin.rows);
    for ((number, row), at) in rows.iter().zip(2_u32..) {
        let cells = UNIT_COLUMNS.iter().map(|column| (column.value)(row));
        sheet.write_string_with_format(at, 1, shown(&row.name), &looks.plain)?;
        for (text, column) in std::iter::once(number.clone()).chain(cells).zip([0].into_iter().chain(2_u16..))
        {
            cell(sheet, (at, column), &text, looks)?;
        }
    }
    let last = 1 + u32::try_from(rows.iter().filter(|(_, row)| row.kind.is_some()).count()).unwrap_or(0);
    if last < 2 {
        return Ok(());
    }
    let mut chart = Chart::new(ChartType::Bar);
    for (name, column) in [("应办结", 4_u16), ("按期办结", 6)] {
        chart.add_series().set_name(name).set_categories(("分单位", 2, 1, last, 1)).set_values((
            "分单位",
            2,
            column,
            last,
            column,
        ));
    }
    chart.title().set_name("各单位应办结和按期办结");
    chart.y_axis().set_reverse();
    chart.set_width(720).set_height(60 + 26 * last);
    let under = u32::try_from(rows.len()).unwrap_or(0) + 4;
    sheet.insert_chart(under, 1, &chart)?;
    Ok(())
}

fn trend(sheet: &mut Worksheet, bulletin: &Bulletin, looks: &Looks) -> Result<(), XlsxError> {
    let columns = [("月份", 12.0), ("收件", 9.0), ("办结", 9.0), ("应办结", 9.0), ("按期办结", 9.0)];
    begin(sheet, "按月", &columns, 0, looks)?;
    for (month, row) in bulletin.trend.iter().zip(1_u32..) {
        sheet.write_string_with_format(row, 0, month.month.to_string(), &looks.plain)?;
        for (number, column) in
            [month.received, month.closed, month.on_time.1, month.on_time.0].iter().zip(1_u16..)
        {
            sheet.write_number_with_format(row, column, *number, &looks.plain)?;
        }
    }
    let last = u32::try_from(bulletin.trend.len()).unwrap_or(0);
    let mut chart = Chart::new(ChartType::Line);
    for (name, column) in [("收件", 1_u16), ("办结", 2)] {
        chart
            .add_series()
            .set_name(name)
            .set_categories(("按月", 1, 0, last, 0))
            .set_values(("按月", 1, column, last, column));
    }
    chart.title().set_name("每月收件和办结");
    sheet.insert_chart(1, 6, &chart)?;
    Ok(())
}

fn received(sheet: &mut Worksheet, bulletin: &Bulletin, looks: &Looks) -> Result<(), XlsxError> {
    begin(sheet, "收件构成", &[("领域", 22.0), ("件数", 9.0), ("来源", 22.0), ("件数", 9.0)], 0, looks)?;
    for (parts, column) in [(&bulletin.fields, 0_u16), (&bulletin.sources, 2)] {
        for ((name, cases), row) in parts.iter().zip(1_u32..) {
            sheet.write_string_with_format(row, column, shown(name), &looks.plain)?;
            let number = u32::try_from(cases.len()).unwrap_or(0);
            sheet.write_number_with_format(row, column + 1, number, &looks.plain)?;
        }
    }
    let last = u32::try_from(bulletin.fields.len()).unwrap_or(0);
    if last > 0 {
        let mut chart = Chart::new(ChartType::Column);
        let series = chart.add_series().set_name("件数");
        series.set_categories(("收件构成", 1, 0, last, 0)).set_values(("收件构成", 1, 1, last, 1));
        chart.title().set_name("按领域收件");
        chart.legend().set_hidden();
        sheet.insert_chart(1, 5, &chart)?;
    }
    Ok(())
}

fn figures(sheet: &mut Worksheet, bulletin: &Bulletin, looks: &Looks) -> Result<(), XlsxError> {
    let columns = [
        ("部分", 12.0),
        ("指标", 24.0),
        ("分子", 8.0),
        ("分母", 8.0),
        ("比率", 9.0),
        ("计入的件", f64::from(CASES_WIDTH)),
    ];
    begin(sheet, "全部指标", &columns, 0, looks)?;
    let whole = bulletin.report.figures.iter().filter(|figure| figure.part.code == "total");
    for (figure, row) in whole.zip(1_u32..) {
        let denominator = figure.denominator.map_or(String::new(), |of| of.to_string());
        let cells = [
            figure.name.section().label().to_owned(),
            figure.name.label().to_owned(),
            figure.numerator.to_string(),
            denominator,
            figure.percent().unwrap_or_default(),
        ];
        for (text, column) in cells.iter().zip(0_u16..) {
            cell(sheet, (row, column), text, looks)?;
        }
        let cases = numbers(&figure.cases);
        sheet.write_string_with_format(row, 5, &cases, &looks.plain)?;
        sheet.set_row_height(row, height([(cases.as_str(), CASES_WIDTH)].into_iter()))?;
    }
    Ok(())
}

fn listed(sheet: &mut Worksheet, list: &List, looks: &Looks) -> Result<(), XlsxError> {
    let columns: Vec<(&str, f64)> =
        list.columns.iter().map(|(label, width)| (*label, f64::from(*width))).collect();
    begin(sheet, list.title, &columns, 0, looks)?;
    for (row, at) in list.rows.iter().zip(1_u32..) {
        for (text, column) in row.iter().zip(0_u16..) {
            sheet.write_string_with_format(at, column, shown(text), &looks.plain)?;
        }
        let cells = row.iter().map(String::as_str).zip(list.columns.iter().map(|(_, width)| *width));
        sheet.set_row_height(at, height(cells))?;
    }
    Ok(())
}

fn notes(sheet: &mut Worksheet, bulletin: &Bulletin, title: &str) -> Result<(), XlsxError> {
    sheet.set_name("说明")?.set_landscape().set_paper_size(PAPER_A4).set_print_fit_to_pages(1, 0);
    sheet.set_column_width(0, 100)?;
    let notes = [
        title.to_owned(),
        format!("统计时间 {}", bulletin.as_of.minute()),
        format!("链头 {}:{}", bulletin.events, bulletin.head),
        "应办结：期内按期办结的和期内成为超期的办理时限；每个时限只算一次。".to_owned(),
        "不足5件的不算百分比，不排名次；并列的名次相同。".to_owned(),
    ];
    for (note, row) in notes.iter().zip(0_u32..) {
        sheet.write_string(row, 0, note)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader as _};

    use super::*;
    use crate::domain::figures::bulletin::TrendMonth;
    use crate::domain::figures::figure::FigureName;
    use crate::domain::figures::grouping::Part;
    use crate::domain::figures::report::{Figure, Report};
    use crate::domain::figures::stretch::Stretch;
    use crate::domain::time::{Date, Moment};
    use crate::forms::bulletin::{self, OVERDUE};

    /// The bulletin of a year in which so many complaints were received.
    fn bulletin(count: u32) -> Bulletin {
        let as_of = Moment::parse("2026-12-31 18:00").unwrap();
        let cases = (1..=count).map(|no| format!("2026-{no:04}").into()).collect();
        let received = Figure {
            name: FigureName::Received,
            part: Part::whole(),
            numerator: count,
            denominator: None,
            days: None,
            cases,
            others: Vec::new(),
        };
        let (from, to) = (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31));
        Bulletin {
            stretch: Stretch::parse("2026").unwrap(),
            as_of,
            events: 1,
            head: "ab".to_owned(),
            report: Report { from, to, as_of, by: None, figures: vec![received] },
            before: None,
            year_before: None,
            since: Vec::new(),
            rows: Vec::new(),
            sources: Vec::new(),
            fields: Vec::new(),
            topics: Vec::new(),
            trend: vec![TrendMonth {
                month: Stretch::parse("2026-12").unwrap(),
                received: count,
                closed: 0,
                on_time: (0, 0),
            }],
        }
    }

    fn overdue(count: usize) -> List {
        let row = |no: usize| vec![format!("2026-{no:04}"), "低保评定未公示名单".to_owned()];
        List {
            title: "超期未办结", columns: OVERDUE, rows: (1..=count).map(row).collect(), on_paper: true
        }
    }

    #[test]
    fn a_year_of_more_cases_than_a_cell_can_name_is_written() {
        let bytes = book(&bulletin(20_000), &[overdue(900)], "建胜镇").unwrap();
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let figures = book.worksheet_range("全部指标").unwrap();
        assert_eq!(figures.get_value((1, 2)), Some(&Data::Float(20_000.0)));
        let Some(Data::String(cases)) = figures.get_value((1, 5)) else { panic!("no cases") };
        assert!(cases.starts_with("2026-0001 2026-0002") && cases.contains("共20000件"), "{cases}");
        let listed = book.worksheet_range("超期未办结").unwrap();
        assert_eq!(listed.get_value((900, 0)), Some(&Data::String("2026-0900".to_owned())));
    }

    #[test]
    fn a_list_on_paper_ends_where_nobody_reads_on_and_says_where_the_rest_is() {
        let rows = |count: usize| {
            let sheet = bulletin::sheet(&bulletin(1), "", &[overdue(count)], "建胜镇", false);
            let text: String = sheet.texts().collect();
            (text.matches("低保评定未公示名单").count(), text.contains("其余"))
        };
        assert_eq!(rows(300), (300, false));
        assert_eq!(rows(301), (300, true));
        let sheet = bulletin::sheet(&bulletin(1), "", &[overdue(420)], "建胜镇", false);
        let text: String = sheet.texts().collect();
        assert!(text.contains("本表列前300条，其余120条见随附的电子表格。"));
    }
}
