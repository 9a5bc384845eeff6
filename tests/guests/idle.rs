// Implements functions of the exported lifecycle that do nothing, for guests that do not need them.
// `ComponentId` and the other types must be in scope.
macro_rules! idle {
    () => {};
    (handle_message $($rest:ident)*) => {
        fn handle_message(_: ComponentId, _: Vec<u8>) -> Result<(), ComponentError> {
            Ok(())
        }
        idle! { $($rest)* }
    };
    (handle_callback $($rest:ident)*) => {
        fn handle_callback(
            _: RequestId,
            _: Result<Vec<u8>, ExecutionError>,
        ) -> Result<(), ComponentError> {
            Ok(())
        }
        idle! { $($rest)* }
    };
    (metadata $($rest:ident)*) => {
        fn metadata() -> ComponentMetadata {
            let [namespace, name, version] = ["acme", env!("CARGO_PKG_NAME"), "1.0.0"].map(Into::into);
            ComponentMetadata {
                id: ComponentId { namespace, name, version },
                description: Default::default(),
                authors: Vec::new(),
                memory: MemoryRequirements { minimum_bytes: 0, maximum_bytes: None },
            }
        }
        idle! { $($rest)* }
    };
    (health $($rest:ident)*) => {
        fn health() -> HealthStatus {
            HealthStatus::Healthy
        }
        idle! { $($rest)* }
    };
    (shutdown $($rest:ident)*) => {
        fn shutdown() -> Result<(), ComponentError> {
            Ok(())
        }
        idle! { $($rest)* }
    };
}
