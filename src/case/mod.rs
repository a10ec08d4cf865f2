//! A patch held against a policy: what its tags declare under it, and which class each of its files has.

mod mechanical;
mod sum;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

pub use sum::Sum;
pub(crate) use sum::{DOCS, docs_in};

use crate::ai_markers::{self, Marker, OwnLines};
use crate::diff::FileChange;
use crate::escape::visible;
use crate::finding::Location;
use crate::mechanical::Outcome;
use crate::patch::{Patch, Tag, separator};
use crate::policy::{Declaration, FormFault, Grammar, Policy, Strictest, Submission, Use};

/// How many uses of one mail are compared with a line that is elsewhere in it.
const MOST_COMPARED: usize = 20;

/// A patch and a policy, and what the one says in the words of the other.
#[derive(Debug)]
pub struct Case<'a> {
    /// The patch.
    pub patch: &'a Patch<'a>,
    /// The policy.
    pub policy: &'a Policy,
    /// The tags that declare AI use, read.
    pub declarations: Vec<(&'a Tag, Declaration)>,
    classes: OnceCell<Vec<&'a str>>,
    marks: Rc<Marks<'a>>,
    strictest: OnceCell<Strictest<'a>>,
    mechanical: OnceCell<Arc<Outcome>>,
}

/// What a patch bears by itself, whatever the policy.
#[derive(Debug, Default)]
struct Marks<'a> {
    own: OnceCell<OwnLines<'a>>,
    markers: OnceCell<Vec<Marker>>,
}

impl<'a> Case<'a> {
    /// Holds a patch against a policy.
    pub fn new(patch: &'a Patch<'a>, policy: &'a Policy) -> Self {
        Self::with(patch, policy, Rc::default())
    }

    /// Holds the same patch against another policy. What it bears by itself is looked for once.
    pub fn under(&self, policy: &'a Policy) -> Self {
        Self::with(self.patch, policy, Rc::clone(&self.marks))
    }

    fn with(patch: &'a Patch<'a>, policy: &'a Policy, marks: Rc<Marks<'a>>) -> Self {
        // Where a tag takes any value, it may thank a person, too.
        let names_person = |tag: &Tag| policy.tag.grammar != Grammar::List && ai_markers::names_person(tag);
        let tags = patch.tags.iter().filter(|tag| policy.declares(&tag.key) && !names_person(tag));
        let declarations = tags.map(|tag| (tag, read(tag, policy))).collect();
        let (classes, strictest, mechanical) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { patch, policy, declarations, classes, marks, strictest, mechanical }
    }

    /// The strictest of what the policy says of the parts of the tree that the patch touches.
    pub fn strictest(&self) -> &Strictest<'a> {
        self.strictest
            .get_or_init(|| self.policy.strictest(self.patch.diff.files.iter().map(|file| &*file.path)))
    }

    /// Whose work it is, where the policy has agreements with people; none of a diff without a mail.
    pub fn submission(&self) -> Option<Submission> {
        let author = self.patch.author.as_ref().filter(|_| !self.policy.agreed.is_empty())?;
        Some(Submission {
            author: author.email.clone(),
            subject: self.patch.subject.text.clone().unwrap_or_default(),
            received: self.patch.received().map(|date| date.day()),
        })
    }

    /// The class of each file of the patch, in their order.
    pub fn classes(&self) -> &[&'a str] {
        let files = &self.patch.diff.files;
        self.classes.get_or_init(|| files.iter().map(|file| self.policy.classes.of(&file.path)).collect())
    }

    /// The changed files, each with its class.
    pub fn files(&self) -> impl Iterator<Item = (&'a FileChange<'a>, &'a str)> {
        self.patch.diff.files.iter().zip(self.classes().iter().copied())
    }

    /// Whether the patch declares AI use.
    pub fn is_declared(&self) -> bool {
        self.declarations.iter().any(|(_, declaration)| !declaration.negative)
    }

    /// The markers of AI tools that the patch bears.
    pub fn markers(&self) -> &[Marker] {
        self.marks.markers.get_or_init(|| ai_markers::of_patch(self.patch, self.own_lines()))
    }

    /// The tags of the submitter's own message, in whatever paragraph they are ([`OwnLines::tags`]).
    pub fn own_tags(&self) -> &[Cow<'a, Tag>] {
        &self.own_lines().tags
    }

    fn own_lines(&self) -> &OwnLines<'a> {
        self.marks.own.get_or_init(|| OwnLines::of(self.patch))
    }

    /// The sign-offs that git would keep. One that names no one is none.
    pub fn sign_offs(&self) -> impl Iterator<Item = &'a Tag> {
        self.patch.tags.iter().filter(|tag| tag.is("Signed-off-by") && !tag.value.is_empty())
    }

    /// Every declared use, with the tag it is in.
    pub fn uses(&self) -> impl Iterator<Item = (&'a Tag, &Use)> {
        self.declarations
            .iter()
            .flat_map(|(tag, declaration)| declaration.uses.iter().map(move |each| (*tag, each)))
    }

    /// The tag that declares code which no other allowed area covers. Where tags have no such values,
    /// every declaration is one of code.
    pub fn code_declared(&self) -> Option<&'a Tag> {
        if self.policy.tag.grammar != Grammar::List {
            return self
                .declarations
                .iter()
                .find(|(_, declaration)| !declaration.negative)
                .map(|(tag, _)| *tag);
        }
        self.code_uses().find(|(_, each)| !self.is_exempt(each)).map(|(tag, _)| tag)
    }

    /// The uses for code, also where a value of the tag is not one of the policy's: who writes `code/tests` declares
    /// no less than who writes `code`.
    fn code_uses(&self) -> impl Iterator<Item = (&'a Tag, Use)> {
        self.uses().filter_map(|(tag, each)| Some((tag, self.policy.tag.as_code(each)?)))
    }

    /// Whether the explanation of a use names an area that the limit spares.
    pub fn is_exempt(&self, each: &Use) -> bool {
        let words = each.explanation.as_deref().unwrap_or_default().split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .any(|word| self.policy.limit.exempt.iter().any(|exempt| exempt.eq_ignore_ascii_case(word)))
    }

    /// Whether a line begins as one that declares, with what is not seen before it: most lines do not, and need not
    /// be read.
    pub fn may_declare(&self, line: &[u8]) -> bool {
        let Some(first) = line.first() else { return false };
        let mut names = self.policy.tag.name.iter().chain(&self.policy.tag.also);
        !first.is_ascii()
            || names.any(|name| name.bytes().next().is_some_and(|b| b.eq_ignore_ascii_case(first)))
    }

    /// The value that a line would declare, if it were where git looks for tags.
    pub fn declared_by<'l>(&self, line: &'l str) -> Option<&'l str> {
        if !self.may_declare(line.as_bytes()) {
            return None;
        }
        let colon = separator(line)?;
        let value = line[colon + 1..].trim();
        let declares = self.policy.declares(line[..colon].trim_end()) && !value.is_empty();
        (declares && !self.policy.tag.read(value).negative).then_some(value)
    }

    /// Whether tags declare all that this value says where git finds them: each of its uses, with its explanation
    /// or another.
    pub fn is_declared_as(&self, value: &str) -> bool {
        let declares = |wanted: &Use| {
            let mut uses = self.uses().take(MOST_COMPARED);
            uses.any(|(_, each)| each.value.eq_ignore_ascii_case(&wanted.value))
        };
        let read = self.policy.tag.read(value);
        !read.uses.is_empty() && read.uses.iter().all(declares)
    }

    /// The place of a part of a tag's value; the whole line where it is not on the tag's first line.
    pub fn value_location(&self, tag: &Tag, part: &str, label: &'static str) -> Location {
        let mut location = self.location_of(tag, label);
        let value_at = location.quote.find(':').map_or(0, |colon| colon + 1);
        if let Some(at) = location.quote[value_at..].find(part).filter(|_| !part.is_empty()) {
            location.span = value_at + at..value_at + at + part.len();
        }
        location
    }

    /// The place of a tag in the mail.
    pub fn location_of(&self, tag: &Tag, label: &'static str) -> Location {
        self.message_location(tag.line, label)
    }

    /// The place of a line of the message, from 0.
    pub fn message_location(&self, line: usize, label: &'static str) -> Location {
        let quote = self.patch.message.lines().nth(line).unwrap_or_default();
        Location::whole_line(self.patch.mail.message_line(line), quote, label)
    }

    /// The place of a line of the patch text, by its offset there.
    pub fn patch_location(&self, at: usize, quote: &str, label: &'static str) -> Location {
        Location::whole_line(self.patch.mail.patch_line(at), quote, label)
    }
}

/// Reads a tag that declares. b4 tears folded ones apart, so being folded is a fault of form.
fn read(tag: &Tag, policy: &Policy) -> Declaration {
    let value = visible(&tag.value);
    let mut declaration = policy.tag.read(&value);
    if *value != tag.value {
        declaration.fault = declaration.fault.or(Some(FormFault::Invisible));
    }
    if tag.lines > 1 && !declaration.negative {
        declaration.fault = declaration.fault.or(Some(FormFault::Folded));
    }
    declaration
}
