//! Kills a process and its descendants.

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// Kills a session leader that has not been reaped, and its descendants.
pub(super) fn kill(leader: Pid) {
    // Stop the leader first, so that it neither starts more processes nor ends when they do. Errors are ignored
    // throughout, since the processes can end at any time.
    let _ = kill_process(leader, Signal::STOP);
    #[cfg(target_os = "linux")]
    let descendants = linux::stop_descendants(leader);
    let _ = kill_process_group(leader, Signal::KILL);
    #[cfg(target_os = "linux")]
    linux::kill(&descendants);
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::os::fd::OwnedFd;

    use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

    /// The maximum number of scans for new processes.
    const MAX_SCANS: usize = 32;

    struct Stat {
        parent: i32,
        session: i32,
        start_time: u64,
    }

    /// Handles of the processes that were found, by id.
    pub(super) type Found = BTreeMap<i32, OwnedFd>;

    /// Stops the descendants of the leader, scanning until there are no new ones: a stopped process starts no others.
    pub(super) fn stop_descendants(leader: Pid) -> Found {
        let mut found = Found::new();
        for _ in 0..MAX_SCANS {
            let before = found.len();
            for (pid, start_time) in new_descendants(leader.as_raw_pid(), &found) {
                if let Some(handle) = open(pid, start_time) {
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

    /// Returns the id and start time of processes that are in the leader's session, or descend from the leader or from
    /// a found process, and are not found yet.
    fn new_descendants(leader: i32, found: &Found) -> Vec<(i32, u64)> {
        let all = processes();
        let mut known: BTreeSet<i32> = found.keys().copied().chain([leader]).collect();
        let mut new = Vec::new();
        loop {
            let before = known.len();
            for (&pid, stat) in &all {
                let belongs = stat.session == leader || known.contains(&stat.parent);
                if belongs && known.insert(pid) {
                    new.push((pid, stat.start_time));
                }
            }
            if known.len() == before {
                return new;
            }
        }
    }

    /// Opens a handle for a process, unless its id was reused since `start_time`.
    fn open(pid: i32, start_time: u64) -> Option<OwnedFd> {
        let handle = pidfd_open(Pid::from_raw(pid)?, PidfdFlags::empty()).ok()?;
        (stat(pid)?.start_time == start_time).then_some(handle)
    }

    fn processes() -> BTreeMap<i32, Stat> {
        let Ok(entries) = fs::read_dir("/proc") else { return BTreeMap::new() };
        let pids = entries.flatten().filter_map(|e| e.file_name().to_str()?.parse().ok());
        pids.filter_map(|pid| Some((pid, stat(pid)?))).collect()
    }

    /// Parses `/proc/<pid>/stat` (proc(5)). After the name, in parentheses, follow the state, the parent, the group,
    /// the session, and as the 20th field the start time.
    fn stat(pid: i32) -> Option<Stat> {
        let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
        let end = stat.iter().rposition(|&byte| byte == b')')?;
        let rest = std::str::from_utf8(&stat[end + 1..]).ok()?;
        let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
        Some(Stat {
            parent: fields.get(1)?.parse().ok()?,
            session: fields.get(3)?.parse().ok()?,
            start_time: fields.get(19)?.parse().ok()?,
        })
    }
}
