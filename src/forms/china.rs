//! How dates and signatures are written on paper.

use super::facts::Facts;
pub use crate::domain::case::letter::day;
use crate::domain::code::Coded as _;
use crate::domain::document::{Decision, Document, Signature, Step};
use crate::domain::words::Position;

/// Each signature of a document whose step is one of the positions, on a line of its own: opinion, name, position, day,
/// and whether it was recorded from paper or given by a deputy.
pub fn signatures(facts: &Facts<'_>, document: &Document, is_meant: impl Fn(&Step) -> bool) -> Vec<String> {
    let signed = document.steps.iter().filter(|step| is_meant(step));
    signed
        .filter_map(|step| step.signature.as_ref().map(|given| signature(facts, document, step, given)))
        .collect()
}

fn signature(facts: &Facts<'_>, document: &Document, step: &Step, given: &Signature) -> String {
    let opinion = given.opinion.as_ref().and_then(|opinion| opinion.body()).unwrap_or_default().trim();
    let opinion = match (opinion.is_empty(), given.decision) {
        (true, Decision::Agree) => "同意。".to_owned(),
        (true, Decision::Return) => "退回。".to_owned(),
        (false, Decision::Agree | Decision::Return) => ended(opinion),
    };
    let name = facts.org.person_name_at(given.signer, given.place);
    let positions: Vec<&str> =
        std::iter::once(step.position).chain(step.also.iter().copied()).map(Position::label).collect();
    let label = step.label.map_or(String::new(), |label| format!("，{}", label.label()));
    let beside = given.beside(facts.org);
    let paper = if given.recorded_by.is_some() && given.meeting.is_none() { "（代录）" } else { "" };
    let own = if document.is_own_draft(given) { "（本人起草）" } else { "" };
    format!(
        "{opinion} {name}（{}{label}）{beside}{paper}{own} {}",
        positions.join("、"),
        day(given.signed_on)
    )
}

/// The text with a full stop where it has no sign at its end.
pub fn ended(text: &str) -> String {
    if text.ends_with(['。', '！', '？', '；', '…', '）', '”']) {
        text.to_owned()
    } else {
        format!("{text}。")
    }
}

/// A box of the form, ticked or not.
pub fn boxes(ticked: bool) -> char {
    if ticked { '☑' } else { '□' }
}
