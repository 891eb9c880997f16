//! What figures and their parts lead to: lists of exactly what they count, cases and records opened from there.

use crossterm::event::KeyCode;

use super::{NARROW, WIDE, compared, opened, page};
use crate::domain::code::Coded as _;
use crate::domain::disclosure::{DisclosureState, DisclosureVerdict};
use crate::domain::figures::compared::Compare;
use crate::domain::figures::figure::FigureName;
use crate::domain::figures::grouping::By;
use crate::domain::figures::report::Figure;
use crate::domain::ids::{CaseId, DisclosureId, MatterId, UnitId};
use crate::domain::recurring::Period;
use crate::domain::time::Date;
use crate::domain::view::disclosure::DisclosureRow;
use crate::domain::view::filter::{Filter, Term};
use crate::domain::view::listing::{ListRow, View};
use crate::ui::message::{
    CaseEffect, DisclosureEffect, Effect, FigureEffect, FigureMessage, Message, SessionMessage, TableWanted,
    Ticket,
};
use crate::ui::screens::figures::parts;
use crate::ui::screens::testing::{Console, desk, registered, row, rows, told};

/// The numbers whose rows are asked for.
fn numbers(effects: &[Effect]) -> Option<(Ticket, Vec<String>)> {
    effects.iter().find_map(|effect| {
        if let Effect::Figures(
            FigureEffect::Cases(ticket, numbers) | FigureEffect::Disclosures(ticket, numbers),
        ) = effect
        {
            Some((*ticket, numbers.clone()))
        } else {
            None
        }
    })
}

/// Opens what is selected by both keys and compares it with what the figure says that it counts.
fn leads_to_what_it_counts(console: &mut Console, figure: &Figure) {
    for (key, counted) in [(KeyCode::Enter, &figure.cases), (KeyCode::Char('R'), &figure.others)] {
        let effects = console.key(key);
        if counted.is_empty() {
            assert_eq!(effects, [], "{figure:?}");
            console.line(&format!("{}：没有", figure.name.label()));
            continue;
        }
        let (_, asked) = numbers(&effects).unwrap_or_else(|| panic!("{key} on {figure:?}: {effects:?}"));
        assert!(asked.iter().map(String::as_str).eq(counted.iter().map(|number| &**number)), "{figure:?}");
        console.line(&format!("{}件（", counted.len()));
        assert_eq!(console.key(KeyCode::Esc), []);
        console.line("Enter 列出");
    }
}

#[test]
fn every_figure_opens_exactly_the_cases_that_it_counts() {
    let mut console = opened(WIDE);
    let whole = compared(Compare::this_month(desk(false).today()));
    let mut counting = 0;
    for name in FigureName::ALL {
        let figure = whole.report.figure(*name).unwrap();
        leads_to_what_it_counts(&mut console, figure);
        counting += usize::from(!figure.cases.is_empty());
        console.press("j");
    }
    assert!(counting >= 10, "only {counting} figures count anything");
}

#[test]
fn every_part_of_a_figure_opens_exactly_its_own_cases() {
    for by in By::ALL {
        let mut console = opened(WIDE);
        let figures = page(&mut console, *by);
        for name in FigureName::ALL {
            console.press("g");
            for figure in parts::of(*name, &figures.report) {
                // What counts nothing leads nowhere, which the test of the whole has seen.
                if !figure.cases.is_empty() || !figure.others.is_empty() {
                    leads_to_what_it_counts(&mut console, figure);
                }
                console.press("j");
            }
            console.press("l");
        }
    }
}

#[test]
fn a_case_opens_from_the_list_and_escape_goes_back_to_the_same_figure() {
    let mut console = opened(NARROW);
    console.press("jjj");
    let before = console.line("> ");
    let (ticket, asked) = numbers(&console.key(KeyCode::Enter)).unwrap();
    assert_eq!(asked, ["2026-0009"]);
    console.line("受理 1：计入的1件（2026年11月）");
    let (at, code, answers) = registered(9, "低保评定未公示名单");
    let mut read = row(&told(9, &[(&at, code, answers)]).case);
    read.title = "茶溪路灯不亮".to_owned();
    console.app.tell(&Message::Figures(FigureMessage::Cases(ticket, vec![read])));
    assert!(console.line("茶溪路灯不亮").contains("0009"));
    let effects = console.key(KeyCode::Enter);
    assert_eq!(effects, [Effect::Case(CaseEffect::Open(CaseId(9)))]);
    console.key(KeyCode::Esc);
    console.line("茶溪路灯不亮");
    console.key(KeyCode::Esc);
    assert_eq!(console.line("> "), before);
}

#[test]
fn a_case_that_may_not_be_seen_any_more_is_asked_for_once_and_its_row_goes() {
    let mut console = opened(NARROW);
    let (ticket, asked) = numbers(&console.key(KeyCode::Enter)).unwrap();
    assert_eq!(asked.len(), 7);
    let read: Vec<ListRow> =
        rows(3, 7).into_iter().map(|row| ListRow { title: format!("事项{}", row.id.0), ..row }).collect();
    let tell = |console: &mut Console, ticket, rows: &[ListRow]| {
        console.app.tell(&Message::Figures(FigureMessage::Cases(ticket, rows.to_vec())))
    };
    assert_eq!(tell(&mut console, ticket, &read), []);
    console.line("事项3");
    let effects = console.app.tell(&Message::Session(SessionMessage::ChangedElsewhere));
    let (ticket, again) = numbers(&effects).unwrap();
    assert_eq!(again, asked);
    console.line("事项3");
    assert_eq!(tell(&mut console, ticket, &read[1..]), [], "nothing is asked for over and over");
    assert!(console.lacks("事项3"));
    console.line("现在不能看这一件");
    assert_eq!(console.key(KeyCode::Enter), []);
}

#[test]
fn a_record_of_disclosure_opens_its_own_page() {
    let mut console = opened(NARROW);
    console.press("G");
    console.line("公示公开按时 1/2");
    let effects = console.key(KeyCode::Enter);
    assert!(
        matches!(effects.as_slice(), [Effect::Figures(FigureEffect::Disclosures(_, numbers))] if numbers == &["d1"])
    );
    let (ticket, _) = numbers(&effects).unwrap();
    let record = DisclosureRow {
        id: DisclosureId(17),
        code: "d1".to_owned(),
        matter: MatterId(1),
        unit: UnitId(3),
        name: "低保对象名单".to_owned(),
        period: Period::parse("2026-10").unwrap(),
        happened: String::new(),
        due_on: Date::constant(2026, 11, 10),
        provisional: false,
        state: DisclosureState::Published,
        is_nothing: false,
        verdict: Some(DisclosureVerdict::OnTime),
        submitters: Vec::new(),
    };
    console.app.tell(&Message::Figures(FigureMessage::Disclosures(ticket, vec![record])));
    console.line("低保对象名单（2026年10月）");
    let effects = console.key(KeyCode::Enter);
    let opens = Effect::Disclosure(DisclosureEffect::Open(DisclosureId(17)));
    assert!(effects.contains(&opens), "{effects:?}");
}

#[test]
fn the_list_behind_a_figure_is_written_as_a_ledger_of_just_these_cases() {
    let mut console = opened(NARROW);
    console.press("jjj");
    console.key(KeyCode::Enter);
    console.press("S");
    console.line("把列出的件写成台账");
    let effects = console.key(KeyCode::Enter);
    let [Effect::Figures(FigureEffect::Write(wanted, _))] = effects.as_slice() else { panic!("{effects:?}") };
    let filter = Filter { terms: vec![Term::Numbered(vec!["2026-0009".to_owned()])] };
    assert_eq!(**wanted, TableWanted::Ledger(View::All, filter));
}
