//! Holds the templates of the portal: every text they say is there, and they hold no sentence of
//! their own, nothing inline, nothing from elsewhere, nothing unescaped.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fs;
use std::path::{Path, PathBuf};

use service::text::Texts;

/// Every file below a folder with this ending.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut found) = (vec![root.join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|other| other == ending) {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

/// The texts between these two marks.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    let rest = text.split(open).skip(1);
    rest.filter_map(|rest| rest.split_once(close).map(|(inside, _)| inside)).collect()
}

#[test]
fn every_text_that_is_said_is_there() {
    let texts = Texts::built_in();
    let mut said = 0;
    for (name, source) in files("templates", "html")
        .into_iter()
        .chain(files("src/web/portal", "rs"))
        .chain(files("src/web/office", "rs"))
    {
        for call in [".t(\"", ".t1(\"", ".say(\""] {
            for key in between(&source, call, "\"") {
                assert!(texts.knows(key), "{name} says {key}, which no language has");
                said += 1;
            }
        }
    }
    assert!(said > 300, "only {said} were found");
}

#[test]
fn templates_hold_no_words_of_their_own() {
    for (name, source) in files("templates", "html") {
        let mut text = source.clone();
        for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("<", ">")] {
            let whole = text.clone();
            for inside in between(&whole, open, close) {
                text = text.replace(&format!("{open}{inside}{close}"), " ");
            }
        }
        for word in text.split_whitespace() {
            let own = word.chars().any(char::is_alphabetic);
            assert!(!own || matches!(word, "SHA-256" | "HTTP"), "{name} says {word:?} by itself");
        }
    }
}

#[test]
fn templates_load_nothing_from_elsewhere_and_escape_everything() {
    for (name, source) in files("templates", "html") {
        for foreign in
            ["|safe", "| safe", "style=", "onclick", "onload", "http://", "https://", "javascript:"]
        {
            assert!(!source.contains(foreign), "{name} has {foreign}");
        }
        for script in between(&source, "<script", "</script>") {
            assert!(script.ends_with("defer>"), "{name} has a script of its own");
        }
        // Every form that is posted carries its token.
        for form in between(&source, "<form method=\"post\"", "</form>") {
            assert!(form.contains("name=\"token\" value=\"{{ f.token }}\""), "{name}: {form}");
        }
    }
}
