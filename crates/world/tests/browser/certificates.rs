//! Certificates: taken by whoever is registered, checked by anybody.

use residence::facts::Language;
use residence::names::Iin;
use serde_json::Value;
use service::desk::{Assurance, Caller};

use crate::face::Face;
use crate::people::Move;
use crate::stage::{Stage, stage};
use crate::visitor::Visitor;

/// The kind of the first file of the page, its name, and how it begins.
const FILE: &str =
    "return fetch(document.querySelector('main a[href$=\".pdf\"]').href).then(async it => [
    it.status, it.headers.get('content-type'), it.headers.get('content-disposition'),
    (await it.text()).slice(0, 8)])";

#[test]
fn in_kazakh() {
    taken_and_checked(Language::Kk);
}

#[test]
fn in_russian() {
    taken_and_checked(Language::Ru);
}

#[test]
fn in_english() {
    taken_and_checked(Language::En);
}

fn taken_and_checked(language: Language) {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(language), Face::wide(language)] {
        let moving = Move::of(stage.story("already_registered"));
        // Whoever checks it has never signed in.
        let (visitor, anybody) = Visitor::pair(stage, face, face);
        visitor.open("/certificates");
        visitor.signs_in(moving.applicant);
        visitor.arrives("/certificates");
        visitor.looks("certificates", "1-list");
        let file = visitor.ask(FILE);
        assert_eq!((&file[0], &file[1]), (&Value::from(200), &Value::from("application/pdf")));
        assert_eq!(file[3], "%PDF-1.7");
        is_kept(stage, moving.applicant.iin);
        let name = file[2].as_str().expect("a name");
        let (_, code) = name.split_once("tirkeu-").expect("a code");
        let code = code.trim_end_matches(".pdf\"");
        anybody.open("/verify");
        anybody.looks("certificates", "2-code");
        anybody.fill("code", "KQTR");
        anybody.press("#search .govuk-button");
        anybody.is_told(&anybody.words("error-certificate-code"));
        anybody.looks("certificates", "3-wrong");
        anybody.fill("code", &code.to_lowercase().replace('-', " "));
        anybody.press("#search .govuk-button");
        anybody.arrives(&format!("/verify/{code}"));
        assert!(anybody.text().contains(&anybody.words("verify-registration-valid")));
        assert!(!anybody.text().contains(moving.applicant.iin.as_str()));
        anybody.looks("certificates", "4-valid");
        anybody.open("/verify/BCDF-BCDF-BCDF-BCDF-BCDF");
        assert!(anybody.text().contains(&anybody.words("verify-none-heading")));
        anybody.looks("certificates", "5-unknown");
    }
}

/// Keeps the file beside the pictures, where pictures are wanted: it is looked at too.
fn is_kept(stage: &Stage, iin: Iin) {
    let Some(folder) = std::env::var_os("TIRKEU_SCREENSHOTS") else { return };
    let caller = Caller { iin, assurance: Assurance::Sms, language: Language::Kk };
    let app = &stage.world.running.app;
    let made = stage.wait("a certificate", async {
        let found = app.certifiable(caller).await.expect("an entry");
        app.certificate(caller, found[0].entry.id).await.expect("a certificate")
    });
    let folder = std::path::Path::new(&folder);
    std::fs::create_dir_all(folder).expect("a folder");
    std::fs::write(folder.join("certificate.pdf"), made.bytes).expect("a file");
}
