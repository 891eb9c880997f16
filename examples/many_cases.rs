//! Makes a practice town with many cases, for measuring the program from outside:
//! `cargo run --release --example many_cases -- FILE COUNT`, then `ydt --db FILE sandbox`.
//! With a COUNT of 4 it makes the saved file of a schema for `tests/fixtures`.

#[path = "../benches/town.rs"]
mod town;

use std::path::PathBuf;
use std::process::ExitCode;

use ydt::cli::identity;
use ydt::runtime::clock::WallClock;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let (Some(path), Some(count)) =
        (words.next().map(PathBuf::from), words.next().and_then(|word| word.parse().ok()))
    else {
        eprintln!("many_cases FILE COUNT");
        return ExitCode::from(2);
    };
    let made = identity::caller().map_err(|failure| format!("{failure:?}")).and_then(|caller| {
        town::make(&path, &caller.login, count, WallClock::system().now()).map_err(|error| error.to_string())
    });
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
