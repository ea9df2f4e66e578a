//! The files of the design: style, font, emblem, scripts. Their address carries a hash of all of
//! them, so that a browser may keep them for ever and never mixes two releases.

use std::io::Write as _;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};

use crate::web::Web;
use crate::web::fault::Fault;

/// The most bytes of the hash in an address, as hexadecimal digits.
const HASH_DIGITS: usize = 12;

const FILES: [(&str, &str, &[u8]); 12] = [
    ("portal.css", "text/css; charset=utf-8", include_bytes!("../../../assets/portal.css")),
    ("portal.js", "text/javascript; charset=utf-8", include_bytes!("../../../assets/portal.js")),
    ("app.js", "text/javascript; charset=utf-8", include_bytes!("../../../assets/app.js")),
    ("eds.js", "text/javascript; charset=utf-8", include_bytes!("../../../assets/eds.js")),
    (
        "ncalayer-client.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../../../assets/ncalayer-client.js"),
    ),
    ("text.woff2", "font/woff2", include_bytes!("../../../assets/text.woff2")),
    ("emblem.svg", "image/svg+xml", include_bytes!("../../../assets/emblem.svg")),
    ("favicon.svg", "image/svg+xml", include_bytes!("../../../assets/favicon.svg")),
    ("icon-180.png", "image/png", include_bytes!("../../../assets/icon-180.png")),
    ("icon-192.png", "image/png", include_bytes!("../../../assets/icon-192.png")),
    ("icon-512.png", "image/png", include_bytes!("../../../assets/icon-512.png")),
    ("LICENCES.txt", "text/plain; charset=utf-8", include_bytes!("../../../assets/LICENCES.txt")),
];

/// The files, ready to go out.
pub(crate) struct Assets {
    hash: String,
    files: Vec<File>,
}

struct File {
    name: &'static str,
    kind: &'static str,
    plain: &'static [u8],
    /// The same in gzip, where that is smaller.
    packed: Option<Bytes>,
}

impl Assets {
    /// Packs the files and computes their hash.
    pub(crate) fn new() -> Self {
        let mut all = Sha256::new();
        for (name, _, bytes) in FILES {
            all.update(name);
            all.update(bytes);
        }
        let hash: String = all.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let files = FILES.map(|(name, kind, plain)| {
            let packed = packed(plain).filter(|packed| packed.len() < plain.len() / 10 * 9);
            File { name, kind, plain, packed }
        });
        Self { hash: hash.chars().take(HASH_DIGITS).collect(), files: files.into() }
    }

    /// Where a file is.
    pub(crate) fn address(&self, name: &str) -> String {
        format!("/assets/{}/{name}", self.hash)
    }
}

fn packed(plain: &[u8]) -> Option<Bytes> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(plain).ok()?;
    packer.finish().ok().map(Bytes::from)
}

/// One of the files.
pub(crate) async fn file(
    State(web): State<Arc<Web>>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let Path((hash, name)) = path.map_err(|_| Fault::NoPage)?;
    let assets = &web.assets;
    let file = assets.files.iter().find(|file| file.name == name).ok_or(Fault::NoPage)?;
    // The address of another release gives the file of this one, and is not kept.
    let keep = if hash == assets.hash { "public, max-age=31536000, immutable" } else { "no-cache" };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let gzip = accepts.is_some_and(|text| text.split(',').any(|one| one.trim() == "gzip"));
    let mut response = match file.packed.clone().filter(|_| gzip) {
        Some(packed) => ([(header::CONTENT_ENCODING, "gzip")], packed).into_response(),
        None => (StatusCode::OK, file.plain).into_response(),
    };
    let set = response.headers_mut();
    set.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    set.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The client of NCALayer is ncalayer-js-client 1.5.6 from npm, to the byte; `design/build
    /// --check` compares it with the package itself.
    #[test]
    fn the_client_of_the_key_holder_is_as_it_was_published() {
        let (_, _, client) = FILES.iter().find(|(name, ..)| *name == "ncalayer-client.js").unwrap();
        let hash: String = Sha256::digest(client).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hash, "b84d1425a63d163280df60315437f309e4822345acce61fb73a725321f723833");
    }
}
