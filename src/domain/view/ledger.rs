//! The ledger of complaints (台账): the columns an office expects, and what stands in them for one case. Everything is
//! text, so that no spreadsheet makes a number or a formula of it.

use crate::domain::case::Case;
use crate::domain::case::turn::TurnEnd;
use crate::domain::code::Coded as _;
use crate::domain::limit::clock::Clock;
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::words::{CaseKind, ClockKind, KeyMatter, MatterField, Resolved, Route, Scope, Verdict};

/// One column, by its name for machines and its heading.
#[derive(Debug)]
pub struct Column {
    /// The name for machines.
    pub code: &'static str,
    /// What stands over it in the field's own words.
    pub label: &'static str,
    /// So many characters of a digit's width.
    pub width: u8,
    value: fn(&Case, &Org) -> String,
}

const fn column(
    code: &'static str,
    label: &'static str,
    width: u8,
    value: fn(&Case, &Org) -> String,
) -> Column {
    Column { code, label, width, value }
}

/// Every column, from left to right.
pub static COLUMNS: &[Column] = &[
    column("case_no", "编号", 11, |case, _| case.case_no.clone()),
    column("platform_no", "平台编号", 20, |case, _| case.platform_no.clone().unwrap_or_default()),
    column("complained_at", "投诉时间", 17, |case, _| case.complained_at.minute()),
    column("received_at", "收到时间", 17, |case, _| case.received_at.minute()),
    column("method", "投诉方式", 10, |case, _| case.method.clone().unwrap_or_default()),
    column("source", "来源", 12, |case, _| case.source.clone().unwrap_or_default()),
    column("complainant", "投诉人", 9, |case, _| {
        case.complainant.name.as_ref().map_or_else(|| "匿名".to_owned(), |name| name.text().to_owned())
    }),
    column("contact", "联系方式", 14, |case, _| said(case.complainant.contact.as_ref())),
    column("respondent", "被投诉人", 9, |case, _| said(case.respondent.name.as_ref())),
    column("respondent_unit_position", "单位及职务", 18, |case, _| {
        said(case.respondent.unit_position.as_ref())
    }),
    column("respondent_rank", "职级", 10, |case, _| case.respondent.rank.clone().unwrap_or_default()),
    column("village", "村社区", 12, |case, _| case.village.clone().unwrap_or_default()),
    column("field", "领域", 10, |case, _| label(case.field.map(MatterField::label))),
    column("title", "事项名称", 32, |case, _| case.title.text().to_owned()),
    column("scope", "范围", 14, |case, _| label(case.scope.map(Scope::label))),
    column("kind", "类别", 10, |case, _| label(case.kind.map(CaseKind::label))),
    column("key_matters", "重点", 12, |case, _| {
        case.key_matters.iter().copied().map(KeyMatter::label).collect::<Vec<_>>().join("、")
    }),
    column("decided_by", "研判方式", 12, |case, _| {
        label(case.decided.as_ref().map(|how| how.by.label()))
    }),
    column("accepted_on", "受理日", 11, |case, _| day(case.accepted_at.map(Moment::date))),
    column("route", "办理途径", 16, |case, _| label(case.route.map(Route::label))),
    column("unit", "承办单位", 18, |case, org| {
        case.unit.map_or("", |unit| org.unit_name(unit)).to_owned()
    }),
    column("handler", "承办人", 9, |case, org| {
        case.handler.map_or("", |person| org.person_name(person)).to_owned()
    }),
    column("transferred_on", "转办日", 11, |case, _| day(case.receipt.map(|receipt| receipt.recorded_on))),
    column("receipt_on", "收件日", 11, |case, _| day(case.transferred_on)),
    column("original_due_on", "到期日(原)", 11, |case, _| {
        day(handling(case).map(|clock| clock.original_due_on))
    }),
    column("due_on", "到期日(现)", 11, |case, _| day(handling(case).map(|clock| clock.due_on))),
    column("extensions", "延期次数", 9, |case, _| {
        handling(case).map_or(String::new(), |clock| clock.extensions.to_string())
    }),
    column("replied_on", "答复日", 11, |case, _| {
        day(case.deliveries.last().map(|sent| sent.delivered_at.date()))
    }),
    column("reply_method", "答复方式", 10, |case, _| {
        label(case.deliveries.last().map(|sent| sent.method.label()))
    }),
    column("evaluation", "评价", 10, |case, _| {
        label(case.evaluations.last().map(|word| word.satisfaction.label()))
    }),
    column("resolved", "是否解决", 9, |case, _| {
        label(case.evaluations.last().and_then(|word| word.resolved).map(Resolved::label))
    }),
    column("closed_on", "办结日", 11, |case, _| day(case.closed_on())),
    column("triage_verdict", "受理转办是否按期", 12, |case, _| {
        verdict(case.clock(ClockKind::Triage))
    }),
    column("handling_verdict", "办理是否按期", 12, |case, _| verdict(handling(case))),
    column("rounds", "轮次", 6, |case, _| case.round.to_string()),
    column("taken_back", "改办次数", 9, |case, _| taken_back(case).to_string()),
    column("remarks", "备注", 24, |case, _| remarks(case)),
];

/// What stands in the columns for a case.
#[must_use]
pub fn row(case: &Case, org: &Org) -> Vec<String> {
    COLUMNS.iter().map(|column| (column.value)(case, org)).collect()
}

fn said(text: Option<&Sealable>) -> String {
    text.map_or(String::new(), |text| text.text().to_owned())
}

fn label(word: Option<&str>) -> String {
    word.unwrap_or_default().to_owned()
}

fn day(date: Option<Date>) -> String {
    date.map_or(String::new(), |date| date.to_string())
}

fn handling(case: &Case) -> Option<&Clock> {
    case.clock(ClockKind::Handling)
}

/// What the clock said when it stopped; a running one says nothing yet.
fn verdict(clock: Option<&Clock>) -> String {
    label(clock.and_then(|clock| clock.verdict).map(Verdict::label))
}

fn taken_back(case: &Case) -> usize {
    case.turns.iter().filter(|turn| turn.ended.is_some_and(|(end, _)| end == TurnEnd::TakenBack)).count()
}

/// How the case stands, and what else explains its figures.
fn remarks(case: &Case) -> String {
    let mut said = vec![case.stage.label().to_owned()];
    if case.sealed {
        said.push("已密封".to_owned());
    }
    if let Some((_, leading)) = &case.merged_into {
        said.push(format!("并入{leading}"));
    }
    if case.send_backs > 0 {
        said.push(format!("退件{}次", case.send_backs));
    }
    if case.asks_extension() {
        said.push("延期审批中".to_owned());
    }
    said.join("；")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::{XINJIAN, town};
    use crate::domain::ids::CaseId;

    #[test]
    fn the_headings_are_those_of_the_field_in_their_order_each_with_a_name_of_its_own() {
        let labels: Vec<&str> = COLUMNS.iter().map(|column| column.label).collect();
        let expected = "编号 平台编号 投诉时间 收到时间 投诉方式 来源 投诉人 联系方式 被投诉人 单位及职务 职级 \
            村社区 领域 事项名称 范围 类别 重点 研判方式 受理日 办理途径 承办单位 承办人 转办日 收件日 到期日(原) \
            到期日(现) 延期次数 答复日 答复方式 评价 是否解决 办结日 受理转办是否按期 办理是否按期 轮次 改办次数 备注";
        assert_eq!(labels, expected.split_whitespace().collect::<Vec<_>>());
        let mut codes: Vec<&str> = COLUMNS.iter().map(|column| column.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), COLUMNS.len());
    }

    #[test]
    fn what_nobody_said_is_an_empty_cell_and_a_unit_stands_by_its_name() {
        let case = Case { unit: Some(XINJIAN), ..Case::unborn(CaseId(1), "2026-0001") };
        let row = row(&case, &town());
        let cell = |code: &str| {
            let at = COLUMNS.iter().position(|column| column.code == code).unwrap();
            row[at].as_str()
        };
        assert_eq!((cell("case_no"), cell("complainant"), cell("unit")), ("2026-0001", "匿名", "新建村"));
        assert_eq!((cell("due_on"), cell("evaluation"), cell("remarks")), ("", "", "投诉"));
    }
}
