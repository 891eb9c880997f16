//! The two lines over every page: the groupings as tabs, and the period with the moment of its figures.

use ratatui::text::{Line, Span};

use super::Figures;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::figures::grouping::By;
use crate::domain::time::month_day;
use crate::ui::text;
use crate::ui::theme::Theme;

impl Figures {
    /// The groupings as tabs; the one that is open in brackets.
    pub(super) fn page_line(&self, theme: &Theme) -> Line<'static> {
        let tab = |page: Option<By>| {
            let label = page.map_or("合计", |by| by.label());
            if page == self.asked.by {
                Span::styled(format!(" [{label}]"), theme.accent)
            } else {
                Span::styled(format!(" {label}"), theme.dim)
            }
        };
        Line::from(pages().into_iter().map(tab).collect::<Vec<_>>())
    }

    /// The period, and when its figures were taken.
    pub(super) fn period_line(&self, width: usize, desk: &Desk, theme: &Theme) -> Line<'static> {
        let period = self.asked.period;
        let today = desk.today();
        let until = if self.is_running && today < period.last() {
            format!("（到{}）", month_day(today))
        } else {
            String::new()
        };
        let months = if self.asked.by == Some(By::Month) { "往前12个月" } else { "" };
        let left = format!(" {}{until} {months}", period.words());
        let own = self.shown.as_ref().is_some_and(|told| !told.is_whole_town);
        let own = if own { "只含您能看到的件" } else { "" };
        let taken = match (self.figures(), self.is_awaited) {
            (None, _) => String::new(),
            (Some(_), true) => "正在重新统计…… ".to_owned(),
            (Some(figures), false) => format!("统计时间 {} ", figures.report.as_of.minute()),
        };
        let used = text::width(&left) + text::width(own) + text::width(&taken);
        let gap = " ".repeat(width.saturating_sub(used));
        Line::from(vec![
            Span::styled(left, theme.title),
            Span::styled(own, theme.warn),
            Span::raw(gap),
            Span::styled(taken, theme.dim),
        ])
    }
}

/// The whole, then every grouping.
pub(super) fn pages() -> Vec<Option<By>> {
    std::iter::once(None).chain(By::ALL.iter().copied().map(Some)).collect()
}
