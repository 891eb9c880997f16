//! What is around every screen: header, banner of the practice town, a passing word, the hint line. It can be
//! drawn before anything is known.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::desk::Desk;
use crate::domain::time::{month_day, weekday_label};
use crate::domain::words::Position;
use crate::ui::keys::{Do, Keys, Scope};
use crate::ui::screens::PANES;
use crate::ui::screens::places::{Figures, Place};
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};

/// Smallest terminal that is fully usable.
pub const SMALLEST: (u16, u16) = (80, 24);

/// A pane as the header shows it.
pub struct Tab {
    /// Its key and name.
    name: String,
    /// How much waits there; empty where nothing does.
    badge: String,
    is_present: bool,
}

impl Tab {
    /// What is shown of it: where there is hardly any room, no number of a pane that is not open.
    fn words(&self, is_short: bool) -> String {
        let badge = if is_short && !self.is_present { "" } else { self.badge.as_str() };
        format!("  {}{badge}", self.name)
    }
}

/// The tabs of the panes: the key of each, its name, and how much waits there.
pub fn tabs(keys: &Keys, figures: &Figures, present: u8) -> Vec<Tab> {
    let tab = |place: &&'static Place| {
        let pane = place.pane.as_ref()?;
        let key = keys.key_for(Scope::Global, Do::Pane(pane.digit)).unwrap_or_default();
        let mark = if pane.is_alarm { glyphs::ALARM } else { "" };
        let badge = (pane.badge)(figures).map_or_else(String::new, |count| format!(" {mark}{count}"));
        Some(Tab { name: format!("{key}{}", place.label), badge, is_present: place.tab == present })
    };
    PANES.iter().filter_map(tab).collect()
}

/// `监督一点通 建胜镇   1收件箱 12  2审批 2   !2          张三 镇纪委专人  11-22 周日 休息日`
pub fn header(width: u16, desk: Option<&Desk>, tabs: &[Tab], alerts: usize, theme: &Theme) -> Line<'static> {
    let town = text::fit(desk.map_or("", |desk| desk.org.town.as_str()), 16);
    let badge = if alerts == 0 { String::new() } else { format!("  提醒{}{alerts}", glyphs::ALARM) };
    let (long, short) = (format!(" 监督一点通 {town} "), format!(" {town} "));
    let tabs_cells = |is_short: bool| tabs.iter().map(|tab| text::width(&tab.words(is_short))).sum::<usize>();
    let room = |name: &str, is_short: bool| {
        let used = text::width(name) + tabs_cells(is_short) + text::width(&badge);
        usize::from(width).saturating_sub(used + 2)
    };
    let found = desk.and_then(|desk| {
        // Who acts, and on what kind of day, counts for more than the program's name; then the name of whoever acts gives
        // way, the town's, and the numbers of panes that are not open.
        let beside = |name: &str, told: fn(&Desk, usize) -> Option<String>, is_short: bool| {
            told(desk, room(name, is_short)).map(|right| (name.to_owned(), right, is_short))
        };
        beside(&long, whoever, false)
            .or_else(|| beside(&short, whoever, false))
            .or_else(|| beside(&short, date_alone, false))
            .or_else(|| beside(" ", date_alone, false))
            .or_else(|| beside(" ", date_alone, true))
    });
    let (name, right, is_short) = found.unwrap_or_else(|| {
        let name = if desk.is_some() { " ".to_owned() } else { long };
        (name, String::new(), desk.is_some())
    });
    let gap = (room(&name, is_short) + 2).saturating_sub(text::width(&right) + 1);
    let mut spans = vec![Span::styled(name, theme.title)];
    spans.extend(
        tabs.iter().map(|tab| {
            Span::styled(tab.words(is_short), if tab.is_present { theme.accent } else { theme.dim })
        }),
    );
    let gap = Span::raw(" ".repeat(gap));
    spans.extend([Span::styled(badge, theme.bad), gap, Span::styled(right, theme.plain)]);
    Line::from(spans)
}

/// `11-22 周日`
fn date(desk: &Desk) -> String {
    let today = desk.today();
    format!("{} {}", month_day(today), weekday_label(today))
}

/// The date where it fits.
fn date_alone(desk: &Desk, room: usize) -> Option<String> {
    Some(date(desk)).filter(|words| text::width(words) <= room)
}

/// Person, positions and date, where they fit. Positions give way first, then the holiday's name, then the kind of day.
fn whoever(desk: &Desk, room: usize) -> Option<String> {
    let day = desk.calendar.day(desk.today());
    let kind = if day.is_working() { "工作日" } else { "休息日" };
    let named = day.name().map_or_else(|| kind.to_owned(), |name| format!("{kind}（{name}）"));
    let (date, name) = (date(desk), text::fit(&desk.actor.name, 16));
    let taken = text::width(&name) + text::width(&date) + text::width(&text::clean(&named)) + 4;
    let least_title = 4;
    if room >= taken + least_title {
        let title = text::fit(&desk.actor.title(&desk.org), room - taken);
        return Some(format!("{name} {title}  {date} {named}"));
    }
    [format!("{name}  {date} {named}"), format!("{name}  {date} {kind}"), format!("{name}  {date}")]
        .into_iter()
        .find(|words| text::width(&text::clean(words)) <= room)
}

/// The line under the header: where one is, then whether nothing can be saved, else in the practice town that it is
/// one. Of the practice town less is said where there is little room.
pub fn top_rule(
    width: u16,
    (path, place): (&str, &str),
    desk: Option<&Desk>,
    theme: &Theme,
) -> Line<'static> {
    let width = usize::from(width);
    let place = if text::width(path) + text::width(place) <= width / 2 { place } else { "" };
    let crumbs = match path {
        "" => String::new(),
        path => format!(" {}{place} ", text::fit(path, width / 2)),
    };
    let room = width.saturating_sub(text::width(&crumbs) + 4);
    let standing = desk.map_or_else(Vec::new, |desk| fitting(standing(desk), room));
    let taken: usize = standing.iter().map(|it| text::width(&it.padded())).sum();
    let words = standing.iter().map(|it| Span::styled(text::fit(&it.padded(), room), it.style(theme)));
    let mut spans = vec![
        Span::styled(glyphs::rule(2), theme.dim),
        Span::styled(crumbs, theme.title),
        Span::styled(glyphs::rule(2), theme.dim),
    ];
    spans.extend(words);
    spans.push(Span::styled(glyphs::rule(room.saturating_sub(taken)), theme.dim));
    Line::from(spans)
}

/// How much something that holds for every screen matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Alarm,
    Told,
    /// Said where there is room for it.
    Quiet,
}

/// What holds for everything done on this screen: its words, the longest first, and how much it matters.
struct Standing {
    words: Vec<String>,
    weight: Weight,
}

impl Standing {
    fn new(words: impl IntoIterator<Item = String>, weight: Weight) -> Self {
        Self { words: words.into_iter().collect(), weight }
    }

    /// As it is drawn.
    fn padded(&self) -> String {
        self.words.first().map_or_else(String::new, |words| format!(" {words} "))
    }

    const fn style(&self, theme: &Theme) -> Style {
        match self.weight {
            Weight::Alarm => theme.bad,
            Weight::Told => theme.warn,
            Weight::Quiet => theme.dim,
        }
    }
}

/// As much of it as there is room for: the last is shortened first, and given up first where that is not enough. The first
/// always stands.
fn fitting(mut standing: Vec<Standing>, room: usize) -> Vec<Standing> {
    let is_too_long =
        |standing: &[Standing]| standing.iter().map(|it| text::width(&it.padded())).sum::<usize>() > room;
    while is_too_long(&standing) {
        if let Some(shortened) = standing.iter_mut().rev().find(|it| it.words.len() > 1) {
            shortened.words.remove(0);
        } else if standing.len() > 1 {
            standing.pop();
        } else {
            break;
        }
    }
    standing
}

/// Said on every screen of the practice town, the longest first.
const IN_PRACTICE: [&str; 3] = [
    "演练库：人和事都是虚构的，操作不影响真实数据  F2 切换身份",
    "演练库：人和事都是虚构的  F2 切换身份",
    "演练库  F2 切换身份",
];

/// What holds for everything done on this screen, what matters most first.
fn standing(desk: &Desk) -> Vec<Standing> {
    let mut all = Vec::new();
    if let Some(why) = desk.read_only {
        let words = [format!("只读：{why}，可以查看，不能保存"), format!("只读：{why}")];
        all.push(Standing::new(words, Weight::Told));
    } else if desk.sandbox {
        all.push(Standing::new(IN_PRACTICE.map(str::to_owned), Weight::Told));
    }
    if desk.by_sudo {
        all.push(Standing::new(["身份依据：sudo".to_owned()], Weight::Told));
    }
    if let Some(left) = desk.scarce_space_mb {
        let words = [format!("磁盘只剩{left}MB，请清理"), format!("磁盘只剩{left}MB")];
        all.push(Standing::new(words, Weight::Told));
    }
    let mut quiet = None;
    if let Some(lag) = desk.copies {
        let long = format!("{}，请管理员检查", lag.shown());
        if lag.is_alarm() {
            all.insert(0, Standing::new([long, lag.shown()], Weight::Alarm));
        } else if lag.told().is_some() {
            all.push(Standing::new([long, lag.shown()], Weight::Told));
        } else {
            quiet = Some(Standing::new([lag.shown()], Weight::Quiet));
        }
    }
    let waiting = desk.org.waiting.people().len();
    if waiting > 0 && HEAR_OF_RIGHTS.iter().any(|position| desk.actor.holds(*position)) {
        let words = [format!("{waiting}人的岗位和登录名没有确认"), format!("{waiting}人待确认")];
        all.push(Standing::new(words, Weight::Told));
    }
    all.extend(quiet);
    all
}

/// Who is told on every screen that rights wait to be confirmed: those who propose, confirm or record it.
const HEAR_OF_RIGHTS: [Position; 4] = [
    Position::Administrator,
    Position::CommissionOperator,
    Position::DisciplineSecretary,
    Position::PrincipalLeader,
];

/// A line between the parts of the screen.
pub fn rule(width: u16, theme: &Theme) -> Line<'static> {
    Line::styled(glyphs::rule(width.into()), theme.dim)
}

/// How many of the last hints stay when there is little room: palette, help, the way out.
const LAST_HINTS: usize = 3;

/// Keys that work here, from the table. Where they don't all fit they stand closer, and those before the last few
/// give way.
pub fn hints(width: u16, keys: &Keys, scope: Scope, theme: &Theme) -> Line<'static> {
    let room = usize::from(width).saturating_sub(1);
    let mut shown = keys.hints(scope);
    let needed = |shown: &[(String, &str)], gap: usize| {
        shown.iter().map(|(key, label)| text::width(key) + text::width(label) + 1 + gap).sum::<usize>()
    };
    let gap = if needed(&shown, 2) <= room { 2 } else { 1 };
    while needed(&shown, gap) > room && !shown.is_empty() {
        shown.remove(shown.len().saturating_sub(LAST_HINTS + 1));
    }
    let mut spans = vec![Span::raw(" ")];
    for (key, label) in shown {
        spans.push(Span::styled(key, theme.accent));
        spans.push(Span::styled(format!(" {label}{}", " ".repeat(gap)), theme.dim));
    }
    Line::from(spans)
}

/// The one line of a terminal that is too small.
pub fn too_small(width: u16, height: u16) -> String {
    let (least_width, least_height) = SMALLEST;
    format!("终端太小（{width}x{height}），请放大到 {least_width}x{least_height} 以上")
}
