//! Papers turned into PDF by LibreOffice, where it is installed. It works in a private folder with settings of its own,
//! so that it neither reads nor changes those of the person who asks, and it is killed when it takes too long.

use std::fs::DirBuilder;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::domain::document::hash::hex;
use crate::intake::bounded;

/// The names under which it is installed.
const PROGRAMS: [&str; 2] = ["soffice", "libreoffice"];
/// Starting takes long on a busy machine, one more paper hardly anything.
const TO_START: Duration = Duration::from_secs(90);
const PER_PAPER: Duration = Duration::from_secs(5);
/// With some 250 open it turns no more of them, and says nothing.
const IN_ONE_RUN: usize = 100;
/// So often is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(50);
/// More than any paper has as PDF, in bytes.
const LONGEST: u64 = 256 << 20;

/// Where no LibreOffice is.
pub const NOT_INSTALLED: &str = "这台机器没有装 LibreOffice，转不成 PDF，没有编号，也没有写出；不加 --pdf 可以写成 docx，要 PDF 请系统管理员安装 libreoffice-writer。";

/// Why there is no PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPdf {
    /// It had not ended within its time.
    TooSlow,
    /// Somebody stopped it.
    Stopped,
    /// It ended without a file, or could not be run.
    Failed,
}

impl NoPdf {
    /// Why, as it follows a comma.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::TooSlow => "LibreOffice 太久没有转完，已停下",
            Self::Stopped => "按您的要求停下了",
            Self::Failed => "LibreOffice 没有转成",
        }
    }
}

/// A LibreOffice that was found.
pub struct Converter {
    program: PathBuf,
}

impl Converter {
    /// The first on the path; `None` where there is none.
    #[must_use]
    pub fn find() -> Option<Self> {
        let path = std::env::var_os("PATH")?;
        let folders: Vec<PathBuf> =
            std::env::split_paths(&path).filter(|folder| folder.is_absolute()).collect();
        let places = PROGRAMS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        places.into_iter().find(|place| place.is_file()).map(|program| Self { program })
    }

    /// The papers as PDF, in their order. Many are turned in one run, because starting takes longest.
    ///
    /// # Errors
    /// Why there are none.
    pub fn to_pdf(&self, papers: &[&[u8]], is_stopped: &dyn Fn() -> bool) -> Result<Vec<Vec<u8>>, NoPdf> {
        let folder = Private::make().map_err(|error| failed(&error))?;
        let files = folder.put(papers).map_err(|error| failed(&error))?;
        for files in files.chunks(IN_ONE_RUN) {
            let mut running = self.start(folder.path(), files).map_err(|error| failed(&error))?;
            let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
            wait(&mut running, TO_START + PER_PAPER.saturating_mul(count), is_stopped)?;
        }
        let read = |file: &PathBuf| {
            bounded::file_bytes(&file.with_extension("pdf"), LONGEST).map_err(|unread| {
                tracing::warn!(?unread, "a paper was not turned into PDF");
                NoPdf::Failed
            })
        };
        files.iter().map(read).collect()
    }

    fn start(&self, folder: &Path, files: &[PathBuf]) -> std::io::Result<Child> {
        Command::new(&self.program)
            .arg("--headless")
            .arg("--norestore")
            .arg(format!("-env:UserInstallation=file://{}", folder.join("settings").display()))
            .args(["--convert-to", "pdf", "--outdir"])
            .arg(folder)
            .args(files)
            .current_dir(folder)
            .env("HOME", folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // It starts others, which have to end with it.
            .process_group(0)
            .spawn()
    }
}

fn failed(error: &std::io::Error) -> NoPdf {
    tracing::warn!(%error, "papers could not be handed to LibreOffice");
    NoPdf::Failed
}

fn wait(running: &mut Child, limit: Duration, is_stopped: &dyn Fn() -> bool) -> Result<(), NoPdf> {
    let begun = Instant::now();
    let why = loop {
        match running.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(_)) => return Err(NoPdf::Failed),
            Err(error) => break failed(&error),
            Ok(None) if is_stopped() => break NoPdf::Stopped,
            Ok(None) if begun.elapsed() > limit => break NoPdf::TooSlow,
            Ok(None) => std::thread::sleep(LOOK),
        }
    };
    let group = Pid::from_raw(running.id().cast_signed());
    if let Err(error) = killpg(group, Signal::SIGKILL) {
        tracing::warn!(%error, "LibreOffice could not be ended");
    }
    if let Err(error) = running.wait() {
        tracing::warn!(%error, "LibreOffice could not be waited for");
    }
    Err(why)
}

/// A folder that only its owner can enter; it goes with everything in it.
struct Private(PathBuf);

impl Private {
    fn make() -> std::io::Result<Self> {
        let mut name = [0; 16];
        getrandom::fill(&mut name).map_err(std::io::Error::other)?;
        let folder = std::env::temp_dir().join(format!("ydt-{}", hex(&name)));
        DirBuilder::new().mode(0o700).create(&folder)?;
        Ok(Self(folder))
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn put(&self, papers: &[&[u8]]) -> std::io::Result<Vec<PathBuf>> {
        let put = |(place, bytes): (usize, &&[u8])| {
            let path = self.0.join(format!("{place}.docx"));
            let mut file =
                std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
            file.write_all(bytes)?;
            Ok(path)
        };
        papers.iter().enumerate().map(put).collect()
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "a folder for PDF could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// A program in the place of LibreOffice.
    fn converter(folder: &Path, script: &str) -> Converter {
        let program = folder.join("soffice");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
        Converter { program }
    }

    #[test]
    fn papers_come_back_in_their_order_and_nothing_is_left_behind() {
        let home = tempfile::tempdir().unwrap();
        let seen = home.path().join("seen");
        let script = format!(
            r#"pwd > {0}; stat -c %a . >> {0}; for f in *.docx; do sed s/docx/pdf/ "$f" > "${{f%.docx}}.pdf"; done"#,
            seen.display()
        );
        let pdf = converter(home.path(), &script).to_pdf(&[b"docx 1", b"docx 2"], &|| false).unwrap();
        assert_eq!(pdf, [b"pdf 1".to_vec(), b"pdf 2".to_vec()]);
        let seen = std::fs::read_to_string(seen).unwrap();
        let (folder, mode) = seen.trim().split_once('\n').unwrap();
        assert_eq!(mode, "700");
        assert!(!Path::new(folder).exists(), "{folder}");
    }

    #[test]
    fn one_that_fails_is_stopped_or_hangs_gives_no_pdf() {
        let home = tempfile::tempdir().unwrap();
        let none = converter(home.path(), "exit 0").to_pdf(&[b"x"], &|| false);
        assert_eq!(none.unwrap_err(), NoPdf::Failed);
        let failed = converter(home.path(), "exit 1").to_pdf(&[b"x"], &|| false);
        assert_eq!(failed.unwrap_err(), NoPdf::Failed);
        let stopped = converter(home.path(), "exec sleep 600").to_pdf(&[b"x"], &|| true);
        assert_eq!(stopped.unwrap_err(), NoPdf::Stopped);
        let mut hanging = converter(home.path(), "sleep 600 & wait").start(home.path(), &[]).unwrap();
        assert_eq!(wait(&mut hanging, Duration::ZERO, &|| false), Err(NoPdf::TooSlow));
        assert!(hanging.try_wait().unwrap().is_some());
    }
}
