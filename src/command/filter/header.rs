//! The headers that a filtered mail gets, and their place in it.
//!
//! Their values are words of this program and its policies; nothing of the mail goes into one.

use std::fmt::Write as _;

use checkprov::finding::Level;
use checkprov::mail_report::MailReport;
use checkprov::patch::Kind;
use checkprov::rules::RULES;

/// What the names of all these headers begin with.
const PREFIX: &[u8] = b"X-Checkprov-";

/// Where a line is folded.
const WIDTH: usize = 76;

/// A header: what its name has after `X-Checkprov-`, and its value.
type Header = (&'static str, String);

/// What the reports of a mail and of its parts say: the heaviest of all, and the lines of the mail as a whole.
pub(super) fn of(mails: &[MailReport]) -> Vec<Header> {
    let status = mails.iter().map(Status::of).max().unwrap_or(Status::NoPatch);
    let mut headers = vec![("Status", status.word().to_owned())];
    if let Some(reason) = mails.iter().find_map(|mail| mail.not_checked) {
        headers.push(("Not-Judged", reason.words().to_owned()));
    }
    let found = |id: &str| mails.iter().flat_map(|mail| &mail.findings).any(|finding| finding.rule == id);
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|id| found(id)).collect();
    if !rules.is_empty() {
        headers.push(("Rules", rules.join(", ")));
    }
    let lines = mails.first().map(lines).unwrap_or_default();
    if !lines.is_empty() {
        headers.push(("Lines", lines.join(", ")));
    }
    headers
}

/// What is said of a mail that could not be checked.
pub(super) fn failed() -> Vec<Header> {
    vec![("Status", "failed".to_owned())]
}

/// The highest level of what was found; of a mail without findings, whether it is one that rules are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    NoPatch,
    Clean,
    NotJudged,
    Note,
    Warning,
    Error,
}

impl Status {
    fn of(mail: &MailReport) -> Self {
        let is_submission = matches!(mail.kind, Kind::Patch | Kind::Cover);
        match mail.findings.iter().map(|finding| finding.level).max() {
            Some(Level::Error) => Self::Error,
            Some(Level::Warning) => Self::Warning,
            Some(Level::Note) => Self::Note,
            Some(Level::Off) | None if mail.not_checked.is_some() => Self::NotJudged,
            Some(Level::Off) | None if is_submission => Self::Clean,
            Some(Level::Off) | None => Self::NoPatch,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::NoPatch => "no-patch",
            Self::Clean => "clean",
            Self::NotJudged => "not-judged",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// `code +30 -4`, a class each. A class has its name from a policy, which may name it as it likes.
fn lines(mail: &MailReport) -> Vec<String> {
    let word = |class: &str| class.replace(|c: char| !c.is_ascii_graphic() || c == ',', "?");
    let classes = mail.facts.lines_by_class().into_iter();
    classes.map(|(class, lines)| format!("{} +{} -{}", word(class), lines.added, lines.removed)).collect()
}

/// The mail with these headers after its own, and without those of their kind that it came with.
pub(super) fn put(mail: &[u8], headers: &[Header]) -> Vec<u8> {
    let end = end_of_headers(mail);
    let own = without_forged(&mail[..end]);
    let (own, behind) = own.split_at(place(&own));
    let next = if behind.is_empty() { &mail[end..] } else { behind };
    let newline = if own.ends_with(b"\r\n") || next.starts_with(b"\r\n") { "\r\n" } else { "\n" };
    let mut added = String::new();
    if !own.is_empty() && !own.ends_with(b"\n") {
        added.push_str(newline);
    }
    for (name, value) in headers {
        write_header(&mut added, name, value, newline);
    }
    [own, added.as_bytes(), behind, &mail[end..]].concat()
}

/// Where everybody agrees that a mail's headers end: at the empty line.
fn end_of_headers(mail: &[u8]) -> usize {
    let lines = mail.split_inclusive(|&b| b == b'\n');
    lines.take_while(|line| !matches!(*line, b"\n" | b"\r\n")).map(<[u8]>::len).sum()
}

/// Where headers may be added.
///
/// A line that is no header ends them for some readers and not for others, and so does one with a lone carriage return,
/// which may stand for the end of a line, or for an empty line. What is added comes before both. A line that begins with
/// a blank continues the one before it: nothing may come between.
fn place(headers: &[u8]) -> usize {
    let (mut at, mut header) = (0, 0);
    for line in headers.split_inclusive(|&b| b == b'\n') {
        let continues = matches!(line[0], b' ' | b'\t');
        if !continues {
            header = at;
        }
        if has_lone_return(line) {
            return header;
        }
        if !continues && !is_header(line) {
            return at;
        }
        at += line.len();
    }
    at
}

fn has_lone_return(line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\n").map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
    line.contains(&b'\r')
}

/// A name and a colon, or the separator of an mbox.
fn is_header(line: &[u8]) -> bool {
    let colon = line.iter().position(|b| !b.is_ascii_graphic() || *b == b':');
    let named = colon.is_some_and(|colon| colon > 0 && line[colon..].trim_ascii_start().starts_with(b":"));
    named || line.starts_with(b"From ") || line.starts_with(b">From ")
}

/// Lines without the headers whose names are those that are added here, in whatever case of letters. Some
/// readers take a lone carriage return for the end of a line, so one does not hide a header.
fn without_forged(lines: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(lines.len());
    let mut forged = false;
    for line in pieces(lines) {
        let continues = matches!(line[0], b' ' | b'\t');
        forged = if continues { forged } else { is_forged(line) };
        if !forged {
            out.extend_from_slice(line);
        } else if out.ends_with(b"\r") && line.ends_with(b"\n") {
            // What comes before ends where the forged header did.
            out.push(b'\n');
        }
    }
    out
}

fn is_forged(line: &[u8]) -> bool {
    line.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX))
}

/// Lines with their ends: a newline, or a lone carriage return.
fn pieces(lines: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = lines;
    std::iter::from_fn(move || {
        let end = memchr::memchr2_iter(b'\n', b'\r', rest)
            .find(|&at| rest[at] == b'\n' || rest.get(at + 1) != Some(&b'\n'))
            .map_or(rest.len(), |at| at + 1);
        let (line, behind) = rest.split_at(end);
        rest = behind;
        (!line.is_empty()).then_some(line)
    })
}

/// Writes a header; a long list is folded after a comma.
fn write_header(out: &mut String, name: &str, value: &str, newline: &str) {
    let start = out.len();
    let _ = write!(out, "X-Checkprov-{name}:");
    let mut column = out.len() - start;
    for (index, word) in value.split_inclusive(", ").map(str::trim_end).enumerate() {
        if index > 0 && column + 1 + word.len() > WIDTH {
            out.push_str(newline);
            column = 0;
        }
        out.push(' ');
        out.push_str(word);
        column += 1 + word.len();
    }
    out.push_str(newline);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mail: &str, wanted: &str) {
        let headers = [("Status", "clean".to_owned())];
        let put = put(mail.as_bytes(), &headers);
        assert_eq!(String::from_utf8_lossy(&put), wanted);
        let again = super::put(&put, &headers);
        assert_eq!(String::from_utf8_lossy(&again), wanted, "a second time");
    }

    #[test]
    fn headers_come_behind_the_mails_own() {
        check("To: b\n\nText\n", "To: b\nX-Checkprov-Status: clean\n\nText\n");
    }

    #[test]
    fn a_separator_stays_in_front() {
        check("From a Mon\nTo: b\n\nx", "From a Mon\nTo: b\nX-Checkprov-Status: clean\n\nx");
    }

    #[test]
    fn line_ends_are_those_of_the_mail() {
        check("To: b\r\n\r\nText\r\n", "To: b\r\nX-Checkprov-Status: clean\r\n\r\nText\r\n");
        check("\r\nText\r\n", "X-Checkprov-Status: clean\r\n\r\nText\r\n");
    }

    #[test]
    fn forged_headers_go() {
        let wanted = "To: b\nCc: c\nX-Checkprov-Status: clean\n\nX-Checkprov-Status: in the text\n";
        let text = "\nX-Checkprov-Status: in the text\n";
        check(&format!("To: b\nX-Checkprov-Status: error\nCc: c\n{text}"), wanted);
        check(&format!("To: b\nx-checkprov-other: 1\n folded\n\t\nCc: c\n{text}"), wanted);
        check(&format!("X-CHECKPROV-STATUS : error\nTo: b\nCc: c\n{text}"), wanted);
    }

    #[test]
    fn a_lone_carriage_return_hides_nothing() {
        check("To: b\rX-Checkprov-Status: error\nCc: c\n\n", "To: b\r\nCc: c\nX-Checkprov-Status: clean\n\n");
    }

    #[test]
    fn a_lone_carriage_return_ends_no_headers() {
        check("A: b\nTo: b\r\rtext\n\n", "A: b\nX-Checkprov-Status: clean\nTo: b\r\rtext\n\n");
        check("A: b\nTo: b\n c\r\r\n\n", "A: b\nX-Checkprov-Status: clean\nTo: b\n c\r\r\n\n");
    }

    #[test]
    fn a_line_that_is_no_header_hides_nothing() {
        check("To: b\nText\nX-Checkprov-Rules: a\n\n", "To: b\nX-Checkprov-Status: clean\nText\n\n");
    }

    #[test]
    fn what_begins_with_a_blank_cannot_continue_an_added_header() {
        check(" a\nTo: b\n\n", " a\nTo: b\nX-Checkprov-Status: clean\n\n");
        check("To: b\n \n c\nText", "To: b\n \n c\nX-Checkprov-Status: clean\nText");
    }

    #[test]
    fn a_mail_without_text_ends_in_a_header() {
        check("", "X-Checkprov-Status: clean\n");
        check("To: b", "To: b\nX-Checkprov-Status: clean\n");
    }

    #[test]
    fn long_values_are_folded() {
        let mut header = String::new();
        write_header(&mut header, "Rules", &["a-rule-with-a-name"; 9].join(", "), "\r\n");
        assert!(header.lines().all(|line| line.len() <= 78), "{header}");
        assert_eq!(header.matches("\r\n ").count() + 1, header.lines().count());
    }
}
