//! Choosing a file, its preview, the import and its result.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crossterm::event::KeyCode;

use crate::domain::time::Moment;
use crate::domain::view::importing::{ImportReport, PreviewRow, RowFate};
use crate::domain::view::intake_row::{RowFault, SheetName};
use crate::domain::view::reconciling::{Different, OnlyHere, OnlyThere, Reconciliation};
use crate::ui::message::{
    Effect, FileEntry, ImportEffect, ImportMessage, ListEffect, Message, SessionEffect, TerminalEffect,
};
use crate::ui::screens::testing::{Console, rows};

fn entry(name: &str, is_folder: bool) -> FileEntry {
    FileEntry {
        name: name.to_owned(),
        path: PathBuf::from("/data").join(name),
        is_folder,
        size: 20_480,
        modified: Moment::parse("2026-11-20 16:00"),
    }
}

fn choosing() -> Console {
    let mut console = Console::listing((120, 36), rows(1, 3));
    assert_eq!(console.press("i"), [Effect::Import(ImportEffect::Browse(None))]);
    let entries = vec![entry("旧文件", true), entry("十一月.csv", false), entry("二月台账.xlsx", false)];
    console.app.tell(&Message::Import(ImportMessage::Files { folder: PathBuf::from("/data"), entries }));
    console
}

fn report() -> ImportReport {
    ImportReport {
        file: "十一月.csv".to_owned(),
        size: 20_480,
        encoding: "GB18030".to_owned(),
        rows: 62,
        new: 58,
        known: 2,
        supplement: 1,
        faulty: vec![RowFault {
            row: 17,
            column: "投诉时间".to_owned(),
            reason: "写成了“2026-13-40”，不是日期。".to_owned(),
            raw: Vec::new(),
        }],
        unknown_columns: vec!["网格员".to_owned()],
        sample: vec![PreviewRow {
            row: 2,
            fate: RowFate::New,
            platform_no: Some("P001".to_owned()),
            title: "低保评定未公示名单".to_owned(),
            repeat_of: None,
            received_at: Moment::UNIX_EPOCH,
        }],
        case_nos: Some(("2026-0061".to_owned(), "2026-0118".to_owned())),
        ..ImportReport::default()
    }
}

fn file() -> PathBuf {
    PathBuf::from("/data/十一月.csv")
}

fn preview_of(sheet: Option<&str>) -> Effect {
    Effect::Import(ImportEffect::Preview { path: file(), sheet: sheet.map(str::to_owned) })
}

/// A preview of two sheets with a column that looks like identity.
fn of_two_sheets() -> ImportReport {
    let sheet = |name: &str, is_read| SheetName { name: name.to_owned(), is_visible: true, is_read };
    ImportReport {
        unknown_columns: vec!["来电人".to_owned(), "网格员".to_owned()],
        asked_columns: vec!["来电人".to_owned()],
        sheets: vec![sheet("一季度", true), sheet("二季度", false)],
        ..report()
    }
}

fn previewed() -> Console {
    let mut console = choosing();
    assert_eq!(console.key(KeyCode::Enter), [preview_of(None)]);
    console.app.tell(&Message::Import(ImportMessage::Preview(file(), Box::new(report()))));
    console
}

#[test]
fn folders_are_entered_and_typing_narrows_the_files() {
    let mut console = choosing();
    console.line("> 十一月.csv");
    console.press("jj");
    console.line("> 旧文件/");
    assert_eq!(
        console.key(KeyCode::Enter),
        [Effect::Import(ImportEffect::Browse(Some(PathBuf::from("/data/旧文件"))))]
    );
    assert_eq!(
        console.key(KeyCode::Backspace),
        [Effect::Import(ImportEffect::Browse(Some(PathBuf::from("/"))))]
    );
    console.press("/eytz");
    assert!(console.lacks("十一月"));
    assert_eq!(
        console.key(KeyCode::Enter),
        [Effect::Import(ImportEffect::Preview {
            path: PathBuf::from("/data/二月台账.xlsx"), sheet: None
        })]
    );
}

#[test]
fn what_can_be_taken_stands_first_and_the_newest_on_top() {
    let mut console = choosing();
    let newer = |name: &str, day: &str| FileEntry { modified: Moment::parse(day), ..entry(name, false) };
    let entries = vec![
        entry("旧文件", true),
        newer("说明.docx", "2026-11-23 09:00"),
        newer("十月.csv", "2026-10-31 16:00"),
        newer("十一月.XLSX", "2026-11-22 16:00"),
    ];
    console.app.tell(&Message::Import(ImportMessage::Files { folder: PathBuf::from("/data"), entries }));
    let screen = console.screen();
    let place = |name: &str| screen.iter().position(|line| line.contains(name)).unwrap();
    assert!(place("十一月.XLSX") < place("十月.csv") && place("十月.csv") < place("旧文件"));
    assert!(place("旧文件") < place("说明.docx"));
    console.line("> 十一月.XLSX");
    console.line("WinSCP");
}

#[test]
fn tab_completes_a_name_and_the_path_of_another_folder_once_it_was_read() {
    let mut console = choosing();
    console.press("/旧");
    console.key(KeyCode::Tab);
    console.line("名称或路径（Tab 补全）：旧文件/");
    assert_eq!(
        console.key(KeyCode::Enter),
        [Effect::Import(ImportEffect::Browse(Some(PathBuf::from("/data/旧文件/"))))],
        "a folder that was typed is entered"
    );
    console.press("//srv/导");
    assert_eq!(
        console.key(KeyCode::Tab),
        [Effect::Import(ImportEffect::Browse(Some(PathBuf::from("/srv/"))))]
    );
    let entries = vec![entry("导出.csv", false), entry("导出二.csv", false), entry("别的", true)];
    console.app.tell(&Message::Import(ImportMessage::Files { folder: PathBuf::from("/srv/"), entries }));
    console.line("：/srv/导出");
    console.press("二");
    console.key(KeyCode::Tab);
    console.line("：/srv/导出二.csv");
    let chosen = ImportEffect::Preview { path: PathBuf::from("/srv/导出二.csv"), sheet: None };
    assert_eq!(console.key(KeyCode::Enter), [Effect::Import(chosen)]);
}

#[test]
fn a_typed_path_is_gone_to() {
    let mut console = choosing();
    console.press("//srv/导出/");
    assert_eq!(
        console.key(KeyCode::Enter),
        [Effect::Import(ImportEffect::Browse(Some(PathBuf::from("/srv/导出/"))))]
    );
}

#[test]
fn the_preview_counts_names_faulty_rows_and_shows_the_first_ones() {
    let mut console = previewed();
    console.line("共62行：新增 58   已有 2   补充 1   有误 1");
    console.line("编码 GB18030");
    console.line("没有对应项的列（按身份信息遮蔽，保留在“关联”中）：网格员");
    console.line("第17行  投诉时间  写成了“2026-13-40”，不是日期。");
    console.line("第2行  新增  P001");
    console.key(KeyCode::Esc);
    console.line("导入平台导出文件  /data");
}

#[test]
fn an_import_shows_how_far_it_is_can_be_cancelled_and_tells_where_the_faulty_rows_are() {
    let mut console = previewed();
    assert_eq!(console.key(KeyCode::Enter), [Effect::Import(ImportEffect::TakeIn(file(), BTreeSet::new()))]);
    assert_eq!(console.key(KeyCode::Enter), [], "a doubled Enter imports once");
    console.app.tell(&Message::Import(ImportMessage::Progress(50)));
    console.line("[####################--------------------] 50%");
    assert_eq!(console.key(KeyCode::Esc), [Effect::Session(SessionEffect::Cancel)]);
    let rejected = PathBuf::from("/data/十一月.rejected.csv");
    let asked =
        console.app.tell(&Message::Import(ImportMessage::TakenIn(Box::new(report()), Some(rejected))));
    assert!(matches!(asked.as_slice(), [Effect::Lists(ListEffect::Overview(..))]));
    console.line("已导入 十一月.csv");
    console.line("新编号 2026-0061 至 2026-0118");
    console.line("有误的行另存在 /data/十一月.rejected.csv");
    console.key(KeyCode::Enter);
    console.line("[今日");
}

#[test]
fn rows_are_marked_to_be_sealed_and_only_those_that_become_cases() {
    let mut console = choosing();
    console.key(KeyCode::Enter);
    let mut report = report();
    let first = report.sample[0].clone();
    let repeat = PreviewRow { row: 3, repeat_of: Some("2026-0007".to_owned()), ..first.clone() };
    report.sample.push(repeat);
    report.sample.push(PreviewRow { row: 4, fate: RowFate::Known, ..first });
    report.repeats = 1;
    console.app.tell(&Message::Import(ImportMessage::Preview(file(), Box::new(report))));
    console.line("新增中可能重复的 1 件");
    console.line("[疑重复 2026-0007] 低保评定未公示名单");
    console.press("jB");
    assert!(console.line(" >  第3行").contains("[密封]"));
    console.line("新增58件（其中密封登记1件）");
    console.press("jB");
    console.line("这一行已有登记，不能密封登记");
    console.press("kkB");
    console.press("B");
    assert_eq!(
        console.key(KeyCode::Enter),
        [Effect::Import(ImportEffect::TakeIn(file(), BTreeSet::from([3])))]
    );
}

#[test]
fn a_list_is_compared_with_our_cases_both_ways_and_nothing_is_taken_in() {
    let mut console = previewed();
    assert_eq!(console.press("b"), [Effect::Import(ImportEffect::Reconcile(file()))]);
    let found = Reconciliation {
        file: "十一月.csv".to_owned(),
        compared: 61,
        has_status: true,
        only_there: vec![OnlyThere {
            row: 9, platform_no: "P9".to_owned(), title: "路灯不亮".to_owned()
        }],
        only_here: vec![OnlyHere {
            case_no: "2026-0003".to_owned(),
            platform_no: "P3".to_owned(),
            title: "垃圾清运".to_owned(),
        }],
        different: vec![Different {
            row: 5,
            case_no: "2026-0004".to_owned(),
            platform_no: "P4".to_owned(),
            what: vec!["状态：平台为“待受理”，本镇已到“转办”（办理）".to_owned()],
        }],
        ..Reconciliation::default()
    };
    console.app.tell(&Message::Import(ImportMessage::Reconciled(file(), Box::new(found))));
    console.line("比对61行：仅平台有 1   仅本镇有 1   两边不同 1");
    console.line("第9行  P9  路灯不亮");
    console.line("2026-0003  P3  垃圾清运");
    console.line("状态：平台为“待受理”");
    assert_eq!(console.key(KeyCode::Esc), []);
    console.line("预览 十一月.csv");
}

#[test]
fn leaving_while_rows_are_taken_in_is_asked_about() {
    let mut console = previewed();
    console.key(KeyCode::Enter);
    assert_eq!(console.ctrl('c'), []);
    console.line("导入正在进行");
    assert_eq!(
        console.key(KeyCode::Enter),
        [Effect::Session(SessionEffect::Cancel), Effect::Terminal(TerminalEffect::Quit)]
    );
}

#[test]
fn a_file_that_can_not_be_read_is_told_in_a_sentence() {
    let mut console = choosing();
    console.key(KeyCode::Enter);
    console
        .app
        .tell(&Message::Import(ImportMessage::Failed("这是一个空文件，没有可以导入的内容。".to_owned())));
    console.line("没有导入");
    console.line("这是一个空文件");
    assert!(matches!(
        console.key(KeyCode::Enter).as_slice(),
        [Effect::Import(ImportEffect::Browse(Some(_)))]
    ));
}

#[test]
fn a_column_that_looks_like_identity_is_asked_about_and_the_file_read_again_with_the_answer() {
    let mut console = choosing();
    console.key(KeyCode::Enter);
    console.app.tell(&Message::Import(ImportMessage::Preview(file(), Box::new(of_two_sheets()))));
    console.line("像是身份信息、还没有说明的列：来电人");
    assert_eq!(console.press("e"), []);
    console.line("列“来电人”是什么？");
    console.line("> 投诉人（姓名）");
    console.press("jjjjj");
    console.line("> 不是身份信息，可以显示");
    console.press("kk");
    console.line("> 联系电话");
    let said = ImportEffect::SayColumn {
        path: file(),
        sheet: None,
        column: "来电人".to_owned(),
        meaning: "contact".to_owned(),
    };
    assert_eq!(console.key(KeyCode::Enter), [Effect::Import(said)]);
    console.line("正在读取文件");
    console.app.tell(&Message::Import(ImportMessage::Preview(file(), Box::new(report()))));
    console.line("预览 十一月.csv");
    assert!(console.lacks("按 c 说明"));
    assert_eq!(console.press("e"), []);
    console.line("没有要说明的列");
}

#[test]
fn the_question_about_a_column_begins_at_the_answer_its_name_suggests() {
    for (column, answer) in [
        ("身份证号码", "> 别的身份信息"),
        ("投诉人手机", "> 联系电话"),
        ("来电人", "> 投诉人（姓名）"),
        ("委托代理人", "> 别的身份信息"),
    ] {
        let mut console = choosing();
        console.key(KeyCode::Enter);
        let report = ImportReport { asked_columns: vec![column.to_owned()], ..report() };
        console.app.tell(&Message::Import(ImportMessage::Preview(file(), Box::new(report))));
        console.press("e");
        console.line(answer);
    }
}

#[test]
fn leaving_the_question_about_a_column_says_nothing_of_it() {
    let mut console = choosing();
    console.key(KeyCode::Enter);
    console.app.tell(&Message::Import(ImportMessage::Preview(file(), Box::new(of_two_sheets()))));
    console.press("e");
    assert_eq!(console.key(KeyCode::Esc), []);
    console.line("像是身份信息、还没有说明的列：来电人");
}

#[test]
fn another_sheet_is_chosen_in_the_preview_and_kept_while_its_columns_are_asked_about() {
    let mut console = choosing();
    console.key(KeyCode::Enter);
    console.app.tell(&Message::Import(ImportMessage::Preview(file(), Box::new(of_two_sheets()))));
    console.line("工作表“一季度”（共2张，按 t 另选）");
    assert_eq!(console.press("t"), []);
    console.line("> 一季度  现在读的");
    console.press("j");
    console.line("> 二季度");
    assert_eq!(console.key(KeyCode::Enter), [preview_of(Some("二季度"))]);
    console.app.tell(&Message::Import(ImportMessage::Preview(file(), Box::new(of_two_sheets()))));
    console.press("e");
    let asked = console.key(KeyCode::Enter);
    assert!(
        matches!(asked.as_slice(), [Effect::Import(ImportEffect::SayColumn { sheet: Some(sheet), .. })] if sheet == "二季度"),
        "{asked:?}"
    );
}

#[test]
fn a_file_without_sheets_says_that_there_is_nothing_to_choose() {
    let mut console = previewed();
    assert_eq!(console.press("t"), []);
    console.line("这个文件没有别的工作表");
}
