//! What the pages show is what the program does: every console block runs from the top of the crate.

#[test]
fn pages_run() {
    // The pages write reports there; with CARGO_TARGET_DIR the folder need not exist.
    std::fs::create_dir_all("target").unwrap();
    let cases = trycmd::TestCases::new();
    // The pages are read by the author of their patches.
    cases.env("GIT_COMMITTER_NAME", "Ada Lindqvist").env("GIT_COMMITTER_EMAIL", "ada@example.org");
    if std::path::Path::new("README.md").exists() {
        cases.case("README.md");
    }
    cases.case("docs/*.md");
    for rule in checkprov::rules::RULES {
        cases.case(format!("docs/rules/{}.md", rule.id));
    }
}
