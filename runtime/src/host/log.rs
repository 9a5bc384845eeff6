//! Log entries of components, and the sinks that receive them.

use super::bindings::types::LogLevel;
use super::capability::{ComponentId, Escaped};

/// A log entry of a component.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LogEntry<'a> {
    /// The component that logged the entry.
    pub component: &'a ComponentId,
    /// The severity.
    pub level: LogLevel,
    /// The message. The component chose it: it can contain line breaks and control characters.
    pub message: &'a str,
    /// Structured fields: names and values, which the component chose as well.
    pub context: &'a [(String, String)],
}

/// Receives the log entries of components.
pub trait LogSink: Send + Sync + 'static {
    /// Records an entry. The component waits until this returns.
    fn log(&self, entry: &LogEntry<'_>);
}

impl<F: Fn(&LogEntry<'_>) + Send + Sync + 'static> LogSink for F {
    fn log(&self, entry: &LogEntry<'_>) {
        self(entry);
    }
}

/// Forwards log entries to `tracing`, with the target `airssys::component`. Line breaks, control characters and
/// characters that reorder text are escaped, so that each entry is one line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tracing;

impl LogSink for Tracing {
    fn log(&self, entry: &LogEntry<'_>) {
        macro_rules! event {
            ($level:ident) => {
                tracing::event!(
                    target: "airssys::component",
                    tracing::Level::$level,
                    component = %entry.component,
                    context = ?entry.context,
                    "{}",
                    Escaped(entry.message)
                )
            };
        }
        match entry.level {
            LogLevel::Trace => event!(TRACE),
            LogLevel::Debug => event!(DEBUG),
            LogLevel::Info => event!(INFO),
            LogLevel::Warn => event!(WARN),
            LogLevel::Error => event!(ERROR),
        }
    }
}
