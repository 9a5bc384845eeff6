//! The task of one instance: instantiates the component, delivers calls one at a time, and cleans up at the end.

use std::sync::Arc;
use std::thread;
use std::time::SystemTime;

use tokio::sync::{mpsc, watch};
use wasmtime::Store;

use super::bindings::lifecycle::{ComponentConfig, ComponentMetadata, ExecutionContext, Guest};
use super::bindings::types::{ComponentId, ExecutionError, HealthStatus, RequestId};
use super::bindings::{Full, FullPre};
use super::capability;
use super::error::{CallError, End};
use super::guest_call::{CallLimits, stopped};
use super::mailbox::{Envelope, MailboxReceiver, ReplySender, ReplyTo};
use super::registry::{ControlRequest, Entry, Phase, Status};
use super::requests::{Outcome, outcome_len};
use super::state::State;
use super::turns::Turn;

/// The bytes that one call can pass to the host, however little the host holds for the instance.
const MIN_CALL_BYTES: usize = 1 << 20;

/// The receiving halves of an instance's channels.
pub(super) struct Inbox {
    pub(super) mailbox: MailboxReceiver,
    pub(super) control: mpsc::UnboundedReceiver<ControlRequest>,
    pub(super) callbacks: mpsc::UnboundedReceiver<RequestId>,
    pub(super) stop: watch::Receiver<bool>,
}

enum Event {
    Stop,
    Control(ControlRequest),
    Callback(RequestId),
    Envelope(Envelope),
}

impl Inbox {
    /// Waits for the next event. Earlier branches have priority.
    async fn next(&mut self) -> Event {
        tokio::select! {
            biased;
            () = stopped(&mut self.stop) => Event::Stop,
            Some(request) = self.control.recv() => Event::Control(request),
            Some(request) = self.callbacks.recv() => Event::Callback(request),
            Some(envelope) = self.mailbox.recv() => Event::Envelope(envelope),
            else => Event::Stop,
        }
    }
}

/// Runs an instance until it ends.
pub(super) async fn run(
    program: FullPre<State>,
    state: State,
    inbox: Inbox,
    config: ComponentConfig,
    turn: Turn,
) {
    let mut guard = EndGuard { entry: state.entry.clone(), end: None };
    let mut store = Store::new(program.engine(), state);
    store.limiter(|state| &mut state.memory);
    store.set_epoch_deadline(1);
    turn.yield_after_each_tick(&mut store);
    // The bytes that one call passes to the host.
    store.set_hostcall_fuel(guard.entry.limits.host_bytes.max(MIN_CALL_BYTES));
    let timeout = guard.entry.limits.execution;
    let limits = CallLimits { timeout, stop: inbox.stop.clone(), turn };
    let end = match start(&program, &mut store, limits, &config).await {
        Ok(instance) => instance.run(inbox).await,
        Err(end) => end,
    };
    // Close files, connections and processes, which blocks, and wait for calls that go on, before the end is published.
    let usage = Arc::clone(&guard.entry.usage);
    let _ = tokio::task::spawn_blocking(move || drop(store)).await;
    usage.idle().await;
    guard.end = Some(end);
}

/// Publishes the end of an instance when dropped, even if the task panics or its runtime shuts down.
struct EndGuard {
    entry: Arc<Entry>,
    end: Option<End>,
}

impl Drop for EndGuard {
    fn drop(&mut self) {
        let end = self.end.take().unwrap_or_else(|| match thread::panicking() {
            true => End::Trapped("the host panicked".to_owned()),
            false => End::Stopped,
        });
        match end {
            End::Shutdown | End::Stopped => {
                tracing::info!(target: "airssys::host", component = %self.entry.id,
                    end = end.to_string(), "ended");
            }
            End::Init(_) | End::Trapped(_) | End::LimitExceeded(_) => {
                tracing::error!(target: "airssys::host", component = %self.entry.id,
                    end = end.to_string(), "ended");
            }
        }
        *self.entry.status() = Status::NOT_RUNNING;
        self.entry.phase.send_replace(Phase::Ended(end));
    }
}

/// Instantiates a component and calls its `init`.
async fn start<'a>(
    program: &FullPre<State>,
    store: &'a mut Store<State>,
    mut limits: CallLimits,
    config: &ComponentConfig,
) -> Result<RunningInstance<'a>, End> {
    let component = limits.run(program.instantiate_async(&mut *store)).await;
    let component = component.map_err(|failure| failure.into_start_end(store.data()))?;
    let mut instance = RunningInstance { component, store, limits };
    let result = instance.call(async |guest, store| guest.call_init(store, config).await).await;
    result?.map_err(End::Init)?;
    let entry = &instance.store.data().entry;
    entry.status().started_at = Some(SystemTime::now().into());
    entry.phase.send_replace(Phase::Running);
    tracing::info!(target: "airssys::host", component = %entry.id, "started");
    Ok(instance)
}

/// An instance whose component has been instantiated.
struct RunningInstance<'a> {
    component: Full,
    store: &'a mut Store<State>,
    limits: CallLimits,
}

impl RunningInstance<'_> {
    /// Calls a guest function within the limits.
    async fn call<T>(
        &mut self,
        call: impl AsyncFnOnce(&Guest, &mut Store<State>) -> wasmtime::Result<T>,
    ) -> Result<T, End> {
        // A tick that passed since the last call is not part of this one.
        self.store.set_epoch_deadline(1);
        let guest = self.component.airssys_core_component_component_lifecycle();
        let result = self.limits.run(call(guest, self.store)).await;
        result.map_err(|failure| failure.into_end(self.store.data()))
    }

    async fn run(mut self, mut inbox: Inbox) -> End {
        self.process_events(&mut inbox).await.err().unwrap_or(End::Shutdown)
    }

    /// Processes events until the instance is shut down, or ends for another reason.
    async fn process_events(&mut self, inbox: &mut Inbox) -> Result<(), End> {
        loop {
            match inbox.next().await {
                Event::Stop => return Err(End::Stopped),
                Event::Control(ControlRequest::Metadata(reply_to)) => {
                    self.metadata(reply_to).await?;
                }
                Event::Control(ControlRequest::Health(reply_to)) => self.health(reply_to).await?,
                Event::Control(ControlRequest::Shutdown(reply_to)) => {
                    return self.shutdown(reply_to, inbox).await;
                }
                Event::Callback(request) => self.handle_callback(request).await?,
                Event::Envelope(envelope) => {
                    self.deliver(envelope).await?;
                    // Let other instances run, however full this mailbox is.
                    tokio::task::yield_now().await;
                }
            }
        }
    }

    async fn deliver(&mut self, envelope: Envelope) -> Result<(), End> {
        match envelope {
            Envelope::Message { sender, bytes, reply_to } => {
                self.handle_message(&sender, &bytes, reply_to).await
            }
            Envelope::Operation { bytes, context, reply_to } => {
                self.execute(&bytes, context, reply_to).await
            }
        }
    }

    async fn handle_message(
        &mut self,
        sender: &ComponentId,
        bytes: &[u8],
        reply_to: Option<ReplySender<()>>,
    ) -> Result<(), End> {
        let result = self
            .call(async |guest, store| guest.call_handle_message(store, sender, bytes).await)
            .await?;
        match reply_to {
            // Sending fails if the caller no longer waits.
            Some(reply_to) => drop(reply_to.send(result.map_err(CallError::Component))),
            None => {
                if let Err(error) = result {
                    let component = &self.store.data().entry.id;
                    let sender = capability::ComponentId::from(sender).to_string();
                    let error = CallError::Component(error).to_string();
                    tracing::warn!(target: "airssys::host", %component, sender, error,
                        "`handle-message` returned an error");
                }
            }
        }
        Ok(())
    }

    async fn execute(
        &mut self,
        bytes: &[u8],
        context: ExecutionContext,
        reply_to: ReplyTo,
    ) -> Result<(), End> {
        if !reply_to.mark_running() {
            return Ok(());
        }
        self.store.data_mut().principal.clone_from(&context.caller.principal);
        let result =
            self.call(async |guest, store| guest.call_execute(store, bytes, &context).await).await;
        self.store.data_mut().principal = None;
        match result {
            Ok(outcome) => {
                reply_to.send(self.check_len(outcome));
                Ok(())
            }
            Err(end) => {
                // The host program receives the end itself.
                if let ReplyTo::Component(_) = reply_to {
                    reply_to.send(Err(end.execution_error()));
                }
                Err(end)
            }
        }
    }

    async fn handle_callback(&mut self, request: RequestId) -> Result<(), End> {
        let state = self.store.data_mut();
        let Some(callback) = state.requests.take_callback(request) else { return Ok(()) };
        state.outstanding_requests.remove(&request);
        state.principal = callback.principal;
        let outcome = self.check_len(callback.outcome);
        let outcome = outcome.as_ref().map(Vec::as_slice);
        let result = self
            .call(async |guest, store| guest.call_handle_callback(store, request, outcome).await)
            .await;
        self.store.data_mut().principal = None;
        if let Err(error) = result? {
            let component = &self.store.data().entry.id;
            let error = CallError::Component(error).to_string();
            tracing::warn!(target: "airssys::host", %component, request, error,
                "`handle-callback` returned an error");
        }
        Ok(())
    }

    async fn metadata(&mut self, reply_to: ReplySender<ComponentMetadata>) -> Result<(), End> {
        let metadata = self.call(async |guest, store| guest.call_metadata(store).await).await?;
        drop(reply_to.send(Ok(metadata)));
        Ok(())
    }

    async fn health(&mut self, reply_to: ReplySender<HealthStatus>) -> Result<(), End> {
        let health = self.call(async |guest, store| guest.call_health(store).await).await?;
        self.store.data().entry.status().health = health;
        drop(reply_to.send(Ok(health)));
        Ok(())
    }

    /// Closes the mailbox, delivers what it still holds, and calls the component's `shutdown`.
    async fn shutdown(&mut self, reply_to: ReplySender<()>, inbox: &mut Inbox) -> Result<(), End> {
        inbox.mailbox.close();
        while let Some(envelope) = inbox.mailbox.recv().await {
            self.deliver(envelope).await?;
        }
        while let Ok(request) = inbox.callbacks.try_recv() {
            self.handle_callback(request).await?;
        }
        let result = self.call(async |guest, store| guest.call_shutdown(store).await).await?;
        drop(reply_to.send(result.map_err(CallError::Component)));
        Ok(())
    }

    /// Replaces a result that exceeds the message limit by an error.
    fn check_len(&self, outcome: Outcome) -> Outcome {
        match self.store.data().entry.limits.check_message_len(outcome_len(&outcome)) {
            Ok(()) => outcome,
            Err(limit) => Err(ExecutionError::LimitExceeded(format!("{limit} bytes for a result"))),
        }
    }
}
