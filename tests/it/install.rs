//! Installing the hooks: what was there is kept, runs, and comes back.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::home::{Home, lines};

fn put(file: &Path, text: &str, mode: u32) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
}

/// Every file of a folder: its name, its bytes, its mode.
fn all(folder: &Path) -> Vec<(String, Vec<u8>, u32)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let mut all: Vec<_> = entries
        .map(|entry| {
            let mode = entry.metadata().unwrap().permissions().mode();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap(), mode)
        })
        .collect();
    all.sort();
    all
}

#[test]
fn installing_twice_changes_nothing() {
    let home = Home::new();
    let hooks = home.dir.join(".git/hooks");
    let before = all(&hooks);
    assert!(home.checkprov(&["hook", "install"], 0).contains("commit-msg: installed\n"));
    let once = all(&hooks);
    assert!(home.checkprov(&["hook", "install"], 0).contains("commit-msg: installed already\n"));
    assert_eq!(all(&hooks), once);
    home.checkprov(&["hook", "install", "--uninstall"], 0);
    assert_eq!(all(&hooks), before);
    assert!(home.checkprov(&["hook", "install", "--uninstall"], 0).contains("commit-msg: not installed\n"));
}

#[test]
fn what_was_there_runs_first_and_comes_back() {
    let home = Home::new();
    let hooks = home.dir.join(".git/hooks");
    put(&hooks.join("commit-msg"), "#!/bin/sh\necho first\ngrep -q word \"$1\"\n", 0o750);
    put(&hooks.join("sendemail-validate"), "\0not even a script", 0o644);
    let before = all(&hooks);
    let said = home.checkprov(&["hook", "install"], 0);
    assert!(said.contains("runs first, as commit-msg.before-checkprov"), "{said}");
    home.checkprov(&["hook", "install"], 0);
    home.stage("f.c", &lines(1));
    let said = home.refuses("f: other\n", &[]);
    assert_eq!(said, "first\n");
    let said = home.refuses("f: word\n", &[]);
    assert!(said.starts_with("first\nerror[sign-off-missing]"), "{said}");
    home.checkprov(&["hook", "install", "--uninstall"], 0);
    assert_eq!(all(&hooks), before);
}

#[test]
fn a_hook_that_is_a_link_stays_one() {
    let home = Home::new();
    let hooks = home.dir.join(".git/hooks");
    put(&hooks.join("../my-hook"), "#!/bin/sh\necho linked\n", 0o755);
    std::os::unix::fs::symlink("../my-hook", hooks.join("commit-msg")).unwrap();
    home.checkprov(&["hook", "install"], 0);
    home.stage("f.c", &lines(1));
    assert!(home.refuses("f: fix\n", &[]).starts_with("linked\n"));
    home.checkprov(&["hook", "install", "--uninstall"], 0);
    assert_eq!(fs::read_link(hooks.join("commit-msg")).unwrap(), Path::new("../my-hook"));
}

#[test]
fn an_installation_that_was_cut_short_is_finished() {
    let home = Home::new();
    let hooks = home.dir.join(".git/hooks");
    put(&hooks.join("commit-msg"), "#!/bin/sh\n", 0o755);
    let before = all(&hooks);
    fs::hard_link(hooks.join("commit-msg"), hooks.join("commit-msg.before-checkprov")).unwrap();
    home.checkprov(&["hook", "install"], 0);
    home.checkprov(&["hook", "install", "--uninstall"], 0);
    assert_eq!(all(&hooks), before);
}

#[test]
fn nothing_is_overwritten() {
    let home = Home::new();
    let hooks = home.dir.join(".git/hooks");
    put(&hooks.join("sendemail-validate"), "#!/bin/sh\n", 0o755);
    put(&hooks.join("sendemail-validate.before-checkprov"), "#!/bin/sh\n# another\n", 0o755);
    let before = all(&hooks);
    let said = home.checkprov(&["hook", "install"], 2);
    assert!(said.contains("cannot be kept") && said.lines().count() == 1, "{said}");
    assert_eq!(all(&hooks), before, "not even the other hook");
}

#[test]
fn a_hook_that_was_changed_is_left_to_people() {
    let home = Home::with_hooks();
    let hook = home.dir.join(".git/hooks/commit-msg");
    fs::write(&hook, fs::read_to_string(&hook).unwrap() + "echo more\n").unwrap();
    let before = all(hook.parent().unwrap());
    for args in [&["hook", "install"][..], &["hook", "install", "--uninstall"]] {
        assert!(home.checkprov(args, 2).contains("someone has changed this hook"));
        assert_eq!(all(hook.parent().unwrap()), before);
    }
}

#[test]
fn hooks_go_where_git_looks_for_them() {
    let home = Home::new();
    home.git(&["config", "core.hooksPath", "my hooks"]);
    fs::create_dir(home.dir.join("deep")).unwrap();
    home.at("repo/deep").checkprov(&["hook", "install"], 0);
    assert!(home.dir.join("my hooks/commit-msg").is_file());
    assert!(!home.dir.join(".git/hooks/commit-msg").exists());
    home.stage("f.c", &lines(1));
    home.refuses("f: fix\n", &[]);
}

#[test]
fn a_repository_can_be_named() {
    let home = Home::new();
    let outside = home.at(".");
    let said = outside.checkprov(&["hook", "install"], 2);
    assert!(said.contains("is not inside a git repository") && said.lines().count() == 1, "{said}");
    assert_eq!(outside.checkprov(&["hook", "install", "--repo", "no-such"], 2).lines().count(), 1);
    outside.checkprov(&["hook", "install", "--repo", "repo"], 0);
    assert!(home.dir.join(".git/hooks/sendemail-validate").is_file());
    outside.git(&["init", "-q", "--bare", "bare"]);
    outside.checkprov(&["hook", "install", "--repo", "bare"], 0);
    assert!(home.dir.join("../bare/hooks/commit-msg").is_file());
}

#[test]
fn a_hook_without_checkprov_says_so() {
    let home = Home::with_hooks();
    home.stage("f.c", &lines(1));
    let said = home.without_checkprov().refuses("f: fix\n", &[]);
    assert_eq!(said, "commit-msg: checkprov is not on the PATH, so nothing can be checked\n");
}
