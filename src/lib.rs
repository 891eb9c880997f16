//! **ydt** (一点通): the operator console of the supervision platform 小微权力“监督一点通”.

pub mod domain;
pub mod intake;
