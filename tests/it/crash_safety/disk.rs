//! A disk that is full, as `ulimit -f` makes it for one program: what is written stops in the middle.

use std::process::{Command, Output};

use super::target::{Files, Hooks, Patch, Target, files};

/// Runs the command where no file may be longer than so many half KiB, and what goes beyond is an error.
fn within(target: &impl Target, limit: usize, signal: &str) -> (Output, Files) {
    target.restore();
    let plain = target.command();
    let script = format!("ulimit -c 0; ulimit -f {limit}; {signal} exec \"$0\" \"$@\"");
    let mut limited = Command::new("sh");
    limited.arg("-c").arg(script).arg(plain.get_program()).args(plain.get_args());
    limited.current_dir(plain.get_current_dir().unwrap());
    limited.env_clear().env("PATH", std::env::var_os("PATH").unwrap());
    for (name, value) in plain.get_envs().filter_map(|(name, value)| Some((name, value?))) {
        limited.env(name, value);
    }
    let output = limited.output().unwrap();
    let found = files(&target.folder());
    target.check(&found);
    (output, found)
}

#[track_caller]
fn check_full(target: &impl Target, limits: &[usize], says: &str) {
    target.restore();
    let before = files(&target.folder());
    for limit in limits {
        let (output, found) = within(target, *limit, "trap '' XFSZ;");
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with("checkprov: ") && said.contains(says), "{said}");
        assert!(said.ends_with("; raise `ulimit -f` and run it again\n"), "{said}");
        assert_eq!(found, before, "the old files, and nothing beside them");
    }
}

#[test]
fn a_full_disk_leaves_the_patch() {
    check_full(&Patch::new(), &[0, 1, 100], "0001.patch: not rewritten: ");
}

#[test]
fn a_full_disk_leaves_the_hooks() {
    check_full(&Hooks::new(), &[0], "commit-msg: not written: ");
}

/// The system kills what writes too far, if it does not ask for an error: a kill at that very byte.
#[test]
fn a_kill_in_the_middle_of_a_write_leaves_the_old_file() {
    let patch = Patch::new();
    let before = files(&patch.folder());
    for limit in [0, 1, 2, 7, 64, 150] {
        let (output, found) = within(&patch, limit, "");
        assert_eq!(output.status.code(), None, "killed: {output:?}");
        assert_eq!(found["0001.patch"], before["0001.patch"]);
    }
    let hooks = Hooks::new();
    let (output, _) = within(&hooks, 0, "");
    assert_eq!(output.status.code(), None, "killed: {output:?}");
    hooks.check_the_rest();
}
