//! A form with a file in it: `multipart/form-data` (RFC 7578), read whole within bounds.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};

use super::visit::officer;
use crate::desk::office::{MOST_OF_A_SCAN, Officer};
use crate::web::Web;
use crate::web::fault::Fault;
use crate::web::portal::stop::Stop;
use crate::web::portal::typed::Typed;
use crate::web::portal::visit::{Post, Visit};

/// The largest form: a scan that is a little too large is told so.
const MOST_BYTES: usize = MOST_OF_A_SCAN + 128 * 1024;
/// It must be here within this time.
const WITHIN: Duration = Duration::from_secs(60);
/// The most parts of a form, and the longest limit between them (RFC 2046).
const MOST_PARTS: usize = 40;
const LONGEST_LIMIT: usize = 70;

/// A form with a file that an officer has sent.
pub(crate) struct Upload {
    /// Who.
    pub(crate) officer: Officer,
    /// The rest.
    pub(crate) visit: Visit,
    /// What they typed.
    pub(crate) typed: Typed,
    /// The bytes of the file; empty where none was chosen.
    pub(crate) file: Vec<u8>,
}

impl FromRequest<Arc<Web>> for Upload {
    type Rejection = Stop;

    async fn from_request(request: Request, web: &Arc<Web>) -> Result<Self, Stop> {
        let (parts, body) = request.into_parts();
        let visit = Visit::read(&parts, web).await?;
        // Nothing is read of somebody who is not signed in.
        let officer = officer(&visit)?;
        let limit = limit(&parts.headers).ok_or(Fault::MediaType)?;
        let read = tokio::time::timeout(WITHIN, axum::body::to_bytes(body, MOST_BYTES));
        let bytes: Bytes = read.await.map_err(|_| Fault::Slow)?.map_err(|_| Fault::TooLarge)?;
        let form = form(&bytes, &limit).ok_or(Fault::MediaType)?;
        let typed = Typed::of_parts(form.texts);
        let Post { visit, typed } = Post::typed(visit, &parts, typed).await?;
        Ok(Self { officer, visit, typed, file: form.file })
    }
}

/// What stands between the parts.
fn limit(headers: &HeaderMap) -> Option<Vec<u8>> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let (kind, rest) = kind.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let pairs = rest.split(';').filter_map(|pair| pair.trim().split_once('='));
    let mut named = pairs.filter(|(name, _)| name.eq_ignore_ascii_case("boundary"));
    let (_, limit) = named.next()?;
    let limit = limit.trim_matches('"');
    let fits =
        (1..=LONGEST_LIMIT).contains(&limit.len()) && limit.bytes().all(|b| b.is_ascii_graphic());
    fits.then(|| format!("--{limit}").into_bytes())
}

/// The fields of a form, and its one file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Form {
    texts: Vec<(String, String)>,
    file: Vec<u8>,
}

/// Reads a form; nothing where it is none.
fn form(bytes: &[u8], limit: &[u8]) -> Option<Form> {
    let mut form = Form::default();
    let mut rest = bytes.strip_prefix(limit)?;
    for _ in 0..MOST_PARTS {
        if rest.starts_with(b"--") {
            return Some(form);
        }
        rest = rest.strip_prefix(b"\r\n")?;
        let (head, after) = cut(rest, b"\r\n\r\n")?;
        let end = [b"\r\n", limit].concat();
        let (content, after) = cut(after, &end)?;
        rest = after;
        let head = std::str::from_utf8(head).ok()?;
        let (name, is_file) = described(head)?;
        if is_file {
            form.file = content.to_vec();
        } else {
            form.texts.push((name, String::from_utf8_lossy(content).into_owned()));
        }
    }
    None
}

/// What is before and behind the first of these bytes.
fn cut<'b>(bytes: &'b [u8], mark: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let at = bytes.windows(mark.len()).position(|window| window == mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

/// The name of a part, and whether it is a file.
fn described(head: &str) -> Option<(String, bool)> {
    let line = head.lines().find(|line| {
        line.split(':').next().is_some_and(|name| name.eq_ignore_ascii_case("content-disposition"))
    })?;
    let parts = line.split(';').filter_map(|pair| pair.trim().split_once('='));
    let pairs: Vec<(&str, &str)> =
        parts.map(|(name, value)| (name, value.trim_matches('"'))).collect();
    let name = pairs.iter().find(|(name, _)| *name == "name")?.1.to_owned();
    let is_file = pairs.iter().any(|(name, _)| name.starts_with("filename"));
    Some((name, is_file))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: &[u8] = b"--x";

    #[test]
    fn a_form_with_a_file_is_read() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xd0\x90; b\r\n\
                     --x\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"s.pdf\"\r\n\
                     Content-Type: application/pdf\r\n\r\n%PDF-\r\n-- x\r\n--x--\r\n";
        let read = form(body, LIMIT).unwrap();
        assert_eq!(read.texts, [("a".to_owned(), "А; b".to_owned())]);
        assert_eq!(read.file, b"%PDF-\r\n-- x");
    }

    #[test]
    fn what_is_no_form_is_none() {
        for body in [
            &b""[..],
            b"--x",
            b"--x\r\n",
            b"--y--\r\n",
            b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
            b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\na",
            b"--x\r\n\xff: name=\"a\"\r\n\r\na\r\n--x--",
        ] {
            assert_eq!(form(body, LIMIT), None, "{body:?}");
        }
        assert_eq!(form(b"--x--", LIMIT), Some(Form::default()));
        let many = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\na\r\n"
            .repeat(MOST_PARTS + 1);
        assert_eq!(form(&[&many, &b"--x--"[..]].concat(), LIMIT), None);
    }

    #[test]
    fn the_limit_is_taken_from_the_head() {
        for (kind, expected) in [
            ("multipart/form-data; boundary=x", Some("--x")),
            ("multipart/form-data; charset=utf-8; boundary=\"x\"", Some("--x")),
            ("multipart/form-data", None),
            ("multipart/form-data; boundary=", None),
            ("application/x-www-form-urlencoded; boundary=x", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, kind.parse().unwrap());
            assert_eq!(limit(&headers).as_deref(), expected.map(str::as_bytes), "{kind}");
        }
    }
}
