//! The page that has a text signed with a key of its reader, through NCALayer.
//!
//! The text and everything said about it come from here; the script of the page carries the text to
//! the program that holds the keys, and the signature back in the form.

use askama::Template;
use residence::intake::Digest;
use residence::law::SignMethod;

use super::content::Content;
use super::frame::Frame;
use super::question::Question;
use super::stop::Answer;
use super::typed::Typed;
use super::visit::Visit;
use crate::desk::eds::Handed;
use crate::web::outer::SpeaksWith;

#[derive(Template)]
#[template(path = "eds.html")]
struct EdsPage {
    f: Frame,
    q: Question,
    s: Text,
}

impl EdsPage {
    /// Where the authority gives NCALayer away.
    const fn download(&self) -> &'static str {
        let _ = self;
        "https://ncl.pki.gov.kz/"
    }
}

/// A text to be signed, as its page shows it.
#[derive(Default)]
pub(crate) struct Text {
    /// Where the program listens that holds the keys.
    pub(crate) holder: String,
    /// Whether keys of other authorities than the national one are offered.
    pub(crate) anybody: bool,
    /// The very text.
    pub(crate) document: String,
    /// What it is called.
    pub(crate) called: String,
    /// Whether it is unfolded at once.
    pub(crate) unfolded: bool,
    /// Its digest.
    pub(crate) digest: String,
    /// `sign-in` or `sign`, which asks for a key that is made for it.
    pub(crate) purpose: &'static str,
    /// Whose key is asked for; empty where nobody is signed in.
    pub(crate) iin: String,
    /// Which text of a sign-in it is.
    pub(crate) challenge: String,
    /// The number of the application, where that is what is signed.
    pub(crate) number: String,
    /// The same in the words of the page.
    pub(crate) content: Option<Content>,
}

impl Text {
    /// A text that is signed, not to sign in.
    pub(crate) fn new(visit: &Visit, document: String) -> Self {
        Self {
            holder: visit.web.app.signatures.key_holder.clone(),
            anybody: visit.web.app.signatures.any_authority,
            digest: Digest::of(document.as_bytes()).to_string(),
            document,
            called: visit.t("eds-document"),
            purpose: "sign",
            iin: visit.caller.map(|caller| caller.iin.to_string()).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Its bytes in Base64, for the script.
    fn bytes(&self) -> String {
        eds::pem::to_base64(self.document.as_bytes())
    }

    /// The page that has it signed.
    pub(crate) async fn shown(self, visit: &Visit, q: Question, here: &'static str) -> Answer {
        let frame = visit.frame(q.heading.as_str()).await?;
        let (status, headers, wrong) = (q.status(), q.problem_headers(), q.is_wrong());
        let speaks_with = SpeaksWith(self.holder.clone());
        let page = EdsPage { f: Frame { wrong, here, ..frame }, q, s: self };
        let mut response = visit.show_form(status, &page)?;
        response.headers_mut().extend(headers);
        response.extensions_mut().insert(speaks_with);
        Ok(response)
    }
}

/// The signature that the script has put into the form.
pub(crate) fn handed(typed: &Typed) -> Handed<'_> {
    Handed { bytes: typed.one("cms").as_bytes(), method: SignMethod::Eds }
}
