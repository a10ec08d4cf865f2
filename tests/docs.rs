//! What the pages show is what the program does: every console block runs from the top of the crate.

#[test]
fn pages_run() {
    let cases = trycmd::TestCases::new();
    cases.case("README.md").case("docs/*.md");
    for rule in checkprov::rules::RULES {
        cases.case(format!("docs/rules/{}.md", rule.id));
    }
}
