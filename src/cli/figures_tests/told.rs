//! A case as `ydt show --json` tells it, and what can be read from that about its course.

use serde_json::Value;

use crate::domain::time::Date;

/// What a line of the history says happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Accepted,
    Transferred,
    Delivered,
    Urged,
    Rehandled,
    Closed,
    Reopened,
    ReportedUp,
    Sealed,
    Withdrawn,
    WithdrawalUndone,
    Merged,
    Unmerged,
    SentBack,
    TakenBack,
    CardIssued,
}

/// How the sentences of the history begin.
const BEGINNINGS: [(&str, What); 15] = [
    ("催办", What::Urged),
    ("退回重办：", What::Rehandled),
    ("重新办理", What::Reopened),
    ("上报区纪委监委", What::ReportedUp),
    ("密封上报，", What::Sealed),
    ("投诉人撤回：", What::Withdrawn),
    ("取消撤回，", What::WithdrawalUndone),
    ("并入", What::Merged),
    ("取消并案：", What::Unmerged),
    ("退件：", What::SentBack),
    ("答复投诉人：", What::Delivered),
    ("随主办件", What::Delivered),
    ("按镇党委办理转", What::Transferred),
    ("按村（社区）办理转", What::Transferred),
    ("按镇纪委办理转", What::Transferred),
];

/// Something that happened.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub what: What,
    /// The day of the act, where paper proves one, else that of its recording.
    pub on: Date,
    pub backdated: bool,
    /// When it was recorded.
    at: String,
    /// In which time with a unit, from 1; the next begins when the case leaves its unit.
    pub turn: usize,
    pub round: usize,
}

/// A case as it is told.
pub(super) struct Told {
    pub json: Value,
    pub number: String,
    pub received_on: Date,
    /// The list says that it likely repeats another.
    pub is_repeat: bool,
    pub lines: Vec<Line>,
}

pub(super) fn text<'a>(json: &'a Value, key: &str) -> Option<&'a str> {
    json.get(key).expect(key).as_str()
}

pub(super) fn list<'a>(json: &'a Value, key: &str) -> &'a [Value] {
    json.get(key).expect(key).as_array().expect(key)
}

pub(super) fn number(json: &Value, key: &str) -> usize {
    usize::try_from(json.get(key).expect(key).as_u64().expect(key)).unwrap()
}

pub(super) fn is_so(json: &Value, key: &str) -> bool {
    json.get(key).expect(key).as_bool().expect(key)
}

/// The day of a date, or of a moment.
pub(super) fn day(json: &Value, key: &str) -> Option<Date> {
    text(json, key).map(|told| told.split('T').next().unwrap().parse().ok().unwrap())
}

impl Told {
    /// Nothing where a part of the history is withheld from the reader.
    pub(super) fn of(listed: &Value, json: Value) -> Option<Self> {
        let mut lines = Vec::new();
        let (mut turn, mut round) = (1, 1);
        for line in list(&json, "history") {
            let summary = text(line, "summary").unwrap();
            if text(line, "action") == Some("withheld") {
                return None;
            }
            let Some(what) = what(summary) else { continue };
            let acted = day(line, "act_on");
            let on = acted.or(day(line, "recorded_at")).unwrap();
            let at = text(line, "at").unwrap().to_owned();
            lines.push(Line { what, on, backdated: acted.is_some(), at, turn, round });
            match what {
                What::SentBack | What::TakenBack => turn += 1,
                What::Rehandled | What::Reopened => round += 1,
                What::Accepted
                | What::Transferred
                | What::Delivered
                | What::Urged
                | What::Closed
                | What::ReportedUp
                | What::Sealed
                | What::Withdrawn
                | What::WithdrawalUndone
                | What::Merged
                | What::Unmerged
                | What::CardIssued => {}
            }
        }
        let number = text(&json, "case_no").unwrap().to_owned();
        let received_on = day(&json, "received_at").unwrap();
        let is_repeat = text(listed, "repeat_of").is_some();
        Some(Self { json, number, received_on, is_repeat, lines })
    }

    /// In which time with a unit something was recorded.
    pub(super) fn turn_at(&self, recorded_at: &str) -> usize {
        let left = |line: &&Line| {
            matches!(line.what, What::SentBack | What::TakenBack) && line.at.as_str() < recorded_at
        };
        1 + self.lines.iter().filter(left).count()
    }

    /// How it had ended by the end of a day.
    pub(super) fn end(&self, day: Date) -> Option<&'static str> {
        let mut end = None;
        for line in self.lines.iter().filter(|line| line.on <= day) {
            end = match line.what {
                What::Closed => Some("closed"),
                What::ReportedUp => Some("reported_up"),
                What::Merged => Some("merged"),
                What::Withdrawn => Some("withdrawn"),
                What::Sealed if end == Some("closed") => end,
                What::Sealed => Some("sealed"),
                What::Reopened | What::WithdrawalUndone | What::Unmerged => None,
                What::Accepted
                | What::Transferred
                | What::Delivered
                | What::Urged
                | What::Rehandled
                | What::SentBack
                | What::TakenBack
                | What::CardIssued => end,
            };
        }
        end
    }

    pub(super) fn is_open(&self, day: Date) -> bool {
        self.received_on <= day && self.end(day).is_none()
    }

    /// The unit and the route of a time with a unit, else of the last one, else those that were proposed.
    pub(super) fn lay_with(&self, turn: Option<usize>) -> (&str, &str) {
        let turns = list(&self.json, "turns");
        let named = turn.and_then(|turn| turns.get(turn - 1)).or(turns.last()).unwrap_or(&self.json);
        (text(named, "unit").unwrap_or_default(), text(named, "route").unwrap_or_default())
    }
}

fn what(summary: &str) -> Option<What> {
    let cards = ["发蓝色提醒卡：", "发黄色预警卡：", "发红色警示卡："];
    if summary == "受理" {
        Some(What::Accepted)
    } else if summary == "办结" || summary.starts_with("办结，回访：") {
        Some(What::Closed)
    } else if summary.starts_with('从') && summary.contains("收回改办（") {
        Some(What::TakenBack)
    } else if summary.starts_with('向') && cards.iter().any(|card| summary.contains(card)) {
        Some(What::CardIssued)
    } else {
        BEGINNINGS.iter().find(|(beginning, _)| summary.starts_with(beginning)).map(|(_, what)| *what)
    }
}
