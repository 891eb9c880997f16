//! An organisation file, beside an organisation that is there already.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ydt::domain::town::org::Org;
use ydt::intake::org_file::{OrgFile, to_toml};

fuzz_target!(|text: &str| {
    let Ok(file) = OrgFile::parse(text) else { return };
    let present = Org { town: "建胜镇".to_owned(), district: "大渡口区".to_owned(), ..Org::default() };
    if let Ok(org) = file.resolve(&present) {
        // What it becomes can be written, read and taken in again, and is the same then.
        let again = OrgFile::parse(&to_toml(&org).expect("our own text")).expect("our own file");
        assert_eq!(again.resolve(&org).expect("our own organisation"), org);
    }
});
