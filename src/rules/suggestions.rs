//! Cures for tags: the line or the block as it should stand, and the git command that puts it there.

use super::Case;

/// The most lines of a block that a cure shows.
const SHOWN: usize = 12;

impl Case<'_> {
    /// The policy's tag with that value.
    pub(super) fn tag_line(&self, value: &str) -> String {
        format!("{}: {value}", self.policy.tag.name.as_deref().unwrap_or_default())
    }

    /// The declaration of a change that the limit spares, if the policy has one.
    pub(super) fn mechanical_line(&self) -> Option<String> {
        let exempt = self.policy.limit.exempt.first()?;
        self.policy.tag.knows("code").then(|| self.tag_line(&format!("code ({exempt})")))
    }

    /// The values of the policy's tag, for people.
    pub(super) fn values(&self) -> String {
        self.policy.tag.values.join(", ")
    }

    /// How to put a line in the place of the tag that is there.
    pub(super) fn replacing(&self, line: &str) -> String {
        let command = if self.declarations.len() > 1 {
            "git commit --amend".to_owned()
        } else {
            format!(
                "git -c trailer.ifexists=replace -c trailer.where=start commit --amend --no-edit --trailer {}",
                quoted(line)
            )
        };
        format!("write `{line}`; in the last commit:\n  {command}")
    }

    /// The block of tags with this line above the first sign-off, and without the lines from `dropped`
    /// (of the message, from 0) that stand in it now.
    pub(super) fn block_with(&self, line: &str, dropped: &[usize]) -> String {
        let (block, mut shown, mut placed) = (&self.patch.block, String::new(), false);
        let lines = self.patch.message_lines().skip(block.start).take(block.len().min(SHOWN));
        for (_, tag) in lines.filter(|(index, _)| !dropped.contains(index)) {
            if !placed && tag.get(..14).is_some_and(|key| key.eq_ignore_ascii_case("signed-off-by:")) {
                shown.push_str(&format!("\n  {line}"));
                placed = true;
            }
            shown.push_str(&format!("\n  {tag}"));
        }
        if placed { shown } else { format!("{shown}\n  {line}") }
    }
}

/// The git command that adds a tag above the others to the last commit.
pub(super) fn adding(line: &str) -> String {
    format!("git -c trailer.where=start commit --amend --no-edit --trailer {}", quoted(line))
}

/// The git command that adds a tag above the others to a patch file.
pub(super) fn adding_to_file(line: &str) -> String {
    format!("git interpret-trailers --in-place --where start --trailer {} FILE", quoted(line))
}

/// A word of a shell, whatever it holds.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The beginning of a long text of a mail.
pub(super) fn brief(text: &str) -> String {
    const LONGEST: usize = 72;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
