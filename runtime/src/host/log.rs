//! Where the log entries of components go.

use super::capability::ComponentId;
use super::types::LogLevel;

/// A log entry of a component.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LogEntry<'a> {
    /// Who wrote it.
    pub component: &'a ComponentId,
    /// How much it matters.
    pub level: LogLevel,
    /// What it says.
    pub message: &'a str,
    /// Names and values that say more about it.
    pub context: &'a [(String, String)],
}

/// Takes the log entries of components.
pub trait LogSink: Send + Sync + 'static {
    /// Takes one. The component waits until it returns.
    fn log(&self, entry: &LogEntry<'_>);
}

impl<F: Fn(&LogEntry<'_>) + Send + Sync + 'static> LogSink for F {
    fn log(&self, entry: &LogEntry<'_>) {
        self(entry);
    }
}

/// Passes log entries on to `tracing`, with the target `airssys::component`.
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
                    entry.message
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
