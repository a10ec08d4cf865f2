//! Tags, which git calls trailers: `Signed-off-by: A. Dev <a@example.org>`.
//!
//! Only the last paragraph of a message can hold them, and only if it looks like a block of tags to git.
//! Source: git's `trailer.c` (<https://git-scm.com/docs/git-interpret-trailers>).

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::lines;
use crate::mail::{is_space, trim_end};

/// A tag that git finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The key as written: keys compare without case.
    pub key: String,
    /// The value, folded lines joined by a blank.
    pub value: String,
    /// The line of the message, from 0, on which it begins.
    pub line: usize,
    /// How many lines it takes: more than one where it is folded.
    pub lines: usize,
}

/// The most tags of a message that are read.
pub const MOST_TAGS: usize = 1_000;

/// The most bytes of a tag that are read.
const LONGEST_TAG: usize = 1 << 16;

/// The block at the end of a message in which git finds tags.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TagBlock {
    /// The tags, in order.
    pub tags: Vec<Tag>,
    /// The lines of the message, from 0, that are the block; empty where there is none.
    pub lines: Range<usize>,
    /// Whether there are more tags than are read, or longer ones, and only their beginning is here.
    pub cut: bool,
}

impl Tag {
    /// Whether it has that key, in any case of letters.
    pub fn is(&self, key: &str) -> bool {
        self.key.eq_ignore_ascii_case(key)
    }
}

impl TagBlock {
    /// Finds the tags of a message without its subject, as `git interpret-trailers --parse` would.
    ///
    /// ```
    /// use checkprov::patch::TagBlock;
    /// let block = TagBlock::find("Why.\n\nAI-used-for: tests (generated\n cases)\nSigned-off-by: A <a@example.org>\n");
    /// assert_eq!(block.tags[0].value, "tests (generated cases)");
    /// assert_eq!(block.lines, 2..5);
    /// ```
    pub fn find(message: &str) -> Self {
        // Trailing comments do not count, so the end is found first.
        let text = &message[..end_of_text(message)];
        let Some(start) = start_of_block(text) else { return Self::default() };
        let first = memchr::memchr_iter(b'\n', &text.as_bytes()[..start]).count();
        let mut block = Self { tags: Vec::new(), lines: first..first, cut: false };
        // Where the values of the tags are with their folded lines.
        let mut values: Vec<Range<usize>> = Vec::new();
        let (mut open, mut end) = (false, start);
        for (index, line) in (first..).zip(lines::whole(&text[start..])) {
            let at = end;
            end += line.len();
            let is_blank = is_blank(line);
            if !is_blank {
                block.lines.end = index + 1;
            }
            if open && starts_blank(line) {
                if let (Some(tag), Some(value)) = (block.tags.last_mut(), values.last_mut()) {
                    tag.lines += usize::from(!is_blank);
                    value.end = end;
                }
                continue;
            }
            let colon = separator(line);
            open = colon.is_some() && block.tags.len() < MOST_TAGS;
            block.cut |= colon.is_some() && !open;
            if let Some(colon) = colon.filter(|_| open) {
                let key = block.bounded(trim(&line[..colon])).to_owned();
                block.tags.push(Tag { key, value: String::new(), line: index, lines: 1 });
                values.push(at + colon + 1..end);
            }
        }
        for (index, value) in values.into_iter().enumerate() {
            let value = block.bounded(&text[value]);
            block.tags[index].value = unfolded(value);
        }
        block
    }

    /// What of a text is read.
    fn bounded<'t>(&mut self, text: &'t str) -> &'t str {
        let end = text.floor_char_boundary(LONGEST_TAG);
        self.cut |= end < text.len();
        &text[..end]
    }
}

/// A value in one line: a newline and the blanks after it become one blank.
fn unfolded(value: &str) -> String {
    let mut lines = trim(value).split('\n');
    let mut all = lines.next().unwrap_or_default().to_owned();
    for line in lines.map(trim_start).filter(|line| !line.is_empty()) {
        all.push(' ');
        all.push_str(line);
    }
    all
}

/// Where the colon of a tag's line is: after a key of letters, digits and `-`, and maybe blanks.
pub fn separator(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let key = bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let colon = key + bytes[key..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    (key > 0 && bytes.get(colon) == Some(&b':')).then_some(colon)
}

/// What a line signs off with, wherever it is: the name and address after `Signed-off-by:` at its start.
pub fn sign_off(line: &str) -> Option<&str> {
    if !line.starts_with(['S', 's']) {
        return None;
    }
    let colon = separator(line)?;
    let value = line[colon + 1..].trim();
    let is_key = line[..colon].trim_end().eq_ignore_ascii_case("Signed-off-by");
    (is_key && !value.is_empty()).then_some(value)
}

/// Where the block begins, if the last paragraph is one: all its lines are tags, or git wrote one of
/// them and at least a quarter are tags.
fn start_of_block(text: &str) -> Option<usize> {
    let (mut tags, mut others, mut folded) = (0usize, 0usize, 0usize);
    let (mut written_by_git, mut begun) = (false, false);
    let mut end = text.len();
    for line in lines::from_end(text) {
        let below = end;
        end -= line.len();
        if line.starts_with('#') {
            others += std::mem::take(&mut folded);
        } else if is_blank(line) {
            if begun {
                others += folded;
                return is_block(tags, others, written_by_git).then_some(below);
            }
        } else if line.starts_with("Signed-off-by: ") || line.starts_with("(cherry picked from commit ") {
            (begun, written_by_git, folded) = (true, true, 0);
            tags += 1;
        } else if starts_blank(line) {
            begun = true;
            folded += 1;
        } else if separator(line).is_some() {
            (begun, folded) = (true, 0);
            tags += 1;
        } else {
            begun = true;
            others += 1 + std::mem::take(&mut folded);
        }
    }
    // Above the first line of the message is the empty line after the subject.
    (begun && is_block(tags, others + folded, written_by_git)).then_some(0)
}

fn is_block(tags: usize, others: usize, written_by_git: bool) -> bool {
    if written_by_git { tags * 3 >= others } else { tags > 0 && others == 0 }
}

/// Where a message ends for git: before trailing comments, blank lines and a `Conflicts:` list, and before
/// the scissors that `git commit --verbose` writes.
fn end_of_text(message: &str) -> usize {
    static CUT: LazyLock<Finder<'static>> =
        LazyLock::new(|| Finder::new("# ------------------------ >8 ------------------------\n"));
    // For git a text ends at a NUL byte.
    let message = memchr::memchr(0, message.as_bytes()).map_or(message, |end| &message[..end]);
    let cutoff = match CUT.find(message.as_bytes()) {
        Some(at) if at == 0 || message.as_bytes()[at - 1] == b'\n' => at,
        _ => message.len(),
    };
    // Indented lines are passed over only where they are a list: with `Conflicts:` somewhere above.
    let (mut end, mut at, mut in_list) = (cutoff, cutoff, false);
    for line in lines::from_end(&message[..cutoff]) {
        at -= line.len();
        match line {
            "Conflicts:\n" => in_list = false,
            _ if line.starts_with('#') || line == "\n" => {}
            _ if line.starts_with('\t') => in_list = true,
            _ => break,
        }
        if !in_list {
            end = at;
        }
    }
    end
}

/// The text without white space at either end.
fn trim(text: &str) -> &str {
    trim_start(&text[..trim_end(text.as_bytes()).len()])
}

fn trim_start(text: &str) -> &str {
    &text[text.bytes().take_while(|&b| is_space(b)).count()..]
}

fn starts_blank(line: &str) -> bool {
    line.bytes().next().is_some_and(is_space)
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(is_space)
}
