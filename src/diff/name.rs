//! The names of files in the headers of a diff, and how many leading folders of them git takes off.
//!
//! git reads names with the functions of C: a name ends at a NUL byte, and a quoted one goes on to its closing
//! quote on whatever line that is. So these functions take the text of the patch from the name on.

use std::borrow::Cow;

use super::timestamp;
use crate::lines::line_at;

/// How many leading components are taken off a name: one, or none once a traditional diff has named a file
/// without any folder.
///
/// Source: `apply.c: guess_p_value`, `parse_traditional_patch`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strip {
    pub(super) components: usize,
    known: bool,
}

impl Default for Strip {
    fn default() -> Self {
        Self { components: 1, known: false }
    }
}

impl Strip {
    /// Learns from the `+++ ` line of a traditional diff (the text from its name on).
    pub(super) fn learn(&mut self, new: &[u8]) {
        if self.known {
            return;
        }
        // git guesses from both names, but a guess from the old one alone comes to nothing.
        if !is_null(new) && traditional(new, None, 0).is_some_and(|name| !name.contains(&b'/')) {
            *self = Self { components: 0, known: true };
        }
    }
}

/// Whether a `--- ` or `+++ ` line names `/dev/null` (`apply.c: is_dev_null`).
pub(super) fn is_null(text: &[u8]) -> bool {
    text.strip_prefix(b"/dev/null").is_some_and(|rest| rest.first().is_some_and(|&b| is_space(b)))
}

/// The name on a line of a git header; it ends at the newline, or at a tab where `tab_ends` (`apply.c: find_name`).
pub(super) fn git(text: &[u8], components: usize, tab_ends: bool) -> Option<Cow<'_, [u8]>> {
    quoted(text, components).or_else(|| plain(up_to_end(text, tab_ends), None, components))
}

/// The name on a `--- ` or `+++ ` line of a traditional diff, a date after it taken off. `shorter`, the
/// name on the other side, wins over a name that is not quoted where that is only the shorter one with something
/// after it (`f.c.orig`), or no name at all.
///
/// Source: `apply.c: find_name_traditional`.
pub(super) fn traditional<'a>(
    text: &'a [u8],
    shorter: Option<&[u8]>,
    components: usize,
) -> Option<Cow<'a, [u8]>> {
    quoted(text, components).or_else(|| {
        let line = line_at(text, 0);
        let line = up_to_nul(line.strip_suffix(b"\n").unwrap_or(line));
        let name = match timestamp::length(line) {
            Some(stamp) => &line[..line.len() - stamp],
            None => up_to_end(text, true),
        };
        plain(name, shorter, components)
    })
}

/// The name that is not quoted, up to where `apply.c: name_terminate` ends it.
fn up_to_end(text: &[u8], tab_ends: bool) -> &[u8] {
    let ends = |b: &u8| matches!(b, b'\n' | b'\r') || (tab_ends && *b == b'\t');
    &text[..text.iter().position(ends).unwrap_or(text.len())]
}

/// What is left of a name that is not quoted, or the name of the other side (`apply.c: find_name_common`).
fn plain<'a>(name: &'a [u8], shorter: Option<&[u8]>, components: usize) -> Option<Cow<'a, [u8]>> {
    let other = || shorter.map(|name| squash_slashes(Cow::Owned(name.to_vec())));
    let Some(name) = below(name, components).filter(|name| !name.is_empty()) else { return other() };
    match shorter {
        Some(short) if short.len() < name.len() && name.starts_with(short) => other(),
        _ => Some(squash_slashes(Cow::Borrowed(up_to_nul(name)))),
    }
}

/// What is left of a quoted name (`apply.c: find_name_gnu`).
fn quoted(text: &[u8], components: usize) -> Option<Cow<'static, [u8]>> {
    let (name, _) = unquote(text)?;
    Some(squash_slashes(Cow::Owned(below(up_to_nul(&name), components)?.to_vec())))
}

/// What is below the first `components` folders of a name.
fn below(name: &[u8], components: usize) -> Option<&[u8]> {
    let start = match components {
        0 => 0,
        n => memchr::memchr_iter(b'/', name).nth(n - 1)? + 1,
    };
    Some(&name[start..])
}

/// The one name that both sides of a `diff --git ` line share. `text` begins after that mark, and the line is its
/// first `length` bytes.
///
/// Source: `apply.c: git_header_name`.
pub(super) fn shared(text: &[u8], length: usize, components: usize) -> Option<Cow<'_, [u8]>> {
    let line = &text[..length];
    if line.first() == Some(&b'"') {
        return shared_quoted(text, length, components).map(Cow::Owned);
    }
    let names = tree_name(line, components)?;
    if let Some(quote) = memchr::memchr(b'"', names) {
        let (second, _) = unquote(&text[length - names.len() + quote..])?;
        let second = tree_name(&second, components)?;
        let agrees = second.len() < quote && is_same(second, &names[..second.len()]);
        return (agrees && is_space(names[second.len()])).then(|| Cow::Owned(up_to_nul(second).to_vec()));
    }
    // Names may hold blanks: only a blank that leaves the same name on both sides parts them. The further
    // right it is the longer is the left name and the shorter the right one, so one blank at most parts
    // names of the same length.
    let names = names.strip_suffix(b"\n").filter(|names| memchr::memchr(0, names).is_none())?;
    let mut slash = 0;
    for blank in memchr::memchr2_iter(b' ', b'\t', names) {
        let mut right = blank + 1;
        if components > 0 {
            slash = slash.max(right);
            slash += memchr::memchr(b'/', &names[slash..])?;
            // The right name would be an absolute path: the blank is one inside a name.
            if slash == right {
                continue;
            }
            right = slash + 1;
        } else if names.get(right) == Some(&b'/') {
            continue;
        }
        if names.len() - right == blank {
            return (names[..blank] == names[right..]).then_some(Cow::Borrowed(&names[..blank]));
        }
    }
    None
}

/// The same where the first name is quoted. git takes the newline for a part of a second one that is not.
fn shared_quoted(text: &[u8], length: usize, components: usize) -> Option<Vec<u8>> {
    let (first, rest) = unquote(text)?;
    let first = tree_name(&first, components)?;
    // The second name begins on the same line.
    let after = length.checked_sub(text.len() - rest.len())?;
    let blanks = rest[..after].iter().take_while(|&&b| is_space(b)).count();
    let same = match rest[..after].get(blanks)? {
        b'"' => is_same(tree_name(&unquote(&rest[blanks..])?.0, components)?, first),
        _ => tree_name(&rest[blanks..after], components)? == first,
    };
    same.then(|| up_to_nul(first).to_vec())
}

/// What is left of a name below its first `components` folders (`apply.c: skip_tree_prefix`).
fn tree_name(name: &[u8], components: usize) -> Option<&[u8]> {
    if components == 0 {
        return (name.first() != Some(&b'/')).then_some(name);
    }
    let slash = memchr::memchr_iter(b'/', name).nth(components - 1)?;
    (slash > 0).then(|| &name[slash + 1..])
}

/// Whether two names are one for C's `strcmp`.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    up_to_nul(one) == up_to_nul(other)
}

fn up_to_nul(name: &[u8]) -> &[u8] {
    memchr::memchr(0, name).map_or(name, |end| &name[..end])
}

/// `//` counts as one slash in the result (`apply.c: squash_slash`).
fn squash_slashes(name: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if !memchr::memchr_iter(b'/', &name).any(|at| name.get(at + 1) == Some(&b'/')) {
        return name;
    }
    let mut squashed = name.into_owned();
    squashed.dedup_by(|a, b| (*a, *b) == (b'/', b'/'));
    Cow::Owned(squashed)
}

/// White space as git knows it.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// No system has files of longer names. A quoted name is copied, and often, so it needs a bound.
const LONGEST_NAME: usize = 4096;

/// Undoes git's C-style quoting; returns what follows the closing quote too. None of what is too long.
///
/// Source: `quote.c: unquote_c_style`, `core.quotePath` in <https://git-scm.com/docs/git-config>.
fn unquote(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut rest = text.strip_prefix(b"\"")?;
    let mut name = Vec::new();
    while name.len() <= LONGEST_NAME {
        let (&byte, tail) = rest.split_first()?;
        rest = tail;
        match byte {
            b'"' => return Some((name, rest)),
            b'\\' => {
                let (&escape, tail) = rest.split_first()?;
                rest = tail;
                name.push(match escape {
                    b'a' => 7,
                    b'b' => 8,
                    b't' => b'\t',
                    b'n' => b'\n',
                    b'v' => 11,
                    b'f' => 12,
                    b'r' => b'\r',
                    b'\\' | b'"' => escape,
                    b'0'..=b'3' => {
                        let (digits, tail) = rest.split_at_checked(2)?;
                        rest = tail;
                        digits.iter().try_fold(escape - b'0', |value, digit| {
                            matches!(digit, b'0'..=b'7').then(|| value * 8 + (digit - b'0'))
                        })?
                    }
                    _ => return None,
                });
            }
            0 => return None,
            _ => name.push(byte),
        }
    }
    None
}
