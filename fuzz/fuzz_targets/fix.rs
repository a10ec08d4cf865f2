//! Whatever a file holds, its tags are put in order at once or not at all: a second run finds nothing to do.
#![no_main]

use std::sync::LazyLock;

use checkprov::fix::fix;
use checkprov::policy::Policy;
use libfuzzer_sys::fuzz_target;

static POLICIES: LazyLock<Vec<Policy>> =
    LazyLock::new(|| ["qemu", "linux"].iter().filter_map(|name| Policy::load(name).ok()).collect());

fuzz_target!(|bytes: &[u8]| {
    let policy = &POLICIES[bytes.len() % POLICIES.len()];
    let once = fix(bytes, policy);
    let twice = fix(&once.bytes, policy);
    assert!(twice.bytes == once.bytes && !twice.is_changed());
});
