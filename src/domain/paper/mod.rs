//! Paper (文书): what leaves the office or goes for signature, as a layout that is frozen when a sheet is issued. The
//! grids are those of the notice's annexes; what fills them is read from a case or a meeting in `forms`.

mod issued;
mod kind;
mod sheet;

pub use issued::{Issued, foot, frozen};
pub use kind::PaperKind;
pub use sheet::{Cell, Grid, Line, Look, Part, Place, Row, Sheet};
