//! Giving up everything that a reader of files does not need. What is given up cannot be had back by this process.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Seconds of processor for one file.
const SECONDS: u64 = 10;

/// The most memory that it may take, in bytes: the file itself, up to its limit, and what drawing needs.
const MEMORY: u64 = 768 * 1024 * 1024;

/// Nothing but memory, reading what is open, writing what is open, and the end.
///
/// # Errors
/// When the system does not do it; then nothing may be read.
pub(crate) fn confine() -> Result<(), Unconfined> {
    for (what, most) in [
        (Resource::Cpu, SECONDS),
        (Resource::Data, MEMORY),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Nproc, 0),
        (Resource::Nofile, 3),
    ] {
        setrlimit(what, Rlimit { current: Some(most), maximum: Some(most) }).map_err(|_| Unconfined)?;
    }
    calls()
}

/// The process could not be confined.
#[derive(Debug)]
pub(crate) struct Unconfined;

#[cfg(target_os = "linux")]
fn calls() -> Result<(), Unconfined> {
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    };

    // memory, but none that could be run
    let no_code = || {
        let not = SeccompCmpOp::MaskedEq(libc::PROT_EXEC.unsigned_abs().into());
        let condition = SeccompCondition::new(2, SeccompCmpArgLen::Dword, not, 0).map_err(|_| Unconfined)?;
        Ok::<_, Unconfined>(vec![SeccompRule::new(vec![condition]).map_err(|_| Unconfined)?])
    };
    let plain = [
        libc::SYS_read,
        libc::SYS_write,
        libc::SYS_brk,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_madvise,
        libc::SYS_futex,
        libc::SYS_getrandom,
        libc::SYS_clock_gettime,
        libc::SYS_sched_yield,
        libc::SYS_rt_sigreturn,
        libc::SYS_rt_sigprocmask,
        libc::SYS_sigaltstack,
        libc::SYS_restart_syscall,
        libc::SYS_exit,
        libc::SYS_exit_group,
    ];
    let mut rules: std::collections::BTreeMap<i64, Vec<SeccompRule>> =
        plain.into_iter().map(|call| (call, Vec::new())).collect();
    rules.insert(libc::SYS_mmap, no_code()?);
    rules.insert(libc::SYS_mprotect, no_code()?);
    let machine = std::env::consts::ARCH.try_into().map_err(|_| Unconfined)?;
    // another call fails as if it were not there, so that a library that only asks goes on without it
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let filter = SeccompFilter::new(rules, refused, SeccompAction::Allow, machine).map_err(|_| Unconfined)?;
    let program: BpfProgram = filter.try_into().map_err(|_| Unconfined)?;
    seccompiler::apply_filter_all_threads(&program).map_err(|_| Unconfined)
}

#[cfg(not(target_os = "linux"))]
fn calls() -> Result<(), Unconfined> {
    Err(Unconfined)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::File;
    use std::net::TcpStream;
    use std::process::{Command, exit};
    use std::thread;

    use super::*;

    /// Says in a variable that this is the process to be confined.
    const INSIDE: &str = "VIEWER_INSIDE";

    /// What a confined process has managed to do; nothing, if all is well.
    fn manages() -> i32 {
        let open = File::open("/etc/hostname").is_ok();
        let connects = TcpStream::connect("127.0.0.1:1").err().map(|fault| fault.kind());
        let starts = Command::new("/bin/true").spawn().is_ok();
        let threads = thread::Builder::new().spawn(|| {}).is_ok();
        let refused = connects == Some(std::io::ErrorKind::PermissionDenied);
        i32::from(open) + 2 * i32::from(!refused) + 4 * i32::from(starts) + 8 * i32::from(threads)
    }

    #[test]
    fn a_confined_process_opens_connects_and_starts_nothing() {
        if std::env::var_os(INSIDE).is_some() {
            assert!(confine().is_ok());
            exit(32 + manages());
        }
        let name = "confine::tests::a_confined_process_opens_connects_and_starts_nothing";
        let mut inside = Command::new(std::env::current_exe().unwrap());
        let ended = inside.args(["--exact", name, "--test-threads=1"]).env(INSIDE, "1").output().unwrap();
        assert_eq!(ended.status.code(), Some(32), "{}", String::from_utf8_lossy(&ended.stdout));
    }
}
