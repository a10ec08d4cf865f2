//! Whatever a repository is set to start, checkprov starts none of it: every way in which it asks git is tried.

#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;

use crate::home::Home;

/// Settings that name programs: git runs each as a shell command, or as a program with words of its own.
const SETTINGS: [&str; 27] = [
    "core.fsmonitor",
    "core.pager",
    "core.editor",
    "core.sshCommand",
    "core.askPass",
    "core.alternateRefsCommand",
    "core.gitProxy",
    "credential.helper",
    "diff.external",
    "diff.traced.command",
    "diff.traced.textconv",
    "filter.traced.clean",
    "filter.traced.smudge",
    "filter.tra=ced.clean",
    "filter.process.process",
    "gpg.program",
    "gpg.openpgp.program",
    "gpg.ssh.program",
    "hook.traced.command",
    "interactive.diffFilter",
    "merge.traced.driver",
    "pager.diff",
    "pager.format-patch",
    "pager.log",
    "remote.origin.uploadpack",
    "sequence.editor",
    "trailer.traced.command",
];

/// Hooks that git runs beside commands that ask or check out.
const HOOKS: [&str; 5] =
    ["post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"];

/// A home whose repository starts a program wherever it can: each leaves its name.
fn traced() -> Home {
    let home = Home::new();
    home.stage(".gitattributes", "*.c diff=traced filter=traced\n*.h filter=tra=ced\n*.s filter=process\n");
    home.stage("f.c", "int f;\n");
    home.git(&["commit", "-q", "--no-verify", "-m", "f: begin\n\nSigned-off-by: Ann Dev <ann@example.org>"]);
    home.stage("f.c", "int f = 1;\n");
    let trace = home.script("trace", "mkdir -p \"$HOME/ran\"\n: > \"$HOME/ran/$1\"\nexit 1\n");
    for setting in SETTINGS {
        home.git(&["config", setting, &format!("{} {setting};", trace.display())]);
    }
    for (setting, value) in [
        ("remote.origin.url", "ext::false"),
        ("remote.origin.promisor", "true"),
        ("protocol.ext.allow", "always"),
        ("hook.traced.event", "post-checkout"),
        ("log.showSignature", "true"),
        ("format.pretty", "%G?"),
    ] {
        home.git(&["-c", "core.fsmonitor=false", "config", setting, value]);
    }
    let hooks = home.dir.join(".git/hooks");
    fs::create_dir_all(&hooks).unwrap();
    for hook in HOOKS {
        fs::copy(home.script("hook", "exec \"$HOME/trace\" hook\n"), hooks.join(hook)).unwrap();
    }
    home
}

/// The programs that ran.
fn ran(home: &Home) -> BTreeSet<String> {
    let entries = fs::read_dir(home.at("ran").dir).into_iter().flatten();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[track_caller]
fn starts_nothing(words: &[&str]) {
    let home = traced();
    fs::write(home.dir.join("message"), "f: fix\n\nSigned-off-by: Ann Dev <ann@example.org>\n").unwrap();
    home.checkprov(words, 0);
    assert_eq!(ran(&home), BTreeSet::new(), "{words:?}");
}

#[test]
fn the_settings_do_start_programs() {
    let home = traced();
    home.run_git(&["diff", "--cached"]);
    home.run_git(&["checkout", "-q", "HEAD~", "--", "f.c"]);
    let expected =
        ["core.fsmonitor", "diff.traced.command", "filter.traced.clean", "filter.traced.smudge", "hook"];
    let ran = ran(&home);
    assert!(expected.iter().all(|name| ran.contains(*name)), "{ran:?}");
}

#[test]
fn not_for_commits() {
    starts_nothing(&["--git", "HEAD~..HEAD"]);
}

#[test]
fn not_for_an_archive() {
    let home = traced();
    home.checkprov(&[".git"], 2);
    assert_eq!(ran(&home), BTreeSet::new());
}

#[test]
fn not_for_a_commit_that_is_about_to_be_made() {
    starts_nothing(&["hook", "commit-msg", "message"]);
}

#[test]
fn not_to_verify() {
    let home = traced();
    home.checkprov(&["verify", "script", "--run", "touch g.c"], 1);
    home.checkprov(&["verify", "tests", "--run", "true"], 2);
    assert_eq!(ran(&home), BTreeSet::new());
}

#[test]
fn not_to_install_hooks() {
    starts_nothing(&["hook", "install"]);
}
