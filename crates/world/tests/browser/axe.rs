//! The accessibility checker axe-core, run in the page.

use std::fmt;

use serde_json::{Value, json};

use crate::visitor::Visitor;

/// WCAG 2.2 to level AA, and what is good practice besides.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// A rule that a page breaks.
#[derive(Debug)]
pub(crate) struct Violation {
    pub(crate) rule: String,
    pub(crate) impact: String,
    pub(crate) help: String,
    /// The elements, as CSS selectors.
    pub(crate) places: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.rule, self.impact, self.help)?;
        self.places.iter().try_for_each(|place| write!(f, "\n    {place}"))
    }
}

/// Every rule that the page breaks. The checker is a script: it is run where scripts are on.
#[track_caller]
pub(crate) fn axe(visitor: &Visitor<'_>) -> Vec<Violation> {
    assert!(visitor.face.javascript, "axe is run on the faces with scripts");
    let session = &visitor.session;
    session.run(&visitor.stage.axe, &[]).expect("the checker loads");
    // Off unless it is asked for by name: the size of what is pressed.
    let options = json!({
        "runOnly": { "type": "tag", "values": TAGS },
        "rules": { "target-size": { "enabled": true } },
        "resultTypes": ["violations"],
    });
    let script = "const [options, done] = arguments;
        axe.run(document, options).then(found => done(found.violations), why => done(String(why)))";
    let found = session.run_until(script, &[options]).expect("the checker ends");
    let found = found.as_array().unwrap_or_else(|| panic!("the checker fails: {found}"));
    found.iter().map(violation).collect()
}

fn violation(found: &Value) -> Violation {
    let text = |member: &str| found[member].as_str().unwrap_or("-").to_owned();
    let nodes = found["nodes"].as_array().into_iter().flatten();
    Violation {
        rule: text("id"),
        impact: text("impact"),
        help: text("help"),
        places: nodes.map(|node| node["target"].to_string()).collect(),
    }
}

/// Fails the test with every rule that the page breaks.
#[track_caller]
pub(crate) fn is_accessible(visitor: &Visitor<'_>) {
    let found: Vec<String> = axe(visitor).iter().map(ToString::to_string).collect();
    let (url, face) = (visitor.url(), visitor.face);
    assert!(found.is_empty(), "{url} ({face}) is not accessible:\n{}", found.join("\n"));
}
