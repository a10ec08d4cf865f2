//! The pages for contributors and maintainers: what they say to type is typed, in a home with a repository, a
//! thread and a mailbox. What they say to copy stands in `examples/` too.

#![cfg(unix)]
#![allow(clippy::print_stderr, reason = "a test that is skipped says why")]

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::home::{Home, lines};
use flate2::write::GzEncoder;

/// A block of a page: its language, its text.
struct Block {
    language: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    let fences = page.split("```").skip(1).step_by(2);
    fences
        .map(|block| {
            let (language, text) = block.split_once('\n').unwrap();
            Block { language: language.to_owned(), text: text.to_owned() }
        })
        .collect()
}

/// A person who has cloned a project, made a commit, and saved a thread.
fn person() -> Home {
    let home = Home::new();
    home.git(&["update-ref", "refs/remotes/origin/master", "HEAD"]);
    home.stage("f.c", &lines(5));
    home.commits("f: fix\n\nWhy.\n\nAI-used-for: code\nSigned-off-by: Ann Dev <ann@example.org>\n", &[]);
    let thread = home.git(&["format-patch", "--stdout", "--thread", "-1"]);
    let file = fs::File::create(home.dir.join("thread.mbox.gz")).unwrap();
    GzEncoder::new(file, flate2::Compression::fast()).write_all(thread.as_bytes()).unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ai-code-too-large/bad-21-lines.patch");
    let mail = fs::read_to_string(fixture).unwrap();
    fs::write(home.dir.join("fix.eml"), &mail).unwrap();
    mailbox(&home, &mail);
    let server = home.script("smtp", "cat > /dev/null\n");
    home.git(&["config", "sendemail.smtpServer", server.to_str().unwrap()]);
    home.git(&["config", "sendemail.confirm", "never"]);
    home
}

/// A Maildir that notmuch knows, with a mail as it came and the same mail filtered.
fn mailbox(home: &Home, mail: &str) {
    if !is_there(home, "notmuch") {
        return;
    }
    let root = home.dir.join("../Mail");
    for folder in ["cur", "new", "tmp"] {
        fs::create_dir_all(root.join(folder)).unwrap();
    }
    let header = |id: &str, more: &str| format!("Message-ID: <{id}@example.org>\n{more}");
    let (_, mail) = mail.split_once('\n').unwrap();
    fs::write(root.join("cur/plain:2,"), header("plain", "") + mail).unwrap();
    fs::write(root.join("cur/filtered:2,"), header("filtered", "X-Checkprov-Status: error\n") + mail)
        .unwrap();
    let settings = format!(
        "[database]\npath={}\n[user]\nname=Ann\nprimary_email=ann@example.org\n",
        root.canonicalize().unwrap().display()
    );
    fs::write(home.dir.join("../.notmuch-config"), settings).unwrap();
    shell(home, "notmuch new --quiet");
}

fn is_there(home: &Home, program: &str) -> bool {
    home.command("sh").args(["-c", &format!("command -v {program}")]).output().unwrap().status.success()
}

/// Runs a block as a person would; gives what it prints.
#[track_caller]
fn shell(home: &Home, text: &str) -> String {
    let output = home.command("sh").args(["-euc", text]).output().unwrap();
    let said = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
    assert!(output.status.success(), "{text}\n{said}");
    String::from_utf8(output.stdout).unwrap()
}

/// Why a block cannot be run here; none where it can.
fn obstacle(home: &Home, text: &str) -> Option<String> {
    if text.starts_with("b4 ") {
        return Some("b4 has tests of its own".to_owned());
    }
    if text.contains("$(stg ") {
        return Some("tests/peers/drive/stgit.sh runs it, in a stack".to_owned());
    }
    if text.contains("send-email") && !home.run_git(&["send-email", "--dump-aliases"]).status.success() {
        return Some("there is no git send-email (Debian has it in the package git-email)".to_owned());
    }
    let needed =
        ["notmuch", "jq"].into_iter().find(|needed| text.contains(needed) && !is_there(home, needed));
    needed.map(|needed| format!("there is no {needed}"))
}

/// Types every block of a page in order; what it is said to print, it prints.
fn type_all(home: &Home, page: &str) {
    let blocks = blocks(page);
    for (index, block) in blocks.iter().enumerate().filter(|(_, block)| block.language == "sh") {
        if let Some(why) = obstacle(home, &block.text) {
            eprintln!("skipped: {}: {why}", block.text.trim_end());
            continue;
        }
        if block.text.contains(" commit ") {
            home.stage("f-test.c", &lines(index));
            // Tags that git has put there already stay below what is written.
            let text = "tests: cover it\n\nThe test fails without the fix.\n";
            home.script(
                "editor",
                &format!("{{ echo '{text}'; cat \"$1\"; }} >\"$1.new\"\nmv \"$1.new\" \"$1\"\n"),
            );
        }
        let printed = shell(home, &block.text);
        if let Some(wanted) = blocks.get(index + 1).filter(|next| next.language == "text") {
            assert_eq!(printed, wanted.text);
        }
    }
}

#[test]
fn contributors_can_type_what_their_page_says() {
    let home = person();
    type_all(&home, "docs/contributors.md");
    let message = home.git(&["log", "-1", "--format=%B"]);
    assert!(message.contains("\n\nAI-used-for: code (refactoring)\nSigned-off-by: Ann"), "{message}");
    assert!(!home.dir.join(".git/hooks/commit-msg").exists(), "it was taken away again");
}

#[test]
fn maintainers_can_type_what_their_page_says() {
    let home = person();
    type_all(&home, "docs/maintainers.md");
    if is_there(&home, "notmuch") && is_there(&home, "jq") {
        let tagged = shell(&home, "notmuch search --output=messages --sort=oldest-first tag:ai-policy");
        assert!(tagged.contains("id:plain@") && tagged.contains("id:filtered@"), "{tagged}");
    }
}

#[test]
fn what_pages_say_to_copy_stands_in_the_examples() {
    for (page, language, example) in [
        ("docs/contributors.md", "ini", "examples/b4-config"),
        ("docs/maintainers.md", "ini", "examples/gitconfig"),
        ("docs/maintainers.md", "muttrc", "examples/muttrc"),
    ] {
        let example = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(example)).unwrap();
        for block in blocks(page).iter().filter(|block| block.language == language) {
            for line in block.text.lines() {
                assert!(example.lines().any(|other| other == line), "{page}: {line}");
            }
        }
    }
}

/// What comes out is JSON still, whatever a mail says.
#[test]
fn a_mail_of_two_lists_is_told_once() {
    let home = Home::new();
    if !is_there(&home, "jq") {
        eprintln!("skipped: there is no jq");
        return;
    }
    let mail = |id: &str, subject: &str| {
        format!("From a Thu Jan  1 00:00:00 1970\n{id}Subject: {subject}\n\nText\n\n")
    };
    let subject = r#"a \t "quoted" \\ one"#;
    let twice = mail("Message-ID: <1@example.org>\n", subject);
    fs::write(home.dir.join("list-a"), [mail("", "no name"), twice.clone(), mail("", "no name")].concat())
        .unwrap();
    fs::write(home.dir.join("list-b"), [twice, mail("Message-ID: <2@example.org>\n", "b")].concat()).unwrap();
    let recipe =
        blocks("docs/archives.md").into_iter().find(|block| block.text.contains("list-a list-b")).unwrap();
    let told = shell(&home, &recipe.text);
    let told: Vec<serde_json::Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let subjects: Vec<&str> = told.iter().map(|mail| mail["subject"].as_str().unwrap()).collect();
    assert_eq!(subjects, ["no name", subject, "no name", "b"]);
}
