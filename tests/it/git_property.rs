//! git is the judge, of mails that no one thought of: fixtures spoiled by chance, and patches that git
//! makes of small random repositories.
//!
//! `CHECKPROV_CASES=20000 cargo test --release --test it git_property::` runs more of them.

#![allow(clippy::print_stdout, reason = "who runs this wants to see how much was compared")]

use crate::git_oracle;
use crate::git_oracle::crafted;
use crate::git_oracle::mutate;
use crate::git_oracle::random::{self, Random};
use crate::git_oracle::repository::Repository;

#[test]
fn spoiled_fixtures_are_read_as_git_reads_them() {
    let fixtures: Vec<Vec<u8>> =
        git_oracle::fixtures().iter().map(|path| std::fs::read(path).unwrap()).collect();
    check(300, |random| {
        let (fixture, other) = (random.pick(&fixtures), random.pick(&fixtures));
        mutate::spoiled(fixture, other, random)
    });
}

/// Mails made of `Content-Type`, transfer encodings, boundaries and the names of files.
#[test]
fn crafted_mails_are_read_as_git_reads_them() {
    check(400, |random| {
        let mail = crafted::mail(random);
        if random.once_in(4) { mutate::spoiled(&mail, &crafted::mail(random), random) } else { mail }
    });
}

/// Holds git and this library side by side over so many mails. They are made and compared some at a time, so that
/// memory does not grow with their number.
fn check(otherwise: usize, made: impl Fn(&mut Random) -> Vec<u8>) {
    const AT_ONCE: usize = 4096;
    let (first, end) = (random::first(), random::first() + random::cases(otherwise));
    let (mut wrong, mut applied) = (Vec::new(), 0);
    for start in (first..end).step_by(AT_ONCE) {
        let cases: Vec<usize> = (start..end.min(start + AT_ONCE)).collect();
        let mails: Vec<Vec<u8>> = cases.iter().map(|&case| made(&mut Random::new(case as u64))).collect();
        let readings = git_oracle::by_git(&mails, false);
        applied += readings.iter().filter(|reading| reading.state == "ok").count();
        let found = cases.iter().zip(&mails).zip(readings).map(|((case, mail), git)| {
            let what = told(mail, &git)?;
            let read = |mail: &[u8]| told(mail, &git_oracle::by_git(&[mail], false).remove(0));
            let short =
                mutate::shortest(mail, |mail| read(mail).is_some_and(|other| kind(&other) == kind(&what)));
            Some(format!("case {case}: {:?}\n    {}", git_oracle::text(&short), read(&short).unwrap()))
        });
        wrong.extend(found.flatten());
    }
    println!("{applied} of {} are patches that git takes", end - first);
    assert!(
        wrong.is_empty(),
        "git reads {} of {} otherwise:\n{}",
        wrong.len(),
        end - first,
        wrong.join("\n")
    );
}

fn kind(difference: &str) -> &str {
    difference.split(':').next().unwrap_or_default()
}

/// The first thing in which a mail is read otherwise than git reads it.
fn told(mail: &[u8], git: &git_oracle::Reading) -> Option<String> {
    let ours = git_oracle::by_us(mail, false);
    let first = git.differences(&ours).into_iter().next()?;
    (!is_wanted(mail, git, &ours)).then_some(first)
}

/// Where another reading than git's is wanted.
fn is_wanted(mail: &[u8], git: &git_oracle::Reading, ours: &git_oracle::Reading) -> bool {
    // git takes the last header of a mail without a body for its text.
    let no_body = ours.message.is_empty() && ours.patch.is_empty() && !git.message.contains(&b'\n');
    // b4 decodes the body and leaves the header that says how.
    let unencoded = git_oracle::is_read_as_it_stands(mail);
    // What is packed in a binary change is not unpacked.
    let has = |text: &[u8]| memchr::memmem::find(mail, text).is_some();
    let packed = has(b"GIT binary patch") && git.message == ours.message && git.tags == ours.tags;
    no_body || unencoded || packed
}

#[test]
fn spoiled_mailboxes_are_split_as_git_splits_them() {
    let boxes =
        git_oracle::fixtures().into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "mbox"));
    let boxes: Vec<Vec<u8>> = boxes.map(|path| std::fs::read(path).unwrap()).collect();
    let cases: Vec<usize> = (random::first()..).take(random::cases(200)).collect();
    let spoiled = |&case: &usize| {
        let mut random = Random::new(case as u64);
        let (fixture, other) = (random.pick(&boxes), random.pick(&boxes));
        let mut mails = mutate::spoiled(fixture, other, &mut random);
        // Whether the quotes of an mboxrd go is an option of git; here the separator says it.
        let mark = memchr::memmem::find(&mails, b"mboxrd@z");
        if let Some(at) = mark {
            mails.truncate(at);
        }
        mails
    };
    let spoiled: Vec<Vec<u8>> = cases.iter().map(spoiled).collect();
    let wrong =
        cases.iter().zip(&spoiled).zip(git_oracle::git_split(&spoiled, "-b")).map(|((case, mails), git)| {
            let blocks = checkprov::input::split(mails);
            let ours: Vec<_> =
                blocks.iter().flat_map(|block| block.mails()).map(|mail| mail.bytes.into_owned()).collect();
            (!ours.is_empty() && git != ours).then(|| format!("case {case}: {:?}", git_oracle::text(mails)))
        });
    let wrong: Vec<String> = wrong.flatten().collect();
    assert!(
        wrong.is_empty(),
        "git splits {} of {} otherwise:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

/// Patches are counted as they are made: a case is a repository with a few commits.
#[test]
fn patches_of_random_repositories_are_read_as_git_reads_them() {
    const COMMITS: usize = 8;
    let repositories = random::cases(64).div_ceil(COMMITS);
    let cases: Vec<usize> = (random::first()..).take(repositories).collect();
    let boxes = git_oracle::on_threads(&cases, |&case| {
        let mut random = Random::new(case as u64);
        Repository::grown(COMMITS, &mut random).mailed(&mut random)
    });
    let (mut mails, mut wrong) = (Vec::new(), Vec::new());
    for ((case, series), git) in cases.iter().zip(&boxes).zip(git_oracle::git_split(&boxes, "-b")) {
        let blocks = checkprov::input::split(series);
        let ours: Vec<_> =
            blocks.iter().flat_map(|block| block.mails()).map(|mail| mail.bytes.into_owned()).collect();
        if ours != git {
            wrong.push(format!("case {case}: split otherwise"));
        }
        mails.extend(git);
    }
    let mut counted = 0;
    for (mail, reading) in mails.iter().zip(git_oracle::by_git(&mails, false)) {
        counted += usize::from(reading.state == "ok");
        let differ = reading.differences(&git_oracle::by_us(mail, false));
        wrong.extend(differ.iter().map(|what| format!("{what} of {:?}", git_oracle::text(mail))));
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(counted * 2 > repositories * COMMITS, "only {counted} patches were made");
    println!("{counted} patches of {repositories} repositories are read as git reads them");
}
