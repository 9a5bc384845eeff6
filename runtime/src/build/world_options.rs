//! The options of one world.

use airssys_bindings_codegen::request;

/// Options that override those of [`Config`](super::Config) for one world: see [`Config::world_options`](super::Config::world_options).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorldOptions {
    pub(super) options: request::WorldOptions,
}

impl WorldOptions {
    /// Returns options that override nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Overrides [`Config::stubs`](super::Config::stubs).
    #[must_use]
    pub fn stubs(mut self, on: bool) -> Self {
        self.options.stubs = Some(on);
        self
    }

    /// Overrides [`Config::export_prefix`](super::Config::export_prefix).
    #[must_use]
    pub fn export_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.options.export_prefix = Some(prefix.into());
        self
    }

    /// Overrides [`Config::export_macro_name`](super::Config::export_macro_name).
    #[must_use]
    pub fn export_macro_name(mut self, name: impl Into<String>) -> Self {
        self.options.export_macro_name = Some(name.into());
        self
    }

    /// Overrides [`Config::pub_export_macro`](super::Config::pub_export_macro).
    #[must_use]
    pub fn pub_export_macro(mut self, on: bool) -> Self {
        self.options.pub_export_macro = Some(on);
        self
    }

    /// Overrides [`Config::disable_run_ctors_once_workaround`](super::Config::disable_run_ctors_once_workaround).
    #[must_use]
    pub fn disable_run_ctors_once_workaround(mut self, on: bool) -> Self {
        self.options.disable_run_ctors_once_workaround = Some(on);
        self
    }
}
