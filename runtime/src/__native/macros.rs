//! The macros that generated code calls. Their input is written by `bindings::native` in `airssys-bindings-codegen`.

/// Returns from an import what its mock returns.
#[macro_export]
#[doc(hidden)]
macro_rules! __mock {
    ($interface:literal $wit:literal $mock:ident $function:ident ($($argument:expr),*) $($await:tt)*) => {
        match $crate::__native::current::<dyn $mock>() {
            ::core::option::Option::Some(mock) => {
                return $mock::$function(&*mock $(, $argument)*) $($await)*;
            }
            ::core::option::Option::None => {
                $crate::__native::not_mocked($interface, $wit, ::core::module_path!(), ::core::stringify!($mock))
            }
        }
    };
}

/// Returns from a method of an imported resource what its object returns.
#[macro_export]
#[doc(hidden)]
macro_rules! __mock_method {
    ($mock:ident $function:ident ($handle:expr, $resource:literal $(, $argument:expr)*) $($await:tt)*) => {
        let object = $crate::__native::object::<dyn $mock>($handle, $resource);
        return $mock::$function(&*object $(, $argument)*) $($await)*;
    };
}

/// Declares the mocks of an interface or world. `host` names the interface among those that `host::native` serves.
#[macro_export]
#[doc(hidden)]
macro_rules! __mocks {
    (
        [$($host:ident)?] $interface:literal
        $mock:ident $install_mock:ident $mock_with:ident $builder:ident $install:ident
        $functions:tt
        $(resource $handle:ident $resource:literal $object:ident $new:ident $mocked:ident $methods:tt)*
    ) => {
        #[doc = ::core::concat!("Mocks the imports of `", $interface, "`. A function that is not implemented panics.")]
        pub trait $mock {
            $crate::__mocked_functions! { $interface $functions }
        }

        #[doc = ::core::concat!("Installs a mock of the imports of `", $interface, "` for the current thread.")]
        pub fn $install_mock<P>(mock: P) -> $crate::mocks::Installed
        where
            P: ::core::ops::Deref + 'static,
            P::Target: $mock,
        {
            struct Held<P>(P);
            impl<P> $mock for Held<P>
            where
                P: ::core::ops::Deref,
                P::Target: $mock,
            {
                $crate::__forwarded_functions! { $mock $functions }
            }
            $crate::__native::install::<$crate::__native::Rc<dyn $mock>>($crate::__native::Rc::new(Held(mock)))
        }

        $crate::__mocks_of_closures! { $interface $mock $install_mock $mock_with $builder $install $functions }

        $(
            #[doc = ::core::concat!("Mocks a resource, `", $resource, "`. A method that is not implemented panics.")]
            pub trait $object: 'static {
                $crate::__mocked_functions! { $resource $methods }
            }

            impl $handle {
                /// Returns a handle of an object, which is dropped with the handle.
                #[must_use]
                pub fn $new(object: impl $object) -> Self {
                    let object = $crate::__native::Rc::new(object);
                    let handle = $crate::__native::insert_object::<dyn $object>(object.clone(), object);
                    // SAFETY: the handle is new.
                    unsafe { Self::from_handle(handle) }
                }

                /// Returns the object that the handle stands for.
                ///
                /// # Panics
                ///
                /// If the object has another type, and in another thread.
                #[must_use]
                pub fn $mocked<T: $object>(&self) -> $crate::__native::Rc<T> {
                    $crate::__native::mocked::<dyn $object, T>(self.handle(), $resource)
                }
            }
        )*

        $crate::__installed_for! { [$($host)?] $mock $functions $(resource $handle $object $new $methods)* }
    };
}

/// Declares the functions of a trait, which panic.
#[macro_export]
#[doc(hidden)]
macro_rules! __mocked_functions {
    (
        $of:literal
        {
            $(fn $name:ident $wit:literal ($($argument:ident : $ty:ty),*) -> $result:ty;)*
            $(
                async fn $async_name:ident $async_wit:literal <$lifetime:lifetime>
                    ($($async_argument:ident : $async_ty:ty),*) -> $async_result:ty;
            )*
        }
    ) => {
        $(
            #[doc = ::core::concat!("Is called in place of `", $wit, "`.")]
            fn $name(&self $(, $argument: $ty)*) -> $result {
                $crate::__native::not_implemented::<Self>(
                    $of,
                    $wit,
                    ::core::concat!("implement `", ::core::stringify!($name), "` in the `impl` of the mock"),
                )
            }
        )*
        $(
            #[doc = ::core::concat!("Is called in place of `", $async_wit, "`.")]
            fn $async_name<$lifetime>(&$lifetime self $(, $async_argument: $async_ty)*)
                -> $crate::mocks::Future<$lifetime, $async_result>
            {
                $crate::__native::not_implemented::<Self>(
                    $of,
                    $async_wit,
                    ::core::concat!("implement `", ::core::stringify!($async_name), "` in the `impl` of the mock"),
                )
            }
        )*
    };
}

/// Implements the functions of a trait by those of the pointer `self.0`.
#[macro_export]
#[doc(hidden)]
macro_rules! __forwarded_functions {
    (
        $mock:ident
        {
            $(fn $name:ident $wit:literal ($($argument:ident : $ty:ty),*) -> $result:ty;)*
            $(
                async fn $async_name:ident $async_wit:literal <$lifetime:lifetime>
                    ($($async_argument:ident : $async_ty:ty),*) -> $async_result:ty;
            )*
        }
    ) => {
        $(
            fn $name(&self $(, $argument: $ty)*) -> $result {
                $mock::$name(&*self.0 $(, $argument)*)
            }
        )*
        $(
            fn $async_name<$lifetime>(&$lifetime self $(, $async_argument: $async_ty)*)
                -> $crate::mocks::Future<$lifetime, $async_result>
            {
                $mock::$async_name(&*self.0 $(, $async_argument)*)
            }
        )*
    };
}

/// Declares a mock that consists of closures.
#[macro_export]
#[doc(hidden)]
macro_rules! __mocks_of_closures {
    (
        $interface:literal $mock:ident $install_mock:ident $mock_with:ident $builder:ident $install:ident
        {
            $(fn $name:ident $wit:literal ($($argument:ident : $ty:ty),*) -> $result:ty;)*
            $(
                async fn $async_name:ident $async_wit:literal <$lifetime:lifetime>
                    ($($async_argument:ident : $async_ty:ty),*) -> $async_result:ty;
            )*
        }
    ) => {
        #[doc = ::core::concat!("Mocks the imports of `", $interface, "` by closures.")]
        #[must_use]
        pub fn $mock_with() -> $builder {
            <$builder as ::core::default::Default>::default()
        }

        #[doc = ::core::concat!("A mock of the imports of `", $interface, "` that consists of closures.")]
        #[derive(Default)]
        #[must_use]
        pub struct $builder {
            $($name: ::core::option::Option<$crate::__native::Box<dyn Fn($($ty),*) -> $result>>,)*
            $(
                $async_name: ::core::option::Option<
                    $crate::__native::Box<
                        dyn for<$lifetime> Fn($($async_ty),*) -> $crate::mocks::Future<'static, $async_result>
                    >
                >,
            )*
        }

        impl $builder {
            $(
                #[doc = ::core::concat!("Calls the closure in place of `", $wit, "`.")]
                pub fn $name(mut self, function: impl Fn($($ty),*) -> $result + 'static) -> Self {
                    self.$name = ::core::option::Option::Some($crate::__native::Box::new(function));
                    self
                }
            )*
            $(
                #[doc = ::core::concat!("Calls the closure in place of `", $async_wit, "`, and awaits the future that it returns.")]
                pub fn $async_name<F>(mut self, function: impl for<$lifetime> Fn($($async_ty),*) -> F + 'static) -> Self
                where
                    F: ::core::future::Future<Output = $async_result> + 'static,
                {
                    let function: $crate::__native::Box<
                        dyn for<$lifetime> Fn($($async_ty),*) -> $crate::mocks::Future<'static, $async_result>
                    > = $crate::__native::Box::new(
                        move |$($async_argument),*| $crate::__native::Box::pin(function($($async_argument),*))
                    );
                    self.$async_name = ::core::option::Option::Some(function);
                    self
                }
            )*

            /// Installs the mock for the current thread.
            pub fn $install(self) -> $crate::mocks::Installed {
                $install_mock($crate::__native::Box::new(self))
            }
        }

        impl $mock for $builder {
            $(
                fn $name(&self $(, $argument: $ty)*) -> $result {
                    match &self.$name {
                        ::core::option::Option::Some(function) => function($($argument),*),
                        ::core::option::Option::None => $crate::__native::not_implemented::<Self>(
                            $interface,
                            $wit,
                            ::core::concat!("pass a closure to `", ::core::stringify!($builder), "::", ::core::stringify!($name), "`"),
                        ),
                    }
                }
            )*
            $(
                fn $async_name<$lifetime>(&$lifetime self $(, $async_argument: $async_ty)*)
                    -> $crate::mocks::Future<$lifetime, $async_result>
                {
                    match &self.$async_name {
                        ::core::option::Option::Some(function) => function($($async_argument),*),
                        ::core::option::Option::None => $crate::__native::not_implemented::<Self>(
                            $interface,
                            $async_wit,
                            ::core::concat!("pass a closure to `", ::core::stringify!($builder), "::", ::core::stringify!($async_name), "`"),
                        ),
                    }
                }
            )*
        }
    };
}

/// Accepts only a mock for an interface.
#[macro_export]
#[doc(hidden)]
macro_rules! __only_mocks {
    ($mock:ident) => {
        impl $crate::__native::Interface for dyn $mock {
            fn of(
                installed: &dyn ::core::any::Any,
            ) -> ::core::option::Option<$crate::__native::Rc<Self>> {
                installed.downcast_ref::<$crate::__native::Rc<Self>>().cloned()
            }
        }
    };
}

/// Accepts only mocks: there are no host services without the feature `host-services`.
#[cfg(not(feature = "host-services"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __installed_for {
    ([$($host:ident)?] $mock:ident $($imports:tt)*) => {
        $crate::__only_mocks! { $mock }
    };
}
