//! The stable JSON shapes of `interfaces.md`: keys may be added, none renamed. Codes as in the glossary, dates
//! `YYYY-MM-DD`, times RFC 3339 at +08:00, absent is null.

mod calendar;
mod detail;
mod disclosure;
mod issued;
mod linked;
mod meeting;
mod report;
mod row;
mod town;
mod turn;

pub(super) use calendar::{DayJson, DueJson, NamedDayJson, YearJson};
pub(super) use detail::DetailJson;
pub(super) use disclosure::{DisclosureJson, DisclosureRowJson};
pub(super) use issued::RegisteredJson;
pub(super) use linked::FiledJson;
pub(super) use meeting::{MeetingJson, MeetingRowJson};
pub(super) use report::{
    AppliedJson, BackupJson, CheckJson, DueClockJson, FirstBadJson, ImportJson, LeftToTheDistrictJson,
    MeetingResultJson, NoticeJson, ReconciliationJson, RefusalJson, RestoreJson, UndecidedJson,
    UnfinishedErasureJson, VerifyJson,
};
pub(super) use row::RowJson;
pub(super) use town::{
    CalendarChangeJson, HoldingsJson, OpeningJson, SettingChangeJson, SettingJson, TemplateJson, WaitingJson,
};
