//! "Explain this date" for a clock of a case: the event it starts from, the rule and its source, every day counted or
//! skipped and why, extensions included. The days add up to the due day, or a note says why they do not.

use crate::domain::calendar::{Calendar, ExplainedDay, LimitUnit};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::document::{Document, Terms};
use crate::domain::limit::clock::Clock;
use crate::domain::time::Date;
use crate::domain::words::{ClockKind, DocumentKind, DocumentState, Route};

/// Why a clock ends on its due day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The event from which it runs, with its day.
    pub start: String,
    /// The rule and where it stands.
    pub rule: String,
    /// The limit's days, then those of each extension.
    pub spans: Vec<ExplainedSpan>,
    /// What the days alone do not say.
    pub notes: Vec<String>,
}

/// Days that were given together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedSpan {
    /// What gave them.
    pub heading: String,
    /// Every day in order; the last one ends the span.
    pub days: Vec<ExplainedDay>,
}

impl Explanation {
    /// Explains a clock of this case by the calendar in force.
    #[must_use]
    pub fn of(case: &Case, clock: &Clock, calendar: &Calendar) -> Self {
        let first = ExplainedSpan {
            heading: format!("时限{}个{}", clock.limit, clock.unit.label()),
            days: calendar.explain(clock.started_on, clock.limit, clock.unit),
        };
        let mut reached = first.end(clock.started_on);
        let mut spans = vec![first];
        if clock.end_of_limit(calendar).on != reached {
            let span = ExplainedSpan::after_rest_day(reached, calendar);
            reached = span.end(reached);
            spans.push(span);
        }
        for (heading, days) in extensions(case, clock, calendar) {
            // The day on which the former span ended stands there already.
            let days = calendar.explain(reached, days, LimitUnit::WorkingDays).into_iter().skip(1).collect();
            let span = ExplainedSpan { heading, days };
            reached = span.end(reached);
            spans.push(span);
        }
        let notes = notes(case, clock, reached);
        Self { start: start(case, clock), rule: rule(case, clock), spans, notes }
    }

    /// The day on which the list of days ends.
    #[must_use]
    pub fn end(&self) -> Option<Date> {
        self.spans.iter().rev().find_map(|span| span.days.last()).map(|day| day.date)
    }
}

impl ExplainedSpan {
    /// The days up to the next working day, none of which is counted, where a limit ended on a rest day.
    fn after_rest_day(reached: Date, calendar: &Calendar) -> Self {
        let mut days: Vec<ExplainedDay> =
            calendar.explain(reached, 1, LimitUnit::WorkingDays).into_iter().skip(1).collect();
        for day in &mut days {
            day.counted = None;
            "顺延，不计入".clone_into(&mut day.note);
        }
        Self { heading: "最后一天是休息日，顺延到下一个工作日".to_owned(), days }
    }

    fn end(&self, before: Date) -> Date {
        self.days.last().map_or(before, |day| day.date)
    }
}

fn start(case: &Case, clock: &Clock) -> String {
    let (day, round) = (clock.started_on, clock.round);
    let turn = case.turn_numbered(clock.turn);
    let first = turn.map_or(1, |turn| turn.first_round);
    match (clock.clock, turn.map(|turn| turn.route).or(case.route)) {
        (ClockKind::Triage, _) if clock.turn > 1 => format!("{day} 收回改办，次日起算"),
        (ClockKind::Triage, _) => format!("{day} 镇纪委收到投诉，次日起算"),
        (ClockKind::Handling, _) if round != first => format!("{day} 退回重办（第{round}轮），次日起算"),
        (ClockKind::Handling, Some(Route::Commission)) => format!("{day} 镇纪委自办，次日起算"),
        (ClockKind::Handling, Some(Route::PartyCommittee | Route::Village) | None) => {
            format!("{day} 承办单位收到转办，次日起算")
        }
    }
}

/// The clause of the notice, or the document that lays down another limit.
fn rule(case: &Case, clock: &Clock) -> String {
    let limit = format!("{}个{}", clock.limit, clock.unit.label());
    match clock.clock {
        ClockKind::Triage if clock.turn > 1 => format!("本镇规定：收回改办后{limit}内重新研判、转办或上报"),
        ClockKind::Triage => format!("通知三（二）2：收到后{limit}内转办或上报"),
        ClockKind::Handling => overriding(case, clock).map_or_else(
            || {
                let kind = case.kind.map_or("", |kind| kind.label());
                format!("通知三（二）3：{kind}收件后{limit}内办结")
            },
            |basis| format!("通知三（二）3“另有规定的从其规定”：按{basis}为{limit}"),
        ),
    }
}

/// The basis of the override by which the clock runs.
fn overriding<'a>(case: &'a Case, clock: &Clock) -> Option<&'a str> {
    done(case, DocumentKind::Override).rev().find_map(|document| match &document.terms {
        Some(Terms::Override { limit, unit, basis }) if (*limit, *unit) == (clock.limit, clock.unit) => {
            Some(basis.as_str())
        }
        Some(Terms::Override { .. } | Terms::Extension { .. }) | None => None,
    })
}

fn done(case: &Case, kind: DocumentKind) -> impl DoubleEndedIterator<Item = &Document> {
    case.documents
        .iter()
        .filter(move |document| document.kind == kind && document.state == DocumentState::Done)
}

/// Headings and days of the extensions: each as the clock keeps it; on an older clock each by its own application
/// where the applications add up, else all together.
fn extensions(case: &Case, clock: &Clock, calendar: &Calendar) -> Vec<(String, u32)> {
    let heading = |number: usize, days: u32| (format!("第{number}次延期{days}个工作日"), days);
    let grants = clock.grants(calendar);
    if !clock.granted.is_empty() {
        let before = (clock.extensions as usize).saturating_sub(grants.len());
        return grants.iter().enumerate().map(|(place, days)| heading(before + place + 1, *days)).collect();
    }
    let extended: u32 = grants.iter().sum();
    if extended == 0 {
        return Vec::new();
    }
    let applied: Vec<(usize, u32)> = done(case, DocumentKind::Extension)
        .enumerate()
        .filter_map(|(place, document)| match &document.terms {
            Some(Terms::Extension { days, .. }) => Some((place + 1, *days)),
            Some(Terms::Override { .. }) | None => None,
        })
        .collect();
    // An override begins anew, and each round has extensions of its own: only the last ones belong to this clock.
    let newest = case.clock(clock.clock) == Some(clock);
    let matching = (0..applied.len())
        .filter_map(|first| applied.get(first..))
        .find(|last| newest && last.iter().map(|(_, days)| *days).sum::<u32>() == extended);
    match matching {
        Some(last) => last.iter().map(|(number, days)| heading(*number, *days)).collect(),
        None => vec![(format!("延期{}次，共{extended}个工作日", clock.extensions), extended)],
    }
}

fn notes(case: &Case, clock: &Clock, reached: Date) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(day) = clock.due_by_calendar {
        notes.push(format!("按现行节假日安排应为{day}，载入时已经过去，仍按原到期日{}判定", clock.due_on));
    } else if let Some(own) = clock.own_due_on {
        notes.push(format!("本件自己的到期日是{own}；并入的件到期更早，按其到期日{}办", clock.due_on));
    } else if reached != clock.due_on {
        notes
            .push(format!("按现行节假日安排数到{reached}；到期日{}按当时的安排确定，不再改动", clock.due_on));
    }
    if let Some(verdict) = clock.verdict.filter(|verdict| !verdict.counts_in_rates()) {
        notes.push(format!("{}：不判按期或超期，不计入按期率，另行计数", verdict.label()));
    }
    if clock.due_on != clock.original_due_on {
        notes.push(format!("原到期日{}", clock.original_due_on));
    }
    if clock.is_overridden_after_expiry() {
        notes.push("超期后变更：按原到期日计算的按期率里仍算超期".to_owned());
    }
    if clock.clock == ClockKind::Handling && clock.is_running() && case.asks_extension() {
        notes.push("延期审批中：批准以前时限照走".to_owned());
    }
    if clock.provisional && clock.is_running() {
        notes.push("到期日是暂定：途经年份的节假日安排还没有载入，载入后自动重算".to_owned());
    }
    notes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::ids::{CaseId, PersonId};
    use crate::domain::sealable::Sealable;
    use crate::domain::time::Moment;
    use crate::domain::town::settings::Settings;
    use crate::domain::words::{CaseKind, Verdict};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn document(kind: DocumentKind, state: DocumentState, terms: Terms) -> Document {
        Document {
            kind,
            version: 1,
            text: Sealable::new("理由"),
            hash: String::new(),
            terms: Some(terms),
            claims: None,
            state,
            steps: Vec::new(),
            drafted_by: PersonId(1),
            drafted_at: Moment::UNIX_EPOCH,
            turn: 1,
            round: 1,
            drafted_in: crate::domain::ids::ChainPlace::NEXT,
            submitted_at: None,
        }
    }

    fn granted(days: u32) -> Document {
        document(DocumentKind::Extension, DocumentState::Done, Terms::Extension { days, special: false })
    }

    /// A case handled from this day, with ten working days.
    fn handled(from: &str) -> Case {
        let calendar = Calendar::embedded();
        let clock = Clock::handling(CaseKind::NonConsultation, 1, day(from), &Settings::default(), &calendar);
        Case {
            kind: Some(CaseKind::NonConsultation),
            route: Some(Route::Village),
            clocks: vec![clock],
            ..Case::unborn(CaseId(1), "2026-0001")
        }
    }

    fn explained(case: &Case) -> Explanation {
        Explanation::of(case, &case.clocks[0], &Calendar::embedded())
    }

    #[test]
    fn each_extension_has_days_of_its_own_and_the_last_is_the_due_day() {
        let calendar = Calendar::embedded();
        let mut case = handled("2026-02-10");
        case.documents = vec![granted(5), granted(3)];
        case.clocks[0] = case.clocks[0].extended(5, &calendar).extended(3, &calendar);
        let told = explained(&case);
        let headings: Vec<&str> = told.spans.iter().map(|span| span.heading.as_str()).collect();
        assert_eq!(headings, ["时限10个工作日", "第1次延期5个工作日", "第2次延期3个工作日"]);
        assert_eq!(told.spans[0].days.last().unwrap().date, day("2026-03-02"));
        assert_eq!(told.spans[1].days[0].date, day("2026-03-03"));
        assert_eq!(told.end(), Some(case.clocks[0].due_on));
        assert_eq!(told.notes, ["原到期日2026-03-02"]);
        assert_eq!(told.start, "2026-02-10 承办单位收到转办，次日起算");
        assert_eq!(told.rule, "通知三（二）3：非咨询类收件后10个工作日内办结");
    }

    #[test]
    fn an_override_names_its_document_and_begins_the_count_anew() {
        let calendar = Calendar::embedded();
        let mut case = handled("2026-03-02");
        let terms = Terms::Override {
            limit: 60,
            unit: LimitUnit::CalendarDays,
            basis: "《信访工作条例》第三十四条".to_owned(),
        };
        case.documents = vec![granted(5), document(DocumentKind::Override, DocumentState::Done, terms)];
        let extended = case.clocks[0].extended(5, &calendar);
        case.clocks[0] = extended.overridden(
            60,
            LimitUnit::CalendarDays,
            day("2026-03-03"),
            &Settings { override_ends_on_working_day: false, ..Settings::default() },
            &calendar,
        );
        let told = explained(&case);
        assert_eq!(told.rule, "通知三（二）3“另有规定的从其规定”：按《信访工作条例》第三十四条为60个自然日");
        assert_eq!((told.spans.len(), told.end()), (1, Some(day("2026-05-01"))));
        // A second extension, after the override: only its own days are added.
        case.documents.push(granted(4));
        case.clocks[0] = case.clocks[0].extended(4, &calendar);
        let told = explained(&case);
        assert_eq!(told.spans[1].heading, "第2次延期4个工作日");
        assert_eq!(told.end(), Some(case.clocks[0].due_on));
    }

    #[test]
    fn a_due_day_kept_from_an_older_calendar_is_told_with_the_day_of_the_present_one() {
        let calendar = Calendar::embedded();
        let mut case = handled("2026-03-02");
        let kept = day("2026-03-20");
        case.clocks[0].due_by_calendar = Some(case.clocks[0].due_on);
        case.clocks[0].due_on = kept;
        let told = explained(&case);
        assert_eq!(told.end(), case.clocks[0].due_by_calendar);
        assert!(
            told.notes[0].contains("应为2026-03-16") && told.notes[0].contains("仍按原到期日2026-03-20判定")
        );

        case.clocks[0].due_by_calendar = None;
        case.clocks[0].stopped_on = Some(kept);
        case.clocks[0].verdict = Some(Verdict::OnTime);
        let told = Explanation::of(&case, &case.clocks[0], &calendar);
        assert!(
            told.notes[0].contains("数到2026-03-16；到期日2026-03-20按当时的安排确定"),
            "{:?}",
            told.notes
        );
    }

    #[test]
    fn a_pending_application_and_a_provisional_day_are_noted() {
        let mut case = handled("2026-12-25");
        let terms = Terms::Extension { days: 5, special: false };
        let mut asked = document(DocumentKind::Extension, DocumentState::UnderReview, terms);
        asked.steps = vec![crate::domain::document::Step::of(
            crate::domain::words::Position::DisciplineSecretary,
            PersonId(2),
            [],
        )];
        case.documents = vec![asked];
        let told = explained(&case);
        assert_eq!(told.spans.len(), 1);
        assert!(
            told.notes[0].starts_with("延期审批中") && told.notes[1].contains("暂定"),
            "{:?}",
            told.notes
        );
    }

    proptest! {
        #[test]
        fn the_days_of_every_clock_add_up_to_its_due_day(
            offset in 0_i32..3_600, limit in 1_u32..40, in_calendar_days: bool, overridden: bool, rolls: bool,
            extensions in prop::collection::vec(1_u32..12, 0..4), documents_known: bool, kept: bool,
        ) {
            let calendar = Calendar::embedded();
            let start = day("2016-01-01").plus_days(offset.into()).unwrap();
            let unit = if in_calendar_days { LimitUnit::CalendarDays } else { LimitUnit::WorkingDays };
            let mut case = handled("2026-03-02");
            let settings = Settings { override_ends_on_working_day: rolls, ..Settings::default() };
            let mut clock = Clock::handling(CaseKind::NonConsultation, 1, start, &settings, &calendar);
            if overridden {
                clock = clock.overridden(limit, unit, start, &settings, &calendar);
            }
            for days in &extensions {
                clock = clock.extended(*days, &calendar);
                if documents_known {
                    case.documents.push(granted(*days));
                }
            }
            if !kept {
                // As a clock recorded before each extension was kept with it.
                clock.granted.clear();
            }
            case.clocks = vec![clock.clone()];
            let told = explained(&case);
            prop_assert_eq!(told.end(), Some(clock.due_on));
            let days: Vec<&ExplainedDay> = told.spans.iter().flat_map(|span| &span.days).collect();
            let counted = days.iter().filter(|day| day.counted.is_some()).count();
            prop_assert_eq!(u32::try_from(counted).unwrap(), clock.limit + extensions.iter().sum::<u32>());
            for pair in days.windows(2) {
                prop_assert_eq!(pair[0].date.tomorrow().unwrap(), pair[1].date);
            }
            let each = documents_known || kept;
            let spans = if each { extensions.len() } else { usize::from(!extensions.is_empty()) };
            let rolled = usize::from(told.spans.iter().any(|span| span.heading.contains("顺延")));
            let ends = calendar.due(start, clock.limit, clock.unit).on;
            let rests = overridden && rolls && in_calendar_days && !calendar.is_working(ends);
            prop_assert_eq!(rolled, usize::from(rests));
            prop_assert_eq!(told.spans.len(), 1 + spans + rolled);
        }
    }
}
