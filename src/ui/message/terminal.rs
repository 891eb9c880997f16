//! What concerns the terminal alone, and so never reaches the office.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TerminalEffect {
    /// Ring the bell.
    Bell,
    /// Leave the terminal to the shell until the program is continued.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// End the program.
    Quit,
}
