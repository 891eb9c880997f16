//! The database opened for the person who asks, and what time it is for them.

use std::ops::ControlFlow;
use std::path::Path;

use super::args::Global;
use super::config::Config;
use super::exit::Failure;
use super::out::tell;
use super::{identity, place};
use crate::domain::calendar::Calendar;
use crate::domain::time::Moment;
use crate::office::Office;
use crate::runtime::clock::WallClock;

/// An open database with its clock.
pub(super) struct Session {
    pub office: Office,
    /// `--now`, where it was given.
    pinned: Option<Moment>,
}

impl Session {
    /// Opens the database that the command line names.
    pub fn open(global: &Global) -> Result<Self, Failure> {
        Self::open_at(&place::database(global.db.as_deref())?, global)
    }

    /// The same for a command that only looks: what cannot be written is shown, and it is said that it cannot.
    pub fn open_to_look(global: &Global) -> Result<Self, Failure> {
        let session = Self::open(global)?;
        if let Some(closed) = session.office.closed() {
            tell(&closed.to_string());
        }
        Ok(session)
    }

    /// Looks whether a large file is sound, and says so when it is not: for a command that may save.
    pub fn settle(&mut self) -> Result<(), Failure> {
        if self.office.settle()?
            && let Some(closed) = self.office.closed()
        {
            tell(&closed.to_string());
        }
        Ok(())
    }

    fn open_at(path: &Path, global: &Global) -> Result<Self, Failure> {
        let mut office = Office::open_marked(path, &identity::caller()?, &place::state_place()?, &tell)?;
        office.set_on_wait(Box::new(|name, asked| {
            if asked == 1 {
                tell(&format!("{name}正在导入，稍候。"));
            }
            ControlFlow::Continue(())
        }));
        refuse_pinned_time(global, office.is_sandbox())?;
        if identity::is_served() {
            office.set_file_places(Config::load()?.file_places());
        }
        Ok(Self { office, pinned: global.now })
    }

    /// The present moment, or the one that stands in for it in a practice database.
    pub fn now(&self) -> Moment {
        self.pinned.unwrap_or_else(|| WallClock::system().now())
    }
}

/// The calendar with what was loaded into the database, or the compiled-in one where there is no database that the
/// caller may open: counting days needs nobody's permission.
pub(super) fn calendar(global: &Global) -> Calendar {
    let opened = place::database(global.db.as_deref()).ok().filter(|path| path.exists()).and_then(|path| {
        Office::open_marked(&path, &identity::caller().ok()?, &place::state_place().ok()?, &tell).ok()
    });
    opened.map_or_else(Calendar::embedded, |office| office.calendar().clone())
}

/// Times are facts of the record, so a real database takes them from the system's clock alone.
pub(super) fn refuse_pinned_time(global: &Global, sandbox: bool) -> Result<(), Failure> {
    if global.now.is_some() && !sandbox {
        return Err(Failure::usage("--now 只能用于演练库，正式数据库按系统时间办理；请去掉 --now 再试。"));
    }
    Ok(())
}
