//! The practice town's complaints as deeds to be done: who does what to which case, and when.
//!
//! `assets/sample/cases.jsonl` tells each case as a story whose days are counted backwards in working days, so that
//! whatever the day a sandbox is made on, some cases are overdue, some due today and some approaching. Nothing here
//! writes: whoever fills a sandbox does these deeds through the same commands as everybody else.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Practice;
use crate::actions::Answers;
use crate::domain::calendar::Calendar;
use crate::domain::time::{Date, Moment};

/// The practice cases, one story a line.
const CASES: &str = include_str!("../../../assets/sample/cases.jsonl");

/// Login of the operator of the practice town, who writes every complaint down.
pub const REGISTRAR: &str = "zhoumin";

/// One command of the practice town's past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Which story it belongs to, from 0; the first deed of a story registers its case.
    pub story: usize,
    /// When it was done, never after the moment the schedule was made for.
    pub at: Moment,
    /// Login of the person who did it.
    pub login: String,
    /// Code of the action.
    pub command: String,
    /// What was filled in; the number of another story's case is only known once that one is registered.
    pub answers: Answers,
    /// The story of the case that this one is merged into.
    pub into: Option<usize>,
}

/// Field that names the leading case of a merger.
pub const INTO: &str = "into";

/// What is wrong with the shipped stories; a defect of the program, found by its tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeFault {
    /// Line of `cases.jsonl`, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for PracticeFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "演练案例第{}行有误：{}", self.line, self.reason)
    }
}

impl std::error::Error for PracticeFault {}

/// A day and an hour, counted backwards from the reference day.
#[derive(Deserialize)]
struct When {
    working_days_ago: u32,
    time: String,
}

/// A date among the fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ago {
    working_days_ago: u32,
}

/// A moment among the fields, on the first working day to come.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ahead {
    next_working_day: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    /// Whether it is part of the short first day.
    #[serde(default)]
    first_day: bool,
    /// Name by which other stories refer to this one.
    known_as: Option<String>,
    received: When,
    complained_hours_before: i64,
    register: Map<String, Value>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    #[serde(flatten)]
    when: When,
    #[serde(rename = "as")]
    login: String,
    command: String,
    /// Of a merger: how the leading story is known.
    into: Option<String>,
    #[serde(flatten)]
    fields: Map<String, Value>,
}

/// Every deed of the practice town's past in the order of time, as seen from `now`.
///
/// Of the short first day only the stories that are part of it. The reference day is the civil day of `now`, or the last working day before it when that is a rest day. A deed
/// that would lie in the future is done at `now`; the order within a story is kept.
///
/// # Errors
/// A line that is no story, or a day that the calendar cannot reach.
pub fn schedule(practice: Practice, now: Moment, calendar: &Calendar) -> Result<Vec<Deed>, PracticeFault> {
    let days = WorkingDays { today: now.date(), calendar };
    let fault = |story: usize, reason: String| PracticeFault { line: story + 1, reason };
    let mut stories: Vec<Story> = Vec::new();
    for (story, text) in CASES.lines().enumerate() {
        let told: Story = serde_json::from_str(text).map_err(|error| fault(story, error.to_string()))?;
        if told.first_day || practice == Practice::Busy {
            stories.push(told);
        }
    }
    let names: Vec<Option<String>> = stories.iter().map(|told| told.known_as.clone()).collect();
    let mut deeds = Vec::new();
    for (story, told) in stories.into_iter().enumerate() {
        deeds.extend(told.deeds(story, now, &days, &names).map_err(|reason| fault(story, reason))?);
    }
    // Stable: of two deeds at one moment, the one told first is done first.
    deeds.sort_by_key(|deed| deed.at);
    Ok(deeds)
}

impl Story {
    /// Its deeds; `names` are those of all stories, by which they refer to each other.
    fn deeds(
        self,
        story: usize,
        now: Moment,
        days: &WorkingDays<'_>,
        names: &[Option<String>],
    ) -> Result<Vec<Deed>, String> {
        let received_at = days.moment(&self.received)?.min(now);
        let complained_at = received_at.plus_seconds(-3600 * self.complained_hours_before);
        let mut first = answers(&self.register, days)?;
        first.set("complained_at", complained_at.minute());
        first.set("received_at", received_at.minute());
        let mut deeds = vec![Deed {
            story,
            at: received_at,
            login: REGISTRAR.to_owned(),
            command: "register".to_owned(),
            answers: first,
            into: None,
        }];
        for step in self.steps {
            let leading = |name: &String| {
                let place = names.iter().position(|other| other.as_ref() == Some(name));
                place.ok_or_else(|| format!("没有叫“{name}”的案例"))
            };
            deeds.push(Deed {
                story,
                at: days.moment(&step.when)?.min(now),
                login: step.login,
                command: step.command,
                answers: answers(&step.fields, days)?,
                into: step.into.as_ref().map(leading).transpose()?,
            });
        }
        Ok(deeds)
    }
}

/// Turns "so many working days ago" into dates.
pub struct WorkingDays<'a> {
    pub today: Date,
    pub calendar: &'a Calendar,
}

impl WorkingDays<'_> {
    fn ago(&self, count: u32) -> Result<Date, String> {
        let unreachable = || format!("{}之前没有{count}个工作日", self.today);
        let previous = |day| self.calendar.previous_working_day(day).ok_or_else(unreachable);
        let mut day = if self.calendar.is_working(self.today) { self.today } else { previous(self.today)? };
        for _ in 0..count {
            day = previous(day)?;
        }
        Ok(day)
    }

    fn moment(&self, when: &When) -> Result<Moment, String> {
        let day = self.ago(when.working_days_ago)?;
        Moment::parse(&format!("{day} {}", when.time)).ok_or_else(|| format!("“{}”不是一个时间", when.time))
    }
}

/// The fields of a step as a form would hold them.
pub fn answers(fields: &Map<String, Value>, days: &WorkingDays<'_>) -> Result<Answers, String> {
    let mut answers = Answers::none();
    for (name, value) in fields {
        answers.set(name, answer(value, days)?);
    }
    Ok(answers)
}

fn answer(value: &Value, days: &WorkingDays<'_>) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Array(words) => {
            let words: Result<Vec<String>, String> = words.iter().map(|word| answer(word, days)).collect();
            words.map(|words| words.join(","))
        }
        Value::Object(named) if named.contains_key("next_working_day") => {
            let ahead: Ahead = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
            let day = days.calendar.add_working_days(days.today, 1).on;
            Ok(format!("{day} {}", ahead.next_working_day))
        }
        Value::Object(_) => {
            let ago: Ago = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
            days.ago(ago.working_days_ago).map(|day| day.to_string())
        }
        Value::Null => Ok(String::new()),
    }
}
