//! Parses the command line and runs it.

use std::process::ExitCode;

fn main() -> ExitCode {
    // A fault of the program is reported without a word of any case; the console adds what it has to put in order.
    ydt::runtime::panic::install(ydt::cli::place::panic_log().ok());
    ExitCode::from(ydt::cli::run(std::env::args_os()))
}
