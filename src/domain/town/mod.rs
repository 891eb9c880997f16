//! The town as it is set up: people, units and positions, the settings they share, who deputises for whom, and what was
//! recorded about all of that.

pub mod delegation;
pub mod event;
pub mod org;
pub mod org_change;
pub mod setting_key;
pub mod settings;
pub mod time_of_day;
pub mod waits;
