//! Pages by keyboard alone.

use serde_json::{Value, json};

use crate::session::Element;
use crate::visitor::Visitor;

/// The most stops of a page; a walk that does not end is a trap.
const MOST: usize = 400;

/// A key that moves about or acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Tab,
    Space,
    Enter,
    Up,
    Down,
}

impl Key {
    const fn code(self) -> &'static str {
        match self {
            Self::Tab => "\u{e004}",
            Self::Space => " ",
            Self::Enter => "\u{e007}",
            Self::Up => "\u{e013}",
            Self::Down => "\u{e015}",
        }
    }
}

/// Where the focus rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stop {
    /// As what the browser tells it to a screen reader.
    pub(crate) role: String,
    /// Under which name.
    pub(crate) name: String,
    /// Whether an outline or a shadow shows that the focus is here.
    pub(crate) marked: bool,
}

/// Where the focus is, how it looks there, and how the stop before looks without it. The labels of a
/// field count: a radio button that is drawn by its label is marked there.
const LOOK: &str = "
    const outline = s => s.outlineStyle === 'none' || /^rgba.*, 0\\)$/.test(s.outlineColor)
        ? '' : s.outlineStyle + s.outlineWidth + s.outlineColor;
    const look = e => [e, ...(e.labels || [])]
        .flatMap(part => [null, '::before', '::after'].map(pseudo => getComputedStyle(part, pseudo)))
        .map(s => outline(s) + '/' + s.boxShadow).join();
    const here = document.activeElement, before = arguments[0];
    const inside = here && here !== document.body && here !== document.documentElement;
    return [
        inside ? here : null,
        inside ? look(here) : '',
        before && before.isConnected ? look(before) : '',
    ]";

impl Visitor<'_> {
    /// Presses keys, one after the other, wherever the focus is.
    #[track_caller]
    pub(crate) fn keys(&self, keys: &[Key]) {
        self.strike(&keys.iter().map(|key| key.code()).collect::<String>());
        self.settle();
    }

    /// Writes where the focus is.
    #[track_caller]
    pub(crate) fn write(&self, text: &str) {
        self.strike(text);
        self.settle();
    }

    #[track_caller]
    fn strike(&self, keys: &str) {
        let strokes = keys.chars().flat_map(|key| {
            ["keyDown", "keyUp"].map(|stroke| json!({ "type": stroke, "value": key }))
        });
        let keyboard =
            json!({ "type": "key", "id": "keyboard", "actions": strokes.collect::<Vec<_>>() });
        let done = self.session.post("/actions", &json!({ "actions": [keyboard] }));
        done.unwrap_or_else(|why| panic!("the keys cannot be pressed: {why}"));
    }

    /// The name of what has the focus; empty where nothing has it.
    #[track_caller]
    pub(crate) fn focused(&self) -> String {
        self.look(None).0.map(|element| self.told(&element, "computedlabel")).unwrap_or_default()
    }

    /// Presses Tab until what is called so has the focus, from where the focus is.
    #[track_caller]
    pub(crate) fn tab_to(&self, name: &str) {
        for _ in 0..MOST {
            self.keys(&[Key::Tab]);
            if self.focused() == name {
                return;
            }
        }
        panic!("Tab does not lead to {name} at {}", self.url());
    }

    /// Nothing has the focus, and the next Tab leads to the first stop of the page.
    #[track_caller]
    pub(crate) fn begins_anew(&self) {
        self.ask("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)");
    }

    /// Presses Tab through the whole page, from its beginning, and tells every stop.
    #[track_caller]
    pub(crate) fn walk(&self) -> Vec<Stop> {
        self.begins_anew();
        let (mut stops, mut seen) = (Vec::<Stop>::new(), Vec::<Element>::new());
        let mut marked_as = String::new();
        loop {
            self.strike(Key::Tab.code());
            let (here, look, before) = self.look(seen.last());
            if let Some(stop) = stops.last_mut() {
                stop.marked = before != marked_as;
            }
            let Some(here) = here.filter(|here| !seen.contains(here)) else { break };
            let (role, name) =
                (self.told(&here, "computedrole"), self.told(&here, "computedlabel"));
            stops.push(Stop { role, name, marked: false });
            assert!(stops.len() < MOST, "the walk through {} does not end", self.url());
            marked_as = look;
            seen.push(here);
        }
        self.settle();
        stops
    }

    #[track_caller]
    fn look(&self, before: Option<&Element>) -> (Option<Element>, String, String) {
        let before = before.map_or(Value::Null, Element::argument);
        let seen = self.session.run(LOOK, &[before]);
        let seen = seen.unwrap_or_else(|why| panic!("the focus cannot be seen: {why}"));
        let text = |at: usize| seen[at].as_str().unwrap_or_default().to_owned();
        (Element::read(&seen[0]), text(1), text(2))
    }

    fn told(&self, element: &Element, what: &str) -> String {
        let told = self.session.get(&element.path(what)).unwrap_or_default();
        told.as_str().unwrap_or_default().to_owned()
    }
}

/// Fails the test when a stop of a walk has no name, or the focus cannot be seen there.
#[track_caller]
pub(crate) fn focus_is_visible(visitor: &Visitor<'_>) -> Vec<Stop> {
    let stops = visitor.walk();
    let wrong = stops.iter().filter(|stop| !stop.marked || stop.name.is_empty());
    let wrong: Vec<String> = wrong.map(|stop| format!("{stop:?}")).collect();
    assert!(wrong.is_empty(), "{} ({}):\n{}", visitor.url(), visitor.face, wrong.join("\n"));
    stops
}
