//! The page of the phones: readable without JavaScript, in the plainest HTML.

use jiff::Timestamp;

use super::{Message, Shown};

const STYLE: &str = "
:root{color-scheme:light dark;--line:#8884;--mine:#cfe8ff;--theirs:#eee}
@media(prefers-color-scheme:dark){:root{--mine:#14405f;--theirs:#333}}
body{font:17px/1.45 system-ui,'Noto Sans',sans-serif;max-width:44rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem}a{color:inherit}
ul{list-style:none;padding:0}li.phone{border-top:1px solid var(--line)}
li.phone a{display:flex;gap:.75rem;justify-content:space-between;padding:.8rem .2rem;
text-decoration:none;min-height:24px}
li.phone a:hover,li.phone a:focus{background:var(--theirs)}
small{opacity:.75}.unread{background:#b3261e;color:#fff;border-radius:1rem;padding:0 .6rem;
align-self:center}
ol{list-style:none;padding:0;display:flex;flex-direction:column;gap:.6rem}
ol li{max-width:85%;padding:.6rem .8rem;border-radius:.9rem;background:var(--theirs);
overflow-wrap:anywhere}
ol li.mine{align-self:flex-end;background:var(--mine)}ol small{display:block}
form{display:flex;gap:.5rem;margin:1rem 0;flex-wrap:wrap}
input[type=text]{flex:1 1 12rem;font:inherit;padding:.6rem}button{font:inherit;padding:.6rem 1rem}
:focus-visible{outline:3px solid #1d70b8;outline-offset:2px}
";

/// The hash of the style for the content security policy is avoided by serving it as a file.
#[must_use]
pub const fn style() -> &'static str {
    STYLE
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn clock(at: Timestamp) -> String {
    let local = residence::law::almaty().to_datetime(at);
    format!("{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second())
}

/// A line of its own for what a person can try, if anything.
fn note(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<br><small>{}</small>", escaped(text)) }
}

fn page(title: &str, head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         {head}<title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/style.css\"></head><body>{body}</body></html>",
        title = escaped(title),
    )
}

/// The list of phones.
#[must_use]
pub fn list(shown: &[Shown], more: usize) -> String {
    let mut body = String::from(
        "<h1>Phones of the trial world</h1><p>Everybody here is invented. Open a phone to read its \
         messages and to write back to 1414.</p><ul>",
    );
    for Shown { holder, unread, on, newest } in shown {
        let unread = match unread {
            0 => String::new(),
            n => format!("<span class=\"unread\">{n}<span hidden> unread</span></span>"),
        };
        let newest = newest.map(|at| format!(" · {}", clock(at))).unwrap_or_default();
        let off = if *on { "" } else { " · switched off" };
        body.push_str(&format!(
            "<li class=\"phone\"><a href=\"/phones/{phone}\"><span><strong>{name}</strong> \
             {phone}{off}{newest}{note}</span>{unread}</a></li>",
            phone = holder.phone,
            name = escaped(&holder.name),
            note = note(&holder.note),
        ));
    }
    body.push_str("</ul>");
    if more > 0 {
        body.push_str(&format!(
            "<p>And {more} more without messages: <code>GET /api/phones</code> lists them all.</p>"
        ));
    }
    page("Phones", "<meta http-equiv=\"refresh\" content=\"5\">", &body)
}

/// One phone: its messages, a field to write back, the switch.
#[must_use]
pub fn conversation(shown: &Shown, messages: &[Message]) -> String {
    let holder = &shown.holder;
    let phone = holder.phone;
    let mut body = format!(
        "<p><a href=\"/\">← All phones</a> · <a href=\"/phones/{phone}\">Look again</a></p><h1>{name}</h1><p>{phone} · ИИН {iin}{note}\
         </p>",
        name = escaped(&holder.name),
        iin = holder.iin,
        note = note(&holder.note),
    );
    if messages.is_empty() {
        body.push_str("<p>No messages yet.</p>");
    }
    body.push_str("<ol>");
    for Message { at, from, text } in messages {
        let class = if from == "1414" { "" } else { " class=\"mine\"" };
        let text = escaped(text).replace('\n', "<br>");
        let (at, from) = (clock(*at), escaped(from));
        body.push_str(&format!("<li{class}><small>{from} · {at}</small>{text}</li>"));
    }
    let (word, state) = if shown.on { ("Switch off", "off") } else { ("Switch on", "on") };
    body.push_str(&format!(
        "</ol><form method=\"post\" action=\"/phones/{phone}/reply\">\
         <label for=\"text\">Write to 1414</label>\
         <input type=\"text\" id=\"text\" name=\"text\" maxlength=\"300\" autocomplete=\"off\" \
         required><button>Send</button></form>\
         <form method=\"post\" action=\"/phones/{phone}/switch/{state}\"><button>{word}</button>\
         </form>"
    ));
    // Not refreshed by itself: a half-written reply would be lost.
    page(&holder.name, "", &body)
}
