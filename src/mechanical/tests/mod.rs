mod edits;

use proptest::prelude::*;

use super::*;
use crate::diff::{Diff, Kind};

/// A patch of hunks, each a file of its own, from their lines.
fn patch(path: &str, hunks: &[&str]) -> String {
    let mut text = String::new();
    for (at, hunk) in hunks.iter().enumerate() {
        let count = |mark: char| hunk.lines().filter(|line| !line.starts_with(mark)).count();
        let (old, new) = (count('+'), count('-'));
        text += &format!("--- a/{at}/{path}\n+++ b/{at}/{path}\n@@ -1,{old} +1,{new} @@\n{hunk}");
    }
    text
}

/// What is left of some hunks, and the edits found, as lines.
#[track_caller]
fn check(path: &str, hunks: &[&str], residue: &[&str], edits: &[&str]) {
    let text = patch(path, hunks);
    let diff = Diff::read(text.as_bytes());
    assert_eq!(diff.fault, None, "{text}");
    let found = explain(&diff.files);
    assert_eq!(found.changed, found.explained + left(&found));
    assert_eq!(found.explained, found.moved + found.reformatted + found.substituted);
    let mut residue = residue.to_vec();
    let mut shown = residue_of(&found);
    residue.sort_unstable();
    shown.sort_unstable();
    assert_eq!(shown, residue, "{found:#?}");
    let shown = |edit: &Edit| format!("{} → {}: {} in {}", edit.old, edit.new, edit.lines, edit.files);
    assert_eq!(found.edits.iter().map(shown).collect::<Vec<_>>(), edits);
}

fn left(found: &Outcome) -> u64 {
    found.residue.iter().map(|left| left.lines).sum()
}

fn marked(place: &Place) -> String {
    let mark = match place.kind {
        Kind::Added => '+',
        Kind::Removed => '-',
        Kind::Context => ' ',
    };
    format!("{mark}{}", place.text)
}

/// The residue; of equal lines each.
fn residue_of(found: &Outcome) -> Vec<String> {
    found.residue.iter().flat_map(|left| vec![marked(&left.first); left.lines as usize]).collect()
}

/// Nothing is explained.
#[track_caller]
fn stays(path: &str, hunk: &str) {
    let residue: Vec<&str> = hunk.lines().filter(|line| !line.starts_with(' ')).collect();
    check(path, &[hunk], &residue, &[]);
}

#[test]
fn another_indentation_is_explained() {
    check("f.c", &["-if (x)\n-\ty(1);\n+    if (x)\n+        y(1);\n"], &[], &[]);
}

#[test]
fn but_not_where_it_has_a_meaning() {
    stays("f.py", "-    x = 1\n+x = 1\n");
    stays("f.unknown", "-    x = 1\n+x = 1\n");
    stays("f.sh", "-x=1 y\n+x = 1 y\n");
    stays("f.c", "-x = \"a b\";\n+x = \"a  b\";\n");
    stays("f.rs", " x = \"a\n-  b\";\n+    b\";\n");
    stays("f.sh", "-x  y\n+x y\n");
    stays("f.unknown", "-x  \"y  z\"\n+x \"y z\"\n");
}

#[test]
fn how_much_white_space_stands_within_a_line_means_nothing() {
    check("f.unknown", &["-one   two \n+one two\n"], &[], &[]);
    stays("f.unknown", "-one\ttwo\n+one two\n");
}

#[test]
fn other_line_breaks_are_explained() {
    check("f.c", &["-int f(int a, int b) {\n+int\n+f(int a,\n+  int b)\n+{\n"], &[], &[]);
}

#[test]
fn but_not_where_they_have_a_meaning() {
    stays("f.c", "-// a\n-b();\n+// a b();\n");
    stays("f.c", "-#define A b\n-c\n+#define A b c\n");
    stays("f.c", "-x = y - -z;\n+x = y --z;\n");
    stays("f.c", "-#define A (b)\n+#define A(b)\n");
    stays("f.js", "-return\n-x;\n+return x;\n");
}

#[test]
fn a_string_of_c_in_two_parts_is_one() {
    check("f.c", &["-f(\"a b\");\n+f(\"a \"\n+  \"b\");\n"], &[], &[]);
    stays("f.c", "-f(\"\\x1b\");\n+f(\"\\x1\" \"b\");\n");
}

#[test]
fn a_moved_block_is_explained_whatever_its_indentation() {
    let block = "first_of_all(1);\nand_second(2);\nlast(3);\n";
    let marked = |mark: &str| block.lines().map(|line| format!("{mark}{line}\n")).collect::<String>();
    check("f.c", &[&marked("-"), &marked("+\t")], &[], &[]);
}

#[test]
fn a_short_block_or_a_copy_is_not() {
    check(
        "f.c",
        &["-first_of_all_the_lines(1);\n", "+first_of_all_the_lines(1);\n"],
        &["-first_of_all_the_lines(1);", "+first_of_all_the_lines(1);"],
        &[],
    );
    stays(
        "f.c",
        " first_of_all(1);\n and_second(2);\n last(3);\n+first_of_all(1);\n+and_second(2);\n+last(3);\n",
    );
}

#[test]
fn what_was_dropped_from_a_moved_block_is_left() {
    let old = "-first_of_all(1);\n-and_second(2);\n-third(3);\n-check(4);\n-a_fifth(5);\n-then_sixth(6);\n-last(7);\n";
    let new = "+first_of_all(1);\n+and_second(2);\n+third(3);\n+a_fifth(5);\n+then_sixth(6);\n+last(7);\n";
    check("f.c", &[old, new], &["-check(4);"], &[]);
}

#[test]
fn a_line_dropped_beside_its_equal_is_left() {
    stays("f.c", "-the_same_long_statement(1);\n the_same_long_statement(1);\n-other(2);\n+ other(3);\n");
}

#[test]
fn imports_in_another_order_are_explained_and_one_less_is_not() {
    let sorted = "-#include \"b.h\"\n #include \"a.h\"\n+#include \"b.h\"\n-#include \"c.h\"\n";
    check("f.c", &[sorted], &["-#include \"c.h\""], &[]);
}

#[test]
fn a_brace_among_other_changes_is_left() {
    stays("f.c", "-if (a) {\n-\tb();\n-}\n+while (c)\n+\tfor (;;) {\n+\t\tdd();\n+\t}\n");
}

#[test]
fn a_line_that_came_out_of_its_guard_is_left() {
    stays(
        "f.c",
        " \tif (ret) {\n-\t\tclose_session(user, ret);\n \t\tgoto out;\n \t}\n+\tclose_session(user, ret);\n",
    );
}

#[test]
fn a_call_that_came_twice_is_left() {
    let first = "-\tsize = count(t);\n+\tsize = length(t, 3);\n \n-\told_release(t->buffer, size);\n+\tnew_release(t->buffer, size);\n+\tnew_release(t->buffer, size);\n";
    let others = "-\told_release(t->first);\n-\told_release(t->second);\n-\told_release(t->fourth);\n+\tnew_release(t->first);\n+\tnew_release(t->second);\n+\tnew_release(t->fourth);\n";
    let left = ["-\tsize = count(t);", "+\tsize = length(t, 3);", "+\tnew_release(t->buffer, size);"];
    check("f.c", &[first, others], &left, &["old_release → new_release: 4 in 2"]);
}

#[test]
fn one_of_two_calls_that_was_lost_is_left() {
    let first = "-\told_release(t->buffer, size);\n-\told_release(t->buffer, size);\n+\tnew_release(t->buffer, size);\n";
    let others = "-\told_release(t->first);\n-\told_release(t->second);\n-\told_release(t->fourth);\n+\tnew_release(t->first);\n+\tnew_release(t->second);\n+\tnew_release(t->fourth);\n";
    check(
        "f.c",
        &[first, others],
        &["-\told_release(t->buffer, size);"],
        &["old_release → new_release: 4 in 2"],
    );
}

#[test]
fn a_body_that_went_to_another_function_is_a_move() {
    let text = patch(
        "f.c",
        &[
            " int grant(struct state *state)\n {\n-\tif (!state->user)\n-\t\treturn -EPERM;\n-\tcount_user(state->user);\n-\tlog_user_of(state->user);\n }\n \n int refuse(struct state *state)\n {\n+    if (!state->user)\n+        return -EPERM;\n+    count_user(state->user);\n+    log_user_of(state->user);\n     return -EPERM;\n }\n",
        ],
    );
    let diff = Diff::read(text.as_bytes());
    let found = explain(&diff.files);
    assert_eq!((found.moved, found.reformatted, found.moves.len()), (8, 0, 1), "{found:#?}");
    let moved = &found.moves[0];
    assert_eq!((moved.from.line, moved.to.line, moved.lines, moved.within), (3, 7, 4, false));
}

#[test]
fn a_line_that_goes_in_many_files_is_read_once() {
    let hunk = "-#include \"removed.h\"\n void f();\n";
    let text = patch("f.c", &[hunk; 5]);
    let diff = Diff::read(text.as_bytes());
    let found = explain(&diff.files);
    assert_eq!((found.changed, found.explained, found.to_read, found.residue.len()), (5, 0, 1, 1));
    assert_eq!((found.residue[0].lines, found.residue[0].files), (5, 5));
}

#[test]
fn a_blank_line_goes_with_its_neighbour_and_is_nothing_to_read() {
    check("f.c", &["-if (x)\n-\ty(1);\n+if (x)\n+\n+    y(1);\n"], &[], &[]);
    let text = patch("f.c", &["+one(1);\n+\n+two(2);\n"]);
    let diff = Diff::read(text.as_bytes());
    let found = explain(&diff.files);
    assert_eq!((found.changed, found.explained, found.to_read), (3, 0, 2));
}

#[test]
fn only_the_files_given_are_read() {
    let text = patch("f.c", &["-a;\n+b;\n", "-c;\n+d;\n"]);
    let diff = Diff::read(text.as_bytes());
    assert_eq!(explain(diff.files.iter().filter(|file| file.path.starts_with('1'))).changed, 2);
    assert_eq!(explain([]), Outcome::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Lines of few words recur, so that edits and moves are found among them.
    #[test]
    fn every_changed_line_is_explained_or_left(
        lines in proptest::collection::vec("[-+ ][ \t]{0,2}([abf]|foo|\\(|\\)|,|\\{|\\}|\"|'|/\\*|\\*/|//|#|\\\\|1){0,9}", 1..60),
        path in proptest::sample::select(vec!["f.c", "f.rs", "f.py", "f.js"]),
        twice: bool,
    ) {
        let hunk: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let text = patch(path, &[hunk.as_str(); 2][usize::from(twice)..]);
        let diff = Diff::read(text.as_bytes());
        let found = explain(&diff.files);
        let changed: u64 = diff.files.iter().map(|file| file.added + file.removed).sum();
        prop_assert_eq!(found.changed, changed);
        prop_assert_eq!(found.changed, found.explained + left(&found));
        prop_assert_eq!(found.explained, found.moved + found.reformatted + found.substituted);
    }
}
