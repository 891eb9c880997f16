//! Which column of the file is which: the platform's names, their aliases, and an office's own table of names.

use std::collections::{BTreeMap, HashSet};

use super::error::{IntakeError, quoted};
use super::rejected::{REASON_COLUMN, SURPLUS_COLUMN};
use crate::domain::code::Coded;
use crate::domain::text::signs::{half_width, is_hidden};

/// More columns than this in one file are refused.
pub(super) const COLUMN_LIMIT: usize = 512;

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

impl Column {
    /// Without these a file is no platform export.
    pub(super) const MANDATORY: [Self; 3] = [Self::ComplainedAt, Self::Title, Self::Content];

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
    fn named(name: &str) -> Option<Self> {
        let name = normalised(name);
        Self::ALL.iter().copied().find(|column| {
            column.label() == name || column.code() == name || column.aliases().contains(&name.as_str())
        })
    }
}

/// Half-width signs, lower case, no white space, no invisible characters, no star for "mandatory".
fn normalised(name: &str) -> String {
    name.chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !is_hidden(*c) && *c != '*')
        .flat_map(char::to_lowercase)
        .collect()
}

/// An office's own names for the columns, tried before the built-in ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping(BTreeMap<String, Column>);

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
            names.insert(normalised(&own), column);
        }
        Ok(Self(names))
    }

    /// The column a name in the file stands for, or `None` for an unknown one.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<Column> {
        self.0.get(&normalised(name)).copied().or_else(|| Column::named(name))
    }
}

/// What a column of the file is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Known(Column),
    /// Kept under its own name.
    Other,
    /// The reason that the program itself wrote into a rejected file.
    Reason,
    /// Cells beyond the header, which a rejected file of ours keeps in columns of this name.
    Surplus,
}

/// The columns of a file in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    names: Vec<String>,
    roles: Vec<Role>,
}

impl Header {
    /// The header row of a table; empty names at its end are no columns.
    pub fn of_table(mut names: Vec<String>, mapping: &Mapping) -> Result<Self, IntakeError> {
        while names.last().is_some_and(|name| name.trim().is_empty()) {
            names.pop();
        }
        let mut header = Self::default();
        for name in names {
            header.push(name, mapping)?;
        }
        header.refuse_doubles()?;
        header.require_mandatory()?;
        Ok(header)
    }

    /// Adds a column behind the others and returns its index.
    pub fn push(&mut self, name: String, mapping: &Mapping) -> Result<usize, IntakeError> {
        let index = self.names.len();
        if index >= COLUMN_LIMIT {
            return Err(too_wide());
        }
        let role = if name == REASON_COLUMN {
            Role::Reason
        } else if name == SURPLUS_COLUMN {
            Role::Surplus
        } else {
            mapping.column(&name).map_or(Role::Other, Role::Known)
        };
        self.roles.push(role);
        self.names.push(if name.trim().is_empty() { format!("第{}列", index + 1) } else { name });
        Ok(index)
    }

    /// How many columns the file has.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The names as they stand in the file.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Name and use of a column.
    pub fn column(&self, index: usize) -> Option<(&str, Role)> {
        Some((self.names.get(index)?.as_str(), *self.roles.get(index)?))
    }

    /// The file's own name of a column the program understands, else the platform's.
    pub fn name_of(&self, column: Column) -> &str {
        let found = self.roles.iter().position(|role| *role == Role::Known(column));
        found.and_then(|index| self.names.get(index)).map_or(column.label(), String::as_str)
    }

    /// Names that are kept without being understood.
    pub fn unknown(&self) -> Vec<String> {
        let other = self.names.iter().zip(&self.roles).filter(|(_, role)| **role == Role::Other);
        other.map(|(name, _)| name.clone()).collect()
    }

    /// Whether this is a rejected file of our own, in which dangerous cells carry a guard.
    pub fn is_rejected_file(&self) -> bool {
        self.roles.last() == Some(&Role::Reason)
    }

    /// One error that names every mandatory column the file lacks.
    pub fn require_mandatory(&self) -> Result<(), IntakeError> {
        let missing: Vec<&str> = Column::MANDATORY
            .into_iter()
            .filter(|column| !self.roles.contains(&Role::Known(*column)))
            .map(Coded::label)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(IntakeError::Columns(format!(
            "文件缺少必需的列：{}，没有导入；请检查第一行列名和编码，或用 --map 指定列名对照表。",
            missing.join("、")
        )))
    }

    fn refuse_doubles(&self) -> Result<(), IntakeError> {
        let mut seen = HashSet::new();
        for (name, role) in self.names.iter().zip(&self.roles) {
            // Unknown columns of the same name stand side by side on the case; only a known one is ambiguous.
            let Role::Known(column) = role else { continue };
            if !seen.insert(*column) {
                return Err(IntakeError::Columns(format!(
                    "有两列都是“{}”（其中一列写作{}），没有导入；请删去或改名其中一列。",
                    column.label(),
                    quoted(name)
                )));
            }
        }
        Ok(())
    }
}

/// The refusal for a table with more than [`COLUMN_LIMIT`] columns.
pub(super) fn too_wide() -> IntakeError {
    IntakeError::TooLarge(format!(
        "表格超过 {COLUMN_LIMIT} 列，没有导入；请在 WPS 里删去右边多余的列再导入。"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Result<Header, IntakeError> {
        Header::of_table(names.iter().map(|name| (*name).to_owned()).collect(), &Mapping::default())
    }

    #[test]
    fn every_alias_of_the_specification_names_its_column() {
        for (name, column) in [
            ("工单编号", Column::PlatformNo),
            (" 编 号 ", Column::PlatformNo),
            ("\u{feff}平台编号", Column::PlatformNo),
            ("提交时间", Column::ComplainedAt),
            ("投诉时间*", Column::ComplainedAt),
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
            assert_eq!(Mapping::default().column(name), Some(column), "{name}");
        }
        assert_eq!(Mapping::default().column("办理状态"), None);
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
    fn all_missing_columns_are_named_at_once_and_doubled_ones_refused() {
        let missing = header(&["平台编号", "标题"]).unwrap_err().to_string();
        assert!(missing.contains("投诉时间、投诉内容"), "{missing}");
        let doubled = header(&["投诉时间", "标题", "内容", "事项名称"]).unwrap_err().to_string();
        assert!(doubled.contains("投诉事项名称") && doubled.contains("事项名称"), "{doubled}");
        let wide: Vec<String> = (0..600).map(|n| format!("列{n}")).collect();
        assert!(matches!(Header::of_table(wide, &Mapping::default()), Err(IntakeError::TooLarge(_))));
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
