//! Finds the policy file of a checkout. Whoever made the checkout chose that file, and not whoever checks: it is
//! read only where it is what it seems to be.

use std::path::Path;

use super::Policy;
use super::error::LoadError;
use super::load::check_inside;

/// The name of a project's policy file.
pub const POLICY_FILE: &str = ".checkprov.toml";

/// The top of the checkout that a folder is in; none where it is in none.
pub fn checkout_of(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| is_there(&folder.join(".git")))
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

impl Policy {
    /// The policy of the nearest `.checkprov.toml` from a folder upwards, at most to the top of the checkout; none
    /// where there is none. It is shown by its path from that folder, which is called `called`.
    ///
    /// The file must be a regular one inside the checkout. A link to one is, a link out of it is an error.
    pub fn discover(from: &Path, called: &Path) -> Result<Option<Self>, LoadError> {
        let top = checkout_of(from);
        let up_to_top = from.ancestors().take_while(|folder| top.is_none_or(|top| folder.starts_with(top)));
        let Some((up, folder)) =
            up_to_top.enumerate().find(|(_, folder)| is_there(&folder.join(POLICY_FILE)))
        else {
            return Ok(None);
        };
        let path = folder.join(POLICY_FILE);
        let shown = called.join("../".repeat(up) + POLICY_FILE).display().to_string();
        check_inside(&path, top.unwrap_or(folder), &shown)?;
        Self::load_shown(&path, &shown).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use tempfile::TempDir;

    use super::*;

    const POLICY: &str = "name = \"mine\"\n";

    /// A checkout with a folder `a/b` in it, and a file outside of it.
    fn checkout() -> TempDir {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("checkout/a/b")).unwrap();
        fs::create_dir(home.path().join("checkout/.git")).unwrap();
        fs::write(home.path().join("outside.toml"), POLICY).unwrap();
        home
    }

    /// What is found from `a/b`, where `make` has laid down the policy file of the checkout.
    #[track_caller]
    fn check(make: impl Fn(&Path), expected: &str) {
        let home = checkout();
        make(&home.path().join("checkout"));
        let found = match Policy::discover(&home.path().join("checkout/a/b"), Path::new("")) {
            Ok(Some(policy)) => policy.label().to_string(),
            Ok(None) => "none".to_owned(),
            Err(why) => why.to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn the_nearest_file_of_the_checkout_is_taken_and_shown_by_its_path() {
        check(|top| fs::write(top.join(POLICY_FILE), POLICY).unwrap(), "`mine` (../../.checkprov.toml)");
        check(
            |top| fs::write(top.join("a/b").join(POLICY_FILE), POLICY).unwrap(),
            "`mine` (.checkprov.toml)",
        );
    }

    #[test]
    fn what_lies_above_the_checkout_is_not_the_projects() {
        check(|top| fs::write(top.with_file_name(POLICY_FILE), POLICY).unwrap(), "none");
    }

    #[test]
    fn a_link_may_not_lead_out_of_the_checkout() {
        let inside = |top: &Path| {
            fs::write(top.join("a/ai.toml"), POLICY).unwrap();
            symlink("a/ai.toml", top.join(POLICY_FILE)).unwrap();
        };
        check(inside, "`mine` (../../.checkprov.toml)");
        let refused = "../../.checkprov.toml leads out of its folder or checkout; `-p FILE` names a policy that lies elsewhere";
        check(|top| symlink("../outside.toml", top.join(POLICY_FILE)).unwrap(), refused);
        check(|top| symlink("/proc/self/environ", top.join(POLICY_FILE)).unwrap(), refused);
    }

    #[test]
    fn what_is_no_regular_file_is_not_passed_over() {
        let refused =
            "../../.checkprov.toml is not a regular file; `-p FILE` names a policy that lies elsewhere";
        check(|top| fs::create_dir(top.join(POLICY_FILE)).unwrap(), refused);
        let missing = "../../.checkprov.toml: No such file or directory (os error 2)";
        check(|top| symlink("nowhere", top.join(POLICY_FILE)).unwrap(), missing);
    }

    #[test]
    fn what_it_extends_lies_beside_or_below_it() {
        let extending = |base: &'static str| {
            move |top: &Path| {
                fs::write(top.join("a/base.toml"), POLICY).unwrap();
                symlink("../../outside.toml", top.join("a/link.toml")).unwrap();
                fs::write(top.join(POLICY_FILE), format!("name = \"mine\"\nextends = \"{base}\"\n")).unwrap();
            }
        };
        check(extending("a/base.toml"), "`mine` (../../.checkprov.toml)");
        for base in ["../outside.toml", "/proc/self/environ.toml", "a/link.toml", "a/nowhere.toml"] {
            let home = checkout();
            let top = home.path().join("checkout");
            extending(base)(&top);
            let why = Policy::discover(&top, Path::new("")).unwrap_err().to_string();
            assert!(
                why.contains("is not beside or below")
                    || why.contains("leads out")
                    || why.contains("No such file"),
                "{why}"
            );
        }
    }

    #[test]
    fn a_file_too_long_for_a_policy_is_not_read() {
        let home = checkout();
        let file = home.path().join("checkout").join(POLICY_FILE);
        fs::write(&file, format!("{POLICY}#{}", "x".repeat(1 << 20))).unwrap();
        let why = Policy::discover(file.parent().unwrap(), Path::new("")).unwrap_err().to_string();
        assert_eq!(why, ".checkprov.toml: longer than 1048576 bytes");
    }
}
