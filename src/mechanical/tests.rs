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
fn a_rename_is_explained() {
    let hunk = "-a(old);\n-b(old, 1);\n-// of old\n+a(new);\n+b(new, 1);\n+// of new\n";
    check("f.c", &[hunk], &[], &["old → new: 3 in 1"]);
}

#[test]
fn a_rename_seen_twice_is_not() {
    stays("f.c", "-a(old);\n-b(old, 1);\n+a(new);\n+b(new, 1);\n");
}

#[test]
fn a_use_that_became_another_name_is_left() {
    let rename = "-a(old);\n-b(old);\n-c(old);\n-d(old);\n+a(new);\n+b(new);\n+c(new);\n+d(new);\n";
    check("f.c", &[rename, "-x = old;\n+x = nwe;\n"], &["-x = old;", "+x = nwe;"], &["old → new: 4 in 1"]);
}

#[test]
fn a_line_that_kept_one_of_its_uses_is_left() {
    let rename = "-a(old);\n-b(old);\n-c(old);\n-d(old);\n+a(new);\n+b(new);\n+c(new);\n+d(new);\n";
    let half = "-x = old + old;\n+x = new + old;\n";
    check("f.c", &[rename, half], &["-x = old + old;", "+x = new + old;"], &["old → new: 4 in 1"]);
}

#[test]
fn context_that_kept_the_name_is_shown() {
    let text = patch(
        "f.c",
        &["-a(old);\n-b(old);\n-c(old);\n-d(old);\n+a(new);\n+b(new);\n+c(new);\n+d(new);\n e(old);\n"],
    );
    let diff = Diff::read(text.as_bytes());
    let found = explain(&diff.files);
    assert_eq!((found.explained, marked(&found.kept[0])), (8, " e(old);".to_owned()));
    assert_eq!(found.kept[0].line, 5);
}

#[test]
fn a_change_of_operators_is_none_however_often() {
    stays("f.c", &"-if (x < y)\n+if (x <= y)\n b;\n".repeat(9));
    stays("f.c", &"-x = true;\n+x = false;\n b;\n".repeat(9));
    stays("f.c", &"-if (ok(x))\n+if (!bad(x))\n b;\n".repeat(9));
}

#[test]
fn an_edit_that_may_change_the_meaning_is_marked() {
    let marks = |hunk: &str| -> Vec<Option<Mark>> {
        let text = patch("f.c", &[&hunk.repeat(4)]);
        let diff = Diff::read(text.as_bytes());
        let found = explain(&diff.files);
        assert_eq!(found.explained, found.changed, "{found:#?}");
        assert_eq!(found.to_read, found.edits.iter().filter(|edit| edit.mark.is_some()).count() as u64);
        found.edits.iter().map(|edit| edit.mark).collect()
    };
    assert_eq!(marks("-a(x, 16);\n+a(x, 17);\n b;\n"), [Some(Mark::Look)]);
    assert_eq!(marks("-mutex_lock(x);\n+mutex_unlock(x);\n b;\n"), [Some(Mark::Read)]);
    assert_eq!(marks("-strlcpy(x, y);\n+strcpy(x, y);\n b;\n"), [Some(Mark::Read)]);
    assert_eq!(marks("-x = -EPERM;\n+x = -ENOENT;\n b;\n"), [Some(Mark::Read)]);
    assert_eq!(marks("-copy(from, to);\n+copy(to, from);\n b;\n"), [Some(Mark::Read); 2]);
    assert_eq!(marks("-old(x);\n+new(x);\n b;\n"), [None]);
}

#[test]
fn an_argument_more_is_explained_and_its_only_definition_is_left() {
    let calls = "-x = foo(a);\n-foo(bar(1, 2));\n-foo(a[1]);\n+x = foo(a, NULL);\n+foo(bar(1, 2), NULL);\n\
                 +foo(a[1], NULL);\n";
    let definition = "-int foo(int a)\n+int foo(int a, void *p)\n";
    let residue = ["-int foo(int a)", "+int foo(int a, void *p)"];
    check("f.c", &[calls, definition], &residue, &["foo(…) → foo(…, NULL): 3 in 1"]);
}

#[test]
fn an_argument_more_in_a_call_over_several_lines() {
    let hunk = " foo(a,\n-    b);\n+    b, NULL);\n";
    check("f.c", &[hunk, hunk, hunk], &[], &["foo(…) → foo(…, NULL): 3 in 3"]);
}

#[test]
fn an_argument_less() {
    let hunk = "-foo(s, a);\n-foo(s);\n-foo(s, b + 1);\n+foo(a);\n+foo();\n+foo(b + 1);\n";
    check("f.c", &[hunk], &[], &["foo(s, …) → foo(…): 3 in 1"]);
}

#[test]
fn a_field_that_moved_to_another_struct() {
    let hunk = "-f(s->x);\n-g(s->x, s->y);\n-s->x = 1;\n+f(bb->x);\n+g(bb->x, s->y);\n+bb->x = 1;\n";
    check("f.c", &[hunk], &[], &["s->x → bb->x: 3 in 1"]);
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
fn names_that_change_by_the_same_part_are_explained_together() {
    let hunk = "-int egret_open(void);\n-int egret_close(void);\n-int egret_read(int);\n\
                +int little_egret_open(void);\n+int little_egret_close(void);\n+int little_egret_read(int);\n";
    check("f.h", &[hunk], &[], &["egret_open → little_egret_open: 3 in 1"]);
    let suffixed = "-f(s25x_a);\n-g(s25x_b);\n-h(s25x_cd);\n+f(s25_a);\n+g(s25_b);\n+h(s25_cd);\n";
    check("f.h", &[suffixed], &[], &["s25x_a → s25_a: 3 in 1"]);
    stays("f.h", "-f(one_a);\n-g(one_b);\n-h(one_c);\n+f(two_a);\n+g(two_b);\n+h(two_b);\n");
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
