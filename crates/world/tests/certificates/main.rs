//! Certificates before programs that are not ours: whether they are PDF/A, whole, and signed by whom they say.
//!
//! `TIRKEU_PDF_TOOLS` names a folder with `pyhanko` (and `python` with pikepdf beside it); `pdfsig`, `pdffonts`,
//! `pdftotext` and `qpdf` are looked for on the path. What is not there is said and left out.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]
#![expect(clippy::print_stdout, reason = "what is left out is said")]

mod readers;
