//! The sweep without a console: at the start, each minute, when the civil day turns and when another session has
//! written; new alerts go to `notify.command`.

use std::io;
use std::path::PathBuf;

use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::Instant;

use crate::domain::refusal::RefusalCode;
use crate::office::{Office, OfficeError};
use crate::runtime::clock::WallClock;
use crate::runtime::looks::Looks;
use crate::runtime::notify::{Notifier, Reminder, Sent};
use crate::runtime::system_log;

/// How many alerts are claimed at once: all of them can time out before the first claim runs out.
const CLAIMED_AT_ONCE: u32 = 5;

/// The sweep in service.
pub struct Watch {
    runtime: Runtime,
    looks: Looks,
    signals: Farewells,
    service: Service,
}

struct Service {
    office: Office,
    clock: WallClock,
    notifier: Option<Notifier>,
    /// The database's version and the minute when it was last looked at.
    seen: Option<(i64, i64)>,
    /// Where this machine keeps what it has told.
    state: PathBuf,
    /// The failure last told, so that one that lasts is told once.
    failing: Option<String>,
}

impl Watch {
    /// Begins to listen for signals. Everything runs on the calling thread.
    ///
    /// # Errors
    /// When the system gives no signal handler.
    pub fn start(
        office: Office,
        clock: WallClock,
        command: Option<Vec<String>>,
        state: PathBuf,
    ) -> io::Result<Self> {
        let looks = Looks::from(Instant::now());
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let signals = runtime.block_on(async { Farewells::new() })?;
        let notifier = command.map(Notifier::new);
        let service = Service { office, clock, notifier, seen: None, state, failing: None };
        Ok(Self { runtime, looks, signals, service })
    }

    /// Serves until it is told to stop; `tell_operator` gets what belongs into the log. What fails is tried again.
    ///
    /// # Errors
    /// When its person is no longer active: nobody is served then.
    pub fn run(self, tell_operator: &dyn Fn(&str)) -> Result<(), OfficeError> {
        self.runtime.block_on(self.service.serve(self.signals, self.looks, tell_operator))
    }
}

/// The signals that end the service.
struct Farewells {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Farewells {
    fn new() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    async fn any(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
            _ = self.hang_up.recv() => {}
        }
    }
}

impl Service {
    async fn serve(
        mut self,
        mut signals: Farewells,
        mut looks: Looks,
        tell_operator: &dyn Fn(&str),
    ) -> Result<(), OfficeError> {
        let ended = loop {
            tokio::select! {
                biased;
                () = signals.any() => break Ok(()),
                sent = ended_command(self.notifier.as_mut()) => self.note(&sent, tell_operator),
                () = looks.next() => {}
            }
            match self.look(tell_operator) {
                Ok(()) => match system_log::tell_daily(&self.office, &self.state, self.clock.now())? {
                    None => self.failing = None,
                    Some(why) => self.tell_once(why, tell_operator),
                },
                // The time can be set right, or confirmed, while the service waits.
                Err(OfficeError::Refused(refusal)) if refusal.code == RefusalCode::DoubtfulTime => {
                    self.tell_once(refusal.message, tell_operator);
                }
                Err(OfficeError::Refused(refusal)) => break Err(OfficeError::Refused(refusal)),
                Err(error) => self.tell_once(error.to_string(), tell_operator),
            }
            looks.taken();
        };
        if let Some(notifier) = self.notifier.take() {
            // What went out in the last moment is noted, so that it does not go out again.
            for sent in notifier.finish().await {
                self.note(&sent, tell_operator);
            }
        }
        ended
    }

    fn look(&mut self, tell_operator: &dyn Fn(&str)) -> Result<(), OfficeError> {
        let now = self.clock.now();
        if let Some(doubt) = self.office.time_doubt(now)? {
            return Err(doubt.into());
        }
        // A civil day turns with a minute.
        let state = (self.office.data_version()?, now.unix().div_euclid(60));
        if self.seen != Some(state) {
            let raised = self.office.sweep(now)?;
            self.seen = Some(state);
            if raised > 0 {
                tell_operator(&format!("{} 新提醒 {raised} 个。", now.minute()));
            }
        }
        if let Some(notifier) = self.notifier.as_mut().filter(|notifier| notifier.is_idle()) {
            for notification in self.office.claim_notifications(now, CLAIMED_AT_ONCE)? {
                notifier.send(Reminder::OfCase(notification.alert), &notification);
            }
            // Those of cases go first; the others have their turn when nothing else is in line.
            if notifier.is_idle() {
                for notification in self.office.claim_disclosure_notifications(now, CLAIMED_AT_ONCE)? {
                    notifier.send(Reminder::OfDisclosure(notification.alert), &notification);
                }
            }
        }
        Ok(())
    }

    fn note(&mut self, sent: &Sent, tell_operator: &dyn Fn(&str)) {
        let (what, alert) = match sent.reminder {
            Reminder::OfCase(alert) => ("提醒", alert),
            Reminder::OfDisclosure(alert) => ("公示提醒", alert),
        };
        if let Some(failure) = &sent.failure {
            tell_operator(&format!("{what} {alert} 没有发出：{failure}；稍后重试。"));
            return;
        }
        let now = self.clock.now();
        let noted = match sent.reminder {
            Reminder::OfCase(alert) => self.office.mark_notified(alert, now),
            Reminder::OfDisclosure(alert) => self.office.mark_disclosure_notified(alert, now),
        };
        if let Err(error) = noted {
            tell_operator(&format!("{what} {alert} 已发出，但没有记下（{error}），可能重复一次。"));
        }
    }

    fn tell_once(&mut self, failure: String, tell_operator: &dyn Fn(&str)) {
        if self.failing.as_ref() != Some(&failure) {
            tell_operator(&format!("{failure} 将继续重试。"));
            self.failing = Some(failure);
        }
    }
}

/// The next command to end; for ever where there is none.
async fn ended_command(notifier: Option<&mut Notifier>) -> Sent {
    match notifier {
        Some(notifier) => notifier.next().await,
        None => std::future::pending().await,
    }
}
