//! What scissors leave is the end of what stands there without them.
#![no_main]

use checkprov::mail::{Message, Options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let whole = Message::read(bytes, Options { scissors: false });
    let cut = Message::read(bytes, Options { scissors: true });
    // A patch is not converted to UTF-8: where scissors put its beginning off, more of the text is.
    if whole.patch_at.start == cut.patch_at.start {
        assert_eq!(whole.body.text, cut.body.text);
    }
    assert!(whole.message_at.end <= whole.patch_at.start && cut.message_at.end <= cut.patch_at.start);
    assert!(cut.patch_at.end == cut.body.text.len() && whole.patch_at.end == whole.body.text.len());
});
