//! Figures against a second count: towns live on at random, and every figure of the whole and of every part is counted
//! once more from what `ydt list --json` and `ydt show --json` tell of each case, without anything of what the figures are worked out from.

mod adding_up;
mod disclosed;
mod recount;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use super::json::{DetailJson, RowJson};
use crate::domain::code::Coded as _;
use crate::domain::figures::figure::FigureName;
use crate::domain::figures::grouping::By;
use crate::domain::figures::report::{Figure, Report};
use crate::domain::ids::PersonId;
use crate::domain::time::Date;
use crate::domain::view::listing::View;
use crate::office::groups_tests::lively::Lively;
use crate::office::groups_tests::often;
use crate::office::{FigureGrounds, FreezeAsked};
use adding_up::adds_up;
use recount::{Counted, Days, Recount};
use told::{Told, text};

/// Figures that are plain numbers, of nothing.
const PLAIN: [&str; 20] = [
    "received",
    "carried_over",
    "resumed",
    "accepted",
    "closed",
    "reported_up",
    "merged",
    "withdrawn",
    "sealed",
    "open",
    "unjudged",
    "extended",
    "sent_back",
    "taken_back",
    "rehandled",
    "reopened",
    "urged",
    "card_blue",
    "card_yellow",
    "card_red",
];

const TIMES: [&str; 10] = [
    "triage_days",
    "handling_days",
    "whole_days",
    "step_assessment",
    "step_transfer",
    "step_handling",
    "step_review",
    "step_reply",
    "step_evaluation",
    "step_closure",
];

/// What random acts bring about so often that a run in which it is never seen compares nothing.
const OFTEN: [&str; 15] = [
    "received",
    "carried_over",
    "accepted",
    "open",
    "in_scope",
    "consultation",
    "signed",
    "alone",
    "overdue_now",
    "overdue_ever",
    "repeat",
    "step_assessment",
    "step_handling",
    "triage_days",
    "urged",
];

/// What one figure of one part comes to.
#[derive(Debug, Default, Clone, PartialEq)]
struct Sum {
    above: usize,
    all: usize,
    days: Vec<u32>,
    cases: BTreeMap<String, bool>,
}

impl Sum {
    fn take(&mut self, case: &str, counted: Counted) {
        self.above += usize::from(counted.hit);
        self.all += 1;
        self.days.extend(counted.days);
        *self.cases.entry(case.to_owned()).or_default() |= counted.hit;
    }

    fn listed(&self, above: bool) -> Vec<&str> {
        self.cases.iter().filter(|(_, hit)| **hit == above).map(|(number, _)| number.as_str()).collect()
    }

    fn is_same(&mut self, figure: &Figure) -> bool {
        let name = figure.name.code();
        let is_plain = PLAIN.contains(&name) || TIMES.contains(&name);
        self.days.sort_unstable();
        let longest = self.days.last().copied();
        let mean = longest.map(|_| {
            let sum: u32 = self.days.iter().sum();
            f64::from(sum) / f64::from(u32::try_from(self.days.len()).unwrap())
        });
        // Of all days and the same days from the other end, those in the middle are one, or the two neighbours.
        let middle = self.days.len().saturating_sub(1) / 2;
        let (low, high) = (self.days.get(middle), self.days.iter().rev().nth(middle));
        let median = low.zip(high).map(|(low, high)| f64::from(low + high) / 2.0);
        let all = (!is_plain).then_some(self.all);
        let days = figure.days;
        figure.numerator as usize == self.above
            && figure.denominator.map(|all| all as usize) == all
            && figure.cases.iter().map(|number| &**number).eq(self.listed(true))
            && figure.others.iter().map(|number| &**number).eq(self.listed(false))
            && days.map(|days| days.longest) == longest
            && days.map(|days| days.median) == median
            && days.map(|days| days.mean) == mean
    }
}

type Sums = BTreeMap<(String, &'static str), Sum>;

/// Registers something of which more is known: who complains, of what, and some days ago.
fn register(town: &mut Lively) {
    let mut more = Vec::new();
    let days = i64::try_from(town.dice.roll(25)).unwrap();
    let received = town.now.plus_seconds(-86_400 * days).minute();
    more.extend([("complained_at", received.clone()), ("received_at", received)]);
    for (name, values) in [
        ("complainant", ["谢桂芳", "杜明远", "匿名"]),
        ("source", ["省监督平台", "来电", ""]),
        ("respondent_rank", ["一般干部", "村干部", ""]),
        ("village", ["一村", "二村", ""]),
    ] {
        more.push((name, (*town.dice.pick(&values)).to_owned()));
    }
    town.register_with(&more);
}

fn live(town: &mut Lively, steps: u32) {
    for _ in 0..steps {
        if town.dice.one_in(3) {
            town.now = town.now.plus_seconds(86_400);
        }
        if town.dice.one_in(25) {
            register(town);
        }
        town.busy_step();
    }
}

/// Every case as the operator is told of it.
fn every_case(town: &mut Lively) -> Vec<Told> {
    town.office.act_as_person(PersonId(1)).unwrap();
    let desk = town.office.desk(town.now);
    let mut cases = Vec::new();
    for row in town.rows(View::All, &[]).unwrap() {
        let detail = town.office.open_case(row.id, town.now).unwrap();
        let listed = RowJson::of(&row, &desk.org, desk.today());
        let (listed, shown) =
            (serde_json::to_value(listed), serde_json::to_value(DetailJson::of(&detail, &desk)));
        cases.extend(Told::of(&listed.unwrap(), shown.unwrap()));
    }
    cases.sort_by(|one, other| one.number.cmp(&other.number));
    cases
}

/// In which part something stands, by the code of the part.
fn part(by: By, case: &Told, counted: Counted) -> String {
    let (json, lay) = (&case.json, case.lay_with(counted.turn));
    let told = match by {
        By::Unit => Some(lay.0),
        By::Route => Some(lay.1),
        By::Village => text(json, "village"),
        By::Field => text(json, "field"),
        By::Kind => text(json, "kind"),
        By::Source => text(json, "source"),
        By::Rank => text(json.get("respondent").unwrap(), "rank"),
        By::Decided => text(json, "decided_by"),
        By::Month => Some("total"),
    };
    told.unwrap_or_default().trim().to_owned()
}

/// What was compared.
#[derive(Debug, Default)]
struct Compared {
    figures: u32,
    parts: u32,
    withheld: usize,
    seen: BTreeMap<&'static str, usize>,
    /// The first difference of each figure.
    faults: Vec<(&'static str, String)>,
}

struct Comparing<'a> {
    cases: &'a [Told],
    grounds: &'a FigureGrounds,
    calendar: crate::domain::calendar::Calendar,
    /// Each town is taken apart by a third of the groupings, the next by the next.
    turn: usize,
}

impl Comparing<'_> {
    /// What each case gives to each figure in these days.
    fn items(&self, days: Days) -> Vec<(&'static str, &Told, Counted)> {
        let mut items = Vec::new();
        for case in self.cases {
            let recount = Recount { case, days, calendar: &self.calendar };
            for name in FigureName::ALL {
                let counted = recount.items(name.code()).unwrap_or_default();
                items.extend(counted.into_iter().map(|counted| (name.code(), case, counted)));
            }
        }
        items
    }

    fn compare(&self, (from, to): (Date, Date), compared: &mut Compared) {
        let days = Days { from, through: to.min(self.grounds.at.date()) };
        let items = self.items(days);
        for by in By::ALL.iter().skip(self.turn % 3).step_by(3) {
            let report = self.grounds.report(from, to, Some(*by));
            let mut sums = Sums::new();
            for (name, case, counted) in &items {
                sums.entry(("total".to_owned(), *name)).or_default().take(&case.number, *counted);
                if *by != By::Month {
                    let part = part(*by, case, *counted);
                    sums.entry((part, *name)).or_default().take(&case.number, *counted);
                }
            }
            if *by == By::Month {
                self.months(days, &mut sums);
            }
            Self::compare_report(&report, sums, compared);
            adds_up(&report);
        }
    }

    /// Each month as far as it lies in the days.
    fn months(&self, days: Days, sums: &mut Sums) {
        let mut from = days.from;
        while from <= days.through {
            let through = from.last_of_month().min(days.through);
            for (name, case, counted) in self.items(Days { from, through }) {
                let month = format!("{:04}-{:02}", from.year(), from.month());
                sums.entry((month, name)).or_default().take(&case.number, counted);
            }
            from = through.tomorrow().unwrap();
        }
    }

    fn compare_report(report: &Report, mut sums: Sums, compared: &mut Compared) {
        for (place, figure) in report.figures.iter().enumerate() {
            let name = figure.name.code();
            // Records of disclosure are no cases: they are counted by a test of their own.
            if figure.name == FigureName::DisclosureOnTime {
                continue;
            }
            let mut own = sums.remove(&(figure.part.code.clone(), name)).unwrap_or_default();
            let is_same = own.is_same(figure);
            if !is_same && !compared.faults.iter().any(|(fault, _)| *fault == name) {
                let told = format!("{} to {} by {:?}", report.from, report.to, report.by);
                compared.faults.push((name, format!("{told}, counted as {own:?}: {figure:?}")));
            }
            compared.figures += 1;
            compared.parts += u32::from(place >= FigureName::ALL.len());
            *compared.seen.entry(name).or_default() += own.above;
        }
        assert!(sums.is_empty(), "no such parts: {sums:?}");
    }
}

/// A month, the one that goes on, the whole time, and some days in between.
fn spans(town: &mut Lively) -> Vec<(Date, Date)> {
    let day = |month, day| Date::new(2026, month, day).unwrap();
    let first = day(11, 12).plus_days(i64::try_from(town.dice.roll(20)).unwrap()).unwrap();
    let last = first.plus_days(i64::try_from(town.dice.roll(9)).unwrap()).unwrap();
    vec![(day(11, 1), day(11, 30)), (day(12, 1), day(12, 31)), (day(10, 1), day(12, 31)), (first, last)]
}

/// Lives in a town, counts everything twice, freezes the figures, lives on and looks at them again.
fn count_twice(seed: u64) -> Compared {
    let mut town = Lively::staffed(0xf1_9000 + seed);
    for _ in 0..4 {
        register(&mut town);
    }
    live(&mut town, 70);
    let cases = every_case(&mut town);
    let mut grounds = town.office.figure_grounds(town.now).unwrap();
    let before = grounds.cases.len();
    // Of what is withheld from the reader, the JSON does not tell.
    grounds.cases.retain(|facts| cases.iter().any(|case| case.number == *facts.case_no));
    assert_eq!(grounds.cases.len(), cases.len());
    let mut compared = Compared { withheld: before - cases.len(), ..Compared::default() };
    let calendar = crate::domain::calendar::Calendar::embedded();
    let comparing =
        Comparing { cases: &cases, grounds: &grounds, calendar, turn: usize::try_from(seed).unwrap() };
    for span in spans(&mut town) {
        comparing.compare(span, &mut compared);
    }
    stays_frozen(&mut town, seed);
    compared
}

fn stays_frozen(town: &mut Lively, seed: u64) {
    let grounds = town.office.figure_grounds(town.now).unwrap();
    let (from, to) = (Date::new(2026, 10, 1).unwrap(), town.now.date());
    let by = By::ALL.get(usize::try_from(seed).unwrap() % By::ALL.len()).copied();
    let report = grounds.report(from, to, by);
    let body = serde_json::to_string(&report).unwrap();
    let asked = FreezeAsked {
        act: "freeze".to_owned(),
        name: "年度考核".to_owned(),
        from,
        to,
        events: grounds.head.count,
        body: body.clone(),
    };
    town.office.freeze(asked, town.now).unwrap();
    live(town, 12);
    let still: BTreeSet<String> = every_case(town).into_iter().map(|case| case.number).collect();
    let (frozen, again) = town.office.frozen_report("年度考核", town.now).unwrap();
    assert_eq!(frozen.body, body);
    // A case that became one about the reader is counted and not named.
    let all_seen =
        report.figures.iter().flat_map(|figure| &figure.cases).all(|number| still.contains(&**number));
    let numbers = |report: &Report| -> Vec<(u32, Option<u32>)> {
        report.figures.iter().map(|figure| (figure.numerator, figure.denominator)).collect()
    };
    assert_eq!(numbers(&again), numbers(&report));
    assert!(!all_seen || again == report);
    // The proof of the whole record is dear, so some towns stand for all.
    if !seed.is_multiple_of(5) {
        return;
    }
    let verdict = town.office.verify(None).unwrap();
    assert!(verdict.first_bad.is_none(), "{:?}", verdict.first_bad);
}

fn compare_towns(seeds: std::ops::Range<u64>) {
    let (mut compared, mut faults) = (Compared::default(), Vec::new());
    for seed in seeds {
        let outcome = std::panic::catch_unwind(|| count_twice(seed));
        let Ok(of_town) = outcome else {
            faults.push(format!("seed {seed}: it broke off"));
            continue;
        };
        faults.extend(of_town.faults.iter().map(|(name, told)| format!("seed {seed}: {name}, {told}")));
        compared.figures += of_town.figures;
        compared.parts += of_town.parts;
        compared.withheld += of_town.withheld;
        for (name, times) in of_town.seen {
            *compared.seen.entry(name).or_default() += times;
        }
    }
    println!("{compared:?}");
    let first: Vec<&str> = faults.iter().take(12).map(String::as_str).collect();
    assert!(faults.is_empty(), "{} differences:\n{}", faults.len(), first.join("\n"));
    for name in OFTEN {
        let times = compared.seen.get(name).copied().unwrap_or_default();
        assert!(times > 0, "{name} was never anything: {compared:?}");
    }
    assert!(compared.parts > 5_000, "{compared:?}");
}

// Two tests, so that they run beside each other.
#[test]
fn figures_of_towns_that_live_at_random_equal_a_second_count_from_the_json_alone() {
    compare_towns(0..often(8, 200));
}

#[test]
fn figures_of_other_towns_that_live_at_random_equal_a_second_count_from_the_json_alone() {
    let count = often(8, 200);
    compare_towns(count..2 * count);
}
