//! Papers as LibreOffice opens them: without repair, with every value on the page, and templates that it made itself.
//! Where it isn't installed these tests say so and prove nothing.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use ydt::domain::code::Coded as _;
use ydt::domain::ids::CaseId;
use ydt::domain::paper::{Cell, Grid, Line, PaperKind, Part, Row, Sheet};
use ydt::domain::time::Moment;
use ydt::domain::view::filter::Filter;
use ydt::domain::view::listing::{From, ListQuery, Sort, View};
use ydt::forms::{About, FORMS, Foot, Template, Values, built_in, docx};
use ydt::office::{Office, PapersAsked, Practice};
use zip::write::SimpleFileOptions;

use crate::home::Home;

const FOOT: &str = "建纪转〔2026〕1号  文本校验 0a1b2c3d";

/// Whether a program is there; says that the test proves nothing where it isn't.
fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    if !found {
        eprintln!("skipped: {program} is not installed");
    }
    found
}

/// More files than these it does not open in one run.
const IN_ONE_RUN: usize = 100;

/// Turns files into another format.
fn convert(folder: &Path, format: &str, files: &[PathBuf]) -> Vec<PathBuf> {
    let out = folder.join(format);
    for files in files.chunks(IN_ONE_RUN) {
        let ended = Command::new("soffice")
            .arg("--headless")
            .arg(format!("-env:UserInstallation=file://{}", folder.join("settings").display()))
            .args(["--convert-to", format, "--outdir"])
            .arg(&out)
            .args(files)
            .output()
            .unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    let made = |file: &PathBuf| out.join(file.file_name().unwrap()).with_extension(format);
    let made: Vec<PathBuf> = files.iter().map(made).collect();
    for file in &made {
        assert!(file.is_file(), "{} was not opened", file.display());
    }
    made
}

/// The words on the pages in the order in which they were drawn, without blanks and without the foot, and how many pages.
fn on_pages(pdf: &Path, foot: &str) -> (String, usize) {
    let ended = Command::new("pdftotext").arg("-raw").arg(pdf).arg("-").output().unwrap();
    let text = String::from_utf8(ended.stdout).unwrap();
    let pages = text.matches('\u{c}').count();
    (bare(&text).replace(&bare(foot), ""), pages)
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn part(bytes: &[u8], wanted: impl Fn(&str) -> bool) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let name = archive.file_names().flatten().find(|name| wanted(name)).unwrap().into_owned();
    let mut text = String::new();
    archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The paragraphs of a part, as they are read.
fn paragraphs(xml: &str) -> Vec<String> {
    let runs = |paragraph: &str| -> String {
        let texts = paragraph.split("<w:t").skip(1).filter(|text| text.starts_with([' ', '>']));
        let inner = texts.filter_map(|text| text.split_once('>')?.1.split_once("</w:t>"));
        inner.map(|(text, _)| text).collect()
    };
    let plain = |text: String| {
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        text.replace("&apos;", "'").replace("&amp;", "&")
    };
    xml.split("</w:p>").map(runs).map(plain).filter(|text| !text.is_empty()).collect()
}

fn assert_on_pages(bytes: &[u8], pdf: &Path) -> usize {
    let foot = paragraphs(&part(bytes, |name| name.starts_with("word/footer"))).concat();
    let (words, pages) = on_pages(pdf, &foot);
    assert!(pages >= 1);
    for text in paragraphs(&part(bytes, |name| name == "word/document.xml")) {
        assert!(words.contains(&bare(&text)), "{text} is not on {}: {words}", pdf.display());
    }
    pages
}

/// Every paper that the cases of the practice town can have, and the built-in template of every form.
fn every_paper() -> Vec<(PaperKind, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let now = Moment::parse("2026-11-23 10:00").unwrap();
    let path = folder.path().join("practice.db");
    let mut office = Office::create_practice(&path, "zhoumin", Practice::Busy, "test", now).unwrap();
    let (filter, from) = (Filter::default(), From::Top);
    let query = ListQuery { view: View::All, filter, sort: Sort::Urgency, from, limit: 10_000 };
    let rows = office.list(&query, now).unwrap().rows;
    let mut papers = Vec::new();
    for kind in PaperKind::ALL.iter().copied().filter(|kind| *kind != PaperKind::Meeting) {
        let cases: Vec<CaseId> =
            rows.iter().map(|row| row.id).filter(|id| office.paper(*id, kind, None, now).is_ok()).collect();
        let (act, reason) = (kind.code().to_owned(), Some("核对".to_owned()));
        let asked = PapersAsked { act, kind, cases, document: None, reason };
        let goes_on = &mut |_, _| ControlFlow::Continue(());
        let written = office.write_papers(&asked, now, goes_on).unwrap();
        papers.extend(written.into_iter().map(|paper| (kind, paper.bytes)));
    }
    let had: BTreeSet<PaperKind> = papers.iter().map(|(kind, _)| *kind).collect();
    // The record of a meeting comes from no case, a card and a circular only where somebody wrote one.
    let others = [PaperKind::Meeting, PaperKind::Card, PaperKind::Circular];
    for kind in PaperKind::ALL.iter().filter(|kind| !others.contains(kind)) {
        assert!(had.contains(kind), "the practice town has no case for {}", kind.label());
    }
    papers.extend(FORMS.iter().map(|form| (form.kind, built_in(form.kind).unwrap())));
    papers
}

#[test]
fn every_form_of_every_practice_case_is_opened_and_has_every_value_on_its_pages() {
    if !has("soffice") || !has("pdftotext") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let papers = every_paper();
    let files: Vec<PathBuf> = (0..papers.len()).map(|at| folder.path().join(format!("{at}.docx"))).collect();
    for (file, (_, bytes)) in files.iter().zip(&papers) {
        std::fs::write(file, bytes).unwrap();
    }
    let pdfs = convert(folder.path(), "pdf", &files);
    for ((_, bytes), pdf) in papers.iter().zip(&pdfs) {
        assert_on_pages(bytes, pdf);
    }
}

#[test]
fn a_text_of_ten_thousand_characters_flows_over_pages_and_none_of_it_is_cut() {
    if !has("soffice") || !has("pdftotext") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let long: String = (0..1_000).map(|number| format!("第{number:04}句反映情况。")).collect();
    assert_eq!(long.chars().count(), 11_000);
    let cell = |text: &str| Row::at_least(50, vec![Cell::long(4, "主要内容：", Line::paragraphs(text))]);
    let grid = Grid { columns: vec![20, 30, 20, 30], rows: vec![cell(&long), cell("末行")] };
    let parts = vec![Part::Grid(grid), Part::Text(vec![Line::indented(long.as_str())])];
    let sheet = Sheet { title: vec!["长文".to_owned()], parts };
    let bytes = docx(&sheet, &Foot { lines: vec![FOOT.to_owned()] }).unwrap();
    let file = folder.path().join("long.docx");
    std::fs::write(&file, &bytes).unwrap();
    let pdf = &convert(folder.path(), "pdf", &[file])[0];
    assert!(assert_on_pages(&bytes, pdf) > 10);
}

#[test]
fn a_template_that_libreoffice_wrote_with_half_a_name_in_bold_is_filled() {
    if !has("soffice") || !has("pdftotext") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let kind = PaperKind::Transfer;
    let half = built_in(kind).unwrap();
    let half = with_body(&half, |body| {
        let (before, after) = body.split_once("主要内容}}").unwrap();
        let run = |look: &str, text: &str| format!("</w:t></w:r><w:r><w:rPr>{look}</w:rPr><w:t>{text}");
        format!("{before}{}{}{after}", run("<w:b/>", "主要"), run("", "内容}}"))
    });
    let first = folder.path().join("half.docx");
    std::fs::write(&first, half).unwrap();
    let odt = convert(folder.path(), "odt", &[first]);
    let made = std::fs::read(&convert(folder.path(), "docx", &odt)[0]).unwrap();
    assert!(!part(&made, |name| name == "word/document.xml").contains("主要内容}}"), "still split");

    let template = Template::read(made, kind).unwrap();
    let text = "第一段内容\n第二段内容𠮷";
    let grid = Grid {
        columns: vec![20, 30, 20, 30],
        rows: vec![
            Row::of(vec![Cell::label(1, "承办单位"), Cell::value(3, "新建村")]),
            Row::at_least(50, vec![Cell::long(4, "主要内容：", Line::paragraphs(text))]),
        ],
    };
    let sheet = Sheet { title: Vec::new(), parts: vec![Part::Grid(grid)] };
    let on = "2026-11-24".parse().unwrap();
    let foot = vec![FOOT.to_owned()];
    let about = About { number: "建纪转〔2026〕1号", on, foot, case_no: Some("2026-0012") };
    let filled = template.fill(&Values::of_paper(&sheet, about)).unwrap();
    let file = folder.path().join("filled.docx");
    std::fs::write(&file, &filled).unwrap();
    let pdf = &convert(folder.path(), "pdf", &[file])[0];
    let (words, _) = on_pages(pdf, "");
    for value in ["新建村", "2026-0012", "第一段内容", "第二段内容𠮷", "建纪转〔2026〕1号", "文本校验"]
    {
        assert!(words.contains(&bare(value)), "{value}: {words}");
    }
    assert!(!words.contains("{{"), "{words}");
}

fn with_body(bytes: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            bytes = change(std::str::from_utf8(&bytes).unwrap()).into_bytes();
        }
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn pdf_is_written_where_libreoffice_is_and_no_number_is_taken_where_it_is_not() {
    let home = Home::practice();
    let lines = concat!(
        r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-11-20 09:00"}"#,
        "\n",
        r#"{"case":"$last","command":"assess","scope":"matters_list","kind":"consultation","field":"other","route":"village","unit":"新建村"}"#,
        "\n",
        r#"{"case":"$last","command":"accept"}"#,
        "\n",
        r#"{"case":"$last","command":"transfer"}"#,
    );
    let now = ["--now", "2026-11-24T10:00"];
    assert_eq!(home.ydt_with(&["apply", now[0], now[1]], lines).code, 0);
    let file = home.path("转办单.pdf");
    let words = ["form", "transfer", "2026-0001", "--pdf", "-o", file.to_str().unwrap(), now[0], now[1]];
    let numbers = || home.ydt(&["numbers", "list", "2026", "--json"]).json().as_array().unwrap().len();
    let nowhere = home.path("nowhere");
    home.ydt_on(nowhere.as_os_str(), &words).refused(6, "没有装 LibreOffice");
    assert_eq!((numbers(), file.exists()), (0, false));
    if !has("soffice") {
        return;
    }
    let ended = home.ydt_on(&std::env::var_os("PATH").unwrap(), &words);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
    assert_eq!(numbers(), 1);
}
