//! What is different for a world.

use airssys_bindings_codegen::request;

/// The options of one world, where they are not as for all: see [`Config::world_options`](super::Config::world_options).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorldOptions {
    pub(super) options: request::WorldOptions,
}

impl WorldOptions {
    /// Nothing is different.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the world gets a type `Stub` that implements its traits and does nothing.
    #[must_use]
    pub fn stubs(mut self, stubs: bool) -> Self {
        self.options.stubs = Some(stubs);
        self
    }

    /// What goes before the name of each exported function.
    #[must_use]
    pub fn export_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.options.export_prefix = Some(prefix.into());
        self
    }

    /// The name of `export!`.
    #[must_use]
    pub fn export_macro_name(mut self, name: impl Into<String>) -> Self {
        self.options.export_macro_name = Some(name.into());
        self
    }

    /// Whether other crates may use `export!`.
    #[must_use]
    pub fn pub_export_macro(mut self, public: bool) -> Self {
        self.options.pub_export_macro = Some(public);
        self
    }

    /// Whether exported functions do without the check that constructors run once.
    #[must_use]
    pub fn disable_run_ctors_once_workaround(mut self, disable: bool) -> Self {
        self.options.disable_run_ctors_once_workaround = Some(disable);
        self
    }
}
