//! Pictures of whole pages.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::session::Session;

/// The folder for pictures, where they are wanted.
pub(crate) fn wanted() -> Option<PathBuf> {
    std::env::var_os("TIRKEU_SCREENSHOTS")
        .filter(|folder: &OsString| !folder.is_empty())
        .map(PathBuf::from)
}

/// The whole page as PNG, below the fold too.
pub(crate) fn take(session: &Session) -> Result<Vec<u8>, String> {
    // No panic here: a page of a test that fails is looked at, too.
    let ask = |command: &str, params: Value| {
        session.post("/goog/cdp/execute", &json!({ "cmd": command, "params": params }))
    };
    let size = ask("Page.getLayoutMetrics", json!({}))?["cssContentSize"].take();
    let clip = json!({
        "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1,
    });
    let params = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
    let taken = ask("Page.captureScreenshot", params)?;
    decoded(&taken["data"]).ok_or_else(|| "the picture is no Base64".to_owned())
}

/// Writes a file, with the folders above it.
#[track_caller]
pub(crate) fn keep(file: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder for pictures");
    std::fs::write(file, bytes).expect("a file");
}

/// Keeps what a failing test was looking at, as far as the browser still answers.
pub(crate) fn keep_failed(session: &Session, name: &str) -> PathBuf {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("failed-pages").join(name);
    if let Ok(picture) = take(session) {
        keep(&base.with_extension("png"), &picture);
        eprintln!("the picture of the page is in {}", base.with_extension("png").display());
    }
    if let Ok(Value::String(html)) = session.get("/source") {
        keep(&base.with_extension("html"), html.as_bytes());
        eprintln!("the page is in {}", base.with_extension("html").display());
    }
    base
}

/// Base64 (RFC 4648).
fn decoded(text: &Value) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for c in text.as_str()?.bytes().filter(|c| *c != b'=') {
        let six = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
        bits &= (1 << held) - 1;
    }
    Some(bytes)
}
