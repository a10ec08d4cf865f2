//! What scissors leave is the end of what is there without them.
#![no_main]

use checkprov::mail::{Message, Options, Problem};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let whole = Message::read(bytes, Options { scissors: false });
    let cut = Message::read(bytes, Options { scissors: true });
    // A patch is not converted to UTF-8: where scissors put its beginning off, more of the text is. A body in which git
    // would find nothing is read as it stands, and scissors may take away what git would find.
    let as_it_stands = |message: &Message<'_>| message.problems.contains(&Problem::NotEncoded);
    if whole.patch_at.start == cut.patch_at.start && as_it_stands(&whole) == as_it_stands(&cut) {
        assert_eq!(whole.body.text, cut.body.text);
    }
    assert!(whole.message_at.end <= whole.patch_at.start && cut.message_at.end <= cut.patch_at.start);
    assert!(cut.patch_at.end == cut.body.text.len() && whole.patch_at.end == whole.body.text.len());
});
