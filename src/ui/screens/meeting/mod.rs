//! A meeting: what is planned, the case that is looked at while it is held, and its record afterwards. While it is held
//! it may stand on a projector: nobody is told here who complains, and of a case about somebody in the room nothing is
//! shown before they have left it.

mod acts;
mod afterwards;
mod held;
mod parts;
mod planned;
#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Paragraph};

use super::page::Writer;
use super::{Around, Call, Go, Screen, Told};
use crate::actions::{Act, Answers, meeting_call, meeting_record, meeting_return, meeting_run, meeting_sign};
use crate::domain::desk::Desk;
use crate::domain::ids::{CaseId, MeetingId};
use crate::domain::meeting::MeetingState;
use crate::domain::refusal::Refusal;
use crate::domain::view::meeting::MeetingDetail;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{Effect, MeetingEffect, MeetingMessage, Message, SessionMessage};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::picker::{Choice, Picked, Picker};
use parts::Part;

/// Lines of an open pick list.
const PICKER_LINES: u16 = 10;

/// What is being asked.
enum Asking {
    /// Whether everybody has left who has to, before this case is shown.
    Left(CaseId, Confirm),
    /// Whether to record in the place of whoever records.
    TakeOver(Confirm),
    /// Which act to do.
    Act(Picker, Vec<&'static Act>),
    /// Which unit shall have the case.
    Unit(Picker, Vec<String>),
}

pub struct MeetingScreen {
    id: MeetingId,
    detail: Option<Box<MeetingDetail>>,
    refused: String,
    asking: Option<Asking>,
    /// The part that was moved to; otherwise the first that is not decided.
    part: Option<Part>,
    /// The list of all cases in the place of the one that is looked at.
    shows_all: bool,
    /// The case that was called and has not come yet.
    calling: Option<CaseId>,
    /// Whether the first case was called when the meeting began here.
    has_begun: bool,
    /// What became of each decision when it was confirmed here.
    results: Vec<(String, Option<Refusal>)>,
    /// The case of the agenda under the cursor.
    selected: usize,
    scroll: usize,
    furthest: usize,
    height: usize,
    /// Whether it was opened from the queue of what waits for a signature, to which one goes back after signing.
    from_queue: bool,
}

impl MeetingScreen {
    pub const fn new(id: MeetingId) -> Self {
        Self {
            id,
            detail: None,
            refused: String::new(),
            asking: None,
            part: None,
            shows_all: false,
            calling: None,
            has_begun: false,
            results: Vec::new(),
            selected: 0,
            scroll: 0,
            furthest: 0,
            height: 0,
            from_queue: false,
        }
    }

    /// Its record, to be signed or returned.
    pub fn to_sign(id: MeetingId) -> Self {
        Self { from_queue: true, ..Self::new(id) }
    }

    fn read(&self) -> Effect {
        Effect::Meeting(MeetingEffect::Open(self.id))
    }

    fn state(&self) -> Option<MeetingState> {
        self.detail.as_ref().map(|detail| detail.meeting.state)
    }

    /// Whether the meeting is being held and whoever looks records it.
    fn records(&self, desk: &Desk) -> bool {
        let meeting = self.detail.as_ref().map(|detail| &detail.meeting);
        meeting.is_some_and(|meeting| {
            meeting.state == MeetingState::Running && meeting.records == Some(desk.actor.id)
        })
    }

    fn perform(&self, act: &'static Act, answers: Answers) -> Vec<Call> {
        vec![Call::Go(Go::InMeeting(act, self.id, answers))]
    }

    /// Opens the form of an act with what it opens with, and this besides.
    fn form(&self, action: &'static Act, filled: &Answers, desk: &Desk) -> Vec<Call> {
        let (Some(detail), Ok(on)) = (&self.detail, action.on_meeting()) else { return Vec::new() };
        let prefill = (on.prefill)(&detail.meeting, &desk.context());
        let answers = filled.iter().fold(prefill, |answers, (name, value)| answers.with(name, value));
        let name = detail.meeting.told();
        vec![Call::Go(Go::MeetingForm { action, meeting: Some(self.id), name, answers })]
    }

    fn menu(&mut self) {
        let acts = acts::of(self.detail.as_deref().map(|detail| &detail.meeting));
        if !acts.is_empty() {
            let choices =
                acts.iter().map(|act| Choice::new(act.code, act.label()).note(act.questions.summary));
            self.asking = Some(Asking::Act(Picker::one("办什么", choices.collect(), None), acts));
        }
    }

    fn hear_meeting(&mut self, message: &MeetingMessage, around: &Around) -> Vec<Call> {
        match message {
            MeetingMessage::Read(detail) if detail.meeting.id == self.id => {
                self.refused.clear();
                self.calling = None;
                self.detail = Some(detail.clone());
                around.desk.as_ref().map_or_else(Vec::new, |desk| self.begin(desk))
            }
            MeetingMessage::NotThere(refusal) if self.detail.is_none() => {
                self.refused.clone_from(&refusal.message);
                Vec::new()
            }
            MeetingMessage::Performed { meeting, results, .. } if *meeting == self.id => {
                if !results.is_empty() {
                    self.results.clone_from(results);
                    self.scroll = 0;
                }
                if self.from_queue { vec![Call::Leave] } else { Vec::new() }
            }
            MeetingMessage::Refused { refusal, .. } => self.refuse(refusal),
            MeetingMessage::Performed { .. }
            | MeetingMessage::Read(_)
            | MeetingMessage::NotThere(_)
            | MeetingMessage::LaidOut { .. }
            | MeetingMessage::List(_) => Vec::new(),
        }
    }

    /// A meeting that was just begun looks at its first case.
    fn begin(&mut self, desk: &Desk) -> Vec<Call> {
        let is_new = self.records(desk)
            && self.detail.as_ref().is_some_and(|detail| detail.meeting.called.is_none())
            && self.asking.is_none();
        if is_new && !std::mem::replace(&mut self.has_begun, true) { self.call_at(0) } else { Vec::new() }
    }

    /// Who has to leave the room, or who records already, becomes a question; anything else is said in passing.
    fn refuse(&mut self, refusal: &Refusal) -> Vec<Call> {
        let about = |name: &str| refusal.field.as_deref() == Some(name);
        let calling = self.calling.take();
        if about(meeting_call::LEFT.name)
            && let Some(case) = calling
        {
            let question = Confirm::new(refusal.message.clone()).answered_by("都离场了按回车 / Esc 返回");
            self.asking = Some(Asking::Left(case, question));
        } else if about(meeting_run::TAKE_OVER.name) {
            let question = Confirm::new(refusal.message.clone()).answered_by("回车 由您接手 / Esc 返回");
            self.asking = Some(Asking::TakeOver(question));
        }
        vec![Call::Ask(self.read())]
    }

    fn scroll_by(&mut self, rows: isize) {
        self.scroll = self.scroll.saturating_add_signed(rows).min(self.furthest);
    }

    fn move_by(&mut self, rows: isize) {
        let last = self.detail.as_ref().map_or(0, |detail| detail.cases.len()).saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
        self.scroll_by(rows);
    }

    /// The next thing to do: begin, draft the record, or edit the section under the cursor.
    fn open(&self, desk: &Desk) -> Vec<Call> {
        let Some(detail) = &self.detail else { return Vec::new() };
        match detail.meeting.state {
            MeetingState::Planned | MeetingState::Running => self.perform(&meeting_run::ACT, Answers::none()),
            MeetingState::Confirmed if detail.meeting.record.is_none() => {
                self.form(&meeting_record::ACT, &Answers::none(), desk)
            }
            MeetingState::Confirmed => self.edit_section(desk),
            MeetingState::UnderReview => self.sign(desk),
            MeetingState::Signed | MeetingState::Cancelled => Vec::new(),
        }
    }

    /// The record as it would be printed.
    fn papers(&self) -> Vec<Call> {
        let name = self.detail.as_ref().map(|detail| detail.meeting.told());
        name.map_or_else(Vec::new, |name| vec![Call::Go(Go::RecordPaper(self.id, name))])
    }

    fn sign(&self, desk: &Desk) -> Vec<Call> {
        self.form(&meeting_sign::ACT, &Answers::none(), desk)
    }

    /// The section under the cursor in the form, or the record's own words where it has none.
    fn edit_section(&self, desk: &Desk) -> Vec<Call> {
        let Some(detail) = &self.detail else { return Vec::new() };
        let case = detail.cases.get(self.selected).and_then(|case| case.as_ref()?.whole());
        let section = case.and_then(|case| {
            let text = case.meeting(detail.meeting.no)?.section.as_ref()?.for_form()?;
            let answers = Answers::none().with(meeting_record::CASE.name, case.case_no.clone());
            Some(answers.with(meeting_record::TEXT.name, text))
        });
        self.form(&meeting_record::ACT, &section.unwrap_or_default(), desk)
    }

    fn answered(&mut self, input: &Input, desk: &Desk) -> Vec<Call> {
        match self.asking.take() {
            None => Vec::new(),
            Some(Asking::Left(case, question)) => match Confirm::answer(input) {
                Some(true) => self.call(case, true),
                Some(false) => Vec::new(),
                None => self.ask_on(Asking::Left(case, question)),
            },
            Some(Asking::TakeOver(question)) => match Confirm::answer(input) {
                Some(true) => {
                    let answers = Answers::none().with(meeting_run::TAKE_OVER.name, "true");
                    self.perform(&meeting_run::ACT, answers)
                }
                Some(false) => Vec::new(),
                None => self.ask_on(Asking::TakeOver(question)),
            },
            Some(Asking::Act(mut picker, acts)) => match picker.handle(input) {
                Picked::Pending => self.ask_on(Asking::Act(picker, acts)),
                Picked::Cancelled => Vec::new(),
                Picked::Taken(places) => {
                    let act = places.first().and_then(|place| acts.get(*place)).copied();
                    act.map_or_else(Vec::new, |act| self.form(act, &self.about_called(act), desk))
                }
            },
            Some(Asking::Unit(mut picker, units)) => match picker.handle(input) {
                Picked::Pending => self.ask_on(Asking::Unit(picker, units)),
                Picked::Cancelled => Vec::new(),
                Picked::Taken(places) => {
                    let unit = places.first().and_then(|place| units.get(*place)).cloned();
                    self.choose_unit(unit)
                }
            },
        }
    }

    fn ask_on(&mut self, asking: Asking) -> Vec<Call> {
        self.asking = Some(asking);
        Vec::new()
    }
}

impl Screen for MeetingScreen {
    fn scope(&self) -> Scope {
        match &self.asking {
            Some(Asking::Left(..) | Asking::TakeOver(_)) => Scope::Confirm,
            Some(Asking::Act(..) | Asking::Unit(..)) => Scope::Picker,
            None if self.state() == Some(MeetingState::Running) => Scope::Held,
            None => Scope::Meeting,
        }
    }

    fn input(&mut self, input: &Input, around: &Around) -> Vec<Call> {
        around.desk.as_ref().map_or_else(Vec::new, |desk| self.answered(input, desk))
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let Some(desk) = &around.desk else { return Vec::new() };
        let page = self.height.max(2).cast_signed();
        match what {
            Do::Down => self.move_by(1),
            Do::Up => self.move_by(-1),
            Do::PageDown => self.scroll_by(page - 1),
            Do::PageUp => self.scroll_by(1 - page),
            Do::HalfDown => self.scroll_by(page / 2),
            Do::HalfUp => self.scroll_by(-(page / 2)),
            Do::Top => self.move_by(isize::MIN),
            Do::Bottom => self.move_by(isize::MAX),
            Do::Actions => self.menu(),
            Do::Back if self.shows_all => self.shows_all = false,
            Do::Back => return vec![Call::Leave],
            _ if self.state() == Some(MeetingState::Running) => return self.does_held(what, desk),
            Do::Papers => return self.papers(),
            Do::Open => return self.open(desk),
            Do::Agree => return self.sign(desk),
            Do::SendBack => return self.form(&meeting_return::ACT, &Answers::none(), desk),
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        match told {
            Told::Opened | Told::Changed => vec![Call::Ask(self.read())],
            Told::Message(Message::Meeting(message)) => self.hear_meeting(message, around),
            Told::Message(Message::Session(SessionMessage::Failed(_))) => {
                self.calling = None;
                Vec::new()
            }
            Told::Message(_)
            | Told::Masked
            | Told::Filter(..)
            | Told::Next(_)
            | Told::Back(_)
            | Told::Leaving => Vec::new(),
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        let mut page = Writer::new(area.width, theme);
        match (&self.detail, &around.desk) {
            _ if !self.refused.is_empty() => page.alarm(&self.refused),
            (Some(detail), Some(desk)) => match detail.meeting.state {
                MeetingState::Running => {
                    self.draw_held(frame, area, desk, theme);
                    return self.draw_asking(frame, area, around);
                }
                MeetingState::Planned | MeetingState::Cancelled => planned::write(&mut page, detail, desk),
                MeetingState::Confirmed | MeetingState::UnderReview | MeetingState::Signed => {
                    afterwards::write(&mut page, detail, &self.results, self.selected, desk);
                }
            },
            (None, _) | (_, None) => page.dim("正在读取…"),
        }
        let lines: Vec<Line<'static>> = page.finish();
        self.height = usize::from(area.height).max(1);
        self.furthest = lines.len().saturating_sub(self.height);
        self.scroll = self.scroll.min(self.furthest);
        let shown: Vec<Line<'static>> = lines.into_iter().skip(self.scroll).take(self.height).collect();
        frame.render_widget(Paragraph::new(shown), area);
        self.draw_asking(frame, area, around);
    }
}

impl MeetingScreen {
    fn draw_asking(&self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        match &self.asking {
            Some(Asking::Left(_, question) | Asking::TakeOver(question)) => {
                question.draw(frame, super::inset(area), &around.theme);
            }
            Some(Asking::Act(picker, _) | Asking::Unit(picker, _)) => {
                let height = PICKER_LINES.min(area.height);
                let over = Rect { y: area.bottom() - height, height, ..area };
                frame.render_widget(Clear, over);
                picker.draw(frame, super::inset(over), &around.theme);
            }
            None => {}
        }
    }
}
