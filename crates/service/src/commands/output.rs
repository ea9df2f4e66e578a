//! What a command says. A reader who goes away (`tirkeu law show | head`) is no fault.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};

/// Says a line of the answer.
pub(super) fn say(line: impl Display) {
    drop(writeln!(io::stdout().lock(), "{line}"));
}

/// Says what is wrong.
pub(super) fn complain(line: impl Display) {
    drop(writeln!(io::stderr().lock(), "tirkeu: {line}"));
}

/// How far long work has come; shown on a terminal only, in one line that is written again.
pub(super) struct Progress {
    shown: bool,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self { shown: io::stderr().is_terminal() }
    }

    pub(super) fn show(&self, line: impl Display) {
        if self.shown {
            let mut terminal = io::stderr().lock();
            drop(write!(terminal, "\r{line}\u{1b}[K"));
            drop(terminal.flush());
        }
    }

    /// Takes the line away.
    pub(super) fn end(&self) {
        if self.shown {
            drop(write!(io::stderr().lock(), "\r\u{1b}[K"));
        }
    }
}
