//! What holds of any report: parts add up to the whole, and whatever came in is open or ended.

use crate::domain::code::Coded as _;
use crate::domain::figures::figure::FigureName;
use crate::domain::figures::grouping::By;
use crate::domain::figures::report::Report;

/// What months add up to as well, because everything in them has one day.
const OF_ONE_DAY: [&str; 17] = [
    "received",
    "accepted",
    "signed",
    "triage_on_time",
    "triage_on_time_original",
    "handling_on_time",
    "handling_on_time_original",
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

/// What the figures of parts come to, and what the whole does; whatever was there in the period is still open or ended.
pub(super) fn adds_up(report: &Report) {
    let (whole, parts) = report.figures.split_at(FigureName::ALL.len());
    for figure in whole {
        let name = figure.name.code();
        if report.by == Some(By::Month) && !OF_ONE_DAY.contains(&name) {
            continue;
        }
        let of_parts = || parts.iter().filter(|part| part.name == figure.name);
        let above: u32 = of_parts().map(|part| part.numerator).sum();
        let all: u32 = of_parts().filter_map(|part| part.denominator).sum();
        assert_eq!(
            (above, all),
            (figure.numerator, figure.denominator.unwrap_or(0)),
            "{name} {:?}",
            report.by
        );
    }
    for figures in report.figures.chunks(FigureName::ALL.len()) {
        let of = |names: &[&str]| -> u32 {
            let named = figures.iter().filter(|figure| names.contains(&figure.name.code()));
            named.map(|figure| figure.numerator).sum()
        };
        let came = of(&["received", "carried_over", "resumed"]);
        let became = of(&["open", "closed", "reported_up", "merged", "withdrawn", "sealed"]);
        assert_eq!(came, became, "{} to {}: {:?}", report.from, report.to, figures.first());
    }
}
