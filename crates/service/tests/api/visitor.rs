//! Somebody at the portal with a browser that runs no script: keeps cookies, reads a page, fills in
//! its form, presses its button, follows where it is sent.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

use super::town::{Answer, Town, Who};

pub(crate) struct Visitor<'a> {
    town: &'a Town,
    cookies: BTreeMap<String, String>,
    /// What the server before ours says of this browser.
    certificate: Option<String>,
    /// The page that is shown, and its address.
    pub(crate) page: String,
    pub(crate) at: String,
    pub(crate) status: u16,
}

impl<'a> Visitor<'a> {
    /// Somebody who reads this language.
    pub(crate) async fn new(town: &'a Town, language: &str) -> Self {
        let mut visitor = Self {
            town,
            cookies: BTreeMap::new(),
            certificate: None,
            page: String::new(),
            at: String::new(),
            status: 0,
        };
        visitor.opens(&format!("/?language={language}")).await;
        visitor
    }

    /// Somebody at a device with this certificate, who has chosen a language.
    pub(crate) async fn at_a_kiosk(town: &'a Town, certificate: &[u8]) -> Self {
        let mut visitor = Self::new(town, "en").await;
        visitor.certificate = Some(format!(":{}:", eds::pem::to_base64(certificate)));
        visitor.opens("/kiosk/start?language=en").await;
        visitor
    }

    /// Somebody who has signed in.
    pub(crate) async fn signed_in(town: &'a Town, who: Who, language: &str) -> Self {
        let mut visitor = Self::new(town, language).await;
        visitor.opens("/sign-in/sms").await;
        visitor.signs_in_here(who).await;
        visitor
    }

    /// Signs in at the page that is shown.
    pub(crate) async fn signs_in_here(&mut self, who: Who) {
        self.sends(&[("iin", who.iin().as_str())]).await;
        self.town.works().await;
        let code = self.town.code(who);
        self.sends(&[("code", &code)]).await;
    }

    /// What the cookie of this name holds.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// The same with another cookie.
    pub(crate) fn sets(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    async fn asks(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
        more: &[(&str, &str)],
    ) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request =
            Request::builder().method(method).uri(path).header("host", "portal.example");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(certificate) = &self.certificate {
            request = request.header("client-cert", certificate);
        }
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        self.town.send(request.body(Body::from(body.unwrap_or_default())).unwrap()).await
    }

    /// Keeps the cookies of an answer and follows where it leads.
    async fn follows(&mut self, path: &str, mut answer: Answer) {
        let mut path = path.to_owned();
        for _ in 0..8 {
            for line in answer.headers.get_all(header::SET_COOKIE) {
                let line = line.to_str().unwrap();
                for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
                    assert!(line.contains(part), "{line}");
                }
                let (name, rest) = line.split_once('=').unwrap();
                let value = rest.split(';').next().unwrap();
                if line.contains("Max-Age=0") {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
            if answer.status != StatusCode::SEE_OTHER {
                break;
            }
            path = answer.header("location").to_owned();
            answer = self.asks(Method::GET, &path, None, &[]).await;
        }
        self.status = answer.status.as_u16();
        self.page = answer.text;
        self.at = path;
    }

    /// Opens an address.
    pub(crate) async fn opens(&mut self, path: &str) {
        let answer = self.asks(Method::GET, path, None, &[]).await;
        self.follows(path, answer).await;
    }

    /// What another part of the program answers to this visitor, not followed.
    pub(crate) async fn fetches(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.asks(Method::GET, path, None, headers).await
    }

    /// The token of the first form of the page.
    pub(crate) fn token(&self) -> String {
        let (_, rest) = self.page.split_once("name=\"token\" value=\"").expect("a form");
        rest.split('"').next().unwrap().to_owned()
    }

    /// Fills in the form of the page and presses its button.
    pub(crate) async fn sends(&mut self, fields: &[(&str, &str)]) {
        let path = self.at.clone();
        self.sends_to(&path, fields).await;
    }

    /// The same for a form that is sent to another address.
    pub(crate) async fn sends_to(&mut self, path: &str, fields: &[(&str, &str)]) {
        let token = self.token();
        let answer = self.posts(path, &token, fields).await;
        self.follows(path, answer).await;
    }

    /// Sends a form just as it is, not followed.
    pub(crate) async fn posts(&self, path: &str, token: &str, fields: &[(&str, &str)]) -> Answer {
        self.posts_from("https://portal.example", path, token, fields).await
    }

    /// The same from a page of this site.
    pub(crate) async fn posts_from(
        &self,
        origin: &str,
        path: &str,
        token: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("token", token).extend_pairs(fields);
        self.asks(Method::POST, path, Some(body.finish()), &[("origin", origin)]).await
    }

    /// The heading of the page.
    pub(crate) fn heading(&self) -> String {
        let (_, rest) = self.page.split_once("<h1").unwrap_or_else(|| panic!("{}", self.page));
        let (_, rest) = rest.split_once('>').unwrap();
        plain(rest.split("</h1>").next().unwrap())
    }

    /// What the page says is wrong.
    pub(crate) fn errors(&self) -> Vec<String> {
        let Some((_, rest)) = self.page.split_once("govuk-error-summary__list\">") else {
            return Vec::new();
        };
        let list = rest.split("</ul>").next().unwrap();
        list.split("</li>").map(plain).filter(|text| !text.is_empty()).collect()
    }

    /// Whether the page has this text, as it is read.
    #[track_caller]
    pub(crate) fn reads(&self, text: &str) {
        let page = plain(&self.page);
        assert!(page.contains(text), "no {text:?} at {}:\n{page}", self.at);
    }

    /// That it does not have it.
    #[track_caller]
    pub(crate) fn reads_no(&self, text: &str) {
        assert!(!self.page.contains(text), "{text:?} at {}", self.at);
    }
}

/// Text as a reader sees it: without tags, white space folded.
pub(crate) fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
