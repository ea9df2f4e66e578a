//! Somebody with a browser that runs no script: keeps cookies, reads a page, sends its form.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use residence::names::Iin;
use tower::ServiceExt as _;
use world::authority::Holder;

use crate::stage::{Stage, signed};

pub(crate) struct Visitor {
    router: Router,
    cookies: BTreeMap<String, String>,
    pub(crate) status: u16,
    pub(crate) head: axum::http::HeaderMap,
    pub(crate) page: String,
    /// The address of the page that is shown.
    pub(crate) at: String,
}

impl Visitor {
    pub(crate) fn new(router: Router) -> Self {
        let cookies = BTreeMap::from([("__Host-language".to_owned(), "en".to_owned())]);
        Self {
            router,
            cookies,
            status: 0,
            head: Default::default(),
            page: String::new(),
            at: String::new(),
        }
    }

    /// An officer who has signed in.
    pub(crate) async fn officer(stage: &Stage, iin: Iin) -> Self {
        let mut visitor = Self::new(stage.office());
        visitor.signs_in(stage, iin).await;
        assert_eq!((visitor.status, visitor.at.as_str()), (200, "/"), "{}", visitor.page);
        visitor
    }

    /// Signs the text of the page of the sign-in and hands it in.
    pub(crate) async fn signs_in(&mut self, stage: &Stage, iin: Iin) {
        self.opens("/sign-in").await;
        self.signs(&stage.key(iin)).await;
    }

    /// Signs the text that the page shows with this key, as its script does.
    pub(crate) async fn signs(&mut self, key: &Holder) {
        let text = eds::pem::from_base64(self.attribute("data-document").as_bytes()).unwrap();
        let der = signed(&text, key);
        let challenge = self.field("challenge");
        let signature = eds::pem::to_base64(&der);
        self.sends(&[("challenge", &challenge), ("cms", &signature)]).await;
    }

    /// What stands in an attribute of the page.
    fn attribute(&self, name: &str) -> String {
        let mark = format!("{name}=\"");
        let rest = self.page.split(&mark).nth(1).unwrap_or_else(|| panic!("{}", self.page));
        rest.split('"').next().unwrap().to_owned()
    }

    /// What a hidden field of the page holds.
    fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = self.page.split(&mark).nth(1).unwrap_or_else(|| panic!("{}", self.page));
        rest.split('"').next().unwrap().to_owned()
    }

    pub(crate) async fn opens(&mut self, path: &str) {
        self.asks(Method::GET, path, None).await;
    }

    /// Sends the form of the page to its own address.
    pub(crate) async fn sends(&mut self, fields: &[(&str, &str)]) {
        let at = self.at.clone();
        self.presses(&at, fields).await;
    }

    /// Sends a form of the page to another address.
    pub(crate) async fn presses(&mut self, path: &str, fields: &[(&str, &str)]) {
        let token = self.field("token");
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("token", &token).extend_pairs(fields);
        let kind = "application/x-www-form-urlencoded".to_owned();
        self.asks(Method::POST, path, Some((kind, form.finish().into_bytes()))).await;
    }

    /// Sends the form of the page with a file in it.
    pub(crate) async fn sends_file(
        &mut self,
        fields: &[(&str, &str)],
        (name, kind, bytes): (&str, &str, &[u8]),
    ) {
        let token = self.field("token");
        let mut body = Vec::new();
        for (name, text) in fields.iter().chain(&[("token", token.as_str())]) {
            body.extend(
                format!(
                    "--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
                )
                .into_bytes(),
            );
        }
        body.extend(
            format!(
                "--limit\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"scan\"\r\n\
                 Content-Type: {kind}\r\n\r\n"
            )
            .into_bytes(),
        );
        body.extend(bytes);
        body.extend(b"\r\n--limit--\r\n");
        let at = self.at.clone();
        let kind = "multipart/form-data; boundary=limit".to_owned();
        self.asks(Method::POST, &at, Some((kind, body))).await;
    }

    async fn asks(&mut self, method: Method, path: &str, form: Option<(String, Vec<u8>)>) {
        let (mut method, mut path, mut form) = (method, path.to_owned(), form);
        for _ in 0..5 {
            let cookies: Vec<_> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let mut request = Request::builder()
                .method(method)
                .uri(&path)
                .header(header::HOST, "office.example")
                .header(header::COOKIE, cookies.join("; "));
            let body = match form.take() {
                Some((kind, bytes)) => {
                    request = request
                        .header(header::CONTENT_TYPE, kind)
                        .header(header::ORIGIN, "http://office.example");
                    Body::from(bytes)
                }
                None => Body::empty(),
            };
            let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
            for line in response.headers().get_all(header::SET_COOKIE) {
                let pair = line.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
            self.status = response.status().as_u16();
            self.head = response.headers().clone();
            let to = response.headers().get(header::LOCATION).cloned();
            let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            self.page = String::from_utf8_lossy(&bytes).into_owned();
            self.at = path.clone();
            match to {
                Some(to) => {
                    path = to.to_str().unwrap().to_owned();
                    method = Method::GET;
                }
                None => return,
            }
        }
        panic!("sent around in a circle: {}", self.at);
    }

    /// Whether the page says this.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.page.contains(text)
    }

    /// The cookie of this name.
    pub(crate) fn cookie(&self, name: &str) -> String {
        self.cookies.get(name).cloned().unwrap_or_default()
    }

    /// The same with another cookie.
    pub(crate) fn sets(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// What an address gives, without a word about it.
    pub(crate) async fn status_of(&mut self, path: &str) -> u16 {
        self.opens(path).await;
        self.status
    }
}
