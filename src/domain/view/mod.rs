//! What is shown: rows, details, figures and reports as they leave the office, and the conditions that choose them.

pub mod approvals;
pub mod beside;
pub(crate) mod columns;
pub(crate) mod comparison;
pub mod console_place;
pub mod dashboard;
pub mod detail;
pub mod disclosure;
pub mod explanation;
pub mod filter;
pub mod foretold;
pub mod importing;
pub mod intake_row;
pub mod intake_rows;
pub mod kept_filter;
pub mod ledger;
pub mod listing;
pub mod meeting;
pub mod my_day;
pub mod paper;
pub(crate) mod reconciling;
pub mod sameness;
pub mod unsettled;
