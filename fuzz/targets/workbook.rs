//! Any bytes as a workbook: mostly the archive around it.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;
use reading::{options, read, whole};

fuzz_target!(|bytes: &[u8]| {
    // Without this beginning the bytes are taken for text.
    let mut archive = b"PK\x03\x04".to_vec();
    if bytes.starts_with(b"PK") {
        archive.clear();
    }
    archive.extend_from_slice(bytes);
    if let Ok(file) = read(&archive, &options()) {
        whole(&file);
    }
});
