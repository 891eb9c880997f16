//! Templates as offices and their word processors make them, good and bad.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;

use super::*;
use crate::forms::FORMS;
use crate::forms::fields::{CASE_NO, ISSUED_ON, NUMBER};

const TYPES: &str =
    r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#
    )
}

/// Every field that a letter demands, each in a paragraph, with more of the body behind it.
fn letter(more: &str) -> String {
    let names = ["称呼", "正文", "落款单位", "落款日期", "页脚"];
    let fields = names.map(|name| format!("<w:p><w:r><w:t>{{{{{name}}}}}</w:t></w:r></w:p>"));
    document(&format!("{}{more}", fields.concat()))
}

fn with_body(body: &str) -> Vec<u8> {
    packed(&[("[Content_Types].xml", TYPES), ("word/document.xml", body)])
}

fn values() -> Values {
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    Values::default()
        .with("称呼", lines(&["何㛃："]))
        .with("正文", lines(&["第一段", "第二段 <&>", "第三段"]))
        .with("落款单位", lines(&["新建村"]))
        .with("落款日期", lines(&["2026年11月26日"]))
        .with("案件编号", lines(&["2026-0012"]))
        .with("页脚", lines(&["建纪复〔2026〕1号"]))
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn filled(body: &str) -> String {
    let template = Template::read(with_body(body), PaperKind::Reply).unwrap();
    part(&template.fill(&values()).unwrap(), "word/document.xml")
}

fn refused(parts: &[(&str, &str)]) -> String {
    let why = Template::read(packed(parts), PaperKind::Reply).unwrap_err();
    assert!(why.ends_with('。'), "{why}");
    why
}

#[test]
fn the_built_in_layout_of_every_form_is_a_template_of_its_own_kind() {
    for form in FORMS {
        let bytes = built_in(form.kind).unwrap();
        let template = Template::read(bytes.clone(), form.kind);
        assert!(template.is_ok(), "{}: {}", form.kind.label(), template.unwrap_err());
        assert_eq!(bytes, built_in(form.kind).unwrap());
    }
}

#[test]
fn the_table_of_a_form_names_exactly_the_fields_of_its_sheet() {
    for form in FORMS {
        let sheet = specimen::sheet(form.kind).unwrap();
        let values = Values::of(&sheet);
        let named: BTreeMap<&str, usize> = fields(form.kind).map(|field| (field.name, 1)).collect();
        let on_sheet: Vec<&str> = values.names().collect();
        for name in &on_sheet {
            assert!(named.contains_key(name), "{} has no {name}", form.kind.label());
            assert_eq!(on_sheet.iter().filter(|other| other == &name).count(), 1, "{name} stands twice");
        }
        let beside = [CASE_NO, NUMBER, ISSUED_ON, FOOT];
        for name in named.keys().filter(|name| !beside.contains(name)) {
            assert!(on_sheet.contains(name), "{name} is not on {}", form.kind.label());
        }
    }
}

#[test]
fn a_field_that_is_split_over_runs_is_found_and_looks_as_where_it_begins() {
    let split = r#"<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t>编号：{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>{案件</w:t></w:r><w:bookmarkStart w:id="0" w:name="x"/><w:hyperlink><w:r><w:t>编 号}</w:t></w:r></w:hyperlink><w:r><w:t>}。</w:t></w:r></w:p>"#;
    let text = filled(&letter(split));
    let whole = r#"<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">编号：</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">2026-0012</w:t></w:r><w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="0" w:name="x"/><w:hyperlink/><w:r><w:t xml:space="preserve">。</w:t></w:r></w:p>"#;
    assert!(text.contains(whole), "{text}");
}

#[test]
fn several_paragraphs_become_several_and_a_line_that_goes_on_is_broken() {
    let more = r#"<w:p w:id="1"><w:pPr><w:ind/><w:sectPr><w:pgSz/></w:sectPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>说：{{正文}}</w:t></w:r></w:p><w:p><w:r><w:t>｛｛正文｝｝</w:t><w:tab/><w:t>完</w:t></w:r></w:p>"#;
    let text = filled(&letter(more));
    let run =
        |words: &str| format!(r#"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>"#);
    let split = format!(
        r#"<w:p w:id="1"><w:pPr><w:ind/></w:pPr>{}{}</w:p><w:p><w:pPr><w:ind/></w:pPr>{}</w:p><w:p><w:pPr><w:ind/><w:sectPr><w:pgSz/></w:sectPr></w:pPr>{}</w:p>"#,
        run("说："),
        run("第一段"),
        run("第二段 &lt;&amp;&gt;"),
        run("第三段")
    );
    assert!(text.contains(&split), "{text}");
    let run = |content: &str| format!("<w:r>{content}</w:r>");
    let words = |words: &str| run(&format!(r#"<w:t xml:space="preserve">{words}</w:t>"#));
    let broken = [
        words("第一段"),
        run("<w:br/>"),
        words("第二段 &lt;&amp;&gt;"),
        run("<w:br/>"),
        words("第三段"),
        run(r#"<w:tab/><w:t xml:space="preserve">完</w:t>"#),
    ];
    assert!(text.contains(&broken.concat()), "{text}");
}

#[test]
fn rare_characters_get_the_other_font_and_text_boxes_headers_and_footers_are_filled() {
    let rare = r#"<w:p><w:r><w:rPr><w:rStyle w:val="a"/><w:rFonts w:ascii="x"/><w:b/></w:rPr><w:t>{{称呼}}</w:t></w:r></w:p>"#;
    let box_text = "<w:p><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>盒{{案件编号}}</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r></w:p>";
    let body = letter(&format!("{rare}{box_text}"));
    let header = "<w:hdr><w:p><w:r><w:t>眉{{案件编号}}</w:t></w:r></w:p></w:hdr>";
    let bytes = packed(&[
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", &body),
        ("word/header1.xml", header),
        ("word/media/a.xml.png", "{{不动}}"),
    ]);
    let bytes = Template::read(bytes, PaperKind::Reply).unwrap().fill(&values()).unwrap();
    let text = part(&bytes, "word/document.xml");
    assert!(text.contains(r#"<w:rStyle w:val="a"/><w:rFonts w:hint="eastAsia""#), "{text}");
    assert!(text.contains(r#"w:eastAsia="宋体"/><w:b/></w:rPr><w:t xml:space="preserve">㛃"#), "{text}");
    assert!(text.contains("盒") && text.contains("2026-0012"), "{text}");
    assert!(part(&bytes, "word/header1.xml").contains("2026-0012"));
    assert_eq!(part(&bytes, "word/media/a.xml.png"), "{{不动}}");
}

#[test]
fn hostile_values_come_out_as_text_and_a_value_is_never_read_as_a_field() {
    let hostile = values().with("文号", vec!["{{正文}}\u{0}\u{202e}]]></w:t>".to_owned()]);
    let body = letter("<w:p><w:r><w:t>{{文号}}</w:t></w:r></w:p>");
    let template = Template::read(with_body(&body), PaperKind::Reply).unwrap();
    let text = part(&template.fill(&hostile).unwrap(), "word/document.xml");
    assert!(text.contains("{{正文}}&lt;00&gt;&lt;202E&gt;]]&gt;&lt;/w:t&gt;"), "{text}");
    assert_eq!(template.fill(&hostile).unwrap(), template.fill(&hostile).unwrap());
}

#[test]
fn unknown_missing_and_unfinished_fields_are_refused_by_name() {
    let types = ("[Content_Types].xml", TYPES);
    let unknown = letter("<w:p><w:r><w:t>{{案件号}}</w:t></w:r></w:p>");
    let why = refused(&[types, ("word/document.xml", &unknown)]);
    assert!(why.contains("不认得{{案件号}}") && why.contains("案件编号"), "{why}");
    let why = refused(&[types, ("word/document.xml", &letter("").replace("页脚", "文号"))]);
    assert!(why.contains("缺少{{页脚}}") && !why.contains("不认得"), "{why}");
    let unfinished = letter("<w:p><w:r><w:t>{{案件</w:t></w:r></w:p><w:p><w:r><w:t>编号}}</w:t></w:r></w:p>");
    let why = refused(&[types, ("word/document.xml", &unfinished)]);
    assert!(why.contains("“{{案件”没有写完"), "{why}");
}

#[test]
fn what_is_no_plain_docx_is_refused_with_what_it_is() {
    let types = ("[Content_Types].xml", TYPES);
    let body = letter("");
    let document = ("word/document.xml", body.as_str());
    let relation = |kind: &str, more: &str| {
        format!(
            r#"<Relationships><Relationship Id="1" Type="http://x/{kind}" Target="http://evil/a.dotm" {more}/></Relationships>"#
        )
    };
    let template = relation("attachedTemplate", r#"TargetMode="External""#);
    let image = relation("image", r#"TargetMode="External""#);
    let chunk = relation("aFChunk", "");
    let fetching = letter(
        r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO cmd</w:instrText></w:r></w:p>"#,
    );
    let deep = format!("{}{}", "<a>".repeat(300), "</a>".repeat(300));
    let entity = format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{body}");
    for (parts, said) in [
        (vec![types, document, ("word/vbaProject.bin", "x")], "宏"),
        (vec![("[Content_Types].xml", "<Types>macroEnabled</Types>"), document], "宏"),
        (vec![types, document, ("word/embeddings/o.bin", "x")], "word/embeddings/o.bin"),
        (vec![types, document, ("word/_rels/settings.xml.rels", &template)], "http://evil/a.dotm"),
        (vec![types, document, ("word/_rels/document.xml.rels", &image)], "外部图片"),
        (vec![types, document, ("word/_rels/document.xml.rels", &chunk)], "另一份文档"),
        (vec![types, ("word/document.xml", &fetching)], "DDEAUTO"),
        (vec![types, ("word/document.xml", &deep)], "读不出来"),
        (vec![types, ("word/document.xml", &entity)], "读不出来"),
        (vec![types, ("word/document.xml", "<w:p>")], "读不出来"),
        (vec![("xl/workbook.xml", "x")], "表格"),
        (vec![("content.xml", "x")], "OpenDocument"),
        (vec![("a.txt", "x")], "压缩包"),
        (vec![types, document, ("WORD/document.xml", "x")], "不完整"),
    ] {
        let why = refused(&parts);
        assert!(why.contains(said), "{said}: {why}");
    }
    let link = relation("hyperlink", r#"TargetMode="External""#);
    let linked = packed(&[types, document, ("word/_rels/document.xml.rels", &link)]);
    Template::read(linked, PaperKind::Reply).unwrap();
    let too_long = vec![b'P'; LONGEST + 1];
    for (bytes, said) in [
        (b"PK no zip".to_vec(), "不是 docx"),
        (vec![0xd0, 0xcf, 0x11, 0xe0, 0], "旧格式"),
        (Vec::new(), "不是 docx"),
        (too_long, "5 MiB"),
    ] {
        let why = Template::read(bytes, PaperKind::Reply).unwrap_err();
        assert!(why.ends_with('。'), "{why}");
        assert!(why.contains(said), "{said}: {why}");
    }
}

#[test]
fn a_zip_bomb_is_refused_before_it_fills_the_memory() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("word/document.xml", deflated).unwrap();
    zip.write_all(letter("").as_bytes()).unwrap();
    zip.start_file("word/media/zeros.png", deflated).unwrap();
    for _ in 0..65 {
        zip.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let why = Template::read(bytes, PaperKind::Reply).unwrap_err();
    assert!(why.contains("解压后太大"), "{why}");
}
