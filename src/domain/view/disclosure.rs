//! Records of disclosure as they are listed, one laid open, and the grid of units and months.

use crate::domain::calendar::Calendar;
use crate::domain::code::Coded as _;
use crate::domain::disclosure::{Disclosure, DisclosureState, DisclosureVerdict, told};
use crate::domain::ids::{DisclosureId, MatterId, PersonId, UnitId};
use crate::domain::recurring::{Period, level};
use crate::domain::time::Date;
use crate::domain::town::matter::Matter;
use crate::domain::town::org::Org;
use crate::domain::view::detail::HistoryLine;
use crate::domain::words::ClockLevel;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureRow {
    pub id: DisclosureId,
    /// `d3`
    pub code: String,
    pub matter: MatterId,
    pub unit: UnitId,
    pub name: String,
    pub period: Period,
    /// What happened, of a matter made public per event.
    pub happened: String,
    pub due_on: Date,
    pub provisional: bool,
    pub state: DisclosureState,
    pub is_nothing: bool,
    pub verdict: Option<DisclosureVerdict>,
    /// Everybody who had a hand in submitting it; none of them signs it.
    pub submitters: Vec<PersonId>,
}

impl DisclosureRow {
    /// `低保对象名单（2026年11月）`
    #[must_use]
    pub fn told(&self) -> String {
        told(&self.name, self.period, &self.happened)
    }

    /// How close its due day is; `Ok` once it is settled.
    #[must_use]
    pub fn level(&self, calendar: &Calendar, today: Date) -> ClockLevel {
        if self.state.is_settled() { ClockLevel::Ok } else { level(calendar, today, self.due_on) }
    }

    /// The first day of the month in which it stands: that in which its period ends.
    #[must_use]
    pub fn month(&self) -> Date {
        let last = self.period.last();
        Date::new(last.year(), last.month(), 1).unwrap_or(last)
    }
}

/// What a cell of the grid says of the records of one unit and month, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellState {
    /// Past its day and not public.
    Overdue,
    DueToday,
    /// Sent back by the leader.
    Returned,
    /// The unit has to submit it.
    ToDo,
    /// The leader has to sign it.
    Submitted,
    /// Signed; the unit has to publish it.
    Reviewed,
    /// Public, but too late.
    Late,
    /// Public in time.
    Published,
    /// Signed in time that there is nothing.
    Nothing,
}

impl CellState {
    /// What it is for one record; `None` for one that was called off.
    #[must_use]
    pub fn of(row: &DisclosureRow, calendar: &Calendar, today: Date) -> Option<Self> {
        match row.level(calendar, today) {
            ClockLevel::Overdue => return Some(Self::Overdue),
            ClockLevel::DueToday => return Some(Self::DueToday),
            ClockLevel::Approaching | ClockLevel::Ok => {}
        }
        let late = row.verdict == Some(DisclosureVerdict::Late);
        match row.state {
            DisclosureState::Cancelled => None,
            DisclosureState::ToDo => Some(Self::ToDo),
            DisclosureState::Returned => Some(Self::Returned),
            DisclosureState::Submitted => Some(Self::Submitted),
            DisclosureState::Reviewed => Some(Self::Reviewed),
            DisclosureState::Published | DisclosureState::Nothing if late => Some(Self::Late),
            DisclosureState::Published => Some(Self::Published),
            DisclosureState::Nothing => Some(Self::Nothing),
        }
    }

    /// One sign and one word, so that nothing is told by colour alone.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Overdue => "! 超期",
            Self::DueToday => "! 今日",
            Self::Returned => "< 退回",
            Self::ToDo => ". 待报",
            Self::Submitted => "> 待审",
            Self::Reviewed => "> 待公开",
            Self::Late => "x 逾期",
            Self::Published => "+ 按时",
            Self::Nothing => "- 无",
        }
    }
}

/// The records of one unit and month together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The worst of them.
    pub state: CellState,
    /// How many there are.
    pub count: usize,
}

/// Units down, months across.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// First days, the oldest first.
    pub months: Vec<Date>,
    pub units: Vec<(UnitId, String)>,
    /// By unit, then by month; `None` where there is nothing to make public.
    pub cells: Vec<Vec<Option<Cell>>>,
}

impl Grid {
    /// The grid of these records over these months.
    #[must_use]
    pub fn of(
        rows: &[DisclosureRow],
        units: Vec<(UnitId, String)>,
        months: Vec<Date>,
        calendar: &Calendar,
        today: Date,
    ) -> Self {
        let cell = |unit: UnitId, month: Date| {
            let own = rows.iter().filter(|row| row.unit == unit && row.month() == month);
            let states: Vec<CellState> = own.filter_map(|row| CellState::of(row, calendar, today)).collect();
            states.iter().min().map(|state| Cell { state: *state, count: states.len() })
        };
        let cells = units.iter().map(|(unit, _)| months.iter().map(|month| cell(*unit, *month)).collect());
        let cells = cells.collect();
        Self { months, units, cells }
    }
}

/// What the pane shows, all of one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DisclosurePane {
    pub grid: Grid,
    /// The records of the months shown, and whatever is still open from before, the earliest due first.
    pub rows: Vec<DisclosureRow>,
    pub matters: Vec<Matter>,
}

/// A record laid open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureDetail {
    pub disclosure: Disclosure,
    /// The entry of the list as it stands now.
    pub matter: Option<Matter>,
    pub history: Vec<HistoryLine>,
}

impl DisclosureDetail {
    /// The record as a line of the list.
    #[must_use]
    pub fn row(&self) -> DisclosureRow {
        DisclosureRow::of(&self.disclosure)
    }

    /// What there is to know of it, by label; empty facts are left out.
    #[must_use]
    pub fn facts(&self, org: &Org, calendar: &Calendar, today: Date) -> Vec<(&'static str, String)> {
        let (record, row) = (&self.disclosure, self.row());
        let provisional = if record.provisional { "（暂定）" } else { "" };
        let mut facts = vec![
            ("单位", org.unit_name(record.unit).to_owned()),
            ("情况", row.standing(calendar, today)),
            ("最迟", format!("{}{provisional}，{}", record.due_on, record.cycle.words())),
        ];
        if let Some(matter) = &self.matter {
            facts.push(("公开内容", matter.elements.clone()));
            facts.push(("公开渠道", matter.channel.clone()));
            facts.push(("公开依据", matter.basis.clone()));
        }
        if let Some(opinion) = &record.returned {
            facts.push(("退回", opinion.clone()));
        }
        facts.push(("公示内容", if record.is_nothing { "本期无".to_owned() } else { record.text.clone() }));
        if let Some((by, on)) = record.submitted {
            facts.push(("提交", format!("{} {on}", org.person_name(by))));
        }
        if let Some(signed) = &record.signed {
            let on_paper = if signed.on_paper { "（书面，代录）" } else { "" };
            let of = signed.as_deputy_for.map_or_else(String::new, |it| format!("代{}", org.person_name(it)));
            let (signer, on) = (org.person_name(signed.signer), signed.on);
            facts.push(("审核", format!("{signer}{of} {on}{on_paper} {}", signed.opinion)));
        }
        if let Some(published) = &record.published {
            facts.push(("公开", format!("{} {}", published.on, published.place)));
        }
        for check in &record.checks {
            let found = if check.truthful { "属实" } else { "不属实" };
            let who = org.person_name(check.by);
            facts.push(("抽查", format!("{} {who}：{found} {}", check.on, check.note)));
        }
        let cases: Vec<&str> = record.links.iter().map(|(_, number)| number.as_str()).collect();
        facts.push(("投诉件", cases.join("、")));
        facts.retain(|(_, value)| !value.trim().is_empty());
        facts
    }
}

impl DisclosureRow {
    /// The line of a record.
    #[must_use]
    pub fn of(disclosure: &Disclosure) -> Self {
        Self {
            id: disclosure.id,
            code: disclosure.code(),
            matter: disclosure.matter,
            unit: disclosure.unit,
            name: disclosure.name.clone(),
            period: disclosure.period,
            happened: disclosure.happened.clone(),
            due_on: disclosure.due_on,
            provisional: disclosure.provisional,
            state: disclosure.state,
            is_nothing: disclosure.is_nothing,
            verdict: disclosure.verdict,
            submitters: disclosure.submitters.clone(),
        }
    }

    /// How it stands, in a few words: 待公示 超期, 已公开 按时.
    #[must_use]
    pub fn standing(&self, calendar: &Calendar, today: Date) -> String {
        let level = self.level(calendar, today);
        let more = match (self.verdict, level) {
            (Some(verdict), _) => verdict.label(),
            (None, ClockLevel::Ok) => "",
            (None, level) => level.label(),
        };
        format!("{} {more}", self.state.label()).trim_end().to_owned()
    }
}
