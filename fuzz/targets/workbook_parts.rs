//! A sound archive with invented parts: `xl/workbook.xml`, its relations, styles, shared texts and a sheet, each behind
//! the other with a zero byte between. A part that is empty is the usual one.

#![no_main]

mod reading;

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use reading::{options, read, whole};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const PARTS: [(&str, &str); 5] = [
    ("xl/worksheets/sheet1.xml", SHEET),
    ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
    ("xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>"),
    (
        "xl/workbook.xml",
        "<workbook><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"r1\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"r2\" Type=\"http://x/styles\" Target=\"styles.xml\"/>\
         <Relationship Id=\"r3\" Type=\"http://x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
    ),
];

const SHEET: &str = "<worksheet><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>投诉时间</t></is></c>\
    <c t=\"inlineStr\"><is><t>标题</t></is></c><c t=\"inlineStr\"><is><t>内容</t></is></c></row>\
    </sheetData></worksheet>";

fuzz_target!(|bytes: &[u8]| {
    let mut invented = bytes.split(|byte| *byte == 0);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, usual) in PARTS {
        let part = invented.next().filter(|part| !part.is_empty()).unwrap_or(usual.as_bytes());
        archive.start_file(name, stored).expect("a part");
        archive.write_all(part).expect("a part");
    }
    let archive = archive.finish().expect("an archive").into_inner();
    if let Ok(file) = read(&archive, &options()) {
        whole(&file);
    }
});
