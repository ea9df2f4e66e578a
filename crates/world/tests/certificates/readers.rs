//! A certificate that was signed by the demo's seal, read by others.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use certificate::{Paper, Row, Words};
use service::seal::Seal;
use world::authority::{Authority, Kind};

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tirkeu-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path.into_os_string().into_string().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind spoils no test.
        drop(fs::remove_dir_all(&self.0));
    }
}

/// What a program says, and whether it is content; `None` where it is not there.
fn run(program: &str, arguments: &[&str]) -> Option<(bool, String)> {
    let Ok(output) = Command::new(program).args(arguments).output() else {
        println!("left out: there is no {program} here");
        return None;
    };
    let text = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

/// A program of the folder that `TIRKEU_PDF_TOOLS` names.
fn tool(name: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("TIRKEU_PDF_TOOLS") else {
        println!("left out: {name} (TIRKEU_PDF_TOOLS is not set)");
        return None;
    };
    Some(Path::new(&folder).join(name).into_os_string().into_string().unwrap())
}

fn words(kk: &str, ru: &str) -> Words {
    Words { kk: kk.into(), ru: ru.into() }
}

fn paper() -> Paper {
    let row = |label: Words, value: Words| Row { label, value };
    Paper {
        issuer: words("Тіркеу қызметі", "Служба регистрации"),
        title: words("Мекенжай анықтамасы", "Адресная справка"),
        rows: vec![
            row(words("Кім", "Кто"), Words::same("Ақеңгеұлы Әділ Өмірбекұлы")),
            row(
                words("Қайда", "Где"),
                words(
                    "Астана қаласы, Абай көшесі, 1, пәтер 5",
                    "город Астана, улица Абая, 1, кв. 5",
                ),
            ),
        ],
        notes: vec![words("Бүгін.", "Сегодня.")],
        check: words("Тексеру", "Проверка"),
        code: "BCDF-GHJK-LMNP-QRST-VWXZ".into(),
        link: "https://portal.example/verify/BCDF-GHJK-LMNP-QRST-VWXZ".into(),
        how: words("Кодты теріңіз.", "Введите код."),
        signer: "TIRKEU DEMO SEAL 2025".into(),
        at: "2026-12-01T05:00:00Z".parse().unwrap(),
    }
}

/// The demo's authority, its seal, and a certificate signed with it.
fn signed() -> (Authority, Vec<u8>) {
    let authority = Authority::new(Arc::new(|| "2026-12-01T05:00:00Z".parse().unwrap()));
    let seal = Seal::read(authority.seal().as_bytes(), "").unwrap();
    assert_eq!(seal.name(), "TIRKEU DEMO SEAL 2025");
    let unsigned = certificate::write(&paper()).unwrap();
    let cms = seal.sign(&unsigned.content()).unwrap();
    (authority, unsigned.sign(&cms).unwrap())
}

/// The same with another letter on the page, or another name in what it says of itself.
fn changed(bytes: &[u8]) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    let place = bytes.windows(13).position(|part| part == b"pdfaid:part>2").unwrap();
    changed[place + 12] = b'3';
    changed
}

/// `pyhanko` before a file, trusting the root of the demo's authority alone.
fn pyhanko(folder: &Folder, authority: &Authority, file: &str) -> Option<(bool, String)> {
    let program = tool("pyhanko")?;
    let root = eds::pem::block("CERTIFICATE", authority.root(Kind::Rsa).as_der());
    let root = folder.file("root.pem", root.as_bytes());
    let how = ["sign", "validate", "--pretty-print", "--trust", &root, "--trust-replace"];
    run(&program, &[&how[..], &["--no-revocation-check", file]].concat())
}

#[test]
fn pdfsig_finds_it_whole() {
    let (_, bytes) = signed();
    let folder = Folder::new("pdfsig");
    let Some((_, said)) = run("pdfsig", &[&folder.file("a.pdf", &bytes)]) else { return };
    for part in [
        "Common Name: TIRKEU DEMO SEAL 2025",
        "Signature Type: ETSI.CAdES.detached",
        "Total document signed",
        "Signature is Valid",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let (_, said) = run("pdfsig", &[&folder.file("b.pdf", &changed(&bytes))]).unwrap();
    assert!(said.contains("Digest Mismatch") && !said.contains("is Valid"), "{said}");
}

#[test]
fn pyhanko_finds_the_way_to_the_root() {
    let (authority, bytes) = signed();
    let folder = Folder::new("pyhanko");
    let file = folder.file("a.pdf", &bytes);
    let Some((is_content, said)) = pyhanko(&folder, &authority, &file) else { return };
    assert!(is_content, "{said}");
    for part in [
        "Trust anchor: \"Common Name: TIRKEU DEMO ROOT (RSA) 2025",
        "The signature covers the entire file.",
        "The signature is judged VALID.",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let file = folder.file("b.pdf", &changed(&bytes));
    let (is_content, said) = pyhanko(&folder, &authority, &file).unwrap();
    assert!(!is_content || said.contains("INVALID"), "{said}");
}

/// The main clauses of ISO 19005-2, by readers of others: no checker of all of them can be had here.
#[test]
fn it_is_pdf_a_as_far_as_others_can_say() {
    let (_, bytes) = signed();
    let folder = Folder::new("pdfa");
    let file = folder.file("a.pdf", &bytes);
    if let Some((is_content, said)) = run("qpdf", &["--check", &file]) {
        assert!(is_content, "{said}");
    }
    if let Some((_, said)) = run("pdffonts", &[&file]) {
        let fonts: Vec<&str> = said.lines().skip(2).collect();
        assert_eq!(fonts.len(), 2, "{said}");
        assert!(fonts.iter().all(|font| font.contains(" yes no  yes ")), "{said}");
    }
    if let Some((_, said)) = run("pdftotext", &["-layout", &file, "-"]) {
        for part in ["Ақеңгеұлы Әділ Өмірбекұлы", "город Астана, улица Абая, 1, кв. 5"]
        {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    let Some(python) = tool("python") else { return };
    let script = folder.file("look.py", LOOK.as_bytes());
    let (is_content, said) = run(&python, &[&script, &file]).unwrap();
    assert!(is_content, "{said}");
}

/// What pikepdf is asked.
const LOOK: &str = r##"
import sys, pikepdf
pdf = pikepdf.open(sys.argv[1])
root = pdf.Root
meta = pdf.open_metadata()
assert meta["pdfaid:part"] == "2" and meta["pdfaid:conformance"] == "B", dict(meta)
assert meta["dc:title"], "no title"
assert "/Filter" not in root.Metadata, "the metadata is packed"
[intent] = root.OutputIntents
assert intent.S == "/GTS_PDFA1" and intent.DestOutputProfile.N == 3
profile = intent.DestOutputProfile.read_bytes()
assert profile[36:40] == b"acsp" and profile[16:20] == b"RGB " and profile[8] <= 4, profile[:44]
assert len(pdf.trailer.ID) == 2 and "/Encrypt" not in pdf.trailer and "/Info" not in pdf.trailer
assert "/AA" not in root and "/OpenAction" not in root and "/Names" not in root
assert "/NeedAppearances" not in root.AcroForm and "/XFA" not in root.AcroForm
[page] = pdf.pages
assert "/Group" not in page and "/AA" not in page
[widget] = page.Annots
assert widget.F == 132 and list(widget.Rect) == [0, 0, 0, 0], widget
assert widget.V.SubFilter == "/ETSI.CAdES.detached" and "/Reference" not in widget.V
for font in page.Resources.Font.values():
    [cid] = font.DescendantFonts
    assert cid.CIDToGIDMap == "/Identity" and "/FontFile2" in cid.FontDescriptor
operators = {str(op) for _, op in pikepdf.parse_content_stream(page)}
assert operators <= {"rg", "re", "f", "BT", "ET", "Tf", "Td", "Tj"}, operators
"##;

/// The service's own tests have it as a file. Written anew with `UPDATE_EXPECT=1`.
#[test]
fn the_seal_of_the_service_tests_is_that_of_the_authority() {
    let (authority, _) = signed();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../service/tests/api/seal.pem");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, authority.seal()).unwrap();
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), authority.seal());
}
