//! `ydt apply`: commands from JSON lines, in order, a result line each (`interfaces.md` §Apply).

use std::io::{BufRead, IsTerminal as _, Write};
use std::path::Path;

use super::apply_disclosure;
use super::apply_hand::{Hand, Performs};
use super::apply_line::{self, Line, Target};
use super::args;
use super::exit::{Exit, Failure};
use super::file;
use super::holding;
use super::json::{AppliedJson, MeetingResultJson, RefusalJson};
use super::out::{Out, tell};
use super::session::Session;
use crate::actions::Act;
use crate::domain::document::hash::hex;
use crate::domain::ids::{CaseId, DisclosureId, MeetingId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::town::event::TownEvent;
use crate::intake::bounded::Unread;
use crate::office::{
    DisclosureReport, MeetingReport, MeetingRequest, OfficeError, PerformReport, PerformRequest,
};
use crate::store::StoreError;

/// So many lines are done all or nothing: they are held together, and an input may have no end.
const MOST_TOGETHER: u64 = 200_000;

pub(super) fn run<W: Write>(
    session: &mut Session,
    asked: &args::Apply,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let mut input = open(&asked.file)?;
    if asked.atomic { atomic(session, &mut input, out) } else { one_by_one(session, asked, &mut input, out) }
}

fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if path != Path::new("-") {
        return Ok(Box::new(std::io::BufReader::new(file::open_regular(path)?)));
    }
    let input = std::io::stdin();
    if input.is_terminal() {
        tell("请逐行输入命令（JSON），写完按 Ctrl-D；写法见 ydt help apply。");
    }
    Ok(Box::new(input.lock()))
}

/// Every command is committed before the next line is read.
fn one_by_one<W: Write>(
    session: &mut Session,
    asked: &args::Apply,
    input: &mut dyn BufRead,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let mut lines = Lines::new(input, u64::MAX, "后面的行没有办");
    let mut progress = Progress::new(session.office.desk(session.now()).actor.login);
    let mut exit = Exit::Done;
    while let Some((number, text)) = lines.next()? {
        let now = session.now();
        let mut hand = Hand { office: &mut session.office, now };
        let result = progress.take(&mut hand, text);
        let stopped = result.is_err();
        match result {
            Ok(report) => out.json(&done(number, report))?,
            Err(Trouble::Failed(error)) => return Err(error.into()),
            Err(Trouble::Refused(refusal, code)) => {
                exit = exit.max(code);
                out.json(&AppliedJson::refused(number, RefusalJson::of(&refusal)))?;
            }
        }
        // Whoever reads our results may decide by them what to send next.
        out.flush()?;
        if stopped && !asked.keep_going {
            tell(&format!("第 {number} 行没有办成，后面的行没有办；前面已办成的已经保存。"));
            break;
        }
    }
    progress.name_backups(session)?;
    Ok(exit)
}

/// All lines are read before the transaction begins, so that no lock is held while waiting for input.
fn atomic<W: Write>(
    session: &mut Session,
    input: &mut dyn BufRead,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let mut all = all_lines(input)?;
    let now = session.now();
    let mut progress = Progress::new(session.office.desk(now).actor.login);
    let mut results = Vec::new();
    let mut trouble = None;
    let kept = session.office.perform_all(now, |town| {
        for (number, text) in std::mem::take(&mut all) {
            match progress.take(town, text) {
                Ok(report) => results.push((number, report)),
                Err(Trouble::Failed(error)) => return Err(error),
                Err(Trouble::Refused(refusal, exit)) => {
                    trouble = Some((number, exit));
                    return Err(refusal.into());
                }
            }
        }
        Ok(())
    });
    match (kept, trouble) {
        (Ok(()), _) => {
            for (number, report) in results {
                out.json(&done(number, report))?;
            }
            out.flush()?;
            progress.name_backups(session)?;
            Ok(Exit::Done)
        }
        (Err(OfficeError::Refused(refusal)), Some((number, exit))) => {
            for (undone, _) in results {
                out.json(&AppliedJson::refused(undone, rolled_back(number)))?;
            }
            out.json(&AppliedJson::refused(number, RefusalJson::of(&refusal)))?;
            out.flush()?;
            tell(&format!("第 {number} 行没有办成，按“全部或全不”的要求一行也没有保存。"));
            Ok(exit)
        }
        (Err(error), _) => Err(error.into()),
    }
}

/// Lines that would have gone through had a later one not been refused.
fn rolled_back(number: u64) -> RefusalJson {
    RefusalJson {
        code: "rolled_back",
        field: None,
        message: format!("第 {number} 行没有办成，本行随之没有保存。"),
    }
}

fn done(line: u64, applied: Applied) -> AppliedJson {
    match applied {
        Applied::Case(report) => {
            let PerformReport { case_no: case, stage, events, revealed, .. } = report;
            let text = |text: Option<Sealable>| text.as_ref().and_then(Sealable::body).map(str::to_owned);
            let (complainant, contact) =
                revealed.map_or((None, None), |shown| (text(shown.name), text(shown.contact)));
            AppliedJson::Done { line, ok: true, case, stage, events, complainant, contact }
        }
        Applied::Town(facts) => {
            let events = facts.iter().map(|fact| fact.code().to_owned()).collect();
            AppliedJson::DoneInTown { line, ok: true, events }
        }
        Applied::Meeting(report) => {
            let MeetingReport { code: meeting, state, events, results, .. } = report;
            let result = |(case, refusal): (String, Option<Refusal>)| {
                let ok = refusal.is_none();
                MeetingResultJson { case, ok, refusal: refusal.as_ref().map(RefusalJson::of) }
            };
            let results = results.into_iter().map(result).collect();
            AppliedJson::DoneToMeeting { line, ok: true, meeting, state, events, results }
        }
        Applied::Disclosure(report) => {
            let DisclosureReport { code: disclosure, state, events, .. } = report;
            AppliedJson::Disclosed { line, ok: true, disclosure, state, events }
        }
    }
}

/// What a line came to.
enum Applied {
    Case(PerformReport),
    Town(Vec<TownEvent>),
    Meeting(MeetingReport),
    Disclosure(DisclosureReport),
}

/// Why a line was not done.
enum Trouble {
    /// With the exit code it counts for: a refusal, or a line that cannot be read.
    Refused(Refusal, Exit),
    /// The database; nothing more can be tried.
    Failed(OfficeError),
}

impl From<OfficeError> for Trouble {
    fn from(error: OfficeError) -> Self {
        match error {
            OfficeError::Refused(refusal) => Self::Refused(refusal, Exit::Refused),
            OfficeError::Store(StoreError::Conflict) => {
                let sentence = StoreError::Conflict.to_string();
                Self::Refused(Refusal::new(RefusalCode::Conflict, sentence), Exit::Refused)
            }
            OfficeError::Store(_) | OfficeError::Intake(_) => Self::Failed(error),
        }
    }
}

/// What carries over from line to line.
struct Progress {
    own_login: String,
    acting_as: String,
    last: Option<CaseId>,
    last_meeting: Option<MeetingId>,
    last_disclosure: Option<DisclosureId>,
    /// Whether a line erased something.
    erased: bool,
}

impl Progress {
    fn new(login: Option<String>) -> Self {
        let own_login = login.unwrap_or_default();
        Self {
            acting_as: own_login.clone(),
            own_login,
            last: None,
            last_meeting: None,
            last_disclosure: None,
            erased: false,
        }
    }

    fn take(&mut self, hand: &mut dyn Performs, text: Result<String, Refusal>) -> Result<Applied, Trouble> {
        let line = text
            .and_then(|text| apply_line::read(&text))
            .map_err(|refusal| Trouble::Refused(refusal, Exit::FaultyInput))?;
        self.act_as(hand, line.as_login.as_deref())?;
        let act = crate::actions::find(&line.command).map_err(OfficeError::from)?;
        if act.on_town().is_ok() {
            if line.case.is_some() {
                return Err(OfficeError::from(Refusal::invalid(
                    "case",
                    "case",
                    "不用写，这是全镇的事项；请去掉。",
                ))
                .into());
            }
            return Ok(Applied::Town(hand.perform_town(&new_act()?, act, &line.answers)?));
        }
        if act.on_meeting().is_ok() {
            return Ok(Applied::Meeting(self.meet(hand, act, line)?));
        }
        if act.on_disclosure().is_ok() {
            let report = apply_disclosure::disclose(hand, act, line, self.last_disclosure)?;
            self.last_disclosure = Some(report.disclosure);
            return Ok(Applied::Disclosure(report));
        }
        // A setting's value reads the same as a number and as a text; what is told of a case may not.
        line.check_written(act).map_err(OfficeError::from)?;
        let case = self.target(hand, act, &line)?;
        let request = PerformRequest {
            act: new_act()?,
            case,
            seen_seq: None,
            action: line.command,
            answers: line.answers,
        };
        let report = hand.perform(&request)?;
        self.last = Some(report.case);
        self.erased |= report.erased();
        Ok(Applied::Case(report))
    }

    /// Names the backups that hold what the lines erased.
    fn name_backups(&self, session: &mut Session) -> Result<(), Failure> {
        if self.erased {
            holding::name(&holding::look(session)?);
        }
        Ok(())
    }

    /// A line about a meeting says which one as `meeting`; a case in it is an answer like the others.
    fn meet(
        &mut self,
        hand: &mut dyn Performs,
        act: &'static Act,
        mut line: Line,
    ) -> Result<MeetingReport, OfficeError> {
        line.check_written(act)?;
        match line.case.take() {
            None => {}
            Some(Target::Named(name)) => line.answers.set("case", name.as_str()),
            Some(Target::Last) => {
                return Err(
                    Refusal::invalid("case", "case", "要写明是哪一件，会上的件不能写“$last”。").into()
                );
            }
        }
        let code = line.answers.take("meeting");
        let begins = act.on_meeting()?.begins;
        let meeting = match code.as_deref() {
            Some(_) if begins => {
                return Err(
                    Refusal::invalid("meeting", "meeting", "不用写，准备会议会得到新编号；请去掉。").into()
                );
            }
            None if begins => None,
            None => return Err(Refusal::missing("meeting", "meeting").into()),
            Some("$last") => Some(self.last_meeting.ok_or_else(|| {
                Refusal::new(RefusalCode::UnknownMeeting, "“$last”之前没有办成的会，请写明编号，如 m3。")
            })?),
            Some(code) => Some(hand.find_meeting(code)?),
        };
        let request = MeetingRequest { act: new_act()?, meeting, action: act, answers: line.answers };
        let report = hand.perform_on_meeting(&request)?;
        self.last_meeting = Some(report.meeting);
        Ok(report)
    }

    /// Each line acts for whom it names, and for the caller when it names nobody.
    fn act_as(&mut self, hand: &mut dyn Performs, login: Option<&str>) -> Result<(), OfficeError> {
        let wanted = login.unwrap_or(&self.own_login);
        if login.is_some() || wanted != self.acting_as {
            hand.act_as(wanted)?;
            wanted.clone_into(&mut self.acting_as);
        }
        Ok(())
    }

    fn target(&self, hand: &dyn Performs, act: &Act, line: &Line) -> Result<Option<CaseId>, OfficeError> {
        let makes_case = act.makes_case();
        match &line.case {
            Some(_) if makes_case => {
                Err(Refusal::invalid("case", "case", "不用写，登记会得到新编号；请去掉。").into())
            }
            None if makes_case => Ok(None),
            None => Err(Refusal::missing("case", "case").into()),
            Some(Target::Named(name)) => hand.find_case(name).map(Some),
            Some(Target::Last) => self.last.map(Some).ok_or_else(|| {
                Refusal::new(RefusalCode::UnknownCase, "“$last”之前没有办成的件，请写明编号。").into()
            }),
        }
    }
}

/// An id of its own for every command, so that none is taken for a repetition.
pub(super) fn new_act() -> Result<String, OfficeError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Other(error.to_string()))?;
    Ok(hex(&bytes))
}

/// What is done all or nothing, no more than fits in memory.
fn all_lines(input: &mut dyn BufRead) -> Result<Vec<Numbered>, Failure> {
    let mut lines = Lines::new(input, MOST_TOGETHER, "全部没有办");
    let mut all = Vec::new();
    let mut length = 0;
    while let Some((number, text)) = lines.next()? {
        length += text.as_ref().map_or(0, String::len) as u64;
        if length > file::LONGEST_TEXT {
            return Err(too_many(&format!("{} MiB", file::LONGEST_TEXT >> 20)));
        }
        all.push((number, text));
    }
    Ok(all)
}

fn too_many(limit: &str) -> Failure {
    Failure::new(
        Exit::FaultyInput,
        format!("命令超过 {limit}，全部没有办；请分成几个文件，或不用 --atomic。"),
    )
}

/// Numbered lines, blank ones left out.
struct Lines<'a> {
    input: &'a mut dyn BufRead,
    number: u64,
    /// How many there may be, blank ones among them.
    most: u64,
    /// What a fault of the input leaves undone, in a sentence.
    not_done: &'static str,
}

/// A line's number and its text, or why it is no text.
type Numbered = (u64, Result<String, Refusal>);

impl<'a> Lines<'a> {
    fn new(input: &'a mut dyn BufRead, most: u64, not_done: &'static str) -> Self {
        Self { input, number: 0, most, not_done }
    }

    fn next(&mut self) -> Result<Option<Numbered>, Failure> {
        let not_done = self.not_done;
        let unreadable = |fault: Unread| {
            let sentence = format!("命令{}，{not_done}；请检查文件或输入。", fault.reason());
            Failure::new(Exit::FaultyInput, sentence)
        };
        while let Some(line) = apply_line::next(self.input).map_err(unreadable)? {
            self.number += 1;
            if self.number > self.most {
                return Err(too_many(&format!("{} 行", self.most)));
            }
            if line.as_ref().map_or(true, |text| !text.is_empty()) {
                return Ok(Some((self.number, line)));
            }
        }
        Ok(None)
    }
}
