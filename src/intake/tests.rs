//! The layer as a whole: sample files, refusals by kind, limits, cancelling, arbitrary bytes.

use std::ops::ControlFlow;
use std::path::Path;

use proptest::prelude::*;

use super::testing::{options, read, refusal, try_read};
use super::*;

const GOOD: &str = "投诉时间,标题,内容\n2026-03-05,占道,长期占道\n";

#[test]
fn the_sample_files_are_read_without_a_fault() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/samples");
    for (name, rows, encoding) in [
        ("platform-export-utf8.csv", 60, "UTF-8（带 BOM）"),
        ("platform-export-gb18030.csv", 40, "GB18030"),
        ("platform-push.json", 12, "UTF-8"),
        ("platform-push.xlsx", 30, "XLSX"),
    ] {
        let path = folder.join(name);
        if !path.exists() {
            println!("skipped: {name} is not here");
            continue;
        }
        let file = read_path(&path, &options(), &mut |_, _| ControlFlow::Continue(())).unwrap();
        assert_eq!((file.rows.len(), file.faulty.as_slice()), (rows, [].as_slice()), "{name}");
        assert_eq!((file.encoding.as_str(), file.warnings.len()), (encoding, 0), "{name}");
        assert_eq!(file.unknown_columns, [""; 0]);
        assert!(file.rows.iter().all(|row| row.platform_no.is_some() && row.received_at.is_some()));
        assert_eq!(file.size, std::fs::metadata(&path).unwrap().len());
    }
}

#[test]
fn files_that_are_no_export_are_named_and_refused() {
    for (bytes, word) in [
        (b"".as_slice(), "空"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", ".xls"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PK\x03\x04 not really", "损坏"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "网页"),
        (&[0; 4096], "空字节"),
    ] {
        let sentence = refusal(bytes);
        assert!(sentence.contains(word), "{sentence}");
    }
}

#[test]
fn what_is_known_of_the_file_is_told() {
    let text =
        format!("\u{feff}{}", GOOD.replace("内容\n", "内容,办理状态,\n").replace("占道\n", "占道,在办,\n"));
    let file = read(text.as_bytes());
    assert_eq!(file.header, ["投诉时间", "标题", "内容", "办理状态"]);
    assert_eq!(file.unknown_columns, ["办理状态"]);
    assert_eq!(file.rows.get(0).unwrap().other, [("办理状态".to_owned(), "在办".to_owned())]);
    assert_eq!(
        read(b"\xef\xbb\xbf[{\"title\":\"a\",\"content\":\"b\",\"complained_at\":\"2026-01-02\"}]").row_count,
        1
    );
    assert_eq!(file.size, text.len() as u64);
    let empty_digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(file.sha256.len(), empty_digest.len());
    assert_ne!(file.sha256, read(GOOD.as_bytes()).sha256);
}

#[test]
fn reading_can_be_cancelled_and_progress_never_runs_past_its_end() {
    let text = format!("{GOOD}{}", "2026-03-05,a,b\n".repeat(5000));
    let mut calls = 0;
    let result = read_bytes("t", text.as_bytes(), &options(), &mut |done, total| {
        assert!(done <= total);
        calls += 1;
        if calls == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(result, Err(IntakeError::Cancelled));
    let objects = "{\"投诉时间\":\"2026-03-05\",\"标题\":\"a\",\"内容\":\"b\"},".repeat(600);
    let array = format!("[{}]", objects.trim_end_matches(','));
    let mut calls = 0;
    let result = read_bytes("t", array.as_bytes(), &options(), &mut |_, _| {
        calls += 1;
        if calls == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(result, Err(IntakeError::Cancelled));
}

#[test]
fn a_rejected_file_can_be_mended_and_imported_again() {
    let text = "投诉时间,标题,内容,备注\n2026-02-30,=1+1,'-3,@x\n2026-03-05,a,b,c,d\n2026-03-05,c,d,e\n";
    let first = read(text.as_bytes());
    assert_eq!((first.rows.len(), first.faulty.len()), (1, 2));
    let rejected = rejected_csv(&first.header, &first.faulty).unwrap();
    let unmended = read(&rejected);
    assert_eq!((unmended.rows.len(), unmended.faulty.len()), (0, 2));
    let mended =
        String::from_utf8(rejected).unwrap().replace("2026-02-30", "2026-02-28").replace("c,d", "c,");
    let second = read(mended.as_bytes());
    assert_eq!(second.faulty, []);
    let row = &second.rows.get(0).unwrap();
    assert_eq!((row.title.as_str(), row.content.as_str()), ("=1+1", "'-3"));
    assert_eq!(row.other, [("备注".to_owned(), "@x".to_owned())]);
    assert_eq!(second.unknown_columns, ["备注"]);
    let again = rejected_csv(&unmended.header, &unmended.faulty).unwrap();
    assert_eq!(read(&again).faulty.len(), 2);
}

#[test]
fn an_own_table_of_names_is_used_for_every_format() {
    let map = Mapping::parse("\"when\" = \"投诉时间\"\n\"what\" = \"标题\"\n\"text\" = \"内容\"").unwrap();
    let options = Options { map, ..options() };
    for text in
        ["when,what,text\n2026-03-05,a,b\n", "[{\"when\":\"2026-03-05\",\"what\":\"a\",\"text\":\"b\"}]"]
    {
        let file = read_bytes("t", text.as_bytes(), &options, &mut |_, _| ControlFlow::Continue(())).unwrap();
        assert_eq!((file.rows.len(), file.faulty.len()), (1, 0), "{text}");
    }
}

#[test]
fn a_read_file_carries_its_name_and_a_fifo_does_not_block() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("导出.csv");
    std::fs::write(&path, GOOD).unwrap();
    let file = read_path(&path, &options(), &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!((file.name.as_str(), file.rows.len()), ("导出.csv", 1));
    let fifo = folder.path().join("fifo");
    nix::unistd::mkfifo(&fifo, nix::sys::stat::Mode::S_IRWXU).unwrap();
    let refused = read_path(&fifo, &options(), &mut |_, _| ControlFlow::Continue(()));
    assert!(matches!(refused, Err(IntakeError::Path(_))));
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), start in 0_usize..6) {
        let starts: [&[u8]; 6] =
            [b"", b"[{", b"{\"a\":", b"PK\x03\x04", b"\xff\xfe", "投诉时间,标题,内容\n".as_bytes()];
        let _ = try_read(&[starts[start], &bytes].concat());
    }

    #[test]
    fn a_csv_of_any_cells_comes_through_code_point_for_code_point(cells in proptest::collection::vec("\\PC{1,20}|[\",;\t\n ]{0,5}x", 1..8)) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["投诉时间", "标题", "内容"]).unwrap();
        for cell in &cells {
            writer.write_record(["2026-03-05", "x", cell]).unwrap();
        }
        let file = read(&writer.into_inner().unwrap());
        prop_assert_eq!(file.rows.len() + file.faulty.len(), cells.len());
        for row in file.rows.iter() {
            prop_assert!(cells.contains(&row.content));
        }
        let blank = cells.iter().filter(|cell| cell.trim().is_empty()).count();
        prop_assert_eq!(file.faulty.len(), blank);
    }
}
