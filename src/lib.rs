//! **ydt** (一点通): the operator console of the supervision platform 小微权力“监督一点通”.
//!
//! # Bird's-eye view
//!
//! A citizen complains; a town's discipline commission has three working days to assess the complaint and pass it to a
//! section or a village, which has three or ten to settle it; leaders sign what goes out; the complainant says whether
//! that was an answer. Every step has a lawful order, a responsible person and a day on which it is due. This program
//! keeps the record of all that, counts the days, refuses what the rules forbid, and can prove that nothing was
//! rewritten afterwards.
//!
//! A key press travels like this: [`runtime`] reads it, [`ui::app`] hands it to the screen on top, which asks for an
//! [`Effect`](ui::message::Effect); the worker thread gives that to the [`office`], which finds the row of
//! [`actions::ACTS`], lets it decide on the folded [`Case`](domain::case::Case), has [`store`] write the events it
//! yields, and answers with a [`Message`](ui::message::Message). A line of `ydt apply` takes the same way from
//! [`office`] on.
//!
//! # Code map
//!
//! - [`domain`] — nouns and facts: cases, stages, [`clock`](domain::limit::clock)s and the
//!   [`calendar`](domain::calendar) they count on, approval [`chain`](domain::case::chain)s, people and units, what
//!   happened ([`event`](domain::event)) and what follows from it ([`evolve`](domain::event::evolve)), what may be seen
//!   ([`sight`](domain::sight), [`masking`](domain::sight::masking)), [`refusal`](domain::refusal)s.
//! - [`actions`] — verbs, one file each: a row of data (code, key, label, who, when, fields) beside a pure function
//!   that decides. [`actions::ACTS`] is the list that menus, forms, help, permissions and `ydt apply` are read from.
//! - [`intake`] — outside files to rows: CSV, XLSX, JSON, encodings, headings, a reason for every row refused.
//! - [`store`] — the SQLite file: opening and migrations, the journal of events with its chain of hashes, summary rows
//!   for lists, identities and texts apart from the chain, alerts, verification.
//! - [`office`] — the use cases, where the above meet; its gate is the only way out for anything about a case. Also
//!   makes the practice town.
//! - [`ui`] — what a person sees: [`app`](ui::app) routes, [`keys`](ui::keys) holds every binding,
//!   [`widgets`](ui::widgets) are plain structs with `update` and `draw`, [`manual`](ui::manual) is the help text.
//! - [`runtime`] — the world outside: the terminal and its restoration, signals, the clock, the thread that owns the
//!   office, the loop ([`event_loop`](runtime::event_loop)), unfinished text kept as files ([`drafts`](runtime::drafts)).
//! - [`cli`] — the commands, their JSON shapes and exit codes.
//!
//! Beside cases and the town other things have a record of their own: a [`meeting`](domain::meeting). Such a thing is a
//! fold over facts listed with `stream_facts!`, its acts are rows over a `StreamAct`, its rows in the store are compared
//! with the replay by `verify`.
//!
//! To add a thing that can be done to a case: a file in `src/actions`, a line in its list, and, if it records a new
//! kind of fact, a variant of [`CaseEvent`](domain::event::CaseEvent); the compiler names the rest.
//!
//! # What waits where, and which package is named where
//!
//! Commands run from top to bottom on one thread. Of a console the main thread runs the loop and draws; the one worker
//! of its **tokio** runtime hears signals and the hang-up and ends the process should the rest be stuck; the thread
//! "keys" reads the terminal; the thread "office" owns the database ([`runtime::console`]). `ydt watch` is one thread.
//! **tokio** is named in [`runtime`] only, **chrono** in [`domain::time`], **color-eyre** in [`runtime`] and [`cli`]
//! (never for a refusal), **rusqlite** in [`store`], **ratatui** and **crossterm** in [`ui`] and [`runtime`],
//! **tui-textarea** in one widget, **directories** in [`cli::place`], **serde** wherever something is stored or shown
//! to programs.
//!
//! # What is not here
//!
//! - No clock is read below [`runtime`] and [`cli`]: `now`, the calendar and the actor are arguments.
//! - No state is stored that the events do not imply, and no event is ever changed or removed.
//! - No lateness is stored while a clock runs; it is computed for the day on which one looks.
//! - No name, contact or text of a complaint is in the chain, so that all of them can be erased without breaking it.
//! - No SQL outside [`store`], no drawing outside [`ui`], no waiting for the database in [`ui`].
//! - No action knows another, no screen knows another.
//! - No second way to the data: what leaves [`office`] has passed the masking and recusal rules there.
//! - No network, no `unsafe`, no trait with a single implementation for its own sake.
//!
//! `tests/all/tidy.rs` holds the house to this as far as a reader of source files can.

// First, because the words of every closed list are declared with its macro.
#[macro_use]
pub mod domain;

pub mod actions;
pub mod cli;
pub mod forms;
pub mod intake;
pub mod office;
pub mod runtime;
pub mod store;
pub mod ui;
