//! The app of the phone before a portal of the test's own: each way of signing, and each deviation from
//! the protocol said in words.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use eds::verify::Verdict;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use world::authority::{Kind, List};
use world::phone_app::{Errand, Step, Stopped, open};

use super::made::{CONTENT, Known, NOW, authority, holder, report_of, report_of_document, time};

/// What the portal says and what it was brought.
struct Portal {
    first: Value,
    second: Value,
    brought: Option<Value>,
    answer: u16,
}

type Shared = Arc<Mutex<Portal>>;

async fn describe(State(portal): State<Shared>, Path(id): Path<String>) -> Response {
    assert_eq!(id, "7f");
    Json(portal.lock().unwrap().first.clone()).into_response()
}

async fn documents(State(portal): State<Shared>, headers: HeaderMap) -> Response {
    if headers.get("authorization").is_none_or(|value| value != "Bearer T") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(portal.lock().unwrap().second.clone()).into_response()
}

async fn take(
    State(portal): State<Shared>,
    headers: HeaderMap,
    Json(came): Json<Value>,
) -> Response {
    assert_eq!(headers.get("authorization").unwrap(), "Bearer T");
    let mut portal = portal.lock().unwrap();
    portal.brought = Some(came);
    let status = StatusCode::from_u16(portal.answer).unwrap();
    (status, Json(json!({ "message": "what it says" }))).into_response()
}

/// A portal that is right in everything.
async fn portal(method: &str) -> (SocketAddr, Shared) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let first = json!({
        "description": "Өтініш",
        "expiry_date": "2026-08-01T17:05:00+05:00",
        "organisation": { "nameRu": "Портал", "nameKz": "Портал", "nameEn": "Portal", "bin": "" },
        "document": {
            "uri": format!("http://{address}/mgovSign/7f/documents"),
            "auth_type": "Token",
            "auth_token": "T",
        },
    });
    let document = |id: u8| {
        let mut document = json!({
            "id": id, "nameRu": "Заявление", "nameKz": "Өтініш", "nameEn": "Application",
            "meta": [{ "name": "Номер", "value": "17" }],
        });
        let (name, held) = if method == "XML" {
            ("documentXml", json!("<a>application 17</a>"))
        } else {
            let data = eds::pem::to_base64(CONTENT);
            ("document", json!({ "file": { "mime": "@file/txt", "data": data } }))
        };
        document.as_object_mut().unwrap().insert(name.into(), held);
        document
    };
    let second = json!({
        "signMethod": method, "version": 3, "documentsToSign": [document(1), document(2)],
    });
    let portal = Portal { first, second, brought: None, answer: 200 };
    let portal: Shared = Arc::new(Mutex::new(portal));
    let routes = Router::new()
        .route("/mgovSign/{id}", get(describe))
        .route("/mgovSign/{id}/documents", get(documents).put(take))
        .with_state(Arc::clone(&portal));
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    (address, portal)
}

async fn scan(address: SocketAddr) -> Result<Errand, Stopped> {
    open(&format!("mobileSign:http://{address}/mgovSign/7f"), time(NOW)).await
}

#[tokio::test]
async fn each_document_comes_back_signed_in_its_place() {
    let authority = authority();
    let holder = holder(&authority, Kind::Gost2015);
    let known = Known::lists(&authority, &[List::Root, List::Whole, List::Changes]);
    for method in ["XML", "CMS_WITH_DATA", "CMS_SIGN_ONLY"] {
        let (address, portal) = portal(method).await;
        let errand = scan(address).await.unwrap();
        assert_eq!((errand.description.as_str(), errand.documents.len()), ("Өтініш", 2));
        let shown = errand.documents.first().unwrap();
        assert_eq!(shown.name, "Заявление");
        assert_eq!(shown.details, [("Номер".to_owned(), "17".to_owned())]);
        assert!(shown.text().unwrap().contains("application 17"));
        errand.sign(&authority, &holder).await.unwrap();

        let portal = portal.lock().unwrap();
        let mut brought = portal.brought.clone().unwrap();
        for at in 0..2 {
            let place = if method == "XML" { "documentXml" } else { "document/file/data" };
            let place = format!("/documentsToSign/{at}/{place}");
            let signed = brought.pointer(&place).and_then(Value::as_str).unwrap().to_owned();
            let report = if method == "XML" {
                report_of_document(&authority, &signed, &known)
            } else {
                let der = eds::pem::from_base64(signed.as_bytes()).unwrap();
                let is_apart = eds::cms::SignedData::read(&der).unwrap().content.is_none();
                assert_eq!(is_apart, method == "CMS_SIGN_ONLY");
                report_of(&authority, &der, is_apart.then_some(CONTENT), &known)
            };
            assert_eq!(report.verdict, Verdict::Passed, "{method}");
            *brought.pointer_mut(&place).unwrap() = portal.second.pointer(&place).unwrap().clone();
        }
        // All else is as it came, what the app does not know included.
        assert_eq!(brought, portal.second);
    }
}

#[tokio::test]
async fn what_the_portal_does_not_take_is_not_signed() {
    let authority = authority();
    let holder = holder(&authority, Kind::Rsa);
    let (address, portal) = portal("CMS_SIGN_ONLY").await;
    let errand = scan(address).await.unwrap();
    portal.lock().unwrap().answer = 403;
    let stopped = errand.sign(&authority, &holder).await.unwrap_err();
    assert!(matches!(&stopped, Stopped::NotTaken(words) if words == "what it says"), "{stopped}");
    portal.lock().unwrap().answer = 410;
    let stopped = errand.sign(&authority, &holder).await.unwrap_err();
    assert!(matches!(stopped, Stopped::Status(Step::Return, 410, _)), "{stopped}");
    // Nobody listens any more.
    let gone = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = gone.local_addr().unwrap();
    drop(gone);
    let stopped = scan(address).await.unwrap_err();
    assert!(matches!(stopped, Stopped::Unreachable(Step::Description, _)), "{stopped}");
}

/// What is changed, where, to what (nothing: it is taken away), and what the app says.
type Deviation = (&'static str, Option<Value>, &'static str);

/// Changes what is at a place.
fn change(value: &mut Value, place: &str, to: Option<&Value>) {
    let (parent, name) = place.rsplit_once('/').unwrap();
    let parent = value.pointer_mut(parent).unwrap();
    match to {
        Some(to) => parent.as_object_mut().unwrap().insert(name.into(), to.clone()),
        None => parent.as_object_mut().unwrap().remove(name),
    };
}

#[tokio::test]
async fn deviations_of_the_description_are_said_in_words() {
    let deviations: [Deviation; 15] = [
        ("/description", None, "missing field `description`"),
        ("/description", Some(json!(" ")), "`description` is empty"),
        ("/expiry_date", None, "missing field `expiry_date`"),
        ("/expiry_date", Some(json!("01.08.2026")), "`expiry_date` is `01.08.2026`"),
        ("/expiry_date", Some(json!("2026-08-01T17:00:00+05:00")), "the time to sign ended"),
        ("/organisation", None, "missing field `organisation`"),
        ("/organisation/nameKz", None, "missing field `nameKz`"),
        ("/organisation/bin", Some(json!("17")), "`organisation.bin` has not twelve digits"),
        ("/document/uri", None, "missing field `uri`"),
        ("/document/uri", Some(json!("/mgovSign/7f")), "is no address of http or https"),
        ("/document/uri", Some(json!("http://example.kz/mgovSign/1")), "not on this machine"),
        ("/document/auth_type", Some(json!("Basic")), "`Basic`: Token, Eds or None"),
        ("/document/auth_type", Some(json!("Eds")), "is not walked by these phones"),
        ("/document/auth_token", None, "`document.auth_token` is missing"),
        ("/document/auth_token", Some(json!("other")), "status 401"),
    ];
    for (place, to, words) in deviations {
        let (address, portal) = portal("CMS_SIGN_ONLY").await;
        change(&mut portal.lock().unwrap().first, place, to.as_ref());
        let said = scan(address).await.unwrap_err().to_string();
        assert!(said.contains(words), "{place}: {said}");
    }
}

#[tokio::test]
async fn deviations_of_the_documents_are_said_in_words() {
    let deviations: [Deviation; 11] = [
        ("/signMethod", None, "missing field `signMethod`"),
        ("/signMethod", Some(json!("CMS")), "unknown variant `CMS`"),
        ("/signMethod", Some(json!("XML")), "there is nothing at /documentsToSign/0/documentXml"),
        ("/documentsToSign", Some(json!([])), "`documentsToSign` is empty"),
        ("/documentsToSign/0/id", Some(json!(2)), "the id 2 is there twice"),
        ("/documentsToSign/0/id", Some(json!("1")), "invalid type: string"),
        ("/documentsToSign/0/nameEn", None, "missing field `nameEn`"),
        ("/documentsToSign/0/meta", None, "missing field `meta`"),
        ("/documentsToSign/0/documentXml", Some(json!("<a/>")), "for CMS it has `document`"),
        ("/documentsToSign/0/document/file/mime", Some(json!("text/plain")), "`text/plain`"),
        ("/documentsToSign/0/document/file/data", Some(json!("?")), "the data is not Base64"),
    ];
    for (place, to, words) in deviations {
        let (address, portal) = portal("CMS_SIGN_ONLY").await;
        change(&mut portal.lock().unwrap().second, place, to.as_ref());
        let said = scan(address).await.unwrap_err().to_string();
        assert!(said.contains(words), "{place}: {said}");
        assert!(said.starts_with(&Step::Documents.to_string()), "{place}: {said}");
    }
    let (address, portal) = portal("CMS_SIGN_ONLY").await;
    portal.lock().unwrap().second = Value::Null;
    assert!(matches!(scan(address).await, Err(Stopped::Deviation(Step::Documents, _))));
}
