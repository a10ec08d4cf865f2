//! `checkprov series`: two versions of a series with answers, and a patch with hostile names, in every format.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const TWO_VERSIONS: &str = "tests/data/two-versions.mbox";

fn run(width: usize, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_checkprov"));
    command.env("NO_COLOR", "1").env("COLUMNS", width.to_string()).arg("series").args(words);
    command.stdin(Stdio::null()).output().unwrap()
}

fn shown(width: usize, words: &[&str]) -> String {
    let output = run(width, words);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_table_in_80_columns() {
    insta::assert_snapshot!(shown(80, &[TWO_VERSIONS]));
}

#[test]
fn the_table_in_200_columns() {
    insta::assert_snapshot!(shown(200, &[TWO_VERSIONS]));
}

#[test]
fn the_table_with_patches() {
    insta::assert_snapshot!(shown(120, &["--verbose", TWO_VERSIONS]));
}

#[test]
fn json_lines() {
    insta::assert_snapshot!(shown(80, &["--format", "jsonl", TWO_VERSIONS]));
}

const LINK: [&str; 2] = ["--link", "https://lore.example.org/list/{message-id}/"];

#[test]
fn markdown() {
    insta::assert_snapshot!(shown(80, &[&["--format", "markdown", TWO_VERSIONS], &LINK[..]].concat()));
}

#[test]
fn page() {
    let mut page = shown(80, &[&["--format", "html", TWO_VERSIONS], &LINK[..]].concat());
    for part in ["style", "script"] {
        let inside = inside(&page, part).to_owned();
        page = page.replace(&inside, "");
    }
    // A tag a line, so that a change is seen where it is.
    insta::assert_snapshot!(page.replace("><", ">\n<"));
}

/// What stands in the only element of a kind.
fn inside<'p>(page: &'p str, tag: &str) -> &'p str {
    let (start, end) = (format!("<{tag}>"), format!("</{tag}>"));
    assert_eq!(page.matches(&start).count(), 1, "{tag}");
    page.split_once(&start).unwrap().1.split_once(&end).unwrap().0
}

/// What a mail says is text of the page and no part of it, and nothing is loaded or run.
#[test]
fn the_page_holds_nothing_but_what_it_means_to() {
    let page = shown(80, &["--format", "html", TWO_VERSIONS]);
    for tag in [
        "<script ",
        "<img",
        "<iframe",
        "<form",
        "<b ",
        "javascript:1\"",
        " style=",
        " onclick=x",
        "@import",
        "url(",
    ] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert!(page.contains("util: fix &lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
    for tag in ["main", "header", "footer", "details", "table", "section", "svg", "h1"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
        assert!(opened > 0, "{tag}");
    }
    // Every row leads to a series.
    let targets = page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap());
    targets.for_each(|target| assert!(page.contains(&format!("id=\"{target}\"")), "{target}"));
}

/// The policy of the page takes the style and the script in it, and no others.
#[test]
fn the_style_and_the_script_are_those_that_the_policy_names() {
    let page = shown(80, &["--format", "html", TWO_VERSIONS]);
    let folder = TempDir::new().unwrap();
    for part in ["style", "script"] {
        let file = folder.path().join(part);
        fs::write(&file, inside(&page, part)).unwrap();
        let sum = Command::new("sha256sum").arg(&file).output().unwrap();
        let bytes: Vec<u8> = sum.stdout[..64]
            .chunks(2)
            .map(|hex| u8::from_str_radix(std::str::from_utf8(hex).unwrap(), 16).unwrap())
            .collect();
        let sum = base64(&bytes);
        assert!(page.contains(&format!("{part}-src 'sha256-{sum}'")), "{part} {sum}");
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = (0..3).fold(0, |sum, at| sum << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        let digit = |at: usize| char::from(DIGITS[(number >> (18 - 6 * at)) as usize & 63]);
        text.extend((0..4).map(|at| if at <= three.len() { digit(at) } else { '=' }));
    }
    text
}

#[test]
fn who_waits_for_an_answer_is_found() {
    let table = shown(200, &["--needs-answer", TWO_VERSIONS]);
    let lines: Vec<&str> = table.lines().skip(1).take_while(|line| !line.is_empty()).collect();
    assert!(lines.len() == 1 && lines[0].contains("util: fix"), "{table}");
}

#[test]
fn the_worst_come_first() {
    let table = shown(200, &["--sort", "worst", TWO_VERSIONS]);
    let verdicts: Vec<&str> =
        table.lines().skip(1).take_while(|line| !line.is_empty()).map(|line| &line[..5]).collect();
    assert_eq!(verdicts, ["error", "error", "ok   "]);
}

#[test]
fn the_status_is_that_of_a_check() {
    assert_eq!(run(80, &[TWO_VERSIONS]).status.code(), Some(1));
    assert_eq!(run(80, &["no-such-file"]).status.code(), Some(2));
    assert_eq!(run(80, &["fixtures/ai-code-too-large/good-20-lines.patch"]).status.code(), Some(0));
}

/// What does not fit is left out, those without findings first, and the page says so.
#[test]
fn a_page_is_bounded() {
    let mut mbox = String::new();
    for number in 0..12_000 {
        let signed = if number % 1000 == 0 { "" } else { "Signed-off-by: Ann Dev <ann@example.org>\n" };
        write!(
            mbox,
            "From mboxrd@z Thu Jan  1 00:00:00 1970\nMessage-ID: <{number}@example.org>\nFrom: Ann Dev <ann@example.org>\n\
             Date: Mon, 8 Jun 2026 10:00:00 +0000\nSubject: [PATCH] f: fix {number}\n\nWhy.\n\n{signed}---\n\
             --- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-one\n+two\n\n"
        )
        .unwrap();
    }
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("box");
    fs::write(&file, mbox).unwrap();
    let page = shown(80, &["--format", "html", file.to_str().unwrap()]);
    assert!(page.len() < 5_000_000, "{}", page.len());
    assert!(page.contains(" series are left out, those without findings first"));
    let rows_of = |verdict: &str| page.matches(&format!("<tr><td><span class=\"pill {verdict}\">")).count();
    assert_eq!(rows_of("error"), 12);
    let rows = rows_of("ok");
    let left_out = page.split(" series are left out").next().unwrap().rsplit('>').next().unwrap();
    assert_eq!(rows + 12 + left_out.parse::<usize>().unwrap(), 12_000);
}

/// The answers that Ben Woods would send.
fn replies(words: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_checkprov"));
    command.args(["--format", "reply"]).args(words);
    command.env("GIT_COMMITTER_NAME", "Ben Woods").env("GIT_COMMITTER_EMAIL", "ben@example.org");
    command.env("GIT_COMMITTER_DATE", "2026-06-09T08:00:00+0200");
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// One answer to a series, with the headers in the order in which git looks for them, to the person and not to the list.
#[test]
fn a_reply_answers_a_series_and_goes_to_the_person() {
    insta::assert_snapshot!(replies(&["tests/data/through-a-list.mbox"]));
}

/// The words are the project's own, and its pages explain the rules.
#[test]
fn a_reply_in_the_words_of_a_project() {
    let folder = TempDir::new().unwrap();
    let policy = folder.path().join("heron.toml");
    let text = "name = \"heron\"\ntitle = \"The policy of Heron\"\nextends = \"qemu\"\n[reply]\n\
                rule-pages = \"https://example.org/rules/{rule}.html\"\ntemplate = \"\"\"\nHi {name},\n\n{policy} \
                asks for something that this {what} does not have.\n\n{findings}\n\nThe Heron developers\n\"\"\"\n";
    fs::write(&policy, text).unwrap();
    let replies = replies(&["--policy", policy.to_str().unwrap(), TWO_VERSIONS]);
    insta::assert_snapshot!(replies.replace(folder.path().to_str().unwrap(), "."));
}
