//! The bulletin and the month-end pack written to files that the program makes itself, for the console.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::attachments::at_home;
use super::{CasesRead, Office, OfficeError};
use crate::domain::figures::stretch::Stretch;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::store::StoreError;

impl Office {
    /// The bulletin as `ydt bulletin` writes it, into a folder or to a file that isn't there yet, with its spreadsheet
    /// beside it; where the first stands.
    ///
    /// # Errors
    /// A refusal, then nothing was written; a store failure.
    pub fn save_bulletin(
        &self,
        stretch: Stretch,
        to: &str,
        now: Moment,
        read: &mut CasesRead<'_>,
    ) -> Result<PathBuf, OfficeError> {
        let path = at_home(to.trim());
        self.file_places.check_target(&path)?;
        let path = if path.is_dir() { path.join(format!("通报{stretch}.docx")) } else { path };
        if !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx")) {
            return Err(refused(&path, "没有写出：通报写成 docx，文件名请以 .docx 结尾"));
        }
        let beside = path.with_extension("xlsx");
        for path in [&path, &beside] {
            self.check_new(path)?;
        }
        let view = self.bulletin(stretch, now)?;
        let lists = self.bulletin_lists(&view, now, read)?;
        let (docx, xlsx) = (view.docx(&lists)?, view.xlsx(&lists)?);
        self.make_file(&path, "", &docx)?;
        if let Err(error) = self.make_file(&beside, "", &xlsx) {
            std::fs::remove_file(&path).map_err(StoreError::from)?;
            return Err(error);
        }
        Ok(path)
    }

    /// The pack of a month or a year that was frozen, into a new folder; how many files, and where it stands.
    ///
    /// # Errors
    /// A refusal, then nothing was written; a store failure.
    pub fn save_pack(
        &self,
        stretch: Stretch,
        to: &str,
        now: Moment,
        read: &mut CasesRead<'_>,
    ) -> Result<(usize, PathBuf), OfficeError> {
        let path = at_home(to.trim());
        self.file_places.check_target(&path)?;
        let path = if path.is_dir() { path.join(format!("月末{stretch}")) } else { path };
        self.check_new(&path)?;
        let files = self.pack(stretch, now, read)?;
        make_folder(&path, files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())))
            .map_err(StoreError::from)?;
        Ok((files.len(), path))
    }

    /// Refuses a place where something stands already, a folder too.
    fn check_new(&self, path: &Path) -> Result<(), OfficeError> {
        if path.symlink_metadata().is_ok() {
            return Err(refused(path, "已经存在，没有改动；请换一个名称"));
        }
        Ok(self.file_places.check_target(path)?)
    }
}

fn refused(path: &Path, why: &str) -> OfficeError {
    Refusal::new(RefusalCode::InvalidValue, format!("{} {why}。", path.display())).into()
}

/// Makes the folder with these files, for whoever runs the program alone.
///
/// # Errors
/// When a file cannot be written; then nothing is left.
pub fn make_folder<'f>(path: &Path, files: impl Iterator<Item = (&'f str, &'f [u8])>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft: PathBuf = folder.join(format!(".{name}.{}", std::process::id()));
    let written = (|| {
        DirBuilder::new().mode(0o700).create(&draft)?;
        for (name, bytes) in files {
            let place = draft.join(name);
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(place)?;
            file.write_all(bytes)?;
            file.sync_all()?;
        }
        File::open(&draft)?.sync_all()?;
        std::fs::rename(&draft, path)
    })();
    if written.is_err() {
        // The draft may not even have been made.
        let _ = std::fs::remove_dir_all(&draft);
    }
    written
}
