//! The file in which a commit message is written, read as `git commit` reads it.
//!
//! Source: git's `builtin/commit.c` and `wt-status.c` (<https://git-scm.com/docs/git-commit#_options>, `--cleanup`).

/// What is after the comment sign on the line below which nothing counts.
const SCISSORS: &[u8] = b" ------------------------ >8 ------------------------";

/// The signs that git chooses from where the sign is `auto`.
const SIGNS: &[u8] = b"#;@!$%^&|:";

/// What git takes out of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cleanup {
    /// Comments, and blank lines that are too many.
    Strip,
    /// Blank lines that are too many.
    Whitespace,
    /// Nothing.
    Verbatim,
}

/// A commit message: its lines, each with its line in the file from 0.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Message<'a> {
    lines: Vec<(usize, &'a [u8])>,
}

impl Cleanup {
    /// What the mode of that name means, where the message was edited or not.
    pub(super) fn of(mode: &str, edited: bool) -> Self {
        match mode {
            "verbatim" => Self::Verbatim,
            "whitespace" | "scissors" => Self::Whitespace,
            "strip" => Self::Strip,
            _ if edited => Self::Strip,
            _ => Self::Whitespace,
        }
    }
}

impl<'a> Message<'a> {
    /// Reads the file; a comment sign of `auto` is found in it.
    pub(super) fn read(text: &'a [u8], cleanup: Cleanup, sign: &str) -> Self {
        let all = || text.split(|&b| b == b'\n').map(trim_end).enumerate();
        let found;
        let sign = if sign == "auto" {
            found = [sign_of(text)];
            &found[..]
        } else {
            sign.as_bytes()
        };
        let is_scissors = |line: &[u8]| line.strip_prefix(sign) == Some(SCISSORS);
        let is_comment = |line: &[u8]| cleanup == Cleanup::Strip && line.starts_with(sign);
        let kept = all().take_while(|(_, line)| !is_scissors(line)).filter(|(_, line)| !is_comment(line));
        let mut lines: Vec<(usize, &[u8])> = Vec::new();
        for (number, line) in kept {
            let follows_text = lines.last().is_some_and(|(_, last)| !last.is_empty());
            if !line.is_empty() || follows_text || cleanup == Cleanup::Verbatim {
                lines.push((number, line));
            }
        }
        while lines.last().is_some_and(|(_, line)| line.is_empty()) {
            lines.pop();
        }
        Self { lines }
    }

    /// Whether nothing is left, so that git makes no commit.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The first paragraph in one line, as a subject is, and the line it begins on.
    pub(super) fn title(&self) -> (usize, Vec<u8>) {
        let title =
            self.lines.iter().skip_while(|(_, line)| line.is_empty()).take_while(|(_, l)| !l.is_empty());
        let words: Vec<&[u8]> = title.map(|(_, line)| line.trim_ascii_start()).collect();
        let number = self.lines.iter().find(|(_, line)| !line.is_empty()).map_or(0, |(number, _)| *number);
        (number, words.join(&b" "[..]))
    }

    /// What is below the first paragraph: each line with its number.
    pub(super) fn body(&self) -> impl Iterator<Item = (usize, &'a [u8])> {
        let title = self.lines.iter().skip_while(|(_, line)| line.is_empty());
        title.skip_while(|(_, line)| !line.is_empty()).skip_while(|(_, line)| line.is_empty()).copied()
    }
}

/// The comment sign that is in a file: that of its scissors, else that of its last line.
fn sign_of(text: &[u8]) -> u8 {
    let lines = || text.split(|&b| b == b'\n').map(trim_end).filter(|line| !line.is_empty());
    let scissors = lines().find(|line| line.get(1..) == Some(SCISSORS));
    let line = scissors.or_else(|| lines().next_back()).unwrap_or_default();
    line.first().copied().filter(|sign| SIGNS.contains(sign)).unwrap_or(b'#')
}

fn trim_end(line: &[u8]) -> &[u8] {
    line.trim_ascii_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, cleanup: Cleanup, sign: &str) -> String {
        let message = Message::read(text.as_bytes(), cleanup, sign);
        let lines = message.lines.iter().map(|(at, line)| format!("{at}:{}", String::from_utf8_lossy(line)));
        lines.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn comments_go_where_the_message_was_edited() {
        let text = "\nt\n\n\n# c\nb\n#d\n\n";
        assert_eq!(read(text, Cleanup::of("default", true), "#"), "1:t|2:|5:b");
        assert_eq!(read(text, Cleanup::of("default", false), "#"), "1:t|2:|4:# c|5:b|6:#d");
        assert_eq!(read(text, Cleanup::Strip, ";"), "1:t|2:|4:# c|5:b|6:#d");
    }

    #[test]
    fn nothing_counts_below_the_scissors() {
        let text = "t\n# ------------------------ >8 ------------------------\n# no\ndiff --git a/f b/f\n";
        assert_eq!(read(text, Cleanup::Strip, "#"), "0:t");
        assert_eq!(read(text, Cleanup::Whitespace, "auto"), "0:t");
    }

    #[test]
    fn a_sign_that_git_chose_is_found() {
        assert_eq!(read("#1 is fixed\n; Please enter\n", Cleanup::Strip, "auto"), "0:#1 is fixed");
    }

    #[test]
    fn a_title_may_have_lines() {
        let message = Message::read(b"\none\ntwo\n\n\nbody\n", Cleanup::Strip, "#");
        assert_eq!(message.title(), (1, b"one two".to_vec()));
        assert_eq!(message.body().collect::<Vec<_>>(), [(5, &b"body"[..])]);
    }
}
