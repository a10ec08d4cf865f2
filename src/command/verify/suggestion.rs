//! The command that a message names. It is shown, and never run.

/// The most characters of a command that is shown.
const LONGEST: usize = 400;

/// The first line of a message that looks like a command: set off by four blanks or a tab, maybe with a prompt.
pub(super) fn command_in(message: &str) -> Option<&str> {
    let set_off = message.lines().filter(|line| line.starts_with("    ") || line.starts_with('\t'));
    let commands = set_off.map(|line| {
        let line = line.trim();
        line.strip_prefix("$ ").or_else(|| line.strip_prefix("# ")).unwrap_or(line)
    });
    // A semantic patch, a log and a list are set off as well.
    let is_command = |line: &&str| {
        let mut words = line.split_whitespace();
        let program = words.next().unwrap_or_default();
        let is_name = program.starts_with(|c: char| c.is_ascii_lowercase() || c == '.' || c == '/')
            && program.chars().all(|c| c.is_ascii_alphanumeric() || "./_-+".contains(c));
        is_name
            && words.next().is_some_and(|word| word.contains(['-', '/', '.', '\'', '"', '|']))
            && line.len() <= LONGEST
    };
    commands.into_iter().find(is_command)
}

#[cfg(test)]
mod tests {
    use super::command_in;

    #[test]
    fn a_command_is_set_off() {
        let of = |line: &str| {
            command_in(&format!("Rename it.\n\n{line}\n\nSigned-off-by: A <a@b.c>\n")).map(str::to_owned)
        };
        assert_eq!(of("    sed -i s/a/b/ f.c").as_deref(), Some("sed -i s/a/b/ f.c"));
        assert_eq!(of("\t$ spatch --in-place x.cocci").as_deref(), Some("spatch --in-place x.cocci"));
        assert_eq!(of("    ./scripts/rename.sh hw/net").as_deref(), Some("./scripts/rename.sh hw/net"));
        for line in [
            "sed -i s/a/b/ f.c",
            "    - old(x)",
            "    @@",
            "    int x = 1;",
            "    Some words.",
            "    foo(a, b);",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
