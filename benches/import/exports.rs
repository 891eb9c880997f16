//! Files as a platform exports them, of any size, in every format that is read; the same rows each time.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use rust_xlsxwriter::Workbook;

/// How a file is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Gb18030,
    Utf16,
    Json,
    JsonLines,
    Xlsx,
}

impl Format {
    pub const ALL: [Self; 6] =
        [Self::Csv, Self::Gb18030, Self::Utf16, Self::Json, Self::JsonLines, Self::Xlsx];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Gb18030 => "gb18030",
            Self::Utf16 => "utf-16",
            Self::Json => "json",
            Self::JsonLines => "json lines",
            Self::Xlsx => "xlsx",
        }
    }
}

/// What the rows have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    Nothing,
    Telephone,
    Respondent,
}

const HEADER: [&str; 16] = [
    "平台编号",
    "投诉时间",
    "推送时间",
    "投诉方式",
    "来源",
    "投诉人",
    "联系电话",
    "被投诉人",
    "被投诉人单位及职务",
    "被投诉人职级",
    "所属村社区",
    "领域",
    "投诉事项名称",
    "投诉内容",
    "主件页数",
    "附件数",
];
const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张";
const MATTERS: [&str; 8] = [
    "低保发放不公",
    "路灯长期不亮",
    "垃圾清运不及时",
    "征地补偿款迟迟未到",
    "村务公开不全",
    "集体土地发包没有公示",
    "危房改造名额不透明",
    "党员发展问题",
];
const WORDS: &str = "反映人称该村在低保评定、集体资金使用、工程项目发包等方面未按规定公示，多次询问村干部均未得到明确答复，请求核查并公开相关账目，依法处理有关人员并书面答复。";

fn row(number: usize, shared: Shared) -> Vec<String> {
    let surname = SURNAMES.chars().nth(number % 24).unwrap_or('李');
    // Given names run through the characters, so that as many people have names of their own.
    let given =
        |count: usize| u32::try_from(0x4e00 + count % 5_000).ok().and_then(char::from_u32).unwrap_or('明');
    let moment = |hour: usize| {
        format!("2026-{:02}-{:02} {:02}:{:02}", number % 9 + 1, number % 28 + 1, hour, number % 60)
    };
    let hour = number % 12 + 8;
    let (turned, rest): (Vec<_>, Vec<_>) =
        WORDS.chars().enumerate().partition(|(at, _)| *at < number * 13 % 40);
    let content: String = rest.into_iter().chain(turned).map(|(_, word)| word).collect();
    let telephone = if shared == Shared::Telephone { 138_001_380 } else { number * 7_919 % 1_000_000_000 };
    let respondent = if shared == Shared::Respondent {
        "冉启福".to_owned()
    } else {
        format!("{surname}{}{}", given(number), given(number / 5_000))
    };
    vec![
        format!("JDT2026{number:08}"),
        moment(hour),
        moment(hour + 1),
        "网络".to_owned(),
        "一点通".to_owned(),
        format!("{surname}{}", given(number * 31)),
        format!("13{telephone:09}"),
        respondent,
        "村委会主任".to_owned(),
        "村干部".to_owned(),
        "新建村".to_owned(),
        "惠民富民、共同富裕政策落实".to_owned(),
        format!("{}{number}", MATTERS[number % MATTERS.len()]),
        format!("{content}编号{number}。"),
        (number % 5).to_string(),
        (number % 3).to_string(),
    ]
}

/// Writes a file of so many rows.
pub fn write(path: &Path, format: Format, rows: usize, shared: Shared) {
    let all = (0..rows).map(|number| row(number, shared));
    match format {
        Format::Csv | Format::Gb18030 | Format::Utf16 => write_text(path, format, all),
        Format::Json | Format::JsonLines => write_json(path, format, all),
        Format::Xlsx => write_workbook(path, all),
    }
}

fn write_text(path: &Path, format: Format, rows: impl Iterator<Item = Vec<String>>) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    if format == Format::Utf16 {
        file.write_all(b"\xff\xfe").unwrap();
    }
    let header = HEADER.map(str::to_owned).to_vec();
    for row in std::iter::once(header).chain(rows) {
        let line = row.join(",") + "\r\n";
        match format {
            Format::Gb18030 => file.write_all(&encoding_rs::GB18030.encode(&line).0).unwrap(),
            Format::Utf16 => {
                line.encode_utf16().for_each(|unit| file.write_all(&unit.to_le_bytes()).unwrap());
            }
            Format::Csv | Format::Json | Format::JsonLines | Format::Xlsx => {
                file.write_all(line.as_bytes()).unwrap();
            }
        }
    }
    file.flush().unwrap();
}

fn write_json(path: &Path, format: Format, rows: impl Iterator<Item = Vec<String>>) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    let is_list = format == Format::Json;
    for (place, row) in rows.enumerate() {
        let between = match (is_list, place) {
            (true, 0) => "[\n",
            (true, _) => ",\n",
            (false, _) => "",
        };
        let pairs: serde_json::Map<String, serde_json::Value> =
            HEADER.into_iter().map(str::to_owned).zip(row.into_iter().map(Into::into)).collect();
        let end = if is_list { "" } else { "\n" };
        write!(file, "{between}{}{end}", serde_json::Value::Object(pairs)).unwrap();
    }
    if is_list {
        file.write_all(b"\n]\n").unwrap();
    }
    file.flush().unwrap();
}

fn write_workbook(path: &Path, rows: impl Iterator<Item = Vec<String>>) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let header = HEADER.map(str::to_owned).to_vec();
    for (at, row) in std::iter::once(header).chain(rows).enumerate() {
        for (column, text) in row.into_iter().enumerate() {
            sheet.write_string(u32::try_from(at).unwrap(), u16::try_from(column).unwrap(), text).unwrap();
        }
    }
    book.save(path).unwrap();
}
