//! What a workbook says outside its sheets: their names and parts, the shared texts, the number formats of its styles.

#![expect(clippy::wildcard_enum_match_arm, reason = "most pieces of XML say nothing here")]

use std::collections::HashMap;

use quick_xml::events::Event;

use super::archive::Archive;
use super::damaged;
use super::format::Format;
use super::xml::{Xml, attribute, unescaped};
use crate::intake::error::IntakeError;

/// Built-in number formats that are not plain, as their numbers stand in styles.
const BUILT_IN: [(u32, &str); 22] = [
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (11, "0.00E+00"),
    (12, "# ?/?"),
    (13, "# ??/??"),
    (14, "yyyy/m/d"),
    (18, "h:mm AM/PM"),
    (19, "h:mm:ss AM/PM"),
    (20, "h:mm"),
    (21, "h:mm:ss"),
    (22, "yyyy/m/d h:mm"),
    (37, "#,##0"),
    (38, "#,##0"),
    (39, "#,##0.00"),
    (40, "#,##0.00"),
    (45, "mm:ss"),
    (47, "mm:ss.0"),
    (49, "@"),
];

/// A sheet of cells.
pub(super) struct Sheet {
    pub name: String,
    pub is_visible: bool,
    /// The name of its part.
    pub part: String,
}

/// What is held of a workbook while a sheet is read.
pub(super) struct Book {
    pub sheets: Vec<Sheet>,
    pub counts_from_1904: bool,
    strings: Vec<Box<str>>,
    formats: Vec<Format>,
}

impl Book {
    pub fn read(archive: &mut Archive<'_>) -> Result<Self, IntakeError> {
        let (mut sheets, counts_from_1904) = read_workbook(archive)?;
        let parts = read_relations(archive)?;
        sheets.retain_mut(|sheet| match parts.get(&sheet.part) {
            Some(part) => {
                sheet.part.clone_from(part);
                true
            }
            None => false,
        });
        Ok(Self {
            sheets,
            counts_from_1904,
            strings: read_strings(archive)?,
            formats: read_formats(archive)?,
        })
    }

    /// A shared text by its place.
    pub fn string(&self, place: &str) -> Result<&str, IntakeError> {
        let place: usize = place.trim().parse().map_err(|_| damaged())?;
        self.strings.get(place).map(AsRef::as_ref).ok_or_else(damaged)
    }

    /// The number format of a style; cells without a style have the plain one.
    pub fn format(&self, style: Option<&str>) -> &Format {
        let format =
            style.and_then(|style| style.parse::<usize>().ok()).and_then(|style| self.formats.get(style));
        format.unwrap_or(&Format::General)
    }
}

/// The sheets in order, each with the id of its relation in the place of its part.
fn read_workbook(archive: &mut Archive<'_>) -> Result<(Vec<Sheet>, bool), IntakeError> {
    let part = archive.part("xl/workbook.xml")?.ok_or_else(damaged)?;
    let mut xml = Xml::new(part);
    let (mut sheets, mut counts_from_1904) = (Vec::new(), false);
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "sheet" => {
                    let state = attribute(&tag, "state")?;
                    sheets.push(Sheet {
                        name: attribute(&tag, "name")?.ok_or_else(damaged)?.into_owned(),
                        is_visible: state.is_none_or(|state| state == "visible"),
                        part: attribute(&tag, "id")?.ok_or_else(damaged)?.into_owned(),
                    });
                }
                "workbookPr" => {
                    let date = attribute(&tag, "date1904")?;
                    counts_from_1904 = date.is_some_and(|date| matches!(&*date, "1" | "true"));
                }
                _ => {}
            },
            Event::Eof => return Ok((sheets, counts_from_1904)),
            _ => {}
        }
    }
}

/// The parts of the sheets with cells, by the ids of their relations.
fn read_relations(archive: &mut Archive<'_>) -> Result<HashMap<String, String>, IntakeError> {
    let part = archive.part("xl/_rels/workbook.xml.rels")?.ok_or_else(damaged)?;
    let mut xml = Xml::new(part);
    let mut parts = HashMap::new();
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "Relationship" => {
                let kind = attribute(&tag, "Type")?.unwrap_or_default();
                if kind.ends_with("/worksheet") {
                    let id = attribute(&tag, "Id")?.ok_or_else(damaged)?.into_owned();
                    let target = attribute(&tag, "Target")?.ok_or_else(damaged)?;
                    parts.insert(id, part_name(&target));
                }
            }
            Event::Eof => return Ok(parts),
            _ => {}
        }
    }
}

/// A target is told from the workbook's folder, or from the root of the archive.
fn part_name(target: &str) -> String {
    let target = target.to_lowercase().replace('\\', "/");
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{}", target.trim_start_matches("./")),
    }
}

fn read_strings(archive: &mut Archive<'_>) -> Result<Vec<Box<str>>, IntakeError> {
    let Some(part) = archive.part("xl/sharedStrings.xml")? else { return Ok(Vec::new()) };
    let mut xml = Xml::new(part);
    let mut strings = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.local_name().as_ref() == "si" => {
                strings.push(rich_text(&mut xml)?.into_boxed_str());
            }
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => strings.push("".into()),
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}

/// The text of an element whose runs stand in `t`; how a word is pronounced stands in `rPh` and is no part of it.
pub(super) fn rich_text<R: std::io::BufRead>(xml: &mut Xml<R>) -> Result<String, IntakeError> {
    let mut text = String::new();
    let mut depth = 0_u32;
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => {
                    let run = xml.text()?;
                    text.push_str(&run);
                }
                "rPh" => {
                    xml.text()?;
                }
                _ => depth += 1,
            },
            Event::End(_) if depth == 0 => return Ok(unescaped(text)),
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
}

/// The formats of the cell styles, in their order.
fn read_formats(archive: &mut Archive<'_>) -> Result<Vec<Format>, IntakeError> {
    let Some(part) = archive.part("xl/styles.xml")? else { return Ok(Vec::new()) };
    let mut xml = Xml::new(part);
    let mut own: HashMap<u32, String> = HashMap::new();
    let (mut formats, mut in_cell_styles) = (Vec::new(), false);
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&tag, "numFmtId")?.and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(&tag, "formatCode")?) {
                        own.insert(id, code.into_owned());
                    }
                }
                "cellXfs" => in_cell_styles = true,
                "xf" if in_cell_styles => {
                    let id = attribute(&tag, "numFmtId")?.and_then(|id| id.parse::<u32>().ok()).unwrap_or(0);
                    formats.push(format_of(id, &own));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cell_styles = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

fn format_of(id: u32, own: &HashMap<u32, String>) -> Format {
    if let Some(code) = own.get(&id) {
        return Format::parse(code);
    }
    // These ids are dates in Chinese, Japanese and Korean programs.
    if matches!(id, 14..=17 | 27..=36 | 50..=58) {
        return Format::Date;
    }
    let built_in = BUILT_IN.iter().find(|(known, _)| *known == id);
    // The rest are amounts of money and the like, whose look differs from one system to the next.
    let other = if id == 0 { Format::General } else { Format::Unknown };
    built_in.map_or(other, |(_, code)| Format::parse(code))
}
