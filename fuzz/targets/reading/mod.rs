//! What every file of complaints must keep to, whatever its format.

use std::ops::ControlFlow;

use ydt::domain::time::Moment;
use ydt::domain::view::intake_row::IntakeFile;
use ydt::intake::{IntakeError, Options, read_bytes, rejected_csv};

pub fn options() -> Options {
    Options::at(Moment::parse("2026-11-18 12:00").expect("a moment"))
}

pub fn read(bytes: &[u8], options: &Options) -> Result<IntakeFile, IntakeError> {
    let file = read_bytes("f", bytes, options, &mut |_, _| ControlFlow::Continue(()));
    if let Err(error) = &file {
        plain(&error.to_string());
    }
    file
}

/// No row is lost or doubled, and nothing that is told could steer a terminal.
pub fn whole(file: &IntakeFile) {
    assert_eq!(file.rows.len() + file.faulty.len(), file.row_count as usize);
    let numbers: Vec<u32> = file.rows.iter().map(|row| row.row).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next));
    assert!(file.faulty.windows(2).all(|pair| pair[0].row < pair[1].row));
    assert_eq!(file.header.len(), file.columns.len());
    for row in file.rows.iter() {
        assert!(!row.title.trim().is_empty() && !row.content.trim().is_empty());
        assert!(row.platform_no.as_ref().is_none_or(|number| !number.trim().is_empty()));
    }
    for fault in &file.faulty {
        plain(&fault.reason);
        plain(&fault.column);
    }
    file.warnings.iter().chain(&file.unknown_columns).for_each(|told| plain(told));
}

/// The rejected file is a file that can be read, with as many rows and the same cells.
#[allow(dead_code, reason = "not every target asks")]
pub fn read_again(file: &IntakeFile) {
    if file.faulty.is_empty() {
        return;
    }
    let rejected = rejected_csv(&file.header, &file.faulty).expect("enough memory");
    let Ok(again) = read(&rejected, &options()) else {
        // Names in several rows or beyond the bounds of one cell need not come back.
        return;
    };
    whole(&again);
}

fn plain(told: &str) {
    assert!(told.chars().count() < 2_000, "{} characters", told.chars().count());
    let steers = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!told.chars().any(steers), "{told:?}");
}
