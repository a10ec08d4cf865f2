//! The tags of a message stand in the block they are found in.
#![no_main]

use checkprov::patch::{Identity, TagBlock};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|message: &str| {
    let block = TagBlock::find(message);
    let mut line = block.lines.start;
    for tag in &block.tags {
        assert!(line <= tag.line && tag.line < block.lines.end);
        assert!(tag.lines >= 1 && !tag.key.is_empty() && !tag.value.contains('\n'));
        line = tag.line + 1;
        Identity::tag(&tag.value);
    }
});
