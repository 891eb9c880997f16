//! What columns are called: the platform's names, their aliases, an office's own table of names, and what the town said.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::error::{IntakeError, quoted};
use super::header::Header;
use super::row::{self, Judge};
use super::table::Table;
use super::warnings::Warnings;
use crate::domain::code::Coded;
use crate::domain::view::columns::{ColumnWords, word};
use crate::domain::view::intake_row::{IntakeRow, RowFault};

/// No column has a name of more bytes. Cells of the first rows are looked at for names too, and one of a mebibyte would
/// be folded again for every column and separator.
const LONGEST_NAME: usize = 4096;

coded! {
    /// The columns the program understands; the label is the platform's own name.
    pub enum Column {
        /// The platform's number of the complaint.
        PlatformNo = "platform_no" "平台编号",
        /// When the citizen complained; mandatory.
        ComplainedAt = "complained_at" "投诉时间",
        /// When the platform pushed it to the town.
        ReceivedAt = "received_at" "推送时间",
        /// How it was made.
        Method = "method" "投诉方式",
        /// Where it came from.
        Source = "source" "来源",
        Complainant = "complainant" "投诉人",
        /// The complainant's telephone number.
        Contact = "contact" "联系电话",
        RespondentName = "respondent_name" "被投诉人",
        /// The respondent's unit and position.
        RespondentUnitPosition = "respondent_unit_position" "被投诉人单位及职务",
        RespondentRank = "respondent_rank" "被投诉人职级",
        /// Village or community.
        Village = "village" "所属村社区",
        /// Field of life.
        Field = "field" "领域",
        /// The matter's title; mandatory.
        Title = "title" "投诉事项名称",
        /// The complaint's text; mandatory.
        Content = "content" "投诉内容",
        /// Pages of the main document.
        MainPages = "main_pages" "主件页数",
        /// Number of enclosures.
        Attachments = "attachments" "附件数",
        /// The complainant's evaluation.
        Satisfaction = "satisfaction" "满意度",
        /// The complainant's words about it.
        EvaluationComment = "evaluation_comment" "评价内容",
    }
}

impl Table for Column {
    type Row = IntakeRow;
    const MANDATORY: &'static [Self] = &[Self::ComplainedAt, Self::Title, Self::Content];
    const CALLED: &'static str = "投诉件";
    const TIME: Option<Self> = Some(Self::ComplainedAt);

    fn named(name: &str) -> Option<Self> {
        Self::by_name(name)
    }

    fn row(
        header: &Header<Self>,
        number: u32,
        cells: &[Cell],
        judge: Judge,
        warnings: &mut Warnings,
    ) -> Result<IntakeRow, RowFault> {
        row::read(header, number, cells, judge, warnings)
    }
}

impl Column {
    /// Other names in use, in normalised form.
    const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::PlatformNo => &["投诉编号", "工单编号", "编号"],
            Self::ComplainedAt => &["反映时间", "提交时间"],
            Self::ReceivedAt => &["接收时间", "收件时间"],
            Self::Source => &["投诉来源"],
            Self::Complainant => &["投诉人姓名", "反映人"],
            Self::Contact => &["联系方式", "手机号"],
            Self::RespondentName => &["被投诉人姓名", "被反映人"],
            Self::RespondentUnitPosition => &["单位及职务"],
            Self::RespondentRank => &["职级"],
            Self::Village => &["所属村(社区)", "村社区", "所属区域"],
            Self::Field => &["事项类别", "问题领域"],
            Self::Title => &["标题", "事项名称", "投诉标题"],
            Self::Content => &["主要内容", "反映内容", "内容"],
            Self::Attachments => &["附件件数"],
            Self::Method | Self::MainPages | Self::Satisfaction | Self::EvaluationComment => &[],
        }
    }

    /// The column with this name or alias, however it is spaced and bracketed.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        let whole = word(name);
        Self::spelled(&whole).or_else(|| Self::spelled(&without_remarks(&whole)?))
    }

    fn spelled(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| {
            column.label() == name || column.code() == name || column.aliases().contains(&name)
        })
    }
}

/// The name without remarks in brackets such as （必填）; `None` when there are none. What names a person or a unit is no
/// remark: 联系电话（被投诉人） is another column than 联系电话.
pub(super) fn without_remarks(name: &str) -> Option<String> {
    const OPENING: [char; 5] = ['(', '[', '【', '〔', '<'];
    const CLOSING: [char; 5] = [')', ']', '】', '〕', '>'];
    let (before, rest) = name.split_once(OPENING)?;
    let (remark, after) = rest.split_once(CLOSING)?;
    if remark.contains(['人', '方', '位', '者', '村', '区']) {
        return None;
    }
    let rest = format!("{before}{after}");
    Some(without_remarks(&rest).unwrap_or(rest))
}

/// An office's own names for the columns, tried before the built-in ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping<C = Column> {
    own: BTreeMap<String, C>,
    /// What the town said of columns that the program does not know.
    said: BTreeMap<String, C>,
}

impl<C> Default for Mapping<C> {
    fn default() -> Self {
        Self { own: BTreeMap::new(), said: BTreeMap::new() }
    }
}

impl Mapping {
    /// Reads TOML lines of the form `"列名" = "平台编号"`.
    ///
    /// # Errors
    /// A sentence naming the line that is no TOML or the name that is no column.
    pub fn parse(text: &str) -> Result<Self, IntakeError> {
        let table: BTreeMap<String, String> = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
            IntakeError::Mapping(format!(
                "列名对照表第 {line} 行写法不对，没有导入；每行应写成 \"表里的列名\" = \"平台编号\"，同一列名只写一次。"
            ))
        })?;
        let mut names = BTreeMap::new();
        for (own, canonical) in table {
            let column = Column::named(&canonical).ok_or_else(|| {
                IntakeError::Mapping(format!(
                    "列名对照表里没有{}这一列，没有导入；右边可以写：{}。",
                    quoted(&canonical),
                    Column::ALL.iter().map(|column| column.label()).collect::<Vec<_>>().join("、")
                ))
            })?;
            names.insert(word(&own), column);
        }
        Ok(Self { own: names, said: BTreeMap::new() })
    }

    /// The same with what the town said of columns, where neither this table nor the program knows them.
    #[must_use]
    pub fn with(mut self, words: &ColumnWords) -> Self {
        for (name, meaning) in words {
            if let Some(column) = Column::from_code(meaning) {
                self.said.insert(name.clone(), column);
            }
        }
        self
    }
}

impl<C: Table> Mapping<C> {
    /// The column a name in the file stands for, or `None` for an unknown one.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<C> {
        self.certain(name).or_else(|| self.said(name))
    }

    /// By this table or by the program's own names.
    pub(super) fn certain(&self, name: &str) -> Option<C> {
        if name.len() > LONGEST_NAME {
            return None;
        }
        self.own.get(&word(name)).copied().or_else(|| C::named(name))
    }

    pub(super) fn said(&self, name: &str) -> Option<C> {
        if name.len() > LONGEST_NAME {
            return None;
        }
        self.said.get(&word(name)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alias_of_the_specification_names_its_column() {
        for (name, column) in [
            ("工单编号", Column::PlatformNo),
            (" 编 号 ", Column::PlatformNo),
            ("\u{feff}平台编号", Column::PlatformNo),
            ("提交时间", Column::ComplainedAt),
            ("投诉时间*", Column::ComplainedAt),
            ("投诉时间（必填）：", Column::ComplainedAt),
            ("【必填】投诉内容", Column::Content),
            ("标题[选填](50字以内)", Column::Title),
            ("收件时间", Column::ReceivedAt),
            ("投诉方式", Column::Method),
            ("投诉来源", Column::Source),
            ("反映人", Column::Complainant),
            ("手机号", Column::Contact),
            ("被反映人", Column::RespondentName),
            ("单位及职务", Column::RespondentUnitPosition),
            ("职级", Column::RespondentRank),
            ("所属村(社区)", Column::Village),
            ("所属村（社区）", Column::Village),
            ("所属区域", Column::Village),
            ("问题领域", Column::Field),
            ("投诉标题", Column::Title),
            ("内容", Column::Content),
            ("主件页数", Column::MainPages),
            ("附件件数", Column::Attachments),
            ("满意度", Column::Satisfaction),
            ("评价内容", Column::EvaluationComment),
            ("ＰLATFORM_NO", Column::PlatformNo),
        ] {
            assert_eq!(Mapping::<Column>::default().column(name), Some(column), "{name}");
        }
        for other in ["办理状态", "联系电话（被投诉人）", "投诉人（代理人）", "（必填）"]
        {
            assert_eq!(Mapping::<Column>::default().column(other), None, "{other}");
        }
    }

    #[test]
    fn no_alias_stands_for_two_columns() {
        for column in Column::ALL {
            for alias in column.aliases() {
                assert_eq!(Column::named(alias), Some(*column), "{alias}");
            }
        }
    }

    #[test]
    fn an_own_table_of_names_goes_before_the_built_in_ones() {
        let mapping = Mapping::parse("\"登记号\" = \"平台编号\"\n\"内容\" = \"评价内容\"\n").unwrap();
        assert_eq!(mapping.column("登 记 号"), Some(Column::PlatformNo));
        assert_eq!(mapping.column("内容"), Some(Column::EvaluationComment));
        assert_eq!(mapping.column("标题"), Some(Column::Title));
        for (text, word) in [
            ("\"a\" = \"平台编码\"", "平台编码"),
            ("\"a\" = \"标题\"\nb = ", "第 2 行"),
            ("a = 1", "第 1 行"),
        ] {
            let error = Mapping::parse(text).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
