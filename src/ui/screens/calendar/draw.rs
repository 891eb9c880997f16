//! How a year, a preview and a result look.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::{CalendarScreen, Phase};
use crate::domain::calendar::{Calendar, NamedDay, YearNotice};
use crate::domain::desk::Desk;
use crate::domain::limit::calendar_change::CalendarChange;
use crate::domain::time::{Date, month_day, weekday_label};
use crate::ui::message::CalendarPreview;
use crate::ui::screens::files::shown_path;
use crate::ui::screens::page::Writer;
use crate::ui::theme::{Theme, glyphs};

impl CalendarScreen {
    /// Draws the screen.
    pub(super) fn show(&mut self, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
        if let Phase::Choosing(files) = &self.phase {
            files.draw(frame, area, theme);
            return;
        }
        let lines = self.lines(desk, Writer::new(area.width, theme));
        let height = usize::from(area.height);
        let furthest = lines.len().saturating_sub(height);
        self.scroll = self.scroll.min(furthest);
        let offset = u16::try_from(self.scroll).unwrap_or(u16::MAX);
        let below = lines.len().saturating_sub(self.scroll + height);
        frame.render_widget(Paragraph::new(lines).scroll((offset, 0)), area);
        if below > 0 {
            // Nothing is cut in silence.
            let last = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
            let words = crate::ui::text::pad(
                &format!("  （下面还有{}行，按 j 或 PgDn 往下看）", below + 1),
                usize::from(area.width),
            );
            frame.render_widget(Line::styled(words, theme.dim), last);
        }
    }

    fn lines(&self, desk: &Desk, mut page: Writer<'_>) -> Vec<Line<'static>> {
        match &self.phase {
            Phase::Year => year(&mut page, &desk.calendar, self.year, desk.today()),
            Phase::Choosing(_) => {}
            Phase::Reading(path) => {
                page.heading(&shown_path(path));
                page.dim("正在读取文件，推算改动…  Esc 返回");
            }
            Phase::Preview(_, preview) => preview_lines(&mut page, preview),
            Phase::Loading => page.dim("正在载入…"),
            Phase::Done(change) => done_lines(&mut page, change),
            Phase::Failed(why) => {
                page.heading("没有载入");
                page.alarm(why);
                page.dim("回车重新选择文件，Esc 返回。");
            }
        }
        page.finish()
    }
}

fn year(page: &mut Writer<'_>, calendar: &Calendar, year: i16, today: Date) {
    let notice = calendar.notice(year).filter(|_| calendar.is_published(year));
    let standing = if notice.is_some() { "已公布" } else { "未公布" };
    page.heading(&format!("{year} 年工作日历  {standing}"));
    let Some(notice) = notice else {
        page.alarm("这一年的节假日安排还没有载入：暂按周末推算，经过这一年的到期日都是暂定。");
        page.dim("公布后由系统管理员按 l 载入；载入前先列出改动，载入后自动重算未办结的时限。");
        known(page, calendar);
        return;
    };
    page.dim(&format!("来源：{}", notice.source));
    let rest = notice.days.iter().filter(|day| day.rest).count();
    let months = (1..=12).filter_map(|month| Date::new(year, month, 1));
    let working = months
        .flat_map(|first| {
            std::iter::successors(Some(first), move |day| {
                day.tomorrow().filter(|next| next.month() == first.month())
            })
        })
        .filter(|day| calendar.is_working(*day))
        .count();
    page.dim(&format!("放假{rest}天，调休上班{}天，全年工作日{working}天", notice.days.len() - rest));
    for (name, days) in by_holiday(notice) {
        page.heading(name);
        let (off, worked): (Vec<&NamedDay>, Vec<&NamedDay>) = days.into_iter().partition(|day| day.rest);
        for span in off.chunk_by(|a, b| a.date.tomorrow() == Some(b.date)) {
            page.inset(&span_words(span, today));
        }
        for day in worked {
            page.inset(&format!("班  {}{}", day_words(day.date), mark(day.date, day.date, today)));
        }
    }
    known(page, calendar);
}

/// Which years there are, so that one sees what is missing.
fn known(page: &mut Writer<'_>, calendar: &Calendar) {
    let years: Vec<String> = calendar
        .notices()
        .filter(|notice| calendar.is_published(notice.year))
        .map(|notice| notice.year.to_string())
        .collect();
    page.gap();
    page.dim(&format!("已载入的年份：{}", years.join(" ")));
}

/// The days of each holiday, the earliest holiday first.
fn by_holiday(notice: &YearNotice) -> Vec<(&str, Vec<&NamedDay>)> {
    let mut days: Vec<&NamedDay> = notice.days.iter().collect();
    days.sort_by_key(|day| day.date);
    let mut holidays: Vec<(&str, Vec<&NamedDay>)> = Vec::new();
    for day in days {
        match holidays.iter_mut().find(|(name, _)| *name == day.name) {
            Some((_, days)) => days.push(day),
            None => holidays.push((&day.name, vec![day])),
        }
    }
    holidays
}

/// `休  10-01 周四 至 10-07 周三  7天`
fn span_words(span: &[&NamedDay], today: Date) -> String {
    match span {
        [] => String::new(),
        [only] => format!("休  {}{}", day_words(only.date), mark(only.date, only.date, today)),
        [first, .., last] => format!(
            "休  {} 至 {}  {}天{}",
            day_words(first.date),
            day_words(last.date),
            span.len(),
            mark(first.date, last.date, today)
        ),
    }
}

fn mark(first: Date, last: Date, today: Date) -> &'static str {
    if (first..=last).contains(&today) { "  <- 今天" } else { "" }
}

/// The year stands only where a notice names a day of the December before.
fn day_words(date: Date) -> String {
    format!("{} {}", month_day(date), weekday_label(date))
}

fn preview_lines(page: &mut Writer<'_>, preview: &CalendarPreview) {
    let change = &preview.change;
    page.heading(&format!("预览：{} 年节假日安排", change.year));
    page.dim(&format!("来源：{}", change.source));
    if change.is_nothing() {
        page.prose("这份安排已经载入过，与现有的一致，没有改动。  回车返回");
        return;
    }
    for warning in &preview.warnings {
        page.alarm(warning);
    }
    page.gap();
    page.prose(&format!(
        "回车载入：改动{}天，移动{}个未停的时限。  Esc 返回，什么也不改",
        change.days.len(),
        change.clocks.len()
    ));
    differences(page, change);
}

fn done_lines(page: &mut Writer<'_>, change: &CalendarChange) {
    if change.is_nothing() {
        page.heading(&format!("{} 年的安排与现有的一致，没有改动", change.year));
        page.prose("回车返回。");
        return;
    }
    page.heading(&format!("已载入 {} 年节假日安排", change.year));
    page.prose(&format!(
        "改动{}天，移动{}个未停的时限，每个都记入了该件的经过。回车返回。",
        change.days.len(),
        change.clocks.len()
    ));
    differences(page, change);
}

fn differences(page: &mut Writer<'_>, change: &CalendarChange) {
    page.heading("时限：原到期日 -> 新到期日");
    if change.clocks.is_empty() {
        page.dim("没有未停的时限要移动。");
    }
    for moved in &change.clocks {
        page.inset(&plain_arrow(&moved.to_string()));
    }
    page.heading(&format!("日期：原来 {} 以后", glyphs::ARROW));
    if change.days.is_empty() {
        page.dim("没有哪一天改变；这一年从未公布变为已公布。");
    }
    for day in &change.days {
        page.inset(&plain_arrow(&day.to_string()));
    }
}

/// Terminals disagree on how wide the arrow of the printed form is.
fn plain_arrow(words: &str) -> String {
    words.replace('→', glyphs::ARROW)
}
