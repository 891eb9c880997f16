//! What an office's own template can be filled with. A field is named by the words that the form prints before it, so
//! that the names are those of the paper and a sheet alone says what stands in each of its fields.

use super::china::day;
use crate::domain::paper::{Cell, Grid, Line, Look, PaperKind, Part, Place, Sheet};
use crate::domain::time::Date;

/// A named field of a form, `{{主要内容}}` in a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateField {
    pub name: &'static str,
    /// Whether a template without it is refused.
    pub is_demanded: bool,
}

/// What stands in small type at the foot: without it a paper could not be held against the record.
pub const FOOT: &str = "页脚";
pub const NUMBER: &str = "文号";
pub const ISSUED_ON: &str = "出文日期";
pub const CASE_NO: &str = "案件编号";

const SALUTATION: &str = "称呼";
const BODY: &str = "正文";
const SIGNED_BY: &str = "落款单位";
const SIGNED_ON: &str = "落款日期";

const fn must(name: &'static str) -> TemplateField {
    TemplateField { name, is_demanded: true }
}

const fn may(name: &'static str) -> TemplateField {
    TemplateField { name, is_demanded: false }
}

/// What every paper has beside the fields of its form.
const OF_EVERY: [TemplateField; 3] = [may(NUMBER), may(ISSUED_ON), must(FOOT)];

const LETTER: &[TemplateField] =
    &[may(CASE_NO), must(SALUTATION), must(BODY), must(SIGNED_BY), must(SIGNED_ON)];

/// N附件2.
const MEETING: &[TemplateField] = &[
    must("会议时间"),
    must("会议地点"),
    must("会议名称"),
    must("主持人"),
    must("记录人"),
    must("出席人员"),
    must("内容摘要"),
    must("领导审批意见"),
    must("研判审议小组意见"),
    must("备注"),
];

/// N附件3.
const PROPOSAL: &[TemplateField] = &[
    may(CASE_NO),
    must("单位"),
    must("编号"),
    must("投诉方式"),
    must("来源"),
    must("被投诉人姓名"),
    must("单位及职务"),
    must("职级"),
    must("投诉人姓名"),
    must("联系方式"),
    must("材料情况"),
    must("投诉事项类别"),
    must("投诉事项名称"),
    must("主要内容"),
    must("承办人意见"),
    must("部门意见"),
    must("领导批示"),
];

/// N附件4.
const REPLY_FORM: &[TemplateField] = &[
    may(CASE_NO),
    must("投诉（受复）人"),
    must("联系电话"),
    must("投诉的主要问题"),
    must("答复单位"),
    must("答复时间"),
    must("答复方式"),
    must("答复审核单位"),
    must("是否同意"),
    must("答复内容"),
    must("受复人对投诉办理情况的评价及满意度"),
];

const TRANSFER: &[TemplateField] = &[
    must(CASE_NO),
    may("平台编号"),
    must("承办单位"),
    may("收件日期"),
    must("办结期限"),
    may("投诉类别"),
    must("投诉事项名称"),
    must("主要内容"),
    must("拟办意见"),
    may("办理要求"),
    must(SIGNED_BY),
    must(SIGNED_ON),
];

const EXTENSION: &[TemplateField] = &[
    must(CASE_NO),
    must("承办单位"),
    must("投诉事项名称"),
    may("收件日期"),
    must("现到期日"),
    must("申请延长"),
    may("第几次延期"),
    must("延期理由"),
    must("审批意见"),
];

const FOLLOW_UP: &[TemplateField] = &[
    must(CASE_NO),
    must("承办单位"),
    must("投诉事项名称"),
    must("回访对象"),
    must("联系电话"),
    may("答复时间"),
    may("答复方式"),
    must("满意度"),
    must("是否解决"),
    must("回访记录"),
    may("回访人"),
    may("回访时间"),
];

const CARD: &[TemplateField] = &[
    must(CASE_NO),
    must("卡别"),
    must("发送单位"),
    may("发卡日期"),
    must("投诉事项名称"),
    must("提醒事由"),
    may("工作要求"),
    must("反馈情况"),
    must(SIGNED_BY),
    must(SIGNED_ON),
];

/// The fields of a form, in the order of its paper, then what every paper has.
pub fn fields(kind: PaperKind) -> impl Iterator<Item = TemplateField> {
    let own = match kind {
        PaperKind::Reply | PaperKind::Urge | PaperKind::ReportUp | PaperKind::Circular => LETTER,
        PaperKind::Meeting => MEETING,
        PaperKind::Proposal => PROPOSAL,
        PaperKind::ReplyForm => REPLY_FORM,
        PaperKind::Transfer => TRANSFER,
        PaperKind::Extension => EXTENSION,
        PaperKind::FollowUp => FOLLOW_UP,
        PaperKind::Card => CARD,
    };
    own.iter().chain(&OF_EVERY).copied()
}

/// What a paper says beside its sheet.
pub struct About<'a> {
    pub number: &'a str,
    /// The day of its issue.
    pub on: Date,
    /// What stands at its foot, line by line.
    pub foot: Vec<String>,
    pub case_no: Option<&'a str>,
}

/// What stands in the fields of one paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values(Vec<(String, Vec<String>)>);

impl Values {
    /// The fields of a sheet with their paragraphs.
    #[must_use]
    pub fn of(sheet: &Sheet) -> Self {
        let mut values = Self::default();
        visit(&mut sheet.clone(), &mut |name, lines| {
            let texts = lines.iter().map(|line| line.text.clone()).collect();
            values.0.push((name.to_owned(), texts));
        });
        values
    }

    /// Everything that a template can ask for; a paper of no case has no number of one.
    #[must_use]
    pub fn of_paper(sheet: &Sheet, About { number, on, foot, case_no }: About<'_>) -> Self {
        let one = |text: &str| vec![text.to_owned()];
        Self::of(sheet)
            .with(CASE_NO, case_no.map(one).unwrap_or_default())
            .with(NUMBER, one(number))
            .with(ISSUED_ON, one(&day(on)))
            .with(FOOT, foot)
    }

    /// The same with another field, unless the sheet says it itself.
    #[must_use]
    pub fn with(mut self, name: &str, lines: Vec<String>) -> Self {
        if self.lines(name).is_none() {
            self.0.push((name.to_owned(), lines));
        }
        self
    }

    /// The names of the fields, in the order of the paper.
    #[cfg(test)]
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// The paragraphs of a field; `None` for one that the paper doesn't have.
    #[must_use]
    pub fn lines(&self, name: &str) -> Option<&[String]> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, lines)| lines.as_slice())
    }
}

/// How a field is written in a template.
#[must_use]
pub fn written(name: &str) -> String {
    format!("{{{{{name}}}}}")
}

/// The same sheet with the names of its fields in the place of what stands in them.
pub fn with_names(mut sheet: Sheet) -> Sheet {
    visit(&mut sheet, &mut |name, lines| {
        let place = lines.first().map_or(Place::Left, |line| line.place);
        *lines = vec![Line { text: written(name), place }];
    });
    sheet
}

type Each<'a> = &'a mut dyn FnMut(&str, &mut Vec<Line>);

/// Hands over each field with its lines, from top to bottom.
fn visit(sheet: &mut Sheet, each: Each<'_>) {
    let has_grid = sheet.parts.iter().any(|part| matches!(part, Part::Grid(_)));
    let last_grid = sheet.parts.iter().rposition(|part| matches!(part, Part::Grid(_)));
    for (place, part) in sheet.parts.iter_mut().enumerate() {
        match part {
            Part::Grid(grid) => visit_grid(grid, each),
            Part::Text(lines) if last_grid.is_some_and(|grid| place < grid) => {
                for line in lines {
                    visit_heading(line, each);
                }
            }
            Part::Text(lines) => visit_letter(lines, !has_grid, each),
        }
    }
}

/// A value is named by the label before it, a long text by the heading in its own cell.
fn visit_grid(grid: &mut Grid, each: Each<'_>) {
    for row in &mut grid.rows {
        let mut label = None;
        for cell in &mut row.cells {
            match cell.look {
                Look::Label => label = Some(words_of(cell)),
                Look::Value => {
                    if let Some(name) = label.take() {
                        each(&name, &mut cell.lines);
                    }
                }
                Look::Long => visit_long(cell, each),
                Look::Under => {}
            }
        }
    }
}

fn words_of(cell: &Cell) -> String {
    cell.lines.iter().map(|line| line.text.as_str()).collect()
}

fn visit_long(cell: &mut Cell, each: Each<'_>) {
    let mut lines = std::mem::take(&mut cell.lines).into_iter();
    let Some(heading) = lines.next() else { return };
    let mut rest: Vec<Line> = lines.collect();
    each(heading.text.trim_end_matches('：'), &mut rest);
    cell.lines = std::iter::once(heading).chain(rest).collect();
}

/// `单位：镇纪委　　编号：2026-0012` over a grid has a field behind each colon.
fn visit_heading(line: &mut Line, each: Each<'_>) {
    let pieces = line.text.split('　').map(|piece| match piece.split_once('：') {
        None => piece.to_owned(),
        Some((name, value)) => {
            let mut lines = if value.is_empty() { Vec::new() } else { vec![Line::left(value)] };
            each(name, &mut lines);
            let value: String = lines.iter().map(|line| line.text.as_str()).collect();
            format!("{name}：{value}")
        }
    });
    line.text = pieces.collect::<Vec<_>>().join("　");
}

/// A letter is its salutation, its body and, at the right, who signs and when.
fn visit_letter(lines: &mut Vec<Line>, is_letter: bool, each: Each<'_>) {
    let is_right = |line: &Line| matches!(line.place, Place::Right(_));
    let last = lines.iter().rposition(is_right);
    let mut groups: Vec<(Option<&str>, Vec<Line>)> = Vec::new();
    let mut is_addressed = !is_letter;
    for (place, line) in std::mem::take(lines).into_iter().enumerate() {
        let name = if is_right(&line) {
            Some(if last == Some(place) { SIGNED_ON } else { SIGNED_BY })
        } else if line.text.trim().is_empty() {
            None
        } else if is_addressed {
            Some(BODY)
        } else {
            is_addressed = true;
            Some(SALUTATION)
        };
        match groups.last_mut() {
            Some((of, group)) if *of == name => group.push(line),
            Some(_) | None => groups.push((name, vec![line])),
        }
    }
    for (name, mut group) in groups {
        if let Some(name) = name {
            each(name, &mut group);
        }
        lines.append(&mut group);
    }
}
