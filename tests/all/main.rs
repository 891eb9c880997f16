//! The one integration-test binary.

mod lifecycle;
mod town;
