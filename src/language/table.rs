//! The table of languages.
//!
//! Where a line break or an indentation may carry meaning, it counts, and a file of an unknown kind is read
//! the strict way.

/// How a kind of file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// How comments and documentation are written; none where lines of comment cannot be told.
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
        let free = Self { comments: Some(Comments::C), spacing: Spacing::Free, slashes: true, ..exact };
        let c = Self { directives: true, ..free };
        let lines = Self { spacing: Spacing::Lines, long_strings: true, ..free };
        let hash = Self { comments: Some(Comments::Hash), ..exact };
        // `x.c.inc` and `x.py.inc` are written as `x.c` and `x.py`; `x.inc` alone is C that others include.
        let (stem, included) = name.strip_suffix(".inc").map_or((name, false), |stem| (stem, true));
        let ending = stem.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending {
            "S" => return Self { comments: Some(Comments::C), ..exact },
            "s" => return Self { comments: Some(Comments::Assembly), ..exact },
            _ => {}
        }
        match ending.to_ascii_lowercase().as_str() {
            "c" | "h" | "cc" | "cpp" | "cxx" | "hh" | "hpp" | "hxx" | "m" | "mm" | "cu" | "y" | "dts"
            | "dtsi" | "glsl" => c,
            "l" => Self { comments: Some(Comments::C), ..exact },
            "asm" => Self { comments: Some(Comments::Assembly), ..exact },
            "rs" => Self { comments: Some(Comments::Rust), long_strings: true, joins_lines: true, ..free },
            "php" => Self { comments: None, long_strings: true, ..free },
            "java" => free,
            "json" => Self { comments: Some(Comments::Qapi), ..free },
            "cs" | "proto" | "sv" => Self { comments: None, ..free },
            "go" | "js" | "ts" => lines,
            "jsx" | "tsx" | "mjs" | "swift" | "kt" | "scala" => Self { comments: None, ..lines },
            "py" | "pyi" => Self { spacing: Spacing::Indented, ..hash },
            "sh" | "bash" | "pl" | "pm" | "build" | "mk" | "mak" | "cmake" | "yml" | "yaml" | "toml"
            | "rb" | "awk" => hash,
            "hx" => Self { comments: Some(Comments::Hx), ..exact },
            "" if included => Self { comments: Some(Comments::C), ..exact },
            _ if name.starts_with("Makefile") || name.starts_with("Kconfig") || name == "configure" => hash,
            _ => exact,
        }
    }
}

impl Comments {
    /// Whether a file holds documentation that is no comment of its own.
    pub fn is_mixed(self) -> bool {
        matches!(self, Self::Hx | Self::Qapi)
    }
}
