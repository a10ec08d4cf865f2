//! No input makes it panic, whatever it holds: it is read in every way, and every rule is asked about it.

use crate::git_oracle;
use crate::git_oracle::mutate;
use crate::git_oracle::random::{self, Random};
use std::sync::LazyLock;

use checkprov::case::Case;
use checkprov::diff::Diff;
use checkprov::fix::fix;
use checkprov::input;
use checkprov::mail::{Message, Options};
use checkprov::patch::{Identity, Patch, Subject, TagBlock};
use checkprov::policy::Policy;
use checkprov::rules;
use proptest::prelude::{any, proptest};
use proptest::test_runner::Config;

/// Reads bytes in every way, and asks for everything that is worked out late.
fn read(bytes: &[u8]) {
    for block in input::split(bytes) {
        for mail in block.mails() {
            read_mail(&mail.bytes);
        }
    }
    read_mail(bytes);
    count(&Diff::read(bytes), bytes);
    TagBlock::find(&String::from_utf8_lossy(bytes));
    fix_twice(bytes);
    Identity::author(bytes);
    String::from_utf8_lossy(bytes).lines().for_each(|line| drop(Identity::tag(line)));
    Subject::read(Some(bytes), Some(bytes));
}

static POLICIES: LazyLock<[Policy; 2]> =
    LazyLock::new(|| ["qemu", "linux"].map(|name| Policy::load(name).unwrap()));

/// What is in order stays, whatever the bytes are.
fn fix_twice(bytes: &[u8]) {
    for policy in POLICIES.iter() {
        let fixed = fix(bytes, policy);
        assert!(fixed.is_changed() || fixed.bytes == bytes);
        let again = fix(&fixed.bytes, policy);
        assert!(again.bytes == fixed.bytes, "{:?} and then {:?}", fixed.steps, again.steps);
    }
}

fn read_mail(bytes: &[u8]) {
    let lines = memchr::memchr_iter(b'\n', bytes).count();
    for scissors in [false, true] {
        let message = Message::read(bytes, Options { scissors });
        let patch = Patch::read(&message);
        count(&patch.diff, message.patch());
        patch.message_id();
        patch.lines_outside().count();
        POLICIES.iter().for_each(|policy| drop(rules::check(&Case::new(&patch, policy))));
        for tag in &patch.tags {
            assert!(message.message_line(tag.line).is_none_or(|line| line <= lines));
        }
        for file in &patch.diff.files {
            assert!(message.patch_line(file.at.start).is_none_or(|line| line <= lines));
        }
    }
    Patch::bare(&Message::bare(bytes));
}

/// What is counted is there, and in order.
fn count(diff: &Diff<'_>, text: &[u8]) {
    let mut end = 0;
    for file in &diff.files {
        assert!(end <= file.at.start && file.at.end <= text.len());
        end = file.at.end;
        let lines = || file.hunks.iter().flat_map(|hunk| hunk.lines());
        let kind = |kind| lines().filter(|line| line.kind == kind).count() as u64;
        assert_eq!(kind(checkprov::diff::Kind::Added), file.added);
        assert_eq!(kind(checkprov::diff::Kind::Removed), file.removed);
    }
}

proptest! {
    #![proptest_config(Config { cases: random::cases(256) as u32, failure_persistence: None, ..Config::default() })]

    #[test]
    fn bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read(&bytes);
    }

    #[test]
    fn text_is_read(text in "([ -~\t]{0,20}\n){0,20}") {
        read(text.as_bytes());
    }
}

#[test]
fn spoiled_fixtures_are_read() {
    let fixtures: Vec<Vec<u8>> =
        git_oracle::fixtures().iter().map(|path| std::fs::read(path).unwrap()).collect();
    for case in random::first()..random::first() + random::cases(2000) {
        let mut random = Random::new(case as u64);
        let (fixture, other) = (random.pick(&fixtures), random.pick(&fixtures));
        let spoiled = mutate::spoiled(fixture, other, &mut random);
        read(&if random.once_in(2) { widened(&spoiled, &mut random) } else { spoiled });
    }
}

/// The same with signs of more than one byte for some of its blanks and letters.
fn widened(text: &[u8], random: &mut Random) -> Vec<u8> {
    let mut wide = |byte| match byte {
        b' ' if random.once_in(4) => random.pick(&["\u{a0}", "\u{2001}", "\u{3000}"]).as_bytes().to_vec(),
        b'a'..=b'z' if random.once_in(40) => "\u{e9}".as_bytes().to_vec(),
        byte => vec![byte],
    };
    text.iter().flat_map(|&byte| wide(byte)).collect()
}
