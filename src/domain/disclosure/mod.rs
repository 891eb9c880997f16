//! Disclosure (公示公开, N§三(一)): how far the record of a matter and period has come. `domain.md` §5. The list of matters
//! is the town's, periods and due days are those of whatever recurs.

mod state;

pub use state::DisclosureState;
