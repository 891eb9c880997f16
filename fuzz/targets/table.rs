//! Text with separators, in any encoding: rows are good or faulty, never lost, and a rejected file can be read again.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;
use reading::{options, read, read_again, whole};
use ydt::intake::Encoding;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    // A quarter of the inputs goes without detection, a quarter under a header that a table has.
    let encoding = match first % 8 {
        0 => Some(Encoding::Utf8),
        1 => Some(Encoding::Gb18030),
        _ => None,
    };
    let mut text = Vec::new();
    if matches!(first % 8, 2 | 3) {
        text.extend_from_slice("平台编号,投诉时间,投诉人,联系电话,标题,内容,附件数,备注\n".as_bytes());
    }
    text.extend_from_slice(rest);
    let mut options = options();
    options.encoding = encoding;
    if let Ok(file) = read(&text, &options) {
        whole(&file);
        read_again(&file);
    }
});
