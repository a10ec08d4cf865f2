//! Splits an mbox the way `git mailsplit` does, a block at a time.
//!
//! Source: git's `builtin/mailsplit.c` (<https://git-scm.com/docs/git-mailsplit>).

use std::borrow::Cow;
use std::io::{self, Read};
use std::sync::{Arc, LazyLock};

use memchr::memmem::{self, Finder};

use super::{Block, LONGEST_MAIL, Span};

/// How many bytes are read before mails are handed on. A longer mail makes its block longer.
const BLOCK: usize = 1 << 20;

static FROM_LINE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\nFrom "));

/// The blocks of one input.
pub(super) struct Blocks<R> {
    reader: R,
    input: Arc<str>,
    /// How many bytes are read at first for a block.
    size: usize,
    /// The most bytes of one mail that are handed on.
    longest: usize,
    /// What was read and not handed on yet; begins with a mail.
    pending: Vec<u8>,
    begun: bool,
    ended: bool,
    /// A file whose first line is no separator is one mail, whatever it holds.
    bare: bool,
    index: u64,
    line: u64,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(reader: R, input: Arc<str>) -> Self {
        Self {
            reader,
            input,
            size: BLOCK,
            longest: LONGEST_MAIL,
            pending: Vec::new(),
            begun: false,
            ended: false,
            bare: false,
            index: 0,
            line: 1,
        }
    }

    /// The next block; none at the end. After an error what was read before it comes first.
    pub(super) fn next(&mut self) -> (Option<Block>, Option<io::Error>) {
        let mut fault = None;
        let mut wanted = self.size;
        let end = loop {
            if !self.ended
                && let Err(why) = self.fill(wanted)
            {
                self.ended = true;
                fault = Some(why);
            }
            self.begin();
            if self.ended {
                break self.pending.len();
            }
            match self.last_separator() {
                Some(at) => break at,
                None => match self.end_of_long() {
                    Some(at) => break at,
                    None => wanted = self.pending.len() + self.size.max(self.pending.len().min(self.longest)),
                },
            }
        };
        if end == 0 {
            return (None, fault);
        }
        let rest = self.pending.split_off(end);
        let bytes = std::mem::replace(&mut self.pending, rest);
        let block = self.block(bytes);
        if block.spans.last().is_some_and(|span| span.cut)
            && let Err(why) = self.skip_mail()
        {
            fault = fault.or(Some(why));
        }
        (Some(block), fault)
    }

    /// Reads until so many bytes are pending, or the input ends.
    fn fill(&mut self, wanted: usize) -> io::Result<()> {
        let missing = wanted.saturating_sub(self.pending.len()) as u64;
        self.pending.reserve(missing as usize);
        let read = self.reader.by_ref().take(missing).read_to_end(&mut self.pending)?;
        self.ended = (read as u64) < missing;
        Ok(())
    }

    /// Passes over what may stand in front of the first mail: a byte order mark, blank lines. What follows
    /// is an mbox if its first line says so, for which the line must be whole.
    fn begin(&mut self) {
        if self.begun {
            return;
        }
        let mark = if self.line == 1 && self.pending.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let blank = self.pending[mark..].iter().take_while(|b| is_blank(**b)).count();
        self.line += memchr::memchr_iter(b'\n', &self.pending[..mark + blank]).count() as u64;
        self.pending.drain(..mark + blank);
        let first = first_line(&self.pending);
        self.begun = self.ended || first.ends_with(b"\n") || first.len() > self.longest;
        self.bare = !is_separator(first);
    }

    /// Where the last mail of what is pending begins, if it is not the first.
    fn last_separator(&self) -> Option<usize> {
        if self.bare {
            return None;
        }
        memmem::rfind_iter(&self.pending, b"\nFrom ").map(|at| at + 1).find(|&at| {
            let line = first_line(&self.pending[at..]);
            // The last line may be cut: a separator counts only with its newline.
            line.ends_with(b"\n") && is_separator(line)
        })
    }

    /// Where to cut a mail that is too long: before a newline, so that what follows begins at a line, or
    /// within a line that is far too long for a separator.
    fn end_of_long(&self) -> Option<usize> {
        let all = self.pending.len();
        let newline = memchr::memrchr(b'\n', &self.pending).filter(|&at| at > self.longest);
        newline.or((all > self.longest + self.size).then_some(all))
    }

    /// Finds the mails in whole bytes and counts their lines.
    fn block(&mut self, bytes: Vec<u8>) -> Block {
        let mut spans = Vec::new();
        let mut start = 0;
        if !self.bare {
            for at in FROM_LINE.find_iter(&bytes) {
                if is_separator(first_line(&bytes[at + 1..])) {
                    spans.push(self.span(&bytes, start, at + 1));
                    start = at + 1;
                }
            }
        }
        spans.push(self.span(&bytes, start, bytes.len()));
        Block { input: Arc::clone(&self.input), bytes, spans }
    }

    fn span(&mut self, bytes: &[u8], start: usize, end: usize) -> Span {
        let mail = &bytes[start..end];
        let quoted = !self.bare && memmem::find(first_line(mail), b"mboxrd@z").is_some();
        let cut = mail.len() > self.longest;
        let kept = mail.len().min(self.longest);
        let span = Span { bytes: start..start + kept, index: self.index, line: self.line, quoted, cut };
        self.index += 1;
        self.line += memchr::memchr_iter(b'\n', mail).count() as u64;
        span
    }

    /// Passes over the rest of a mail that is too long.
    fn skip_mail(&mut self) -> io::Result<()> {
        loop {
            let found = (!self.bare).then(|| self.first_separator()).flatten();
            let passed = found.unwrap_or_else(|| self.done_with());
            self.line += memchr::memchr_iter(b'\n', &self.pending[..passed]).count() as u64;
            self.pending.drain(..passed);
            if found.is_some() || self.ended {
                return Ok(());
            }
            self.fill(self.pending.len() + self.size)?;
        }
    }

    /// Where the first mail of what is pending begins behind another.
    fn first_separator(&self) -> Option<usize> {
        FROM_LINE.find_iter(&self.pending).map(|at| at + 1).find(|&at| {
            let line = first_line(&self.pending[at..]);
            (self.ended || line.ends_with(b"\n")) && is_separator(line)
        })
    }

    /// How much of what is pending holds no separator, nor the beginning of one.
    fn done_with(&self) -> usize {
        let all = self.pending.len();
        let Some(newline) = memchr::memrchr(b'\n', &self.pending).filter(|_| !self.ended) else { return all };
        let line = &self.pending[newline + 1..];
        let may_part =
            line.len() < self.longest && (line.starts_with(b"From ") || b"From ".starts_with(line));
        if may_part { newline } else { all }
    }
}

/// Splits an mbox, one mail or a diff that is in memory.
///
/// ```
/// let blocks = checkprov::input::split(b"Subject: one\n\nText.\n");
/// assert_eq!(blocks.iter().flat_map(|block| block.mails()).count(), 1);
/// ```
pub fn split(bytes: &[u8]) -> Vec<Block> {
    let mut blocks = Blocks::new(bytes, "memory".into());
    std::iter::from_fn(|| blocks.next().0).collect()
}

fn first_line(bytes: &[u8]) -> &[u8] {
    memchr::memchr(b'\n', bytes).map_or(bytes, |end| &bytes[..=end])
}

/// White space as git knows it.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether a line parts two mails: it starts with `From `, and its last colon stands in a time of day with
/// a year over 90 behind it.
pub(super) fn is_separator(line: &[u8]) -> bool {
    if line.len() < 20 || !line.starts_with(b"From ") {
        return false;
    }
    let Some(colon) = memchr::memrchr(b':', &line[..line.len() - 2]).filter(|&at| at >= 9) else {
        return false;
    };
    let digit = |at: usize| line.get(at).is_some_and(u8::is_ascii_digit);
    if ![colon - 4, colon - 2, colon - 1, colon + 1, colon + 2].into_iter().all(digit) {
        return false;
    }
    let blank = |b: &u8| is_blank(*b) || matches!(b, b'\x0b' | b'\x0c');
    let year = &line[colon + 3..];
    let year = &year[year.iter().take_while(|b| blank(b)).count()..];
    let year = year.strip_prefix(b"+").unwrap_or(year);
    let digits = year.iter().take_while(|b| b.is_ascii_digit());
    digits.fold(0u64, |year, digit| year.saturating_mul(10).saturating_add(u64::from(digit - b'0'))) > 90
}

/// A mail as git writes it: `\r\n` becomes `\n`, and in an mboxrd one `>` goes from lines like `>From `.
pub(super) fn as_git_writes(mail: &[u8], quoted: bool) -> Cow<'_, [u8]> {
    let has_cr = memmem::find(mail, b"\r\n").is_some();
    let has_quote = quoted && memmem::find(mail, b"\n>").is_some() && memmem::find(mail, b">From ").is_some();
    if !has_cr && !has_quote {
        return Cow::Borrowed(mail);
    }
    let mut out = Vec::with_capacity(mail.len());
    for line in mail.split_inclusive(|&b| b == b'\n') {
        let line = if has_quote && is_quoted_from(line) { &line[1..] } else { line };
        match line.strip_suffix(b"\r\n") {
            Some(text) => out.extend_from_slice(&[text, b"\n"].concat()),
            None => out.extend_from_slice(line),
        }
    }
    Cow::Owned(out)
}

fn is_quoted_from(line: &[u8]) -> bool {
    let quotes = line.iter().take_while(|&&b| b == b'>').count();
    quotes > 0 && line[quotes..].starts_with(b"From ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: &str = "\n \nFrom a@example.org Mon Jun  1 10:12:00 2026\nSubject: one\n\nFrom here on, x.\n\
        From b@example.org Mon Jun  1 10:12:00 2026 and 10:12:00 2026 more: text\n\
        From c@example.org Mon Jun  1 10:12:00 2026\nSubject: two\n\nFrom\nFr\n\n\
        From d@example.org Mon Jun  1 10:12:00 2026";

    /// The text and the first line of every mail, read with blocks and mails of those sizes.
    fn mails(text: &str, size: usize, longest: usize) -> Vec<(String, u64, bool)> {
        let mut blocks = Blocks::new(text.as_bytes(), "box".into());
        (blocks.size, blocks.longest) = (size, longest);
        let all: Vec<Block> = std::iter::from_fn(|| blocks.next().0).collect();
        let mails = all.iter().flat_map(Block::mails);
        mails.map(|mail| (String::from_utf8_lossy(&mail.bytes).into_owned(), mail.line, mail.cut)).collect()
    }

    #[test]
    fn the_size_of_blocks_changes_nothing() {
        let whole = mails(BOX, BLOCK, LONGEST_MAIL);
        assert_eq!(whole.iter().map(|(_, line, _)| *line).collect::<Vec<_>>(), [3, 8, 14]);
        for size in 1..BOX.len() {
            assert_eq!(mails(BOX, size, LONGEST_MAIL), whole, "blocks of {size} bytes");
        }
    }

    #[test]
    fn what_follows_a_long_mail_is_found() {
        for longest in 60..110 {
            for size in 80..BOX.len() {
                let cut = mails(BOX, size, longest);
                let lines: Vec<u64> = cut.iter().map(|(_, line, _)| *line).collect();
                assert_eq!(lines, [3, 8, 14], "blocks of {size} bytes, mails of {longest}: {cut:#?}");
                assert!(cut[0].2 && cut[0].0.len() <= longest);
            }
        }
    }

    #[test]
    fn blank_lines_longer_than_a_block_are_passed_over() {
        let text = format!("{}Subject: one\n\nText.\n", "\n".repeat(5000));
        assert_eq!(mails(&text, 7, LONGEST_MAIL), [("Subject: one\n\nText.\n".to_owned(), 5001, false)]);
    }
}
