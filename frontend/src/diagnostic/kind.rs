//! What can be wrong: one variant a fact, with the names that the message needs and its stable code.

mod argument;
mod file;
mod gate;
mod internal;
mod manifest;
mod name;
mod package;
mod rust;
mod syntax;
mod types;
mod world;

use std::fmt;

pub use argument::ArgumentError;
pub use file::FileError;
pub use gate::GateError;
pub use internal::InternalError;
pub use manifest::ManifestError;
pub use name::NameError;
pub use package::PackageError;
pub use rust::RustError;
pub use syntax::SyntaxError;
pub use types::TypeError;
pub use world::WorldError;

/// Whether a diagnostic stops the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It does.
    Error,
    /// It does not.
    Warning,
}

/// A short stable code: `AB` and four digits, of which the first two are the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub u16);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AB{:04}", self.0)
    }
}

/// What every family of facts can tell about one of its facts.
pub trait Fact {
    /// The stable code.
    fn code(&self) -> Code;
    /// What is wrong, in one line: lower case, no full stop, names in backticks.
    fn message(&self) -> String;
    /// Whether it stops the build.
    fn level(&self) -> Level {
        Level::Error
    }
}

macro_rules! families {
    ($($(#[$doc:meta])* $variant:ident($family:ident),)*) => {
        /// What is wrong, by family.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $variant($family),)*
        }

        impl Kind {
            fn fact(&self) -> &dyn Fact {
                match self {
                    $(Self::$variant(fact) => fact,)*
                }
            }

            /// Every code that there is, with the name of its fact, family by family.
            pub fn codes() -> impl Iterator<Item = (Code, &'static str)> {
                let families = [$($family::CODES),*];
                families.into_iter().flatten().map(|&(code, fact)| (Code(code), fact))
            }
        }

        $(impl From<$family> for Kind {
            fn from(fact: $family) -> Self {
                Self::$variant(fact)
            }
        })*
    };
}

families! {
    /// Files and folders, `AB01..`.
    File(FileError),
    /// The text of WIT, `AB02..`.
    Syntax(SyntaxError),
    /// Names that are not there, or there twice, `AB03..`.
    Name(NameError),
    /// Packages: versions, duplicates, cycles, `AB04..`.
    Package(PackageError),
    /// Worlds, `AB05..`.
    World(WorldError),
    /// Types, resources and handles, `AB06..`.
    Type(TypeError),
    /// Feature gates, `AB07..`.
    Gate(GateError),
    /// Manifests and locks, `AB08..`.
    Manifest(ManifestError),
    /// The arguments of the call, `AB09..`.
    Argument(ArgumentError),
    /// Names that Rust cannot have, `AB10..`.
    Rust(RustError),
    /// Faults of ours, `AB99..`.
    Internal(InternalError),
}

impl Fact for Kind {
    fn code(&self) -> Code {
        self.fact().code()
    }

    fn message(&self) -> String {
        self.fact().message()
    }

    fn level(&self) -> Level {
        self.fact().level()
    }
}

/// Whether two facts of a family are told in the same words.
fn same(one: &dyn Fact, other: &dyn Fact) -> bool {
    one.code() == other.code() && one.message() == other.message()
}

/// A fact for whoever looks for a fault of ours.
fn show(fact: &dyn Fact, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} {}", fact.code(), fact.message())
}

/// Defines a family: each variant with its code, its level and its message.
macro_rules! facts {
    (
        $(#[$outer:meta])*
        pub enum $name:ident {
            $(
                $(#[$doc:meta])*
                $variant:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })?
                = $level:ident $code:literal, $message:literal;
            )*
        }
    ) => {
        $(#[$outer])*
        #[derive(Clone)]
        pub enum $name {
            $(
                $(#[$doc])*
                $variant $({ $($(#[$field_doc])* $field: $type),* })?,
            )*
        }

        impl $crate::diagnostic::Fact for $name {
            fn code(&self) -> $crate::diagnostic::Code {
                $crate::diagnostic::Code(match *self {
                    $(Self::$variant { .. } => $code,)*
                })
            }

            fn message(&self) -> String {
                match *self {
                    $(Self::$variant $({ $(ref $field),* })? => format!($message),)*
                }
            }

            fn level(&self) -> $crate::diagnostic::Level {
                match *self {
                    $(Self::$variant { .. } => $crate::diagnostic::Level::$level,)*
                }
            }
        }

        // Derived, these would be most of what is compiled of a family.
        impl PartialEq for $name {
            /// Whether both are told in the same words.
            fn eq(&self, other: &Self) -> bool {
                $crate::diagnostic::kind::same(self, other)
            }
        }

        impl Eq for $name {}

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::diagnostic::kind::show(self, f)
            }
        }

        impl $name {
            /// The code of every fact of this family, with the name of its variant.
            pub const CODES: &'static [(u16, &'static str)] = &[$(($code, stringify!($variant)),)*];
        }
    };
}
pub(super) use facts;
