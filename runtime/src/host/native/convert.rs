//! Conversions between the types of a guest and those of the host's bindings.

/// Converts to a type of the other side. `M` is a type of the module that converts: several modules may convert one type.
pub trait To<T, M> {
    /// Converts the value.
    fn to(self) -> T;
}

macro_rules! same {
    ($($ty:ty),* $(,)?) => {
        $(
            impl<M> To<$ty, M> for $ty {
                fn to(self) -> $ty {
                    self
                }
            }
        )*
    };
}

same! {
    (), bool, u8, u16, u32, u64, i32, i64, String, (String, String), (u8, u8, u8, u8),
    (u16, u16, u16, u16, u16, u16, u16, u16),
}

impl<T: To<U, M>, U, M> To<Vec<U>, M> for Vec<T> {
    fn to(self) -> Vec<U> {
        self.into_iter().map(To::to).collect()
    }
}

impl<T: To<U, M>, U, M> To<Option<U>, M> for Option<T> {
    fn to(self) -> Option<U> {
        self.map(To::to)
    }
}

impl<T: To<U, M>, E: To<F, M>, U, F, M> To<Result<U, F>, M> for Result<T, E> {
    fn to(self) -> Result<U, F> {
        self.map(To::to).map_err(To::to)
    }
}

/// Imports take references to data that they do not keep.
impl<T: ?Sized + ToOwned<Owned: To<U, M>>, U, M> To<U, M> for &T {
    fn to(self) -> U {
        self.to_owned().to()
    }
}

/// Converts the types of a module of the guest's bindings from and to those of a module of the host's.
#[macro_export]
#[doc(hidden)]
macro_rules! __convert {
    (
        $here:ident $guest:path, $host:path;
        $(enum $enum:ident { $($name:ident)* })*
        $(flags $flags:ident { $($flag:ident)* })*
        $(record $record:ident { $($field:ident)* })*
        $(variant $variant:ident { $($case:ident)* ; $($with_payload:ident)* })*
    ) => {
        const _: () = {
            #[allow(unused_imports)]
            use {$crate::__native::host::To, $guest as guest, $host as host};
            $(
                impl To<host::$enum, $here> for guest::$enum {
                    fn to(self) -> host::$enum {
                        match self { $(guest::$enum::$name => host::$enum::$name,)* }
                    }
                }
                impl To<guest::$enum, $here> for host::$enum {
                    fn to(self) -> guest::$enum {
                        match self { $(host::$enum::$name => guest::$enum::$name,)* }
                    }
                }
            )*
            $(
                impl To<host::$flags, $here> for guest::$flags {
                    fn to(self) -> host::$flags {
                        let mut flags = host::$flags::default();
                        $(if self.contains(guest::$flags::$flag) { flags |= host::$flags::$flag; })*
                        flags
                    }
                }
            )*
            $(
                impl To<host::$record, $here> for guest::$record {
                    fn to(self) -> host::$record {
                        host::$record { $($field: To::<_, $here>::to(self.$field),)* }
                    }
                }
                impl To<guest::$record, $here> for host::$record {
                    fn to(self) -> guest::$record {
                        guest::$record { $($field: To::<_, $here>::to(self.$field),)* }
                    }
                }
            )*
            $(
                impl To<host::$variant, $here> for guest::$variant {
                    fn to(self) -> host::$variant {
                        match self {
                            $(guest::$variant::$case => host::$variant::$case,)*
                            $(guest::$variant::$with_payload(it) => {
                                host::$variant::$with_payload(To::<_, $here>::to(it))
                            })*
                        }
                    }
                }
                impl To<guest::$variant, $here> for host::$variant {
                    fn to(self) -> guest::$variant {
                        match self {
                            $(host::$variant::$case => guest::$variant::$case,)*
                            $(host::$variant::$with_payload(it) => {
                                guest::$variant::$with_payload(To::<_, $here>::to(it))
                            })*
                        }
                    }
                }
            )*
        };
    };
}
