//! 登记: a complaint enters the record by hand, and its triage limit begins (N§三(二)2).
//! Import makes the same facts through [`registered`], so both ways obey one rule.

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::{Case, is_anonymous, platform_no};
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, ClockStarted, Registered};
use crate::domain::limit::clock::Clock;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::words::{MatterField, UnitKind};

const TITLE: Field = Field::required("title", "投诉事项名称", FieldKind::Line);
const CONTENT: Field = Field::required("content", "投诉内容", FieldKind::Prose);
const COMPLAINED_AT: Field = Field::required("complained_at", "投诉时间", FieldKind::Moment);
const RECEIVED_AT: Field =
    Field::optional("received_at", "收到时间", FieldKind::Moment).hint("受理转办时限从这天起算；不填即现在");
const PLATFORM_NO: Field = Field::optional("platform_no", "平台编号", FieldKind::Line);
const METHOD: Field = Field::optional("method", "投诉方式", FieldKind::Line).hint("平台、来电、来访、来信等");
const SOURCE: Field = Field::optional("source", "来源", FieldKind::Line);
const COMPLAINANT: Field =
    Field::optional("complainant", "投诉人", FieldKind::Line).hint("不填或填“匿名”即匿名投诉");
const CONTACT: Field = Field::optional("contact", "联系方式", FieldKind::Line);
const RESPONDENT: Field = Field::optional("respondent", "被投诉人", FieldKind::Line);
const POSITION: Field = Field::optional("respondent_unit_position", "被投诉人单位及职务", FieldKind::Line);
const RANK: Field = Field::optional("respondent_rank", "被投诉人职级", FieldKind::Line);
const VILLAGE: Field = Field::optional("village", "所属村社区", FieldKind::Unit(&[UnitKind::Village]));
const FIELD: Field = Field::optional("field", "领域", FieldKind::Choice(words::<MatterField>));
const MAIN_PAGES: Field = Field::optional("main_pages", "主件页数", FieldKind::Count);
const ATTACHMENTS: Field = Field::optional("attachments", "附件件数", FieldKind::Count);

/// The row of this act.
pub static ACT: Act = Act {
    code: "register",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "登记投诉",
        summary: "手工登记来电、来访、来信等投诉，受理转办时限随即起算",
        fields: &[
            TITLE,
            CONTENT,
            COMPLAINED_AT,
            RECEIVED_AT,
            METHOD,
            SOURCE,
            COMPLAINANT,
            CONTACT,
            RESPONDENT,
            POSITION,
            RANK,
            VILLAGE,
            FIELD,
            MAIN_PAGES,
            ATTACHMENTS,
            PLATFORM_NO,
        ],
        confirm: None,
    },
    example: r#"{"title":"低保评定未公示名单","content":"村里低保评定后没有张贴名单。","complained_at":"2026-11-18 09:30","method":"来电","village":"新建村"}"#,
    on: On::Case(CaseAct::at(&[], decide).prefill(prefill)),
};

fn prefill(_: &Case, context: &Context<'_>) -> Answers {
    let now = context.now.minute();
    Answers::none().with(COMPLAINED_AT.name, now.clone()).with(RECEIVED_AT.name, now)
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let complained_at = answers.moment(&COMPLAINED_AT)?.ok_or_else(|| COMPLAINED_AT.missing())?;
    let sealed = |field: &Field| answers.text(field.name).map(Sealable::new);
    let facts = Registered {
        case_no: case.case_no.clone(),
        platform_no: answers.text(PLATFORM_NO.name),
        method: answers.text(METHOD.name),
        source: answers.text(SOURCE.name),
        complainant: sealed(&COMPLAINANT),
        contact: sealed(&CONTACT),
        respondent: sealed(&RESPONDENT),
        respondent_unit_position: sealed(&POSITION),
        respondent_rank: answers.text(RANK.name),
        village: answers.unit(&VILLAGE, context.org)?.map(|unit| unit.name.clone()),
        field: answers.word(&FIELD)?,
        title: Sealable::new(answers.need_text(&TITLE)?),
        content: Sealable::new(answers.need_text(&CONTENT)?),
        main_pages: answers.count(&MAIN_PAGES)?.unwrap_or(0),
        attachments: answers.count(&ATTACHMENTS)?.unwrap_or(0),
        other: None,
        complained_at,
        received_at: answers.moment(&RECEIVED_AT)?.unwrap_or(context.now),
    };
    registered(facts, context)
}

/// The facts with which a case begins: registration and the triage clock.
///
/// An anonymous complainant (匿名) is recorded as nobody, so that the word is never taken for a name.
///
/// # Errors
/// `out_of_time` when a time lies in the future or receipt before the complaint; `invalid_value` for a platform number
/// with signs in it that steer.
pub fn registered(mut facts: Registered, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    for (field, at) in [(COMPLAINED_AT, facts.complained_at), (RECEIVED_AT, facts.received_at)] {
        if at > context.now {
            return Err(field.refuses(
                RefusalCode::OutOfTime,
                format!("{}{}在现在之后，请核对。", field.label, at.minute()),
            ));
        }
    }
    if facts.received_at < facts.complained_at {
        return Err(RECEIVED_AT.refuses(
            RefusalCode::OutOfTime,
            format!(
                "收到时间{}早于投诉时间{}，请核对。",
                facts.received_at.minute(),
                facts.complained_at.minute()
            ),
        ));
    }
    facts.platform_no = platform_no::accepted(PLATFORM_NO.name, PLATFORM_NO.label, facts.platform_no)?;
    facts.complainant = facts.complainant.filter(|name| !is_anonymous(name.text()));
    let clock = Clock::triage(facts.received_at.date(), context.settings, context.calendar);
    Ok(vec![CaseEvent::Registered(Box::new(facts)), CaseEvent::ClockStarted(ClockStarted { clock })])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::OPERATOR;
    use crate::actions::fixtures::{Bench, MONDAY, TUESDAY, day, moment};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockStarted};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::{ClockKind, MatterField};

    const FACTS: &[(&str, &str)] =
        &[("title", " 低保名单未公示 "), ("content", "没有张贴名单"), ("complained_at", "2026-11-15 20:00")];

    #[test]
    fn a_complaint_enters_the_record_and_its_triage_limit_begins_on_the_day_of_receipt() {
        let mut bench = Bench::unborn();
        let mut fields = FACTS.to_vec();
        fields.extend([
            ("village", "新建村"),
            ("field", "民政"),
            ("main_pages", "2"),
            ("complainant", "张三"),
        ]);
        let events = bench.did("register", &fields, OPERATOR, MONDAY);
        let [CaseEvent::Registered(first), CaseEvent::ClockStarted(ClockStarted { clock })] =
            events.as_slice()
        else {
            panic!("{events:?}");
        };
        assert_eq!((first.title.text(), first.content.text()), ("低保名单未公示", "没有张贴名单"));
        assert_eq!((first.case_no.as_str(), first.village.as_deref()), ("2026-0001", Some("新建村")));
        assert_eq!(
            (first.field, first.main_pages, first.attachments),
            (Some(MatterField::CivilAffairs), 2, 0)
        );
        assert_eq!((first.complained_at, first.received_at), (moment("2026-11-15 20:00"), moment(MONDAY)));
        assert_eq!((clock.clock, clock.started_on), (ClockKind::Triage, day("2026-11-16")));
        assert_eq!(clock.due_on, day("2026-11-19"));
        assert_eq!((bench.case.stage, bench.case.seq), (Stage::Complaint, 2));
    }

    #[test]
    fn the_limit_runs_from_the_day_of_receipt_that_was_given() {
        let mut bench = Bench::unborn();
        let mut fields = FACTS.to_vec();
        fields.push(("received_at", "2026-11-16 08:00"));
        bench.did("register", &fields, OPERATOR, TUESDAY);
        assert_eq!(bench.case.clocks[0].started_on, day("2026-11-16"));
    }

    #[test]
    fn an_anonymous_complainant_is_nobody_and_never_a_name() {
        for word in ["匿名", "（匿名）", "(匿名)", "匿名群众", " 匿名 "] {
            assert_eq!(Bench::registered_with(&[("complainant", word)]).case.complainant.name, None);
        }
        let named = Bench::registered_with(&[("complainant", "张三")]).case.complainant.name;
        assert_eq!(named.unwrap().text(), "张三");
    }

    #[test]
    fn impossible_times_and_unknown_villages_are_refused() {
        use RefusalCode::{InvalidValue, OutOfTime, WrongUnit};
        let table: [(&str, &str, RefusalCode, &[&str]); 6] = [
            ("complained_at", "2026-11-16 09:01", OutOfTime, &["投诉时间", "在现在之后"]),
            ("received_at", "2026-11-16 09:01", OutOfTime, &["收到时间", "在现在之后"]),
            (
                "received_at",
                "2026-11-15 19:59",
                OutOfTime,
                &["2026-11-15 19:59", "早于投诉时间2026-11-15 20:00"],
            ),
            ("complained_at", "上周", InvalidValue, &["上周", "2026-03-05 14:20"]),
            ("village", "社会事务办", WrongUnit, &["机关科室", "村（社区）"]),
            ("main_pages", "10000", InvalidValue, &["主件页数", "9999"]),
        ];
        for (name, value, code, words) in table {
            let mut bench = Bench::unborn();
            let mut fields: Vec<_> = FACTS.iter().copied().filter(|(field, _)| *field != name).collect();
            fields.push((name, value));
            bench.refuses("register", &fields, (OPERATOR, MONDAY), code, words);
        }
    }
}
