//! Choosing the file that a form asks for.

use super::Act;
use crate::ui::input::Input;
use crate::ui::keys::Do;
use crate::ui::screens::Call;
use crate::ui::screens::files::{Choosing, Files, shown_path};

impl Act {
    /// Opens the folder in which one starts.
    pub(super) fn browse(&mut self) -> Vec<Call> {
        let files = Files::new("附件", &[]);
        let look = files.again();
        self.files = Some(files);
        vec![Call::Ask(look)]
    }

    /// What is typed while a file is chosen.
    pub(super) fn type_path(&mut self, input: &Input) -> Vec<Call> {
        let choosing = self.files.as_mut().map(|files| files.type_path(input));
        choosing.map_or_else(Vec::new, |choosing| self.chosen(choosing))
    }

    /// A key of the list of files.
    pub(super) fn choose(&mut self, what: Do) -> Vec<Call> {
        let choosing = self.files.as_mut().map(|files| files.act(what));
        choosing.map_or_else(Vec::new, |choosing| self.chosen(choosing))
    }

    fn chosen(&mut self, choosing: Choosing) -> Vec<Call> {
        match choosing {
            Choosing::Goes => {}
            Choosing::Look(effect) => return vec![Call::Ask(effect)],
            Choosing::Chosen(path) => {
                self.files = None;
                self.form.take_file(&shown_path(&path));
                self.is_dirty = true;
                self.unkept = true;
            }
            Choosing::Left => self.files = None,
        }
        Vec::new()
    }
}
