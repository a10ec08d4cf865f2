//! The table of languages.
//!
//! Where a line break or an indentation may carry meaning, it counts, and a file of an unknown kind is read
//! the strict way.

/// How a kind of file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// How comments and documentation are written; none where comments cannot be recognised line by line.
    pub comments: Option<Comments>,
    /// Which white space carries meaning.
    pub spacing: Spacing,
    /// Whether a `#` begins a line of its own, as in C.
    pub directives: bool,
    /// Whether `//` begins a comment.
    pub slashes: bool,
    /// Whether a string may run over several lines.
    pub long_strings: bool,
    /// Whether a backslash at the end of a line of a string takes away the line break and what indents the next.
    pub joins_lines: bool,
}

/// How a file's comments and documentation are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comments {
    /// `/* */` and `//`.
    Slashes(Strings),
    /// `/* */`, `//`, and `#` before a line: assembly that no preprocessor reads.
    Assembly,
    /// `#`.
    Hash(Strings),
    /// `#` where a line begins, since what is indented may be text.
    HashAtStart,
    /// Tables of QEMU's, with documentation between `SRST` and `ERST`.
    Hx,
    /// QAPI schemas: JSON whose `#` lines are the reference manual.
    Qapi,
}

/// How strings are written that may hold what looks like a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strings {
    /// `"…"`, over lines where a backslash ends them, and `R"x(…)x"`.
    C,
    /// `"…"` over lines, and `r#"…"#`. Comments nest.
    Rust,
    /// Backquotes over lines.
    Go,
    /// `"""…"""` over lines.
    Java,
    /// `"""…"""` and the same with `'`, over lines: Python, Meson, TOML.
    Triple,
    /// Quotes over lines, and `<<EOF`.
    Shell,
    /// None that goes on over lines: Make, Kconfig.
    Lines,
}

/// Which white space carries meaning outside strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spacing {
    /// None.
    Free,
    /// Line breaks.
    Lines,
    /// Line breaks and indentation.
    Indented,
    /// All of it: `a=b` is not `a = b`.
    Exact,
}

impl Language {
    /// The language of a file, by its name.
    pub fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let exact = Self {
            comments: None,
            spacing: Spacing::Exact,
            directives: false,
            slashes: false,
            long_strings: false,
            joins_lines: false,
        };
        let free = Self {
            comments: Some(Comments::Slashes(Strings::C)),
            spacing: Spacing::Free,
            slashes: true,
            ..exact
        };
        let c = Self { directives: true, ..free };
        let lines = Self { spacing: Spacing::Lines, long_strings: true, ..free };
        let hash = |strings| Self { comments: Some(Comments::Hash(strings)), ..exact };
        let plain_c = Self { comments: c.comments, ..exact };
        // `x.c.inc` and `x.py.inc` are written as `x.c` and `x.py`; `x.inc` alone is C that others include.
        let (stem, included) = name.strip_suffix(".inc").map_or((name, false), |stem| (stem, true));
        let ending = stem.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending {
            "S" => return plain_c,
            "s" => return Self { comments: Some(Comments::Assembly), ..exact },
            _ => {}
        }
        match ending.to_ascii_lowercase().as_str() {
            "c" | "h" | "cc" | "cpp" | "cxx" | "hh" | "hpp" | "hxx" | "m" | "mm" | "cu" | "y" | "dts"
            | "dtsi" | "glsl" => c,
            "l" => plain_c,
            "asm" => Self { comments: Some(Comments::Assembly), ..exact },
            "rs" => Self {
                comments: Some(Comments::Slashes(Strings::Rust)),
                long_strings: true,
                joins_lines: true,
                ..free
            },
            "php" => Self { comments: None, long_strings: true, ..free },
            "java" => Self { comments: Some(Comments::Slashes(Strings::Java)), ..free },
            "json" => Self { comments: Some(Comments::Qapi), ..free },
            "cs" | "proto" | "sv" => Self { comments: None, ..free },
            "go" => Self { comments: Some(Comments::Slashes(Strings::Go)), ..lines },
            "js" | "ts" | "jsx" | "tsx" | "mjs" | "swift" | "kt" | "scala" => {
                Self { comments: None, ..lines }
            }
            "py" | "pyi" => Self { spacing: Spacing::Indented, ..hash(Strings::Triple) },
            "build" | "toml" => hash(Strings::Triple),
            "sh" | "bash" => hash(Strings::Shell),
            "mk" | "mak" => hash(Strings::Lines),
            "yml" | "yaml" => Self { comments: Some(Comments::HashAtStart), ..exact },
            "hx" => Self { comments: Some(Comments::Hx), ..exact },
            "" if included => plain_c,
            _ if name == "configure" => hash(Strings::Shell),
            _ if name.starts_with("Makefile") || name.starts_with("Kconfig") => hash(Strings::Lines),
            _ => exact,
        }
    }
}

impl Language {
    /// Whether the amount of white space within a line means nothing: no string goes on over lines, as far as
    /// the kind of file is known.
    pub(crate) fn spaces_out(self) -> bool {
        !matches!(
            self.comments,
            Some(Comments::Hash(Strings::Shell | Strings::Triple) | Comments::HashAtStart | Comments::Hx)
        )
    }
}

impl Comments {
    /// Whether a file holds documentation that is no comment of its own.
    pub fn is_mixed(self) -> bool {
        matches!(self, Self::Hx | Self::Qapi)
    }
}
