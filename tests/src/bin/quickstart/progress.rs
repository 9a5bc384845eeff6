//! From what happens meanwhile to one line that says so.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// A line about something that takes its time: rewritten on a terminal, now and then a new one elsewhere.
pub(crate) struct Progress {
    start: Instant,
    shown: Instant,
}

impl Progress {
    /// Says what begins.
    pub(crate) fn start(what: &str) -> Self {
        println!("{what} …");
        let now = Instant::now();
        Self { start: now, shown: now }
    }

    /// Says how far it is: `12 s  Compiling std`.
    pub(crate) fn step(&mut self, line: &str) {
        let line = line.trim();
        let seconds = self.start.elapsed().as_secs();
        if io::stdout().is_terminal() {
            let line: String = line.chars().take(70).collect();
            print!("\r\x1b[K    {seconds} s  {line}");
            // It is only for show.
            let _ = io::stdout().flush();
        } else if self.shown.elapsed() > Duration::from_secs(5) {
            println!("    {seconds} s  {line}");
            self.shown = Instant::now();
        }
    }

    /// Says what came of it.
    pub(crate) fn end(self, what: &str) {
        let clear = if io::stdout().is_terminal() { "\r\x1b[K" } else { "" };
        println!("{clear}    {what}, after {:.1} s", self.start.elapsed().as_secs_f32());
    }
}
