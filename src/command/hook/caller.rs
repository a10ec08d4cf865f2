//! How `git commit` was called. git says to a hook neither whether it amends nor how it cleans up: the command
//! line of the process that runs the hook does.

use std::ffi::OsStr;
use std::path::Path;

/// What the command line says that matters here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Call {
    /// Whether the commit takes the place of the last one.
    pub(super) amend: bool,
    /// Whether git stages what changed, as `-a` asks: where no commit is made, it is staged no more.
    pub(super) all: bool,
    /// The mode of `--cleanup`.
    pub(super) cleanup: Option<String>,
}

/// How many processes up the caller is looked for.
const MOST_PROCESSES: usize = 16;

/// Options of git itself whose value is a word of its own.
const GIT_VALUES: [&str; 6] = ["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--config-env"];

/// Options of `git commit` whose value is a word of its own.
const COMMIT_VALUES: [&str; 12] = [
    "--message",
    "--file",
    "--author",
    "--date",
    "--template",
    "--reuse-message",
    "--reedit-message",
    "--fixup",
    "--squash",
    "--cleanup",
    "--trailer",
    "--pathspec-from-file",
];

/// The `git commit` that runs this hook; none where the system does not tell.
pub(super) fn find() -> Option<Call> {
    let mut process = parent()?;
    for _ in 0..MOST_PROCESSES {
        let words = std::fs::read(format!("/proc/{process}/cmdline")).ok()?;
        let words: Vec<String> =
            words.split(|&b| b == 0).map(|word| String::from_utf8_lossy(word).into_owned()).collect();
        if let Some(call) = read(&words) {
            return Some(call);
        }
        process = parent_of(process)?;
    }
    None
}

#[cfg(unix)]
fn parent() -> Option<u32> {
    Some(std::os::unix::process::parent_id())
}

#[cfg(not(unix))]
fn parent() -> Option<u32> {
    None
}

/// `PID (name) state PARENT ...`, where the name may hold anything.
fn parent_of(process: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, behind) = stat.rsplit_once(')')?;
    behind.split_ascii_whitespace().nth(1)?.parse().ok().filter(|&parent| parent > 0)
}

/// Reads the words of a command line, if they are those of `git commit`.
fn read(words: &[String]) -> Option<Call> {
    let mut words = words.iter().map(String::as_str);
    let program = Path::new(words.next()?).file_stem().and_then(OsStr::to_str)?;
    if program == "git" {
        let mut word = words.next()?;
        while word.starts_with('-') {
            if GIT_VALUES.contains(&word) {
                words.next()?;
            }
            word = words.next()?;
        }
        (word == "commit").then_some(())?;
    } else if program != "git-commit" {
        return None;
    }
    let mut call = Call::default();
    while let Some(word) = words.next().filter(|word| *word != "--") {
        call.all |= word == "--all" || flags(word).contains('a');
        if matches!(word, "--am" | "--ame" | "--amen" | "--amend") {
            call.amend = true;
        } else if word == "--no-amend" {
            call.amend = false;
        } else if let Some(mode) = word.strip_prefix("--cleanup=") {
            call.cleanup = Some(mode.to_owned());
        } else if word == "--cleanup" {
            call.cleanup = words.next().map(str::to_owned);
        } else if takes_a_word(word) {
            words.next();
        }
    }
    Some(call)
}

/// Whether the next word is the value of this one: `--message`, `-m`, and `-am`, but not `-mtext`.
fn takes_a_word(word: &str) -> bool {
    if word.starts_with("--") {
        return COMMIT_VALUES.contains(&word);
    }
    let Some(letters) = word.strip_prefix('-') else { return false };
    letters.find(['m', 'F', 'C', 'c', 't']).is_some_and(|at| at + 1 == letters.len())
}

/// The letters of a word such as `-sam`, up to the first that has a value.
fn flags(word: &str) -> &str {
    let letters = word.strip_prefix('-').filter(|letters| !letters.starts_with('-')).unwrap_or_default();
    letters.split(['m', 'F', 'C', 'c', 't', 'u', 'S']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, amend: bool) {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        assert_eq!(read(&words).map(|call| call.amend), Some(amend), "{line}");
    }

    #[test]
    fn an_amend_is_seen() {
        check("git commit --amend", true);
        check("/usr/bin/git -C x -c a=b --no-pager commit -am text --ame --no-edit", true);
        check("git-commit --amend -mtext", true);
    }

    #[test]
    fn what_only_looks_like_one_is_not() {
        check("git commit", false);
        check("git commit -m --amend", false);
        check("git commit -sam --amend", false);
        check("git commit --message --amend", false);
        check("git commit -- --amend", false);
        check("git commit --amend --no-amend", false);
    }

    #[test]
    fn what_changed_is_staged_where_the_letter_or_the_word_asks() {
        for (line, all) in [
            ("git commit -a", true),
            ("git commit -sam text", true),
            ("git commit --all --signoff", true),
            ("git commit -ma", false),
            ("git commit -m -a", false),
            ("git commit -Sabc", false),
            ("git commit --amend", false),
            ("git commit -- -a", false),
        ] {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            assert_eq!(read(&words).map(|call| call.all), Some(all), "{line}");
        }
    }

    #[test]
    fn other_programs_are_passed_over() {
        for line in ["sh .git/hooks/commit-msg", "git rebase -i", "git", "vi commit --amend"] {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            assert_eq!(read(&words), None, "{line}");
        }
    }

    #[test]
    fn the_way_to_clean_up_is_seen() {
        let words = ["git", "commit", "--cleanup=verbatim"].map(str::to_owned);
        assert_eq!(read(&words).unwrap().cleanup.as_deref(), Some("verbatim"));
    }
}
