//! The figures counted once more, from nothing but what `ydt show --json` tells of each case.

use serde_json::Value;

use super::told::{Line, Told, What, day, is_so, list, number, text};
use crate::domain::calendar::Calendar;
use crate::domain::time::Date;

/// The first and the last day that count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub from: Date,
    pub through: Date,
}

/// One thing that a figure counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    pub hit: bool,
    /// The time with a unit that it belongs to; absent for the whole case.
    pub turn: Option<usize>,
    pub days: Option<u32>,
}

/// Which limit is meant: the first one to transfer, the one after a case was taken back, the unit's.
type Limit = fn(&Value) -> bool;

fn triage(clock: &Value) -> bool {
    text(clock, "clock") == Some("triage") && number(clock, "turn") <= 1
}

fn again(clock: &Value) -> bool {
    text(clock, "clock") == Some("triage") && number(clock, "turn") > 1
}

fn handling(clock: &Value) -> bool {
    text(clock, "clock") == Some("handling")
}

fn turn_of(clock: &Value) -> usize {
    number(clock, "turn").max(1)
}

/// The day on which a limit was judged and whether it was kept, as known at the end of a day.
fn judged(clock: &Value, originally: bool, through: Date) -> Option<(Date, bool)> {
    let due = day(clock, if originally { "original_due_on" } else { "due_on" }).unwrap();
    let (stopped, verdict) = (day(clock, "stopped_on"), text(clock, "verdict"));
    if !matches!(verdict, None | Some("on_time" | "late")) {
        return None;
    }
    let was_late = is_so(clock, "was_late");
    let is_missed = if originally {
        was_late || is_so(clock, "overridden_after_expiry") || stopped.unwrap_or(through) > due
    } else {
        was_late || verdict == Some("late") || (verdict.is_none() && through > due)
    };
    let missed = due.tomorrow().unwrap();
    let on = if is_missed { stopped.unwrap_or(missed).min(missed) } else { stopped? };
    (on <= through).then_some((on, !is_missed))
}

impl Days {
    pub(super) fn hold(self, day: Date) -> bool {
        self.from <= day && day <= self.through
    }
}

fn of_case(counts: bool, hit: bool) -> Vec<Counted> {
    counts.then_some(Counted { hit, turn: None, days: None }).into_iter().collect()
}

/// A case and the days that it is counted in.
pub(super) struct Recount<'a> {
    pub case: &'a Told,
    pub days: Days,
    pub calendar: &'a Calendar,
}

impl Recount<'_> {
    /// What the case gives to a figure; nothing for figures that are not counted here.
    pub(super) fn items(&self, figure: &'static str) -> Option<Vec<Counted>> {
        let (case, json, days) = (self.case, &self.case.json, self.days);
        let is_received = days.hold(case.received_on);
        let of_received = |known: Option<bool>| match known {
            Some(hit) => of_case(is_received, hit),
            None => Vec::new(),
        };
        let decided = |by| of_received(text(json, "decided_by").map(|told| told == by));
        let scope = text(json, "scope");
        Some(match figure {
            "received" => of_case(is_received, true),
            "carried_over" => of_case(self.is_carried_over(), true),
            "resumed" => of_case(self.is_resumed(), true),
            "accepted" => {
                let accepted = case.lines.iter().rfind(|line| line.what == What::Accepted);
                of_case(accepted.is_some_and(|line| days.hold(line.on)), true)
            }
            "closed" | "reported_up" | "merged" | "withdrawn" | "sealed" => {
                of_case(self.is_handled() && case.end(days.through) == Some(figure), true)
            }
            "open" => of_case(case.is_open(days.through), true),
            "in_scope" => of_received(scope.map(|scope| scope != "out_of_scope")),
            "consultation" => of_received(text(json, "kind").map(|kind| kind == "consultation")),
            "key_matter" => of_received(scope.map(|_| !list(json, "key_matters").is_empty())),
            "repeat" => of_received(Some(case.is_repeat)),
            "signed" => of_received(Some(text(json, "complainant").is_some())),
            "by_meeting" => decided("meeting"),
            "collectively" => decided("collective"),
            "alone" => decided("operator"),
            "rehandled" => self.happened(What::Rehandled),
            "reopened" => self.happened(What::Reopened),
            "urged" => self.happened(What::Urged),
            "sent_back" => self.happened(What::SentBack),
            "taken_back" => self.happened(What::TakenBack),
            "extended" => self.extensions(),
            "card_blue" | "card_yellow" | "card_red" | "card_answered" => self.cards(figure),
            "whole_days" => self.whole_days(),
            "triage_days" => self.days_of(triage),
            "handling_days" => self.days_of(handling),
            _ => match figure.strip_prefix("step_") {
                Some(step) => self.step_days(step),
                None => return self.of_limits(figure).or_else(|| self.of_words(figure)),
            },
        })
    }

    fn of_limits(&self, figure: &str) -> Option<Vec<Counted>> {
        let through = self.days.through;
        let early = |clock: &Value, kept: bool| {
            kept && day(clock, "stopped_on").is_some_and(|on| on < day(clock, "original_due_on").unwrap())
        };
        let granted = |clock: &Value| number(clock, "extensions");
        Some(match figure {
            "triage_on_time" => self.judged(triage, false, |_, kept| kept),
            "triage_on_time_original" => self.judged(triage, true, |_, kept| kept),
            "triage_backdated" => self.judged(triage, false, |clock, _| self.is_backdated(clock)),
            "transfer_again_on_time" => self.judged(again, false, |_, kept| kept),
            "handling_on_time" => self.judged(handling, false, |_, kept| kept),
            "handling_on_time_original" => self.judged(handling, true, |_, kept| kept),
            "handling_early" => self.judged(handling, false, early),
            "handling_backdated" => self.judged(handling, false, |clock, _| self.is_backdated(clock)),
            "extended_once" => self.judged(handling, false, |clock, _| granted(clock) == 1),
            "extended_twice" => self.judged(handling, false, |clock, _| granted(clock) == 2),
            "extended_more" => self.judged(handling, false, |clock, _| granted(clock) >= 3),
            "unjudged" => self
                .clocks()
                .filter(|clock| self.is_unjudged(clock))
                .map(|clock| Counted { hit: true, turn: Some(turn_of(clock)), days: None })
                .collect(),
            "overdue_now" => {
                let runs_late = |clock: &Value| {
                    day(clock, "started_on").unwrap() <= through
                        && day(clock, "stopped_on").is_none_or(|on| on > through)
                        && day(clock, "due_on").unwrap() < through
                };
                of_case(self.case.is_open(through), self.clocks().any(runs_late))
            }
            "overdue_ever" => {
                let late = |clock: &Value| judged(clock, false, through).is_some_and(|(_, kept)| !kept);
                of_case(self.is_handled(), self.clocks().any(late))
            }
            _ => return None,
        })
    }

    /// The last word of every round, those before closure and those after it apart.
    fn of_words(&self, figure: &str) -> Option<Vec<Counted>> {
        let came: Vec<&Value> = list(&self.case.json, "evaluation")
            .iter()
            .filter(|word| self.days.hold(day(word, "at").unwrap()))
            .collect();
        let same = |one: &Value, other: &Value| {
            number(one, "round") == number(other, "round") && is_so(one, "late") == is_so(other, "late")
        };
        let mut counted = Vec::new();
        for (place, word) in came.iter().enumerate() {
            if came.iter().skip(place + 1).any(|later| same(word, later)) {
                continue;
            }
            let (said, resolved) = (text(word, "satisfaction").unwrap(), text(word, "resolved"));
            let (is_late, is_given) = (is_so(word, "late"), said != "not_given");
            let is_content = matches!(said, "satisfied" | "basically_satisfied");
            let is_known = !matches!(resolved, None | Some("unreachable"));
            let (counts, hit) = match figure {
                "satisfied" => (!is_late && is_given, is_content),
                "satisfied_of_all" => (!is_late, is_content),
                "fully_satisfied" => (!is_late && is_given, said == "satisfied"),
                "dissatisfied" => (!is_late && is_given, said == "dissatisfied"),
                "not_given" => (!is_late, !is_given),
                "satisfied_late" => (is_late && is_given, is_content),
                "resolved" => (!is_late && is_known, resolved == Some("yes")),
                "resolved_of_all" => (!is_late, resolved == Some("yes")),
                "resolved_partly" => (!is_late && is_known, resolved == Some("partly")),
                "resolution_unknown" => (!is_late, !is_known),
                _ => return None,
            };
            if counts {
                let turn = Some(self.case.turn_at(text(word, "at").unwrap()));
                counted.push(Counted { hit, turn, days: None });
            }
        }
        Some(counted)
    }

    fn is_carried_over(&self) -> bool {
        self.case.is_open(self.days.from.yesterday().unwrap())
    }

    fn is_resumed(&self) -> bool {
        let case = self.case;
        let undoes = |line: &Line| {
            matches!(line.what, What::Reopened | What::WithdrawalUndone | What::Unmerged)
                && self.days.hold(line.on)
        };
        case.received_on < self.days.from
            && case.end(self.days.from.yesterday().unwrap()).is_some()
            && case.lines.iter().any(undoes)
    }

    fn is_handled(&self) -> bool {
        self.days.hold(self.case.received_on) || self.is_carried_over() || self.is_resumed()
    }

    fn clocks(&self) -> impl Iterator<Item = &Value> {
        list(&self.case.json, "clocks").iter()
    }

    fn judged(&self, limit: Limit, originally: bool, hit: impl Fn(&Value, bool) -> bool) -> Vec<Counted> {
        let mut counted = Vec::new();
        for clock in self.clocks().filter(|clock| limit(clock)) {
            if let Some((on, kept)) = judged(clock, originally, self.days.through)
                && self.days.hold(on)
            {
                counted.push(Counted { hit: hit(clock, kept), turn: Some(turn_of(clock)), days: None });
            }
        }
        counted
    }

    fn is_unjudged(&self, clock: &Value) -> bool {
        let ended = !matches!(text(clock, "verdict"), None | Some("on_time" | "late"));
        ended && day(clock, "stopped_on").is_some_and(|on| self.days.hold(on))
    }

    fn is_backdated(&self, clock: &Value) -> bool {
        let turn = turn_of(clock);
        self.case.lines.iter().any(|line| {
            let is_it = if handling(clock) {
                line.what == What::Delivered && line.round == number(clock, "round")
            } else {
                line.what == What::Transferred
            };
            is_it && line.turn == turn && line.backdated
        })
    }

    fn happened(&self, what: What) -> Vec<Counted> {
        let lines = self.case.lines.iter().filter(|line| line.what == what && self.days.hold(line.on));
        lines.map(|line| Counted { hit: true, turn: Some(line.turn), days: None }).collect()
    }

    /// Each application that took effect counts on the day of its last signature.
    fn extensions(&self) -> Vec<Counted> {
        let mut counted = Vec::new();
        for document in list(&self.case.json, "documents") {
            if text(document, "kind") != Some("extension") || text(document, "state") != Some("done") {
                continue;
            }
            let signed = list(document, "steps").iter().filter(|step| day(step, "signed_on").is_some());
            let last = signed.max_by_key(|step| day(step, "signed_on")).unwrap();
            if self.days.hold(day(last, "signed_on").unwrap()) {
                let turn = Some(self.case.turn_at(text(last, "recorded_at").unwrap()));
                counted.push(Counted { hit: true, turn, days: None });
            }
        }
        counted
    }

    /// The cards stand in the order in which the history tells of them.
    fn cards(&self, figure: &str) -> Vec<Counted> {
        let cards = list(&self.case.json, "cards");
        let issued: Vec<&Line> =
            self.case.lines.iter().filter(|line| line.what == What::CardIssued).collect();
        assert_eq!(cards.len(), issued.len(), "{}", self.case.number);
        let mut counted = Vec::new();
        for (card, line) in cards.iter().zip(issued) {
            let colour = format!("card_{}", text(card, "colour").unwrap());
            let is_answered = day(card, "answered_on").is_some_and(|on| on <= self.days.through);
            let is_asked = figure == "card_answered" || figure == colour;
            if is_asked && self.days.hold(day(card, "issued_on").unwrap()) {
                let hit = figure != "card_answered" || is_answered;
                counted.push(Counted { hit, turn: Some(line.turn), days: None });
            }
        }
        counted
    }

    /// Day by day.
    fn working_days(&self, after: Date, through: Date) -> u32 {
        let days = std::iter::successors(after.tomorrow(), |day| day.tomorrow());
        let working = days.take_while(|day| *day <= through).filter(|day| self.calendar.is_working(*day));
        u32::try_from(working.count()).unwrap()
    }

    fn days_of(&self, limit: Limit) -> Vec<Counted> {
        let mut counted = Vec::new();
        for clock in self.clocks().filter(|clock| limit(clock)) {
            let is_judged = matches!(text(clock, "verdict"), Some("on_time" | "late"));
            if let Some(stopped) = day(clock, "stopped_on").filter(|on| is_judged && self.days.hold(*on)) {
                let days = Some(self.working_days(day(clock, "started_on").unwrap(), stopped));
                counted.push(Counted { hit: true, turn: Some(turn_of(clock)), days });
            }
        }
        counted
    }

    /// The steps of this name that ended in the period.
    fn step_days(&self, name: &str) -> Vec<Counted> {
        let mut counted = Vec::new();
        for step in list(&self.case.json, "steps") {
            let until = day(step, "until").filter(|until| self.days.hold(*until));
            if let Some(until) = until.filter(|_| text(step, "step") == Some(name)) {
                let days = self.working_days(day(step, "from").unwrap(), until);
                counted.push(Counted { hit: true, turn: Some(number(step, "turn")), days: Some(days) });
            }
        }
        counted
    }

    fn whole_days(&self) -> Vec<Counted> {
        let through = self.days.through;
        let closed = self.case.lines.iter().rfind(|line| line.what == What::Closed && line.on <= through);
        let Some(closed) = closed.filter(|_| self.case.end(through) == Some("closed")) else {
            return Vec::new();
        };
        let days = u32::try_from(self.case.received_on.days_until(closed.on)).ok();
        let counted = Counted { hit: true, turn: None, days };
        self.days.hold(closed.on).then_some(counted).into_iter().collect()
    }
}
