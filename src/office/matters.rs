//! The list of matters: what an act on it is decided by, and what a catalogue would make of it.

use super::town_act::unreadable;
use super::{Office, OfficeError};
use crate::actions::{Act, Answers, FieldKind, FileForm, matters_import};
use crate::domain::context::Brought;
use crate::domain::time::{Date, Moment};
use crate::domain::town::catalogue::{CatalogueFile, CataloguePlan, plan};
use crate::domain::town::matter::Matter;
use crate::intake::catalogue;
use crate::store::Snapshot;

/// The list as it stands, with the catalogue that the answers hand over.
pub(super) fn brought(
    snapshot: &Snapshot<'_>,
    act: &Act,
    answers: &Answers,
    now: Moment,
) -> Result<Brought, OfficeError> {
    let known = snapshot.matters()?;
    let file = act.fields().iter().find(|field| matches!(field.kind, FieldKind::File(FileForm::Catalogue)));
    let catalogue = match file.and_then(|field| Some((field, answers.raw(field.name)?))) {
        None => None,
        Some((field, text)) => {
            Some(catalogue::read_text(text, now).map_err(|fault| unreadable(field, &fault))?)
        }
    };
    Ok(Brought::Matters { known, catalogue })
}

impl Office {
    /// The list of matters, ended ones too.
    ///
    /// # Errors
    /// A store failure.
    pub fn matters(&self) -> Result<Vec<Matter>, OfficeError> {
        self.read(|snapshot| Ok(snapshot.matters()?))
    }

    /// What a catalogue would make of the list; nothing is changed.
    ///
    /// # Errors
    /// A store failure.
    pub fn catalogue_plan(&self, file: &CatalogueFile, since: Date) -> Result<CataloguePlan, OfficeError> {
        Ok(plan(file, &self.matters()?, &self.org, since))
    }

    /// Takes the rows of a catalogue that can be taken into the list.
    ///
    /// # Errors
    /// A refusal, which changes nothing; a store failure.
    pub fn import_matters(&mut self, file: &CatalogueFile, now: Moment) -> Result<(), OfficeError> {
        let id = format!("matters-{now}-{}", self.actor.id.0);
        let answers = matters_import::answers(&catalogue::to_text(&file.rows), true);
        self.perform_town(&id, &matters_import::ACT, &answers, now).map(drop)
    }

    /// The same in words, of the text that the answers of an act hand over; faulty rows are told and not refused.
    pub(super) fn catalogue_preview(
        &self,
        act: &Act,
        answers: &Answers,
        now: Moment,
    ) -> Result<Vec<String>, OfficeError> {
        act.allowed_in_town(&self.desk(now).context())?;
        self.read(|snapshot| {
            let Brought::Matters { known, catalogue: Some(file) } = brought(snapshot, act, answers, now)?
            else {
                return Ok(Vec::new());
            };
            Ok(plan(&file, &known, &self.org, now.date()).lines(&self.org))
        })
    }
}
