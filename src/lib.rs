//! Checks patch mail against a project's rules on AI use and provenance, reading mail the way git does.
//!
//! The flow runs one way:
//!
//! ```text
//! input ─bytes→ mail ─Message→ patch ─Patch→ case ─Case→ rules ─Finding→ report
//!                                ↑             ↑           ↑
//!                              diff         policy       ai_markers, series
//! ```
//!
//! ```
//! use checkprov::{case::Case, mail::{Message, Options}, patch::Patch, policy::Policy, rules};
//!
//! let mail = b"From: Ann Dev <ann@example.org>\nSubject: [PATCH] hw: fix\n\nWhy.\n\nAI-used-for: code\n\
//!     ---\n--- a/hw/f.c\n+++ b/hw/f.c\n@@ -1 +1 @@\n-one\n+two\n";
//! let message = Message::read(mail, Options::default());
//! let patch = Patch::read(&message);
//! let policy = Policy::load("qemu").unwrap();
//! let findings = rules::check(&Case::new(&patch, &policy));
//! assert_eq!(findings[0].rule, "sign-off-missing");
//! ```

pub mod ai_markers;
pub mod case;
pub mod counts;
pub mod diff;
mod digits;
pub mod escape;
pub mod finding;
pub mod fix;
pub mod flow;
pub mod git;
#[cfg(test)]
mod hostile_size;
pub mod input;
pub mod language;
mod lines;
pub mod mail;
pub mod mail_report;
pub mod mechanical;
pub mod patch;
pub mod policy;
pub mod report;
pub mod rules;
pub mod series;
pub mod stage;
pub mod suggest;
mod work;
