//! A case read for the screens, and commands on one or on several.

use std::sync::atomic::Ordering;

use super::{Service, not_saved};
use crate::actions::{Act, Answers};
use crate::domain::ids::CaseId;
use crate::domain::paper::PaperKind;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::{From, ListQuery, Sort, View};
use crate::office::{CaseName, OfficeError, PerformReport, PerformRequest};
use crate::ui::message::{
    CaseEffect, CaseMessage, Command, Message, PaperAbout, PaperMessage, PaperWanted, Performed,
};

/// So many cases are done to by one word; what is left is told by the numbers on the screen.
const AT_ONCE: u32 = 500;

impl Service {
    pub(super) fn case(&mut self, effect: CaseEffect) -> Result<(), OfficeError> {
        let now = self.clock.now();
        match effect {
            CaseEffect::Open(id) => self.tell_case(self.office.open_case(id, now)),
            CaseEffect::OpenNumbered(number) => {
                let found = self.office.find_case(&CaseName::Number(number), now);
                self.tell_case(found.and_then(|id| self.office.open_case(id, now)))
            }
            CaseEffect::Close => {
                self.office.leave_case();
                Ok(())
            }
            CaseEffect::LayOut { case, kind } => self.lay_out(case, kind),
            CaseEffect::WritePaper(wanted) => self.write_paper(&wanted),
            CaseEffect::Perform(command) => self.perform(*command),
            CaseEffect::PerformInTurn(commands) => self.perform_in_turn(commands),
            CaseEffect::Foretell { act, action, cases, answers } => {
                self.foretell(act, action, &cases, &answers)
            }
            CaseEffect::PerformMany(commands) => self.perform_many(commands),
            CaseEffect::PerformListed { act, action, filter } => self.perform_listed(&act, action, filter),
        }
    }

    fn tell_case(&self, detail: Result<CaseDetail, OfficeError>) -> Result<(), OfficeError> {
        let message = match detail {
            Ok(detail) => CaseMessage::Read(Box::new(detail)),
            Err(OfficeError::Refused(refusal)) => CaseMessage::NotThere(refusal),
            Err(other) => return Err(other),
        };
        self.tell_screens(Message::Case(message));
        Ok(())
    }

    fn lay_out(&self, case: CaseId, kind: PaperKind) -> Result<(), OfficeError> {
        let paper = match self.office.paper(case, kind, None, self.clock.now()) {
            Ok(paper) => Ok(paper),
            Err(OfficeError::Refused(refusal)) => Err(refusal),
            Err(other) => return Err(other),
        };
        let laid_out = PaperMessage::LaidOut { case, kind, paper: Box::new(paper) };
        self.tell_screens(Message::Case(CaseMessage::Paper(laid_out)));
        Ok(())
    }

    fn write_paper(&mut self, wanted: &PaperWanted) -> Result<(), OfficeError> {
        let (now, to) = (self.clock.now(), wanted.to.as_str());
        let written = match wanted.about {
            PaperAbout::Case(case) => {
                self.office.save_paper(case, wanted.kind, wanted.reason.clone(), to, now)
            }
            PaperAbout::Meeting(meeting) => self.office.save_meeting_paper(meeting, to, now),
        };
        let told = match written {
            Ok((number, path)) => Ok(format!("{number} 已写到 {}", path.display())),
            Err(OfficeError::Refused(refusal)) => Err(refusal),
            Err(other) => return Err(other),
        };
        self.tell_screens(Message::Case(CaseMessage::Paper(PaperMessage::Written(told))));
        Ok(())
    }

    fn perform(&mut self, command: Command) -> Result<(), OfficeError> {
        let act = command.act.clone();
        self.begin();
        let done = self.perform_one(command);
        self.tell_done(act, done)
    }

    /// Several acts on one case in one transaction; what is told is the last of them.
    fn perform_in_turn(&mut self, commands: Vec<Command>) -> Result<(), OfficeError> {
        let (Some(first), Some(last)) = (commands.first(), commands.last()) else { return Ok(()) };
        let (act, action) = (first.act.clone(), last.action);
        self.begin();
        let requests: Vec<PerformRequest> = commands.into_iter().map(request).collect();
        let report = self.office.perform_in_turn(&requests, self.clock.now());
        let done = report.and_then(|report| self.performed(report, action));
        self.tell_done(act, done)
    }

    /// Tells what came of an act. The form keeps its text where the database failed and says what failed; the same save
    /// works when the cause is gone.
    fn tell_done(&mut self, act: String, done: Result<Performed, OfficeError>) -> Result<(), OfficeError> {
        match done {
            Ok(done) => {
                let case = done.case;
                self.tell_screens(Message::Case(CaseMessage::Performed { act, done }));
                self.after_acts(&[case])?;
            }
            Err(OfficeError::Store(error)) => {
                self.tell_screens(Message::Case(CaseMessage::Refused { act, refusal: not_saved(&error) }));
            }
            Err(OfficeError::Refused(refusal)) => {
                self.tell_screens(Message::Case(CaseMessage::Refused { act, refusal }));
            }
            Err(other) => return Err(other),
        }
        Ok(())
    }

    fn perform_one(&mut self, command: Command) -> Result<Performed, OfficeError> {
        let action = command.action;
        let report = self.office.perform(&request(command), self.clock.now())?;
        self.performed(report, action)
    }

    /// What is told of an act; the screens know before that which backups hold what it erased.
    fn performed(&mut self, report: PerformReport, action: &'static Act) -> Result<Performed, OfficeError> {
        let held_by = if report.erased() { self.look_for_backups()? } else { 0 };
        Ok(Performed { case: report.case, case_no: report.case_no, action, held_by })
    }

    /// The same act on every case of a list as it stands now.
    fn perform_listed(&mut self, act: &str, action: &'static Act, filter: Filter) -> Result<(), OfficeError> {
        let query =
            ListQuery { view: View::All, filter, sort: Sort::Urgency, from: From::Top, limit: AT_ONCE };
        let page = self.office.list(&query, self.clock.now())?;
        let commands = page.rows.iter().enumerate().map(|(place, row)| Command {
            act: format!("{act}.{place}"),
            case: Some(row.id),
            seen_seq: None,
            action,
            answers: Answers::none(),
        });
        let commands: Vec<Command> = commands.collect();
        if commands.is_empty() {
            let (done, refused) = (Vec::new(), Vec::new());
            self.tell_screens(Message::Case(CaseMessage::PerformedMany { action, done, refused }));
        }
        self.perform_many(commands)
    }

    /// A refusal of the answers themselves goes to the form that they come from.
    fn foretell(
        &self,
        act: String,
        action: &'static Act,
        cases: &[CaseId],
        answers: &Answers,
    ) -> Result<(), OfficeError> {
        let message = match self.office.foretell_several(action, cases, answers, self.clock.now()) {
            Ok(each) => CaseMessage::Foretold { act, each },
            Err(OfficeError::Refused(refusal)) => CaseMessage::Refused { act, refusal },
            Err(other) => return Err(other),
        };
        self.tell_screens(Message::Case(message));
        Ok(())
    }

    /// Each case for itself: one that has become impossible is told, the others go through. A failure of the database
    /// ends it, and what was done before is told with what was not.
    fn perform_many(&mut self, commands: Vec<Command>) -> Result<(), OfficeError> {
        let Some(action) = commands.first().map(|command| command.action) else { return Ok(()) };
        let (mut done, mut refused) = (Vec::new(), Vec::new());
        let mut failed: Option<Refusal> = None;
        self.begin();
        for command in commands {
            let case = command.case;
            let refusal = if let Some(why) = &failed {
                Refusal::new(RefusalCode::NotSaved, format!("没有办理：前面的保存失败了（{why}）"))
            } else if self.cancel.load(Ordering::Relaxed) {
                Refusal::new(RefusalCode::NothingToDo, "没有办理：已取消。")
            } else {
                match self.perform_one(command) {
                    Ok(performed) => {
                        done.push(performed);
                        continue;
                    }
                    Err(OfficeError::Refused(refusal)) => refusal,
                    Err(OfficeError::Store(error)) => failed.insert(not_saved(&error)).clone(),
                    Err(other) => {
                        failed.insert(Refusal::new(RefusalCode::NotSaved, other.to_string())).clone()
                    }
                }
            };
            refused.push((self.number_of(case), refusal));
        }
        let cases: Vec<CaseId> = done.iter().map(|done| done.case).collect();
        self.tell_screens(Message::Case(CaseMessage::PerformedMany { action, done, refused }));
        self.after_acts(&cases)
    }

    /// The case's number, as far as it can be read.
    pub(super) fn number_of(&self, case: Option<CaseId>) -> String {
        case.and_then(|id| self.office.open_case(id, self.clock.now()).ok())
            .map_or_else(String::new, |detail| detail.case.case_no)
    }
}

fn request(command: Command) -> PerformRequest {
    PerformRequest {
        act: command.act,
        case: command.case,
        seen_seq: command.seen_seq,
        action: command.action.code.to_owned(),
        answers: command.answers,
    }
}
