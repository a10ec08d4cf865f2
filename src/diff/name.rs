//! The names of files in the headers of a diff, and how many leading folders of them git takes off.

use std::borrow::Cow;

use super::{is_space, stamp};

/// How many leading components are taken off a name, as `git apply` counts them: one, or none once a
/// traditional diff has named a file without any folder.
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
    /// Learns from the `+++ ` line of a traditional diff (its text behind the mark).
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

/// Whether a `--- ` or `+++ ` line names `/dev/null`.
pub(super) fn is_null(line: &[u8]) -> bool {
    line.strip_prefix(b"/dev/null").is_some_and(|rest| rest.first().is_some_and(|&b| is_space(b)))
}

/// The name on a line of a git header; it ends at the newline, or at a tab where `tab_ends`.
pub(super) fn git<'a>(line: &'a [u8], components: usize, tab_ends: bool) -> Option<Cow<'a, [u8]>> {
    quoted(line, components).or_else(|| {
        let ends = |b: &u8| *b == b'\n' || (tab_ends && *b == b'\t');
        let end = line.iter().position(|b| ends(b) || *b == b'\r');
        stripped(&line[..end.unwrap_or(line.len())], components)
    })
}

/// The name on a `--- ` or `+++ ` line of a traditional diff, a date behind it taken off. `shorter`, the
/// name on the other side, wins where the name is only that with something behind it (`f.c.orig`).
pub(super) fn traditional<'a>(
    line: &'a [u8],
    shorter: Option<&[u8]>,
    components: usize,
) -> Option<Cow<'a, [u8]>> {
    let text = line.strip_suffix(b"\n").unwrap_or(line);
    let name = quoted(line, components).or_else(|| match stamp::length(text) {
        0 => git(line, components, true),
        stamp => stripped(&text[..text.len() - stamp], components),
    });
    match (name, shorter) {
        (Some(name), Some(short)) if short.len() < name.len() && name.starts_with(short) => {
            Some(Cow::Owned(short.to_vec()))
        }
        (None, Some(short)) => Some(Cow::Owned(short.to_vec())),
        (name, _) => name,
    }
}

/// The one name that both sides of a `diff --git ` line share (its text behind that mark).
pub(super) fn shared(line: &[u8], components: usize) -> Option<Cow<'_, [u8]>> {
    if line.first() == Some(&b'"') {
        return shared_quoted(line, components).map(Cow::Owned);
    }
    let names = tree_name(line, components)?;
    if let Some(quote) = memchr::memchr(b'"', names) {
        let (second, _) = unquote(&names[quote..])?;
        let second = tree_name(&second, components)?;
        let agrees = second.len() < quote && names.starts_with(second) && is_space(names[second.len()]);
        return agrees.then(|| Cow::Owned(second.to_vec()));
    }
    // Names may hold blanks: only a blank that leaves the same name on both sides parts them. The further
    // right it is the longer is the left name and the shorter the right one, so one blank at most parts
    // names of the same length.
    let names = names.strip_suffix(b"\n")?;
    let mut slash = 0;
    for blank in memchr::memchr2_iter(b' ', b'\t', names) {
        let mut right = blank + 1;
        if components > 0 {
            slash = slash.max(right);
            slash += memchr::memchr(b'/', &names[slash..])?;
            if slash == right {
                return None;
            }
            right = slash + 1;
        }
        if names.len() - right == blank {
            return (names[..blank] == names[right..]).then_some(Cow::Borrowed(&names[..blank]));
        }
    }
    None
}

/// The same where the first name is quoted. git takes the newline for a part of a second one that is not.
fn shared_quoted(line: &[u8], components: usize) -> Option<Vec<u8>> {
    let (first, rest) = unquote(line)?;
    let first = tree_name(&first, components)?;
    let rest = &rest[rest.iter().take_while(|&&b| is_space(b)).count()..];
    let same = match rest.first()? {
        b'"' => tree_name(&unquote(rest)?.0, components)? == first,
        _ => tree_name(rest, components)? == first,
    };
    same.then(|| first.to_vec())
}

/// What is left of a name behind its first `components` folders.
fn tree_name(name: &[u8], components: usize) -> Option<&[u8]> {
    if components == 0 {
        return (name.first() != Some(&b'/')).then_some(name);
    }
    let slash = memchr::memchr_iter(b'/', name).nth(components - 1)?;
    (slash > 0).then(|| &name[slash + 1..])
}

/// The same for the names of single header lines, where `//` counts as one slash in the result.
fn stripped(name: &[u8], components: usize) -> Option<Cow<'_, [u8]>> {
    let start = match components {
        0 => 0,
        n => memchr::memchr_iter(b'/', name).nth(n - 1)? + 1,
    };
    let name = &name[start..];
    (!name.is_empty()).then(|| squash_slashes(Cow::Borrowed(up_to_nul(name))))
}

fn quoted(line: &[u8], components: usize) -> Option<Cow<'static, [u8]>> {
    let (name, _) = unquote(line)?;
    let start = match components {
        0 => 0,
        n => memchr::memchr_iter(b'/', &name).nth(n - 1)? + 1,
    };
    Some(squash_slashes(Cow::Owned(up_to_nul(&name[start..]).to_vec())))
}

/// For git a name ends at a NUL byte.
fn up_to_nul(name: &[u8]) -> &[u8] {
    memchr::memchr(0, name).map_or(name, |end| &name[..end])
}

fn squash_slashes(name: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if !memchr::memchr_iter(b'/', &name).any(|at| name.get(at + 1) == Some(&b'/')) {
        return name;
    }
    let mut squashed = name.into_owned();
    squashed.dedup_by(|a, b| (*a, *b) == (b'/', b'/'));
    Cow::Owned(squashed)
}

/// No system has files of longer names. A quoted name is copied, and often, so it needs a bound.
const LONGEST_NAME: usize = 4096;

/// Undoes git's C-style quoting; returns what follows the closing quote too. None of what is too long.
///
/// Source: git's `quote.c`, `core.quotePath` in <https://git-scm.com/docs/git-config>.
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
            b'\n' => return None,
            _ => name.push(byte),
        }
    }
    None
}
