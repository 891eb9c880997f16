//! A year's notice, in the program's own form or that of holiday-cn: what is taken makes a calendar that can count.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ydt::domain::calendar::Calendar;
use ydt::intake::calendar_file;

fuzz_target!(|text: &str| {
    if let Ok((notice, _)) = calendar_file::read(text) {
        let again = serde_json::to_string(&notice).expect("a notice is JSON");
        assert_eq!(calendar_file::read(&again).map(|(notice, _)| notice), Ok(notice.clone()));
        let _counts = Calendar::from_notices([notice]);
    }
});
