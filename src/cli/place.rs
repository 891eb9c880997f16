//! Where things are: the database file, the folders of state, the machine and the terminal.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use color_eyre::eyre::WrapErr as _;
use directories::ProjectDirs;

use super::exit::{Exit, Failure};

/// The folders of this user, or a sentence when the system knows no home folder.
///
/// # Errors
/// When no home folder is known.
pub fn folders() -> Result<ProjectDirs, Failure> {
    ProjectDirs::from("", "", "ydt").ok_or_else(|| {
        Failure::new(
            Exit::Unavailable,
            "系统没有给出您的用户文件夹，不知道数据放在哪里；请用 --db 指定数据库文件。",
        )
    })
}

/// The database that a command works on: `--db`, else `YDT_DB`, else `ydt.db` in the data folder.
///
/// # Errors
/// When none is named and no home folder is known.
pub fn database(named: Option<&Path>) -> Result<PathBuf, Failure> {
    named_database(named).map_or_else(|| Ok(folders()?.data_dir().join("ydt.db")), Ok)
}

/// The practice database: as [`database`], but where nothing is named `sandbox.db`, or `sandbox-busy.db` for the busy
/// town.
///
/// # Errors
/// When none is named and no home folder is known.
pub fn practice_database(named: Option<&Path>, busy: bool) -> Result<PathBuf, Failure> {
    named_database(named).map_or_else(
        || Ok(folders()?.data_dir().join(if busy { "sandbox-busy.db" } else { "sandbox.db" })),
        Ok,
    )
}

fn named_database(named: Option<&Path>) -> Option<PathBuf> {
    named.map(Path::to_path_buf).or_else(|| {
        let variable = std::env::var_os("YDT_DB")?;
        (!variable.is_empty()).then(|| PathBuf::from(variable))
    })
}

/// Machine and terminal, as the record keeps them.
#[must_use]
pub fn origin() -> String {
    let host =
        nix::unistd::gethostname().map_or_else(|_| String::new(), |host| host.to_string_lossy().into_owned());
    let terminal = nix::unistd::ttyname(std::io::stdin())
        .or_else(|_| nix::unistd::ttyname(std::io::stderr()))
        .map_or_else(|_| "-".to_owned(), |path| path.to_string_lossy().into_owned());
    format!("{host} {terminal}")
}

/// Where reports of what is broken go; their folder is made with the first.
///
/// # Errors
/// When no home folder is known.
pub fn panic_log() -> Result<PathBuf, Failure> {
    Ok(state_place()?.join("panic.log"))
}

/// Where drafts, logs, marks and the openings of cases are kept, whether or not the folder is there yet.
///
/// # Errors
/// When no home folder is known.
pub fn state_place() -> Result<PathBuf, Failure> {
    let folders = folders()?;
    Ok(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned())
}

/// The folder of drafts and logs, made if need be.
///
/// # Errors
/// When no home folder is known or the folder cannot be made.
pub fn state_folder() -> Result<PathBuf, Failure> {
    let folder = state_place()?;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)
        .wrap_err_with(|| format!("建不了文件夹 {}，没有打开；请检查上级文件夹的权限。", folder.display()))?;
    Ok(folder)
}

/// Memory holds complaints and who made them, so no copy of it is left on the disk should the program be broken.
pub fn keep_from_core_files() {
    // Where even this is forbidden there is nothing to be done about it.
    let _ = nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_CORE, 0, 0);
    // A limit on files does not hold for a core that is piped to a program, nor for another process that reads memory.
    let _ = nix::sys::prctl::set_dumpable(false);
}

/// Lets a write beyond the limit on the size of files fail as one on a full disk does, instead of ending the program.
pub fn outlive_full_files() {
    let unread = std::sync::Arc::default();
    // Without it such a write ends us, as it would end any program.
    let _ = signal_hook::flag::register(nix::libc::SIGXFSZ, unread);
}
