//! The keys of an object, in their order. Scripts read them: keys may be added, none may change.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::mechanical::Outcome;

#[derive(Serialize)]
pub(super) struct Message<'a> {
    pub(super) r#type: &'static str,
    pub(super) version: u8,
    pub(super) input: &'a str,
    pub(super) index: u64,
    pub(super) line: u64,
    pub(super) message_id: Option<&'a str>,
    pub(super) date: Option<&'a str>,
    pub(super) kind: &'static str,
    pub(super) subject: Option<&'a str>,
    pub(super) author: Option<Author<'a>>,
    pub(super) series: Option<Series<'a>>,
    pub(super) tags: Vec<Tag<'a>>,
    pub(super) disclosure: Disclosure<'a>,
    pub(super) diff: Diff<'a>,
    pub(super) mechanical: Option<&'a Outcome>,
    pub(super) not_judged: Option<&'static str>,
    pub(super) in_reply_to: Option<&'a str>,
    pub(super) parts: Vec<Part<'a>>,
    pub(super) findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    pub(super) any_ai: bool,
    pub(super) lines: Option<u64>,
    pub(super) reason: &'a str,
}

#[derive(Serialize)]
pub(super) struct Author<'a> {
    pub(super) name: &'a str,
    pub(super) email: &'a str,
}

#[derive(Serialize)]
pub(super) struct Series<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) version: u32,
    pub(super) number: u32,
    pub(super) total: u32,
}

#[derive(Serialize)]
pub(super) struct Tag<'a> {
    pub(super) key: &'a str,
    pub(super) value: &'a str,
    pub(super) line: Option<u64>,
}

#[derive(Serialize)]
pub(super) struct Disclosure<'a> {
    pub(super) declared: bool,
    pub(super) uses: Vec<Use<'a>>,
}

#[derive(Serialize)]
pub(super) struct Use<'a> {
    pub(super) value: &'a str,
    pub(super) explanation: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Diff<'a> {
    pub(super) state: &'static str,
    pub(super) added: u64,
    pub(super) removed: u64,
    pub(super) files: Vec<File<'a>>,
    pub(super) classes: BTreeMap<&'a str, Lines>,
}

#[derive(Serialize)]
pub(super) struct File<'a> {
    pub(super) path: &'a str,
    pub(super) old_path: Option<&'a str>,
    pub(super) status: &'static str,
    pub(super) class: &'a str,
    pub(super) added: Option<u64>,
    pub(super) removed: Option<u64>,
}

#[derive(Serialize, Default)]
pub(super) struct Lines {
    pub(super) added: u64,
    pub(super) removed: u64,
}

#[derive(Serialize)]
pub(super) struct Finding<'a> {
    pub(super) rule: &'a str,
    pub(super) level: &'static str,
    pub(super) message: &'a str,
    pub(super) line: Option<u64>,
    pub(super) quote: Option<&'a str>,
    pub(super) path: Option<&'a str>,
    pub(super) path_line: Option<u64>,
    pub(super) help: String,
    pub(super) fix: Vec<Fix>,
    pub(super) policy: &'a str,
    pub(super) policy_file: Option<&'a str>,
    pub(super) source: &'a str,
    pub(super) agreed: Option<Agreed<'a>>,
}

#[derive(Serialize)]
pub(super) struct Agreed<'a> {
    pub(super) by: &'a str,
    pub(super) until: String,
    pub(super) reason: &'a str,
}

#[derive(Serialize)]
pub(super) struct Fix {
    pub(super) text: String,
    pub(super) command: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Summary<'a> {
    pub(super) r#type: &'static str,
    pub(super) version: u8,
    pub(super) policy: &'a str,
    pub(super) policy_file: Option<&'a str>,
    pub(super) messages: u64,
    pub(super) patches: u64,
    pub(super) errors: u64,
    pub(super) warnings: u64,
    pub(super) notes: u64,
    pub(super) not_judged: u64,
    pub(super) agreed: Vec<Used<'a>>,
}

#[derive(Serialize)]
pub(super) struct Used<'a> {
    pub(super) rule: &'a str,
    pub(super) by: &'a str,
    pub(super) until: String,
    pub(super) findings: u64,
}
