//! A section of a MAINTAINERS file, read as the kernel's and QEMU's `scripts/get_maintainer.pl` reads it.

use regex::Regex;

use crate::suggest;

/// The name of the file, beside the policy file.
pub(super) const MAINTAINERS: &str = "MAINTAINERS";

/// The files that a section names with `F:`, without those that it names with `X:`.
#[derive(Debug, Clone)]
pub(super) struct Section {
    named: Vec<Pattern>,
    left_out: Vec<Pattern>,
}

/// `get_maintainer.pl`: `$value =~ s@\.@\\\.@g; s/\*/\.\*/g; s/\?/\./g;`, held against the beginning of a path.
#[derive(Debug, Clone)]
struct Pattern {
    begins: Regex,
    slashes: usize,
    is_folder: bool,
    /// `**` crosses folders, as newer kernels write it.
    crosses: bool,
}

impl Section {
    /// Reads the section of that title. The error names the nearest.
    pub(super) fn read(text: &str, title: &str) -> Result<Self, String> {
        let mut titles: Vec<&str> = Vec::new();
        let mut fields = Vec::new();
        for line in text.lines() {
            let is_field =
                line.as_bytes().get(1) == Some(&b':') && line.starts_with(|c: char| c.is_ascii_uppercase());
            if is_field && titles.last().is_some_and(|last| last.eq_ignore_ascii_case(title)) {
                fields.push((line.as_bytes()[0], line[2..].trim()));
            } else if !is_field && !line.trim().is_empty() {
                titles.push(line.trim());
            }
        }
        if fields.is_empty() {
            let hint = suggest::hint(
                title,
                titles.into_iter().filter(|known| known.len().abs_diff(title.len()) < 4),
            );
            return Err(format!("{MAINTAINERS} has no section `{title}`{hint}"));
        }
        let all =
            |kind| fields.iter().filter(|(of, _)| *of == kind).map(|(_, glob)| Pattern::of(glob)).collect();
        let section = Self { named: all(b'F'), left_out: all(b'X') };
        match section.named.is_empty() {
            true => Err(format!("the section `{title}` of {MAINTAINERS} names no files with `F:`")),
            false => Ok(section),
        }
    }

    pub(super) fn holds(&self, path: &str) -> bool {
        let any = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(path));
        any(&self.named) && !any(&self.left_out)
    }
}

impl Pattern {
    fn of(glob: &str) -> Self {
        let wild = |c: char| match c {
            '*' => ".*".to_owned(),
            '?' => ".".to_owned(),
            c => regex::escape(c.encode_utf8(&mut [0; 4])),
        };
        let begins = glob.replace("**", "*").chars().map(wild).collect::<String>();
        // What is escaped and what stands for it always compile.
        let begins = Regex::new(&format!("^{begins}")).expect("the pattern is sound");
        let slashes = glob.matches('/').count();
        Self { begins, slashes, is_folder: glob.ends_with('/'), crosses: glob.contains("**") }
    }

    /// `get_maintainer.pl: file_match_pattern`. It adds a slash to what is a folder of the tree; here no tree is at
    /// hand, so what goes on with a slash is a folder.
    fn matches(&self, path: &str) -> bool {
        let Some(found) = self.begins.find(path) else { return false };
        self.is_folder
            || self.crosses
            || path.matches('/').count() == self.slashes
            || path[found.end()..].starts_with('/')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Maintainers List\n----------------\n\nvirtio\nM: A <a@example.org>\nS: Supported\nF: hw/*/virtio*\nF: include/hw/virtio/\nF: net/vhost-user.c\nX: hw/block/virtio-old.c\n\nCrypto\nF: crypto\n";

    #[track_caller]
    fn check(title: &str, path: &str, expected: bool) {
        assert_eq!(Section::read(TEXT, title).unwrap().holds(path), expected, "{path} in {title}");
    }

    #[test]
    fn files_and_what_is_left_out() {
        check("VIRTIO", "hw/net/virtio-net.c", true);
        check("virtio", "hw/block/virtio-old.c", false);
        check("virtio", "include/hw/virtio/deep/a.h", true);
        check("virtio", "net/vhost-user.c", true);
        check("virtio", "net/tap.c", false);
        check("virtio", "hw/net/deep/virtio.c", false);
        check("Crypto", "crypto/cipher.c", true);
    }

    #[test]
    fn a_section_that_is_not_there() {
        let why = Section::read(TEXT, "virtoi").unwrap_err();
        assert_eq!(why, "MAINTAINERS has no section `virtoi`; did you mean `virtio`?");
        assert!(Section::read(TEXT, "Maintainers List").is_err());
    }
}
