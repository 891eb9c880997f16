//! The pages of a case: documents with their chains, history narrowed by words, clocks day by day.

use crossterm::event::KeyCode;

use crate::actions::Answers;
use crate::domain::ids::CaseId;
use crate::domain::sealable::Sealable;
use crate::ui::message::{CaseEffect, CaseMessage, Effect, Message};
use crate::ui::screens::testing::{Console, Told, detail, registered, row, rows, told};

const LARGE: (u16, u16) = (120, 36);

/// A complaint that goes to the district: its document signed on paper by 李敏.
fn reported() -> Told {
    let (at, code, answers) = registered(18, "反映镇外单位问题");
    let assess =
        Answers::none().with("scope", "out_of_scope").with("kind", "non_consultation").with("field", "other");
    let text = Answers::none().with("reason", "不属于本镇业务范围，拟上报区纪委监委。");
    let sign = Answers::none()
        .with("opinion", "同意上报")
        .with("on_paper_signer", "李敏")
        .with("on_paper_date", "2026-11-19");
    told(
        7,
        &[
            (&at, code, answers),
            ("2026-11-19 09:00", "assess", assess),
            ("2026-11-19 10:00", "report_up", text),
            ("2026-11-19 10:05", "submit", Answers::none()),
            ("2026-11-20 09:00", "sign", sign),
        ],
    )
}

fn laid_open(told: &Told, page: usize) -> Console {
    let mut console = Console::listing(LARGE, vec![row(&told.case)]);
    console.key(KeyCode::Enter);
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(told)))));
    for _ in 0..page {
        console.key(KeyCode::Tab);
    }
    console
}

#[test]
fn the_head_marks_the_stage_in_words_and_shows_the_clock() {
    let (at, code, answers) = registered(16, "低保评定未公示名单");
    let mut console = laid_open(&told(7, &[(&at, code, answers)]), 0);
    console.line("[投诉]-受理-转办-办理-拟制-审核-答复-评价-办结");
    assert!(console.line("[投诉]-受理").ends_with("受理转办 !超期2天（11-19）"));
    assert!(console.line("> 下一步：研判（您来办）").ends_with("Enter 开始  a 其他  ] 下一件"));
    let mut console = laid_open(&reported(), 0);
    console.line("[上报]");
    assert!(console.line("受理转办").contains("已停，按期"));
}

#[test]
fn documents_show_text_state_and_who_signed_how() {
    let mut console = laid_open(&reported(), 1);
    console.line("上报意见 第1稿  [已审签]");
    console.line("不属于本镇业务范围");
    let step = console.line("李敏（镇纪委书记）");
    assert!(step.contains("1. 李敏（镇纪委书记）  同意 2026-11-19：同意上报"), "{step}");
    console.line("代录");
}

#[test]
fn history_stands_newest_first_and_is_narrowed_by_words() {
    let mut console = laid_open(&reported(), 2);
    let screen = console.screen();
    let place = |words: &str| screen.iter().position(|line| line.contains(words));
    assert!(place("上报区纪委监委").unwrap() < place("登记为2026-0007").unwrap());
    console.press("/送审");
    assert!(console.lacks("登记为2026-0007"));
    console.line("第1稿送审");
    console.key(KeyCode::Enter);
    console.line("筛选 送审");
    console.key(KeyCode::Esc);
    console.line("登记为2026-0007");
}

#[test]
fn a_clock_is_explained_day_by_day() {
    let (at, code, answers) = registered(18, "低保评定未公示名单");
    let mut console = laid_open(&told(7, &[(&at, code, answers)]), 3);
    console.line("2026-11-18起算，3个工作日，2026-11-23到期");
    console.line("11-21 周六 休（周末）");
    console.line("11-23 周一 工作日 第3天  <- 今天");
}

#[test]
fn columns_without_a_place_are_kept_in_sight() {
    let mut told = reported();
    told.case.other = Some(Sealable::new(r#"{"网格员":"赵六","热度":3}"#));
    let mut console = laid_open(&told, 4);
    assert!(console.line("网格员").contains("赵六"));
    assert!(console.line("热度").contains('3'));
}

#[test]
fn a_long_page_is_scrolled_to_its_end_and_no_further() {
    let mut told = reported();
    told.case.content = Sealable::new((1..=60).map(|n| format!("第{n}段")).collect::<Vec<_>>().join("\n"));
    let mut console = laid_open(&told, 0);
    assert!(console.lacks("第60段"));
    console.press("Gj");
    console.line("第60段");
    console.press("g");
    assert!(console.lacks("第60段"));
}

#[test]
fn the_next_case_of_the_list_opens_on_the_same_page() {
    let told = reported();
    let mut listed = rows(7, 3);
    listed[0] = row(&told.case);
    let mut console = Console::listing(LARGE, listed);
    console.key(KeyCode::Enter);
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told)))));
    console.key(KeyCode::Tab);
    assert_eq!(console.press("]"), [Effect::Case(CaseEffect::Open(CaseId(8)))]);
    assert_eq!(console.press("]"), [Effect::Case(CaseEffect::Open(CaseId(9)))]);
    assert_eq!(console.press("]"), []);
    console.line("列表到头了");
}

#[test]
fn what_lies_below_is_counted_from_the_first_frame() {
    let mut told = reported();
    told.case.content = Sealable::new((1..=60).map(|n| format!("第{n}段")).collect::<Vec<_>>().join("\n"));
    let mut console = laid_open(&told, 0);
    let first = console.screen();
    let said = first.iter().find_map(|line| line.split_once("还有")).expect("the count").1.to_owned();
    let hidden: usize = said.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap();
    console.press("j");
    console.line(&format!("还有{}行，PgDn 往下看", hidden - 1));
    console.press("G");
    console.line("到底了，g 回到开头");
}

#[test]
fn a_long_title_can_be_read_whole_and_the_complaint_stands_before_the_facts() {
    let title =
        "刘家坝社区公益性岗位三个月未发工资问社区窗口说钱在镇上问镇上又说社区没报表请求尽快核实并答复";
    let (at, code, answers) = registered(18, title);
    let told = told(7, &[(&at, code, answers)]);
    let mut console = Console::listing((80, 24), vec![row(&told.case)]);
    console.press("o");
    console.app.tell(&Message::Case(CaseMessage::Read(Box::new(detail(&told)))));
    let screen = console.screen();
    let head: String = screen.iter().skip(2).take(3).map(|line| line.trim()).collect();
    assert!(head.contains(title), "{screen:#?}");
    let place = |words: &str| screen.iter().position(|line| line.contains(words));
    assert!(place("投诉内容") < place("村社区"), "{screen:#?}");
    assert!(place("联系方式").is_none(), "what is empty is not drawn: {screen:#?}");
    assert!(
        screen
            .iter()
            .any(|line| line.contains("文书 0") && line.contains("经过 2") && line.contains("时限 1"))
    );
}
