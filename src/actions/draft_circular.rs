//! 拟通报: a circular about a unit that was urged in writing and did not answer (`domain.md` §10 Meetings, cards, texts;
//! ours). The secretary signs it; then it is issued as a paper.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::chase::Chase;
use crate::domain::case::letter::day;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, drafting};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::{ClockKind, DocumentKind};

const TEXT: Field =
    Field::required("text", "通报", FieldKind::Prose).hint("保存后再“送审”，镇纪委书记审签后“出文”");

/// The row of this act.
pub static ACT: Act = Act {
    code: "draft_circular",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "拟通报",
        summary: "出过催办通知书、满规定天数仍没有答复的，拟通报稿，送镇纪委书记审签",
        fields: &[TEXT],
        confirm: None,
    },
    example: r#"{"text":"新建村对催办通知书逾期不办、不答复，现予通报。"}"#,
    on: On::Case(CaseAct::at(&Stage::OF_UNIT, decide).ready(ready).prefill(prefill)),
};

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let today = context.settings.limit_day(context.now);
    if case.circular_of_round().is_some()
        || case.is_chased(Chase::Circular, today, context.settings, context.calendar)
    {
        return Ok(());
    }
    let days = context.settings.circular_after_working_days;
    Err(match case.notice_of_urging() {
        None => Refusal::new(
            RefusalCode::Incomplete,
            "还没有对承办单位出过催办通知书（超期后出文“催办通知书”），不能通报。",
        ),
        Some(notice) => Refusal::new(
            RefusalCode::OutOfTime,
            format!("{}已出{}，满{days}个工作日仍没有办理、答复的才拟通报。", notice.on, notice.number),
        ),
    })
}

/// Opens with the text as an office writes it, or with the one that stands.
fn prefill(case: &Case, context: &Context<'_>) -> Answers {
    match case.circular_of_round() {
        Some(last) => Answers::none().with_recorded(TEXT.name, Some(&last.text)),
        None => {
            words(case, context).map_or_else(Answers::none, |words| Answers::none().with(TEXT.name, words))
        }
    }
}

fn words(case: &Case, context: &Context<'_>) -> Option<String> {
    let (turn, notice) = (case.open_turn()?, case.notice_of_urging()?);
    let due_on = case.clock(ClockKind::Handling)?.due_on;
    let unit = context.org.unit_name_at(turn.unit, turn.place);
    Some(format!(
        "{unit}{}收到的投诉件{}，应于{}前办结。镇纪委于{}发出催办通知书（{}），至今已满{}个工作日，{unit}\
         仍未报送答复意见，也未书面说明原因。\n现对{unit}予以通报。请{unit}立即办理，并书面报告办理情况和未按期\
         办结的原因。其他承办单位要引以为戒，按期办结群众投诉。",
        day(turn.from),
        case.case_no,
        day(due_on),
        day(notice.on),
        notice.number,
        context.settings.circular_after_working_days,
    ))
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    ready(case, context)?;
    drafting::draft(case, DocumentKind::Circular, answers.need_text(&TEXT)?)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY, XINJIAN_HANDLER, drafted};
    use crate::actions::fixtures::{Bench, day};
    use crate::domain::case::card::CardColour;
    use crate::domain::case::chase::Chase;
    use crate::domain::paper::PaperKind;
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::{DocumentKind, DocumentState};

    /// The limit ended on Tuesday, 1 December.
    const URGED: &str = "2026-12-02 09:00";
    const FIVE_DAYS_LATER: &str = "2026-12-09 09:00";

    fn is_due(bench: &Bench, chase: Chase, on: &str) -> bool {
        bench.case.is_chased(chase, day(on), &bench.settings, &bench.calendar)
    }

    #[test]
    fn the_notice_comes_the_working_day_after_expiry_and_the_circular_five_more_later() {
        let bench = Bench::being_handled();
        for (on, due) in [("2026-12-01", false), ("2026-12-02", true), ("2026-12-03", true)] {
            assert_eq!(is_due(&bench, Chase::UrgeNotice, on), due, "{on}");
        }
        assert!(!is_due(&bench, Chase::Circular, "2026-12-31"), "nobody was urged in writing");
        let bench = Bench::urged_in_writing();
        assert!(!is_due(&bench, Chase::UrgeNotice, "2026-12-03"), "it was issued");
        for (on, due) in [("2026-12-08", false), ("2026-12-09", true)] {
            assert_eq!(is_due(&bench, Chase::Circular, on), due, "{on}");
        }
    }

    #[test]
    fn the_day_after_expiry_is_a_working_day() {
        let mut bench = Bench::being_handled();
        let friday =
            crate::domain::limit::clock::Clock { due_on: day("2026-12-04"), ..bench.limit().clone() };
        let moved = crate::domain::event::ClockMoved { clock: friday, because: "延期".to_owned() };
        bench.recorded(moved.into(), OPERATOR, "2026-11-30 09:00");
        for (on, due) in [("2026-12-05", false), ("2026-12-06", false), ("2026-12-07", true)] {
            assert_eq!(is_due(&bench, Chase::UrgeNotice, on), due, "{on}");
        }
    }

    #[test]
    fn a_circular_is_drafted_when_the_rule_is_met_and_signed_by_the_secretary() {
        let text = [("text", "现予通报。")];
        let mut bench = Bench::being_handled();
        bench.refuses("draft_circular", &text, (OPERATOR, URGED), RefusalCode::Incomplete, &["催办通知书"]);
        let mut bench = Bench::urged_in_writing();
        let early = (OPERATOR, "2026-12-08 09:00");
        bench.refuses("draft_circular", &text, early, RefusalCode::OutOfTime, &["满5个工作日"]);
        let ready = bench.prefilled("draft_circular", OPERATOR, FIVE_DAYS_LATER);
        let ready = ready.text("text").unwrap();
        for words in ["新建村2026年11月17日收到", "应于2026年12月1日前办结", "建纪催〔2026〕1号"]
        {
            assert!(ready.contains(words), "{words} in {ready}");
        }
        bench.did("draft_circular", &text, OPERATOR, FIVE_DAYS_LATER);
        assert!(!is_due(&bench, Chase::Circular, "2026-12-10"), "it is written");
        bench.did("submit", &[], OPERATOR, FIVE_DAYS_LATER);
        bench.did("sign", &[], SECRETARY, FIVE_DAYS_LATER);
        assert_eq!(bench.case.document(DocumentKind::Circular).unwrap().state, DocumentState::Approved);
        assert!(is_due(&bench, Chase::CircularPaper, "2026-12-09"));
        let mut bench = bench.bringing(drafted(PaperKind::Circular));
        bench.did("issue_paper", &[("kind", "circular")], OPERATOR, FIVE_DAYS_LATER);
        assert!(!is_due(&bench, Chase::CircularPaper, "2026-12-10"));
    }

    #[test]
    fn a_unit_that_answers_is_not_named_in_a_circular() {
        let mut bench = Bench::urged_in_writing();
        bench.did("issue_card", &[("colour", "red")], OPERATOR, URGED);
        assert!(is_due(&bench, Chase::Answer, "2026-12-02"), "the answer is awaited at once");
        bench.did("answer_card", &[("text", "已另派人。")], XINJIAN_HANDLER, "2026-12-03 09:00");
        assert!(!is_due(&bench, Chase::Circular, "2026-12-31"));
        assert!(!is_due(&bench, Chase::Answer, "2026-12-31"));
        let mut bench = Bench::urged_in_writing();
        let text = crate::actions::fixtures::later::REPLY;
        bench.did("record_finding", &[("text", "属实")], XINJIAN_HANDLER, URGED);
        bench.did("draft_reply", &[("text", text)], XINJIAN_HANDLER, URGED);
        bench.did("submit", &[], XINJIAN_HANDLER, URGED);
        assert!(!is_due(&bench, Chase::Circular, "2026-12-31"));
    }

    #[test]
    fn what_is_proposed_is_what_the_acts_allow() {
        let mut bench = Bench::being_handled();
        for on in ["2026-11-23", "2026-11-24", "2026-12-01", "2026-12-02", "2026-12-07"] {
            let grounds = bench.case.card_grounds(day(on));
            let has = |colour| grounds.iter().any(|(due, _)| *due == colour);
            assert_eq!(is_due(&bench, Chase::Red, on), has(CardColour::Red), "{on}");
            assert_eq!(is_due(&bench, Chase::Yellow, on), has(CardColour::Yellow), "{on}");
        }
        bench.did("issue_card", &[("colour", "red")], OPERATOR, URGED);
        assert!(!is_due(&bench, Chase::Red, "2026-12-07"), "one of each colour a round");
        let waiting = Bench::registered();
        for (on, due) in [("2026-11-19", false), ("2026-11-20", true)] {
            assert_eq!(is_due(&waiting, Chase::Blue, on), due, "{on}");
        }
    }
}
