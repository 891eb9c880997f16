//! Performing an act on the town: what its answers stand for is looked up, the act decides, and each fact takes effect
//! in the transaction that records it.

use std::collections::BTreeSet;

use super::bulletin::freezing;
use super::change::Town;
use super::{
    AllOrNothing, Office, OfficeError, calendar, disclosure_waiting, hand_over, looking_back, matters,
    org_plan, outlook, templates,
};
use crate::actions::{self, Act, Answers, Field, FieldKind, FileForm, confirm_time};
use crate::domain::calendar::YearNotice;
use crate::domain::case::respondents::Register;
use crate::domain::code::Coded as _;
use crate::domain::context::{Brought, Context, TemplateFile};
use crate::domain::desk::Desk;
use crate::domain::disclosure::no_of;
use crate::domain::event::{CaseEvent, ClockMoved, HandlerReleased};
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::limit::calendar_change::CalendarChange;
use crate::domain::refusal::Refusal;
use crate::domain::time::Moment;
use crate::domain::town::event::{
    CalendarLoaded, ColumnSaid, Delegated, DelegationRevoked, MattersChanged, Named, SettingChanged,
    TownEvent,
};
use crate::domain::town::org::{Delegation, Org};
use crate::domain::town::org_plan::UnitHolds;
use crate::domain::town::setting_key::SettingKey;
use crate::intake::calendar_file;
use crate::store::{Records, Stamp, StoreError};

impl Office {
    /// Performs an act on the town and commits it.
    ///
    /// # Errors
    /// A refusal, which changes nothing; a store failure, which keeps nothing.
    pub fn perform_town(
        &mut self,
        id: &str,
        act: &'static Act,
        answers: &Answers,
        now: Moment,
    ) -> Result<Vec<TownEvent>, OfficeError> {
        // Whoever may not do it learns nothing of the file that the answers name.
        act.allowed_in_town(&self.desk(now).context())?;
        let file = templates::named(&self.file_places, act, answers)?;
        self.perform_town_with(id, act, answers, file.as_ref(), now)
    }

    /// The same with the file that was read for it.
    pub(super) fn perform_town_with(
        &mut self,
        id: &str,
        act: &'static Act,
        answers: &Answers,
        file: Option<&TemplateFile>,
        now: Moment,
    ) -> Result<Vec<TownEvent>, OfficeError> {
        let stamp = self.stamp(id, act.code, now);
        if std::ptr::eq(act, &raw const confirm_time::ACT) {
            let confirmed = self.change_in_doubt(now, |records, desk| {
                perform_in(records, (act, answers), file, desk, &stamp)
            })?;
            self.jumped = None;
            return Ok(confirmed);
        }
        self.change(now, |records, desk| perform_in(records, (act, answers), file, desk, &stamp))
    }
}

impl Office {
    /// What an act on the town would bring about, a line for each thing, before it is done.
    ///
    /// # Errors
    /// The same refusals as when it is done.
    pub fn town_preview(
        &self,
        act: &'static Act,
        answers: &Answers,
        now: Moment,
    ) -> Result<Vec<String>, OfficeError> {
        if act.fields().iter().any(|field| matches!(field.kind, FieldKind::File(FileForm::Org))) {
            return self.org_preview(answers, now);
        }
        if act.fields().iter().any(|field| matches!(field.kind, FieldKind::File(FileForm::Catalogue))) {
            return self.catalogue_preview(act, answers, now);
        }
        let desk = self.desk(now);
        act.allowed_in_town(&desk.context())?;
        if let Some(whose) = act.on_town()?.lists {
            let person = answers.person(whose, &desk.org)?.ok_or_else(|| whose.missing())?;
            return Ok(self.holdings(person.id, now)?.lines(&desk.org));
        }
        let events = actions::decide_town(act, answers, &desk.context())?;
        // How units and people stand afterwards follows from the other facts.
        let told = events.iter().filter(|event| !matches!(event, TownEvent::OrgChanged(_)));
        Ok(told.map(|event| event.sentence(&self.org)).collect())
    }
}

impl AllOrNothing<'_, '_> {
    /// Performs an act on the town among the other commands, which go on in the town as it is then.
    ///
    /// # Errors
    /// A refusal or a store failure.
    pub fn perform_town(
        &mut self,
        id: &str,
        act: &'static Act,
        answers: &Answers,
    ) -> Result<Vec<TownEvent>, OfficeError> {
        let stamp = self.stamp(id, act.code);
        act.allowed_in_town(&self.desk.context())?;
        let file = templates::named(&self.places, act, answers)?;
        let events = perform_in(self.records, (act, answers), file.as_ref(), &self.desk, &stamp)?;
        self.desk = Town::of(self.records)?.desk(&self.desk)?;
        Ok(events)
    }
}

/// Looks up, decides and records inside the caller's transaction.
fn perform_in(
    records: &Records<'_>,
    (act, answers): (&'static Act, &Answers),
    file: Option<&TemplateFile>,
    desk: &Desk,
    stamp: &Stamp,
) -> Result<Vec<TownEvent>, OfficeError> {
    // Whoever may not do it learns nothing about what the answers name.
    act.allowed_in_town(&desk.context())?;
    let brought = brought(records, act, answers, file, desk)?;
    decide_in(records, act, answers, brought.as_ref(), desk, stamp)
}

/// Decides and records what was looked up before.
pub(super) fn decide_in(
    records: &Records<'_>,
    act: &'static Act,
    answers: &Answers,
    brought: Option<&Brought>,
    desk: &Desk,
    stamp: &Stamp,
) -> Result<Vec<TownEvent>, OfficeError> {
    let context = Context { brought, ..desk.context() };
    let events = actions::decide_town(act, answers, &context)?;
    for event in &events {
        take_effect(records, event, brought, desk, stamp)?;
        records.append_town(event, stamp)?;
        // Former names end with this very event, so nothing else is recorded before it.
        if let TownEvent::OrgChanged(changed) = event {
            looking_back::look_back(records, &changed.over(&desk.org), desk, stamp)?;
        }
    }
    for event in &events {
        if let TownEvent::OrgChanged(changed) = event {
            release_handlers(records, &changed.over(&desk.org), desk, stamp)?;
        }
    }
    Ok(events)
}

/// What the answers stand for, by the kinds of the act's fields.
fn brought(
    records: &Records<'_>,
    act: &Act,
    answers: &Answers,
    file: Option<&TemplateFile>,
    desk: &Desk,
) -> Result<Option<Brought>, OfficeError> {
    if let Some(whose) = act.on_town()?.lists
        && let Some(person) = answers.person(whose, &desk.org)?
    {
        return Ok(Some(Brought::Post(Box::new(hand_over::holdings(records, person, desk)?))));
    }
    if act.on_town()?.by_matters {
        return Ok(Some(matters::brought(records, act, answers, desk.now)?));
    }
    if act.on_town()?.by_templates {
        return Ok(Some(templates::brought(records, answers, file)?));
    }
    if act.on_town()?.by_figures {
        return Ok(Some(freezing::brought(records, answers, desk)?));
    }
    for field in act.fields() {
        let Some(text) = answers.text(field.name) else { continue };
        match field.kind {
            FieldKind::File(FileForm::Org) => {
                // The present is what the sender saw: it was read in this very transaction.
                let wanted = org_plan::resolved(records, &text, answers, field, &desk.org)?.org;
                return Ok(Some(Brought::Org(Box::new(org_plan::wanted(records, wanted, desk)?))));
            }
            FieldKind::File(FileForm::Notice) => {
                let (notice, _) = calendar_file::read(&text).map_err(|fault| unreadable(field, &fault))?;
                let change = calendar::change(records, &notice, desk, None)?;
                return Ok(Some(Brought::Calendar { notice, change }));
            }
            FieldKind::Unit(_) => {
                let Some(unit) = desk.org.unit_named(&text) else { continue };
                let cases = records.held_by_unit(unit.id, desk.sight().as_ref())?;
                let held = (!cases.is_empty()).then_some(UnitHolds { unit: unit.id, cases });
                return Ok(Some(Brought::Held(held.into_iter().collect())));
            }
            FieldKind::Alert => {
                if no_of(&text).is_some() {
                    return Ok(disclosure_waiting::reminder_of(records, &text, desk)?);
                }
                let Ok(id) = text.parse() else {
                    return Err(field.invalid("要写提醒的序号或公示记录的编号，如 12、d3。").into());
                };
                let sight = desk.sight();
                let case_no = records.alert_case(id, sight.as_ref())?;
                return Ok(case_no.map(|case_no| Brought::Alert { id, case_no }));
            }
            FieldKind::Line
            | FieldKind::People(_)
            | FieldKind::Prose
            | FieldKind::Choice(_)
            | FieldKind::Several(_)
            | FieldKind::Person(_)
            | FieldKind::Date
            | FieldKind::Moment
            | FieldKind::Count
            | FieldKind::Flag
            | FieldKind::Setting
            // No act on the town asks for an attachment; the others are read by whoever sends them.
            | FieldKind::File(FileForm::Attachment | FileForm::Catalogue | FileForm::Template)
            | FieldKind::Case
            | FieldKind::Cases => {}
        }
    }
    Ok(None)
}

pub(super) fn unreadable(field: &Field, fault: &dyn std::fmt::Display) -> Refusal {
    field.invalid(&format!("读不出来：{fault}。"))
}

/// A reminder of disclosure is shown no more.
fn seen(records: &Records<'_>, alert: i64, stamp: &Stamp) -> Result<(), OfficeError> {
    Ok(records.acknowledge_disclosure(alert, stamp.actor, stamp.at)?)
}

/// What a fact of the town changes beside the record.
fn take_effect(
    records: &Records<'_>,
    event: &TownEvent,
    brought: Option<&Brought>,
    desk: &Desk,
    stamp: &Stamp,
) -> Result<(), OfficeError> {
    match event {
        TownEvent::Delegated(Delegated { leader, deputy, from, until }) => {
            let (leader, deputy) = (*leader, *deputy);
            let given = Delegation { leader, deputy, from: *from, until: *until, revoked_on: None };
            records.add_delegation(&given)?;
        }
        TownEvent::DelegationRevoked(DelegationRevoked { leader, deputy, from, revoked_on }) => {
            records.revoke_delegation((*leader, *deputy), *from, *revoked_on)?;
        }
        TownEvent::SettingChanged(SettingChanged { key, after, .. }) => {
            let key = SettingKey::from_code(key)
                .ok_or_else(|| StoreError::Other(format!("没有“{key}”这个设置")))?;
            let settings = desk.settings.with(key, after)?;
            records.write_setting(key, after)?;
            records.renew_warnings(&outlook(&settings, &desk.calendar, &Register::of(&desk.org)))?;
        }
        TownEvent::OrgChanged(changed) => {
            records.write_org(&changed.over(&desk.org))?;
        }
        TownEvent::Named(Named { town, district }) => records.write_names(town, district)?,
        TownEvent::RightsProposed(_)
        | TownEvent::RightsAwaited(_)
        | TownEvent::RightsConfirmed(_)
        | TownEvent::RightsDeclined(_)
        | TownEvent::HandOverListed(_)
        | TownEvent::HandOverSigned(_) => {
            let mut waiting = records.rights_waiting()?;
            waiting.take(event, stamp.actor, stamp.at.date());
            records.write_rights_waiting(&waiting)?;
        }
        TownEvent::CalendarLoaded(CalendarLoaded { notice, .. }) => {
            if let Some(Brought::Calendar { change, .. }) = brought {
                move_clocks(records, notice, change, desk, stamp)?;
            }
        }
        TownEvent::MattersChanged(MattersChanged { matters }) => records.write_matters(matters)?,
        TownEvent::TemplateSet(_) | TownEvent::TemplateReset(_) => {
            templates::write(records, event, brought, stamp)?;
        }
        TownEvent::ReportFrozen(frozen) => freezing::keep(records, frozen, brought, stamp)?,
        TownEvent::AlertAcknowledged(seen) => {
            records.acknowledge_alert(seen.alert, stamp.actor, stamp.at)?;
        }
        TownEvent::DisclosureAlertAcknowledged(it) => seen(records, it.alert, stamp)?,
        TownEvent::ColumnSaid(ColumnSaid { column, after, .. }) => {
            let after = Some(after.as_str()).filter(|after| !after.is_empty());
            records.write_column_word(column, after)?;
        }
        // Recorded by what brings them about; nothing else follows from them.
        TownEvent::Founded(_)
        | TownEvent::Imported(_)
        | TownEvent::PapersExported(_)
        | TownEvent::LedgerExported(_)
        | TownEvent::Attested(_)
        | TownEvent::DraftsErased(_)
        | TownEvent::CopiesErased(_)
        | TownEvent::TimeConfirmed(_)
        | TownEvent::Restored(_)
        | TownEvent::ActedAs(_) => {}
    }
    Ok(())
}

/// The calendar becomes another for every session, and each open limit that moves gets an event.
fn move_clocks(
    records: &Records<'_>,
    notice: &YearNotice,
    change: &CalendarChange,
    desk: &Desk,
    stamp: &Stamp,
) -> Result<(), OfficeError> {
    let calendar = desk.calendar.with(notice.clone());
    let register = Register::of(&desk.org);
    let outlook = outlook(&desk.settings, &calendar, &register);
    records.write_notice(notice)?;
    for moved in &change.clocks {
        let Some(mut case) = records.case_to_change(moved.case)? else { continue };
        let event =
            CaseEvent::ClockMoved(ClockMoved { clock: moved.new.clone(), because: change.because(moved) });
        records.append(&mut case, vec![event], stamp, &outlook)?;
    }
    records.renew_warnings(&outlook)?;
    Ok(())
}

/// Takes the open cases from those who handle them no longer: the work is the unit's until somebody is named anew.
fn release_handlers(
    records: &Records<'_>,
    after: &Org,
    desk: &Desk,
    stamp: &Stamp,
) -> Result<(), OfficeError> {
    let works_in = |org: &Org, id: PersonId, unit| org.person(id).is_some_and(|person| person.handles(unit));
    let has_left = |id: PersonId, unit| {
        let is_here = after.person(id).is_some_and(|person| person.active);
        !is_here || (works_in(&desk.org, id, unit) && !works_in(after, id, unit))
    };
    let left =
        desk.org.people.iter().filter_map(|person| person.unit.filter(|unit| has_left(person.id, *unit)));
    let units: BTreeSet<UnitId> = left.collect();
    let register = Register::of(after);
    let outlook = outlook(&desk.settings, &desk.calendar, &register);
    for unit in units {
        for id in records.open_cases_of(unit)? {
            let Some(mut case) = records.case_to_change(id)? else { continue };
            let Some(handler) = case.handler.filter(|handler| has_left(*handler, unit)) else { continue };
            let released = CaseEvent::HandlerReleased(HandlerReleased { handler, left: true });
            records.append(&mut case, vec![released], stamp, &outlook)?;
        }
    }
    Ok(())
}
