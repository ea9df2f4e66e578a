//! Whether a page fits its screen.

use serde::Deserialize;

use crate::visitor::Visitor;

/// The widths that matter, and what reaches beyond the edge.
const MEASURE: &str = "
    const root = document.documentElement, edge = root.clientWidth;
    const out = [...document.querySelectorAll('body *')].filter(e => {
        const box = e.getBoundingClientRect();
        return box.width > 0 && box.right + scrollX > edge + 1;
    });
    const name = e => e.localName + (e.id ? '#' + e.id : '') + [...e.classList].map(c => '.' + c).join('');
    return { laid: edge, content: root.scrollWidth, out: out.slice(0, 5).map(name) }";

#[derive(Deserialize)]
struct Measured {
    laid: u32,
    content: u32,
    out: Vec<String>,
}

/// What is wrong with the width of the page, if anything.
#[track_caller]
pub(crate) fn sideways(visitor: &Visitor<'_>) -> Option<String> {
    let measured: Measured = serde_json::from_value(visitor.ask(MEASURE)).expect("widths");
    let Measured { laid, content, out } = measured;
    let screen = u32::from(visitor.face.width);
    if laid > screen {
        return Some(format!("laid out for {laid} pixels on a screen of {screen}"));
    }
    (content > laid).then(|| format!("{content} pixels of {laid}: {}", out.join(", ")))
}

/// Fails the test when the page has to be scrolled sideways, or is laid out for a wider screen.
#[track_caller]
pub(crate) fn no_sideways_scroll(visitor: &Visitor<'_>) {
    if let Some(what) = sideways(visitor) {
        panic!("{} ({}) scrolls sideways: {what}", visitor.url(), visitor.face);
    }
}
