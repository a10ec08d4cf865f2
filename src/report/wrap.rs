//! Long lines broken at blanks, never within a command in backticks.

use super::columns::columns;

/// The line broken so that each piece takes at most `width` columns where its blanks allow it. A command
/// or a listing stays whole.
pub(super) fn wrapped(line: &str, width: usize) -> Vec<String> {
    if is_verbatim(line) || columns(line) <= width {
        return vec![line.to_owned()];
    }
    if let Some((prose, command)) = command_at_end(line) {
        let mut lines = wrapped(prose, width);
        lines.push(format!("  {command}"));
        return lines;
    }
    wrapped_prose(line, width)
}

/// The same of a line that is no command, whatever it begins with.
pub(super) fn wrapped_prose(line: &str, width: usize) -> Vec<String> {
    if columns(line) <= width {
        return vec![line.to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    let mut current = String::new();
    for word in words(line) {
        if !current.is_empty() && columns(&current) + 1 + columns(word) > width {
            lines.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    lines.push(current);
    lines
}

/// Whether a line is to be copied as it is: it is indented, or a command.
pub(super) fn is_verbatim(line: &str) -> bool {
    line.starts_with([' ', '\t']) || line.starts_with("git ") || line.starts_with("checkprov ")
}

/// `in the last commit: git commit --amend`, divided after the colon.
fn command_at_end(line: &str) -> Option<(&str, &str)> {
    let at = [": git ", ": checkprov "].iter().filter_map(|start| line.find(start)).min()?;
    (!line[at..].contains('`')).then(|| (&line[..at + 1], &line[at + 2..]))
}

/// Splits at blanks outside backticks; an odd backtick quotes nothing.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut left = line.matches('`').count() & !1;
    let mut quoted = false;
    let split = move |c: char| {
        if c == '`' && left > 0 {
            left -= 1;
            quoted = !quoted;
        }
        c == ' ' && !quoted
    };
    line.split(split).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{wrapped, wrapped_prose};

    #[test]
    fn a_short_line_stays() {
        assert_eq!(wrapped("a  b", 4), ["a  b"]);
        assert_eq!(wrapped("", 4), [""]);
    }

    #[test]
    fn a_long_line_is_broken_at_blanks() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("incomprehensibly so", 5), ["incomprehensibly", "so"]);
    }

    #[test]
    fn a_letter_may_take_two_columns_or_none() {
        assert_eq!(wrapped("件名 件名 n", 9), ["件名 件名", "n"]);
        assert_eq!(wrapped("e\u{301}e\u{301} e\u{301}", 4), ["e\u{301}e\u{301} e\u{301}"]);
    }

    #[test]
    fn prose_about_git_is_no_command() {
        assert_eq!(wrapped_prose("git refuses it: git says why", 15), ["git refuses it:", "git says why"]);
    }

    #[test]
    fn a_command_stays_whole() {
        assert_eq!(wrapped("run `git commit -s` now", 8), ["run", "`git commit -s`", "now"]);
        assert_eq!(wrapped("    git commit --amend", 8), ["    git commit --amend"]);
        assert_eq!(wrapped("git commit --amend", 8), ["git commit --amend"]);
        assert_eq!(wrapped("in the last: git commit -s", 9), ["in the", "last:", "  git commit -s"]);
        assert_eq!(wrapped("an odd ` does no harm", 8), ["an odd `", "does no", "harm"]);
    }
}
