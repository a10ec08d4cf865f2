//! The built-in policies hold together, and every key they use is documented.

use std::fs;
use std::process::{Command, Stdio};

use checkprov::finding::Level;
use checkprov::policy::{BUILT_IN, BuiltIn, Policy, built_in};
use checkprov::rules;

use crate::home::Home;

/// The keys of a policy's text, as `section.key`; those of `[levels]` are ids of rules.
fn keys(text: &str) -> Vec<String> {
    let mut section = String::new();
    let mut keys = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = format!("{name}.");
        } else if section == "sentences." {
            keys.push("sentences".to_owned());
        } else if let Some((key, _)) = line.split_once(" = ")
            && !line.starts_with(['#', ' '])
        {
            keys.push(format!("{section}{key}"));
        }
    }
    keys
}

#[test]
fn every_policy_loads_under_its_own_name() {
    for BuiltIn { name, .. } in BUILT_IN {
        let policy = Policy::load(name).unwrap();
        assert_eq!(policy.name, *name);
        assert!(!policy.title.is_empty() && !policy.source.is_empty() && policy.date.is_some(), "{name}");
    }
}

#[test]
fn every_key_is_documented() {
    let page = fs::read_to_string("docs/policy.md").unwrap();
    for BuiltIn { name, text, .. } in BUILT_IN {
        for key in keys(text).iter().filter(|key| !key.starts_with("levels.")) {
            // The keys of these tables are the policy's own words.
            let table = ["tag.areas", "tag.aliases", "tag.suggestions", "tag.older", "sentences"]
                .into_iter()
                .find(|table| key.starts_with(table));
            let key = table.unwrap_or(key);
            assert!(page.contains(&format!("`{key}`")), "{name}: docs/policy.md has no `{key}`");
        }
    }
}

#[test]
fn every_policy_is_in_the_list_of_the_page() {
    let page = fs::read_to_string("docs/policy.md").unwrap();
    for BuiltIn { name, .. } in BUILT_IN {
        let policy = Policy::load(name).unwrap();
        let row = format!("| `{name}` | {} | {}", policy.status.word(), policy.period());
        assert!(page.contains(&row), "{row}");
    }
}

/// Policies change. One that no one has looked at for half a year is reported, and fails nothing.
#[test]
fn sources_are_looked_at_twice_a_year() {
    let today = jiff::ZonedDateTime::now().date();
    for BuiltIn { name, .. } in BUILT_IN {
        let checked =
            Policy::load(name).unwrap().checked.unwrap_or_else(|| panic!("{name} has no `checked`"));
        if checked.saturating_add(jiff::Span::new().months(6)) < today {
            // Past the capture of tests, and as GitHub shows it.
            let warning =
                format!("::warning::the sources of the policy `{name}` were last looked at on {checked}\n");
            std::io::Write::write_all(&mut std::io::stderr(), warning.as_bytes()).unwrap();
        }
    }
}

/// Where a finding rests on a value, the policy has the sentence.
#[test]
fn the_policies_of_qemu_have_a_sentence_for_every_rule_about_it() {
    let without = ["malformed-patch", "message-cut-short", "unreadable-mail", "policy-not-in-force"];
    for (policy, off) in [
        ("qemu", &["ai-use-declined", "ai-draft-marker", "ai-prompt-in-message"][..]),
        ("qemu-llm", &["ai-use-declined"]),
    ] {
        let policy = Policy::load(policy).unwrap();
        for rule in rules::RULES.iter().filter(|rule| rule.level_under(&policy) > Level::Off) {
            if without.contains(&rule.id) || off.contains(&rule.id) {
                continue;
            }
            let keys = ["tag.name", "sign-off.required", "sign-off.match-author", "classes.generated"];
            let found = keys.iter().any(|key| policy.sentence(rule.id, Some(key)).is_some());
            assert!(found, "{}: {}", policy.name, rule.id);
        }
    }
}

/// It is data, for reports to quote, and no comment says it again.
#[test]
fn every_sentence_stands_once() {
    for BuiltIn { name, text, .. } in BUILT_IN {
        let comments: Vec<&str> =
            text.lines().filter_map(|line| line.strip_prefix('#')).map(str::trim).collect();
        let comments = comments.join(" ");
        let table: toml::Table = toml::from_str(text).unwrap();
        for (key, sentence) in table.get("sentences").and_then(toml::Value::as_table).into_iter().flatten() {
            let sentence = sentence["text"].as_str().unwrap();
            assert!(!comments.contains(sentence), "{name}: a comment repeats the sentence of {key}");
        }
    }
}

/// A project's own value does not rest on another project's sentence.
#[test]
fn a_value_of_ones_own_has_no_sentence_of_the_base() {
    let own = Policy::parse("x.toml", "name = \"x\"\nextends = \"qemu\"\n[limit]\nlines = 40\n".to_owned())
        .unwrap();
    assert_eq!(own.sentence("ai-code-too-large", Some("limit.lines")), None);
    assert!(own.sentence("sign-off-missing", Some("sign-off.required")).is_some());
    let llm = Policy::load("qemu-llm").unwrap();
    let sentence = llm.sentence("ai-code-too-large", Some("limit.lines")).unwrap();
    assert!(sentence.text.contains("below 10 lines of code") && sentence.source.contains("4e9dcb1c23e1"));
}

#[test]
fn the_ban_sorts_files_as_the_proposal_does() {
    let table = |name: &str| {
        let text = built_in(name).unwrap().text;
        toml::from_str::<toml::Table>(text).unwrap().remove("classes")
    };
    assert_eq!(table("qemu-decline"), table("qemu"));
}

/// Whoever may name a file must not name its class with it.
#[test]
fn a_program_is_code_whatever_its_name_and_folder() {
    let is_code = |policy: &str, path: &str| {
        let class = Policy::load(policy).unwrap().classes.of(path).to_owned();
        assert_eq!(class, "code", "{path} under {policy}");
    };
    let paths = [
        "hw/README.c",
        "COPYING.c",
        "CODING_STYLE.py",
        ".agents/run.sh",
        "rust/hw/char/src/tests/driver.rs",
        "rust/hw/char/src/device/tests.rs",
        "target/xtensa/core-new/translate.c",
        "linux-headers/driver.c",
        "include/standard-headers/driver.c",
        "gdb-xml/write.py",
        "target/hexagon/imported/run.c",
        "contrib/gitdm/group-map-x.c",
        "pc-bios/u-boot.c",
    ];
    for path in paths {
        is_code("qemu", path);
        is_code("qemu-decline", path);
    }
    for BuiltIn { name, .. } in BUILT_IN {
        is_code(name, "src/drivers/README.c");
        is_code(name, "LICENSE.py");
    }
}

#[test]
fn what_is_printed_is_a_policy_again() {
    for BuiltIn { name, text, .. } in BUILT_IN {
        let printed =
            Command::new(env!("CARGO_BIN_EXE_checkprov")).args(["policy", name]).output().unwrap().stdout;
        let printed = String::from_utf8(printed).unwrap();
        assert!(printed.starts_with(text), "{name}");
        let read = |text: &str| toml::from_str::<toml::Table>(text).unwrap();
        assert_eq!(read(&printed), read(text), "{name}");
    }
}

#[test]
fn a_day_that_is_none_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("policy.toml");
    fs::write(&file, "name = \"x\"\ndate = \"2026-02-30\"\n").unwrap();
    let why = Policy::load_file(&file).unwrap_err().to_string();
    assert!(why.contains("line 2") && why.contains("`2026-02-30` is not a day"), "{why}");
}

#[test]
fn a_regular_expression_that_is_none_is_told_in_a_line() {
    let text = "name = \"x\"\ntag.pattern = { regex = \"(\", message = \"m\" }\n";
    let why = Policy::parse("x.toml", text.to_owned()).unwrap_err().to_string();
    assert!(
        why.starts_with("x.toml: line 2, column 25: it is no regular expression: unclosed group\n"),
        "{why}"
    );
}

#[test]
fn a_list_of_maintainers_that_is_missing_is_told_by_whom_it_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("policy.toml");
    fs::write(&file, "name = \"x\"\n[[path]]\nmaintainers = \"VIRTIO\"\nany-ai = true\n").unwrap();
    let why = Policy::load_file(&file).unwrap_err().to_string();
    assert!(why.contains("policy.toml: a `[[path]]` names the section `VIRTIO`, and "), "{why}");
    assert!(why.contains("MAINTAINERS: No such file"), "{why}");
}

/// A policy file may call itself what it likes. Whoever reads a report sees by whose rules was checked.
#[test]
fn a_policy_that_is_not_built_in_is_told_by_its_file_in_every_format() {
    let home = Home::new();
    fs::copy("fixtures/policy/named-qemu.toml", home.dir.join(".checkprov.toml")).unwrap();
    home.checkprov(&["policy", ".checkprov.toml"], 0);
    // The file switches every rule off, so that one is switched on.
    let patch = fs::canonicalize("fixtures/ai-code-too-large/good-docs.patch").unwrap();
    let patch = patch.to_str().unwrap();
    let finding = ["--deny", "sign-off-missing", "--deny", "ai-tag-missing"];
    let unsigned = home.dir.join("unsigned.patch");
    fs::write(&unsigned, fs::read_to_string(patch).unwrap().replace("Signed-off-by", "Signed off by"))
        .unwrap();
    let formats =
        ["human", "jsonl", "b4", "b4-review", "junit", "sarif", "github", "patchwork", "reply", "markdown"];
    for format in formats {
        let said = home.checkprov(&[&["-f", format, unsigned.to_str().unwrap()][..], &finding].concat(), 1);
        assert!(said.contains(".checkprov.toml"), "{format}: {said}");
    }
    for args in [
        &["--summary"][..],
        &["--summary", "-f", "jsonl"],
        &["-f", "b4-review"],
        &["-f", "patchwork"],
        &["-v"],
        &["series"],
        &["series", "--format", "html"],
    ] {
        let said = home.checkprov(&[args, &[patch]].concat(), 0);
        assert!(said.contains(".checkprov.toml"), "{args:?}: {said}");
    }
    // b4 takes every line for something to fix.
    assert_eq!(home.checkprov(&["-f", "b4", patch], 0), "");
    // Lines of this format are read by programs; on a terminal by a person.
    assert_eq!(home.checkprov(&["-f", "terse", patch], 0), "");
    let run = format!("{} -f terse {patch}", env!("CARGO_BIN_EXE_checkprov"));
    if let Ok(shown) = home.command("script").args(["-qec", &run, "/dev/null"]).stdin(Stdio::null()).output()
    {
        let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
        assert_eq!(shown.trim_end(), "checkprov: checked under `qemu` (.checkprov.toml)");
    }
}

/// The block of the page that begins with a comment of that name, as a policy file in a folder of its own.
fn example(home: &Home, name: &str) -> String {
    let page = fs::read_to_string("docs/policy.md").unwrap();
    let (_, block) = page.split_once(&format!("```toml\n# {name}\n")).unwrap();
    let file = home.dir.join(name);
    fs::write(&file, block.split_once("```").unwrap().0).unwrap();
    file.to_str().unwrap().to_owned()
}

/// A patch that changes one line of each of these files.
fn patch_of(home: &Home, tag: &str, files: &[&str]) -> String {
    let change = |file: &&str| {
        format!("diff --git a/{file} b/{file}\n--- a/{file}\n+++ b/{file}\n@@ -1 +1 @@\n-a\n+b\n")
    };
    let diff: String = files.iter().map(change).collect();
    let mail = format!(
        "From: Ann Dev <ann@example.org>\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nSubject: [PATCH] fix a line\n\n\
         It was wrong.\n\n{tag}\nSigned-off-by: Ann Dev <ann@example.org>\n---\n{diff}"
    );
    fs::write(home.dir.join("a.patch"), mail).unwrap();
    "a.patch".to_owned()
}

#[test]
fn core_code_is_off_limits_where_the_page_says_how() {
    let home = Home::new();
    let policy = example(&home, "core.toml");
    let tag = "AI-used-for: code";
    home.checkprov(&["-p", &policy, &patch_of(&home, tag, &["hw/net/a.c"])], 0);
    let said =
        home.checkprov(&["-p", &policy, "--stat", &patch_of(&home, tag, &["hw/net/a.c", "crypto/b.c"])], 1);
    let part = "`accel/tcg/** crypto/** system/** util/**`";
    assert!(said.contains("error[ai-use-declined]"), "{said}");
    assert!(said.contains(&format!("declines AI-made contributions in {part}")), "{said}");
    assert!(said.contains("crypto/b.c lies in"), "{said}");
    assert!(said.contains("  in accel/tcg/** crypto/** system/** util/**: AI use is declined"), "{said}");
    let said = home.checkprov(&["-p", &policy, "-f", "jsonl", "a.patch"], 1);
    assert!(
        said.contains(
            r#""parts":[{"name":"accel/tcg/** crypto/** system/** util/**","any_ai":true,"lines":20,"#
        ),
        "{said}"
    );
}

#[test]
fn a_subsystem_opts_in_where_the_page_says_how() {
    let home = Home::new();
    let policy = example(&home, "opt-in.toml");
    fs::write(
        home.dir.join("MAINTAINERS"),
        "STAGING SUBSYSTEM\nM:\tAnn <a@example.org>\nF:\tdrivers/staging/\nX:\tdrivers/staging/media/\n",
    )
    .unwrap();
    let tag = "Assisted-by: LLM";
    for files in [&["drivers/staging/a.c"][..], &["tools/testing/a.c", "drivers/staging/b/c.c"]] {
        home.checkprov(&["-p", &policy, &patch_of(&home, tag, files)], 0);
    }
    for files in [&["mm/a.c"][..], &["drivers/staging/a.c", "mm/a.c"], &["drivers/staging/media/a.c"]] {
        let said = home.checkprov(&["-p", &policy, &patch_of(&home, tag, files)], 1);
        assert!(said.contains("error[ai-use-declined]"), "{files:?}: {said}");
    }
    fs::remove_file(home.dir.join("MAINTAINERS")).unwrap();
    home.checkprov(&["-p", &policy, "a.patch"], 2);
}

/// A limit of a part holds for whatever is held against a limit.
#[test]
fn a_limit_of_a_part_holds_for_a_series_and_for_what_a_mechanical_change_leaves() {
    let home = Home::new();
    let part = "[[path]]\nmatch = [\"crypto/**\"]\nlines = 3\nreason = \"core code\"\n";
    fs::write(home.dir.join("x.toml"), format!("name = \"x\"\nextends = \"qemu\"\n{part}")).unwrap();
    let patch = |tag: &str, files: &[&str], number: &str| {
        let mail = fs::read_to_string(home.dir.join(patch_of(&home, tag, files))).unwrap();
        let mail = mail.replace("[PATCH]", &format!("[PATCH {number}]"));
        format!("From 0 Mon Sep 17 00:00:00 2001\nMessage-ID: <{number}@x>\nIn-Reply-To: <0@x>\n{mail}\n")
            .replace("/2@x", "@x")
    };
    let said = |first: &[&str], second: &[&str]| {
        let series = [("1/2", first), ("2/2", second)].map(|(n, files)| patch("AI-used-for: code", files, n));
        fs::write(home.dir.join("series.mbox"), series.concat()).unwrap();
        home.checkprov(&["-p", "x.toml", "series.mbox"], 0)
    };
    assert!(!said(&["hw/a.c"], &["hw/b.c"]).contains("ai-series-too-large"));
    let together = said(&["hw/a.c"], &["crypto/b.c"]);
    let told = "change 4 lines of code together; the policy allows 3 in `crypto/**` for a fix";
    assert!(together.contains(told), "{together}");
    let listed = home.checkprov(&["series", "-p", "x.toml", "-f", "jsonl", "series.mbox"], 0);
    assert!(listed.contains(r#""counted":4,"limit":3,"#), "{listed}");

    let tag = "AI-used-for: code (refactoring)";
    patch_of(&home, tag, &["crypto/a.c", "hw/b.c"]);
    let mail = fs::read_to_string(home.dir.join("a.patch")).unwrap();
    let logic = "-while (wait(s)) {\n+if (s->ready) {\n-    poll(s, 10);\n+    return 0;\n";
    let mail = mail.replacen("-a\n+b\n", logic, 1).replacen("@@ -1 +1 @@", "@@ -1,2 +1,2 @@", 1);
    fs::write(home.dir.join("a.patch"), mail.replace("crypto", "hw")).unwrap();
    home.checkprov(&["-p", "x.toml", "--strict", "a.patch"], 0);
    fs::write(home.dir.join("a.patch"), mail).unwrap();
    let said = home.checkprov(&["-p", "x.toml", "--strict", "a.patch"], 1);
    assert!(said.contains("warning[mechanical-residue]"), "{said}");
    assert!(said.contains("the policy allows 3 in `crypto/**`"), "{said}");
    assert!(said.contains("crypto/a.c lies in `crypto/**`: core code"), "{said}");
}

#[test]
fn what_was_agreed_stays_visible_and_does_not_fail() {
    let home = Home::new();
    let agreed = "[[agreed]]\nrule = \"ai-use-declined\"\nauthor = \"ann@example.org\"\nby = \"Ben\"\nuntil = \"9999-12-31\"\nreason = \"tried out\"\n";
    fs::write(home.dir.join("x.toml"), format!("name = \"x\"\nextends = \"qemu-decline\"\n{agreed}"))
        .unwrap();
    let patch = patch_of(&home, "AI-used-for: code", &["hw/a.c"]);
    let said = home.checkprov(&["-p", "x.toml", "--summary", &patch], 0);
    assert!(
        said.contains("note[ai-use-declined]")
            && said.contains("agreed to by Ben until 9999-12-31: tried out"),
        "{said}"
    );
    assert!(said.contains("ai-use-declined by Ben until 9999-12-31: 1 finding"), "{said}");
    let said = home.checkprov(&["-p", "x.toml", "-f", "jsonl", &patch], 0);
    assert!(said.contains(r#""agreed":{"by":"Ben","until":"9999-12-31","reason":"tried out"}"#), "{said}");
    let said = home.checkprov(
        &["-p", "x.toml", "--summary", &patch_of(&home, "Fixes: 0123456789ab (\"x\")", &["hw/a.c"])],
        0,
    );
    assert!(said.contains("not needed here"), "{said}");
}

/// The sender writes the date of a mail; the server that takes it in writes another.
#[test]
fn an_agreement_that_has_ended_is_not_revived_by_an_old_date() {
    let home = Home::new();
    let agreed = "[[agreed]]\nrule = \"ai-use-declined\"\nby = \"Ben\"\nuntil = \"2020-12-31\"\nreason = \"tried out\"\n";
    fs::write(home.dir.join("x.toml"), format!("name = \"x\"\nextends = \"qemu-decline\"\n{agreed}"))
        .unwrap();
    patch_of(&home, "AI-used-for: code", &["hw/a.c"]);
    let mail = fs::read_to_string(home.dir.join("a.patch")).unwrap().replace("2 Nov 2026", "2 Nov 2020");
    let through = |year: &str| {
        let by = |year: &str| {
            format!("Received: from a.example.org\n\tby b.example.org; Mon, 2 Nov {year} 10:00:00 +0000\n")
        };
        // The lower one was there before any server saw the mail.
        if year.is_empty() { String::new() } else { by(year) + &by("2020") }
    };
    for (received, status) in [("", 1), ("2021", 1), ("2020", 0)] {
        fs::write(home.dir.join("a.patch"), through(received) + &mail).unwrap();
        let said = home.checkprov(&["-p", "x.toml", "a.patch"], status);
        let is_told = said.contains("Ben agreed to this until 2020-12-31, which is past");
        assert_eq!(is_told, status == 1, "{received}: {said}");
    }
}

#[test]
fn a_value_looks_as_the_policy_has_it_and_bots_are_left_alone() {
    let home = Home::new();
    let policy = "name = \"x\"\nignore-authors = [\"* <bot@*>\"]\n[tag]\nname = \"AI\"\ngrammar = \"free\"\n\
                  pattern = { regex = \"^Uses \\\\S\", message = \"write `Uses TOOL`\" }\n[sign-off]\nrequired = true\n";
    fs::write(home.dir.join("x.toml"), policy).unwrap();
    home.checkprov(&["-p", "x.toml", "--strict", &patch_of(&home, "AI: Uses Copilot", &["a.c"])], 0);
    let said = home.checkprov(&["-p", "x.toml", "--strict", &patch_of(&home, "AI: Copilot", &["a.c"])], 1);
    assert!(said.contains("warning[ai-tag-malformed]: `AI: Copilot`: write `Uses TOOL`"), "{said}");
    let mail = fs::read_to_string(home.dir.join("a.patch")).unwrap();
    fs::write(home.dir.join("bot.patch"), mail.replace("ann@", "bot@")).unwrap();
    home.checkprov(&["-p", "x.toml", "--strict", "bot.patch"], 0);
}

#[test]
fn a_branch_that_edits_its_policy_is_checked_by_that_of_its_base() {
    let home = Home::new();
    home.stage(".checkprov.toml", "name = \"strict\"\nextends = \"qemu-decline\"\n");
    home.git(&["commit", "-q", "--no-verify", "-sm", "Say who decides"]);
    home.stage(".checkprov.toml", "name = \"lax\"\n");
    home.stage("f.c", "int f(void);\n");
    home.git(&["commit", "-q", "--no-verify", "-sm", "Fix\n\nAI-used-for: code"]);
    let said = home.checkprov(&["-g", "HEAD~1..HEAD"], 1);
    let base = home.git(&["rev-parse", "--short=12", "HEAD~1"]);
    let label = format!("`strict` (.checkprov.toml of {})", base.trim());
    assert!(
        said.contains(&format!(
            "the policy file of the range's base counts, not that of the branch: checked under {label}"
        )),
        "{said}"
    );
    assert!(
        said.contains("error[ai-use-declined]") && said.contains(&format!("checked under {label}:")),
        "{said}"
    );
    for range in ["HEAD~1", "HEAD~1.."] {
        home.checkprov(&[&format!("--git={range}")], 1);
    }
    // Whoever names the policy has chosen it.
    home.checkprov(&["-p", ".checkprov.toml", "-g", "HEAD~1"], 0);
    // A branch that leaves the file alone is checked under it, without a word.
    home.git(&["checkout", "-q", "HEAD~1"]);
    home.stage("f.c", "int f(void);\n");
    home.git(&["commit", "-q", "--no-verify", "-sm", "Fix"]);
    let said = home.checkprov(&["-g", "HEAD~1"], 0);
    assert!(
        said.contains("checked under `strict` (.checkprov.toml):") && !said.contains("base counts"),
        "{said}"
    );
}

#[test]
fn a_branch_that_brings_the_first_policy_is_checked_without_it() {
    let home = Home::new();
    home.stage(".checkprov.toml", "name = \"lax\"\n");
    home.stage("f.c", "int f(void);\n");
    home.git(&["commit", "-q", "--no-verify", "-m", "Fix"]);
    let said = home.checkprov(&["-g", "HEAD~1"], 1);
    let label = "checked under `qemu` (not .checkprov.toml, which the range adds)";
    assert!(said.contains("error[sign-off-missing]"), "{said}");
    assert_eq!(said.matches(label).count(), 2, "on standard error, and in the summary: {said}");
    // One that no commit has was written by whoever checks.
    home.git(&["rm", "-q", "--cached", ".checkprov.toml"]);
    home.git(&["commit", "-q", "--no-verify", "--amend", "-m", "Fix"]);
    let said = home.checkprov(&["-g", "HEAD~1"], 0);
    assert!(said.contains("checked under `lax` (.checkprov.toml):"), "{said}");
}

#[test]
fn a_repository_elsewhere_is_checked_under_its_own_policy() {
    let home = Home::new();
    fs::create_dir(home.dir.join("a")).unwrap();
    home.stage("a/.checkprov.toml", "name = \"theirs\"\n");
    home.git(&["commit", "-q", "--no-verify", "-sm", "Say who decides"]);
    home.stage("a/f.c", "int f(void);\n");
    home.git(&["commit", "-q", "--no-verify", "-m", "Fix"]);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join(".checkprov.toml"), "name = \"mine\"\n").unwrap();
    let checked_in = |folder: &str| {
        let mut command = home.command(env!("CARGO_BIN_EXE_checkprov"));
        command.args(["-g", "HEAD~1", "--repo"]).arg(home.dir.join(folder));
        let output = command.current_dir(elsewhere.path()).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let theirs = format!("checked under `theirs` ({}/.checkprov.toml):", home.dir.join("a").display());
    assert!(checked_in("a").contains(&theirs), "{}", checked_in("a"));
    assert!(checked_in(".").contains("checked under `qemu`:"), "{}", checked_in("."));
}

/// What lies behind a policy file's name is told only if it is a policy.
#[test]
fn a_linked_environment_is_not_shown() {
    let home = Home::new();
    std::os::unix::fs::symlink("/proc/self/environ", home.dir.join(".checkprov.toml")).unwrap();
    for args in [&["-g", "HEAD"][..], &["rules"], &["-p", ".checkprov.toml", "-g", "HEAD"]] {
        let said = home.checkprov(args, 2);
        assert!(!said.contains("HOME=") && said.lines().count() == 1, "{said}");
    }
}
