//! A mail is read, and everything in it has a place.
#![no_main]

use checkprov::mail::{Message, Options};
use checkprov::patch::Patch;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let message = Message::read(bytes, Options::default());
    let patch = Patch::read(&message);
    patch.message_id();
    patch.lines_outside().count();
    let lines = bytes.iter().filter(|&&b| b == b'\n').count();
    for tag in &patch.tags {
        assert!(message.message_line(tag.line).is_none_or(|line| line <= lines));
    }
    for file in &patch.diff.files {
        assert!(message.patch_line(file.at.start).is_none_or(|line| line <= lines));
    }
});
