//! Summaries as JSON: the last line of `--format jsonl`, and what `merge-summaries` reads.

use std::io::{self, BufRead, Read as _, Write};

use serde::{Deserialize, Serialize};

use super::Summary;
use crate::policy::{Policy, label};
use crate::report::json;

/// The most bytes of a line that is read. A summary has some 300 for each patch over the limit.
const LONGEST_LINE: u64 = 64 << 20;

/// How many rules, uses, tags, classes, parts and months a sum counts by: each of a run, and there are 12 months to a year.
const MOST_ROWS: usize = 10_000;

/// The most bytes in the name of one of these.
const LONGEST_NAME: usize = 1024;

/// The summary of one run or more, under one policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summed {
    r#type: Kind,
    version: u8,
    /// The policy's name.
    pub policy: String,
    /// The policy's file; none of a built-in policy.
    #[serde(default)]
    pub policy_file: Option<String>,
    /// The counts.
    #[serde(flatten)]
    pub summary: Summary,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Summary,
}

/// The part of a line that says what it is.
#[derive(Deserialize)]
struct Line {
    r#type: String,
    rules: Option<serde::de::IgnoredAny>,
}

/// Why summaries cannot be added.
#[derive(Debug, thiserror::Error)]
pub enum SummedError {
    /// The text cannot be read.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    /// A line is no JSON, or no summary of this version.
    #[error("line {line}: {why}")]
    Invalid {
        /// The line, from 1.
        line: usize,
        /// What does not fit.
        why: String,
    },
    /// There is no summary in the text.
    #[error("it holds no summary; `checkprov --summary --format jsonl` ends with one")]
    None,
    /// Sums under different policies say nothing together.
    #[error("it is of the policy {found}, and what came before is of {policy}")]
    OtherPolicy {
        /// The policy so far.
        policy: String,
        /// The policy of what is to be added.
        found: String,
    },
}

impl Summed {
    /// The summary of a run under a policy.
    pub fn new(policy: &Policy, summary: Summary) -> Self {
        let (policy, policy_file) = (policy.name.clone(), policy.origin.file().map(str::to_owned));
        Self { r#type: Kind::Summary, version: 1, policy, policy_file, summary: summary.sorted() }
    }

    /// The policy as people read it. Escaped.
    pub fn label(&self) -> String {
        label(&self.policy, self.policy_file.as_deref()).to_string()
    }

    /// Reads every summary in JSON Lines and adds them to one that may be there already. Other lines, such
    /// as those of the mails, are passed over.
    pub fn add_lines(sum: Option<Self>, reader: impl BufRead) -> Result<Self, SummedError> {
        let (mut sum, mut found) = (sum, false);
        let mut reader = reader;
        for number in 1.. {
            let mut line = String::new();
            if reader.by_ref().take(LONGEST_LINE + 1).read_line(&mut line)? == 0 {
                break;
            }
            if line.len() as u64 > LONGEST_LINE {
                let why = format!("longer than {} MiB, so no summary of one run", LONGEST_LINE >> 20);
                return Err(SummedError::Invalid { line: number, why });
            }
            if let Some(next) = Self::of_line(&line, number)? {
                found = true;
                let next = match sum {
                    None => Self { summary: next.summary.sorted(), ..next },
                    Some(sum) => sum.plus(next)?,
                };
                if next.summary.rows() > MOST_ROWS {
                    let why = format!(
                        "more than {MOST_ROWS} rules, uses, tags, classes, parts and months together"
                    );
                    return Err(SummedError::Invalid { line: number, why });
                }
                sum = Some(next);
            }
        }
        sum.filter(|_| found).ok_or(SummedError::None)
    }

    fn of_line(text: &str, line: usize) -> Result<Option<Self>, SummedError> {
        let invalid = |why: String| SummedError::Invalid { line, why };
        if text.trim().is_empty() {
            return Ok(None);
        }
        let about: Line = serde_json::from_str(text).map_err(|why| invalid(why.to_string()))?;
        if about.r#type != "summary" {
            return Ok(None);
        }
        if about.rules.is_none() {
            return Err(invalid("a summary of few counts; the run needs `--summary`".to_owned()));
        }
        let summed: Self = serde_json::from_str(text).map_err(|why| invalid(why.to_string()))?;
        if summed.summary.longest_name() > LONGEST_NAME {
            return Err(invalid(format!("a name of more than {LONGEST_NAME} bytes")));
        }
        if summed.version == 1 {
            Ok(Some(summed))
        } else {
            Err(invalid(format!("a summary of version {}; this program reads version 1", summed.version)))
        }
    }

    fn plus(self, other: Self) -> Result<Self, SummedError> {
        if (&self.policy, &self.policy_file) != (&other.policy, &other.policy_file) {
            return Err(SummedError::OtherPolicy { policy: self.label(), found: other.label() });
        }
        Ok(Self { summary: self.summary.plus(other.summary), ..self })
    }

    /// Writes it as a line of JSON.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        json::line(out, self)
    }
}
