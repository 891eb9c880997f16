//! 文书: the papers of a case as they would be printed, one beside the other, or the record of a meeting, each with its
//! number or with what it still lacks.

#[cfg(test)]
mod tests;
mod writing;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::{Around, Call, CaseInSight, Go, Screen, Told};
use crate::actions::{Answers, issue_paper, meeting_issue};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::ids::MeetingId;
use crate::domain::paper::PaperKind;
use crate::domain::refusal::Refusal;
use crate::domain::view::paper::PaperView;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{
    CaseEffect, CaseMessage, Effect, MeetingEffect, MeetingMessage, Message, PaperAbout, PaperMessage,
    SessionMessage,
};
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::toast::{Toast, Tone};
use writing::Writing;

/// The most cells of a line: that of the printed sheet.
const ACROSS: u16 = 76;

/// What the papers are about.
enum About {
    Case(Box<Case>),
    /// The meeting with the words by which it is called.
    Meeting(MeetingId, String),
}

/// The papers of one case or meeting.
pub struct PaperScreen {
    about: About,
    /// Which kind is shown.
    kind: PaperKind,
    /// As it was laid out, or why it cannot be; `None` while that is on its way.
    laid_out: Option<Result<PaperView, Refusal>>,
    scroll: usize,
    /// As far as it can be scrolled, and how many lines are seen, when it was drawn last.
    furthest: usize,
    height: usize,
    /// Where it is to be written, while that is asked.
    writing: Option<Writing>,
    /// Where the last one went.
    last_place: Option<String>,
    /// Which file that was, in words: a path is longer than the line at the foot.
    told: Option<String>,
}

/// The papers that a case can have.
fn offered() -> Vec<PaperKind> {
    PaperKind::ALL.iter().copied().filter(|kind| *kind != PaperKind::Meeting).collect()
}

impl PaperScreen {
    const fn about(about: About, kind: PaperKind) -> Self {
        Self {
            about,
            kind,
            laid_out: None,
            scroll: 0,
            furthest: 0,
            height: 1,
            writing: None,
            last_place: None,
            told: None,
        }
    }

    /// The papers of a case, the first of them laid out.
    pub const fn of(case: Box<Case>) -> Self {
        Self::about(About::Case(case), PaperKind::Reply)
    }

    /// The record of a meeting.
    pub const fn of_meeting(id: MeetingId, name: String) -> Self {
        Self::about(About::Meeting(id, name), PaperKind::Meeting)
    }

    fn ask(&mut self) -> Vec<Call> {
        vec![Call::Ask(match &self.about {
            About::Case(case) => Effect::Case(CaseEffect::LayOut { case: case.id, kind: self.kind }),
            About::Meeting(id, _) => Effect::Meeting(MeetingEffect::LayOut(*id)),
        })]
    }

    fn turn(&mut self, by: usize) -> Vec<Call> {
        if matches!(self.about, About::Meeting(..)) {
            return Vec::new();
        }
        let all = offered();
        let present = all.iter().position(|kind| *kind == self.kind).unwrap_or(0);
        self.kind = all.get((present + by) % all.len().max(1)).copied().unwrap_or(self.kind);
        (self.laid_out, self.told) = (None, None);
        self.scroll = 0;
        self.ask()
    }

    /// The form that gives the paper on the screen its number.
    fn issue(&self) -> Vec<Call> {
        let say = |words: String| vec![Call::Say(Toast::new(Tone::Told, words))];
        match &self.laid_out {
            None => return Vec::new(),
            Some(Err(refusal)) => return say(refusal.message.clone()),
            Some(Ok(PaperView { number: Some(number), .. })) => {
                return say(format!("这份已编号{number}，内容没有变；S 写成文件。"));
            }
            Some(Ok(_)) => {}
        }
        match &self.about {
            About::Case(case) => {
                let filled = Answers::none().with(issue_paper::KIND.name, self.kind.code());
                vec![Call::Go(Go::Filled(&issue_paper::ACT, case.clone(), filled))]
            }
            About::Meeting(id, name) => vec![Call::Go(Go::MeetingForm {
                action: &meeting_issue::ACT,
                meeting: Some(*id),
                name: name.clone(),
                answers: Answers::none(),
            })],
        }
    }

    /// Asks where the paper on the screen is to be written.
    fn write(&mut self) -> Vec<Call> {
        if matches!(self.laid_out, Some(Ok(_))) {
            let about = match &self.about {
                About::Case(case) => PaperAbout::Case(case.id),
                About::Meeting(id, _) => PaperAbout::Meeting(*id),
            };
            self.writing = Some(Writing::begin(about, self.kind, self.last_place.as_deref()));
        }
        Vec::new()
    }

    /// It stands in its file, or the place is asked for anew.
    fn written(&mut self, written: &Result<String, Refusal>) -> Vec<Call> {
        let Some(writing) = &mut self.writing else { return Vec::new() };
        match written {
            Ok(words) => {
                self.last_place = writing.place().map(str::to_owned);
                self.writing = None;
                self.told = Some(words.clone());
                let mut calls = self.ask();
                if let About::Case(case) = &self.about {
                    calls.push(Call::Ask(Effect::Case(CaseEffect::Open(case.id))));
                }
                calls.push(Call::Say(Toast::new(Tone::Told, words.clone())));
                calls
            }
            Err(refusal) => {
                writing.give_back();
                vec![Call::Shown, Call::Say(Toast::new(Tone::Refused, refusal.message.clone()))]
            }
        }
    }

    fn laid_out(&mut self, paper: &Result<PaperView, Refusal>) {
        self.laid_out = Some(paper.clone());
    }

    /// The kinds, the present one marked, those with a number ticked; where not all fit, the first give way to it.
    fn tab_line(&self, width: u16, theme: &Theme) -> Line<'static> {
        let About::Case(case) = &self.about else {
            return Line::styled(format!(" [{}]", self.kind.label()), theme.accent);
        };
        let kinds = offered();
        let words = |kind: PaperKind| {
            let has_number = case.papers.iter().any(|paper| paper.kind == kind && paper.void.is_none());
            let done = if has_number { glyphs::DONE } else { "" };
            if kind == self.kind {
                format!("[{done}{}]", kind.label())
            } else {
                format!(" {done}{} ", kind.label())
            }
        };
        let shown = kinds.iter().position(|kind| *kind == self.kind).map_or(kinds.len(), |at| at + 1);
        let mut before = 0;
        let cells = |from: usize| -> usize {
            kinds.iter().take(shown).skip(from).map(|kind| text::width(&words(*kind))).sum()
        };
        while before + 1 < shown && cells(before) + 1 > usize::from(width) {
            before += 1;
        }
        let mut spans = vec![Span::raw(" ")];
        for kind in kinds.iter().skip(before) {
            let style = if *kind == self.kind { theme.accent } else { theme.dim };
            spans.push(Span::styled(words(*kind), style));
        }
        Line::from(spans)
    }

    fn lines(&self, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        let across = usize::from(width.saturating_sub(2).min(ACROSS));
        let said = |words: &str, style| -> Vec<Line<'static>> {
            text::wrap(words, across)
                .into_iter()
                .map(|line| Line::styled(format!(" {line}"), style))
                .collect()
        };
        let paper = match &self.laid_out {
            None => return said("正在排版…", theme.dim),
            Some(Err(refusal)) => return said(&refusal.message, theme.warn),
            Some(Ok(paper)) => paper,
        };
        let mut lines = match &paper.number {
            Some(number) => said(
                &format!(
                    "已编号 {number}；S 写成文件；在自己电脑上取：ssh 镇服务器 ydt form {} {}{} -o - > 文件.docx",
                    code_of(self.kind),
                    paper.of.name(),
                    if self.kind.carries_identity() { " --reason 用途" } else { "" }
                ),
                theme.good,
            ),
            None => said("预览，还没有编号；Enter 出文，S 编号并写成文件", theme.label),
        };
        lines.extend(self.told.iter().flat_map(|told| said(told, theme.good)));
        lines.extend(
            paper.warnings.iter().flat_map(|warning| said(&format!("请核对：{warning}"), theme.warn)),
        );
        lines.push(Line::default());
        let sheet = text::sheet_lines(&paper.sheet, across).into_iter().chain(paper.foot.iter().cloned());
        lines.extend(sheet.map(|line| Line::styled(format!(" {}", text::clean(&line)), theme.plain)));
        lines
    }
}

/// As the command line writes it.
fn code_of(kind: PaperKind) -> String {
    kind.code().replace('_', "-")
}

impl Screen for PaperScreen {
    fn scope(&self) -> Scope {
        if self.writing.is_some() { Scope::Line } else { Scope::Paper }
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        let Some(writing) = &mut self.writing else { return Vec::new() };
        let typed = writing.handle(input);
        if typed.is_none() {
            self.writing = None;
        }
        typed.unwrap_or_default()
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, _around: &Around) -> Vec<Call> {
        if let Some(rows) = what.rows(self.height) {
            self.scroll = self.scroll.saturating_add_signed(rows).min(self.furthest);
            return Vec::new();
        }
        match what {
            Do::NextPart => return self.turn(1),
            Do::PreviousPart => return self.turn(offered().len().saturating_sub(1)),
            Do::Open => return self.issue(),
            Do::Write => return self.write(),
            Do::Back => return vec![Call::Leave],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        match told {
            Told::Opened | Told::Changed | Told::Masked => return self.ask(),
            Told::Message(Message::Case(CaseMessage::Read(detail))) => {
                if let About::Case(case) = &mut self.about
                    && case.id == detail.case.id
                {
                    **case = detail.case.clone();
                }
            }
            Told::Message(Message::Case(CaseMessage::Paper(PaperMessage::LaidOut { case, kind, paper }))) => {
                if matches!(&self.about, About::Case(own) if own.id == *case) && *kind == self.kind {
                    self.laid_out(paper);
                }
            }
            Told::Message(Message::Case(CaseMessage::Paper(PaperMessage::Written(written)))) => {
                return self.written(written);
            }
            // What was sent got no answer: it can be tried again.
            Told::Message(Message::Session(SessionMessage::Failed(_))) => {
                if let Some(writing) = &mut self.writing {
                    writing.give_back();
                }
            }
            Told::Message(Message::Meeting(MeetingMessage::Performed { meeting, .. })) => {
                if matches!(self.about, About::Meeting(id, _) if id == *meeting) {
                    return self.ask();
                }
            }
            Told::Message(Message::Meeting(MeetingMessage::LaidOut { meeting, paper })) => {
                if matches!(self.about, About::Meeting(id, _) if id == *meeting) {
                    self.laid_out(paper);
                }
            }
            Told::Message(_) | Told::Filter(..) | Told::Next(_) | Told::Back(_) | Told::Leaving => {}
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let [top, body] = Layout::vertical([Constraint::Length(2), Constraint::Min(1)]).areas(area);
        let title = match &self.about {
            About::Case(case) => format!(" {} 文书", case.case_no),
            About::Meeting(_, name) => format!(" {name} 文书"),
        };
        let head = vec![Line::styled(title, around.theme.title), self.tab_line(area.width, &around.theme)];
        frame.render_widget(Paragraph::new(head), top);
        if let Some(writing) = &self.writing {
            let line = Rect { y: top.y + 1, height: 1, ..top };
            frame.render_widget(Clear, line);
            writing.prompt.draw(frame, line, &around.theme, true);
        }
        let lines = self.lines(body.width, &around.theme);
        self.height = usize::from(body.height).max(1);
        self.furthest = lines.len().saturating_sub(self.height);
        self.scroll = self.scroll.min(self.furthest);
        let shown: Vec<Line<'static>> = lines.into_iter().skip(self.scroll).take(self.height).collect();
        frame.render_widget(Paragraph::new(shown), body);
    }

    fn crumb(&self) -> Option<String> {
        Some("文书".to_owned())
    }

    fn case(&self) -> Option<CaseInSight<'_>> {
        match &self.about {
            About::Case(case) => Some(CaseInSight { id: case.id, read: Some(case) }),
            About::Meeting(..) => None,
        }
    }
}
