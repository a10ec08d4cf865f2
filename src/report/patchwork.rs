//! Patchwork checks: an object a patch, one a line, as `POST /api/patches/ID/checks/` takes them, with the
//! Message-ID by which the patch is found. Nothing is sent.

use std::io::{self, Write};

use serde::Serialize;

use super::escape::{cut, escaped};
use super::{Exporter, Run, Style, json};
use crate::finding::Level;
use crate::mail_report::{Detail, MailReport};
use crate::patch::Kind;
use crate::policy::Policy;

/// The slug under which patchwork keeps the newest check.
const CONTEXT: &str = "checkprov";

/// The most characters of a description; patchwork shows it in a cell of a table.
const LONGEST: usize = 240;

/// The checks.
pub(super) struct Patchwork;

impl Exporter for Patchwork {
    fn detail(&self, _style: &Style) -> Detail {
        Detail::All
    }

    fn mail(&mut self, out: &mut dyn Write, mail: &MailReport, run: &Run<'_>) -> io::Result<()> {
        // patchwork/parser.py: parse_mail: a cover letter with a diff is a patch there.
        let passed_over = mail.not_checked;
        if mail.kind != Kind::Patch && passed_over.is_none() {
            return Ok(());
        }
        let worst = mail.findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Off);
        let state = match worst {
            _ if passed_over.is_some() => "warning",
            level if run.style.fails(level) => "fail",
            Level::Error => "fail",
            Level::Warning => "warning",
            Level::Note | Level::Off => "success",
        };
        let check = Check {
            message_id: mail.facts.message_id.as_deref(),
            state,
            context: CONTEXT,
            description: match passed_over {
                Some(reason) => format!("not judged: {}", reason.words()),
                None => description(mail, worst, run.policy),
            },
            target_url: &run.policy.source,
        };
        json::line(out, &check)
    }
}

#[derive(Serialize)]
struct Check<'a> {
    message_id: Option<&'a str>,
    state: &'static str,
    context: &'static str,
    description: String,
    target_url: &'a str,
}

/// The first finding of the worst level, how many there are beside it, and the file of a policy that is not
/// built in.
fn description(mail: &MailReport, worst: Level, policy: &Policy) -> String {
    let Some(first) = mail.findings.iter().find(|finding| finding.level == worst) else {
        return format!("follows the policy {}", policy.label());
    };
    let more = match mail.findings.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let file = policy
        .origin
        .file()
        .map(|file| format!(" [{}]", cut(&escaped(file), LONGEST / 4)))
        .unwrap_or_default();
    let text = escaped(&first.message);
    format!(
        "{}: {}{more}{file}",
        first.rule,
        cut(&text, LONGEST - first.rule.len() - more.len() - file.chars().count())
    )
}
