//! JSON: one array of objects, or objects one after the other. Objects are read one by one into typed cells;
//! a general JSON value would keep the last of two equal keys in silence.

mod item;
mod surrogates;
mod wrapped;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Error;

use super::cell::Cell;
use super::collect::Collector;
use super::error::{IntakeError, quoted};
use super::header::too_wide;
use super::row::WHOLE_ROW;
use super::table::Table;
use item::Item;
pub(super) use surrogates::surrogates_replaced;
use surrogates::without_lone_surrogates;
pub(super) use wrapped::{is_wrapped, read_wrapped};

/// Reads an array of objects.
pub(super) fn read_array<C: Table>(text: &str, collector: &mut Collector<'_, C>) -> Result<(), IntakeError> {
    let (text, replaced) = without_lone_surrogates(text);
    tell_replaced(collector, replaced);
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    let mut taker = Taker::new(collector, text.len());
    let read = deserializer.deserialize_seq(Items(&mut taker)).and_then(|()| deserializer.end());
    if let Some(error) = taker.stopped {
        return Err(error);
    }
    read.map_err(|error| broken(&error))?;
    finish(collector)
}

/// Reads objects that follow each other, usually one a line.
pub(super) fn read_lines<C: Table>(text: &str, collector: &mut Collector<'_, C>) -> Result<(), IntakeError> {
    let (text, replaced) = without_lone_surrogates(text);
    tell_replaced(collector, replaced);
    let mut taker = Taker::new(collector, text.len());
    let stream = serde_json::Deserializer::from_str(&text).into_iter::<Item>();
    for item in stream {
        taker.take(item.map_err(|error| broken(&error))?)?;
    }
    finish(collector)
}

fn finish<C: Table>(collector: &Collector<'_, C>) -> Result<(), IntakeError> {
    if collector.rows == 0 {
        return Err(IntakeError::Columns(format!(
            "JSON 里没有{}，没有导入；应是由对象组成的列表。",
            C::CALLED
        )));
    }
    collector.header.require_mandatory()
}

fn broken(error: &Error) -> IntakeError {
    IntakeError::Damaged(format!(
        "JSON 第 {} 行第 {} 列处写法不对或不完整，没有导入；请重新导出。",
        error.line(),
        error.column()
    ))
}

fn tell_replaced<C: Table>(collector: &mut Collector<'_, C>, replaced: usize) {
    if replaced > 0 {
        collector.warnings.add(surrogates_replaced(replaced));
    }
}

/// Hands the array's elements on as they are read.
struct Items<'t, 'c, 'a, C: Table>(&'t mut Taker<'c, 'a, C>);

impl<'de, C: Table> Visitor<'de> for Items<'_, '_, '_, C> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let taker = RefCell::new(self.0);
        while seq.next_element_seed(ItemSeed(&taker))?.is_some() {}
        Ok(())
    }
}

struct ItemSeed<'s, 't, 'c, 'a, C: Table>(&'s RefCell<&'t mut Taker<'c, 'a, C>>);

impl<'de, C: Table> DeserializeSeed<'de> for ItemSeed<'_, '_, '_, '_, C> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let item = Item::deserialize(deserializer)?;
        let mut taker = self.0.borrow_mut();
        taker.take(item).map_err(|error| {
            taker.stopped = Some(error);
            serde::de::Error::custom("stopped")
        })
    }
}

/// Turns objects into rows under a header that grows with every new key.
struct Taker<'c, 'a, C: Table> {
    collector: &'c mut Collector<'a, C>,
    columns: HashMap<String, usize>,
    number: u32,
    done: u64,
    total: u64,
    stopped: Option<IntakeError>,
}

impl<'c, 'a, C: Table> Taker<'c, 'a, C> {
    fn new(collector: &'c mut Collector<'a, C>, total: usize) -> Self {
        Self { collector, columns: HashMap::new(), number: 0, done: 0, total: total as u64, stopped: None }
    }

    fn take(&mut self, item: Item) -> Result<(), IntakeError> {
        self.number = self.number.saturating_add(1);
        match item {
            Item::Object(fields) => self.object(fields)?,
            Item::TooWide => return Err(too_wide()),
            Item::Other => {
                let reason = "这一项不是对象，请改成“列名：内容”的形式再导入。".into();
                self.collector.fault(self.number, &[], WHOLE_ROW, reason)?;
            }
        }
        self.collector.report_sometimes(self.done, self.total)
    }

    fn object(&mut self, fields: Vec<(String, Cell)>) -> Result<(), IntakeError> {
        let mut cells = vec![Cell::Empty; self.collector.header.len()];
        let mut filled = vec![false; cells.len()];
        let mut doubled = None;
        for (key, cell) in fields {
            // An estimate of the bytes behind us: the parser does not say where it stands.
            self.done += (key.len() + cell.shown().len() + 6) as u64;
            let index = self.column(key)?;
            cells.resize(cells.len().max(index + 1), Cell::Empty);
            filled.resize(cells.len(), false);
            if let (Some(place), Some(seen)) = (cells.get_mut(index), filled.get_mut(index)) {
                if std::mem::replace(seen, true) {
                    doubled = Some(index);
                } else {
                    *place = cell;
                }
            }
        }
        match doubled.and_then(|index| self.collector.header.column(index)) {
            Some((name, _)) => {
                let (column, reason) = (name.to_owned(), format!("{}写了两次，请只留一个。", quoted(name)));
                self.collector.fault(self.number, &cells, &column, reason)
            }
            None => self.collector.row(self.number, cells),
        }
    }

    fn column(&mut self, key: String) -> Result<usize, IntakeError> {
        if let Some(index) = self.columns.get(&key) {
            return Ok(*index);
        }
        let index = self.collector.header.push(key.clone(), &self.collector.options.map)?;
        self.columns.insert(key, index);
        Ok(index)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::view::intake_row::FileFormat;
    use crate::intake::testing::{read, refusal};

    const GOOD: &str = r#"{"投诉时间":"2026-03-05 14:20","标题":"占道","内容":"长期占道"}"#;

    #[test]
    fn an_array_and_lines_give_the_same_rows() {
        let array = read(format!("[{GOOD},\n{GOOD}]").as_bytes());
        let lines = read(format!("\u{feff}{GOOD}\n\n{GOOD}\n").as_bytes());
        assert_eq!((array.format, lines.format), (FileFormat::JsonArray, FileFormat::JsonLines));
        assert_eq!(array.rows, lines.rows);
        assert_eq!(array.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn faulty_items_are_told_one_by_one_and_the_good_ones_taken() {
        let with = |extra: &str| GOOD.replace('}', &format!(",{extra}}}"));
        for (item, word) in [
            (with(r#""标题":"又一个""#), "写了两次"),
            (with(r#""平台编号":["a"]"#), "列表或对象"),
            (with(r#""备注":{"a":{"b":1}}"#), "列表或对象"),
            (with(r#""平台编号":20261118000012345678"#), "失真"),
            (with(r#""平台编号":9007199254740993"#), "失真"),
            (with(r#""事项名称":"另一个名字""#), "填了两次"),
            ("[1,[2]]".into(), "不是对象"),
            ("null".into(), "不是对象"),
            ("\"x\"".into(), "不是对象"),
            ("3".into(), "不是对象"),
            (r#"{"标题":"只有标题"}"#.into(), "投诉时间没有填写"),
        ] {
            let file = read(format!("[{GOOD},{item},{GOOD}]").as_bytes());
            assert_eq!((file.rows.len(), file.faulty.len()), (2, 1), "{item}");
            assert_eq!(file.faulty[0].row, 2);
            assert!(file.faulty[0].reason.contains(word), "{item}: {}", file.faulty[0].reason);
        }
    }

    #[test]
    fn numbers_and_null_are_cells_like_others() {
        let file = read(
            format!(
                "[{}]",
                GOOD.replace('}', r#","平台编号":2026111800001,"主件页数":2,"附件数":null,"备注":true}"#)
            )
            .as_bytes(),
        );
        let row = &file.rows.get(0).unwrap();
        assert_eq!(row.platform_no.as_deref(), Some("2026111800001"));
        assert_eq!((row.main_pages, row.attachments), (Some(2), None));
        assert_eq!(row.other, [("备注".to_owned(), "true".to_owned())]);
        assert_eq!(file.unknown_columns, ["备注"]);
    }

    #[test]
    fn lone_surrogates_are_replaced_and_told_while_pairs_and_backslashes_stay() {
        let file =
            read(format!("[{}]", GOOD.replace("长期占道", r"\ud83d\ude00\ud800x\\ud800\u0000")).as_bytes());
        assert_eq!(file.rows.get(0).unwrap().content, "😀\u{fffd}x\\ud800\u{fffd}");
        assert!(file.warnings[0].contains("1 个残缺字符"), "{:?}", file.warnings);
        assert!(file.warnings[1].contains("NUL"));
    }

    #[test]
    fn broken_json_is_an_error_of_the_file_with_line_and_column() {
        for (text, word) in [
            (format!("[{GOOD},\n{{\"标题\":]"), "第 2 行第 "),
            (format!("[{GOOD}] x"), "第 1 行"),
            (format!("[{GOOD}"), "第 1 行"),
            (format!("{GOOD}\n{{oops}}"), "第 2 行第 2 列"),
            ("[".repeat(100_000), "JSON"),
            ("[]".into(), "没有投诉件"),
            (r#"[{"a":1}]"#.into(), "投诉时间、投诉事项名称、投诉内容"),
        ] {
            let sentence = refusal(text.as_bytes());
            assert!(sentence.contains(word), "{sentence}");
        }
        let wide: Vec<String> = (0..600).map(|n| format!("\"k{n}\":1")).collect();
        assert!(refusal(format!("[{{{}}}]", wide.join(",")).as_bytes()).contains("512 列"));
    }
}
