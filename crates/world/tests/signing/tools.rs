//! OpenSSL before what the authority makes: it reads certificates of both kinds, and checks those of RSA.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use eds::revocation::Reason;
use jiff::Timestamp;
use world::authority::{Authority, Kind, List};
use world::key_holder::Which;

use super::made::{Known, NOW, authority, holder, report_of, time};

/// An authority whose time is in our hands.
fn authority_of(clock: &Arc<AtomicI64>) -> Authority {
    let clock = Arc::clone(clock);
    Authority::new(Arc::new(move || Timestamp::from_second(clock.load(Ordering::Relaxed)).unwrap()))
}

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tirkeu-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Writes a file in PEM, since not every command of OpenSSL reads DER.
    fn file(&self, name: &str, label: &str, der: &[u8]) -> String {
        let path = self.0.join(name);
        fs::write(&path, eds::pem::block(label, der)).unwrap();
        path.into_os_string().into_string().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind spoils no test.
        drop(fs::remove_dir_all(&self.0));
    }
}

/// What OpenSSL says, and whether it is content.
fn openssl(arguments: &[&str]) -> Option<(bool, String)> {
    let output = Command::new("openssl").args(arguments).output().ok()?;
    let text = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

/// Whether OpenSSL is there; else it is said that the test was left out.
fn is_there() -> bool {
    let is_there = openssl(&["version"]).is_some();
    if !is_there {
        println!("left out: there is no openssl here");
    }
    is_there
}

#[test]
fn openssl_reads_what_is_written() {
    if !is_there() {
        return;
    }
    let folder = Folder::new("reads");
    let authority = authority();
    for kind in Kind::ALL {
        let holder = holder(&authority, kind);
        let person = folder.file("person.pem", "CERTIFICATE", holder.certificate.as_der());
        let (is_read, text) = openssl(&["x509", "-in", &person, "-noout", "-text"]).unwrap();
        assert!(is_read, "{text}");
        for part in [
            "TIRKEU DEMO AUTHORITY",
            "serialNumber = IIN900101400023",
            "E-mail Protection, 1.2.398.3.3.4.1.1",
            "Non Repudiation",
            "http://pki.tirkeu.example/ocsp",
            "Freshest CRL",
            "2.25.174629703279917087199412735314435116110.1",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let list = folder.file("list.pem", "X509 CRL", &authority.list(kind, List::Changes));
        let (is_read, text) = openssl(&["crl", "-in", &list, "-noout", "-text"]).unwrap();
        assert!(is_read && text.contains("Delta CRL Indicator: critical"), "{text}");
    }
}

/// OpenSSL puts a key into a file as the state has them; the key-holder signs with it.
#[tokio::test]
async fn a_key_comes_out_of_a_file() {
    if !is_there() {
        return;
    }
    let folder = Folder::new("file");
    let key_holder = super::key_holder::key_holder().await;
    let iin = super::made::person().iin;
    let certificate = key_holder.key(iin, Which::Rsa).unwrap().certificate.clone();
    let certificate = folder.file("person.pem", "CERTIFICATE", certificate.as_der());
    let file = folder.0.join("key.p12").into_os_string().into_string().unwrap();
    let keys = concat!(env!("CARGO_MANIFEST_DIR"), "/keys/person-");
    let made = (0..4).any(|place| {
        let key = format!("{keys}{place}.pem");
        let with = ["pkcs12", "-export", "-inkey", &key, "-in", &certificate, "-out", &file];
        let how = ["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"];
        let password = ["-passout", "pass:Demo-2026"];
        openssl(&[&with[..], &how, &password].concat()).unwrap().0
    });
    assert!(made, "one of the four keys belongs to the certificate");
    let bytes = fs::read(&file).unwrap();
    let wrong = key_holder.load(&bytes, "other").unwrap_err();
    assert!(wrong.contains("password"), "{wrong}");
    let client = world::http::Client::new(key_holder.address);
    let body = serde_json::json!({ "p12": eds::pem::to_base64(&bytes), "password": "Demo-2026" });
    let told = client.post("/api/load", &body).await.unwrap();
    assert_eq!((told.status, told.body.get("iin")), (200, Some(&serde_json::json!(iin))));
    let text = world::ncalayer::sign(key_holder.address, iin, b"application 17").await.unwrap();
    let der = eds::pem::to_der(text.as_bytes()).unwrap();
    let known = Known::lists(key_holder.authority(), &[List::Root, List::Whole, List::Changes]);
    let report = report_of(key_holder.authority(), &der, Some(b"application 17"), &known);
    assert_eq!(report.verdict, eds::verify::Verdict::Passed);
    let signed = report.signers.first().unwrap().certificate.as_ref().unwrap().clone();
    assert_eq!(signed, key_holder.key(iin, Which::Rsa).unwrap().certificate);
}

/// The person, the authorities above, and what they say, all of RSA, in files.
struct Papers {
    folder: Folder,
    authority: Authority,
    at: String,
    person: String,
    root: String,
    issuing: String,
    roots_list: String,
}

impl Papers {
    fn new(clock: &Arc<AtomicI64>) -> Self {
        let folder = Folder::new("checks");
        let authority = authority_of(clock);
        let kind = Kind::Rsa;
        let file = |name: &str, der: &[u8]| folder.file(name, "CERTIFICATE", der);
        let person = file("person.pem", holder(&authority, kind).certificate.as_der());
        let root = file("root.pem", authority.root(kind).as_der());
        let issuing = file("issuing.pem", authority.issuing(kind).as_der());
        let roots_list = authority.list(kind, List::Root);
        let roots_list = folder.file("roots-list.pem", "X509 CRL", &roots_list);
        let at = clock.load(Ordering::Relaxed).to_string();
        Self { folder, authority, at, person, root, issuing, roots_list }
    }

    /// By the whole list.
    fn by_list(&self) -> (bool, String) {
        let list = self.authority.list(Kind::Rsa, List::Whole);
        let list = self.folder.file("list.pem", "X509 CRL", &list);
        let mut arguments = vec!["verify", "-x509_strict", "-crl_check_all", "-attime", &self.at];
        arguments.extend(["-CAfile", &self.root, "-untrusted", &self.issuing]);
        arguments.extend(["-CRLfile", &self.roots_list, "-CRLfile", &list, &self.person]);
        openssl(&arguments).unwrap()
    }

    /// By an answer to a question that OpenSSL asks.
    fn by_answer(&self) -> String {
        let [question, answer] = ["question", "answer"]
            .map(|name| self.folder.0.join(name).into_os_string().into_string().unwrap());
        let about = ["ocsp", "-sha256", "-issuer", &self.issuing, "-cert", &self.person];
        let (is_asked, text) = openssl(&[&about[..], &["-reqout", &question]].concat()).unwrap();
        assert!(is_asked, "{text}");
        let said = self.authority.answer(&fs::read(&question).unwrap(), None);
        fs::write(&answer, said).unwrap();
        let with = ["-respin", &answer, "-CAfile", &self.root, "-verify_other", &self.issuing];
        let with = [&with[..], &["-attime", &self.at]].concat();
        // Once for the nonce, once for the certificate: given both, OpenSSL asks anew.
        let nonce = [&["ocsp", "-reqin", &question], &with[..]].concat();
        let (_, text) = openssl(&nonce).unwrap();
        assert!(text.contains("Response verify OK") && !text.contains("Nonce"), "{text}");
        let (_, text) = openssl(&[&about[..], &["-no_nonce"], &with].concat()).unwrap();
        text
    }
}

#[test]
fn openssl_believes_lists_and_answers_of_rsa() {
    if !is_there() {
        return;
    }
    let clock = Arc::new(AtomicI64::new(time(NOW).as_second()));
    let papers = Papers::new(&clock);
    let (is_right, text) = papers.by_list();
    assert!(is_right, "{text}");
    let text = papers.by_answer();
    assert!(text.contains("Response verify OK") && text.contains("person.pem: good"), "{text}");
    let revoked = time("2026-06-16T00:00:00Z");
    let certificate = holder(&papers.authority, Kind::Rsa).certificate;
    papers.authority.revoke(&certificate, Reason::Superseded, revoked).unwrap();
    let text = papers.by_answer();
    assert!(text.contains("person.pem: revoked") && text.contains("superseded"), "{text}");
    let (is_right, text) = papers.by_list();
    assert!(is_right, "the whole list has not come out again: {text}");
    clock.fetch_add(1, Ordering::Relaxed);
    papers.authority.publish();
    let (is_right, text) = papers.by_list();
    assert!(!is_right && text.contains("certificate revoked"), "{text}");
}
