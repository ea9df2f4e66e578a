//! `docs/law/` says what the code does: each rule has a page, and what a page says of the code and
//! of the texts is exactly so. `UPDATE_EXPECT=1 cargo test -p service --test law_pages -- --test-threads=1`
//! rewrites those parts of the pages.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use residence::checks::{Judge, RULES, Rule};
use residence::facts::Language;
use residence::ground::RuleId;
use service::text::{Texts, key};

const LANGUAGES: [Language; 3] = [Language::En, Language::Ru, Language::Kk];

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/law")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// The file of each rule, by the name of its variant.
fn files() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../residence/src/checks");
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = read(&path);
        let declared = text.split("pub(super) const RULE: Rule = Rule {").nth(1);
        let variant = declared.and_then(|rule| {
            let rest = rule.split("id: RuleId::").nth(1)?;
            rest.split(',').next()
        });
        if let Some(variant) = variant {
            files.insert(variant.to_owned(), name);
        }
    }
    files
}

fn judged(judge: Judge) -> &'static str {
    match judge {
        Judge::ByType => "D: when the form is read, by the type of the field",
        Judge::AtDraft(_) => "D: when the draft is made or changed",
        Judge::AtSigning(_) => "S: at the signing",
        Judge::Authority(_) => "C: in the case, stage 1 (authority)",
        Judge::State(_) => "C: in the case, stage 2 (address, tenure, state of things)",
        Judge::Consent(_) => "C: in the case, stage 3 (who must agree)",
        Judge::Answer(_) => "C: in the case, stage 3 (by how a party answered)",
        Judge::AtDecision(_) => "C: in the case, stage 3 (at the decision)",
        Judge::ByAct => "A: at the approval of an act",
    }
}

fn at_a_glance(texts: &Texts, rule: &Rule, file: &str) -> String {
    let registers: Vec<String> =
        rule.reads.iter().map(|register| texts.register(Language::En, *register)).collect();
    let reads = if registers.is_empty() { "no register".to_owned() } else { registers.join("; ") };
    let path = format!("crates/residence/src/checks/{file}");
    format!(
        "| | |\n|---|---|\n| Judged | {} |\n| Article | {} |\n| Reads | {reads} |\n\
         | First day in the code | {} |\n| Code | [`{path}`](../../{path}) |\n",
        judged(rule.judge),
        texts.article(Language::En, rule.article),
        rule.from,
    )
}

/// Values as they might be, so that a text reads as people see it.
const SAMPLE: [(&str, &str); 7] = [
    ("role", "owner"),
    ("office", ""),
    ("number", "KQTR-BWDM-XHPL"),
    ("area", "35.70"),
    ("norm", "15"),
    ("room", "2"),
    ("after", "3"),
];

/// The codes of field errors by which a rule speaks of a draft.
fn errors(rule: RuleId) -> &'static [&'static str] {
    const RULES: [(RuleId, &[&str]); 4] = [
        (RuleId::Channel, &["counter_closed"]),
        (RuleId::Iin, &["iin_form", "iin_check_digit"]),
        (RuleId::Addr, &["rka_form", "rka_check_digit"]),
        (RuleId::Temp, &["term"]),
    ];
    RULES.iter().find(|(of, _)| *of == rule).map(|(_, codes)| *codes).unwrap_or_default()
}

fn people_read(texts: &Texts, rule: RuleId) -> String {
    let mut said = String::new();
    let mut keys: Vec<(&str, String)> = [
        ("In the way", "ground"),
        ("What to do", "remedy"),
        ("Note", "note"),
        ("Who is asked", "ask"),
    ]
    .map(|(title, about)| (title, key(about, rule.as_str())))
    .into();
    keys.extend(errors(rule).iter().map(|code| ("At the field", key("error", code))));
    for (title, key) in keys.into_iter().filter(|(_, key)| texts.knows(key)) {
        writeln!(said, "{title} (`{key}`):").unwrap();
        for language in LANGUAGES {
            let text = texts.say(language, &key, &SAMPLE);
            writeln!(said, "- {}: {text}", language.as_str()).unwrap();
        }
        said.push('\n');
    }
    said.trim_end().to_owned() + "\n"
}

/// Holds that the part of a page under a heading is just this, or makes it so.
fn holds(path: &Path, heading: &str, expected: &str) {
    let page = read(path);
    let mark = format!("## {heading}\n\n");
    let (head, rest) = page
        .split_once(&mark)
        .unwrap_or_else(|| panic!("{} has no heading `{heading}`", path.display()));
    let (part, tail) = match rest.starts_with("## ") {
        true => ("", rest),
        false => match rest.find("\n## ") {
            Some(at) => rest.split_at(at + 1),
            None => (rest, ""),
        },
    };
    if part.trim_end() == expected.trim_end() {
        return;
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let end = if tail.is_empty() { "\n" } else { "\n\n" };
        std::fs::write(path, format!("{head}{mark}{}{end}{tail}", expected.trim_end())).unwrap();
        return;
    }
    panic!("{}, under `{heading}`, should say:\n\n{expected}", path.display());
}

#[test]
fn each_rule_has_its_page() {
    let (texts, files) = (Texts::built_in(), files());
    for rule in RULES {
        let path = docs().join(format!("{}.md", rule.id));
        let file = files.get(&format!("{:?}", rule.id)).expect("a file in checks/");
        holds(&path, "At a glance", &at_a_glance(&texts, rule, file));
        holds(&path, "What people read", &people_read(&texts, rule.id));
        let page = read(&path);
        assert!(page.starts_with(&format!("# {}: ", rule.id)), "{}", rule.id);
        for part in ["## What it demands\n", "**Outcome:**", "**Certainty:**", "**In force:**"] {
            assert!(page.contains(part), "{} does not say {part}", rule.id);
        }
        let open = page.split("## Open questions\n\n").nth(1).unwrap_or_default();
        assert!(open.starts_with("- "), "{} names no open question", rule.id);
    }
}

#[test]
fn no_page_is_about_a_rule_that_is_not() {
    for entry in std::fs::read_dir(docs()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let rule = name.strip_suffix(".md").filter(|name| name.starts_with("R-"));
        let known = rule.is_none_or(|rule| RuleId::ALL.iter().any(|id| id.as_str() == rule));
        assert!(known, "{name}");
    }
}

#[test]
fn the_table_stands_in_order() {
    let texts = Texts::built_in();
    let mut table =
        "| Rule | About | Judged | Outcome | Article |\n|---|---|---|---|---|\n".to_owned();
    for rule in RULES {
        let page = read(&docs().join(format!("{}.md", rule.id)));
        let outcome = page.split("**Outcome:** ").nth(1).and_then(|rest| rest.lines().next());
        let judged = judged(rule.judge).split(" (").next().unwrap();
        writeln!(
            table,
            "| [{id}]({id}.md) | {} | {} | {} | {} |",
            texts.rule(Language::En, rule.id),
            judged.replace("C: in the case, stage", "C, stage").replace(": ", ", "),
            outcome.unwrap_or_default().trim_end_matches('.'),
            rule.article.key(),
            id = rule.id,
        )
        .unwrap();
    }
    holds(&docs().join("README.md"), "The rules in order", &table);
}

#[test]
fn the_articles_are_named_in_three_languages() {
    let texts = Texts::built_in();
    let mut list = String::new();
    for article in residence::ground::Article::ALL {
        writeln!(list, "**{}**", article.key()).unwrap();
        for language in LANGUAGES {
            writeln!(list, "- {}", texts.article(language, article)).unwrap();
        }
        list.push('\n');
    }
    holds(&docs().join("README.md"), "The texts the rules rest on", &list);
}

#[test]
fn each_dated_parameter_is_explained() {
    let page = read(&docs().join("parameters.md"));
    let keys = residence::law::BUILT_IN.lines().filter_map(|line| {
        let (key, _) = line.split_once(" = ").or_else(|| line.split_once('='))?;
        Some(key.trim()).filter(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
    });
    for key in keys {
        assert!(page.contains(&format!("`{key}`")), "docs/law/parameters.md lacks `{key}`");
    }
}

#[test]
fn the_page_of_retention_is_the_table() {
    let mut table =
        "| Data | What | Kept | From | Why | Rests on |\n|---|---|---|---|---|---|\n".to_owned();
    let table_of = residence::retention::Retention::built_in();
    for row in table_of.on(jiff::civil::Date::MAX) {
        let own = if row.is_own { "; the period is our own design" } else { "" };
        writeln!(
            table,
            "| `{}` | {} | {} | {} | {} | {}{own} |",
            row.name,
            row.what,
            row.kept(),
            row.from,
            row.why,
            row.source,
        )
        .unwrap();
    }
    holds(&docs().join("../retention.md"), "The table", &table);
}
