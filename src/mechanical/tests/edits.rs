use super::*;

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
fn an_argument_that_is_a_number_or_a_truth_value() {
    let number = "-foo(a, '\\n');\n-foo(b);\n-foo(c(1));\n+foo(a, '\\n', 0);\n+foo(b, 0);\n+foo(c(1), 0);\n";
    check("f.c", &[number], &[], &["foo(…) → foo(…, 0): 3 in 1"]);
    let truth = "-foo(a);\n-foo(b);\n-foo(c);\n+foo(true, a);\n+foo(true, b);\n+foo(true, c);\n";
    check("f.c", &[truth], &[], &["foo(…) → foo(true, …): 3 in 1"]);
}

#[test]
fn calls_of_one_function_that_gain_different_arguments() {
    let most = "-foo(a);\n-foo(b);\n-foo(c);\n-foo(d);\n+foo(a, NULL);\n+foo(b, NULL);\n+foo(c, NULL);\n+foo(d, NULL);\n";
    let other = "-foo(e);\n+foo(e, &x);\n";
    check("f.c", &[most, other], &["-foo(e);", "+foo(e, &x);"], &["foo(…) → foo(…, NULL): 4 in 1"]);
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
fn names_that_change_by_the_same_part_are_explained_together() {
    let hunk = "-int egret_open(void);\n-int egret_close(void);\n-int egret_read(int);\n\
                +int little_egret_open(void);\n+int little_egret_close(void);\n+int little_egret_read(int);\n";
    check("f.h", &[hunk], &[], &["egret_open → little_egret_open: 3 in 1"]);
    let suffixed = "-f(s25x_a);\n-g(s25x_b);\n-h(s25x_cd);\n+f(s25_a);\n+g(s25_b);\n+h(s25_cd);\n";
    check("f.h", &[suffixed], &[], &["s25x_a → s25_a: 3 in 1"]);
    stays("f.h", "-f(one_a);\n-g(one_b);\n-h(one_c);\n+f(two_a);\n+g(two_b);\n+h(two_b);\n");
}

#[test]
fn an_edit_with_a_part_that_varies() {
    let cast = "-a = (struct foo *)get(d);\n-b = (struct bar *)get(d->parent);\n-c = (struct baz *)get(&pd);\n\
                +a = getp(d);\n+b = getp(d->parent);\n+c = getp(&pd);\n";
    check("f.c", &[cast], &[], &["=(struct ‹1›*)get( → = getp(: 3 in 1"]);
    let wrapped = "-show(16);\n-show(width);\n-show(2 * w);\n+print(USAGE(16));\n+print(USAGE(width));\n+print(USAGE(2 * w));\n";
    check("f.c", &[wrapped], &[], &["show(‹1›); → print(USAGE(‹1›));: 3 in 1"]);
    let shell = "-( yes | git mergetool a ) &&\n-( yes | git mergetool b c ) &&\n-( yes | git mergetool --gui d ) &&\n\
                 +yes | git mergetool a &&\n+yes | git mergetool b c &&\n+yes | git mergetool --gui d &&\n";
    check("f.sh", &[shell], &[], &["( yes | git mergetool ‹1› ) && → yes | git mergetool ‹1› &&: 3 in 1"]);
    let with_argument = "-a_run \"$1\" -x old\n-b_run \"$1\" -x old\n-c_run \"$1\" -x old\n\
                         +a_run \"$1\" -x a_run\n+b_run \"$1\" -x b_run\n+c_run \"$1\" -x c_run\n";
    check("f.sh", &[with_argument], &[], &["‹1› \"$1\" -x old → ‹1› \"$1\" -x ‹1›: 3 in 1"]);
}

#[test]
fn an_edit_that_writes_a_part_of_the_line_again() {
    let hunk = "-a = alloc(sizeof(struct foo));\n-b->c = alloc(sizeof(struct bar));\n-d = alloc(sizeof(struct baz));\n\
                +a = alloc(sizeof(*a));\n+b->c = alloc(sizeof(*b->c));\n+d = alloc(sizeof(*d));\n";
    check("f.c", &[hunk], &[], &["‹1› = alloc(sizeof(struct ‹2›)); → ‹1› = alloc(sizeof(*‹1›));: 3 in 1"]);
    let text = patch("f.c", &[hunk]);
    let mark = explain(&Diff::read(text.as_bytes()).files).edits[0].mark;
    assert_eq!(mark, Some(Mark::Read), "what goes is another thing in each line, and not shown");
    let other = hunk.replace("+d = alloc(sizeof(*d))", "+d = alloc(sizeof(*a))");
    stays("f.c", &other);
}

#[test]
fn a_part_that_varies_ends_with_its_brackets_and_its_line() {
    let hunk = "-show(f(1), 2);\n-show(g[1, 2], 3);\n-show(h(i(1)), 4);\n+put(USE(f(1)), 2);\n+put(USE(g[1, 2]), 3);\n\
                +put(USE(h(i(1))), 4);\n";
    check("f.c", &[hunk], &[], &["show(‹1›, → put(USE(‹1›),: 3 in 1"]);
}

#[test]
fn an_edit_with_a_part_that_varies_is_contradicted_as_any_other() {
    let kept = " x = (struct top *)get(d);\n";
    let hunk = "-a = (struct foo *)get(d);\n+a = getp(d);\n-b = (struct bar *)get(d);\n+b = getp(d);\n\
                -c = (struct baz *)get(d);\n+c = getp(d);\n";
    stays("f.c", &format!("{kept}{hunk}"));
    let decides = "-if (!same(a, \"x\"))\n-if (!same(b, \"x\"))\n-if (!same(c, \"x\"))\n+if (equal(a, \"x\"))\n\
                   +if (equal(b, \"x\"))\n+if (equal(c, \"x\"))\n";
    stays("f.c", decides);
}

/// Lines of which every one becomes another, among lines that keep what changes, but are others in the middle: only an
/// edit of the whole line explains them.
fn long_edit(old: &str, new: &str) -> String {
    ["foo", "bar", "baz", "qux"]
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let [old, new] = [old, new].map(|line| line.replace("$1", &format!("{name}.a.b.c.d.e")));
            let kept = old.replace(".a.b", ".v.w");
            format!(
                " b{at}();\n-{old}\n+{new}\n c{at}();\n {kept}\n d{at}();\n {}\n",
                kept.replace(".v", ".x")
            )
        })
        .collect()
}

#[test]
fn an_edit_at_several_places_is_marked_as_each_of_them_would_be() {
    for (old, new, mark) in [
        ("lock(&$1, flags);", "unlock(&$1);", Some(Mark::Read)),
        ("set(aaa, $1, bbb);", "set(bbb, $1, aaa);", Some(Mark::Read)),
        ("x = $1 - y;", "x = y - $1;", Some(Mark::Read)),
        ("set(7, $1, 9);", "set(3, $1, 4);", Some(Mark::Look)),
        ("set($1, y, z);", "change($1, y->t, z->t);", None),
    ] {
        let text = patch("f.c", &[&long_edit(old, new)]);
        let found = explain(&Diff::read(text.as_bytes()).files);
        assert_eq!(found.edits.iter().map(|edit| edit.mark).collect::<Vec<_>>(), [mark], "{old} {new}");
    }
}

#[test]
fn an_edit_is_not_as_long_as_a_line_may_be() {
    let old = format!("[x{}], f(z, $1);", "+x".repeat(100));
    let new = old.replace("[x", "[y x").replace("f(z", "f(w");
    stays("f.c", &long_edit(&old, &new));
}
