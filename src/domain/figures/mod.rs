//! Figures: what an office is judged by, worked out from the days and codes of its cases (`domain.md` §8). Pure: whoever
//! reads the cases and says which day it is stands elsewhere.

pub mod bulletin;
pub mod compared;
pub mod counting;
pub mod disclosing;
pub mod facts;
pub mod figure;
pub mod grouping;
mod meaning;
pub mod paragraph;
pub mod ranking;
pub mod reading;
pub mod report;
pub mod safe;
pub mod since;
pub mod span;
pub mod step;
pub mod stretch;
pub mod wording;
