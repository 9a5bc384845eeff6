//! Reports the progress of a long operation in one line.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// A progress line: rewritten in place on a terminal, printed every five seconds elsewhere.
pub struct Progress {
    start: Instant,
    shown: Instant,
}

impl Progress {
    /// Prints what begins.
    pub fn start(what: &str) -> Self {
        println!("{what} …");
        let now = Instant::now();
        Self { start: now, shown: now }
    }

    /// Shows the current step: `12 s  Compiling std`.
    pub fn step(&mut self, line: &str) {
        let line = line.trim();
        let seconds = self.start.elapsed().as_secs();
        if io::stdout().is_terminal() {
            let line: String = line.chars().take(70).collect();
            print!("\r\x1b[K    {seconds} s  {line}");
            // An error only delays the display.
            let _ = io::stdout().flush();
        } else if self.shown.elapsed() > Duration::from_secs(5) {
            println!("    {seconds} s  {line}");
            self.shown = Instant::now();
        }
    }

    /// Prints the result.
    pub fn end(self, result: &str) {
        let clear = if io::stdout().is_terminal() { "\r\x1b[K" } else { "" };
        println!("{clear}    {result}, after {:.1} s", self.start.elapsed().as_secs_f32());
    }
}
