//! Figures for the pane. What they are worked out from is read here; working them out is done beside, so that nobody
//! waits for it who saves or opens a case meanwhile.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::Builder;

use super::Service;
use crate::domain::figures::compared::Compare;
use crate::domain::figures::stretch::Stretch;
use crate::office::{CasesRead, OfficeError};
use crate::runtime::wake::Wake;
use crate::store::StoreError;
use crate::ui::message::{BulletinTold, FigureEffect, FigureMessage, FiguresTold, Message, TableWanted};

impl Service {
    pub(super) fn figures(&mut self, effect: FigureEffect) -> Result<(), OfficeError> {
        let now = self.clock.now();
        match effect {
            FigureEffect::Compare(asked) => self.compare(asked),
            FigureEffect::Cases(ticket, numbers) => {
                let rows = self.office.cases_numbered(&numbers, now)?;
                self.tell_figures(FigureMessage::Cases(ticket, rows));
                Ok(())
            }
            FigureEffect::Disclosures(ticket, numbers) => {
                let rows = self.office.disclosures_numbered(&numbers, now)?;
                self.tell_figures(FigureMessage::Disclosures(ticket, rows));
                Ok(())
            }
            FigureEffect::Bulletin(stretch) => self.bulletin(stretch),
            FigureEffect::Write(wanted, to) => self.write_table(*wanted, &to),
        }
    }

    fn write_table(&mut self, wanted: TableWanted, to: &str) -> Result<(), OfficeError> {
        let now = self.clock.now();
        let mut read = self.cases_read();
        let written = match wanted {
            TableWanted::Ledger(view, filter) => self
                .office
                .save_ledger((view, filter), to, now, &mut read)
                .map(|(cases, path)| format!("台账 {cases} 件已写到 {}，投诉人已隐去", path.display())),
            TableWanted::Figures(asked) => {
                self.office.save_figures(asked, to, now).map(|path| format!("统计已写到 {}", path.display()))
            }
            TableWanted::Bulletin(stretch) => self
                .office
                .save_bulletin(stretch, to, now, &mut read)
                .map(|path| format!("通报已写到 {}，表格在同一处，以 .xlsx 结尾", path.display())),
            TableWanted::Pack(stretch) => self
                .office
                .save_pack(stretch, to, now, &mut read)
                .map(|(files, path)| format!("月末包 {files} 个文件已写到 {}", path.display())),
        };
        let told = match written {
            Ok(words) => Ok(words),
            Err(OfficeError::Refused(refusal)) => Err(refusal),
            Err(other) => return Err(other),
        };
        self.tell_figures(FigureMessage::Written(told));
        Ok(())
    }

    /// Tells how many cases were read and stops where the operator asks for it.
    fn cases_read(&self) -> CasesRead<'static> {
        self.begin();
        let (cancel, waker) = (Arc::clone(&self.cancel), self.waker.clone());
        CasesRead::telling(move |cases| {
            let told = Message::Figures(FigureMessage::Read(cases));
            let _loop_is_gone = waker.send(Wake::Message(told));
            if cancel.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
    }

    fn compare(&self, asked: Compare) -> Result<(), OfficeError> {
        let now = self.clock.now();
        let grounds = match self.office.figure_grounds(now) {
            Ok(grounds) => grounds,
            Err(OfficeError::Refused(refusal)) => {
                self.tell_figures(FigureMessage::NotForYou(refusal));
                return Ok(());
            }
            Err(other) => return Err(other),
        };
        let reader = self.office.desk(now).actor.id;
        self.beside(move || {
            let is_whole_town = grounds.is_whole_town;
            let told = FiguresTold { reader, figures: grounds.compared(asked), is_whole_town };
            FigureMessage::Compared(Arc::new(told))
        })
    }

    fn bulletin(&self, stretch: Stretch) -> Result<(), OfficeError> {
        let now = self.clock.now();
        let reader = self.office.desk(now).actor.id;
        let told = move |read| FigureMessage::Bulletin(Arc::new(BulletinTold { reader, stretch, read }));
        match self.office.bulletin_grounds(stretch, now) {
            Ok(grounds) => self.beside(move || told(Ok(grounds.reading()))),
            Err(OfficeError::Refused(refusal)) => {
                self.tell_figures(told(Err(refusal)));
                Ok(())
            }
            Err(other) => Err(other),
        }
    }

    /// Works something out beside the work that others wait for, and tells the screens.
    fn beside(&self, work: impl FnOnce() -> FigureMessage + Send + 'static) -> Result<(), OfficeError> {
        let waker = self.waker.clone();
        let work = move || {
            let _loop_is_gone = waker.send(Wake::Message(Message::Figures(work())));
        };
        match Builder::new().name("figures".to_owned()).spawn(work) {
            Ok(_beside) => Ok(()),
            Err(error) => {
                tracing::warn!(%error, "no thread for figures");
                Err(StoreError::Other("系统没有余力，没有统计；请稍后再试".to_owned()).into())
            }
        }
    }

    fn tell_figures(&self, message: FigureMessage) {
        self.tell_screens(Message::Figures(message));
    }
}
