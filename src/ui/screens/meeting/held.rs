//! A meeting while it is held: one case, large and calm, with a digit for each decision; nothing but numbers of the others.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::parts::{PARTS, Part};
use super::{Asking, MeetingScreen};
use crate::actions::{Act, Answers, agenda, meeting_call, meeting_decide, meeting_run};
use crate::domain::case::Case;
use crate::domain::desk::Desk;
use crate::domain::ids::CaseId;
use crate::domain::meeting::Item;
use crate::domain::sealable::Sealable;
use crate::domain::view::meeting::MeetingDetail;
use crate::ui::keys::Do;
use crate::ui::screens::page::Writer;
use crate::ui::screens::{Call, Go};
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::picker::{Choice, Picker};

/// More possibilities than digits.
const DIGITS: usize = 9;

impl MeetingScreen {
    /// Place, item and case that are looked at.
    fn present(&self) -> Option<(usize, &Item, &Case)> {
        let detail = self.detail.as_deref()?;
        let called = detail.meeting.called?.case;
        let (place, item) = detail.meeting.item(called)?;
        Some((place, item, detail.cases.get(place - 1)?.as_ref()?.whole()?))
    }

    /// The part that a digit chooses in.
    fn focus(&self, desk: &Desk) -> Part {
        let Some((_, item, case)) = self.present() else { return Part::Scope };
        let open = PARTS.into_iter().find(|part| !part.is_done(&item.decision, case, desk));
        self.part.or(open).unwrap_or(Part::KeyMatters)
    }

    pub(super) fn call(&mut self, case: CaseId, left: bool) -> Vec<Call> {
        let Some(number) = self.number_of(case) else { return Vec::new() };
        self.calling = Some(case);
        self.part = None;
        self.scroll = 0;
        let answers = Answers::none().with(agenda::CASE.name, number);
        let left = if left { "true" } else { "" };
        self.perform(&meeting_call::ACT, answers.with(meeting_call::LEFT.name, left))
    }

    fn number_of(&self, case: CaseId) -> Option<String> {
        let detail = self.detail.as_deref()?;
        detail.meeting.item(case).map(|(_, item)| item.case_no.clone())
    }

    /// Calls the case at this place of the agenda, from 0.
    pub(super) fn call_at(&mut self, place: usize) -> Vec<Call> {
        let case =
            self.detail.as_ref().and_then(|detail| detail.meeting.agenda.get(place)).map(|item| item.case);
        case.map_or_else(Vec::new, |case| self.call(case, false))
    }

    /// The case so many places further on the agenda.
    fn neighbour(&mut self, step: isize) -> Vec<Call> {
        let Some(detail) = &self.detail else { return Vec::new() };
        let called = detail.meeting.called.and_then(|called| detail.meeting.item(called.case));
        let last = detail.meeting.agenda.len().saturating_sub(1);
        match called.map(|(place, _)| place - 1) {
            None => self.call_at(0),
            Some(here) => {
                let next = here.saturating_add_signed(step).min(last);
                if next == here { Vec::new() } else { self.call_at(next) }
            }
        }
    }

    /// What an act that is about a case opens with: the one that is looked at.
    pub(super) fn about_called(&self, act: &Act) -> Answers {
        let asks = act.fields().iter().any(|field| field.name == agenda::CASE.name && field.required);
        let present = self.present().filter(|_| asks);
        present.map_or_else(Answers::none, |(_, item, _)| {
            Answers::none().with(agenda::CASE.name, item.case_no.clone())
        })
    }

    fn decide(&mut self, answers: Answers) -> Vec<Call> {
        let Some((_, item, _)) = self.present() else { return Vec::new() };
        let answers = answers.with(agenda::CASE.name, item.case_no.clone());
        self.part = None;
        self.perform(&meeting_decide::ACT, answers)
    }

    fn choose(&mut self, digit: u8, desk: &Desk) -> Vec<Call> {
        let part = self.focus(desk);
        let Some((_, item, case)) = self.present() else { return Vec::new() };
        let possible = part.possible(&item.decision, case, desk);
        let Some(chosen) = possible.get(usize::from(digit).saturating_sub(1)) else { return Vec::new() };
        let answers = part.choose(chosen, &item.decision);
        self.decide(answers)
    }

    pub(super) fn choose_unit(&mut self, unit: Option<String>) -> Vec<Call> {
        unit.map_or_else(Vec::new, |unit| self.decide(Answers::none().with(meeting_decide::UNIT.name, unit)))
    }

    fn step_part(&mut self, step: isize, desk: &Desk) {
        let here = PARTS.iter().position(|part| *part == self.focus(desk)).unwrap_or(0);
        let next = here.cast_signed() + step;
        self.part = PARTS.get(next.rem_euclid(PARTS.len().cast_signed()).cast_unsigned()).copied();
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    pub(super) fn does_held(&mut self, what: Do, desk: &Desk) -> Vec<Call> {
        if !self.records(desk) {
            // Whoever only looks on is asked whether to take over.
            let takes_over = what == Do::Open;
            return if takes_over { self.perform(&meeting_run::ACT, Answers::none()) } else { Vec::new() };
        }
        match what {
            Do::NextCase => return self.neighbour(1),
            Do::PreviousCase => return self.neighbour(-1),
            Do::Choose(digit) => return self.choose(digit, desk),
            Do::Defer => return self.decide(Answers::none().with(meeting_decide::DEFER.name, "true")),
            Do::Minute => return self.minute(desk),
            Do::TogglePreview => {
                self.shows_all = !self.shows_all;
                self.scroll = 0;
            }
            Do::NextPart => self.step_part(1, desk),
            Do::PreviousPart => self.step_part(-1, desk),
            Do::Open if self.focus(desk) == Part::Unit => self.pick_unit(desk),
            Do::Open if self.present().is_none() => return self.neighbour(1),
            Do::Open => {
                let case = self.present().map(|(_, item, _)| item.case);
                return case.map(|case| Call::Go(Go::Case(case))).into_iter().collect();
            }
            _ => {}
        }
        Vec::new()
    }

    fn minute(&self, desk: &Desk) -> Vec<Call> {
        let (Some((_, item, case)), Some(detail)) = (self.present(), &self.detail) else { return Vec::new() };
        let said = case.meeting(detail.meeting.no).and_then(|held| held.minutes.as_ref());
        let said = said.and_then(Sealable::for_form).unwrap_or_default();
        let answers = Answers::none().with(agenda::CASE.name, item.case_no.clone());
        self.form(&meeting_decide::ACT, &answers.with(meeting_decide::MINUTES.name, said), desk)
    }

    fn pick_unit(&mut self, desk: &Desk) {
        let Some((_, item, case)) = self.present() else { return };
        let units: Vec<String> =
            Part::Unit.possible(&item.decision, case, desk).into_iter().map(|unit| unit.code).collect();
        if !units.is_empty() {
            let choices = units.iter().map(|unit| Choice::new(unit.as_str(), unit.as_str())).collect();
            self.asking = Some(Asking::Unit(Picker::one("拟承办单位", choices, None), units));
        }
    }

    pub(super) fn draw_held(&mut self, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
        let [head, matter, foot] = Layout::vertical([
            Constraint::Length(2),
            Constraint::Min(3),
            Constraint::Length(if self.present().is_some() { 8 } else { 1 }),
        ])
        .areas(area);
        let Some(detail) = self.detail.as_deref() else { return };
        frame.render_widget(Line::styled(self.head_line(detail, desk), theme.title), head);
        let mut page = Writer::new(matter.width, theme);
        match self.present() {
            _ if self.shows_all => all(&mut page, detail, desk),
            Some((_, item, case)) => matter_of(&mut page, item, case, detail.meeting.no),
            None if self.records(desk) => page.dim("按 ] 开始研判第一件。"),
            None => page.dim("还没有研判到哪一件。"),
        }
        let lines: Vec<Line<'static>> = page.finish();
        let decided = self.decided_lines(desk, theme);
        self.height = usize::from(matter.height).max(1);
        self.furthest = lines.len().saturating_sub(self.height);
        self.scroll = self.scroll.min(self.furthest);
        let shown: Vec<Line<'static>> = lines.into_iter().skip(self.scroll).take(self.height).collect();
        frame.render_widget(Paragraph::new(shown), matter);
        frame.render_widget(Paragraph::new(decided), foot);
    }

    /// `m3 第3/12件  已定2 暂缓1  本件4分  记录 陈静`
    fn head_line(&self, detail: &MeetingDetail, desk: &Desk) -> String {
        let meeting = &detail.meeting;
        let count = |has: fn(&Item) -> bool| meeting.agenda.iter().filter(|item| has(item)).count();
        let decided = count(|item| item.decision.takes_effect());
        let deferred = count(|item| item.decision.deferred);
        let place = self.present().map_or(0, |(place, ..)| place);
        let spent = meeting.called.map_or(0, |called| {
            let before = meeting.item(called.case).map_or(0, |(_, item)| item.seconds);
            before + (desk.now.unix() - called.since.unix()).max(0)
        });
        let records = meeting.records.map_or("", |person| desk.org.person_name(person));
        format!(
            "  {} 第{place}/{}件  已定{decided} 暂缓{deferred}  本件{}分  记录 {records}",
            meeting.code(),
            meeting.agenda.len(),
            spent / 60
        )
    }

    fn decided_lines(&self, desk: &Desk, theme: &Theme) -> Vec<Line<'static>> {
        let Some((_, item, case)) = self.present() else {
            let who = self.detail.as_ref().and_then(|detail| detail.meeting.records);
            let who = who.map_or("", |person| desk.org.person_name(person));
            let words = if self.records(desk) {
                String::new()
            } else {
                format!("  {who}正在记录；回车接手。")
            };
            return vec![Line::styled(words, theme.warn)];
        };
        let focus = self.focus(desk);
        let mut lines = Vec::new();
        for part in PARTS {
            let possible = part.possible(&item.decision, case, desk);
            let one = |(place, one): (usize, &super::parts::Possible)| {
                let digit = if place < DIGITS { format!("{}", place + 1) } else { String::new() };
                if one.is_chosen {
                    format!("[{digit}{}]", one.label)
                } else {
                    format!("{digit}{}", one.label)
                }
            };
            let words: Vec<String> = possible.iter().enumerate().map(one).collect();
            let mark = if part == focus { glyphs::POINTER } else { " " };
            let style = if part == focus { theme.accent } else { theme.plain };
            lines.push(Line::styled(format!(" {mark}{}  {}", part.label(), words.join("  ")), style));
        }
        let told = item.decision.told(&desk.org);
        let told = if item.decision.is_complete() {
            format!("  已定：{told}")
        } else {
            "  还没定全".to_owned()
        };
        lines.push(Line::styled(told, if item.decision.is_complete() { theme.good } else { theme.warn }));
        lines
    }
}

/// The case itself, without a word about who complains.
fn matter_of(page: &mut Writer<'_>, item: &Item, case: &Case, meeting: u32) {
    page.heading(case.title.text());
    let village = case.village.as_deref().unwrap_or("");
    page.dim(&format!("{} {village} {}收到", item.case_no, case.received_at.date()));
    let respondent = [&case.respondent.name, &case.respondent.unit_position];
    let respondent: Vec<&str> = respondent.iter().filter_map(|text| text.as_ref()?.body()).collect();
    if !respondent.is_empty() {
        page.pair("被投诉人", &respondent.join(" "), "", "");
    }
    page.prose(case.content.text());
    if case.scope.is_some() {
        page.dim("专人已单独研判过；同意原研判的按 a 在“会上定一件”里追认。");
    }
    if let Some(said) = case.meeting(meeting).and_then(|held| held.minutes.as_ref()) {
        page.dim("讨论");
        page.inset(said.text());
    }
}

/// Every case with what was decided; of one for which somebody has to leave only its place.
fn all(page: &mut Writer<'_>, detail: &MeetingDetail, desk: &Desk) {
    for ((item, case), place) in detail.items().zip(1..) {
        let told = item.decision.told(&desk.org);
        let told = if told.is_empty() { "未定".to_owned() } else { told };
        match case {
            Some(case) if item.recused.is_empty() => {
                page.prose(&format!("{place}. {} {}：{told}", item.case_no, case.title()));
            }
            Some(_) => page.prose(&format!("{place}. 有人回避的一件")),
            None => page.prose(&format!("{place}. {}", item.case_no)),
        }
    }
}
