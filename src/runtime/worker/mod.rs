//! The thread that owns the office and through it the database: it answers what the screens ask, and looks once a
//! second whether another session has written and whether the minute has turned.

mod case;
mod drafts;
mod files;
mod import;
mod lists;
mod not_saved;
mod session;
mod town;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::domain::calendar::YearNotice;
use crate::domain::view::intake_row::IntakeFile;
use crate::office::{NewTown, Office, OfficeError};
use crate::runtime::clock::Clock;
use crate::runtime::drafts::Drafts;
use crate::runtime::wake::Wake;
use crate::store::OnWait;
use crate::ui::message::{Effect, Message, SessionEffect, SessionMessage, TownMessage};
use not_saved::not_saved;

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
    pub fn start(
        start: Start,
        clock: Clock,
        wakes: Sender<Wake>,
        drafts: Arc<Drafts>,
    ) -> std::io::Result<Self> {
        let (requests, asked) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&cancel);
        let thread = std::thread::Builder::new().name("office".to_owned()).spawn(move || match start {
            Start::Open(office) => Service::new(*office, clock, wakes, stop, drafts).serve(&asked),
            Start::SetUp(founding) => set_up(&founding, clock, wakes, (stop, drafts), &asked),
        })?;
        Ok(Self { requests, cancel, thread })
    }

    /// Asks for something. Stopping long work cannot wait in the queue behind it, so it takes a way of its own.
    pub fn ask(&self, effect: Effect) {
        if effect == Effect::Session(SessionEffect::Cancel) {
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
    (cancel, drafts): (Arc<AtomicBool>, Arc<Drafts>),
    asked: &Receiver<Effect>,
) {
    let tell = |message| {
        let _loop_is_gone = wakes.send(Wake::Message(message));
    };
    tell(Message::Session(SessionMessage::NeedsSetUp));
    while let Ok(effect) = asked.recv() {
        let Effect::Session(SessionEffect::SetUp { town, district, name }) = effect else { continue };
        let login = founding.login.clone();
        let new = NewTown { town, district, login, name, sandbox: false, org: None };
        match Office::create(&founding.path, new, &founding.origin, clock.now()) {
            Ok(office) => return Service::new(office, clock, wakes, cancel, drafts).serve(asked),
            Err(error) => tell(Message::Session(SessionMessage::Failed(error.to_string()))),
        }
    }
}

/// Tells the screens for whose import a save waits, and stops waiting when the operator does.
fn waiting(wakes: &Sender<Wake>, cancel: &Arc<AtomicBool>) -> OnWait {
    let (wakes, cancel) = (wakes.clone(), Arc::clone(cancel));
    Box::new(move |name, asked| {
        if asked == 1 {
            let told = Message::Session(SessionMessage::Waiting(name.to_owned()));
            let _loop_is_gone = wakes.send(Wake::Message(told));
        }
        if cancel.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
}

/// The office in service of one console.
struct Service {
    office: Office,
    clock: Clock,
    wakes: Sender<Wake>,
    cancel: Arc<AtomicBool>,
    drafts: Arc<Drafts>,
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
    fn new(
        office: Office,
        clock: Clock,
        wakes: Sender<Wake>,
        cancel: Arc<AtomicBool>,
        drafts: Arc<Drafts>,
    ) -> Self {
        let mut office = office;
        office.set_on_wait(waiting(&wakes, &cancel));
        Self { office, clock, wakes, cancel, drafts, seen: None, minute: 0, preview: None, notice: None }
    }

    fn serve(mut self, asked: &Receiver<Effect>) {
        // From here on a change by others is one; before, it is in what is read first.
        self.seen = self.office.data_version().ok();
        if let Err(error) = self.begin_drafts() {
            self.tell(Message::Session(SessionMessage::Failed(error.to_string())));
        }
        self.tell_desk();
        if let Err(error) = self.look_after_drafts() {
            self.tell(Message::Session(SessionMessage::Failed(error.to_string())));
        }
        let mut next_look = Instant::now() + FIRST_LOOK;
        loop {
            match asked.recv_timeout(next_look.saturating_duration_since(Instant::now())) {
                Ok(effect) => {
                    if let Err(error) = self.answer(effect) {
                        self.tell(Message::Session(SessionMessage::Failed(error.to_string())));
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
        self.tell(Message::Town(TownMessage::Desk(Box::new(self.office.desk(self.clock.now())))));
    }

    /// What nobody asked for: others' writing, and the minute that turned with its sweep.
    fn look_around(&mut self) {
        if let Err(error) = self.look() {
            self.tell(Message::Session(SessionMessage::Failed(error.to_string())));
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
            self.tell(Message::Session(SessionMessage::ChangedElsewhere));
        }
        let minute = now.unix().div_euclid(60);
        let turned = minute != self.minute;
        if turned {
            self.minute = minute;
            self.tell(Message::Session(SessionMessage::Tick(now)));
        }
        if turned || changed {
            self.office.sweep(now)?;
            self.tell_alerts()?;
        }
        Ok(())
    }

    fn answer(&mut self, effect: Effect) -> Result<(), OfficeError> {
        match effect {
            Effect::Case(effect) => self.case(effect),
            Effect::Lists(effect) => self.lists(effect),
            Effect::Town(effect) => self.town(effect),
            Effect::Import(effect) => self.intake(effect),
            Effect::Session(effect) => self.session(&effect),
            // The loop has done it.
            Effect::Drafts(_) | Effect::Terminal(_) => Ok(()),
        }
    }

    /// A step that was done ends its reminders at once.
    fn after_own_change(&mut self) -> Result<(), OfficeError> {
        self.office.sweep(self.clock.now())?;
        self.tell_alerts()
    }
}
