//! `ydt bulletin` and `ydt pack`: the office's bulletin drafted, edited, frozen and written, and everything of a month's end
//! in one folder or one archive.

use std::io::{Cursor, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::apply::new_act;
use super::args::{self, Length};
use super::exit::{Exit, Failure};
use super::file;
use super::ledger::telling;
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::figures::stretch::Stretch;
use crate::office::{BulletinView, PackFile};

pub(super) fn run<W: Write>(
    session: &mut Session,
    asked: &args::Bulletin,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let stretch = stretch(&asked.which)?;
    let edited = asked.with.as_deref().map(file::read_text).transpose()?;
    if edited.is_some() && !asked.freeze {
        return Err(Failure::usage("--with 要和 --freeze 一起写：改过的正文随封存留下。"));
    }
    let targets = if asked.text { None } else { Some(targets(asked, stretch)?) };
    let now = session.now();
    let view = if asked.freeze {
        session.office.freeze_bulletin(&new_act()?, stretch, edited.as_deref(), now)?
    } else {
        session.office.bulletin(stretch, now)?
    };
    match targets {
        None => {
            out.prose("", &view.text)?;
            out.flush()?;
        }
        Some(targets) => write(session, &view, &targets, out)?,
    }
    let state = match &view.frozen {
        Some(frozen) => format!("已于 {} 封存。", frozen.at.minute()),
        None => "这是草稿，数字和正文还会变；定稿用 --freeze。".to_owned(),
    };
    tell(&format!("{}通报：{state}{}", stretch.words(), view.anchor()));
    Ok(Exit::Done)
}

fn stretch(args::Which { length, period }: &args::Which) -> Result<Stretch, Failure> {
    let read = Stretch::parse(period.trim());
    let is_right = |stretch: &Stretch| stretch.is_month() == (*length == Length::Month);
    read.filter(is_right).ok_or_else(|| {
        Failure::usage(match length {
            Length::Month => format!("“{period}”不是年月，要像 2026-11 这样写。"),
            Length::Year => format!("“{period}”不是年份，要像 2026 这样写。"),
        })
    })
}

/// Where the two files go; `None` for standard output, which takes the text alone.
type Targets = Option<(PathBuf, PathBuf)>;

fn targets(asked: &args::Bulletin, stretch: Stretch) -> Result<Targets, Failure> {
    let named = match asked.output.as_deref() {
        Some(path) if path == Path::new("-") => {
            if std::io::stdout().is_terminal() {
                return Err(Failure::usage(
                    "通报文件不能输出到屏幕，请用 > 文件名 接住，或用 --text 看文字。",
                ));
            }
            return Ok(None);
        }
        Some(path) if path.is_dir() => path.join(format!("通报{stretch}.docx")),
        Some(path) => path.to_owned(),
        None => PathBuf::from(format!("通报{stretch}.docx")),
    };
    let ending = named.extension().and_then(std::ffi::OsStr::to_str).map(str::to_lowercase);
    if ending.as_deref() != Some("docx") {
        return Err(Failure::usage(format!("通报写成 docx，{} 请以 .docx 结尾。", named.display())));
    }
    let beside = named.with_extension("xlsx");
    for path in [&named, &beside] {
        if path.symlink_metadata().is_ok() {
            return Err(file::exists(path));
        }
    }
    Ok(Some((named, beside)))
}

fn write<W: Write>(
    session: &Session,
    view: &BulletinView,
    targets: &Targets,
    out: &mut Out<W>,
) -> Result<(), Failure> {
    let lists = session.office.bulletin_lists(view, session.now(), &mut telling())?;
    let docx = view.docx(&lists)?;
    let Some((named, beside)) = targets else {
        out.bytes().write_all(&docx)?;
        return Ok(out.flush()?);
    };
    let xlsx = view.xlsx(&lists)?;
    for (path, bytes) in [(named, &docx), (beside, &xlsx)] {
        file::write_new(path, |file| file.write_all(bytes).map_err(Failure::from))?;
        tell(&format!("写到 {}。", path.display()));
    }
    Ok(())
}

/// Writes the pack of a month or a year.
pub(super) fn pack(session: &mut Session, asked: &args::Pack) -> Result<Exit, Failure> {
    let stretch = stretch(&asked.which)?;
    let target = asked.output.clone().unwrap_or_else(|| PathBuf::from(format!("月末{stretch}")));
    if target.symlink_metadata().is_ok() {
        return Err(file::exists(&target));
    }
    let now = session.now();
    if asked.freeze && session.office.bulletin(stretch, now)?.frozen.is_none() {
        session.office.freeze_bulletin(&new_act()?, stretch, None, now)?;
        tell(&format!("{}的通报按起草的正文封存了。", stretch.words()));
    }
    let files = session.office.pack(stretch, now, &mut telling())?;
    let is_archive = target.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    if is_archive {
        let bytes = archive(&files)?;
        file::write_new(&target, |file| file.write_all(&bytes).map_err(Failure::from))?;
    } else {
        file::write_folder(&target, files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())))?;
    }
    tell(&format!("{}的月末包：{}个文件，写到 {}。", stretch.words(), files.len(), target.display()));
    Ok(Exit::Done)
}

/// The files in one archive, the same bytes for the same files.
fn archive(files: &[PackFile]) -> Result<Vec<u8>, Failure> {
    let failed =
        |error: zip::result::ZipError| Failure::new(Exit::Unavailable, format!("压缩包没有写成：{error}。"));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        writer.start_file(file.name.as_str(), options).map_err(failed)?;
        writer.write_all(&file.bytes).map_err(Failure::from)?;
    }
    Ok(writer.finish().map_err(failed)?.into_inner())
}
