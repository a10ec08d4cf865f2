//! What the pages show is what the program does: every console block runs from the top of the crate.

#[test]
fn pages_run() {
    let cases = trycmd::TestCases::new();
    if std::path::Path::new("README.md").exists() {
        cases.case("README.md");
    }
    cases.case("docs/*.md");
    for rule in checkprov::rules::RULES {
        cases.case(format!("docs/rules/{}.md", rule.id));
    }
}
