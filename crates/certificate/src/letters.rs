//! The letters: two cuts of Onest, whole in every file.

use std::io::Write as _;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, Str};
use ttf_parser::{Face, GlyphId};

use crate::NotWritten;

const REGULAR: &[u8] = include_bytes!("../assets/regular.ttf");
const BOLD: &[u8] = include_bytes!("../assets/bold.ttf");

/// Of which weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// Both cuts.
#[derive(Debug)]
pub(crate) struct Letters {
    pub(crate) regular: Cut,
    pub(crate) bold: Cut,
}

/// One cut.
#[derive(Debug)]
pub(crate) struct Cut {
    face: Face<'static>,
    /// By which name the page and the file know it.
    pub(crate) name: &'static str,
    base: &'static str,
    bytes: &'static [u8],
    packed: Vec<u8>,
}

impl Letters {
    /// Those that are built in.
    pub(crate) fn built_in() -> Result<&'static Self, NotWritten> {
        static LETTERS: LazyLock<Option<Letters>> = LazyLock::new(|| {
            Some(Letters {
                regular: Cut::read(REGULAR, "R", "Onest-Regular")?,
                bold: Cut::read(BOLD, "B", "Onest-Bold")?,
            })
        });
        LETTERS.as_ref().ok_or(NotWritten::Broken)
    }

    /// The first letter of a text that a cut does not have.
    pub(crate) fn lacks(&self, text: &str) -> Option<char> {
        let cuts = [&self.regular, &self.bold];
        let has = |letter: char| cuts.iter().all(|cut| cut.face.glyph_index(letter).is_some());
        text.chars().find(|letter| !letter.is_whitespace() && !has(*letter))
    }

    pub(crate) const fn of(&self, weight: Weight) -> &Cut {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

impl Cut {
    fn read(bytes: &'static [u8], name: &'static str, base: &'static str) -> Option<Self> {
        let face = Face::parse(bytes, 0).ok()?;
        Some(Self { face, name, base, bytes, packed: packed(bytes)? })
    }

    fn glyph(&self, letter: char) -> GlyphId {
        // Whatever is on a page was asked for before ([`Letters::lacks`]).
        self.face.glyph_index(letter).unwrap_or_default()
    }

    /// The numbers of the letters of a text, two bytes each.
    pub(crate) fn codes(&self, text: &str) -> Vec<u8> {
        text.chars().flat_map(|letter| self.glyph(letter).0.to_be_bytes()).collect()
    }

    /// In thousandths of the size.
    fn scaled(&self, units: i16) -> f32 {
        f32::from(units) * 1000.0 / f32::from(self.face.units_per_em())
    }

    fn advance(&self, glyph: GlyphId) -> f32 {
        let units = self.face.glyph_hor_advance(glyph).unwrap_or_default();
        f32::from(units) * 1000.0 / f32::from(self.face.units_per_em())
    }

    /// How wide a text is at this size.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        let sum: f32 = text.chars().map(|letter| self.advance(self.glyph(letter))).sum();
        sum * size / 1000.0
    }

    /// Lines no wider than this; a word that is wider is cut.
    pub(crate) fn lines(&self, text: &str, size: f32, wide: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, size) <= wide {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if self.width(&line, size) > wide && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Puts the cut into a file: five objects, the first of them for the page.
    pub(crate) fn put(&self, pdf: &mut Pdf, ids: [Ref; 5]) {
        let [whole, descendant, descriptor, stream, unicode] = ids;
        let base = Name(self.base.as_bytes());
        let info =
            SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
        let mut font = pdf.type0_font(whole);
        font.base_font(base).encoding_predefined(Name(b"Identity-H"));
        font.descendant_font(descendant).to_unicode(unicode);
        font.finish();

        let mut cid = pdf.cid_font(descendant);
        cid.subtype(CidFontType::Type2).base_font(base).system_info(info);
        cid.font_descriptor(descriptor).default_width(0.0);
        cid.cid_to_gid_map_predefined(Name(b"Identity"));
        let all = 0..self.face.number_of_glyphs();
        cid.widths().consecutive(0, all.map(|glyph| self.advance(GlyphId(glyph))));
        cid.finish();

        let bounds = self.face.global_bounding_box();
        let [left, bottom, right, top] = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max]
            .map(|units| self.scaled(units));
        let capital = self.face.capital_height().unwrap_or_else(|| self.face.ascender());
        pdf.font_descriptor(descriptor)
            .name(base)
            .flags(FontFlags::NON_SYMBOLIC)
            .bbox(Rect::new(left, bottom, right, top))
            .italic_angle(0.0)
            .ascent(self.scaled(self.face.ascender()))
            .descent(self.scaled(self.face.descender()))
            .cap_height(self.scaled(capital))
            .stem_v(if self.name == "B" { 140.0 } else { 80.0 })
            .font_file2(stream);
        pdf.stream(stream, &self.packed)
            .filter(Filter::FlateDecode)
            .pair(Name(b"Length1"), i32::try_from(self.bytes.len()).unwrap_or(i32::MAX));
        let unicodes = self.unicodes();
        pdf.cmap(unicode, &unicodes);
    }

    /// Which letter each number is, so that a text can be searched and copied.
    fn unicodes(&self) -> Vec<u8> {
        let info = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"UCS"), supplement: 0 };
        let mut map = UnicodeCmap::new(Name(b"Adobe-Identity-UCS"), info);
        let mut said = Vec::new();
        let tables = self.face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables);
        for table in tables.filter(ttf_parser::cmap::Subtable::is_unicode) {
            table.codepoints(|code| {
                let (letter, glyph) = (char::from_u32(code), table.glyph_index(code));
                if let (Some(letter), Some(GlyphId(glyph))) = (letter, glyph)
                    && !said.contains(&glyph)
                {
                    said.push(glyph);
                    map.pair(glyph, letter);
                }
            });
        }
        map.finish().to_vec()
    }
}

/// Bytes, packed.
pub(crate) fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).ok()?;
    packer.finish().ok()
}
