//! What white space means in a file, by its name.
//!
//! Where a line break or an indentation may carry meaning, it counts as a token, and a change of it stays
//! in the residue. A file of an unknown kind is read the strict way.

/// How a kind of file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Language {
    /// Which white space carries meaning.
    pub(super) layout: Layout,
    /// Whether a `#` begins a line of its own, as in C.
    pub(super) directives: bool,
    /// Whether `//` begins a comment.
    pub(super) slashes: bool,
    /// Whether a string may run over several lines.
    pub(super) long_strings: bool,
    /// Whether a backslash at the end of a line of a string takes away the line break and what indents the next.
    pub(super) joins_lines: bool,
}

/// Which white space carries meaning outside strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
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
    /// The language of a file.
    pub(super) fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let name = name.strip_suffix(".inc").unwrap_or(name);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let exact = Self {
            layout: Layout::Exact,
            directives: false,
            slashes: false,
            long_strings: false,
            joins_lines: false,
        };
        let free = Self { layout: Layout::Free, slashes: true, ..exact };
        match ending.to_ascii_lowercase().as_str() {
            "c" | "h" | "cc" | "cpp" | "cxx" | "hh" | "hpp" | "hxx" | "m" | "mm" | "cu" | "y" | "dts"
            | "dtsi" | "glsl" => Self { directives: true, ..free },
            "rs" => Self { long_strings: true, joins_lines: true, ..free },
            "php" => Self { long_strings: true, ..free },
            "java" | "cs" | "json" | "proto" | "sv" => free,
            "go" | "js" | "ts" | "jsx" | "tsx" | "mjs" | "swift" | "kt" | "scala" => {
                Self { layout: Layout::Lines, slashes: true, long_strings: true, ..exact }
            }
            "py" | "pyi" => Self { layout: Layout::Indented, ..exact },
            _ => exact,
        }
    }
}
