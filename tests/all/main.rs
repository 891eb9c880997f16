//! The one integration-test binary.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails here fails a test, and only test functions themselves are exempted by the settings"
)]
#![expect(clippy::format_push_string, clippy::format_collect, reason = "a test reads better than it runs")]

mod agendas;
mod as_of;
mod attachments;
mod audit;
mod backups;
mod backups_under_load;
mod bad_input;
mod batches;
mod bounds;
mod bulletin_by_keys;
mod calendar;
mod chased;
mod cli;
mod closed;
mod colourless;
mod commands;
mod copies;
mod dashboard;
mod deployed;
mod disclosed;
mod disclosed_by_keys;
mod disclosure;
mod drafts;
mod durability;
mod erasing;
mod figures_by_keys;
mod first_day;
mod groups;
mod holders;
mod holding;
mod home;
mod hostile;
mod import_kinds;
mod import_property;
mod importing;
mod ledger;
mod lifecycle;
mod long_walks;
mod many_files;
mod masking;
mod matters;
mod meanwhile;
mod measure;
mod meeting_costs;
mod meetings;
mod migrations;
mod moments;
mod month_end;
mod own_files;
mod own_things;
mod paper_office;
mod papers;
mod papers_by_keys;
mod papers_later;
mod people;
mod pictures;
mod places;
mod program;
mod pty;
mod queue;
mod recusal;
mod retention;
mod rights;
mod routes;
mod safe_days;
mod scan;
mod server;
mod settings;
mod shape;
mod signing;
mod sources;
mod space;
mod sqlite;
mod sshd;
mod surroundings;
mod templates;
mod terminal;
mod tidy;
mod town;
mod town_history;
mod transport;
mod two_operators;
mod typing;
mod unsettled;
mod verifying;
mod walks;
mod watching;
