//! The log, for those who look after the program: what ran and how it ended, never a word of any case.

use color_eyre::eyre::{WrapErr as _, eyre};
use tracing::level_filters::LevelFilter;
use tracing_appender::rolling::{RollingFileAppender, Rotation};

use super::exit::Failure;
use super::place;

/// So many days are kept.
const LOGS_KEPT: usize = 14;

/// Begins to log into the state folder, a file a day.
pub(super) fn begin(level: Option<LevelFilter>) -> Result<(), Failure> {
    let Some(level) = level.filter(|level| *level != LevelFilter::OFF) else { return Ok(()) };
    let folder = place::state_folder()?;
    let cannot =
        || format!("日志写不到 {}，没有打开；请检查文件夹的权限，或不写 --log-level。", folder.display());
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("ydt")
        .filename_suffix("log")
        .max_log_files(LOGS_KEPT)
        .build(&folder)
        .wrap_err_with(cannot)?;
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .with_writer(std::sync::Mutex::new(appender))
        .try_init()
        .map_err(|error| eyre!(error))
        .wrap_err_with(cannot)?;
    Ok(())
}
