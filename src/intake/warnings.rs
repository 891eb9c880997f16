//! What is told about a file that is taken all the same; a bounded list, whatever the file holds.

use super::error::quoted;

/// More sentences than this help nobody.
const LISTED: usize = 50;

/// Sentences for the preview and the report.
#[derive(Debug, Default)]
pub struct Warnings {
    list: Vec<String>,
    unlisted: usize,
    without_number: usize,
}

impl Warnings {
    /// Adds a sentence, or counts it when the list is full.
    pub fn add(&mut self, sentence: String) {
        if self.list.len() < LISTED {
            self.list.push(sentence);
        } else {
            self.unlisted += 1;
        }
    }

    /// The text with NUL replaced, which is said with row and column.
    pub fn without_nul(&mut self, text: String, row: u32, column: &str) -> String {
        if !text.contains('\0') {
            return text;
        }
        self.add(format!("第 {row} 行{}列里有空字符（NUL），已换成 \u{fffd}。", quoted(column)));
        text.replace('\0', "\u{fffd}")
    }

    /// A row whose number only says that there is none.
    pub fn without_number(&mut self) {
        self.without_number += 1;
    }

    /// A text of an optional column that could not be read and is kept as it is.
    pub fn set_aside(&mut self, row: u32, column: &str, shown: &str) {
        self.add(format!(
            "第 {row} 行{}列写的是{}，读不出来，原文留在其他列里。",
            quoted(column),
            quoted(shown)
        ));
    }

    /// All sentences, with the number of those left out.
    pub fn into_list(self) -> Vec<String> {
        let mut list = self.list;
        if self.without_number > 0 {
            let rows = self.without_number;
            list.push(format!("有 {rows} 行的平台编号写的是“无”“-”一类的字，按没有编号登记。"));
        }
        if self.unlisted > 0 {
            list.push(format!("同类提示还有 {} 条，没有列出。", self.unlisted));
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_replaced_and_the_list_stays_short() {
        let mut warnings = Warnings::default();
        for row in 2..102 {
            assert_eq!(warnings.without_nul("a\0b".into(), row, "内容"), "a\u{fffd}b");
        }
        let list = warnings.into_list();
        assert_eq!(list.len(), 51);
        assert!(list[0].contains("第 2 行") && list[50].contains("50 条"));
    }
}
