//! How files are written, by their names, and what that makes of a line: code, a comment, documentation, or blank.
//!
//! Only the lines of a hunk are at hand. Where they do not show whether a comment or a documentation
//! block is open, a line is [`LineClass::Undecided`], and counts as code.

mod class;
mod scan;
mod string;
mod table;

pub use class::LineClass;
pub(crate) use string::character;
pub use table::{Comments, Language, Spacing, Strings};

use crate::diff::{Hunk, Kind, Line};
use scan::Scanner;

/// Every line of a hunk with what it is.
pub fn lines<'a>(comments: Comments, hunk: Hunk<'a>) -> impl Iterator<Item = (Line<'a>, LineClass)> {
    let side = |not: Kind| move || hunk.lines().filter(move |line| line.kind != not);
    let mut old = Scanner::new(comments, side(Kind::Added));
    let mut new = Scanner::new(comments, side(Kind::Removed));
    hunk.lines().map(move |line| {
        let class = match line.kind {
            Kind::Added => new.read(&line),
            Kind::Removed => old.read(&line),
            Kind::Context => {
                old.read(&line);
                new.read(&line)
            }
        };
        (line, class)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::Diff;

    /// The changed lines of a hunk: `c`ode, `/` comment, `d`ocs, ` ` blank, `?` undecided.
    #[track_caller]
    fn check(path: &str, body: &str, expected: &str) {
        let count = |mark: char| body.lines().filter(|line| line.starts_with([' ', mark])).count();
        let text = format!("--- a/f\n+++ b/f\n@@ -9,{} +9,{} @@\n{body}\n", count('-'), count('+'));
        let diff = Diff::read(text.as_bytes());
        let hunk = diff.files[0].hunks.iter().next().unwrap();
        let changed =
            lines(Language::of(path).comments.unwrap(), hunk).filter(|(line, _)| line.kind != Kind::Context);
        let marks = changed.map(|(_, class)| match class {
            LineClass::Code => 'c',
            LineClass::Comment => '/',
            LineClass::Docs => 'd',
            LineClass::Blank => ' ',
            LineClass::Undecided => '?',
        });
        assert_eq!(marks.collect::<String>(), expected, "{path}:\n{body}");
    }

    #[test]
    fn c_comments() {
        check("a.c", "+/* one */\n+x = 1; /* two */\n+// three\n+\n+#include <a.h>", "/c/ c");
        check("a.c", "+/*\n+ * one\n+ */\n+y();", "///c");
        check("a.c", "+/* one */ y();\n+char *s = \"/*\";\n+z();", "ccc");
        check("a.rs", "+/* a /* b */\n+c */\n+d();", "//c");
    }

    #[test]
    fn a_comment_that_began_above_the_hunk() {
        check("a.c", "+ * one\n  */\n+y();", "/c");
        check("a.c", "+ * don't say \"one\n+  */\n+y();", "//c");
        check("a.c", "+ * one\n+ * two\n  * three", "??");
        check("a.c", "+*p = 1;\n+/* two */", "c/");
    }

    #[test]
    fn what_a_string_holds_is_no_comment() {
        check("a.c", "+s = \"\\\n+/*\";\n+evil();\n+t = \"*/\";", "cccc");
        check("a.c", "+s = \"one\\\n+// two\\\n+\";\n+// three", "ccc?");
        check("a.cc", "+s = R\"x(\n+// one )\"\n+)x\";\n+// two", "ccc?");
        check("a.rs", "+let s = \"one\n+// two\n+\";", "ccc");
        check("a.rs", "+let s = r#\"one\"\n+/* two\n+\"#;\n+evil();", "cccc");
        check("a.rs", "+fn f<'a>(x: &'a str) {}\n+// one", "c/");
        check("a.go", "+s := `one\n+// two\n+`", "ccc");
        check("a.py", "+s = \"\"\"\n+# one\n+\"\"\"\n+x = 1", "cccc");
        check("a.py", "+s = 'it\\'s'  # don't\n+# one", "c/");
        check("a.sh", "+cat <<EOF\n+# one\n+  EOF\n+EOF\n+true", "ccccc");
        check("a.sh", "+cat <<-'EOF'\n+# one\n+\tEOF\n+true", "cccc");
        check("a.sh", "+x='one\n+# two'", "cc");
        check("a.yml", "+run: |\n+  # one\n+# two", "cc/");
    }

    #[test]
    fn where_a_file_begins_nothing_is_open() {
        let text = "--- /dev/null\n+++ b/a.rs\n@@ -0,0 +1,4 @@\n+let s = \"one\n+// two\n+\";\n+// three\n";
        let diff = Diff::read(text.as_bytes());
        let found = lines(Language::of("a.rs").comments.unwrap(), diff.files[0].hunks.iter().next().unwrap());
        let classes: Vec<LineClass> = found.map(|(_, class)| class).collect();
        assert_eq!(classes, [LineClass::Code, LineClass::Code, LineClass::Code, LineClass::Comment]);
    }

    #[test]
    fn what_looks_like_the_end_of_a_comment() {
        check("a.c", "+evil();\n+*p = 1; /* one */\n+f();", "ccc");
        check("a.c", "+#include <a/*b.h>\n+evil();\n+#include <c*/d.h>", "ccc");
        check("a.c", "+// one \\\n+two\n+three();", "//c");
        check("a.rs", "+// one \\\n+two();", "/c");
    }

    #[test]
    fn both_sides_are_read_apart() {
        check("a.c", " f();\n-/* old\n+/* new */\n  * text */\n+g();", "//c");
    }

    #[test]
    fn hash_comments() {
        check("a.py", "+# one\n+x = 1  # two\n+\n+#", "/c /");
        check("meson.build", "+# one\n+x = 1", "/c");
        check("a.S", "+#define A 1\n+/* one */", "c/");
        check("a.s", "+# one\n+nop", "/c");
    }

    #[test]
    fn documentation_in_tables() {
        check("a.hx", "+ one\n ERST\n+ DEF()", "dc");
        check("a.hx", "+DEF()\n+SRST\n+one\n+\n+ERST\n+HXCOMM two", "cdddd/");
        check("a.hx", "+one\n+two", "??");
        check("qapi/a.json", "+# @one: two\n+{ 'struct': 'a' }\n+##\n+", "dcd ");
    }
}
