//! The sweep without a console: at the start, each minute, when the civil day turns and when another session has
//! written; new alerts go to `notify.command`.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::office::{Office, OfficeError};
use crate::runtime::clock::Clock;
use crate::runtime::notify::{Notifier, Sent};

/// How often it looks for what nobody tells it: one wake-up a second and no more.
const LOOK_AROUND: Duration = Duration::from_secs(1);
/// How many alerts are claimed at once: all of them can time out before the first claim runs out.
const CLAIMED_AT_ONCE: u32 = 5;

/// What wakes the service.
enum News {
    /// Somebody ends it.
    Stop,
    /// A command has ended.
    Sent(Sent),
}

pub struct Watch {
    office: Office,
    clock: Clock,
    news: Receiver<News>,
    notifier: Option<Notifier>,
    /// Commands whose end is not known yet.
    in_flight: u32,
    /// The database's version and the minute when it was last looked at.
    seen: Option<(i64, i64)>,
    /// The failure last told, so that one that lasts is told once.
    failing: Option<String>,
}

impl Watch {
    /// Begins to listen for signals, and starts the thread of the command if there is one.
    ///
    /// # Errors
    /// When the system gives no thread or no signal handler.
    pub fn start(office: Office, clock: Clock, command: Option<Vec<String>>) -> std::io::Result<Self> {
        let (sender, news) = channel();
        listen(sender.clone())?;
        let notifier = command
            .map(|command| {
                Notifier::start(command, move |sent| {
                    let _service_is_gone = sender.send(News::Sent(sent));
                })
            })
            .transpose()?;
        Ok(Self { office, clock, news, notifier, in_flight: 0, seen: None, failing: None })
    }

    /// Serves until it is told to stop; `tell` gets what belongs into the log. What fails is tried again.
    ///
    /// # Errors
    /// When its person is no longer active: nobody is served then.
    pub fn run(mut self, tell: &dyn Fn(&str)) -> Result<(), OfficeError> {
        let ended = loop {
            match self.look(tell) {
                Ok(()) => self.failing = None,
                Err(OfficeError::Refused(refusal)) => break Err(OfficeError::Refused(refusal)),
                Err(error) => self.tell_once(error.to_string(), tell),
            }
            match self.news.recv_timeout(LOOK_AROUND) {
                Ok(News::Stop) | Err(RecvTimeoutError::Disconnected) => break Ok(()),
                Ok(News::Sent(sent)) => self.note(&sent, tell),
                Err(RecvTimeoutError::Timeout) => {}
            }
        };
        if let Some(notifier) = self.notifier.take() {
            notifier.finish();
        }
        // What went out in the last moment is noted, so that it does not go out again.
        while let Ok(news) = self.news.try_recv() {
            if let News::Sent(sent) = news {
                self.note(&sent, tell);
            }
        }
        ended
    }

    fn look(&mut self, tell: &dyn Fn(&str)) -> Result<(), OfficeError> {
        let now = self.clock.now();
        // A civil day turns with a minute.
        let state = (self.office.data_version()?, now.unix().div_euclid(60));
        if self.seen != Some(state) {
            let raised = self.office.sweep(now)?;
            self.seen = Some(state);
            if raised > 0 {
                tell(&format!("{} 新提醒 {raised} 个。", now.minute()));
            }
        }
        if let Some(notifier) = self.notifier.as_ref().filter(|_| self.in_flight == 0) {
            for notification in self.office.claim_notifications(now, CLAIMED_AT_ONCE)? {
                notifier.send(notification);
                self.in_flight += 1;
            }
        }
        Ok(())
    }

    fn note(&mut self, sent: &Sent, tell: &dyn Fn(&str)) {
        self.in_flight = self.in_flight.saturating_sub(1);
        match &sent.failure {
            Some(failure) => tell(&format!("提醒 {} 没有发出：{failure}；稍后重试。", sent.alert)),
            None => {
                if let Err(error) = self.office.mark_notified(sent.alert, self.clock.now()) {
                    tell(&format!("提醒 {} 已发出，但没有记下（{error}），可能重复一次。", sent.alert));
                }
            }
        }
    }

    fn tell_once(&mut self, failure: String, tell: &dyn Fn(&str)) {
        if self.failing.as_ref() != Some(&failure) {
            tell(&format!("{failure} 将继续重试。"));
            self.failing = Some(failure);
        }
    }
}

/// Passes on that the service is to end.
fn listen(news: Sender<News>) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for _ in signals.forever() {
            if news.send(News::Stop).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}
