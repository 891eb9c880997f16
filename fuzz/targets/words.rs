//! Outside text on the screen: nothing of it steers the terminal, and it keeps to the width it is given.

#![no_main]

use libfuzzer_sys::fuzz_target;
use unicode_segmentation::UnicodeSegmentation as _;
use ydt::domain::text::signs::is_hidden;
use ydt::ui::text;

fuzz_target!(|input: (u8, &str)| {
    let (cells, words) = (usize::from(input.0), input.1);
    let clean = text::clean(words);
    assert!(!clean.chars().any(is_hidden), "{clean:?}");
    for line in text::clean_lines(words) {
        assert!(!line.chars().any(is_hidden), "{line:?}");
        for wrapped in text::wrap(&line, cells) {
            // What belongs to one character stays together, however wide it is.
            let is_one = wrapped.graphemes(true).count() == 1;
            assert!(is_one || text::width(&wrapped) <= cells.max(2), "{wrapped:?}");
        }
    }
    assert!(text::width(&text::fit(&clean, cells)) <= cells);
    assert_eq!(text::width(&text::pad(&clean, cells)), cells);
});
