//! Keeps the repository tidy: sizes, words, names, and the arrows between crates. It reads files and
//! nothing else, so it runs in a moment.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fs;
use std::path::{Path, PathBuf};

use residence::ground::RuleId;

/// The most lines of a Rust file.
const MOST_LINES: usize = 400;

/// Files that are longer, with the most lines each may have. A number here may only go down, and a
/// file that has become short enough leaves the list.
const LONGER: [(&str, usize); 6] = [
    ("crates/residence/src/checks.rs", 559),
    ("crates/residence/src/checks/scene.rs", 489),
    ("crates/residence/src/facts.rs", 568),
    ("crates/residence/src/law/file.rs", 448),
    ("crates/residence/src/names.rs", 413),
    ("crates/residence/tests/stories/world.rs", 459),
];

/// What each crate may depend on within the workspace.
const ARROWS: [(&str, &[&str]); 8] = [
    ("certificate", &[]),
    ("eds", &["gost3410"]),
    ("gost3410", &[]),
    ("residence", &[]),
    ("smpp", &[]),
    ("store", &["residence"]),
    ("service", &["certificate", "eds", "residence", "smpp", "store"]),
    ("world", &["certificate", "eds", "residence", "service", "smpp", "store"]),
];

/// Names of files and folders that say nothing of what is in them.
const EMPTY_NAMES: [&str; 7] = ["util", "utils", "manager", "helper", "helpers", "common", "misc"];

/// Statements of SQL begin with these, in capitals as the store writes them. Put together here, so
/// that this file does not hold what it looks for.
fn sql() -> Vec<String> {
    let two = |one: &str, other: &str| format!("{one} {other}");
    vec![
        two("SELECT", ""),
        two("INSERT", "INTO"),
        two("DELETE", "FROM"),
        two("CREATE", "TABLE"),
        two("CREATE", "INDEX"),
        two("ALTER", "TABLE"),
        two("BEGIN", "IMMEDIATE"),
        two("PRAGMA", ""),
        ["rusqlite", "::"].concat(),
    ]
}

/// Words that say that something is not finished.
fn unfinished() -> Vec<String> {
    vec![["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["unimplement", "ed!"].concat()]
}

/// The folders of people's machines, and where this very copy of the repository lies.
fn machine_paths() -> Vec<String> {
    let mut paths: Vec<String> =
        ["home", "root", "Users"].map(|folder| format!("/{folder}/")).into();
    let here = root().display().to_string();
    if here.matches('/').count() > 1 {
        paths.push(here);
    }
    paths
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A file of the repository.
struct Source {
    /// Its path from the root, with `/`.
    path: String,
    text: String,
}

impl Source {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Where the text has this, as a word of its own: nothing that belongs to a name or a longer
    /// path stands before it.
    fn lines_with(&self, wanted: &str) -> Vec<usize> {
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-');
        let has = |line: &str| {
            line.match_indices(wanted).any(|(at, _)| {
                !line.get(..at).unwrap_or_default().chars().next_back().is_some_and(part)
            })
        };
        let lines = self.text.lines().enumerate().filter(|(_, line)| has(line));
        lines.map(|(number, _)| number + 1).collect()
    }
}

/// Every text file of the repository, but what is built, fetched or measured.
fn sources() -> Vec<Source> {
    let root = root();
    let (mut folders, mut found) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            if kind.is_dir() && !is_foreign(&path) {
                folders.push(path);
            } else if kind.is_file()
                && let Ok(text) = fs::read_to_string(&path)
            {
                let path = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                found.push(Source { path, text });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(found.iter().any(|source| source.path == "Cargo.lock"), "this is not the repository");
    found
}

/// Folders that are not of the repository: of version control, of builds, of packages, of a demo.
fn is_foreign(folder: &Path) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    matches!(
        name,
        ".git" | "target" | "node_modules" | "demo-data" | "bench-results" | "mutants.out"
    ) || folder.join("CACHEDIR.TAG").exists()
        || folder.join(".tirkeu-demo").exists()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// Fails with everything that was found, a line each.
#[track_caller]
fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn no_rust_file_grows_long() {
    let mut found = Vec::new();
    let mut listed: Vec<_> = LONGER.into();
    for source in sources().iter().filter(|source| source.is_rust()) {
        let lines = source.text.lines().count();
        let place = listed.iter().position(|(path, _)| *path == source.path);
        let most = place.map_or(MOST_LINES, |place| listed.swap_remove(place).1);
        if lines > most {
            found.push(format!("{} has {lines} lines; at most {most}", source.path));
        }
        if place.is_some() && lines <= MOST_LINES {
            found.push(format!("{} is short enough: take it off the list", source.path));
        }
    }
    found.extend(listed.iter().map(|(path, _)| format!("{path} is listed but not there")));
    none(&found);
}

#[test]
fn nothing_says_that_it_is_unfinished_or_names_a_machine() {
    let words: Vec<String> = unfinished().into_iter().chain(machine_paths()).collect();
    let mut found = Vec::new();
    for source in sources() {
        for word in &words {
            for line in source.lines_with(word) {
                found.push(format!("{}:{line} says {word}", source.path));
            }
        }
    }
    none(&found);
}

#[test]
fn sql_is_in_the_store_only() {
    let statements = sql();
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| !source.path.starts_with("crates/store/")) {
        if source.path.ends_with(".sql") {
            found.push(format!("{} belongs to the store", source.path));
        }
        for statement in statements.iter().filter(|_| source.is_rust()) {
            for line in source.lines_with(statement) {
                found.push(format!("{}:{line} has SQL: {statement}", source.path));
            }
        }
    }
    none(&found);
}

#[test]
fn names_of_files_say_what_is_in_them() {
    let is_empty = |part: &str| {
        let stem = part.split('.').next().unwrap_or_default();
        stem.split(['_', '-']).any(|word| EMPTY_NAMES.contains(&word))
    };
    let paths = sources().into_iter().map(|source| source.path);
    none(&paths.filter(|path| path.split('/').any(is_empty)).collect::<Vec<_>>());
}

#[test]
fn each_rule_is_named_in_the_law_pages() {
    let table = read("docs/law/README.md");
    let mut found = Vec::new();
    for rule in RuleId::ALL {
        if !table.contains(&format!("[{rule}]({rule}.md)")) {
            found.push(format!("docs/law/README.md does not list {rule}"));
        }
        if !root().join(format!("docs/law/{rule}.md")).is_file() {
            found.push(format!("docs/law/{rule}.md is not there"));
        }
    }
    none(&found);
}

#[test]
fn each_crate_is_listed_linted_and_points_down() {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some((_, allowed)) = ARROWS.iter().find(|(other, _)| *other == name) else {
            found.push(format!("{name} is not in the list of arrows"));
            continue;
        };
        let manifest = read(&format!("crates/{name}/Cargo.toml"));
        if !manifest.contains("[lints]\nworkspace = true\n") {
            found.push(format!("{name} does not inherit the lints of the workspace"));
        }
        let named = manifest.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
        for other in named.filter(|word| ARROWS.iter().any(|(other, _)| other == word)) {
            if !allowed.contains(&other) {
                found.push(format!("{name} may not depend on {other}"));
            }
        }
    }
    none(&found);
}

/// The documents outside `docs/law` speak of files by their path; a file that has moved is found.
#[test]
fn the_documents_name_files_that_are_there() {
    let is_document = |path: &str| {
        matches!(path, "README.md" | "ARCHITECTURE.md" | "CHANGELOG.md")
            || path.starts_with("docs/")
    };
    let mut found = Vec::new();
    for source in sources() {
        if !source.path.ends_with(".md") || !is_document(&source.path) {
            continue;
        }
        let root = root();
        let folder = root.join(&source.path).parent().expect("a folder").to_owned();
        for link in between(&source.text, "](", ")") {
            let target = link.split('#').next().unwrap_or_default();
            if !target.is_empty() && !target.contains(':') && !folder.join(target).exists() {
                found.push(format!("{} links to {link}", source.path));
            }
        }
        for code in between(&source.text, "`", "`") {
            let plain = !code.contains(['<', '*', '{', ' ', '…']);
            if plain && code.starts_with("crates/") && !root.join(code).exists() {
                found.push(format!("{} names {code}", source.path));
            }
        }
    }
    none(&found);
}

/// The texts between two marks, on one line each.
fn between<'t>(text: &'t str, opens: &'t str, closes: &'t str) -> impl Iterator<Item = &'t str> {
    text.lines().flat_map(move |line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            let (_, after) = rest.split_once(opens)?;
            let (inside, left) = after.split_once(closes)?;
            rest = left;
            Some(inside)
        })
    })
}

#[test]
fn the_checks_find_what_they_look_for() {
    let source = |text: &str| Source { path: "x.rs".into(), text: text.into() };
    for word in unfinished().into_iter().chain(machine_paths()) {
        assert_eq!(source(&format!("one\n// {word}")).lines_with(&word), [2], "{word}");
        assert!(source(&format!("a{word}")).lines_with(&word).is_empty(), "{word}");
    }
    for statement in sql() {
        assert_eq!(source(&format!("(\"{statement} x\")")).lines_with(&statement), [1]);
    }
    assert_eq!(between("a `b` c `d`\n`e", "`", "`").collect::<Vec<_>>(), ["b", "d"]);
}
