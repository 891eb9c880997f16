//! The thread that owns the office and through it the database: it answers what the screens ask, and looks once a
//! second whether another session has written and whether the minute has turned.

mod calendar;
mod files;
mod import;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::domain::calendar::YearNotice;
use crate::domain::case::CaseId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::town::org::PersonId;
use crate::domain::view::intake_row::IntakeFile;
use crate::office::{CaseName, NewTown, Office, OfficeError, PerformRequest};
use crate::runtime::clock::Clock;
use crate::runtime::wake::Wake;
use crate::store::StoreError;
use crate::ui::message::{Command, Effect, Message, Performed};

/// How often the worker looks for what nobody asked for: one wake-up a second and no more.
const LOOK_AROUND: Duration = Duration::from_secs(1);

/// The first list is asked for as soon as the desk is known and goes before the sweep, which costs what is due.
const FIRST_LOOK: Duration = Duration::from_millis(100);

/// What the worker begins with.
pub enum Start {
    /// An open database.
    Open(Box<Office>),
    /// None yet: the screens ask for the town first.
    SetUp(Founding),
}

/// Where a first database shall lie and who founds it.
pub struct Founding {
    /// Path of the file to be made.
    pub path: PathBuf,
    /// Login of the caller.
    pub login: String,
    /// Machine and terminal, for the record.
    pub origin: String,
}

/// The line to the worker.
pub struct Worker {
    requests: Sender<Effect>,
    cancel: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start(start: Start, clock: Clock, wakes: Sender<Wake>) -> std::io::Result<Self> {
        let (requests, asked) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&cancel);
        let thread = std::thread::Builder::new().name("office".to_owned()).spawn(move || match start {
            Start::Open(office) => Service::new(*office, clock, wakes, stop).serve(&asked),
            Start::SetUp(founding) => set_up(&founding, clock, wakes, stop, &asked),
        })?;
        Ok(Self { requests, cancel, thread })
    }

    /// Asks for something. Stopping long work cannot wait in the queue behind it, so it takes a way of its own.
    pub fn ask(&self, effect: Effect) {
        if effect == Effect::Cancel {
            self.cancel.store(true, Ordering::Relaxed);
        } else {
            // A worker that is gone has panicked; the hook has reported it and woken the loop.
            let _worker_is_gone = self.requests.send(effect);
        }
    }

    /// Lets the worker finish what was asked, drafts among it, and waits for it.
    pub fn finish(self) {
        self.cancel.store(true, Ordering::Relaxed);
        drop(self.requests);
        let _reported_by_the_hook = self.thread.join();
    }
}

/// Waits for the town's name, makes the database and goes on as its service.
fn set_up(
    founding: &Founding,
    clock: Clock,
    wakes: Sender<Wake>,
    cancel: Arc<AtomicBool>,
    asked: &Receiver<Effect>,
) {
    let tell = |message| {
        let _loop_is_gone = wakes.send(Wake::Message(message));
    };
    tell(Message::NeedsSetUp);
    while let Ok(effect) = asked.recv() {
        let Effect::SetUp { town, district, name } = effect else { continue };
        let login = founding.login.clone();
        let new = NewTown { town, district, login, name, sandbox: false, org: None };
        match Office::create(&founding.path, new, &founding.origin, clock.now()) {
            Ok(office) => return Service::new(office, clock, wakes, cancel).serve(asked),
            Err(error) => tell(Message::Failed(error.to_string())),
        }
    }
}

/// What the database could not keep, as a refusal; somebody who was faster stays a conflict.
fn not_saved(error: &StoreError) -> Refusal {
    let code = match error {
        StoreError::Conflict => RefusalCode::Conflict,
        StoreError::Busy
        | StoreError::Missing(_)
        | StoreError::Exists(_)
        | StoreError::TooNew { .. }
        | StoreError::NotOurs(_)
        | StoreError::Unsafe(_)
        | StoreError::Damaged(_)
        | StoreError::DiskFull
        | StoreError::ReadOnly
        | StoreError::Other(_) => RefusalCode::NotSaved,
    };
    Refusal::new(code, error.to_string())
}

/// The office in service of one console.
struct Service {
    office: Office,
    clock: Clock,
    wakes: Sender<Wake>,
    cancel: Arc<AtomicBool>,
    /// The database's version when it was last looked at.
    seen: Option<i64>,
    /// Minutes since 1970 when the time was last told.
    minute: i64,
    /// The file last previewed, so that what is taken in is what was shown.
    preview: Option<(PathBuf, IntakeFile)>,
    /// The notice last previewed, for the same reason.
    notice: Option<(PathBuf, YearNotice)>,
}

impl Service {
    fn new(office: Office, clock: Clock, wakes: Sender<Wake>, cancel: Arc<AtomicBool>) -> Self {
        Self { office, clock, wakes, cancel, seen: None, minute: 0, preview: None, notice: None }
    }

    fn serve(mut self, asked: &Receiver<Effect>) {
        // From here on a change by others is one; before, it is in what is read first.
        self.seen = self.office.data_version().ok();
        self.tell_desk();
        let mut next_look = Instant::now() + FIRST_LOOK;
        loop {
            match asked.recv_timeout(next_look.saturating_duration_since(Instant::now())) {
                Ok(effect) => {
                    if let Err(error) = self.answer(effect) {
                        self.tell(Message::Failed(error.to_string()));
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.look_around();
                    next_look = Instant::now() + LOOK_AROUND;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn tell(&self, message: Message) {
        let _loop_is_gone = self.wakes.send(Wake::Message(message));
    }

    fn tell_desk(&self) {
        self.tell(Message::Desk(Box::new(self.office.desk(self.clock.now()))));
    }

    /// What nobody asked for: others' writing, and the minute that turned with its sweep.
    fn look_around(&mut self) {
        if let Err(error) = self.look() {
            self.tell(Message::Failed(error.to_string()));
        }
    }

    fn look(&mut self) -> Result<(), OfficeError> {
        let now = self.clock.now();
        let version = self.office.data_version()?;
        let changed = self.seen.replace(version).is_some_and(|seen| seen != version);
        if changed {
            if self.office.refresh()? {
                self.tell_desk();
            }
            self.tell(Message::ChangedElsewhere);
        }
        let minute = now.unix().div_euclid(60);
        let turned = minute != self.minute;
        if turned {
            self.minute = minute;
            self.tell(Message::Tick(now));
        }
        if turned || changed {
            self.office.sweep(now)?;
            self.tell(Message::Alerts(self.office.alerts()?));
        }
        Ok(())
    }

    fn answer(&mut self, effect: Effect) -> Result<(), OfficeError> {
        let now = self.clock.now();
        match effect {
            Effect::List(ticket, query) => {
                let page = self.office.list(&query, now)?;
                self.tell(Message::Page(ticket, page));
            }
            Effect::Counts => {
                let counts = self.office.counts(now)?;
                self.tell(Message::Counts(counts));
                let waiting = self.office.approvals_waiting(now)?;
                self.tell(Message::ApprovalsWaiting(waiting));
            }
            Effect::Approvals(query) => {
                let page = self.office.approvals(&query, now)?;
                self.tell(Message::Approvals(query.after, page));
            }
            Effect::Dashboard => self.dashboard()?,
            Effect::CalendarPreview(path) => self.calendar_preview(path),
            Effect::LoadCalendar(path) => self.load_calendar(&path)?,
            Effect::Open(id) => {
                let detail = self.office.open_case(id, now);
                self.tell_case(detail)?;
            }
            Effect::CloseCase => self.office.leave_case(),
            Effect::OpenNumbered(number) => {
                let detail = self
                    .office
                    .find_case(&CaseName::Number(number), now)
                    .and_then(|id| self.office.open_case(id, now));
                self.tell_case(detail)?;
            }
            Effect::Perform(command) => self.perform(*command)?,
            Effect::PerformMany(commands) => self.perform_many(commands)?,
            Effect::Browse(folder) => self.browse(folder),
            Effect::Preview(path) => self.preview(path)?,
            Effect::Import(path, sealed) => self.import(&path, &sealed)?,
            Effect::Reconcile(path) => self.reconcile(&path)?,
            Effect::SaveDraft { key, answers } => self.office.keep_draft(&key, &answers, now)?,
            Effect::LoadDraft(key) => {
                let kept = self.office.draft(&key)?;
                self.tell(Message::Draft { key, kept });
            }
            Effect::DropDraft(key) => self.office.drop_draft(&key)?,
            Effect::Delegate { deputy, from, until } => self.delegate(deputy, (from, until))?,
            Effect::SwitchPerson(person) => self.switch(person)?,
            Effect::AcknowledgeAlert(alert) => {
                self.office.acknowledge_alert(alert, now)?;
                let alerts = self.office.alerts()?;
                self.tell(Message::Alerts(alerts));
            }
            // The town stands already; a doubled key press founds nothing. The others concern the terminal or took
            // the way past the queue.
            Effect::SetUp { .. }
            | Effect::Bell
            | Effect::Cancel
            | Effect::Suspend
            | Effect::Redraw
            | Effect::Quit => {}
        }
        Ok(())
    }

    fn tell_case(
        &self,
        detail: Result<crate::domain::view::detail::CaseDetail, OfficeError>,
    ) -> Result<(), OfficeError> {
        match detail {
            Ok(detail) => self.tell(Message::Case(Box::new(detail))),
            Err(OfficeError::Refused(refusal)) => self.tell(Message::NoCase(refusal)),
            Err(other) => return Err(other),
        }
        Ok(())
    }

    fn perform(&mut self, command: Command) -> Result<(), OfficeError> {
        let act = command.act.clone();
        match self.perform_one(command) {
            Ok(done) => {
                self.tell(Message::Performed { act, done });
                self.after_own_change()?;
            }
            // The form keeps its text and says what failed; the same save works when the cause is gone.
            Err(OfficeError::Store(error)) => {
                self.tell(Message::Refused { act, refusal: not_saved(&error) });
            }
            Err(OfficeError::Refused(refusal)) => self.tell(Message::Refused { act, refusal }),
            Err(other) => return Err(other),
        }
        Ok(())
    }

    fn perform_one(&mut self, command: Command) -> Result<Performed, OfficeError> {
        let request = PerformRequest {
            act: command.act,
            case: command.case,
            seen_seq: command.seen_seq,
            action: command.action.to_owned(),
            answers: command.answers,
        };
        let report = self.office.perform(&request, self.clock.now())?;
        Ok(Performed { case: report.case, case_no: report.case_no, action: command.action })
    }

    /// Each case for itself: one that has become impossible is told, the others go through. A failure of the database
    /// ends it, and what was done before is told with what was not.
    fn perform_many(&mut self, commands: Vec<Command>) -> Result<(), OfficeError> {
        let (mut done, mut refused) = (Vec::new(), Vec::new());
        let mut failed: Option<Refusal> = None;
        self.cancel.store(false, Ordering::Relaxed);
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
        self.tell(Message::PerformedMany { done, refused });
        self.after_own_change()
    }

    /// The case's number, as far as it can be read.
    fn number_of(&self, case: Option<CaseId>) -> String {
        case.and_then(|id| self.office.open_case(id, self.clock.now()).ok())
            .map_or_else(String::new, |detail| detail.case.case_no)
    }

    /// A deputy from today's actor; the desk is another then, for what is waited for has changed.
    fn delegate(&mut self, deputy: PersonId, (from, until): (Date, Date)) -> Result<(), OfficeError> {
        match self.office.delegate(deputy, from, until, self.clock.now()) {
            Ok(_) => {
                let name = self.office.org().person_name(deputy).to_owned();
                self.tell_desk();
                self.tell(Message::Delegated(format!("已授权{name}代签：{from}至{until}。")));
            }
            Err(OfficeError::Refused(refusal)) => self.tell(Message::DelegationRefused(refusal)),
            Err(OfficeError::Store(error)) => self.tell(Message::DelegationRefused(not_saved(&error))),
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// A step that was done ends its reminders at once.
    fn after_own_change(&mut self) -> Result<(), OfficeError> {
        self.office.sweep(self.clock.now())?;
        let alerts = self.office.alerts()?;
        self.tell(Message::Alerts(alerts));
        Ok(())
    }

    fn switch(&mut self, person: PersonId) -> Result<(), OfficeError> {
        self.office.act_as_person(person)?;
        self.tell_desk();
        let alerts = self.office.alerts()?;
        self.tell(Message::Alerts(alerts));
        Ok(())
    }
}
