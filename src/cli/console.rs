//! `ydt` and `ydt sandbox`: what has to be settled before the console takes the terminal.

use std::io::ErrorKind;
use std::path::Path;

use color_eyre::eyre::WrapErr as _;

use super::args::Global;
use super::config::{Config, Console};
use super::exit::{Exit, Failure};
use super::out::tell;
use super::{identity, place, session};
use crate::domain::document::hash::hex;
use crate::office::{Caller, Office, OfficeError, Practice};
use crate::runtime::clock::WallClock;
use crate::runtime::console::{self, Opening};
use crate::runtime::event_loop::Ended;
use crate::runtime::terminal::Terminal;
use crate::runtime::worker::{Founding, Start};
use crate::store::{StoreError, attachments_of};
use crate::ui::app::App;
use crate::ui::theme::Theme;

/// The exit code after a fault of the program itself, as the language sets it.
const BROKEN: u8 = 101;

/// Opens the console on the database, or on the questions of the first start.
pub(super) fn open(global: &Global) -> Result<u8, Failure> {
    let terminal = terminal()?;
    let path = place::database(global.db.as_deref())?;
    let (caller, state) = (identity::caller()?, place::state_place()?);
    let start = match Office::open_marked(&path, &caller, &state, &tell) {
        Ok(office) => {
            session::refuse_pinned_time(global, office.is_sandbox())?;
            Start::Open(Box::new(office))
        }
        Err(OfficeError::Store(StoreError::Missing(_))) => {
            session::refuse_pinned_time(global, false)?;
            Start::SetUp(Founding { path, caller: identity::founder()?, state })
        }
        Err(error) => return Err(error.into()),
    };
    run(terminal, start, global)
}

/// Opens the console on the practice database, which is made first where there is none.
pub(super) fn sandbox(global: &Global, reset: bool, busy: bool) -> Result<u8, Failure> {
    let terminal = terminal()?;
    let path = place::practice_database(global.db.as_deref(), busy)?;
    let (caller, state) = (identity::caller()?, place::state_place()?);
    if reset {
        remove_practice(&path, &caller, &state)?;
    }
    let opened = Office::open_marked(&path, &caller, &state, &tell);
    let office = match opened {
        Err(OfficeError::Store(StoreError::Missing(_))) => {
            make_practice(&path, if busy { Practice::Busy } else { Practice::FirstDay }, global)?;
            Office::open_marked(&path, &caller, &state, &tell)?
        }
        other => other?,
    };
    if !office.is_sandbox() {
        return Err(not_practice(&path));
    }
    run(terminal, Start::Open(Box::new(office)), global)
}

fn terminal() -> Result<Terminal, Failure> {
    Terminal::of_process().map_err(|error| Failure::usage(error.to_string()))
}

/// Makes the practice town beside its place and puts it there when it is whole, so that nobody ever opens half a town.
fn make_practice(path: &Path, practice: Practice, global: &Global) -> Result<(), Failure> {
    let Caller { login, origin, .. } = identity::founder()?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let draft = path.with_file_name(name);
    remove_database(&draft)?;
    let now = global.now.unwrap_or_else(|| WallClock::system().now());
    drop(Office::create_practice(&draft, &login, practice, &origin, now)?);
    Ok(std::fs::rename(&draft, path).map_err(StoreError::from)?)
}

/// Removes a practice database, and nothing that is not one.
fn remove_practice(path: &Path, caller: &Caller, state: &Path) -> Result<(), Failure> {
    match Office::open_marked(path, caller, state, &tell) {
        Ok(office) if office.is_sandbox() => {
            office.forget_seen()?;
            drop(office);
            remove_database(path)?;
            Ok(())
        }
        Ok(_) => Err(not_practice(path)),
        Err(OfficeError::Store(StoreError::Missing(_))) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn not_practice(path: &Path) -> Failure {
    Failure::usage(format!(
        "{} 是正式数据库，不是演练库，没有打开；请用 --db 指定别的文件，或直接运行 ydt。",
        path.display()
    ))
}

/// The file, its attachments and what the library keeps beside it.
fn remove_database(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_dir_all(attachments_of(path)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        Ok(()) | Err(_) => {}
    }
    for ending in ["-wal", "-shm", ""] {
        let mut file = path.as_os_str().to_owned();
        file.push(ending);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// The console from the first frame to the last kept draft.
fn run(terminal: Terminal, start: Start, global: &Global) -> Result<u8, Failure> {
    let config = Config::load()?;
    let keys = config.key_table()?;
    let start = match start {
        Start::Open(mut office) => {
            office.set_file_places(config.file_places());
            office.set_copy_folders(config.copies.folders.clone());
            Start::Open(office)
        }
        other @ Start::SetUp(_) => other,
    };
    let clock = global.now.map_or_else(WallClock::system, WallClock::starting_at);
    let drafts = place::state_folder()?.join("drafts");
    let app = App::new(theme(), keys.clone(), session_name(clock));
    let app = if config.notify.bell { app.with_bell() } else { app };
    let Console { mouse, ambiguous_width } = config.console;
    let opening = Opening { terminal, start, clock, drafts, mouse, widths: ambiguous_width.known(), keys };
    match console::run(opening, app).wrap_err("终端无法设置，操作台没有打开；请重新登录后再试。")?
    {
        // A session whose line dropped has left in order, with its drafts saved.
        Ended::Quit | Ended::EndOfInput | Ended::Signal(_) => Ok(Exit::Done as u8),
        Ended::Broken => Ok(BROKEN),
    }
}

fn theme() -> Theme {
    let colourless = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if colourless { Theme::plain() } else { Theme::colour() }
}

/// Differs from every other session's, for the ids of acts begin with it.
fn session_name(clock: WallClock) -> String {
    let mut bytes = [0; 8];
    // Without random numbers, process and time still tell sessions of one machine apart.
    let random =
        getrandom::fill(&mut bytes).map_or_else(|_| clock.now().unix().to_string(), |()| hex(&bytes));
    format!("{}-{random}", std::process::id())
}
