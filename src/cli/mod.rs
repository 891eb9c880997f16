//! The command line: one file per group of commands. Everything a person can do in the console can be done here,
//! with Chinese text for people and stable JSON for programs.

mod apply;
mod apply_disclosure;
mod apply_hand;
mod apply_help;
pub mod apply_line;
mod args;
mod args_disclosure;
mod attach;
mod audit;
mod backup;
mod bulletin;
mod calendar;
mod calendar_load;
mod check;
mod chinese;
mod config;
mod consent;
mod console;
mod disclosure;
mod exit;
#[cfg(test)]
mod figures_tests;
mod file;
mod form;
mod holding;
pub mod identity;
mod import;
mod init;
mod json;
mod ledger;
mod list;
mod log;
mod manual;
mod meeting;
mod openings;
mod org;
mod out;
pub mod place;
mod purge;
mod read;
mod report;
mod restore;
mod saving;
mod session;
mod settings;
mod shell;
mod show;
mod template;
mod usage;
mod watch;

use std::ffi::OsString;
use std::io::Write;

use clap::FromArgMatches as _;
use clap::error::ErrorKind;
use color_eyre::Report;

use args::{Cli, Command};
pub(crate) use exit::{Exit, Failure};
use out::{Out, tell};
use session::Session;

use crate::runtime::panic;

/// Does what the command line says and gives the exit code; everything there is to say has been said.
#[must_use]
pub fn run(line: impl IntoIterator<Item = OsString>) -> u8 {
    // Whatever is written here holds complaints, so nobody else can read it.
    nix::sys::stat::umask(nix::sys::stat::Mode::from_bits_truncate(0o077));
    place::keep_from_core_files();
    place::outlive_full_files();
    let mut out = Out::stdout();
    let ended =
        parse(line, &mut out).and_then(|cli| cli.map_or(Ok(Exit::Done as u8), |cli| obey(cli, &mut out)));
    let flushed = out.flush().map_err(Failure::from);
    match ended.and_then(|code| flushed.map(|()| code)) {
        Ok(code) => {
            tracing::info!(code, "ended");
            code
        }
        Err(failure) => {
            tracing::warn!(code = failure.exit() as u8, "failed");
            match &failure {
                Failure::BrokenPipe => {}
                Failure::Told { sentence, .. } => tell(sentence),
                Failure::Broken(report) => tell(&broken(report)),
            }
            failure.exit() as u8
        }
    }
}

/// The outermost message of a report, and where the rest was written down.
fn broken(report: &Report) -> String {
    let trace = panic::note(report).map_or_else(
        || "原因没能记下。".to_owned(),
        |log| format!("原因记在 {}，其中没有投诉内容。", log.display()),
    );
    format!("{report}{trace}")
}

/// The command line, or nothing when help or version was asked for and has been written.
fn parse<W: Write>(
    line: impl IntoIterator<Item = OsString>,
    out: &mut Out<W>,
) -> Result<Option<Cli>, Failure> {
    let read =
        chinese::command().try_get_matches_from(line).and_then(|matches| Cli::from_arg_matches(&matches));
    match read {
        Ok(cli) => Ok(Some(cli)),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            out.raw(&error.render().to_string())?;
            Ok(None)
        }
        Err(error) => Err(Failure::usage(usage::sentence(&error))),
    }
}

fn obey<W: Write>(cli: Cli, out: &mut Out<W>) -> Result<u8, Failure> {
    let global = &cli.global;
    let open = || Session::open(global);
    let look = || Session::open_to_look(global);
    log::begin(global.log_level)?;
    let Some(command) = cli.command else { return console::open(global) };
    let exit = match command {
        Command::Sandbox { reset, busy } => return console::sandbox(global, reset, busy),
        Command::Init(asked) => init::run(global, asked),
        Command::Import(asked) => import::run(&mut open()?, &asked, out),
        Command::List(asked) if asked.meetings => meeting::list(&look()?, asked.json, out),
        Command::List(asked) => list::run(&look()?, &asked, out),
        Command::Show { case, as_of: Some(day), explain, json } => {
            show::run_as_of(&look()?, &case, day, (explain, json), out)
        }
        Command::Show { case, as_of: None, explain, json } => {
            show::run(&look()?, &case, (explain, json), out)
        }
        Command::Apply(asked) => apply::run(&mut open()?, &asked, out),
        Command::Attach(asked) => attach::run(&mut open()?, &asked, out),
        Command::Check { json, quiet } => check::check(&mut look()?, json, quiet, out),
        Command::Watch => watch::run(open()?, global),
        Command::Settings { command } => settings::run(&mut open()?, &command, out),
        Command::Calendar { command: args::Calendar::Load { file, yes, json } } => {
            calendar_load::run(&mut open()?, &file, yes, json, out)
        }
        Command::Calendar { command } => {
            let calendar = session::calendar(global);
            calendar::run(&calendar, command, &mut std::io::stdin().lock(), out)
        }
        Command::Verify { anchor, json } => check::verify(&look()?, anchor.as_deref(), json, out),
        Command::Backup(asked) => backup::run(&mut look()?, &asked, out),
        Command::Restore(asked) => restore::run(global, &asked, out),
        Command::Purge { dry_run, yes, json } => purge::run(&mut open()?, (dry_run, yes), json, out),
        Command::Audit { command: args::Audit::Export { file } } => audit::export(&look()?, &file, out),
        Command::Form(asked) if asked.text => form::run(&mut look()?, &asked, out),
        Command::Form(asked) => form::run(&mut open()?, &asked, out),
        Command::Numbers { command: args::Numbers::List { year, json } } => {
            form::numbers(&look()?, year, json, out)
        }
        Command::Ledger(asked) if asked.identity => ledger::run(&mut open()?, &asked, out),
        Command::Ledger(asked) => ledger::run(&mut look()?, &asked, out),
        Command::Bulletin(asked) if asked.freeze => bulletin::run(&mut open()?, &asked, out),
        Command::Bulletin(asked) => bulletin::run(&mut look()?, &asked, out),
        Command::Pack(asked) if asked.freeze => bulletin::pack(&mut open()?, &asked),
        Command::Pack(asked) => bulletin::pack(&mut look()?, &asked),
        Command::Report(asked) if asked.freeze.is_some() => report::run(&mut open()?, &asked, out),
        Command::Report(asked) => report::run(&mut look()?, &asked, out),
        Command::Template { command: args::Template::List { json } } => {
            template::run(&mut look()?, &args::Template::List { json }, out)
        }
        Command::Template { command } => template::run(&mut open()?, &command, out),
        Command::Openings(asked) => openings::run(&open()?, &asked, out),
        Command::Disclosure { command } => disclosure::run(&mut open()?, command, out),
        Command::Org { command } => org::run(&mut open()?, &command, out),
        Command::Completions { shell } => shell::completions(shell, out),
        Command::Man => shell::man(out),
        Command::Help { topic } => manual::run(topic.as_deref(), out),
    };
    exit.map(|exit| exit as u8)
}
