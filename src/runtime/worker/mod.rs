//! The thread that owns the office and through it the database: it answers what the screens ask, and looks once a
//! second whether another session has written and whether the minute has turned.
//!
//! It has a runtime of its own, because waiting for the database blocks and nothing else may wait with it. It is no
//! blocking task of the console's runtime: dropping that would wait for it.

mod case;
mod copies;
mod disclosure;
mod drafts;
mod figures;
mod files;
mod import;
mod lists;
mod meeting;
mod not_saved;
mod session;
mod soundness;
mod town;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::domain::calendar::YearNotice;
use crate::domain::ids::CaseId;
use crate::domain::time::Moment;
use crate::domain::view::intake_row::IntakeFile;
use crate::domain::view::unsettled::Unsettled;
use crate::domain::wall_clock::{self, SLACK};
use crate::office::{Caller, NewTown, Office, OfficeError};
use crate::runtime::clock::WallClock;
use crate::runtime::copies::CopyWatch;
use crate::runtime::drafts::Drafts;
use crate::runtime::looks::Looks;
use crate::runtime::wake::{Wake, Waker};
use crate::store::OnWait;
use crate::ui::message::{Effect, Message, SessionEffect, SessionMessage, TownMessage};
use not_saved::not_saved;
use soundness::QuickLooking;

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
    pub caller: Caller,
    /// Where this machine keeps what it knows of databases.
    pub state: PathBuf,
}

/// The line to the worker.
pub struct Worker {
    requests: UnboundedSender<Effect>,
    cancel: Arc<AtomicBool>,
    /// Closed by the end of the thread, however it ends.
    ended: oneshot::Receiver<()>,
}

impl Worker {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start(start: Start, clock: WallClock, waker: Waker, drafts: Arc<Drafts>) -> std::io::Result<Self> {
        let (requests, asked) = unbounded_channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&cancel);
        // The first list is asked for as soon as the desk is known and goes before the first look with its sweep, which
        // costs what is due.
        let looks = Looks::from(Instant::now());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let (ending, ended) = oneshot::channel();
        std::thread::Builder::new().name("office".to_owned()).spawn(move || {
            let _ending: oneshot::Sender<()> = ending;
            runtime.block_on(async {
                match start {
                    Start::Open(office) => {
                        Service::new(*office, clock, waker, stop, drafts).serve(asked, looks).await;
                    }
                    Start::SetUp(founding) => {
                        set_up(&founding, clock, waker, (stop, drafts), (asked, looks)).await;
                    }
                }
            });
        })?;
        Ok(Self { requests, cancel, ended })
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

    /// Lets the worker finish what was asked and waits for it, at most so long where there is a limit. What is not
    /// committed by then is not done; it was never said to be.
    pub async fn finish(self, limit: Option<Duration>) {
        self.cancel.store(true, Ordering::Relaxed);
        drop(self.requests);
        match limit {
            Some(limit) => {
                let _gone_or_left_behind = tokio::time::timeout(limit, self.ended).await;
            }
            None => {
                let _gone = self.ended.await;
            }
        }
    }
}

/// Waits for the town's name, makes the database and goes on as its service.
async fn set_up(
    founding: &Founding,
    clock: WallClock,
    waker: Waker,
    (cancel, drafts): (Arc<AtomicBool>, Arc<Drafts>),
    (mut asked, looks): (UnboundedReceiver<Effect>, Looks),
) {
    let tell_screens = |message| {
        let _loop_is_gone = waker.send(Wake::Message(message));
    };
    tell_screens(Message::Session(SessionMessage::NeedsSetUp));
    while let Some(effect) = asked.recv().await {
        let Effect::Session(SessionEffect::SetUp { town, district, name }) = effect else { continue };
        let Founding { path, caller, state } = founding;
        let login = caller.login.clone();
        let new = NewTown { town, district, login, name, sandbox: false, org: None };
        let made = Office::create(path, new, &caller.origin, clock.now())
            .and_then(|_made| Office::open_marked(path, caller, state, &|_| {}));
        match made {
            Ok(office) => {
                return Service::new(office, clock, waker, cancel, drafts).serve(asked, looks).await;
            }
            Err(error) => tell_screens(Message::Session(SessionMessage::Failed(error.to_string()))),
        }
    }
}

/// Tells the screens for whose import a save waits, and stops waiting when the operator does.
fn waiting(waker: &Waker, cancel: &Arc<AtomicBool>) -> OnWait {
    let (waker, cancel) = (waker.clone(), Arc::clone(cancel));
    Box::new(move |name, asked| {
        if asked == 1 {
            let told = Message::Session(SessionMessage::Waiting(name.to_owned()));
            let _loop_is_gone = waker.send(Wake::Message(told));
        }
        if cancel.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
}

/// The office in service of one console.
struct Service {
    office: Office,
    clock: WallClock,
    waker: Waker,
    cancel: Arc<AtomicBool>,
    drafts: Arc<Drafts>,
    /// The database's version when it was last looked at.
    seen: Option<i64>,
    /// How far the wall clock was ahead of the one that nobody sets, and that one.
    pace: (Instant, Moment),
    /// How many events there were then.
    events: u64,
    /// Minutes since 1970 when the time was last told.
    minute: i64,
    /// The file last previewed, so that what is taken in is what was shown.
    preview: Option<(PathBuf, IntakeFile)>,
    /// The notice last previewed, for the same reason.
    notice: Option<(PathBuf, YearNotice)>,
    /// The look whether a large file is sound, until its answer was taken.
    quick_looking: Option<QuickLooking>,
    /// Whether the screens know that nothing can be saved.
    is_closed: bool,
    copies: CopyWatch,
    /// Whether it was looked already which backups hold what was erased.
    sought_backups: bool,
}

impl Service {
    fn new(
        office: Office,
        clock: WallClock,
        waker: Waker,
        cancel: Arc<AtomicBool>,
        drafts: Arc<Drafts>,
    ) -> Self {
        let mut office = office;
        let copies = CopyWatch::over(office.take_copy_folders());
        office.set_on_wait(waiting(&waker, &cancel));
        Self {
            office,
            clock,
            waker,
            cancel,
            drafts,
            seen: None,
            pace: (Instant::now(), clock.now()),
            events: 0,
            minute: 0,
            preview: None,
            notice: None,
            quick_looking: None,
            is_closed: false,
            copies,
            sought_backups: false,
        }
    }

    async fn serve(mut self, mut asked: UnboundedReceiver<Effect>, mut looks: Looks) {
        // From here on a change by others is one; before, it is in what is read first.
        if let Err(error) = self.begin_looking().and_then(|()| self.begin_drafts()) {
            self.tell_screens(Message::Session(SessionMessage::Failed(error.to_string())));
        }
        self.begin_console();
        self.tell_desk();
        self.tell_closed();
        self.is_closed = self.office.closed().is_some();
        self.begin_quick_look();
        if let Err(error) = self.look_after_drafts().and_then(|()| self.tell_unsettled()) {
            self.tell_screens(Message::Session(SessionMessage::Failed(error.to_string())));
        }
        loop {
            tokio::select! {
                // What was asked goes first: somebody waits for it.
                biased;
                effect = asked.recv() => {
                    let Some(effect) = effect else { return };
                    if let Err(error) = self.answer(effect) {
                        self.tell_screens(Message::Session(SessionMessage::Failed(error.to_string())));
                    }
                }
                () = looks.next() => {
                    self.look_around();
                    looks.taken();
                }
            }
            self.tell_closing();
        }
    }

    /// Says it once when damage was met since: from then on the file is only read.
    fn tell_closing(&mut self) {
        let is_closed = self.office.closed().is_some();
        if is_closed && !std::mem::replace(&mut self.is_closed, is_closed) {
            self.tell_desk();
            self.tell_closed();
        }
    }

    /// What the town still has to settle is said at every start until somebody has looked.
    fn tell_unsettled(&self) -> Result<(), OfficeError> {
        let Unsettled { left, undecided } = self.office.unsettled()?;
        let mut told = Vec::new();
        if !left.is_empty() {
            told.push(format!("有{}件须由区纪委监委处理", left.len()));
        }
        if !undecided.is_empty() {
            told.push(format!("升级后有{}处须人工核对", undecided.len()));
        }
        if !told.is_empty() {
            let words = format!("{}，见“设置”里的“待处理事项”，或运行 ydt check。", told.join("，"));
            self.tell_screens(Message::Session(SessionMessage::Unsettled(words)));
        }
        Ok(())
    }

    fn begin_looking(&mut self) -> Result<(), OfficeError> {
        self.seen = Some(self.office.data_version()?);
        self.events = self.office.head()?.count;
        Ok(())
    }

    fn tell_screens(&self, message: Message) {
        let _loop_is_gone = self.waker.send(Wake::Message(message));
    }

    fn tell_desk(&self) {
        self.tell_screens(Message::Town(TownMessage::Desk(Box::new(self.office.desk(self.clock.now())))));
    }

    /// Says why nothing may be saved, where that is so.
    fn tell_closed(&self) {
        if let Some(closed) = self.office.closed() {
            self.tell_screens(Message::Session(SessionMessage::Failed(closed.to_string())));
        }
    }

    /// What nobody asked for: others' writing, and the minute that turned with its sweep.
    fn look_around(&mut self) {
        if let Err(error) = self.look() {
            self.tell_screens(Message::Session(SessionMessage::Failed(error.to_string())));
        }
    }

    fn look(&mut self) -> Result<(), OfficeError> {
        // A sweep may save, and what is asked meanwhile must not wait for that: a second later it is known.
        if self.is_quick_look_awaited()? {
            return Ok(());
        }
        let now = self.clock.now();
        self.watch_for_jump(now);
        let version = self.office.data_version()?;
        let changed = self.seen.replace(version).is_some_and(|seen| seen != version);
        if changed {
            if self.office.refresh()? {
                self.tell_desk();
            }
            // Who has a form open is written too, and is nothing that has to be read again.
            let events = self.office.head()?.count;
            if std::mem::replace(&mut self.events, events) != events {
                self.tell_screens(Message::Session(SessionMessage::ChangedElsewhere));
            }
        }
        let minute = now.unix().div_euclid(60);
        let turned = minute != self.minute;
        if turned {
            self.minute = minute;
            self.tell_screens(Message::Session(SessionMessage::Tick(now)));
        }
        // Whoever changed something has looked at what became due by it; what time brings is looked for by the minute.
        if turned {
            let before = self.office.head()?.count;
            self.office.sweep(now)?;
            // Records that opened by themselves are news to the screens as if somebody else had written them.
            if self.office.head()?.count != before {
                self.tell_screens(Message::Session(SessionMessage::ChangedElsewhere));
            }
            self.watch_copies(now)?;
        }
        if turned || changed {
            self.tell_alerts()?;
        }
        Ok(())
    }

    /// A wall clock that was set meanwhile differs from the one that runs on at the same pace.
    fn watch_for_jump(&mut self, now: Moment) {
        let (since, then) = self.pace;
        let passed = i64::try_from(since.elapsed().as_secs()).unwrap_or(i64::MAX);
        self.pace = (Instant::now(), now);
        let jumped = now.unix() - then.unix() - passed;
        if jumped.abs() > SLACK && !self.office.is_sandbox() {
            self.office.note_jump(jumped);
            let words = wall_clock::jumped(now, jumped).message;
            self.tell_screens(Message::Session(SessionMessage::TimeJumped(words)));
        }
    }

    /// Something new begins: what the operator stopped before does not stop this.
    fn begin(&self) {
        self.cancel.store(false, Ordering::Relaxed);
    }

    fn answer(&mut self, effect: Effect) -> Result<(), OfficeError> {
        match effect {
            Effect::Case(effect) => self.case(effect),
            Effect::Lists(effect) => self.lists(effect),
            Effect::Town(effect) => self.town(effect),
            Effect::Meeting(effect) => self.meeting(effect),
            Effect::Disclosure(effect) => self.disclosure(effect),
            Effect::Figures(effect) => self.figures(effect),
            Effect::Import(effect) => self.intake(effect),
            Effect::Session(effect) => self.session(&effect),
            // The loop has done it.
            Effect::Drafts(_) | Effect::Terminal(_) => Ok(()),
        }
    }

    /// A step that was done on these cases ends their reminders at once.
    fn after_acts(&mut self, cases: &[CaseId]) -> Result<(), OfficeError> {
        for case in cases {
            self.office.sweep_case(*case, self.clock.now())?;
        }
        self.tell_alerts()
    }

    /// The same when any number of cases may be concerned.
    fn after_change_of_many(&mut self) -> Result<(), OfficeError> {
        self.office.sweep(self.clock.now())?;
        self.tell_alerts()
    }
}
