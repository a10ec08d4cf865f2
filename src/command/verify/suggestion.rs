//! The command that a message names. It is shown, and never run.

/// The most characters of a command that is shown.
const LONGEST: usize = 400;

/// The first line of a message that looks like a command: set off by four blanks, a tab or a prompt, or else within
/// backquotes. A line that ends with a backslash goes on.
pub(super) fn command_in(message: &str) -> Option<String> {
    let mut lines = message.lines();
    while let Some(line) = lines.next() {
        let indented = line.starts_with("    ") || line.starts_with('\t');
        let bare = line.trim();
        let prompted = bare.strip_prefix("$ ").or_else(|| bare.strip_prefix("# ").filter(|_| indented));
        let mut command = prompted.unwrap_or(bare).to_owned();
        if prompted.is_none() && !indented {
            continue;
        }
        while let Some(start) = command.strip_suffix('\\') {
            command = format!("{start}{}", lines.next().unwrap_or_default().trim());
        }
        if is_command(&command) {
            return Some(command);
        }
    }
    message.split('`').skip(1).step_by(2).find(|text| is_command(text)).map(str::to_owned)
}

/// A semantic patch, a log and a list are set off as well, and names are quoted.
fn is_command(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let program = words.next().unwrap_or_default();
    let is_name = program.starts_with(|c: char| c.is_ascii_lowercase() || c == '.' || c == '/')
        && program.chars().all(|c| c.is_ascii_alphanumeric() || "./_-+".contains(c));
    // What git is asked to do is a plain word.
    let mut words = words.skip(usize::from(program == "git"));
    is_name
        && words.next().is_some_and(|word| word.contains(['-', '/', '.', '\'', '"', '|']))
        && text.len() <= LONGEST
        && !text.contains('\n')
}

#[cfg(test)]
mod tests {
    use super::command_in;

    #[test]
    fn a_command_is_set_off() {
        let of = |line: &str| command_in(&format!("Rename it.\n\n{line}\n\nSigned-off-by: A <a@b.c>\n"));
        assert_eq!(of("    sed -i s/a/b/ f.c").as_deref(), Some("sed -i s/a/b/ f.c"));
        assert_eq!(of("\t$ spatch --in-place x.cocci").as_deref(), Some("spatch --in-place x.cocci"));
        assert_eq!(of("    ./scripts/rename.sh hw/net").as_deref(), Some("./scripts/rename.sh hw/net"));
        assert_eq!(of("  $ sed -i s/a/b/ f.c").as_deref(), Some("sed -i s/a/b/ f.c"));
        assert_eq!(
            of("    git grep -l a | \\\n      xargs sed -i s/a/b/").as_deref(),
            Some("git grep -l a | xargs sed -i s/a/b/")
        );
        assert_eq!(of("Two calls, `a` and:\n- `sed -e s/a/b/`").as_deref(), Some("sed -e s/a/b/"));
        for line in [
            "sed -i s/a/b/ f.c",
            "    - old(x)",
            "    @@",
            "    int x = 1;",
            "    Some words.",
            "    foo(a, b);",
            "The names `foo_a` and `bar b` go.",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
