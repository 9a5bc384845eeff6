//! The kinds of errors and warnings: one variant each, with the names in its message and its stable code.

mod argument;
mod compatibility;
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
pub use compatibility::CompatibilityError;
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

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The diagnostic stops the build.
    Error,
    /// The diagnostic does not stop the build.
    Warning,
}

/// A short stable code, displayed as `AB0101`: the first two digits are the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub u16);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AB{:04}", self.0)
    }
}

/// The code, message and level of a kind of error or warning.
pub trait ErrorKind {
    /// Returns the stable code.
    fn code(&self) -> Code;
    /// Returns the message, one line: lower case, no full stop, constructs in backticks.
    fn message(&self) -> String;
    /// Returns the severity.
    fn level(&self) -> Level {
        Level::Error
    }
}

macro_rules! families {
    ($($(#[$doc:meta])* $variant:ident($family:ident),)*) => {
        /// The kind of an error or warning, by family.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $variant($family),)*
        }

        impl Kind {
            fn inner(&self) -> &dyn ErrorKind {
                match self {
                    $(Self::$variant(kind) => kind,)*
                }
            }

            /// Returns every code with the name of its variant, family by family.
            pub fn codes() -> impl Iterator<Item = (Code, &'static str)> {
                let families = [$($family::CODES),*];
                families.into_iter().flatten().map(|&(code, name)| (Code(code), name))
            }
        }

        $(impl From<$family> for Kind {
            fn from(kind: $family) -> Self {
                Self::$variant(kind)
            }
        })*
    };
}

families! {
    /// Files and folders, `AB01..`.
    File(FileError),
    /// The syntax of WIT, `AB02..`.
    Syntax(SyntaxError),
    /// Unknown and duplicate names, `AB03..`.
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
    /// Names and constructs that the generated Rust code cannot have, `AB10..`.
    Rust(RustError),
    /// Compatibility of two versions of a directory, `AB11..`.
    Compatibility(CompatibilityError),
    /// Bugs of airssys-bindings, `AB99..`.
    Internal(InternalError),
}

impl ErrorKind for Kind {
    fn code(&self) -> Code {
        self.inner().code()
    }

    fn message(&self) -> String {
        self.inner().message()
    }

    fn level(&self) -> Level {
        self.inner().level()
    }
}

/// Returns `true` if two kinds have the same code and message.
fn same(one: &dyn ErrorKind, other: &dyn ErrorKind) -> bool {
    one.code() == other.code() && one.message() == other.message()
}

/// Formats a kind for `Debug`.
fn debug(kind: &dyn ErrorKind, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} {}", kind.code(), kind.message())
}

/// Defines a family: each variant with its code, its level and its message.
macro_rules! error_kinds {
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

        impl $crate::diagnostic::ErrorKind for $name {
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

        // Derived implementations would take most of the compile time of a family.
        impl PartialEq for $name {
            /// Returns `true` if both have the same code and message.
            fn eq(&self, other: &Self) -> bool {
                $crate::diagnostic::kind::same(self, other)
            }
        }

        impl Eq for $name {}

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::diagnostic::kind::debug(self, f)
            }
        }

        impl $name {
            /// The code of every variant of this family, with the name of the variant.
            pub const CODES: &'static [(u16, &'static str)] = &[$(($code, stringify!($variant)),)*];
        }
    };
}
pub(super) use error_kinds;
