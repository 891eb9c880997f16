//! One case laid open: a head with stages, limit and next step, the page below it, and the pages there are at the foot.

mod clocks;
mod documents;
mod facts;
mod head;
mod history;
mod links;
#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::page::Writer;
use super::{Around, Call, CaseInSight, Go, Screen, Told};
use crate::domain::case::respondents::Register;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::ids::CaseId;
use crate::domain::sight::unmasked::mask_case;
use crate::domain::view::detail::CaseDetail;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{CaseMessage, Message};
use crate::ui::text;
use crate::ui::theme::Theme;
use crate::ui::widgets::prompt::{Prompt, PromptOutcome};

coded! {
    /// The pages of a case.
    pub enum CasePage {
        Facts = "facts" "概要",
        /// Documents with their signature chains.
        Documents = "documents" "文书",
        History = "history" "经过",
        /// Every clock, day by day.
        Clocks = "clocks" "时限",
        /// What belongs to the case beside this.
        Links = "links" "关联",
    }
}

/// The screen of one case.
pub struct CaseScreen {
    id: CaseId,
    detail: Option<CaseDetail>,
    page: CasePage,
    scroll: usize,
    height: usize,
    /// Words that narrow the history.
    filter: String,
    /// Open while they are typed.
    typing: Option<Prompt>,
}

impl CaseScreen {
    /// A case that is still being read.
    pub const fn awaiting(id: CaseId) -> Self {
        Self {
            id,
            detail: None,
            page: CasePage::Facts,
            scroll: 0,
            height: 1,
            filter: String::new(),
            typing: None,
        }
    }

    /// A case that has been read.
    pub fn read(detail: CaseDetail) -> Self {
        let id = detail.case.id;
        Self { detail: Some(detail), ..Self::awaiting(id) }
    }

    fn turn(&mut self, pages: usize) {
        let present = CasePage::ALL.iter().position(|page| *page == self.page).unwrap_or(0);
        let next = (present + pages) % CasePage::ALL.len();
        self.page = CasePage::ALL.get(next).copied().unwrap_or(CasePage::Facts);
        self.scroll = 0;
    }

    fn scroll_by(&mut self, rows: isize) {
        self.scroll = self.scroll.saturating_add_signed(rows);
    }

    fn page_lines(&self, detail: &CaseDetail, width: u16, desk: &Desk, theme: &Theme) -> Vec<Line<'static>> {
        let writer = Writer::new(width, theme);
        match self.page {
            CasePage::Facts => facts::lines(&detail.case, desk, writer),
            CasePage::Documents => documents::lines(&detail.case, desk, writer),
            CasePage::History => history::lines(&detail.history, &self.filter, desk, writer),
            CasePage::Clocks => clocks::lines(detail, desk, writer),
            CasePage::Links => links::lines(detail, desk, writer),
        }
    }

    /// The pages, each with how much stands there, and how much of this one lies below.
    fn tab_line(&self, detail: &CaseDetail, width: u16, hidden: usize, theme: &Theme) -> Line<'static> {
        let mut spans = vec![Span::raw(" ")];
        for page in CasePage::ALL {
            let count = count_of(*page, detail).map_or_else(String::new, |count| format!(" {count}"));
            let words = format!("{}{count}", page.label());
            spans.push(if *page == self.page {
                Span::styled(format!("[{words}]"), theme.accent)
            } else {
                Span::styled(format!(" {words} "), theme.dim)
            });
            spans.push(Span::raw(" "));
        }
        if !self.filter.is_empty() {
            spans.push(Span::styled(text::clean(&format!(" 筛选 {}", self.filter)).into_owned(), theme.warn));
        }
        let more = match (hidden, self.scroll) {
            (0, 0) => "Tab 翻页".to_owned(),
            (0, _) => "到底了，g 回到开头".to_owned(),
            (hidden, _) => format!("还有{hidden}行，PgDn 往下看"),
        };
        let used: usize = spans.iter().map(|span| text::width(&span.content)).sum();
        let gap = usize::from(width).saturating_sub(used + text::width(&more) + 1);
        spans.push(Span::styled(" ".repeat(gap) + &more, theme.label));
        Line::from(spans)
    }
}

/// How many things stand on a page; the first is the case itself.
fn count_of(page: CasePage, detail: &CaseDetail) -> Option<usize> {
    let case = &detail.case;
    match page {
        CasePage::Facts => None,
        CasePage::Documents => Some(case.documents.len() + case.papers.len() + case.cards.len()),
        CasePage::History => Some(detail.history.len()),
        CasePage::Clocks => Some(detail.clocks.len()),
        CasePage::Links => {
            let said =
                case.deliveries.len() + case.evaluations.len() + case.supplements.len() + case.files.len();
            let said = said + detail.disclosures.len();
            Some(detail.repeats.len() + case.joined.len() + usize::from(case.merged_into.is_some()) + said)
        }
    }
}

impl Screen for CaseScreen {
    fn scope(&self) -> Scope {
        if self.typing.is_some() { Scope::Line } else { Scope::Case }
    }

    /// What is typed narrows the history at once.
    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        let Some(prompt) = &mut self.typing else { return Vec::new() };
        let outcome = prompt.handle(input);
        self.filter = prompt.text();
        self.scroll = 0;
        match outcome {
            PromptOutcome::Typing => {}
            PromptOutcome::Taken(_) => self.typing = None,
            PromptOutcome::GivenUp => {
                self.typing = None;
                self.filter.clear();
            }
        }
        Vec::new()
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, _around: &Around) -> Vec<Call> {
        let screen = self.height.max(1);
        match what {
            Do::Down => self.scroll_by(1),
            Do::Up => self.scroll_by(-1),
            Do::PageDown => self.scroll_by(as_rows(screen)),
            Do::PageUp => self.scroll_by(-as_rows(screen)),
            Do::HalfDown => self.scroll_by(as_rows(screen / 2)),
            Do::HalfUp => self.scroll_by(-as_rows(screen / 2)),
            Do::Top => self.scroll = 0,
            // How far that is, only the width of the page says.
            Do::Bottom => self.scroll = usize::MAX,
            Do::NextPart => self.turn(1),
            Do::PreviousPart => self.turn(CasePage::ALL.len() - 1),
            Do::Open => {
                if let Some(detail) = &self.detail {
                    return vec![Call::Go(Go::NextOf(Box::new(detail.case.clone())))];
                }
            }
            Do::Actions => {
                if let Some(detail) = &self.detail {
                    return vec![Call::Go(Go::Menu(Box::new(detail.clone())))];
                }
            }
            Do::Papers => {
                if let Some(detail) = &self.detail {
                    return vec![Call::Go(Go::Papers(Box::new(detail.case.clone())))];
                }
            }
            Do::Link => {
                let number = self.detail.as_ref().map(|detail| detail.case.case_no.clone());
                return number.map(|number| Call::Go(Go::DisclosuresFor(number))).into_iter().collect();
            }
            Do::Filter => {
                self.page = CasePage::History;
                self.scroll = 0;
                self.typing = Some(Prompt::new("筛选经过", &self.filter));
            }
            Do::NextCase => return vec![Call::Go(Go::Neighbour(1))],
            Do::PreviousCase => return vec![Call::Go(Go::Neighbour(-1))],
            Do::Back if !self.filter.is_empty() => self.filter.clear(),
            Do::Back => return vec![Call::Leave],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        match told {
            // Page and place stay.
            Told::Message(Message::Case(CaseMessage::Read(detail))) if detail.case.id == self.id => {
                self.detail = Some((**detail).clone());
            }
            // As the read gate does; a reading on its way replaces it.
            Told::Masked => {
                if let (Some(detail), Some(desk)) = (&mut self.detail, &around.desk) {
                    mask_case(&mut detail.case, &Register::of(&desk.org));
                }
            }
            Told::Next(id) => *self = Self { page: self.page, ..Self::awaiting(id) },
            Told::Message(_)
            | Told::Opened
            | Told::Changed
            | Told::Filter(..)
            | Told::Back(_)
            | Told::Leaving => {}
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        let Some(desk) = &around.desk else { return };
        let Some(detail) = &self.detail else {
            frame.render_widget(Line::styled("  正在读取…", theme.dim), area);
            return;
        };
        let head = head::lines(detail, area.width, desk, theme);
        let rows = u16::try_from(head.len()).unwrap_or(u16::MAX);
        let [top, body, tabs] =
            Layout::vertical([Constraint::Length(rows), Constraint::Min(1), Constraint::Length(1)])
                .areas(area);
        frame.render_widget(Paragraph::new(head), top);
        let lines = self.page_lines(detail, body.width, desk, theme);
        self.height = usize::from(body.height);
        self.scroll = self.scroll.min(lines.len().saturating_sub(self.height));
        let hidden = lines.len().saturating_sub(self.scroll + self.height);
        match &self.typing {
            Some(prompt) => prompt.draw(frame, tabs, theme, true),
            None => frame.render_widget(self.tab_line(detail, tabs.width, hidden, theme), tabs),
        }
        let shown: Vec<Line<'static>> = lines.into_iter().skip(self.scroll).take(self.height).collect();
        frame.render_widget(Paragraph::new(shown), body);
    }

    fn crumb(&self) -> Option<String> {
        self.detail.as_ref().map(|detail| detail.case.case_no.clone())
    }

    fn case(&self) -> Option<CaseInSight<'_>> {
        Some(CaseInSight { id: self.id, read: self.detail.as_ref().map(|detail| &detail.case) })
    }
}

fn as_rows(rows: usize) -> isize {
    isize::try_from(rows.max(1)).unwrap_or(isize::MAX)
}
