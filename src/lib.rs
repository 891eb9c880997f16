//! **ydt** (一点通): the operator console of the supervision platform 小微权力“监督一点通”.

// First, because the words of every closed list are declared with its macro.
#[macro_use]
pub mod domain;

pub mod actions;
pub mod cli;
pub mod intake;
pub mod office;
pub mod runtime;
pub mod store;
pub mod ui;
