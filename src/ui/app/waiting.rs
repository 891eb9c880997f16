//! A save that waits for a colleague's import: the form that was sent says so, else the line below does.

use super::App;
use crate::ui::message::{Effect, Message};
use crate::ui::screens::{Call, Told};

impl App {
    pub(super) fn tell_waiting(&mut self, message: &Message, name: &str) -> Vec<Effect> {
        let calls = self.stack.hear(Told::Message(message), &self.around);
        if !calls.iter().any(|call| matches!(call, Call::Shown)) {
            self.say_told(format!("{name}正在导入，稍候"));
        }
        self.run(calls)
    }
}
