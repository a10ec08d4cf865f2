//! A kill at any moment, from before the first step to behind the last.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::target::{Hooks, Patch, Target, files};

/// At how many moments of a run it is killed.
const MOMENTS: u32 = 60;

/// Kills the command at one moment after another, and looks at its files each time.
fn kill(target: &impl Target, mut then: impl FnMut(u32)) {
    target.restore();
    let start = Instant::now();
    assert!(target.command().stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().code().is_some());
    let whole = start.elapsed();
    for moment in 0..MOMENTS {
        target.restore();
        let mut child = target.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole.max(Duration::from_millis(1)) * moment / (MOMENTS - 6));
        // It may have ended.
        let _ = child.kill();
        child.wait().unwrap();
        target.check(&files(&target.folder()));
        then(moment);
    }
}

#[test]
fn a_kill_leaves_the_patch_old_or_new() {
    let patch = Patch::new();
    kill(&patch, |_| ());
    patch.restore();
    assert_eq!(patch.command().stderr(Stdio::null()).status().unwrap().code(), Some(0));
    assert!(patch.is_new(), "what is left over of a kill is in no one's way");
}

#[test]
fn a_kill_leaves_each_hook_old_or_new() {
    let hooks = Hooks::new();
    kill(&hooks, |moment| {
        if moment % 10 == 0 {
            hooks.check_the_rest();
        }
    });
}

/// The calls to the system that name or write files.
const CALLS: [&str; 10] =
    ["statx", "openat", "write", "fchmod", "fsync", "link,linkat", "rename", "unlink", "mkdir", "close"];

/// Kills the command at each of its calls to the system, where strace can do that.
fn kill_at_each_call(target: &impl Target) {
    for call in CALLS {
        for number in 1.. {
            target.restore();
            let plain = target.command();
            let mut traced = Command::new("strace");
            traced.args(["-qq", "-o", "/dev/null", "-e"]);
            traced.arg(format!("inject={call}:signal=KILL:when={number}"));
            traced
                .arg(plain.get_program())
                .args(plain.get_args())
                .current_dir(plain.get_current_dir().unwrap());
            traced.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
            // Without strace, or without the right to trace, nothing is killed.
            let killed = traced.output().is_ok_and(|output| output.status.signal() == Some(9));
            target.check(&files(&target.folder()));
            if !killed {
                break;
            }
        }
    }
}

#[test]
fn a_kill_at_any_call_leaves_the_patch_old_or_new() {
    kill_at_each_call(&Patch::new());
}

#[test]
fn a_kill_at_any_call_leaves_each_hook_old_or_new() {
    let hooks = Hooks::new();
    kill_at_each_call(&hooks);
    hooks.check_the_rest();
}
