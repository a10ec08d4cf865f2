//! The mails of a box are all of its bytes but those in front of the first.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut line = 1;
    for block in checkprov::input::split(bytes) {
        for (index, mail) in block.mails().enumerate() {
            assert!(mail.line >= line, "mail {index} begins above the one before it");
            line = mail.line;
            assert!(mail.bytes.len() <= bytes.len());
        }
    }
});
