//! Undo and redo by steps of a word: what is typed without moving away until a word ends is one step, so is what is
//! deleted, and every paste.

use super::words::Class;

/// So many steps can be undone.
const MOST: usize = 200;

/// A text with the place of its cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    pub(super) lines: Vec<String>,
    pub(super) cursor: (usize, usize),
}

/// What an edit does, as far as it can be a part of the step before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Typing(char),
    Deleting(char),
    /// A step of its own.
    Whole,
}

/// What can be undone and redone.
#[derive(Debug, Clone, Default)]
pub(super) struct Steps {
    undone: Vec<State>,
    done: Vec<State>,
    /// The edit before, as long as another one may belong to its step.
    run: Option<Kind>,
}

impl Steps {
    /// Whether this edit begins a new step, so that the text before it must be kept.
    pub(super) fn begins(&self, kind: Kind) -> bool {
        match (self.run, kind) {
            // A blank ends the word that it follows.
            (Some(Kind::Typing(_)), Kind::Typing(next)) if next.is_whitespace() => false,
            (Some(Kind::Typing(last)), Kind::Typing(next))
            | (Some(Kind::Deleting(last)), Kind::Deleting(next)) => Class::of(last) != Class::of(next),
            (Some(Kind::Typing(_) | Kind::Deleting(_) | Kind::Whole) | None, _) => true,
        }
    }

    /// An edit was made; `before` is the text before it, where it began a step.
    pub(super) fn made(&mut self, kind: Kind, before: Option<State>) {
        self.undone.clear();
        self.done.extend(before);
        if self.done.len() > MOST {
            self.done.remove(0);
        }
        self.run = (kind != Kind::Whole).then_some(kind);
    }

    /// The cursor was moved: what is typed next is another step.
    pub(super) const fn part(&mut self) {
        self.run = None;
    }

    /// The text before the last step.
    pub(super) fn undo(&mut self, now: State) -> Option<State> {
        let before = self.done.pop()?;
        self.undone.push(now);
        self.run = None;
        Some(before)
    }

    /// The text after the step undone last.
    pub(super) fn redo(&mut self, now: State) -> Option<State> {
        let after = self.undone.pop()?;
        self.done.push(now);
        self.run = None;
        Some(after)
    }
}
