//! A cell of a file, whatever its format: what a person sees of it, or why it cannot be taken.

use crate::domain::time::Moment;

/// Spreadsheets keep fifteen digits: a longer number stored as a number is no longer itself, and no reader can see it.
const EXACT: f64 = 1e15;
/// A cell as its format stores it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    /// Text, code point for code point.
    Text(String),
    /// A number typed as one.
    Number(f64),
    /// A number with a format, and how that shows it where it could be worked out.
    Shown(f64, Option<String>),
    /// A date or time typed as one.
    Time(Moment),
    /// Something that cannot be taken: how it is shown, and why not.
    Bad(String, Bad),
}

/// Why a cell cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bad {
    /// A number that has lost digits.
    Digits,
    /// A formula whose result is not in the file.
    Formula,
    /// The spreadsheet's own error value.
    Error,
    /// A list or an object inside a JSON value.
    Nested,
}

impl Bad {
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Digits => "数字太长，已经失真；请在原表里把这一列设为文本，重新填写后再导入",
            Self::Formula => {
                "单元格是公式，文件里没有存它的结果；请在 WPS 里打开这张表保存一次，或粘贴为数值，再导入"
            }
            Self::Error => "单元格是错误值，请在原表里改正公式或直接填写内容",
            Self::Nested => "里面是列表或对象，只能是文字或数字",
        }
    }
}

impl Cell {
    /// A number, unless it has already lost digits.
    pub fn number(value: f64) -> Self {
        if value.is_finite() && value.abs() < EXACT {
            Self::Number(value)
        } else {
            Self::Bad(format!("{value:E}"), Bad::Digits)
        }
    }

    /// The text a person sees in the cell; whole numbers without `.0`.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Bad(text, _) => text.clone(),
            Self::Shown(_, Some(shown)) => shown.clone(),
            // `Display` of a whole `f64` below 1e15 prints it exactly and without a fraction; -0 is nobody's wish.
            Self::Number(value) | Self::Shown(value, None) => format!("{}", value + 0.0),
            Self::Time(time) => time.second(),
        }
    }

    /// Whether a spreadsheet would show nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Shown(..) | Self::Time(_) | Self::Bad(..) => false,
        }
    }
}
