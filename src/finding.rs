//! What a rule says of a patch. A finding knows no output format, and a format knows no rule by name.

use std::ops::Range;

use serde::Deserialize;

use crate::patch::Identity;

/// How much a finding weighs. They are ordered: `Off` is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The rule is not asked.
    #[serde(alias = "allow")]
    Off,
    /// Worth knowing; never fails a run.
    Note,
    /// Worth fixing; fails a run only with `--strict`.
    #[serde(alias = "warn")]
    Warning,
    /// Against the policy; fails the run.
    #[serde(alias = "deny")]
    Error,
}

impl Level {
    /// The lightest that fails a run, where warnings fail it if `strict`.
    pub fn lightest_that_fails(strict: bool) -> Self {
        if strict { Self::Warning } else { Self::Error }
    }

    /// The word for it in policies and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One fault of one patch, and how to fix it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule, filled in where the rule is asked.
    pub rule: &'static str,
    /// The level; a rule may set a lower one than the policy's with [`Finding::at_most`].
    pub level: Level,
    /// What is wrong: one line, without the rule's name.
    pub message: String,
    /// Where it is in the mail; none where it is about the mail as a whole.
    pub location: Option<Location>,
    /// Where it is in a changed file: its path and the line there.
    pub file: Option<(String, u64)>,
    /// What a reader needs to redo the sum, a line each.
    pub notes: Vec<String>,
    /// The policy's value it rests on, as `limit.lines`; none where it rests on no value.
    pub key: Option<&'static str>,
    /// How to fix it, the likeliest way first.
    pub fixes: Vec<Fix>,
    /// What many mails of a run share that have this fault from one cause, such as the list that changed them: people
    /// are shown it once. None where each mail has its own.
    pub once: Option<String>,
    /// Which of the policy's agreements makes it a note, by its place among them; none where none does.
    pub agreed: Option<usize>,
}

/// One way to fix a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to do, in words.
    pub text: String,
    /// What becomes of the commit for it, where that is known to the letter. How to get there depends on where the
    /// patch is, which a rule does not know.
    pub edit: Option<Edit>,
}

/// A change of a commit that leaves its files alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    /// Lines of the message that go.
    pub remove: Vec<String>,
    /// Tags that come, above the others.
    pub add: Vec<String>,
    /// Who signs off, below the others.
    pub sign_off: Vec<Signer>,
    /// Whether the committer becomes the author.
    pub reset_author: bool,
}

impl Edit {
    /// Takes up what another edit does besides. What one of them takes out for good does not come back because the
    /// other keeps a copy of it.
    pub fn merge(&mut self, other: &Self) {
        let before = self.clone();
        self.add.retain(|line| !other.takes_out(line));
        let added = other.add.iter().filter(|line| !before.takes_out(line));
        join(&mut self.add, added);
        join(&mut self.remove, &other.remove);
        join(&mut self.sign_off, &other.sign_off);
        self.reset_author |= other.reset_author;
    }

    fn takes_out(&self, line: &String) -> bool {
        self.remove.contains(line) && !self.add.contains(line)
    }
}

/// Takes up what is not there.
fn join<'o, T: PartialEq + Clone + 'o>(mine: &mut Vec<T>, others: impl IntoIterator<Item = &'o T>) {
    for other in others {
        if !mine.contains(other) {
            mine.push(other.clone());
        }
    }
}

/// Who is to sign off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signer {
    /// Whoever changes the commit.
    Reader,
    /// That person, for whom no one else can.
    Person(Identity),
}

/// The most bytes of a line that are quoted: one line may be the whole mail, and have many findings.
const LONGEST_QUOTE: usize = 4096;

/// A place in a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The line of the mail, from 0; none where the text was encoded and has no line of its own.
    pub line: Option<usize>,
    /// The line as it is read.
    pub quote: String,
    /// The bytes of the quote that matter.
    pub span: Range<usize>,
    /// What is there, in a few words.
    pub label: &'static str,
}

impl Finding {
    /// A finding about the mail as a whole; the builders below say more.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            rule: "",
            level: Level::Error,
            message: message.into(),
            location: None,
            file: None,
            notes: Vec::new(),
            key: None,
            fixes: Vec::new(),
            once: None,
            agreed: None,
        }
    }

    /// Says where in the mail it is.
    pub fn at(self, location: impl Into<Option<Location>>) -> Self {
        Self { location: location.into(), ..self }
    }

    /// Says where in a changed file it is.
    pub fn in_file(self, path: impl Into<String>, line: u64) -> Self {
        Self { file: Some((path.into(), line)), ..self }
    }

    /// Adds a line of what was counted or seen.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Names the value of the policy it rests on.
    pub fn rests_on(self, key: &'static str) -> Self {
        Self { key: Some(key), ..self }
    }

    /// Says in words how to fix it.
    pub fn help(self, text: impl Into<String>) -> Self {
        self.fix(Fix { text: text.into(), edit: None })
    }

    /// Adds a way to fix it.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Says what the mails share that have this fault from one cause.
    pub fn once_for(self, shared: impl Into<String>) -> Self {
        Self { once: Some(shared.into()), ..self }
    }

    /// Weighs no more than this, whatever the policy says of the rule.
    pub fn at_most(self, level: Level) -> Self {
        Self { level: self.level.min(level), ..self }
    }
}

impl Location {
    /// A whole line, or as much of it as is quoted.
    pub fn whole_line(line: Option<usize>, quote: &str, label: &'static str) -> Self {
        let end = quote.floor_char_boundary(LONGEST_QUOTE);
        let quote = [&quote[..end], if end < quote.len() { "…" } else { "" }].concat();
        let span = 0..quote.len();
        Self { line, quote, span, label }
    }
}

#[cfg(test)]
mod tests {
    use super::Edit;

    fn replacing(old: &str, new: &str) -> Edit {
        Edit { remove: vec![old.to_owned()], add: vec![new.to_owned()], ..Edit::default() }
    }

    #[test]
    fn a_line_that_is_replaced_does_not_come_back_with_its_copy() {
        let (mut once, instead) = (replacing("tests", "tests"), replacing("tests", "code"));
        once.remove.push("tests".to_owned());
        for order in [[&once, &instead], [&instead, &once]] {
            let mut edit = Edit::default();
            order.into_iter().for_each(|each| edit.merge(each));
            assert_eq!(edit, instead);
        }
    }
}
