//! How elements of a page are found: by what people and forms call them.

use serde_json::json;

use crate::session::{Element, Session};

/// Ways to an element, tried one after the other.
pub(crate) struct Found(Vec<(&'static str, String)>);

impl Found {
    /// By CSS selector.
    pub(crate) fn css(selector: &str) -> Self {
        Self(vec![("css selector", selector.to_owned())])
    }

    /// A field to write in.
    pub(crate) fn field(name: &str) -> Self {
        let name = in_css(name);
        Self::css(&format!("input[name={name}]:not([type=hidden]), textarea[name={name}]"))
    }

    /// Something to choose: by its label, which is what people press, then by itself.
    pub(crate) fn choice(name: &str, value: &str) -> Self {
        let (name, value) = (in_xpath(name), in_xpath(value));
        let input = format!("//input[@name={name} and @value={value}]");
        let entry = format!("//select[@name={name}]/option[@value={value}]");
        let own = format!("//label[@for={input}/@id]");
        let around = format!("//label[.{input}]");
        Self([own, around, input, entry].map(|path| ("xpath", path)).into())
    }

    /// A button by its text, else by a CSS selector.
    pub(crate) fn button(button: &str) -> Self {
        let text = in_xpath(button);
        let path = format!(
            "//button[normalize-space()={text}] | //input[@type='submit' and @value={text}] \
             | //summary[normalize-space()={text}] | //*[@role='button' and normalize-space()={text}]"
        );
        Self(vec![("xpath", path), ("css selector", button.to_owned())])
    }

    /// A link by its text.
    pub(crate) fn link(text: &str) -> Self {
        Self(vec![("xpath", format!("//a[@href and normalize-space()={}]", in_xpath(text)))])
    }

    /// The first element on the first way that leads anywhere.
    pub(crate) fn look_up(&self, session: &Session) -> Result<Element, String> {
        let mut last = String::new();
        for (using, value) in &self.0 {
            match session.post("/element", &json!({ "using": using, "value": value })) {
                Ok(found) => return Element::read(&found).ok_or_else(|| found.to_string()),
                Err(why) => last = why,
            }
        }
        Err(last)
    }
}

/// A text as a literal of CSS.
fn in_css(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text as a literal of XPath, which has no escapes.
fn in_xpath(text: &str) -> String {
    if text.contains('\'') {
        let parts = text.split('\'').map(|part| format!("'{part}'"));
        return format!("concat({})", parts.collect::<Vec<_>>().join(", \"'\", "));
    }
    format!("'{text}'")
}
