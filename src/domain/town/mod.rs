//! The town as it is set up: people, units and positions, the settings they share, who deputises for whom, and what was
//! recorded about all of that.

pub(crate) mod catalogue;
pub(crate) mod chains;
pub(crate) mod delegation;
pub(crate) mod event;
pub(crate) mod former_names;
pub mod frozen;
pub(crate) mod hand_over;
pub(crate) mod matter;
pub mod org;
pub(crate) mod org_change;
pub(crate) mod org_plan;
pub mod phrases;
pub(crate) mod rights;
pub(crate) mod roster;
pub mod setting_key;
mod setting_meaning;
pub mod settings;
pub mod templates;
pub(crate) mod time_of_day;
pub mod waits;
