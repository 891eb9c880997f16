//! The office's own templates: a .docx of any word processor with named fields such as `{{主要内容}}`, checked when
//! it is imported and filled when a paper is written.
//!
//! A template is read with the zip and XML readers that the house has anyway: the crates for filling documents bring a
//! language of their own, look for fields run by run, and drop what they don't know.

mod archive;
mod dangers;
mod markup;
mod paragraphs;

use std::collections::{BTreeMap, BTreeSet};

use archive::Archive;
use markup::Element;

use super::docx::{Foot, docx};
use super::fields::{FOOT, Values, fields, with_names, written};
use super::specimen;
use crate::domain::code::Coded as _;
use crate::domain::paper::PaperKind;

pub use archive::LONGEST;

const UNREADABLE: &str = "模板的内容读不出来，没有导入；请在 WPS 或 Word 里打开，另存为 docx 再试。";

/// A template that was checked.
#[derive(Debug, Clone)]
pub struct Template {
    archive: Archive,
    /// The parts in which fields can stand: body, headers, footers.
    parts: BTreeMap<String, Element>,
}

impl Template {
    /// Reads a template that is to be used for this kind of paper.
    ///
    /// # Errors
    /// One Chinese sentence: why it is no template, or which fields are unknown or missing.
    pub fn read(bytes: Vec<u8>, kind: PaperKind) -> Result<Self, String> {
        let template = Self::open(bytes)?;
        let mut found = BTreeSet::new();
        for root in template.parts.values() {
            found.extend(paragraphs::names(root)?);
        }
        check(kind, &found)?;
        Ok(template)
    }

    /// Reads a template that was checked before; what its form asked for then may have changed since.
    ///
    /// # Errors
    /// One Chinese sentence.
    pub fn open(bytes: Vec<u8>) -> Result<Self, String> {
        let archive = Archive::open(bytes)?;
        dangers::refuse(&archive)?;
        let mut parts = BTreeMap::new();
        for name in archive.names.iter().filter(|name| can_have_fields(name)) {
            let root = markup::read(archive.text(name).unwrap_or_default()).map_err(|_| UNREADABLE)?;
            dangers::refuse_fetching(&root)?;
            parts.insert(name.clone(), root);
        }
        Ok(Self { archive, parts })
    }

    /// A paper made from the template.
    ///
    /// # Errors
    /// When it cannot be written, which in memory means that there is none left.
    pub fn fill(&self, values: &Values) -> Result<Vec<u8>, String> {
        let mut filled = BTreeMap::new();
        for (name, root) in &self.parts {
            let mut root = root.clone();
            paragraphs::fill(&mut root, values)?;
            filled.insert(name.clone(), markup::written(&root));
        }
        self.archive.with(&filled)
    }
}

fn can_have_fields(name: &str) -> bool {
    let name = name.to_lowercase();
    let in_word = name.strip_prefix("word/").filter(|name| archive::ends_with(name, "xml"));
    in_word.is_some_and(|name| {
        name == "document.xml" || name.starts_with("header") || name.starts_with("footer")
    })
}

/// Compares the fields of a template with those of the form.
fn check(kind: PaperKind, found: &BTreeSet<String>) -> Result<(), String> {
    let known: Vec<&str> = fields(kind).map(|field| field.name).collect();
    let unknown: Vec<String> =
        found.iter().filter(|name| !known.contains(&name.as_str())).map(|name| written(name)).collect();
    let missing: Vec<String> = fields(kind)
        .filter(|field| field.is_demanded && !found.contains(field.name))
        .map(|field| written(field.name))
        .collect();
    let mut faults = Vec::new();
    if !unknown.is_empty() {
        faults.push(format!("不认得{}", unknown.join("、")));
    }
    if !missing.is_empty() {
        faults.push(format!("缺少{}", missing.join("、")));
    }
    if faults.is_empty() {
        return Ok(());
    }
    let label = kind.label();
    let faults = faults.join("；");
    Err(format!("{label}模板{faults}，没有导入；{label}可以写的栏目有：{}。", known.join("、")))
}

/// The built-in layout as a template, ready to be changed in a word processor.
///
/// # Errors
/// When it cannot be written.
pub fn built_in(kind: PaperKind) -> Result<Vec<u8>, String> {
    let sheet = specimen::sheet(kind).map_err(|missing| missing.sentence())?;
    docx(&with_names(sheet), &Foot { lines: vec![written(FOOT)] })
}

#[cfg(test)]
mod tests;
