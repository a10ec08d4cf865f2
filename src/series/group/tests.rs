use super::*;
use crate::series::series_patch::tests::{member, read};

fn large(series: u32, number: u32) -> SeriesPatch {
    let paths = (0..50_000).map(|path| format!("{path:0100}.c")).collect();
    SeriesPatch { paths, declared: vec!["code".to_owned()], ..member(series, number, 99) }
}

#[test]
fn the_oldest_series_is_forgotten_before_memory_grows() {
    let mut groups = Groups::default();
    for series in 0..30 {
        let (_, grown) = groups.add(large(series, 1));
        assert_eq!(grown.len(), 1, "the newest is remembered");
        assert!(groups.weight <= MOST_BYTES);
    }
    assert!(!groups.series.contains_key(&0) && groups.series.contains_key(&29));
    assert_eq!(groups.series.len(), groups.begun.len());
    let kept = groups.series.values().flat_map(|begun| &begun.series.members);
    assert_eq!(kept.map(SeriesPatch::weight).sum::<usize>(), groups.weight);
}

#[test]
fn one_series_does_not_grow_beyond_the_bound() {
    let mut groups = Groups::default();
    (1..=30).for_each(|number| assert_eq!(groups.add(large(0, number)).1.len(), number as usize));
    let series = groups.get(0).unwrap();
    assert!(series.members.iter().filter(|member| !member.paths.is_empty()).count() < 20);
    assert!(groups.weight <= MOST_BYTES);
}

/// Mails as `subject | message-id | in-reply-to | minute`, and the number of the series of each.
#[track_caller]
fn check<const N: usize>(mails: [(&str, &str, &str, u32); N], expected: [u64; N]) {
    let mut groups = Groups::default();
    let numbers = mails.map(|(subject, id, parent, minute)| {
        let parent =
            if parent.is_empty() { String::new() } else { format!("In-Reply-To: <{parent}@b.org>\n") };
        let date = format!("Date: Mon, 8 Jun 2026 10:{minute:02}:00 +0200\n");
        let head =
            format!("From: a@b.org\nSubject: {subject} f{id}\nMessage-ID: <{id}@b.org>\n{parent}{date}");
        groups.add(read(&format!("{head}\nWhy.\n"))).0
    });
    assert_eq!(numbers, expected, "{mails:?}");
}

#[test]
fn a_thread_is_a_series() {
    let [cover, one, two] = ["[PATCH 0/2]", "[PATCH 1/2]", "[PATCH 2/2]"];
    check([(cover, "0", "", 0), (one, "1", "0", 0), (two, "2", "0", 59)], [0, 0, 0]);
    check([(one, "1", "0", 0), (cover, "0", "", 0), (two, "2", "0", 0)], [0, 0, 0]);
    check([(one, "1", "", 0), (two, "2", "1", 30)], [0, 0]);
    check([("[PATCH 0/1]", "0", "", 0), ("[PATCH 1/1]", "1", "0", 0)], [0, 0]);
}

#[test]
fn without_a_thread_total_and_time_tell() {
    let [cover, one, two] = ["[PATCH 0/2]", "[PATCH 1/2]", "[PATCH 2/2]"];
    check([(cover, "0", "", 0), (one, "1", "", 1), (two, "2", "", 2)], [0, 0, 0]);
    check([(one, "1", "", 0), (two, "2", "", 59)], [0, 1]);
    check([(one, "1", "", 0), (one, "3", "", 1), (two, "2", "", 2)], [0, 1, 1]);
    check([("[PATCH 0/1]", "0", "", 0), ("[PATCH 1/1]", "1", "", 0)], [0, 0]);
    check([("[PATCH 0/1]", "0", "", 0), ("[PATCH]", "1", "", 0)], [0, 1]);
    check([("[PATCH v2 1/2]", "1", "", 0), (two, "2", "", 0)], [0, 1]);
}

#[test]
fn a_series_may_answer_another() {
    let [cover, one, two] = ["[PATCH 0/2]", "[PATCH 1/2]", "[PATCH 2/2]"];
    let first = [(one, "1", "", 0), (two, "2", "1", 0)];
    let [a, b] = first;
    check([a, b, (cover, "9", "1", 5), (one, "8", "9", 5), (two, "7", "9", 5)], [0, 0, 1, 1, 1]);
    check([a, b, ("[PATCH v2 1/2]", "8", "1", 5), ("[PATCH v2 2/2]", "7", "8", 5)], [0, 0, 1, 1]);
}

#[test]
fn a_cover_letter_tells_the_version_of_those_that_forgot_it() {
    check(
        [("[PATCH v3 0/2]", "0", "", 0), ("[PATCH 1/2]", "1", "0", 0), ("[PATCH 2/2]", "2", "0", 0)],
        [0, 0, 0],
    );
}
