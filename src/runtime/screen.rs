//! Frames on their way to the terminal: one write each between the marks of a synchronized update, only what
//! changed, and not a byte when nothing did.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use ratatui::Frame;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use crate::runtime::halves::Halves;
use crate::runtime::sixteen;
use crate::runtime::terminal::Terminal;

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// What the terminal shows, and the way to change it.
#[derive(Debug)]
pub struct Screen {
    terminal: ratatui::Terminal<Painter>,
    halves: Rc<RefCell<Halves>>,
    /// Nobody knows what the terminal shows.
    forgotten: bool,
}

impl Screen {
    /// A screen on a terminal that has been taken.
    ///
    /// # Errors
    /// When the line is gone.
    pub fn new(terminal: Terminal) -> io::Result<Self> {
        let halves = Rc::new(RefCell::new(Halves::default()));
        let painter = Painter {
            terminal,
            frame: Vec::new(),
            cursor_shown: false,
            cursor_at: None,
            halves: Rc::clone(&halves),
        };
        Ok(Self { terminal: ratatui::Terminal::new(painter)?, halves, forgotten: false })
    }

    /// Draws; sends the difference to what is shown, which may be nothing at all.
    ///
    /// # Errors
    /// When the line is gone.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        if std::mem::take(&mut self.forgotten) {
            self.terminal.backend_mut().hide_cursor_for_certain();
            self.halves.borrow_mut().forget();
            self.terminal.clear()?;
        }
        let halves = Rc::clone(&self.halves);
        let noted = |frame: &mut Frame<'_>| {
            paint(frame);
            halves.borrow_mut().note(frame.buffer_mut());
        };
        self.terminal.draw(noted).map(|_| ())
    }

    /// Whether the line has taken everything drawn before, so that another frame can follow.
    ///
    /// # Errors
    /// When the line is gone.
    pub fn has_room(&self) -> io::Result<bool> {
        self.line().has_sent()
    }

    /// Waits until there is room for a frame.
    ///
    /// # Errors
    /// When the line is gone.
    pub async fn room(&self) -> io::Result<()> {
        self.line().sent().await
    }

    /// Forgets what is shown, so that the next drawing sends everything: somebody else wrote on the screen.
    pub const fn forget(&mut self) {
        self.forgotten = true;
    }

    /// Whether a drawing is due although nothing has changed.
    #[must_use]
    pub const fn is_forgotten(&self) -> bool {
        self.forgotten
    }

    /// Rings the bell.
    ///
    /// # Errors
    /// When the line is gone.
    pub fn ring(&self) -> io::Result<()> {
        self.line().send(b"\x07")
    }

    /// Takes the terminal again after somebody else had it.
    ///
    /// # Errors
    /// When the line is gone.
    pub fn take_again(&mut self) -> io::Result<()> {
        self.line().enter()?;
        self.forget();
        Ok(())
    }

    /// Leaves the terminal to the shell until the program is continued.
    ///
    /// # Errors
    /// When the line is gone.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.line().suspend()?;
        self.forget();
        Ok(())
    }

    fn line(&self) -> &Terminal {
        &self.terminal.backend().terminal
    }
}

/// Collects the bytes of a frame and remembers where the cursor is, because the drawing library asks for it to be
/// hidden or placed in every frame, changed or not.
#[derive(Debug)]
struct Painter {
    terminal: Terminal,
    frame: Vec<u8>,
    cursor_shown: bool,
    /// `None` while unknown.
    cursor_at: Option<Position>,
    halves: Rc<RefCell<Halves>>,
}

impl Painter {
    fn hide_cursor_for_certain(&mut self) {
        self.frame.extend_from_slice(b"\x1b[?25l");
        self.cursor_shown = false;
        self.cursor_at = None;
    }

    fn encoder(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.frame)
    }
}

impl Backend for Painter {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let halves = Rc::clone(&self.halves);
        let halves = halves.borrow();
        let content = halves.with_orphans(content.collect());
        if content.is_empty() {
            return Ok(());
        }
        // Terminals that don't know synchronized updates would show the cursor running over the screen.
        self.hide_cursor()?;
        self.cursor_at = None;
        self.encoder().draw(content.into_iter())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown {
            self.hide_cursor_for_certain();
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown {
            return Ok(());
        }
        self.cursor_shown = true;
        self.encoder().show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor_at.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor_at == Some(position) {
            return Ok(());
        }
        self.cursor_at = Some(position);
        self.encoder().set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.encoder().clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.terminal.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        let bytes = [BEGIN, &sixteen::shortened(&self.frame), END].concat();
        self.frame.clear();
        self.terminal.send(&bytes)
    }
}

#[cfg(test)]
#[path = "screen_tests.rs"]
mod tests;
