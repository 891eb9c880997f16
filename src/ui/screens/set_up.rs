//! The first start: there is no database yet, so the town, the district and the caller's own name are asked for.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Around, Call, Go, Screen, Told, inset};
use crate::actions::{Answers, Field, FieldKind, Questions};
use crate::domain::refusal::Refusal;
use crate::ui::input::Input;
use crate::ui::keys::Scope;
use crate::ui::message::{Effect, Message, SessionEffect, SessionMessage};
use crate::ui::widgets::form::{Form, FormOutcome};

const TOWN: Field = Field::required("town", "镇（街道）名称", FieldKind::Line);
const DISTRICT: Field = Field::required("district", "所属区县", FieldKind::Line);
const NAME: Field = Field::required("name", "您的姓名", FieldKind::Line);

static QUESTIONS: Questions = Questions {
    title: "第一次使用：还没有数据库",
    summary: "填好后回车建立，您将登记为镇纪委专人和系统管理员。",
    fields: &[TOWN, DISTRICT, NAME],
    confirm: None,
};

pub struct SetUp {
    form: Form,
}

impl SetUp {
    pub fn new() -> Self {
        Self { form: Form::without_desk(&QUESTIONS) }
    }

    fn submit(&mut self, answers: &Answers) -> Vec<Call> {
        match wanted(answers) {
            Ok(effect) => {
                self.form.set_busy(true);
                vec![Call::Ask(Effect::Session(effect))]
            }
            Err(refusal) => {
                self.form.refuse(&refusal);
                Vec::new()
            }
        }
    }
}

fn wanted(answers: &Answers) -> Result<SessionEffect, Refusal> {
    Ok(SessionEffect::SetUp {
        town: answers.need_text(&TOWN)?,
        district: answers.need_text(&DISTRICT)?,
        name: answers.need_text(&NAME)?,
    })
}

impl Screen for SetUp {
    fn scope(&self) -> Scope {
        self.form.scope()
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        match self.form.handle(input) {
            FormOutcome::Submit(answers) => self.submit(&answers),
            FormOutcome::Cancel => vec![Call::Go(Go::Quit)],
            // No question of the set-up asks for a file.
            FormOutcome::Idle | FormOutcome::Changed | FormOutcome::Browse | FormOutcome::StopWaiting => {
                Vec::new()
            }
        }
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        // It could not be made; the texts stay.
        if let Told::Message(Message::Session(SessionMessage::Failed(_))) = told {
            self.form.set_busy(false);
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        let inner = inset(area);
        let wanted = self.form.rows_wanted(inner).min(inner.height.saturating_sub(1));
        self.form.draw(frame, Rect { height: wanted, ..inner }, theme);
        let below = Rect { y: inner.y + wanted, height: inner.height - wanted, ..inner };
        let hint = "想先练习：按 Esc 退出，运行 ydt sandbox 打开演练库。";
        frame.render_widget(Line::styled(hint, theme.dim), below);
    }
}
