//! What is around the content of each page: title, language, who is signed in, the token of forms.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use residence::facts::Language;

use super::around::{Around, Letters};
use super::stop::Answer;
use super::visit::{Visit, and_back};
use super::ways::What;
use crate::desk::sessions::Face;
use crate::text::key;
use crate::web::Web;
use crate::web::fault::Fault;
use crate::web::problem::Words;

/// The frame of a page, as its template sees it.
pub(crate) struct Frame {
    /// What handlers share.
    pub(crate) web: Arc<Web>,
    /// The language of the page.
    pub(crate) language: Language,
    /// What the page is about; stands in the title and is its heading.
    pub(crate) heading: String,
    /// Whether something on the page is wrong.
    pub(crate) wrong: bool,
    /// Which entry of the navigation this page belongs to.
    pub(crate) here: &'static str,
    /// Wide, for tables and figures.
    pub(crate) wide: bool,
    /// Whether the page has a form with the id `question`, whose buttons switch the language.
    pub(crate) form: bool,
    /// Whether it has one with the id `search` instead, which asks for the same page.
    pub(crate) search: bool,
    /// What forms carry.
    pub(crate) token: String,
    /// Who is signed in, and what waits for them.
    pub(crate) account: Option<Account>,
    /// On which device it is shown.
    pub(crate) around: Around,
    /// At the office: what it shows of whoever is signed in there.
    pub(crate) office: Option<OfficeNav>,
    /// Whether this is the office.
    pub(crate) at_office: bool,
    /// Whether somebody may sign in here.
    pub(crate) guest: bool,
    /// The path and the query.
    pub(crate) page: String,
}

/// What the navigation shows of whoever is signed in.
pub(crate) struct Account {
    /// As others may see them: `Ахметов А.`
    pub(crate) name: String,
    /// Notices not read yet.
    pub(crate) notices: u64,
    /// Questions that wait for an answer.
    pub(crate) questions: usize,
}

/// One size of letters.
pub(crate) struct Size {
    /// `plain`, `large`, `larger`.
    pub(crate) name: &'static str,
    /// What it is called.
    pub(crate) text: String,
    /// Whether the page is in it.
    pub(crate) chosen: bool,
    /// This page in it.
    pub(crate) address: String,
}

/// What the navigation of the office shows.
pub(crate) struct OfficeNav {
    /// The name of the officer.
    pub(crate) name: String,
    /// Address and text of each page that is for them.
    pub(crate) pages: Vec<(&'static str, &'static str)>,
}

/// One language of the switch.
pub(crate) struct Switch {
    /// `kk`, `ru`, `en`.
    pub(crate) code: &'static str,
    /// Its name in itself.
    pub(crate) name: &'static str,
    /// Whether the page is in it.
    pub(crate) chosen: bool,
    /// This page in it.
    pub(crate) address: String,
}

impl Visit {
    /// The frame of a page about something.
    pub(crate) async fn frame(&self, heading: impl Into<String>) -> Result<Frame, Fault> {
        Ok(Frame {
            token: self.form_token(),
            account: self.account().await?,
            around: self.around,
            office: self.officer.as_ref().map(|officer| OfficeNav {
                name: officer.staff.name.clone(),
                pages: crate::web::office::pages(officer),
            }),
            guest: self.caller.is_none() && !self.ways(What::SignIn).is_empty(),
            ..Frame::bare(&self.web, self.language, &self.page, heading.into())
        })
    }

    async fn account(&self) -> Result<Option<Account>, Fault> {
        let Some(caller) = self.caller.filter(|_| self.officer.is_none()) else { return Ok(None) };
        let app = &self.web.app;
        // The name is a courtesy: without it the page is as good.
        let person = app.registers.person(caller.iin).await.ok().flatten();
        Ok(Some(Account {
            name: person.map(|person| person.masked_name()).unwrap_or_default(),
            notices: app.unread(caller).await?,
            questions: app.open_questions(caller).await?,
        }))
    }

    /// The words of the page.
    pub(crate) fn words(&self) -> Words<'_> {
        Words { texts: &self.web.app.texts, language: self.language }
    }

    /// A text of the page.
    pub(crate) fn t(&self, key: &str) -> String {
        self.words().say(key)
    }

    /// A text with values.
    pub(crate) fn say(&self, key: &str, params: &[(&str, &str)]) -> String {
        self.web.app.texts.say(self.language, key, params)
    }

    /// A page, shown.
    pub(crate) fn show(&self, page: &impl askama::Template) -> Answer {
        self.show_as(StatusCode::OK, page)
    }

    /// A page, with this status.
    pub(crate) fn show_as(&self, status: StatusCode, page: &impl askama::Template) -> Answer {
        Ok(html(status, page)?)
    }

    /// A page with a form for somebody who may not be signed in: the form is bound to a cookie.
    pub(crate) fn show_form(&self, status: StatusCode, page: &impl askama::Template) -> Answer {
        let mut response = html(status, page)?;
        let cookie = self.guest_cookie().and_then(|text| HeaderValue::try_from(text).ok());
        if let Some(cookie) = cookie {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        Ok(response)
    }
}

/// A fraction as a language writes it.
pub(crate) fn decimal(language: Language, number: &str) -> String {
    match language {
        Language::Kk | Language::Ru => number.replace('.', ","),
        Language::En => number.to_owned(),
    }
}

/// A page as it goes out.
pub(crate) fn html(status: StatusCode, page: &impl askama::Template) -> Result<Response, Fault> {
    let text = page.render().map_err(|error| {
        tracing::error!(%error, "a page was not rendered");
        Fault::Internal
    })?;
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
    Ok((status, kind, text).into_response())
}

impl Frame {
    /// The frame of a page for which nobody is looked up: that of a fault.
    pub(crate) fn bare(web: &Arc<Web>, language: Language, page: &str, heading: String) -> Self {
        Self {
            web: Arc::clone(web),
            language,
            heading,
            wrong: false,
            here: "",
            wide: false,
            form: false,
            search: false,
            token: String::new(),
            account: None,
            around: Around::default(),
            office: None,
            at_office: web.face == Face::Office,
            guest: false,
            page: page.to_owned(),
        }
    }

    /// The language of the page, as HTML names it.
    pub(crate) fn lang(&self) -> &'static str {
        self.language.as_str()
    }

    /// A text.
    pub(crate) fn t(&self, key: &str) -> String {
        self.web.app.texts.say(self.language, key, &[])
    }

    /// A text with one value.
    pub(crate) fn t1(&self, key: &str, name: &str, value: impl ToString) -> String {
        self.web.app.texts.say(self.language, key, &[(name, &value.to_string())])
    }

    /// A text with several values.
    pub(crate) fn say(&self, key: &str, params: &[(&str, &str)]) -> String {
        self.web.app.texts.say(self.language, key, params)
    }

    /// A fraction as the language writes it.
    pub(crate) fn decimal(&self, number: &str) -> String {
        decimal(self.language, number)
    }

    /// What stands in the title of the window.
    pub(crate) fn title(&self) -> String {
        let Self { heading, .. } = self;
        let name = self.brand();
        if self.wrong {
            format!("{}: {heading} – {name}", self.t("portal-error"))
        } else {
            format!("{heading} – {name}")
        }
    }

    /// What stands beside the emblem.
    pub(crate) fn brand(&self) -> String {
        self.t(if self.at_office { "office-name" } else { "portal-name" })
    }

    /// The page that keeps the session and comes back here.
    pub(crate) fn stay(&self) -> String {
        and_back("/stay", &self.page)
    }

    /// The page that calls somebody of the staff to this kiosk, and comes back here.
    pub(crate) fn call(&self) -> String {
        and_back("/kiosk/call", &self.page)
    }

    /// The page that asks whether somebody is still at this kiosk, and comes back here.
    pub(crate) fn still(&self) -> String {
        and_back("/kiosk/still", &self.page)
    }

    /// The sizes of letters at a kiosk, and this page in each.
    pub(crate) fn sizes(&self) -> Vec<Size> {
        let to = and_back("/kiosk/text", &self.page);
        let size = |size: Letters| Size {
            name: size.as_str(),
            text: self.t(&key("kiosk-letters", size.as_str())),
            chosen: size == self.around.letters,
            address: format!("{to}&size={}", size.as_str()),
        };
        Letters::ALL.map(size).into()
    }

    /// Where a file of the design is.
    pub(crate) fn asset(&self, name: &str) -> String {
        self.web.assets.address(name)
    }

    /// The languages, Kazakh first.
    pub(crate) fn languages(&self) -> Vec<Switch> {
        let names =
            [(Language::Kk, "Қазақша"), (Language::Ru, "Русский"), (Language::En, "English")];
        names.map(|(language, name)| self.switch(language, name)).into()
    }

    fn switch(&self, language: Language, name: &'static str) -> Switch {
        let joint = if self.page.contains('?') { '&' } else { '?' };
        Switch {
            code: language.as_str(),
            name,
            chosen: language == self.language,
            address: format!("{}{joint}language={}", self.page, language.as_str()),
        }
    }
}
