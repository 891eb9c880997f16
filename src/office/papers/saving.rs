//! A paper written to a file that the program makes itself: for the console, which hands no bytes to a screen.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::super::attachments::at_home;
use super::super::{Office, OfficeError};
use super::{PaperFile, PapersAsked};
use crate::domain::ids::{CaseId, MeetingId};
use crate::domain::paper::PaperKind;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::store::StoreError;

impl Office {
    /// A paper of a case, written under its own name into a folder, or to a file that isn't there yet; its number and
    /// where it stands.
    ///
    /// # Errors
    /// A refusal; where the number was given already it says so, and writing again gives the same bytes.
    pub fn save_paper(
        &mut self,
        case: CaseId,
        kind: PaperKind,
        reason: Option<String>,
        to: &str,
        now: Moment,
    ) -> Result<(String, PathBuf), OfficeError> {
        let path = at_home(to.trim());
        self.file_places.check_target(&path)?;
        let act = self.town_act("paper", now)?;
        let asked = PapersAsked { act, kind, cases: vec![case], document: None, reason };
        let papers = self.write_papers(&asked, now, &mut |_, _| ControlFlow::Continue(()))?;
        let paper = papers.into_iter().next();
        self.save(&paper.ok_or_else(|| Refusal::unknown_case(&case.0.to_string()))?, &path)
    }

    /// The record of a meeting, written in the same way.
    ///
    /// # Errors
    /// As [`Office::save_paper`].
    pub fn save_meeting_paper(
        &mut self,
        meeting: MeetingId,
        to: &str,
        now: Moment,
    ) -> Result<(String, PathBuf), OfficeError> {
        let path = at_home(to.trim());
        self.file_places.check_target(&path)?;
        let act = self.town_act("paper", now)?;
        let paper = self.write_meeting_paper(&act, meeting, now)?;
        self.save(&paper, &path)
    }

    /// Its number stands whatever comes of the file, and no half file is left.
    fn save(&self, paper: &PaperFile, path: &Path) -> Result<(String, PathBuf), OfficeError> {
        let numbered = |why: &dyn std::fmt::Display| {
            let message =
                format!("{}已编号，但文件没有写成：{why}再写一次即可，内容一字不差。", paper.number);
            Refusal::new(RefusalCode::NotSaved, message)
        };
        let made = self.file_places.make_target(path, &paper.name);
        let (path, mut file) = made.map_err(|error| numbered(&error))?;
        let written = file.write_all(&paper.bytes).and_then(|()| file.sync_all());
        if let Err(error) = written {
            std::fs::remove_file(&path).map_err(StoreError::from)?;
            return Err(numbered(&StoreError::from(error)).into());
        }
        Ok((paper.number.clone(), path))
    }
}
