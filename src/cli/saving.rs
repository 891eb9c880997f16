//! Papers that were given their numbers become files: one after another, each whole or not at all, as .docx or through
//! LibreOffice as PDF. Ctrl-C leaves those that are written and says which are not.

use std::io::{IsTerminal as _, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use color_eyre::eyre::WrapErr as _;

use super::exit::{Exit, Failure};
use super::file;
use super::out::{Out, tell};
use crate::domain::view::paper::PaperFile;
use crate::runtime::pdf::{Converter, NOT_INSTALLED};

/// From so many papers on it is told how far they are.
const TOLD_FROM: usize = 20;

/// Where files go: under one name, or under their own into a folder.
pub(super) enum Target {
    Named(PathBuf),
    Folder(PathBuf),
}

/// How papers of one command are written.
pub(super) struct Saving {
    pub target: Target,
    converter: Option<Converter>,
    interrupted: Arc<AtomicBool>,
    tenths: usize,
}

impl Saving {
    /// Checks what can be known before a number is given: that nothing stands under the name, and that LibreOffice is
    /// there where PDF is wanted.
    ///
    /// # Errors
    /// One sentence; nothing has happened then.
    pub fn to(target: Target, as_pdf: bool) -> Result<Self, Failure> {
        if let Target::Named(path) = &target
            && path != Path::new("-")
            && path.symlink_metadata().is_ok()
        {
            return Err(file::exists(path));
        }
        let converter = if as_pdf {
            Some(Converter::find().ok_or_else(|| Failure::new(Exit::Unavailable, NOT_INSTALLED))?)
        } else {
            None
        };
        let interrupted = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(nix::libc::SIGINT, Arc::clone(&interrupted))
            .wrap_err("不能接住 Ctrl-C，没有写出；请再试一次。")?;
        Ok(Self { target, converter, interrupted, tenths: 0 })
    }

    fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// Hears how many papers have their number.
    pub fn numbering(&mut self, done: usize, all: usize) -> ControlFlow<()> {
        self.tell(done, all, "正在编号");
        if self.is_interrupted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Each tenth once, where somebody watches.
    fn tell(&mut self, done: usize, all: usize, what: &str) {
        let tenths = done.saturating_mul(10).checked_div(all).unwrap_or_default();
        if all >= TOLD_FROM && tenths != self.tenths && std::io::stderr().is_terminal() {
            tell(&format!("{what} {done}/{all}……"));
        }
        self.tenths = tenths;
    }

    /// Writes the papers; their numbers stand already.
    ///
    /// # Errors
    /// What keeps one from being written. Those before it are there.
    pub fn save<W: Write>(&mut self, mut papers: Vec<PaperFile>, out: &mut Out<W>) -> Result<Exit, Failure> {
        self.convert(&mut papers)?;
        let all = papers.len();
        for (done, paper) in papers.iter().enumerate() {
            if self.is_interrupted() {
                out.flush()?;
                return Err(Failure::new(
                    Exit::Unavailable,
                    format!(
                        "按您的要求停下了：共 {all} 份，已写好 {done} 份，其余已编号，再运行一次即写出。"
                    ),
                ));
            }
            self.tell(done, all, "正在写出");
            self.write(paper, out)?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }

    fn convert(&self, papers: &mut [PaperFile]) -> Result<(), Failure> {
        let Some(converter) = &self.converter else { return Ok(()) };
        let files: Vec<&[u8]> = papers.iter().map(|paper| paper.bytes.as_slice()).collect();
        let pdf = converter.to_pdf(&files, &|| self.is_interrupted()).map_err(|why| {
            let numbers: Vec<&str> = papers.iter().map(|paper| paper.number.as_str()).collect();
            Failure::new(
                Exit::Unavailable,
                format!(
                    "{}已编号，但没有写出 PDF：{}；再运行一次，或不加 --pdf 写成 docx，文号不变。",
                    numbers.join("、"),
                    why.reason()
                ),
            )
        })?;
        for (paper, bytes) in papers.iter_mut().zip(pdf) {
            paper.bytes = bytes;
            if let Some(name) = paper.name.strip_suffix(".docx") {
                paper.name = format!("{name}.pdf");
            }
        }
        Ok(())
    }

    fn write<W: Write>(&self, paper: &PaperFile, out: &mut Out<W>) -> Result<(), Failure> {
        let path = match &self.target {
            Target::Named(path) => path.clone(),
            Target::Folder(folder) => folder.join(&paper.name),
        };
        let what = if paper.is_new { "已编号" } else { "文号" };
        let number = format!("{what} {}", paper.number);
        if path == Path::new("-") {
            out.bytes().write_all(&paper.bytes)?;
            tell(&format!("{number}。"));
        } else {
            file::write_new(&path, |file| file.write_all(&paper.bytes).map_err(Failure::from)).inspect_err(
                |_| tell(&format!("{number}，但文件没有写成；换个地方再运行一次，内容一字不差。")),
            )?;
            out.line(&format!("{number}，写到 {}", path.display()))?;
        }
        for warning in &paper.warnings {
            tell(&format!("请核对：{warning}"));
        }
        Ok(())
    }
}
