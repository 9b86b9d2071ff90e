//! What the process does to itself so that its memory, which holds keys, does not end up on a disk.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// No core dump of this process is ever written, and other processes of the same user cannot look into its memory.
pub(crate) fn no_core_dumps() {
    let limited = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let closed = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    if limited.is_err() || closed.is_err() {
        tracing::warn!("core dumps could not be switched off");
    }
}
