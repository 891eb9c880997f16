//! A record of disclosure: what there is to know of it, its next step, its history. Enter does the next step where one
//! may; whoever signs goes from one paper to the next.

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Clear, Paragraph};

use super::page::Writer;
use super::{Around, Call, Go, Screen, Told, inset};
use crate::actions::disclosure_step::{at_hand, next_act, offered};
use crate::actions::{Act, Answers, disclosure_none, disclosure_return, disclosure_sign};
use crate::domain::desk::Desk;
use crate::domain::disclosure::{Disclosure, Duty};
use crate::domain::ids::DisclosureId;
use crate::domain::refusal::Refusal;
use crate::domain::view::disclosure::DisclosureDetail;
use crate::domain::words::ClockLevel;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{DisclosureEffect, DisclosureMessage, Effect, Message};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::picker::{Choice, Picked, Picker};
use crate::ui::widgets::toast::{Toast, Tone};

/// Lines of the open menu.
const MENU_LINES: u16 = 13;

/// What is being asked.
enum Asking {
    /// Which act to do.
    Act(Picker, Vec<&'static Act>),
    /// Whether to do this act, which asks for nothing more.
    Plain(Confirm, &'static Act),
    /// Which of the complaints about it to open.
    Case(Picker, Vec<String>),
}

pub struct DisclosureScreen {
    id: DisclosureId,
    detail: Option<Box<DisclosureDetail>>,
    refused: String,
    asking: Option<Asking>,
    scroll: usize,
    furthest: usize,
    height: usize,
    /// How many were signed or returned one after the other.
    done: usize,
}

impl DisclosureScreen {
    pub const fn new(id: DisclosureId) -> Self {
        Self {
            id,
            detail: None,
            refused: String::new(),
            asking: None,
            scroll: 0,
            furthest: 0,
            height: 1,
            done: 0,
        }
    }

    fn read(&self) -> Call {
        Call::Ask(Effect::Disclosure(DisclosureEffect::Open(self.id)))
    }

    fn record(&self) -> Option<&Disclosure> {
        self.detail.as_ref().map(|detail| &detail.disclosure)
    }

    fn form(&self, action: &'static Act) -> Vec<Call> {
        let record = self.record().cloned().map(Box::new);
        record.map_or_else(Vec::new, |record| {
            vec![Call::Go(Go::DisclosureForm { action, record: Some(record), answers: Answers::none() })]
        })
    }

    /// Asks whether to do an act that needs no more than what is on the screen; why not, where it cannot be done.
    fn plain(&mut self, act: &'static Act, question: &str, desk: &Desk) -> Vec<Call> {
        let Some(record) = self.record() else { return Vec::new() };
        if let Err(refusal) = act.open_to(record, &desk.context()) {
            return vec![Call::Say(Toast::new(Tone::Refused, refusal.message))];
        }
        let question = format!("{}：{question}", record.told());
        self.asking = Some(Asking::Plain(Confirm::new(question), act));
        Vec::new()
    }

    /// Signs: in person at a question, for somebody else's paper in the form.
    fn sign(&mut self, desk: &Desk) -> Vec<Call> {
        let is_mine = self.record().is_some_and(|record| is_for(record, Duty::Sign, desk));
        if !is_mine {
            return self.form(&disclosure_sign::ACT);
        }
        let is_nothing = self.record().is_some_and(|record| record.is_nothing);
        let question =
            if is_nothing { "同意“本期无”？同意后即了结。" } else { "同意公开？" };
        self.plain(&disclosure_sign::ACT, question, desk)
    }

    /// Says that there is nothing: the unit's own handler at a question, an operator in the form that asks for whom.
    fn nothing(&mut self, desk: &Desk) -> Vec<Call> {
        let is_own = self.record().is_some_and(|record| desk.actor.handles(record.unit));
        if !is_own {
            return self.form(&disclosure_none::ACT);
        }
        self.plain(&disclosure_none::ACT, "本期没有应公开的内容？报领导审核后即了结。", desk)
    }

    /// The next step; what only asks for a yes is asked here.
    fn next(&mut self, desk: &Desk) -> Vec<Call> {
        let next = self.record().and_then(|record| at_hand(record, &desk.context()));
        match next {
            Some(act) if *act == disclosure_sign::ACT => self.sign(desk),
            Some(act) => self.form(act),
            None => {
                let words = self.record().map_or("", |record| match next_act(record) {
                    Some(_) => "这一步由别人办，按 a 看能办什么。",
                    None => "这条已经办完，没有下一步。",
                });
                vec![Call::Say(Toast::new(Tone::Told, words))]
            }
        }
    }

    /// All acts, those that cannot be done with the reason.
    fn menu(&mut self, desk: &Desk) {
        let Some(record) = self.record() else { return };
        let acts: Vec<(&'static Act, Option<Refusal>)> = offered(record, &desk.context());
        let choice = |(act, refusal): &(&'static Act, Option<Refusal>)| {
            let note = match refusal {
                None => act.questions.summary.to_owned(),
                Some(refusal) => format!("现在不能：{}", refusal.message),
            };
            Choice::new(act.code, act.label()).note(note)
        };
        let choices = acts.iter().map(choice).collect();
        let acts = acts.into_iter().map(|(act, _)| act).collect();
        self.asking = Some(Asking::Act(Picker::one("办什么", choices, None), acts));
    }

    /// The complaint about it; where there are several, which one.
    fn open_case(&mut self) -> Vec<Call> {
        let numbers: Vec<String> = self
            .record()
            .map_or_else(Vec::new, |it| it.links.iter().map(|(_, number)| number.clone()).collect());
        match numbers.as_slice() {
            [] => vec![Call::Say(Toast::new(Tone::Told, "没有关联的投诉件；按 a 选“关联投诉”。"))],
            [only] => vec![Call::Go(Go::Numbered(only.clone()))],
            _ => {
                let choices = numbers.iter().map(|number| Choice::new(number, number)).collect();
                self.asking = Some(Asking::Case(Picker::one("打开哪一件投诉", choices, None), numbers));
                Vec::new()
            }
        }
    }

    fn answered(&mut self, asking: Asking, input: &Input) -> Vec<Call> {
        match asking {
            Asking::Plain(question, act) => match Confirm::answer(input) {
                None => self.ask_on(Asking::Plain(question, act)),
                Some(false) => Vec::new(),
                Some(true) => {
                    let seen = self.record().map(|record| (record.id, Some(record.seq)));
                    let perform = |seen| Call::Go(Go::OnDisclosure(act, seen, Answers::none()));
                    seen.map(perform).into_iter().collect()
                }
            },
            Asking::Act(mut picker, acts) => match picker.handle(input) {
                Picked::Pending => self.ask_on(Asking::Act(picker, acts)),
                Picked::Cancelled => Vec::new(),
                Picked::Taken(places) => {
                    let act = places.first().and_then(|place| acts.get(*place)).copied();
                    act.map_or_else(Vec::new, |act| self.form(act))
                }
            },
            Asking::Case(mut picker, numbers) => match picker.handle(input) {
                Picked::Pending => self.ask_on(Asking::Case(picker, numbers)),
                Picked::Cancelled => Vec::new(),
                Picked::Taken(places) => {
                    let number = places.first().and_then(|place| numbers.get(*place)).cloned();
                    number.map(|number| Call::Go(Go::Numbered(number))).into_iter().collect()
                }
            },
        }
    }

    fn ask_on(&mut self, asking: Asking) -> Vec<Call> {
        self.asking = Some(asking);
        Vec::new()
    }

    fn hear_disclosure(&mut self, message: &DisclosureMessage) -> Vec<Call> {
        match message {
            DisclosureMessage::Read(detail) if detail.disclosure.id == self.id => {
                self.refused.clear();
                self.detail = Some(detail.clone());
                Vec::new()
            }
            DisclosureMessage::NotThere(refusal) if self.detail.is_none() => {
                self.refused.clone_from(&refusal.message);
                Vec::new()
            }
            DisclosureMessage::Performed { disclosure, next: Some(next), .. } if *disclosure == self.id => {
                (self.id, self.detail, self.scroll) = (*next, None, 0);
                self.done += 1;
                let words = format!("已保存。已审{}条，接着审下一条。", self.done);
                vec![self.read(), Call::Shown, Call::Say(Toast::new(Tone::Done, words))]
            }
            DisclosureMessage::Refused { .. } => vec![self.read()],
            DisclosureMessage::NotThere(_)
            | DisclosureMessage::Read(_)
            | DisclosureMessage::Performed { .. }
            | DisclosureMessage::Pane(..)
            | DisclosureMessage::CatalogueRead { .. } => Vec::new(),
        }
    }

    fn lines(&self, width: u16, desk: &Desk, theme: &crate::ui::theme::Theme) -> Vec<Line<'static>> {
        let mut page = Writer::new(width, theme);
        let Some(detail) = &self.detail else {
            page.dim("正在读取…");
            return page.finish();
        };
        let (record, today) = (&detail.disclosure, desk.settings.limit_day(desk.now));
        page.heading(&format!("{}  {}", record.code(), record.told()));
        next_line(&mut page, record, desk);
        let row = detail.row();
        let level = row.level(&desk.calendar, today);
        for (label, value) in detail.facts(&desk.org, &desk.calendar, today) {
            page.pair(label, &value, "", "");
        }
        if level == ClockLevel::Overdue {
            page.alarm(&format!("到期日{}已过，还没有公开。", record.due_on));
        }
        page.files(&record.files, desk);
        page.heading("经过");
        for line in &detail.history {
            let who = line.actor.map_or("", |person| desk.org.person_name_at(person, line.place));
            page.dim(&format!("{}  {who}  {}", line.at.minute(), line.summary));
        }
        page.finish()
    }
}

/// What comes next, and whose it is.
fn next_line(page: &mut Writer<'_>, record: &Disclosure, desk: &Desk) {
    let Some(duty) = Duty::of(record.state) else {
        if next_act(record).is_some_and(|act| act.open_to(record, &desk.context()).is_ok()) {
            page.dim("已了结。回车抽查是否属实；按 a 关联投诉。");
        }
        return;
    };
    let act = next_act(record).map_or("", Act::label);
    let whose = duty.whose(record.unit, &record.submitters, &desk.org);
    let words = if !is_for(record, duty, desk) {
        format!("下一步：{act}（{whose}）")
    } else if duty == Duty::Sign {
        format!("下一步：{act}（您来办）  y 同意  n 退回")
    } else if duty == Duty::Submit && record.happened.is_empty() {
        format!("下一步：{act}（您来办）  回车开始  E 本期无")
    } else {
        format!("下一步：{act}（您来办）  回车开始")
    };
    page.prose(&words);
}

fn is_for(record: &Disclosure, duty: Duty, desk: &Desk) -> bool {
    Duty::of(record.state) == Some(duty)
        && duty.is_for(record.unit, &record.submitters, (&desk.actor, &desk.org), desk.today())
}

impl Screen for DisclosureScreen {
    fn scope(&self) -> Scope {
        match &self.asking {
            Some(Asking::Act(..) | Asking::Case(..)) => Scope::Picker,
            Some(Asking::Plain(..)) => Scope::Confirm,
            None => Scope::Disclosure,
        }
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        let asking = self.asking.take();
        asking.map_or_else(Vec::new, |asking| self.answered(asking, input))
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let Some(desk) = &around.desk else { return Vec::new() };
        if let Some(rows) = what.rows(self.height) {
            self.scroll = self.scroll.saturating_add_signed(rows).min(self.furthest);
            return Vec::new();
        }
        match what {
            Do::Open => return self.next(desk),
            Do::Agree => return self.sign(desk),
            Do::SendBack => return self.form(&disclosure_return::ACT),
            Do::SayNothing => return self.nothing(desk),
            Do::Actions => self.menu(desk),
            Do::OpenCase => return self.open_case(),
            Do::Back => return vec![Call::Leave],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        match told {
            Told::Opened | Told::Changed => vec![self.read()],
            Told::Message(Message::Disclosure(message)) => self.hear_disclosure(message),
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
        let Some(desk) = &around.desk else { return };
        if !self.refused.is_empty() {
            let mut page = Writer::new(area.width, theme);
            page.alarm(&self.refused);
            return frame.render_widget(Paragraph::new(page.finish()), area);
        }
        let lines = self.lines(area.width, desk, theme);
        let [body, foot] = Layout::vertical([Constraint::Min(1), Constraint::Length(1)]).areas(area);
        self.height = usize::from(body.height).max(1);
        self.furthest = lines.len().saturating_sub(self.height);
        self.scroll = self.scroll.min(self.furthest);
        let hidden = self.furthest - self.scroll;
        let shown: Vec<Line<'static>> = lines.into_iter().skip(self.scroll).take(self.height).collect();
        frame.render_widget(Paragraph::new(shown), body);
        if hidden > 0 {
            frame.render_widget(Line::styled(format!("  还有{hidden}行，PgDn 往下看"), theme.dim), foot);
        }
        match &self.asking {
            Some(Asking::Plain(question, _)) => question.draw(frame, inset(area), theme),
            Some(Asking::Act(picker, _) | Asking::Case(picker, _)) => {
                let height = MENU_LINES.min(area.height);
                let over = Rect { y: area.bottom() - height, height, ..area };
                frame.render_widget(Clear, over);
                picker.draw(frame, inset(over), theme);
            }
            None => {}
        }
    }

    fn crumb(&self) -> Option<String> {
        self.record().map(Disclosure::code)
    }
}
