//! Rows read cell by cell: what is taken, what is a warning, what is a fault.

use super::*;
use crate::intake::column::Mapping;

fn judge() -> Judge {
    Judge { now: Moment::parse("2026-11-23 09:00").unwrap(), epoch: times::EPOCH_1900 }
}

fn read_one(changed: &str, cell: Cell) -> Result<IntakeRow, RowFault> {
    let mut names = vec!["投诉时间", "标题", "内容"];
    let mut cells = vec![text("2026-03-05 14:20"), text("占道"), text("长期占道")];
    if let Some(index) = names.iter().position(|name| *name == changed) {
        cells[index] = cell;
    } else {
        names.push(changed);
        cells.push(cell);
    }
    let header =
        Header::of_table(names.into_iter().map(str::to_owned).collect(), &Mapping::default()).unwrap();
    read(&header, 7, &cells, judge(), &mut Warnings::default())
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

#[test]
fn a_faulty_value_names_row_column_and_reason_and_keeps_the_cells() {
    for (column, cell, word) in [
        ("投诉时间", text("2026-02-30"), "不是能识别的时间"),
        ("投诉时间", text("2026-11-23 09:01"), "将来"),
        ("投诉时间", text("1999-12-31 23:59"), "2000"),
        ("投诉时间", Cell::Number(12.0), "不是能识别的时间"),
        ("投诉时间", Cell::Empty, "没有填写"),
        ("推送时间", text("后天"), "不是能识别的时间"),
        ("标题", text(" \u{3000}"), "没有填写"),
        ("内容", Cell::Empty, "没有填写"),
        ("平台编号", Cell::number(1e15), "失真"),
        ("平台编号", Cell::Shown(5.0, None), "数字格式"),
        ("平台编号", text("JD\u{202e}1"), "控制字符"),
        ("平台编号", text("JD\u{1f}1"), "控制字符"),
        ("手机号", Cell::number(6.23e15), "失真"),
        ("手机号", Cell::Shown(5.0, None), "数字格式"),
        ("投诉人", Cell::Bad(String::new(), Bad::Formula), "公式"),
        ("主件页数", Cell::Bad(String::new(), Bad::Formula), "公式"),
        ("备注", Cell::Bad(String::new(), Bad::Formula), "公式"),
        ("标题", Cell::Bad("#N/A".into(), Bad::Error), "错误值"),
        ("平台编号", Cell::Bad("#N/A".into(), Bad::Error), "错误值"),
        ("平台编号", text("1.38E+10"), "科学计数法"),
        ("手机号", text("1.38123E10"), "科学计数法"),
        ("备注", Cell::number(f64::INFINITY), "失真"),
    ] {
        let shown = cell.shown();
        let fault = read_one(column, cell).unwrap_err();
        assert_eq!((fault.row, fault.column.as_str()), (7, column));
        assert!(fault.reason.contains(word), "{column}: {}", fault.reason);
        assert!(fault.raw.contains(&shown));
    }
}

#[test]
fn good_values_come_through_unchanged() {
    let odd = " 首尾空格\t\u{202e}\u{200b}👨‍👩‍👧\u{7} ";
    assert_eq!(read_one("内容", text(odd)).unwrap().content, odd);
    assert_eq!(
        read_one("平台编号", Cell::number(2_026_111_800_001.0)).unwrap().platform_no.unwrap(),
        "2026111800001"
    );
    assert_eq!(read_one("平台编号", text("\tJD-1 ")).unwrap().platform_no.unwrap(), "JD-1");
    assert_eq!(read_one("平台编号", text("12E5")).unwrap().platform_no.unwrap(), "12E5");
    assert_eq!(read_one("主件页数", Cell::Number(3.0)).unwrap().main_pages, Some(3));
    assert_eq!(read_one("主件页数", text("9999")).unwrap().main_pages, Some(9999));
    assert_eq!(read_one("备注", text("x")).unwrap().other, [("备注".to_owned(), "x".to_owned())]);
    assert_eq!(read_one("投诉人", text("匿名")).unwrap().complainant.unwrap(), "匿名");
    let serial = read_one("投诉时间", Cell::Number(46_086.597_222_2)).unwrap();
    assert_eq!(serial.complained_at.minute(), "2026-03-05 14:20");
    assert_eq!(serial.received_at, None);
    let latest = read_one("投诉时间", text("2026-11-23 09:00")).unwrap();
    assert_eq!(latest.complained_at, judge().now);
}

#[test]
fn what_is_optional_never_costs_the_complaint() {
    for (text_of_count, count) in [
        ("3", Some(3)),
        ("3.0", Some(3)),
        (" ３ ", Some(3)),
        ("3页", Some(3)),
        ("9999", Some(9999)),
        ("10000", None),
        ("-1", None),
        ("1.5", None),
        ("三", None),
        ("约3页", None),
    ] {
        let row = read_one("主件页数", text(text_of_count)).unwrap();
        let kept = row.other.iter().any(|(name, kept)| name == "主件页数（原文）" && kept == text_of_count);
        assert_eq!((row.main_pages, kept), (count, count.is_none()), "{text_of_count}");
    }
    assert_eq!(read_one("附件数", Cell::Number(1.5)).unwrap().attachments, None);
    assert_eq!(read_one("主件页数", Cell::Shown(3.0, Some("3.00".into()))).unwrap().main_pages, Some(3));
    let error = read_one("手机号", Cell::Bad("#N/A".into(), Bad::Error)).unwrap();
    assert_eq!((error.contact, error.other), (None, vec![("联系电话（原文）".into(), "#N/A".into())]));
}

#[test]
fn a_word_for_a_missing_number_is_no_number_and_a_format_is_what_is_seen() {
    for word in ["-", "无", "NULL", "\\N", "'"] {
        assert_eq!(read_one("平台编号", text(word)).unwrap().platform_no, None, "{word}");
    }
    let shown = Cell::Shown(123.0, Some("00123".into()));
    assert_eq!(read_one("平台编号", shown).unwrap().platform_no.unwrap(), "00123");
    assert_eq!(read_one("平台编号", text("\u{200b}JD1")).unwrap().platform_no.unwrap(), "\u{200b}JD1");
}

#[test]
fn a_day_alone_is_not_earlier_than_an_hour_of_it() {
    let row = read_one("推送时间", text("2026-03-05")).unwrap();
    assert_eq!(row.received_at.unwrap().minute(), "2026-03-05 14:20");
    assert!(read_one("推送时间", text("2026-03-04")).unwrap_err().reason.contains("早于"));
    assert!(read_one("推送时间", text("2026-03-05 14:19")).unwrap_err().reason.contains("早于"));
}
