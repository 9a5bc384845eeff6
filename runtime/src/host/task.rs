//! The life of one instance: started, given one thing at a time, and ended.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};
use wasmtime::Store;

use super::bindings::Full;
use super::calls::{Broken, Calls, end, stopped};
use super::error::{CallError, End};
use super::hub::Program;
use super::instance::now;
use super::lifecycle::{ComponentConfig, ComponentMetadata, ExecutionContext};
use super::mailbox::{Asker, Letter, Letters};
use super::registry::{Entry, Phase, Question};
use super::state::State;
use super::types::{self, ExecutionError, HealthStatus, RequestId};

/// What an instance takes from others.
pub(crate) struct Inbox {
    pub(crate) letters: Letters,
    pub(crate) questions: mpsc::UnboundedReceiver<Question>,
    pub(crate) callbacks: mpsc::UnboundedReceiver<RequestId>,
    pub(crate) stop: watch::Receiver<bool>,
}

/// What comes next.
enum Next {
    Stop,
    Question(Question),
    Callback(RequestId),
    Letter(Letter),
}

impl Inbox {
    async fn next(&mut self) -> Next {
        tokio::select! {
            biased;
            () = stopped(&mut self.stop) => Next::Stop,
            Some(question) = self.questions.recv() => Next::Question(question),
            Some(request) = self.callbacks.recv() => Next::Callback(request),
            Some(letter) = self.letters.next() => Next::Letter(letter),
            else => Next::Stop,
        }
    }
}

/// Runs an instance to its end.
pub(crate) async fn run(program: Program, state: State, inbox: Inbox, config: ComponentConfig) {
    let mut farewell = Farewell { entry: state.entry.clone(), end: None };
    let mut store = Store::new(program.0.engine(), state);
    store.limiter(|state| &mut state.memory);
    store.set_epoch_deadline(1);
    store.epoch_deadline_async_yield_and_update(1);
    let limit = farewell.entry.limits.execution;
    let calls = Calls { limit, stop: inbox.stop.clone() };
    let end = match begin(&program, &mut store, calls, &config).await {
        Ok(life) => life.live(inbox, &farewell.entry).await,
        Err(end) => end,
    };
    // Files, connections and processes go before anybody hears of the end.
    drop(store);
    farewell.end = Some(end);
}

/// Tells of the end of an instance, even if the host panics.
struct Farewell {
    entry: Arc<Entry>,
    end: Option<End>,
}

impl Drop for Farewell {
    fn drop(&mut self) {
        let panicked = || End::Trapped("the host panicked".to_owned());
        let end = self.end.take().unwrap_or_else(panicked);
        match end {
            End::Shutdown | End::Stopped => {
                tracing::info!(target: "airssys::host", component = %self.entry.id, "ended: {end}");
            }
            End::Init(_) | End::Trapped(_) | End::LimitExceeded(_) => {
                tracing::error!(target: "airssys::host", component = %self.entry.id, "ended: {end}");
            }
        }
        let mut seen = self.entry.seen();
        seen.health = HealthStatus::Unknown;
        seen.started = None;
        drop(seen);
        self.entry.phase.send_replace(Phase::Ended(end));
    }
}

/// Instantiates a component and calls its `init`.
async fn begin<'a>(
    program: &Program,
    store: &'a mut Store<State>,
    mut calls: Calls,
    config: &ComponentConfig,
) -> Result<Life<'a>, End> {
    let component = calls.make(program.0.instantiate_async(&mut *store)).await;
    let component = component.map_err(|broken| end(broken, store))?;
    let mut life = Life { component, store, calls };
    let guest = life.component.airssys_core_component_component_lifecycle();
    let started = life.calls.make(guest.call_init(&mut *life.store, config)).await;
    life.ended(started)?.map_err(End::Init)?;
    let entry = &life.store.data().entry;
    entry.seen().started = Some(now());
    entry.phase.send_replace(Phase::Running);
    tracing::info!(target: "airssys::host", component = %entry.id, "started");
    Ok(life)
}

/// A component that was started.
struct Life<'a> {
    component: Full,
    store: &'a mut Store<State>,
    calls: Calls,
}

impl Life<'_> {
    fn ended<T>(&self, made: Result<T, Broken>) -> Result<T, End> {
        made.map_err(|broken| end(broken, self.store))
    }

    /// Gives the component what comes in, until it ends.
    async fn live(mut self, mut inbox: Inbox, entry: &Entry) -> End {
        let end = self.serve(&mut inbox, entry).await;
        end.err().unwrap_or(End::Shutdown)
    }

    async fn serve(&mut self, inbox: &mut Inbox, entry: &Entry) -> Result<(), End> {
        loop {
            match inbox.next().await {
                Next::Stop => return Err(End::Stopped),
                Next::Question(Question::Metadata(asker)) => self.metadata(asker).await?,
                Next::Question(Question::Health(asker)) => self.health(asker, entry).await?,
                Next::Question(Question::Shutdown(asker)) => {
                    return self.shut_down(asker, inbox).await;
                }
                Next::Callback(request) => self.call_back(request).await?,
                Next::Letter(letter) => {
                    self.take(letter).await?;
                    // However much waits here, others have their turn.
                    tokio::task::yield_now().await;
                }
            }
        }
    }

    async fn take(&mut self, letter: Letter) -> Result<(), End> {
        match letter {
            Letter::Message { sender, bytes, taken } => self.message(&sender, &bytes, taken).await,
            Letter::Operation { bytes, context, asker } => {
                self.operation(&bytes, context, asker).await
            }
        }
    }

    async fn message(
        &mut self,
        sender: &types::ComponentId,
        bytes: &[u8],
        taken: Option<oneshot::Sender<Result<(), CallError>>>,
    ) -> Result<(), End> {
        let guest = self.component.airssys_core_component_component_lifecycle();
        let answer = self.calls.make(guest.call_handle_message(&mut *self.store, sender, bytes));
        let answer = answer.await;
        let answer = self.ended(answer)?;
        match taken {
            // The host may have stopped waiting.
            Some(taken) => drop(taken.send(answer.map_err(CallError::Component))),
            None => {
                if let Err(error) = answer {
                    let entry = &self.store.data().entry;
                    tracing::warn!(target: "airssys::host", component = %entry.id, ?sender,
                        "a message was refused: {}", CallError::Component(error));
                }
            }
        }
        Ok(())
    }

    async fn operation(
        &mut self,
        bytes: &[u8],
        context: ExecutionContext,
        asker: Asker,
    ) -> Result<(), End> {
        if !asker.waits() {
            return Ok(());
        }
        self.store.data_mut().principal.clone_from(&context.caller.principal);
        let guest = self.component.airssys_core_component_component_lifecycle();
        let result = self.calls.make(guest.call_execute(&mut *self.store, bytes, &context)).await;
        self.store.data_mut().principal = None;
        match self.ended(result) {
            Ok(outcome) => {
                asker.tell(self.measured(outcome));
                Ok(())
            }
            Err(end) => {
                // The host hears of the end itself.
                if let Asker::Component(_) = asker {
                    asker.tell(Err(end.outcome()));
                }
                Err(end)
            }
        }
    }

    async fn call_back(&mut self, request: RequestId) -> Result<(), End> {
        let state = self.store.data_mut();
        let Some(callback) = state.hub.requests.callback(request) else { return Ok(()) };
        state.requests.remove(&request);
        state.principal = callback.principal;
        let outcome = self.measured(callback.outcome);
        let outcome = outcome.as_ref().map(Vec::as_slice);
        let guest = self.component.airssys_core_component_component_lifecycle();
        let made = guest.call_handle_callback(&mut *self.store, request, outcome);
        let made = self.calls.make(made).await;
        self.store.data_mut().principal = None;
        if let Err(error) = self.ended(made)? {
            let entry = &self.store.data().entry;
            tracing::warn!(target: "airssys::host", component = %entry.id, request,
                "a callback was refused: {}", CallError::Component(error));
        }
        Ok(())
    }

    async fn metadata(
        &mut self,
        asker: oneshot::Sender<Result<ComponentMetadata, CallError>>,
    ) -> Result<(), End> {
        let guest = self.component.airssys_core_component_component_lifecycle();
        let metadata = self.calls.make(guest.call_metadata(&mut *self.store)).await;
        drop(asker.send(Ok(self.ended(metadata)?)));
        Ok(())
    }

    async fn health(
        &mut self,
        asker: oneshot::Sender<Result<HealthStatus, CallError>>,
        entry: &Entry,
    ) -> Result<(), End> {
        let guest = self.component.airssys_core_component_component_lifecycle();
        let health = self.calls.make(guest.call_health(&mut *self.store)).await;
        let health = self.ended(health)?;
        entry.seen().health = health;
        drop(asker.send(Ok(health)));
        Ok(())
    }

    /// Takes what is there, and nothing new, and calls `shutdown`.
    async fn shut_down(
        &mut self,
        asker: oneshot::Sender<Result<(), CallError>>,
        inbox: &mut Inbox,
    ) -> Result<(), End> {
        inbox.letters.close();
        while let Some(letter) = inbox.letters.next().await {
            self.take(letter).await?;
        }
        while let Ok(request) = inbox.callbacks.try_recv() {
            self.call_back(request).await?;
        }
        let guest = self.component.airssys_core_component_component_lifecycle();
        let answer = self.calls.make(guest.call_shutdown(&mut *self.store)).await;
        drop(asker.send(self.ended(answer)?.map_err(CallError::Component)));
        Ok(())
    }

    /// A result, unless it has more bytes than a message may have.
    fn measured(
        &self,
        outcome: Result<Vec<u8>, ExecutionError>,
    ) -> Result<Vec<u8>, ExecutionError> {
        let bytes = outcome?;
        match self.store.data().entry.limits.exceeded_by(bytes.len()) {
            Some(limit) => {
                Err(ExecutionError::LimitExceeded(format!("{limit} bytes for a result")))
            }
            None => Ok(bytes),
        }
    }
}
