//! The office's own templates: a file read and checked before an act takes it, exported, and looked up for a paper.

use super::file_places::FilePlaces;
use super::{Office, OfficeError};
use crate::actions::templates::{KIND, PATH, of_kind};
use crate::actions::{Act, Answers, FieldKind, FileForm, set_template};
use crate::domain::context::{Brought, TemplateFile};
use crate::domain::paper::{PaperKind, Sheet};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::event::TownEvent;
use crate::domain::town::templates::Templates;
use crate::forms::{self, About, Foot, Template, Values, docx};
use crate::intake::bounded;
use crate::store::{Records, Snapshot, Stamp, StoreError, template_digest};

/// What an act on templates is decided by.
pub(super) fn brought(
    snapshot: &Snapshot<'_>,
    answers: &Answers,
    file: Option<&TemplateFile>,
) -> Result<Brought, OfficeError> {
    let kind: PaperKind = answers.need_word(&KIND)?;
    let in_force = snapshot.templates()?.in_force(kind).cloned();
    Ok(Brought::Template { in_force, file: file.cloned() })
}

/// The file that the answers of an act name, read and checked, where it asks for one.
pub(super) fn named(
    places: &FilePlaces,
    act: &Act,
    answers: &Answers,
) -> Result<Option<TemplateFile>, OfficeError> {
    let mut fields = act.fields().iter();
    let asked = fields.find(|field| matches!(field.kind, FieldKind::File(FileForm::Template)));
    let Some(path) = asked.and_then(|field| answers.text(field.name)) else {
        return Ok(None);
    };
    let path = super::attachments::at_home(path.trim());
    places.check_source(&path).map_err(|refusal| refusal.about(PATH.name))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // One byte more than a template may have, so that its reader says how long it may be.
    let bytes = bounded::file_bytes(&path, forms::LONGEST as u64 + 1);
    let bytes = bytes.map_err(|unread| refused(unread.sentence(&name, "没有导入")))?;
    checked(answers.need_word(&KIND)?, name, bytes).map(Some)
}

/// What a fact about templates changes beside the record.
pub(super) fn write(
    records: &Records<'_>,
    event: &TownEvent,
    brought: Option<&Brought>,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    if let Some(Brought::Template { file: Some(file), .. }) = brought {
        records.keep_template_file(&file.sha256, &file.bytes)?;
    }
    let mut templates = records.templates()?;
    templates.take(event, stamp.actor, stamp.at);
    records.write_templates(&templates)
}

/// A template that fits this kind of paper.
fn checked(kind: PaperKind, name: String, bytes: Vec<u8>) -> Result<TemplateFile, OfficeError> {
    let sha256 = template_digest(&bytes);
    Template::read(bytes.clone(), kind).map_err(refused)?;
    Ok(TemplateFile { name, sha256, bytes })
}

/// Another file can be named, so the form marks the field.
fn refused(why: String) -> Refusal {
    Refusal::new(RefusalCode::InvalidValue, why).about(PATH.name)
}

impl Office {
    /// Every version of every template.
    #[must_use]
    pub fn templates(&self) -> &Templates {
        &self.templates
    }

    /// Makes papers of this kind from these bytes from now on.
    ///
    /// # Errors
    /// A refusal naming what is wrong with the file; a store failure.
    pub fn import_template(
        &mut self,
        kind: PaperKind,
        name: &str,
        bytes: Vec<u8>,
        now: Moment,
    ) -> Result<Vec<TownEvent>, OfficeError> {
        let act = &set_template::ACT;
        act.allowed_in_town(&self.desk(now).context())?;
        let file = checked(kind, name.to_owned(), bytes)?;
        let id = self.town_act("template", now)?;
        self.perform_town_with(&id, act, &of_kind(kind), Some(&file), now)
    }

    /// The template in force, or the built-in layout with the fields in place.
    ///
    /// # Errors
    /// A store failure.
    pub fn export_template(&self, kind: PaperKind, built_in: bool) -> Result<Vec<u8>, OfficeError> {
        let own = self.read(|snapshot| match snapshot.templates()?.in_force(kind) {
            Some(own) if !built_in => Ok(Some(snapshot.template_file(&own.sha256)?)),
            Some(_) | None => Ok(None),
        })?;
        if let Some(bytes) = own {
            return Ok(bytes);
        }
        Ok(forms::built_in(kind).map_err(StoreError::Other)?)
    }
}

/// Templates that were read for the papers of one request, each once.
#[derive(Default)]
pub(super) struct Opened(Vec<(String, Template)>);

impl Opened {
    /// The bytes of an issued paper, made from the template that it was issued with.
    pub fn file_of(
        &mut self,
        snapshot: &Snapshot<'_>,
        template: Option<&str>,
        sheet: &Sheet,
        about: About<'_>,
    ) -> Result<Vec<u8>, OfficeError> {
        let made = match template {
            None => docx(sheet, &Foot { lines: about.foot }),
            Some(sha256) => self.get(snapshot, sha256)?.fill(&Values::of_paper(sheet, about)),
        };
        Ok(made.map_err(StoreError::Other)?)
    }

    fn get(&mut self, snapshot: &Snapshot<'_>, sha256: &str) -> Result<&Template, OfficeError> {
        if !self.0.iter().any(|(known, _)| known == sha256) {
            let template = Template::open(snapshot.template_file(sha256)?).map_err(StoreError::Other)?;
            self.0.push((sha256.to_owned(), template));
        }
        let found = self.0.iter().find(|(known, _)| known == sha256).map(|(_, template)| template);
        found.ok_or_else(|| {
            StoreError::Other("a template that was just opened is not there".to_owned()).into()
        })
    }
}
