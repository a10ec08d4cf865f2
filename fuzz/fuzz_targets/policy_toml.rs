//! A policy is read or refused, and one that is read checks.
#![no_main]

use checkprov::case::Case;
use checkprov::mail::{Message, Options};
use checkprov::patch::Patch;
use checkprov::policy::Policy;
use checkprov::rules;
use libfuzzer_sys::fuzz_target;

const MAIL: &[u8] =
    b"From: A. Dev <a@example.org>\nSubject: [PATCH] hw: fix\n\nWhy.\n\nAI-used-for: code (x), tests\n\
    Signed-off-by: A. Dev <a@example.org>\n---\n--- a/hw/f.c\n+++ b/hw/f.c\n@@ -1 +1 @@\n-one\n+two\n";

fuzz_target!(|text: &str| {
    match Policy::parse("fuzzed", text.to_owned()) {
        Ok(policy) => {
            let message = Message::read(MAIL, Options::default());
            rules::check(&Case::new(&Patch::read(&message), &policy));
        }
        Err(why) => assert!(!why.to_string().is_empty()),
    }
});
