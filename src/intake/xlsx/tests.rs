//! Workbooks from a real writer, and archives made by hand to hurt.

use std::io::Write;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Writer};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::domain::view::intake_row::{FileFormat, IntakeFile};
use crate::intake::testing::{options, read, refusal};
use crate::intake::{IntakeError, read_bytes};

const NAMES: [&str; 3] = ["投诉时间", "标题", "内容"];

/// A workbook whose first sheet has the mandatory columns and what `fill` adds.
fn written(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Writer::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(NAMES) {
        sheet.write_string(0, column, name).unwrap();
    }
    fill(sheet);
    book.save_to_buffer().unwrap()
}

/// A minimal workbook around hand-written sheet data.
fn by_hand(sheet_data: &str) -> Vec<u8> {
    archive(&parts(&format!("<worksheet><sheetData>{sheet_data}</sheetData></worksheet>")))
}

fn parts(sheet: &str) -> Vec<(&'static str, Vec<u8>)> {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    vec![
        (
            "_rels/.rels",
            format!("<Relationships><Relationship Id=\"a\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")
                .into_bytes(),
        ),
        (
            "xl/workbook.xml",
            format!("<workbook xmlns:r=\"{relations}\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")
                .into_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships><Relationship Id=\"rId1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>")
                .into_bytes(),
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes().to_vec()),
    ]
}

fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        zip.start_file(*name, packed).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn text_cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn header_row() -> String {
    let cells: String =
        ["A1", "B1", "C1"].iter().zip(NAMES).map(|(place, name)| text_cell(place, name)).collect();
    format!("<row r=\"1\">{cells}</row>")
}

fn good_row(row: u32) -> String {
    let cell = |column: &str, text: &str| text_cell(&format!("{column}{row}"), text);
    format!(
        "<row r=\"{row}\">{}{}{}</row>",
        cell("A", "2026-03-05"),
        cell("B", "占道"),
        cell("C", "长期占道")
    )
}

#[test]
fn dates_numbers_and_texts_of_a_real_writer_come_through() {
    let bytes = written(|sheet| {
        for (column, name) in (3..).zip(["平台编号", "主件页数", "推送时间", "备注"]) {
            sheet.write_string(0, column, name).unwrap();
        }
        let date = Format::new().set_num_format("yyyy/m/d h:mm:ss");
        let at = ExcelDateTime::parse_from_str("2026-03-05T14:20:59.7").unwrap();
        sheet.write_datetime_with_format(1, 0, &at, &date).unwrap();
        sheet.write_string(1, 1, "=1+1").unwrap();
        sheet.write_string(1, 2, "第一行\n第二行 𠀀").unwrap();
        sheet.write_number(1, 3, 2_026_111_800_001.0).unwrap();
        sheet.write_number(1, 4, 3.0).unwrap();
        sheet.write_number(1, 5, 46_086.598_611_111).unwrap();
        sheet.write_boolean(1, 6, true).unwrap();
    });
    let file = read(&bytes);
    assert_eq!(file.format, FileFormat::Xlsx);
    assert_eq!(file.faulty, []);
    let row = &file.rows.get(0).unwrap();
    assert_eq!(row.complained_at.to_string(), "2026-03-05T14:21:00+08:00");
    assert_eq!(row.received_at.unwrap().minute(), "2026-03-05 14:22");
    assert_eq!(row.title, "=1+1");
    assert_eq!(row.content, "第一行\n第二行 𠀀");
    assert_eq!(row.platform_no.as_deref(), Some("2026111800001"));
    assert_eq!(row.main_pages, Some(3));
    assert_eq!(row.other, [("备注".to_owned(), "TRUE".to_owned())]);
}

#[test]
fn a_number_beyond_two_to_the_fifty_third_and_a_surplus_cell_are_faults_of_their_rows() {
    let bytes = written(|sheet| {
        sheet.write_string(0, 3, "平台编号").unwrap();
        for row in 1..=3 {
            for (column, text) in (0..).zip(["2026-03-05", "占道", "长期"]) {
                sheet.write_string(row, column, text).unwrap();
            }
        }
        sheet.write_number(1, 3, 2.026_111_800_001_234_5e19).unwrap();
        sheet.write_string(2, 5, "多").unwrap();
    });
    let file = read(&bytes);
    assert_eq!(file.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [4]);
    assert!(file.faulty[0].reason.contains("失真"));
    assert_eq!(file.faulty[0].column, "平台编号");
    assert!(file.faulty[1].reason.contains("多出 1 格"));
}

#[test]
fn an_error_value_a_doubled_cell_and_rows_after_gaps_are_numbered_rightly() {
    let error = good_row(5).replace(&text_cell("B5", "占道"), "<c r=\"B5\" t=\"e\"><v>#N/A</v></c>");
    let doubled = good_row(9).replace("C9", "B9");
    let file = read(&by_hand(&format!("{}{error}{doubled}{}", header_row(), good_row(12))));
    assert_eq!(file.rows.get(0).unwrap().row, 12);
    assert_eq!(file.faulty.iter().map(|fault| fault.row).collect::<Vec<_>>(), [5, 9]);
    assert!(file.faulty[0].reason.contains("错误值"));
    assert!(file.faulty[1].reason.contains("写了两次"));
}

#[test]
fn a_hidden_first_sheet_is_passed_over_with_a_warning_and_a_named_one_is_taken() {
    let mut book = Writer::new();
    for (name, hidden) in [("旧表", true), ("新表", false), ("空表", false)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.set_hidden(hidden);
        if name != "空表" {
            for (column, (head, text)) in (0..).zip(NAMES.iter().zip(["2026-03-05", name, "长期"])) {
                sheet.write_string(0, column, *head).unwrap();
                sheet.write_string(1, column, text).unwrap();
            }
        }
        if !hidden {
            sheet.set_active(name == "新表");
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let file = read(&bytes);
    assert_eq!(file.rows.get(0).unwrap().title, "新表");
    assert!(file.warnings[0].contains("旧表") && file.warnings[0].contains("新表"));
    let named = |sheet: &str| -> Result<IntakeFile, IntakeError> {
        let options = crate::intake::Options { sheet: Some(sheet.into()), ..options() };
        read_bytes("test", &bytes, &options, &mut |_, _| std::ops::ControlFlow::Continue(()))
    };
    assert_eq!(named("旧表").unwrap().rows.get(0).unwrap().title, "旧表");
    assert!(named("空表").unwrap_err().to_string().contains("空的"));
    let unknown = named("没有").unwrap_err().to_string();
    assert!(unknown.contains("“没有”") && unknown.contains("“新表”"), "{unknown}");
}

#[test]
fn far_cells_and_bad_references_are_refused_without_harm() {
    for (data, word) in [
        (format!("{}<row r=\"2\">{}</row>", header_row(), text_cell("XFD2", "x")), "512 列"),
        (format!("{}<row r=\"9999999\">{}</row>", header_row(), text_cell("A9999999", "x")), "200000 行"),
        (format!("{}<row r=\"2\">{}</row>", header_row(), text_cell("A0", "x")), "损坏"),
        (format!("{}<row r=\"2\">{}</row>", header_row(), text_cell("A99999999999", "x")), "损坏"),
        (format!("{}{}{}", header_row(), good_row(7), good_row(3)), "损坏"),
        (format!("{}<row r=\"2\"><c r=\"A2\" t=\"s\"><v>7</v></c></row>", header_row()), "损坏"),
        (format!("{}<row r=\"2\"><c r=\"A2\" t=\"zz\"><v>7</v></c></row>", header_row()), "损坏"),
        (format!("{}<row><c", header_row()), "损坏"),
        (String::new(), "空的"),
        ("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>编号</t></is></c></row>".into(), "投诉时间、"),
    ] {
        let sentence = refusal(&by_hand(&data));
        assert!(sentence.contains(word), "{data}: {sentence}");
    }
}

#[test]
fn a_promise_of_endless_strings_is_refused_before_memory_is_reserved_for_it() {
    let mut parts = parts("<worksheet><sheetData/></worksheet>");
    parts.push((
        "xl/sharedStrings.xml",
        b"<sst uniqueCount=\"999999999999\"><si><t>x</t></si></sst>".to_vec(),
    ));
    assert!(refusal(&archive(&parts)).contains("损坏"));
}

#[test]
fn doubled_entries_wrong_checksums_and_altered_archives_are_refused() {
    let good = by_hand(&format!("{}{}", header_row(), good_row(2)));
    assert_eq!(read(&good).rows.len(), 1);

    let mut parts = parts("<worksheet><sheetData/></worksheet>");
    parts.push(("XL/worksheets/Sheet1.xml", b"<worksheet/>".to_vec()));
    assert!(refusal(&archive(&parts)).contains("重名"));

    // The checksum of the sheet's entry, in the central directory.
    let name = b"xl/worksheets/sheet1.xml";
    let central = good.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    let at = central + good[central..].windows(name.len()).position(|bytes| bytes == name).unwrap();
    let mut wrong = good.clone();
    wrong[at - 30] ^= 0xff;
    assert!(refusal(&wrong).contains("损坏"));

    let mut cut = good.clone();
    cut.truncate(good.len() / 2);
    assert!(refusal(&cut).contains("损坏"));

    let mut commented = good.clone();
    let length = commented.len() - 2;
    commented[length] = 1;
    commented.push(b'x');
    assert!(refusal(&commented).contains("损坏"));
}

#[test]
fn a_bomb_is_refused_while_it_inflates() {
    let mut parts = parts("<worksheet><sheetData/></worksheet>");
    parts.push(("xl/media/image1.png", vec![0; (1 << 30) + 1]));
    assert!(refusal(&archive(&parts)).contains("1 GiB"));
}

#[test]
fn other_zip_files_are_named_and_refused() {
    for (name, word) in [
        ("word/document.xml", "Word"),
        ("content.xml", "OpenDocument"),
        ("xl/workbook.bin", "xlsb"),
        ("readme.txt", "压缩包"),
    ] {
        assert!(refusal(&archive(&[(name, b"<x/>".to_vec())])).contains(word), "{name}");
    }
}

#[test]
fn a_workbook_of_the_1904_calendar_gives_the_same_day() {
    let data = format!(
        "{}<row r=\"2\"><c r=\"A2\"><v>44624.5</v></c>{}{}</row>",
        header_row(),
        text_cell("B2", "占道"),
        text_cell("C2", "长期")
    );
    let mut parts = parts(&format!("<worksheet><sheetData>{data}</sheetData></worksheet>"));
    let book = String::from_utf8(parts[1].1.clone())
        .unwrap()
        .replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>");
    parts[1].1 = book.into_bytes();
    let file = read(&archive(&parts));
    assert_eq!(file.rows.get(0).unwrap().complained_at.minute(), "2026-03-05 12:00");
}

proptest::proptest! {
    #[test]
    fn a_sheet_with_any_bytes_changed_ends_in_a_result(
        changes in proptest::collection::vec((0_usize..2000, proptest::prelude::any::<u8>()), 1..6),
        cut in 0_usize..2000,
    ) {
        let sheet = format!(
            "<worksheet><dimension ref=\"A1:C3\"/><sheetData>{}{}{}</sheetData></worksheet>",
            header_row(), good_row(2), good_row(3)
        );
        let mut parts = parts(&sheet);
        let bytes = &mut parts[3].1;
        let length = bytes.len();
        for (at, byte) in changes {
            bytes[at % length] = byte;
        }
        if cut < length / 4 {
            bytes.truncate(length - cut);
        }
        if let Ok(file) = crate::intake::testing::try_read(&archive(&parts)) {
            proptest::prop_assert!(file.rows.len() + file.faulty.len() <= 3);
        }
    }
}
