//! What screens are told and what they ask for, a file for each subject. Nothing here knows who answers.

mod case;
mod disclosure;
mod drafts;
mod figures;
mod import;
mod lists;
mod meeting;
mod session;
mod terminal;
mod town;

pub use case::{CaseEffect, CaseMessage, Command, PaperAbout, PaperMessage, PaperWanted, Performed};
pub use disclosure::{DisclosureCommand, DisclosureEffect, DisclosureMessage};
pub use drafts::{DraftAbout, DraftEffect, DraftMessage, OldDraft, WaitingDraft};
pub use figures::{BulletinTold, FigureEffect, FigureMessage, FiguresTold, TableWanted};
pub use import::{FileEntry, ImportEffect, ImportMessage};
pub use lists::{ListEffect, ListMessage, Ticket};
pub use meeting::{MeetingCommand, MeetingEffect, MeetingMessage};
pub use session::{SessionEffect, SessionMessage};
pub use terminal::TerminalEffect;
pub use town::{CalendarPreview, TownCommand, TownEffect, TownMessage};

/// Asked of the world outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Case(CaseEffect),
    Lists(ListEffect),
    Town(TownEffect),
    Meeting(MeetingEffect),
    Disclosure(DisclosureEffect),
    Figures(FigureEffect),
    Import(ImportEffect),
    /// Done by the loop's side, so that it waits for no database.
    Drafts(DraftEffect),
    Session(SessionEffect),
    /// Done by whoever draws.
    Terminal(TerminalEffect),
}

/// Told to the screens.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    Case(CaseMessage),
    Lists(ListMessage),
    Town(TownMessage),
    Meeting(MeetingMessage),
    Disclosure(DisclosureMessage),
    Figures(FigureMessage),
    Import(ImportMessage),
    Drafts(DraftMessage),
    Session(SessionMessage),
}
