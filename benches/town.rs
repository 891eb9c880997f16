//! A town with any number of cases, made through the same import and actions as any other; for measuring only.

use std::ops::ControlFlow;
use std::path::Path;

use ydt::actions::Answers;
use ydt::domain::ids::CaseId;
use ydt::domain::time::Moment;
use ydt::domain::view::intake_row::{FileFormat, IntakeFile, IntakeRow};
use ydt::domain::view::intake_rows::Rows;
use ydt::office::{NewTown, Office, OfficeError, PerformRequest, practice_org};
use ydt::store::StoreError;

/// Cases taken in by one transaction.
const BATCH: usize = 5_000;

/// Matters that real complaints are about; numbered, so that no two titles are the same.
const MATTERS: [&str; 8] = [
    "低保评定未公示名单",
    "村道硬化工程质量问题",
    "路灯半年不亮",
    "医保报销比例不清",
    "集体门面低价出租",
    "土地流转费拖欠",
    "危房改造名单有亲属",
    "公益岗位长期空缺",
];

/// Makes a practice town at `path` for the login with `count` cases: half of them withdrawn, three tenths
/// transferred, a tenth assessed, a tenth as received, over the thirty months before `now`.
///
/// # Errors
/// Whatever the office says.
pub fn make(path: &Path, login: &str, count: usize, now: Moment) -> Result<(), OfficeError> {
    let new = NewTown {
        town: "建胜镇".to_owned(),
        district: "大渡口区".to_owned(),
        login: login.to_owned(),
        name: login.to_owned(),
        sandbox: true,
        org: Some(practice_org().map_err(|fault| StoreError::Other(fault.to_string()))?),
    };
    let mut office = Office::create(path, new, "bench", now)?;
    let span = 900 * 86_400;
    let moment = |number: usize| {
        let share = i64::try_from(number * 1_000 / count.max(1)).unwrap_or(0);
        now.plus_seconds(-span + span * share / 1_000 - 3_600)
    };
    for first in (0..count).step_by(BATCH) {
        let numbers = first..(first + BATCH).min(count);
        let rows: Rows = numbers.clone().map(|number| row(number, moment(number))).collect();
        let file = IntakeFile {
            name: format!("{first}.csv"),
            size: 0,
            sha256: format!("{first:064}"),
            format: FileFormat::Csv,
            encoding: "UTF-8".to_owned(),
            row_count: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            rows,
            faulty: Vec::new(),
            header: Vec::new(),
            columns: Vec::new(),
            unknown_columns: Vec::new(),
            sheets: Vec::new(),
            warnings: Vec::new(),
        };
        office.import(&file, true, now, &mut |_, _| ControlFlow::Continue(()))?;
        office.perform_all(now, |town| {
            for number in numbers.clone() {
                for (action, answers) in steps(number) {
                    town.perform(&request(number, action, answers))?;
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// The command that takes the case with this place in the town one step on.
pub fn request(number: usize, action: &str, answers: Answers) -> PerformRequest {
    PerformRequest {
        act: format!("bench-{number}-{action}"),
        case: i64::try_from(number + 1).ok().map(CaseId),
        seen_seq: None,
        action: action.to_owned(),
        answers,
    }
}

fn steps(number: usize) -> Vec<(&'static str, Answers)> {
    let assess = Answers::none()
        .with("scope", "matters_list")
        .with("kind", "consultation")
        .with("field", "other")
        .with("route", "village")
        .with("unit", "新建村");
    match number % 10 {
        0..=4 => vec![("withdraw", Answers::none().with("reason", "投诉人来电撤回"))],
        5..=7 => vec![("assess", assess), ("accept", Answers::none()), ("transfer", Answers::none())],
        8 => vec![("assess", assess)],
        _ => Vec::new(),
    }
}

fn row(number: usize, at: Moment) -> IntakeRow {
    let matter = MATTERS[number % MATTERS.len()];
    IntakeRow {
        row: 2,
        platform_no: Some(format!("B{number:07}")),
        complained_at: at,
        received_at: Some(at),
        method: Some("平台".to_owned()),
        source: None,
        complainant: Some("李桂芳".to_owned()),
        contact: Some(format!("138{:08}", number % 100_000_000)),
        respondent_name: None,
        respondent_unit_position: None,
        respondent_rank: None,
        village: Some("新建村".to_owned()),
        field: None,
        title: format!("{matter}（第{number}件）"),
        content: format!("{matter}，群众多次反映没有答复，请核查后公开处理结果。"),
        main_pages: Some(1),
        attachments: None,
        satisfaction: None,
        evaluation_comment: None,
        other: Vec::new(),
    }
}
