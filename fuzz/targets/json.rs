//! Complaints as JSON: an array, lines, or a list inside an answer.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;
use reading::{options, read, read_again, whole};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(file) = read(bytes, &options()) {
        whole(&file);
        read_again(&file);
    }
});
