//! The file around the page, and the place of the signature in it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pdf_writer::types::{AnnotationFlags, FieldType, OutputIntentSubtype, SigFlags};
use pdf_writer::{Date, Filter, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};
use sha2::{Digest as _, Sha256};

use crate::letters::{Letters, packed};
use crate::{NotWritten, Paper, metadata, page};

/// The most bytes of a signature: certificates of the authorities and a time-stamp find room.
pub const ROOM: usize = 12 * 1024;

/// The colours are those of screens (sRGB), and no one else's.
const COLOURS: &[u8] = include_bytes!("../assets/srgb.icc");

/// Where the ranges will stand: numbers that are larger than any that come.
const RANGES: [i32; 4] = [0, 1_000_000_001, 1_000_000_002, 1_000_000_003];

/// A file without its signature.
#[derive(Clone, Debug)]
pub struct Unsigned {
    bytes: Vec<u8>,
    /// Where the signature stands, its brackets included.
    room: std::ops::Range<usize>,
}

impl Unsigned {
    /// What is signed: everything but the room for the signature.
    #[must_use]
    pub fn content(&self) -> Vec<u8> {
        let before = self.bytes.get(..self.room.start).unwrap_or_default();
        let after = self.bytes.get(self.room.end..).unwrap_or_default();
        [before, after].concat()
    }

    /// The file with its signature: CMS in DER, detached, over [`Self::content`].
    ///
    /// # Errors
    /// [`NotWritten::Signature`] if it is larger than [`ROOM`].
    pub fn sign(mut self, cms: &[u8]) -> Result<Vec<u8>, NotWritten> {
        if cms.len() > ROOM {
            return Err(NotWritten::Signature);
        }
        let digits = cms.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(digit);
        let inside = self.bytes.get_mut(self.room.start + 1..self.room.end - 1);
        let inside = inside.ok_or(NotWritten::Broken)?;
        inside.fill(b'0');
        inside.iter_mut().zip(digits).for_each(|(slot, digit)| *slot = digit);
        Ok(self.bytes)
    }
}

const fn digit(number: u8) -> u8 {
    if number < 10 { b'0' + number } else { b'A' + number - 10 }
}

/// Puts the page, the letters and what PDF/A asks for into one file.
pub(crate) fn put_together(
    paper: &Paper,
    letters: &Letters,
    content: &[u8],
) -> Result<Unsigned, NotWritten> {
    let mut next = 0;
    let mut id = || {
        next += 1;
        Ref::new(next)
    };
    let [catalog, pages, sheet, drawn, meta, colours, field, signature] = [(); 8].map(|()| id());
    let fonts =
        [(&letters.regular, [(); 5].map(|()| id())), (&letters.bold, [(); 5].map(|()| id()))];
    let mut pdf = Pdf::with_capacity(128 * 1024);
    frame(&mut pdf, [catalog, pages, meta, colours, field]);
    pdf.pages(pages).kids([sheet]).count(1);
    let mut leaf = pdf.page(sheet);
    leaf.media_box(Rect::new(0.0, 0.0, page::SIZE.0, page::SIZE.1)).parent(pages).contents(drawn);
    leaf.annotations([field]);
    let mut resources = leaf.resources();
    let mut named = resources.fonts();
    for (cut, [whole, ..]) in &fonts {
        named.pair(Name(cut.name.as_bytes()), *whole);
    }
    named.finish();
    resources.finish();
    leaf.finish();
    let content = packed(content).ok_or(NotWritten::Broken)?;
    pdf.stream(drawn, &content).filter(Filter::FlateDecode);
    let packet = metadata::packet(paper);
    pdf.stream(meta, packet.as_bytes())
        .pair(Name(b"Type"), Name(b"Metadata"))
        .pair(Name(b"Subtype"), Name(b"XML"));
    pdf.icc_profile(colours, COLOURS).n(3);
    for (cut, ids) in fonts {
        cut.put(&mut pdf, ids);
    }
    place(&mut pdf, paper, (field, signature, sheet));
    let name = Sha256::digest([&content[..], packet.as_bytes()].concat());
    let name: Vec<u8> = name.iter().take(16).copied().collect();
    pdf.set_file_id((name.clone(), name));
    with_ranges(pdf.finish())
}

/// The catalogue: language, title, colours, the signature.
fn frame(pdf: &mut Pdf, [catalog, pages, meta, colours, field]: [Ref; 5]) {
    let mut root = pdf.catalog(catalog);
    root.pages(pages).metadata(meta).lang(TextStr("kk"));
    root.viewer_preferences().display_doc_title(true);
    root.output_intents()
        .push()
        .subtype(OutputIntentSubtype::PDFA)
        .output_condition_identifier(TextStr("sRGB"))
        .info(TextStr("sRGB IEC61966-2.1"))
        .dest_output_profile(colours);
    root.form().fields([field]).sig_flags(SigFlags::SIGNATURES_EXIST | SigFlags::APPEND_ONLY);
}

/// The field of the signature, which shows nothing on the page, and the room for it.
fn place(pdf: &mut Pdf, paper: &Paper, (field, signature, sheet): (Ref, Ref, Ref)) {
    let mut form = pdf.form_field(field);
    form.field_type(FieldType::Signature).partial_name(TextStr("Signature"));
    form.pair(Name(b"V"), signature);
    let mut widget = form.into_annotation();
    widget.rect(Rect::new(0.0, 0.0, 0.0, 0.0)).page(sheet);
    widget.flags(AnnotationFlags::PRINT | AnnotationFlags::LOCKED);
    widget.finish();
    let mut value = pdf.indirect(signature).dict();
    value.pair(Name(b"Type"), Name(b"Sig"));
    value.pair(Name(b"Filter"), Name(b"Adobe.PPKLite"));
    value.pair(Name(b"SubFilter"), Name(b"ETSI.CAdES.detached"));
    value.insert(Name(b"ByteRange")).array().items(RANGES);
    value.pair(Name(b"Contents"), Str(&[0xFF; ROOM]));
    value.pair(Name(b"M"), date(paper.at));
    value.pair(Name(b"Name"), TextStr(&paper.signer));
}

fn date(at: Timestamp) -> Date {
    let at = at.to_zoned(TimeZone::UTC);
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    Date::new(u16::try_from(at.year()).unwrap_or_default())
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// Finds the room, and says in the file which bytes are signed.
fn with_ranges(mut bytes: Vec<u8>) -> Result<Unsigned, NotWritten> {
    let find = |bytes: &[u8], wanted: &[u8]| {
        bytes.windows(wanted.len()).position(|part| part == wanted).ok_or(NotWritten::Broken)
    };
    let marks = RANGES.map(|number| number.to_string()).join(" ");
    let marked = find(&bytes, marks.as_bytes())?;
    let start =
        find(&bytes, [b'<'].iter().chain(&[b'F'; 64]).copied().collect::<Vec<_>>().as_slice())?;
    let room = start..start + 2 * ROOM + 2;
    let rest = bytes.len().checked_sub(room.end).ok_or(NotWritten::Broken)?;
    let ranges = format!("0 {} {} {rest}", room.start, room.end);
    let slot = bytes.get_mut(marked..marked + marks.len()).ok_or(NotWritten::Broken)?;
    slot.fill(b' ');
    slot.iter_mut().zip(ranges.bytes()).for_each(|(slot, byte)| *slot = byte);
    Ok(Unsigned { bytes, room })
}
