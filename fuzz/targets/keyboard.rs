//! Bytes of a terminal, with the silences between them.

#![no_main]

use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use ydt::runtime::keyboard::Keyboard;
use ydt::ui::keys::Keys;

fuzz_target!(|bytes: &[u8]| {
    let mut keyboard = Keyboard::new(Keys::default());
    let mut at = Duration::ZERO;
    let mut rest = bytes;
    // Two bytes say how many follow at once and how long it is silent after them.
    while let [count, silence, more @ ..] = rest {
        let (now, later) = more.split_at(usize::from(*count % 32).min(more.len()));
        let typing = silence % 2 == 0;
        keyboard.came(now, at, typing);
        at += Duration::from_millis(u64::from(*silence) * 4);
        if keyboard.due().is_some_and(|due| due <= at) {
            keyboard.quiet(at, typing);
        }
        rest = later;
    }
    // After a long silence nothing is held back any more.
    for _ in 0..8 {
        at += Duration::from_secs(3);
        keyboard.quiet(at, false);
    }
    assert_eq!(keyboard.due(), None);
});
