//! The bindings in force: looked up by where the operator is, and told in hints and help.

use std::collections::BTreeMap;

use crossterm::event::KeyEvent;

use super::{BINDINGS, Binding, Do, Key, Scope, editing};
use crate::domain::code::Coded as _;

/// The bindings in force: the table, with what the configuration changes.
#[derive(Debug, Clone)]
pub struct Keys {
    bound: Vec<(&'static Binding, Vec<Key>)>,
}

impl Default for Keys {
    fn default() -> Self {
        Self { bound: BINDINGS.iter().map(|binding| (binding, binding.keys.to_vec())).collect() }
    }
}

/// What a key does by the table as delivered; for widgets, whose scopes are fixed.
#[must_use]
pub fn lookup(scope: Scope, event: &KeyEvent) -> Option<Do> {
    let key = Key::pressed(event)?;
    let binds = |at: &Scope| BINDINGS.iter().find(|row| row.scope == *at && row.keys.contains(&key));
    scope.chain().iter().find_map(binds).map(|row| row.does)
}

impl Keys {
    /// The table with some keys changed: full names of bindings to the keys that shall do it, such as
    /// `inbox.import = ["i", "F3"]`.
    ///
    /// # Errors
    /// One Chinese sentence: an unknown name or key, a fixed binding, or two bindings that clash, both named.
    pub fn with_overrides(overrides: &BTreeMap<String, Vec<String>>) -> Result<Self, String> {
        let mut keys = Self::default();
        for (name, texts) in overrides {
            let (binding, bound) = keys
                .bound
                .iter_mut()
                .find(|(binding, _)| binding.full_name() == *name)
                .ok_or_else(|| format!("按键设置里没有“{name}”这一项。"))?;
            if binding.scope.is_fixed() || texts.is_empty() {
                return Err(format!("按键“{name}”（{}）不能更改，请删去这一项设置。", binding.label));
            }
            *bound = texts
                .iter()
                .map(|text| {
                    Key::parse(text).ok_or_else(|| format!("按键设置“{name}”里的“{text}”不是一个按键。"))
                })
                .collect::<Result<_, _>>()?;
        }
        keys.check()?;
        Ok(keys)
    }

    /// No key may do two things in one place.
    pub(super) fn check(&self) -> Result<(), String> {
        for scope in Scope::ALL {
            let rows: Vec<_> = self.rows(*scope).collect();
            for (place, (first, keys)) in rows.iter().enumerate() {
                for (second, others) in rows.iter().skip(place + 1) {
                    if let Some(key) = keys.iter().find(|key| others.contains(key)) {
                        return Err(format!(
                            "按键“{key}”重复：“{}”（{}）和“{}”（{}）都用它，请改其中一个。",
                            first.full_name(),
                            first.label,
                            second.full_name(),
                            second.label
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    /// The rows that hold in a scope, nearest first.
    fn rows(&self, scope: Scope) -> impl Iterator<Item = &(&'static Binding, Vec<Key>)> {
        scope.chain().iter().flat_map(|at| self.bound.iter().filter(move |(row, _)| row.scope == *at))
    }

    /// What a key does here.
    #[must_use]
    pub fn lookup(&self, scope: Scope, event: &KeyEvent) -> Option<Do> {
        let key = Key::pressed(event)?;
        self.rows(scope).find(|(_, keys)| keys.contains(&key)).map(|(row, _)| row.does)
    }

    /// Key and label of what the hint line shows here.
    #[must_use]
    pub fn hints(&self, scope: Scope) -> Vec<(String, &'static str)> {
        self.hinted(scope).into_iter().map(|(key, label)| (key.to_string(), label)).collect()
    }

    /// The same with the keys themselves.
    #[must_use]
    pub fn hinted(&self, scope: Scope) -> Vec<(Key, &'static str)> {
        let rows = self.rows(scope).filter(|(row, _)| row.hinted);
        rows.filter_map(|(row, keys)| Some((*keys.first()?, row.label))).collect()
    }

    /// Everything that works here, by scope: its heading, then keys and labels; last the keys that edit text, wherever
    /// it is typed.
    #[must_use]
    pub fn help(&self, scope: Scope) -> Vec<(&'static str, Vec<(String, &'static str)>)> {
        let rows = |at: &Scope| {
            self.bound
                .iter()
                .filter(|(row, _)| row.scope == *at)
                .map(|(row, keys)| {
                    let keys: Vec<String> = keys.iter().map(Key::to_string).collect();
                    (keys.join(" "), row.label)
                })
                .collect::<Vec<_>>()
        };
        let bound = scope.chain().iter().map(|at| (at.label(), rows(at)));
        bound.filter(|(_, rows)| !rows.is_empty()).chain([editing::editing_help()]).collect()
    }

    /// The first key that does something here, for texts that mention it.
    #[must_use]
    pub fn key_for(&self, scope: Scope, does: Do) -> Option<String> {
        self.rows(scope)
            .find(|(row, _)| row.does == does)
            .and_then(|(_, keys)| Some(keys.first()?.to_string()))
    }
}
