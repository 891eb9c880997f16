//! Random complaints written by four writers and read back: nothing is lost, nothing doubled, nothing stands on the
//! row of another.

use std::ops::ControlFlow;

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};
use ydt::domain::case::platform_no;
use ydt::domain::view::intake_row::{IntakeFile, IntakeRow};
use ydt::domain::view::sameness::plain;
use ydt::intake::{Options, read_bytes};

use crate::town::at;

/// A complaint, and how its cells are to be spelled.
#[derive(Debug, Clone)]
struct Complaint {
    number: u32,
    guard: usize,
    minute: u32,
    time: usize,
    title: String,
    content: String,
    name: String,
    phone: String,
    pages: u32,
    count: usize,
}

const COLUMNS: [&str; 9] = [
    "平台编号",
    "投诉时间",
    "投诉人",
    "联系电话",
    "所属村社区",
    "投诉事项名称",
    "投诉内容",
    "主件页数",
    "网格",
];

impl Complaint {
    /// The number with what spreadsheets and hands put around it; every tenth has none.
    fn number(&self) -> String {
        let digits = format!("JD{:06}", self.number);
        match self.guard {
            0 | 1 => digits,
            2 => format!("'{digits}"),
            3 => format!("=\"{digits}\""),
            4 => format!("\u{200b}{digits}"),
            5 => digits.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect(),
            6 => format!(" {digits} "),
            _ => ["无", "-", "NULL", ""][(self.number % 4) as usize].to_owned(),
        }
    }

    fn time(&self) -> String {
        let (hour, minute) = (self.minute / 60, self.minute % 60);
        match self.time {
            0 => format!("2026-11-05 {hour:02}:{minute:02}"),
            1 => format!("2026/11/5 {hour}:{minute:02}:00"),
            2 => format!("2026年11月5日 {hour}时{minute}分"),
            3 => format!("2026年11月05日 {hour}点{minute}分"),
            4 => format!("2026.11.5 {hour:02}:{minute:02}"),
            _ => format!("2026-11-05T{hour:02}:{minute:02}:00+08:00"),
        }
    }

    fn pages(&self) -> String {
        match self.count {
            0 => self.pages.to_string(),
            1 => format!("{}.0", self.pages),
            2 => format!("{}页", self.pages),
            _ => self
                .pages
                .to_string()
                .chars()
                .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap())
                .collect(),
        }
    }

    fn cells(&self) -> [String; 9] {
        [
            self.number(),
            self.time(),
            self.name.clone(),
            self.phone.clone(),
            "新建村".to_owned(),
            self.title.clone(),
            self.content.clone(),
            self.pages(),
            String::new(),
        ]
    }

    fn is_row(&self, row: &IntakeRow) -> Result<(), TestCaseError> {
        let key = platform_no::key(&self.number());
        prop_assert_eq!(row.platform_no.as_deref().and_then(platform_no::key), key);
        let moment = format!("2026-11-05 {:02}:{:02}", self.minute / 60, self.minute % 60);
        prop_assert_eq!(row.complained_at.minute(), moment);
        prop_assert_eq!(plain(&row.content), plain(&self.content));
        prop_assert_eq!(row.complainant.as_deref(), Some(self.name.as_str()));
        prop_assert_eq!(row.contact.as_deref(), Some(self.phone.as_str()));
        prop_assert_eq!(row.village.as_deref(), Some("新建村"));
        prop_assert_eq!(row.main_pages, Some(self.pages));
        Ok(())
    }
}

fn complaints() -> impl Strategy<Value = Vec<Complaint>> {
    let words = "[一-龥a-zA-Z0-9，。“”\"'=+@;-]{1,20}";
    let content = "[一-龥a-z，。\",;\n-]{0,40}";
    let one =
        (0..8_usize, 0..1440_u32, 0..6_usize, words, content, "[张王李赵][一-龥]{1,2}", 0..90_000_000_u32)
            .prop_flat_map(|(guard, minute, time, title, content, name, phone)| {
                (0..=99_u32, 0..4_usize).prop_map(move |(pages, count)| Complaint {
                    number: 0,
                    guard,
                    minute,
                    time,
                    title: title.clone(),
                    content: format!("内容{content}完"),
                    name: name.clone(),
                    phone: format!("139{phone:08}"),
                    pages,
                    count,
                })
            });
    proptest::collection::vec(one, 1..12).prop_map(|mut all| {
        for (number, complaint) in (1..).zip(&mut all) {
            complaint.number = number;
            complaint.title = format!("第{number}件{}", complaint.title);
        }
        all
    })
}

/// How the file as a whole is written.
#[derive(Debug, Clone, Copy)]
struct Shape {
    titled: bool,
    remarked: bool,
    short: bool,
    line_end: &'static str,
}

fn shape() -> impl Strategy<Value = Shape> {
    (any::<bool>(), any::<bool>(), any::<bool>(), prop_oneof![Just("\n"), Just("\r\n")])
        .prop_map(|(titled, remarked, short, line_end)| Shape { titled, remarked, short, line_end })
}

impl Shape {
    fn names(self) -> Vec<String> {
        let remark =
            |name: &&str| if self.remarked { format!("{name}（必填）：") } else { (*name).to_owned() };
        COLUMNS.iter().map(remark).collect()
    }
}

fn csv(complaints: &[Complaint], shape: Shape) -> String {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\"").replace('\n', shape.line_end));
    let mut lines = Vec::new();
    if shape.titled {
        lines.push(format!("建胜镇11月台账{}", ",".repeat(COLUMNS.len() - 1)));
    }
    lines.push(shape.names().join(","));
    for complaint in complaints {
        let mut cells = complaint.cells().to_vec();
        if shape.short {
            cells.pop();
        }
        lines.push(cells.iter().map(quoted).collect::<Vec<_>>().join(","));
    }
    lines.join(shape.line_end)
}

fn xlsx(complaints: &[Complaint], shape: Shape) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let top = u32::from(shape.titled);
    if shape.titled {
        sheet.write_string(0, 0, "建胜镇11月台账").unwrap();
    }
    for (column, name) in (0..).zip(shape.names()) {
        sheet.write_string(top, column, name).unwrap();
    }
    let bare = Format::new();
    for (row, complaint) in (top + 1..).zip(complaints) {
        for (column, cell) in (0..).zip(complaint.cells()) {
            sheet.write_string(row, column, cell).unwrap();
        }
        // Numbers typed as numbers, shown by a format.
        if complaint.guard == 1 {
            let shown = Format::new().set_num_format("\"JD\"000000");
            sheet.write_number_with_format(row, 0, f64::from(complaint.number), &shown).unwrap();
        }
        if complaint.time == 0 {
            let days = 46_331.0 + f64::from(complaint.minute) / 1440.0;
            let shown = Format::new().set_num_format("yyyy/m/d h:mm");
            sheet.write_number_with_format(row, 1, days, &shown).unwrap();
        }
        if complaint.count == 0 {
            sheet.write_number(row, 7, f64::from(complaint.pages)).unwrap();
        }
    }
    let last = top + u32::try_from(complaints.len()).unwrap();
    if complaints.len() > 1 {
        sheet.merge_range(top + 1, 4, last, 4, "新建村", &bare).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn json(complaints: &[Complaint], shape: Shape) -> Vec<u8> {
    let names = shape.names();
    let objects = complaints.iter().map(|complaint| {
        let pairs = names.iter().cloned().zip(complaint.cells().map(serde_json::Value::String));
        serde_json::Value::Object(pairs.collect())
    });
    let list = serde_json::Value::Array(objects.collect());
    let whole = if shape.titled { serde_json::json!({"code": 200, "data": {"rows": list}}) } else { list };
    serde_json::to_vec(&whole).unwrap()
}

fn read(bytes: &[u8]) -> IntakeFile {
    let options = Options::at(at("2026-11-23 09:00"));
    read_bytes("t", bytes, &options, &mut |_, _| ControlFlow::Continue(())).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_doubled_or_put_on_the_row_of_another(complaints in complaints(), shape in shape()) {
        let text = csv(&complaints, shape);
        let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes);
        let files = [
            ("UTF-8", [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat()),
            ("UTF-16", b"\xff\xfe".iter().copied().chain(utf16).collect()),
            ("GB18030", encoding_rs::GB18030.encode(&text).0.into_owned()),
            ("XLSX", xlsx(&complaints, shape)),
            ("JSON", json(&complaints, shape)),
        ];
        for (writer, bytes) in files {
            let file = read(&bytes);
            prop_assert_eq!(&file.faulty, &[], "{}", writer);
            prop_assert_eq!(file.rows.len(), complaints.len(), "{}", writer);
            for complaint in &complaints {
                let found: Vec<IntakeRow> = file.rows.iter().filter(|row| row.title == complaint.title).collect();
                prop_assert_eq!(found.len(), 1, "{}: {}", writer, complaint.title);
                complaint.is_row(&found[0])?;
            }
        }
    }
}
