//! What a line of a file is: code, a comment, documentation, or blank.
//!
//! Only the lines of a hunk are at hand. Where they do not show whether a comment or a documentation
//! block is open, a line is [`Nature::Undecided`], and counts as code.

mod scan;

use crate::diff::{Hunk, Kind, Line};

use scan::Scanner;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Code, or anything that is none of the others.
    Code,
    /// Nothing but a comment.
    Comment,
    /// Documentation within a file of code.
    Docs,
    /// Nothing but white space.
    Blank,
    /// It may be a comment or documentation, but the hunk does not show where that would begin or end.
    Undecided,
}

/// How a file's comments and documentation are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// `/* */` and `//`: C, C++, and much else.
    C,
    /// The same, with comments inside each other.
    Rust,
    /// `/* */`, `//`, and `#` in front of a line: assembly that no preprocessor reads.
    Assembly,
    /// `#`: shell, Python, Perl, Meson, Make, YAML, TOML.
    Hash,
    /// Tables of QEMU's, with documentation between `SRST` and `ERST`.
    Hx,
    /// QAPI schemas: JSON whose `#` lines are the reference manual.
    Qapi,
}

impl Language {
    /// The language of a file, by its name; none where lines of comment cannot be told.
    pub fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        Some(match ending {
            "c" | "h" | "cc" | "cpp" | "cxx" | "hh" | "hpp" | "hxx" | "inc" | "m" | "S" | "y" | "l"
            | "dts" | "dtsi" | "java" | "js" | "ts" | "go" => Self::C,
            "rs" => Self::Rust,
            "s" | "asm" => Self::Assembly,
            "hx" => Self::Hx,
            "json" => Self::Qapi,
            "py" | "sh" | "bash" | "pl" | "pm" | "build" | "mk" | "mak" | "cmake" | "yml" | "yaml"
            | "toml" | "rb" | "awk" => Self::Hash,
            _ if name.starts_with("Makefile") || name.starts_with("Kconfig") || name == "configure" => {
                Self::Hash
            }
            _ => return None,
        })
    }

    /// Whether a file of it holds documentation that is no comment of its own.
    pub fn is_mixed(self) -> bool {
        matches!(self, Self::Hx | Self::Qapi)
    }
}

/// Every line of a hunk with what it is.
pub fn lines<'a>(language: Language, hunk: &Hunk<'a>) -> impl Iterator<Item = (Line<'a>, Nature)> {
    let all = || hunk.lines();
    let mut old = Scanner::new(language, all().filter(|line| line.kind != Kind::Added));
    let mut new = Scanner::new(language, all().filter(|line| line.kind != Kind::Removed));
    hunk.lines().map(move |line| {
        let nature = match line.kind {
            Kind::Added => new.read(&line),
            Kind::Removed => old.read(&line),
            Kind::Context => {
                old.read(&line);
                new.read(&line)
            }
        };
        (line, nature)
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
        let hunk = diff.files[0].hunks[0];
        let changed =
            lines(Language::of(path).unwrap(), &hunk).filter(|(line, _)| line.kind != Kind::Context);
        let marks = changed.map(|(_, nature)| match nature {
            Nature::Code => 'c',
            Nature::Comment => '/',
            Nature::Docs => 'd',
            Nature::Blank => ' ',
            Nature::Undecided => '?',
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
