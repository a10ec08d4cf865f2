//! `checkprov verify`: what a command makes of a commit, and whether tests fail without the code.

#![cfg(unix)]

use std::fs;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::home::Home;

/// The day of every commit, so that their names are the same on every machine.
const DATE: &str = "2026-06-01T10:12:00+0000";

/// A small project in C: `HEAD~2` is the base, `HEAD~1` renames a function, `HEAD` fixes another with a test.
fn project() -> Home {
    let home = Home::empty();
    fs::create_dir(home.at("tmp").dir).unwrap();
    let file = |n: usize| format!("int harrier_rd{n}(int x)\n{{\n    return harrier_rd(x) + {n};\n}}\n");
    for n in 1..4 {
        write(&home, &format!("hw/f{n}.c"), &file(n));
    }
    write(&home, "hw/limit.h", "static int limit(int x) { return x; }\n");
    write(
        &home,
        "tests/limit-test.c",
        "#include \"../hw/limit.h\"\nint main(void) { return limit(1) != 1; }\n",
    );
    write(
        &home,
        "Makefile",
        "check: limit-test\n\t./limit-test\nlimit-test: tests/limit-test.c hw/limit.h\n\tcc -o $@ tests/limit-test.c\n",
    );
    commit(&home, "Begin");
    for n in 1..4 {
        write(&home, &format!("hw/f{n}.c"), &file(n).replace("harrier_rd", "harrier_reg_read"));
    }
    write(&home, "hw/f3.c", &(file(3).replace("harrier_rd", "harrier_reg_read") + "\nint harrier_count;\n"));
    commit(
        &home,
        "hw: rename harrier_rd to harrier_reg_read\n\nDone with\n\n    sed -i s/harrier_rd/harrier_reg_read/ hw/*.c",
    );
    write(&home, "hw/limit.h", "static int limit(int x) { return x > 9 ? 9 : x; }\n");
    write(
        &home,
        "tests/limit-test.c",
        "#include \"../hw/limit.h\"\nint main(void) { return limit(10) != 9; }\n",
    );
    commit(&home, "hw: limit to nine");
    home
}

fn write(home: &Home, file: &str, text: &str) {
    let path = home.dir.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn commit(home: &Home, message: &str) {
    home.git(&["add", "--all"]);
    let mut git = home.command("git");
    git.args(["commit", "-q", "-m", message]).env("GIT_AUTHOR_DATE", DATE).env("GIT_COMMITTER_DATE", DATE);
    assert!(git.status().unwrap().success());
}

fn verify(home: &Home, words: &[&str]) -> Command {
    let mut command = home.command(env!("CARGO_BIN_EXE_checkprov"));
    command.env("TMPDIR", home.at("tmp").dir).arg("verify").args(words);
    command
}

/// Nothing temporary is left, in the file system or in the repository.
#[track_caller]
fn nothing_is_left(home: &Home) {
    assert_eq!(fs::read_dir(home.at("tmp").dir).unwrap().count(), 0);
    assert_eq!(home.git(&["worktree", "list"]).lines().count(), 1);
    assert_eq!(home.git(&["status", "--porcelain"]), "");
}

fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

/// Runs it; it says that text, ends with that status, and leaves nothing.
#[track_caller]
fn ends(words: &[&str], status: i32, text: &str) {
    let home = project();
    let output = verify(&home, words).output().unwrap();
    let said = said(&output);
    assert_eq!(output.status.code(), Some(status), "{words:?}\n{said}");
    assert!(said.contains(text), "{words:?}\n{said}");
    if status == 2 {
        assert_eq!(said.lines().count(), 1, "{words:?}\n{said}");
    }
    nothing_is_left(&home);
}

#[track_caller]
fn json(words: &[&str]) -> Value {
    let output = verify(&project(), words).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

const SED: &str = "sed -i s/harrier_rd/harrier_reg_read/ hw/*.c";

#[test]
fn a_command_that_makes_a_commit_proves_it() {
    ends(&["script", "--run", SED, "HEAD~"], 0, "makes 12 of 14 changed lines");
}

#[test]
fn a_file_that_the_command_alone_adds_is_by_hand_too() {
    ends(&["script", "--run", &format!("{SED}; echo x > new.c"), "HEAD~"], 0, "by hand: new.c +0 -1 code");
}

#[test]
fn the_limit_of_the_policy_counts() {
    let home = project();
    fs::write(home.at("tmp").dir.with_file_name("strict.toml"), STRICT).unwrap();
    let policy = home.at("strict.toml").dir;
    let output =
        verify(&home, &["script", "-p", policy.to_str().unwrap(), "--run", SED, "HEAD~"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("not proven: 2 lines by hand"), "{}", said(&output));
}

const STRICT: &str = "extends = \"qemu\"\nname = \"strict\"\ntitle = \"t\"\nstatus = \"proposed\"\ndate = \"2026-05-28\"\nsource = \"https://example.org/\"\n[limit]\nlines = 1\n";

#[test]
fn a_command_that_makes_another_change_proves_nothing() {
    ends(
        &["script", "--run", "echo x > new.c", "HEAD~"],
        1,
        "not proven: the command makes none of this commit",
    );
}

#[test]
fn a_command_that_touches_nothing_proves_nothing() {
    ends(&["script", "--run", "true", "HEAD~"], 1, "not proven: the command changes nothing");
}

#[test]
fn a_change_without_lines_can_be_made() {
    let home = project();
    home.git(&["mv", "hw/f1.c", "hw/g1.c"]);
    commit(&home, "hw: another name");
    let output = verify(&home, &["script", "--run", "git mv hw/f1.c hw/g1.c"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn what_is_by_hand_is_shown_as_a_diff() {
    ends(&["script", "-v", "--run", SED, "HEAD~"], 0, "    +int harrier_count;\n");
    assert_eq!(json(&["script", "-f", "jsonl", "--run", SED, "HEAD~"])["diff"], Value::Null);
    let diff = json(&["script", "-vf", "jsonl", "--run", SED, "HEAD~"])["diff"].clone();
    assert!(diff.as_str().unwrap().contains("\n+int harrier_count;\n"));
}

#[test]
fn a_command_of_the_message_is_shown_and_not_run() {
    ends(&["script", "HEAD~"], 2, "which was not run: sed -i s/harrier_rd/harrier_reg_read/ hw/*.c");
    ends(&["script"], 2, "the message names none");
}

#[test]
fn what_cannot_be_run_is_one_line() {
    ends(&["script", "--run", "no-such-program", "HEAD~"], 2, "`no-such-program` cannot be run: sh:");
    ends(&["script", "--run", "echo no; exit 3", "HEAD~"], 2, "exit status 3: no");
    ends(&["script", "--run", "exit 3", "HEAD~"], 2, ": exit status 3\n");
    ends(&["script", "--run", "true", "HEAD~2"], 2, "is the first commit");
    ends(&["script", "--run", "true", "nowhere"], 2, "nowhere: there is no such commit\n");
    ends(&["script", "--run", "true", "--", "--help"], 2, "--help: there is no such commit");
    ends(&["tests", "--run", "no-such-program"], 2, "`no-such-program` cannot be run: sh:");
    ends(&["tests", "--run", "true", "HEAD~2..HEAD~"], 2, "the range changes no tests");
    ends(&["tests", "--run", "true", "HEAD..HEAD"], 2, "the range changes nothing");
    ends(&["tests", "--run", "true", "HEAD~"], 2, "write `HEAD~..`");
}

#[test]
fn a_command_that_takes_too_long_is_ended() {
    ends(&["script", "--timeout", "1", "--run", "sleep 600 & sleep 600", "HEAD~"], 2, "it took too long");
}

#[test]
fn changes_that_are_not_committed_take_no_part() {
    let home = project();
    write(&home, "hw/limit.h", "#error\n");
    let output = verify(&home, &["tests", "--run", "make check"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("changes that are not committed; they take no part"), "{}", said(&output));
}

#[test]
fn the_environment_of_a_hook_does_not_mislead_the_command() {
    let home = project();
    let output =
        verify(&home, &["script", "--run", &format!("{SED}; git rev-parse --show-toplevel >&2"), "HEAD~"])
            .env("GIT_DIR", home.dir.join(".git"))
            .env("GIT_WORK_TREE", &home.dir)
            .env("GIT_INDEX_FILE", home.dir.join(".git/index"))
            .output()
            .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    nothing_is_left(&home);
}

#[test]
fn tests_that_fail_without_the_code_prove_it() {
    ends(&["tests", "--run", "make check"], 0, "for the message: The tests fail without the code under test");
    ends(&["tests", "--run", "make check", "HEAD~2.."], 0, "proven: the tests fail without the code");
    ends(&["tests", "--build", "make limit-test", "--run", "./limit-test"], 0, "proven: ");
}

#[test]
fn tests_that_pass_without_the_code_prove_nothing() {
    ends(&["tests", "--run", "true"], 1, "not proven: the tests pass without the code");
}

#[test]
fn tests_that_fail_with_the_code_prove_nothing() {
    ends(&["tests", "--run", "make check && test ! -e tests"], 1, "the tests fail with the code");
    ends(&["tests", "--run", "echo broken; false"], 1, "    | broken\n");
}

#[test]
fn a_base_that_fails_on_its_own_is_told() {
    let runs = "grep -q 10 tests/limit-test.c && make check";
    ends(&["tests", "--run", runs], 1, "not proven: the base fails on its own");
}

#[test]
fn a_build_that_breaks_is_no_test_that_fails() {
    let build = "grep -q 'x > 9' hw/limit.h || ! grep 10 tests/limit-test.c";
    let expected = "without the code the tests do not build, so none was seen to fail";
    ends(&["tests", "--build", build, "--run", "make check"], 1, expected);
    ends(&["tests", "--run", &format!("{{ {build}; }} || exit 125; make check")], 1, expected);
}

#[test]
fn json_says_how_each_run_ended() {
    let said = json(&["tests", "-f", "jsonl", "--run", "make check"]);
    assert_eq!((&said["type"], &said["proven"]), (&"verify-tests".into(), &true.into()));
    let of =
        |key: &str| said["runs"].as_array().unwrap().iter().map(|run| run[key].clone()).collect::<Vec<_>>();
    assert_eq!(of("state"), ["tests", "whole", "base"]);
    assert_eq!(of("result"), ["fail", "pass", "pass"]);
    assert_eq!(of("status"), [2, 0, 0]);
    let said = json(&["script", "-f", "jsonl", "--run", SED, "HEAD~"]);
    assert_eq!(said["classes"]["code"], serde_json::json!({"changed": 14, "made": 12, "by_hand": 2}));
    assert_eq!((&said["counted"], &said["limit"]), (&2.into(), &20.into()));
}

#[test]
fn a_work_tree_is_kept_on_demand() {
    let home = project();
    let output = verify(&home, &["script", "--keep", "--run", SED, "HEAD~"]).output().unwrap();
    let said = said(&output);
    let path = said.split("git worktree remove --force ").nth(1).unwrap().split('`').next().unwrap();
    let kept = fs::read_to_string(format!("{path}/hw/f1.c")).unwrap();
    assert!(kept.contains("harrier_reg_read"), "{kept}");
}

#[test]
fn signals_leave_nothing() {
    for signal in ["INT", "TERM", "HUP"] {
        let home = project();
        let started = home.at("started").dir;
        let command = format!("echo $$ > {}; sleep 600; sleep 600", started.display());
        let run =
            verify(&home, &["script", "--run", &command, "HEAD~"]).stderr(Stdio::piped()).spawn().unwrap();
        let pid = loop {
            match fs::read_to_string(&started) {
                Ok(pid) if pid.ends_with('\n') => break pid.trim().to_owned(),
                _ => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        let kill = |name: &str, pid: &str| Command::new("kill").args([name, pid]).output().unwrap().status;
        assert!(kill(&format!("-{signal}"), &run.id().to_string()).success());
        let output = run.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{signal}");
        assert_eq!(said(&output), "checkprov: stopped before it was done\n", "{signal}");
        assert!(!kill("-0", &pid).success(), "the command still runs after {signal}");
        nothing_is_left(&home);
    }
}

/// The page's examples are typed in the page's project.
#[test]
fn the_page_shows_what_it_says() {
    let home = project();
    let page = fs::read_to_string("docs/verify.md").unwrap();
    let blocks: Vec<&str> =
        page.split("```shellsession\n").skip(1).map(|block| block.split("```").next().unwrap()).collect();
    assert!(blocks.len() > 3, "the page has examples");
    for block in blocks {
        let (command, expected) = block.strip_prefix("$ ").unwrap().split_once('\n').unwrap();
        let output =
            home.command("sh").args(["-c", command]).env("TMPDIR", home.at("tmp").dir).output().unwrap();
        assert_eq!(said(&output).trim_end(), expected.trim_end(), "{command}");
    }
}
