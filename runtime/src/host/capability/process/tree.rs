//! Ending a process with all that it has started.

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// Kills a process that leads a session of its own, and has not been waited for, with all that it has started.
pub(super) fn kill(leader: Pid) {
    // It is stopped so that it neither starts more nor ends by itself because the others do. That it has ended
    // by now is no fault.
    let _ = kill_process(leader, Signal::STOP);
    #[cfg(target_os = "linux")]
    let others = linux::stop_others(leader);
    let _ = kill_process_group(leader, Signal::KILL);
    #[cfg(target_os = "linux")]
    linux::kill(&others);
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::os::fd::OwnedFd;

    use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

    /// How often all processes are looked through for new ones.
    const ROUNDS: usize = 32;

    struct Entry {
        parent: i32,
        session: i32,
        start: u64,
    }

    /// Those that were found, by their numbers.
    pub(super) type Found = BTreeMap<i32, OwnedFd>;

    /// Stops all that belong to the leader, until there are no new ones. What is stopped can start nothing that
    /// would be missed.
    pub(super) fn stop_others(leader: Pid) -> Found {
        let mut found = Found::new();
        for _ in 0..ROUNDS {
            let before = found.len();
            for (pid, start) in members(leader.as_raw_pid(), &found) {
                if let Some(handle) = open(pid, start) {
                    let _ = pidfd_send_signal(&handle, Signal::STOP);
                    found.insert(pid, handle);
                }
            }
            if found.len() == before {
                break;
            }
        }
        found
    }

    pub(super) fn kill(found: &Found) {
        for handle in found.values() {
            let _ = pidfd_send_signal(handle, Signal::KILL);
        }
    }

    /// Those that are not found yet: in the leader's session, or descended from it or from what was found.
    fn members(leader: i32, found: &Found) -> Vec<(i32, u64)> {
        let all = processes();
        let mut known: BTreeSet<i32> = found.keys().copied().chain([leader]).collect();
        let mut members = Vec::new();
        loop {
            let before = known.len();
            for (&pid, entry) in &all {
                let belongs = entry.session == leader || known.contains(&entry.parent);
                if belongs && known.insert(pid) {
                    members.push((pid, entry.start));
                }
            }
            if known.len() == before {
                return members;
            }
        }
    }

    /// A handle for a process, if its number still means the one that was started then.
    fn open(pid: i32, start: u64) -> Option<OwnedFd> {
        let handle = pidfd_open(Pid::from_raw(pid)?, PidfdFlags::empty()).ok()?;
        (entry(pid)?.start == start).then_some(handle)
    }

    fn processes() -> BTreeMap<i32, Entry> {
        let Ok(entries) = fs::read_dir("/proc") else { return BTreeMap::new() };
        let pids = entries.flatten().filter_map(|e| e.file_name().to_str()?.parse().ok());
        pids.filter_map(|pid| Some((pid, entry(pid)?))).collect()
    }

    /// What `/proc/<pid>/stat` says: after the name, in parentheses, come the state, the parent, the group, and the session,
    /// and as the 20th the time of the start (proc(5)).
    fn entry(pid: i32) -> Option<Entry> {
        let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
        let end = stat.iter().rposition(|&byte| byte == b')')?;
        let rest = std::str::from_utf8(&stat[end + 1..]).ok()?;
        let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
        Some(Entry {
            parent: fields.get(1)?.parse().ok()?,
            session: fields.get(3)?.parse().ok()?,
            start: fields.get(19)?.parse().ok()?,
        })
    }
}
