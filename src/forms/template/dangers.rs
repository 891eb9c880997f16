//! What a template may not bring along: programs, other files, and references that a word processor would follow when
//! the paper is opened. It is refused by name and never taken out silently.

use super::archive::{self, Archive};
use super::markup::{self, Element};

/// Fields that fetch something from elsewhere or start something when the document is opened.
const FETCHING: [&str; 9] = [
    "DDE",
    "DDEAUTO",
    "INCLUDETEXT",
    "INCLUDEPICTURE",
    "INCLUDE",
    "LINK",
    "IMPORT",
    "DATABASE",
    "MACROBUTTON",
];

/// Refuses an archive with something of this kind.
pub fn refuse(archive: &Archive) -> Result<(), String> {
    let types = archive.text("[Content_Types].xml").unwrap_or_default();
    let has_part = |word: &str| archive.names.iter().find(|name| name.to_lowercase().contains(word));
    if types.contains("macroEnabled") || has_part("vbaproject").is_some() || has_part("vbadata").is_some() {
        return Err("模板里有宏，没有导入；请另存为不含宏的 docx。".to_owned());
    }
    if let Some(part) = has_part("/embeddings/").or_else(|| has_part("/activex/")) {
        return Err(format!("模板里嵌有别的文件或控件（{part}），没有导入；请在模板里删去再导入。"));
    }
    for name in archive.names.iter().filter(|name| archive::ends_with(name, "rels")) {
        refuse_relations(archive.text(name).unwrap_or_default())?;
    }
    Ok(())
}

/// Links that a person clicks are left; everything else that lies elsewhere is refused.
fn refuse_relations(text: &str) -> Result<(), String> {
    let root = markup::read(text).map_err(|_| super::UNREADABLE.to_owned())?;
    let mut bad = None;
    root.walk(&mut |element: &Element| {
        let kind = attribute(element, "Type").rsplit('/').next().unwrap_or_default().to_owned();
        let is_elsewhere = attribute(element, "TargetMode").eq_ignore_ascii_case("external");
        let what = match (kind.as_str(), is_elsewhere) {
            ("hyperlink", _) => return,
            ("aFChunk" | "subDocument", _) => "嵌有另一份文档",
            ("attachedTemplate", true) => "引用了另一个模板文件",
            ("image", true) => "引用了外部图片",
            (_, true) => "引用了外部文件",
            (_, false) => return,
        };
        bad.get_or_insert_with(|| format!("{what}（{}）", attribute(element, "Target")));
    });
    match bad {
        Some(what) => Err(format!("模板{what}，没有导入；请改为直接放在模板里，或删去再导入。")),
        None => Ok(()),
    }
}

/// Refuses a part with a field that fetches something.
pub fn refuse_fetching(root: &Element) -> Result<(), String> {
    let mut instructions = String::new();
    root.walk(&mut |element| match element.name.as_str() {
        // A new field begins; one field's words can stand in several runs.
        "w:fldChar" => instructions.push('\n'),
        "w:instrText" => instructions.push_str(&element.raw_text()),
        "w:fldSimple" => {
            instructions.push('\n');
            instructions.push_str(&attribute(element, "w:instr"));
            instructions.push('\n');
        }
        _ => {}
    });
    let first = |line: &str| line.split_whitespace().next().unwrap_or_default().to_uppercase();
    match instructions.lines().map(first).find(|word| FETCHING.contains(&word.as_str())) {
        Some(word) => {
            Err(format!("模板里有会自动读取外部内容的域（{word}），没有导入；请在模板里删去再导入。"))
        }
        None => Ok(()),
    }
}

/// The value of an attribute, references unresolved; empty where it isn't there.
fn attribute(element: &Element, name: &str) -> String {
    let tag = format!("{}{}", element.name, element.attributes);
    let start = quick_xml::events::BytesStart::from_content(tag, element.name.len());
    let found = start.attributes().with_checks(false).flatten().find(|found| found.key.as_ref() == name);
    found.map_or_else(String::new, |found| found.value.into_owned())
}
