//! The dashboard's figures, and a notice file from its preview to its loading.

use std::fs::OpenOptions;
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;

use super::Service;
use crate::domain::calendar::YearNotice;
use crate::office::OfficeError;
use crate::ui::message::{CalendarPreview, Message};

/// More than any notice of one year takes, in bytes.
const LONGEST_NOTICE: u64 = 1 << 20;

impl Service {
    pub(super) fn dashboard(&self) -> Result<(), OfficeError> {
        match self.office.dashboard(self.clock.now()) {
            Ok(figures) => self.tell(Message::Dashboard(Box::new(figures))),
            Err(OfficeError::Refused(refusal)) => self.tell(Message::NoDashboard(refusal)),
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// Reads the notice and tells what it would change; it is kept for the loading that may follow.
    pub(super) fn calendar_preview(&mut self, path: PathBuf) {
        self.notice = None;
        let read =
            read_text(&path).and_then(|text| YearNotice::parse(&text).map_err(|fault| format!("{fault}。")));
        let previewed = read.and_then(|(notice, warnings)| {
            let change = self.office.calendar_preview(&notice, self.clock.now());
            change
                .map(|change| (notice, CalendarPreview { change, warnings }))
                .map_err(|error| error.to_string())
        });
        match previewed {
            Ok((notice, preview)) => {
                self.notice = Some((path.clone(), notice));
                self.tell(Message::CalendarPreview(path, Box::new(preview)));
            }
            Err(why) => self.tell(Message::CalendarFailed(why)),
        }
    }

    /// Loads the notice that was previewed, so that what is loaded is what was shown.
    pub(super) fn load_calendar(&mut self, path: &Path) -> Result<(), OfficeError> {
        let Some((_, notice)) = self.notice.take_if(|(previewed, _)| previewed == path) else {
            self.tell(Message::CalendarFailed("请先预览这个文件，再确认载入。".to_owned()));
            return Ok(());
        };
        match self.office.load_calendar(&notice, self.clock.now()) {
            Ok(change) => {
                self.tell(Message::CalendarLoaded(Box::new(change)));
                self.tell_desk();
                self.after_own_change()?;
            }
            Err(error) => self.tell(Message::CalendarFailed(error.to_string())),
        }
        Ok(())
    }
}

/// The text of a regular file; a pipe or a device is refused before it could block.
fn read_text(path: &Path) -> Result<String, String> {
    let shown = path.display();
    let unreadable = |_| format!("{shown} 打不开或读不出来，没有载入；请检查路径和权限。");
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(OFlag::O_NONBLOCK.bits())
        .open(path)
        .map_err(unreadable)?;
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err(format!("{shown} 不是普通文件，没有载入；请选节假日安排的 JSON 文件。"));
    }
    let mut bytes = Vec::new();
    file.take(LONGEST_NOTICE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LONGEST_NOTICE {
        return Err(format!("{shown} 超过 1 MiB，不像节假日安排，没有载入；请选节假日安排的 JSON 文件。"));
    }
    String::from_utf8(bytes).map_err(|_| format!("{shown} 不是 UTF-8 文本，没有载入；请另存为 UTF-8 再试。"))
}
