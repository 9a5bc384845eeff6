//! Awaits the host while the host awaits it, and exports an interface that it imports.

airssys_bindings::airssys_bindings!();

use demo::tasks::types::{Kind, Outcome, Step};
use exports::demo::tasks::{types, work};

struct Worker;

impl work::Guest for Worker {
    async fn run(steps: Vec<Step>) -> u32 {
        let mut sum = 0;
        for step in steps {
            sum += demo::tasks::host::perform(step).await;
        }
        sum
    }
}

impl types::Guest for Worker {
    fn judge(step: Step) -> Result<Outcome, Kind> {
        // The host implements the same interface.
        match demo::tasks::types::judge(&step)? {
            Outcome::Done => Ok(Outcome::GivenUp),
            Outcome::GivenUp => Err(step.kind),
        }
    }
}

impl Guest for Worker {
    fn ready() -> bool {
        true
    }
}

export!(Worker);
