//! One of many relays that pass tokens around. Each checks that no message is lost or out of order.
//!
//! The configuration is the number of this relay and the number of relays. A message consists of its sequence number,
//! per sender and receiver, and the number of times that its token is still to be passed on.

airssys_bindings::airssys_bindings!({ path: "../../../wit" });

include!("../../idle.rs");

use std::cell::RefCell;
use std::collections::HashMap;

use airssys::core_host::host_services::{self, LogLevel};
use airssys::core_types::types::{
    ComponentError, ComponentId, ExecutionError, HealthStatus, RequestId,
};
use airssys::worlds::component::exports::airssys::core_component::component_lifecycle::{
    ComponentConfig, ComponentMetadata, ExecutionContext, Guest, MemoryRequirements,
};

/// The distances to the receivers of this relay.
const STRIDES: [usize; 3] = [1, 7, 31];

#[derive(Default)]
struct Relay {
    receivers: Vec<ComponentId>,
    /// The number of messages sent to each receiver.
    sent: [u64; STRIDES.len()],
    turn: usize,
    /// The number of messages received from each sender.
    received: HashMap<String, u64>,
    out_of_order: u64,
    refused: u64,
}

thread_local! {
    static RELAY: RefCell<Relay> = RefCell::default();
}

impl Relay {
    fn new(own: usize, count: usize) -> Self {
        let id = |name: usize| ComponentId {
            namespace: "relay".to_owned(),
            name: name.to_string(),
            version: "1.0.0".to_owned(),
        };
        let receivers = STRIDES.iter().map(|stride| id((own + stride) % count)).collect();
        Self { receivers, ..Self::default() }
    }

    fn send(&mut self, left: u64) {
        let to = self.turn;
        self.turn = (to + 1) % STRIDES.len();
        let message = [self.sent[to].to_le_bytes(), left.to_le_bytes()].concat();
        match host_services::send_message(&self.receivers[to], &message) {
            Ok(()) => self.sent[to] += 1,
            Err(_) => self.refused += 1,
        }
    }

    fn receive(&mut self, sender: &ComponentId, message: &[u8]) -> Option<()> {
        let (number, left) = message.split_first_chunk::<8>()?;
        let left = u64::from_le_bytes(left.try_into().ok()?);
        let expected = self.received.entry(sender.name.clone()).or_default();
        if u64::from_le_bytes(*number) != *expected {
            self.out_of_order += 1;
        }
        *expected += 1;
        match left {
            0 => host_services::log(LogLevel::Info, "at its end", &[]),
            left => self.send(left - 1),
        }
        Some(())
    }
}

struct Component;

impl Guest for Component {
    fn init(config: ComponentConfig) -> Result<(), ComponentError> {
        let text = String::from_utf8_lossy(&config.config_data).into_owned();
        let numbers = text.split_once(' ').and_then(|(own, count)| {
            let (own, count) = (own.parse().ok()?, count.parse().ok()?);
            (count > 0).then(|| Relay::new(own, count))
        });
        RELAY.set(numbers.ok_or(ComponentError::InvalidConfiguration(text))?);
        Ok(())
    }

    /// `start <tokens> <messages>` or `report`.
    fn execute(operation: Vec<u8>, _: ExecutionContext) -> Result<Vec<u8>, ExecutionError> {
        let operation = String::from_utf8_lossy(&operation).into_owned();
        let words: Vec<_> = operation.split(' ').collect();
        RELAY.with_borrow_mut(|relay| match words[..] {
            ["start", tokens, messages] => {
                let parsed = tokens.parse::<u64>().ok().zip(messages.parse::<u64>().ok());
                let (tokens, messages) =
                    parsed.ok_or(ExecutionError::InvalidOperation(operation.clone()))?;
                (0..tokens).for_each(|_| relay.send(messages - 1));
                Ok(Vec::new())
            }
            ["report"] => {
                let sent: u64 = relay.sent.iter().sum();
                let received: u64 = relay.received.values().sum();
                let Relay { out_of_order, refused, .. } = relay;
                Ok(format!("{sent} {received} {out_of_order} {refused}").into_bytes())
            }
            _ => Err(ExecutionError::InvalidOperation(operation.clone())),
        })
    }

    fn handle_message(sender: ComponentId, message: Vec<u8>) -> Result<(), ComponentError> {
        RELAY
            .with_borrow_mut(|relay| relay.receive(&sender, &message))
            .ok_or(ComponentError::InvalidMessage("not a token".to_owned()))
    }

    idle! { handle_callback metadata health shutdown }
}

airssys::worlds::component::export!(Component);

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::{Component, ComponentConfig, ComponentId, Guest as _, LogLevel, host_services};
    use crate::airssys::core_component::component_lifecycle::ResourceLimits;
    use crate::airssys::core_host::host_services::MessagingError;

    #[derive(Default)]
    struct Network(RefCell<Vec<(String, Vec<u8>)>>);

    impl host_services::Mock for Network {
        fn send_message(
            &self,
            recipient: &ComponentId,
            message: &[u8],
        ) -> Result<(), MessagingError> {
            self.0.borrow_mut().push((recipient.name.clone(), message.to_vec()));
            Ok(())
        }

        fn log(&self, _: LogLevel, message: &str, _: &[(String, String)]) {
            assert_eq!(message, "at its end");
        }
    }

    #[test]
    fn a_token_is_passed_on_until_its_end() {
        let network = Rc::new(Network::default());
        let _installed = host_services::mock(network.clone());
        let limits = ResourceLimits {
            max_memory_bytes: None,
            max_execution_ms: None,
            max_message_bytes: None,
        };
        let (env_vars, config_data) = (Vec::new(), b"0 100".to_vec());
        Component::init(ComponentConfig { env_vars, config_data, limits }).unwrap();
        let message = |number: u64, left: u64| [number.to_le_bytes(), left.to_le_bytes()].concat();
        Component::handle_message(id("99"), message(0, 1)).unwrap();
        Component::handle_message(id("99"), message(1, 0)).unwrap();
        assert_eq!(*network.0.borrow(), [("1".to_owned(), message(0, 0))]);
        Component::handle_message(id("99"), b"short".to_vec()).unwrap_err();
    }

    fn id(name: &str) -> ComponentId {
        ComponentId { namespace: "relay".into(), name: name.into(), version: "1.0.0".into() }
    }
}
