//! Lines of `ydt apply`, a table of own column names, and the words typed into a filter.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ydt::cli::apply_line;
use ydt::domain::view::filter::Filter;
use ydt::intake::Mapping;

fuzz_target!(|bytes: &[u8]| {
    let mut lines = bytes;
    while let Ok(Some(line)) = apply_line::next(&mut lines) {
        let _read = line.and_then(|line| apply_line::read(&line));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _read = Mapping::parse(text);
        let _read = Filter::parse(text);
    }
});
