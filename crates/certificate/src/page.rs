//! The page: A4, everything in points from its lower left corner.

use pdf_writer::{Content, Name, Str};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::letters::{Letters, Weight};
use crate::{NotWritten, Paper, Words};

/// How wide and high A4 is.
pub(crate) const SIZE: (f32, f32) = (595.28, 841.89);
/// What is left free at the sides.
const EDGE: f32 = 52.0;
/// How wide what stands between the edges is.
const WIDE: f32 = SIZE.0 - 2.0 * EDGE;
/// How wide the labels are.
const LABELS: f32 = 168.0;
/// How wide and high the QR code is, its bright edge included.
const QR: f32 = 124.0;
/// What is free between the frame around the code and what stands in it.
const INSIDE: f32 = 14.0;
/// The modules of a QR code at most: more are too small to read at this size.
const MOST_MODULES: i32 = 57;
/// The bright edge of a QR code, in modules (ISO/IEC 18004, 5.3.8).
const QUIET: i32 = 4;
/// How small letters may become where much is said.
const SCALES: [f32; 5] = [1.0, 0.9, 0.8, 0.7, 0.6];

type Colour = [f32; 3];
const INK: Colour = [0.08, 0.15, 0.17];
const SOFT: Colour = [0.32, 0.40, 0.42];
const LINE: Colour = [0.80, 0.85, 0.86];
const TEAL: Colour = [0.04, 0.38, 0.46];
const MIST: Colour = [0.93, 0.965, 0.97];
const WHITE: Colour = [1.0, 1.0, 1.0];

/// How a text looks.
#[derive(Clone, Copy)]
struct Look {
    weight: Weight,
    size: f32,
    colour: Colour,
}

const fn look(weight: Weight, size: f32, colour: Colour) -> Look {
    Look { weight, size, colour }
}

const ISSUER: Look = look(Weight::Regular, 9.5, SOFT);
const TITLE: Look = look(Weight::Bold, 19.0, TEAL);
const LABEL: Look = look(Weight::Regular, 9.0, SOFT);
const VALUE: Look = look(Weight::Bold, 11.5, INK);
const NOTE: Look = look(Weight::Regular, 9.0, INK);
const HEAD: Look = look(Weight::Bold, 9.5, TEAL);
const CODE: Look = look(Weight::Bold, 15.0, INK);
const HOW: Look = look(Weight::Regular, 8.2, INK);

/// What is drawn.
pub(crate) fn set(paper: &Paper, letters: &Letters) -> Result<Vec<u8>, NotWritten> {
    let code = QrCode::encode_text(&paper.link, QrCodeEcc::Medium);
    let code = code.ok().filter(|code| code.size() <= MOST_MODULES).ok_or(NotWritten::Address)?;
    for scale in SCALES {
        let mut pen = Pen { content: Content::new(), letters, scale, y: SIZE.1 - EDGE };
        pen.head(paper);
        pen.rows(paper);
        let foot = pen.foot(paper, &code);
        if pen.y >= foot + 6.0 {
            return Ok(pen.content.finish().to_vec());
        }
    }
    Err(NotWritten::TooMuch)
}

/// Draws from the top to the bottom.
struct Pen<'l> {
    content: Content,
    letters: &'l Letters,
    scale: f32,
    /// The upper edge of what is drawn next.
    y: f32,
}

impl Pen<'_> {
    fn scaled(&self, look: Look) -> Look {
        Look { size: look.size * self.scale, ..look }
    }

    /// A rectangle from its lower left corner.
    fn fill(&mut self, colour: Colour, [x, y, wide, high]: [f32; 4]) {
        let [r, g, b] = colour;
        self.content.set_fill_rgb(r, g, b).rect(x, y, wide, high).fill_nonzero();
    }

    /// One line whose letters stand on this height.
    fn line(&mut self, text: &str, look: Look, (x, y): (f32, f32)) {
        let cut = self.letters.of(look.weight);
        let (codes, [r, g, b]) = (cut.codes(text), look.colour);
        self.content
            .set_fill_rgb(r, g, b)
            .begin_text()
            .set_font(Name(cut.name.as_bytes()), look.size)
            .next_line(x, y)
            .show(Str(&codes))
            .end_text();
    }

    /// Lines below each other from this height on; answers with the height below them.
    fn text(&mut self, text: &str, look: Look, (x, top): (f32, f32), wide: f32) -> f32 {
        let lines = self.letters.of(look.weight).lines(text, look.size, wide);
        let mut y = top;
        for line in lines {
            self.line(&line, look, (x, y - look.size * 0.95));
            y -= look.size * 1.32;
        }
        y
    }

    /// Both languages below each other, or one where they say the same.
    fn both(&mut self, words: &Words, look: Look, at: (f32, f32), wide: f32) -> f32 {
        let below = self.text(&words.kk, look, at, wide);
        if words.is_same() { below } else { self.text(&words.ru, look, (at.0, below), wide) }
    }

    /// Who issues it, and what it is.
    fn head(&mut self, paper: &Paper) {
        self.fill(TEAL, [0.0, SIZE.1 - 10.0, SIZE.0, 10.0]);
        self.y =
            self.both(&paper.issuer, self.scaled(ISSUER), (EDGE, self.y), WIDE) - 16.0 * self.scale;
        self.y =
            self.both(&paper.title, self.scaled(TITLE), (EDGE, self.y), WIDE) - 14.0 * self.scale;
    }

    /// What it says.
    fn rows(&mut self, paper: &Paper) {
        let gap = 6.5 * self.scale;
        for row in &paper.rows {
            self.fill(LINE, [EDGE, self.y, WIDE, 0.6]);
            let top = self.y - gap;
            let left = self.both(&row.label, self.scaled(LABEL), (EDGE, top), LABELS - 12.0);
            let at = (EDGE + LABELS, top);
            let right = self.both(&row.value, self.scaled(VALUE), at, WIDE - LABELS);
            self.y = left.min(right) - gap + 2.0;
        }
        self.fill(LINE, [EDGE, self.y, WIDE, 0.6]);
        self.y -= 12.0 * self.scale;
        for note in &paper.notes {
            self.y = self.both(note, self.scaled(NOTE), (EDGE, self.y), WIDE) - 5.0 * self.scale;
        }
    }

    /// The code and how it is checked, at the foot of the page; answers with its upper edge.
    fn foot(&mut self, paper: &Paper, code: &QrCode) -> f32 {
        let (x, wide) = (EDGE + INSIDE + QR + INSIDE, WIDE - QR - 3.0 * INSIDE);
        let high = self.height_of(paper, wide).max(QR) + 2.0 * INSIDE;
        let (bottom, top) = (EDGE - 12.0, EDGE - 12.0 + high);
        self.fill(MIST, [EDGE, bottom, WIDE, high]);
        self.fill(TEAL, [EDGE, bottom, 3.0, high]);
        self.square(code, (EDGE + INSIDE, top - INSIDE - QR));
        let mut y = self.text(&heading(paper), HEAD, (x, top - INSIDE), wide) - 3.0;
        y = self.text(&paper.code, CODE, (x, y), wide) - 1.0;
        y = self.text(&paper.link, HOW, (x, y), wide) - 4.0;
        y = self.text(&paper.how.kk, HOW, (x, y), wide) - 4.0;
        self.text(&paper.how.ru, HOW, (x, y), wide);
        top
    }

    /// How high what stands beside the code is.
    fn height_of(&self, paper: &Paper, wide: f32) -> f32 {
        let heading = heading(paper);
        let texts = [
            (&heading, HEAD),
            (&paper.code, CODE),
            (&paper.link, HOW),
            (&paper.how.kk, HOW),
            (&paper.how.ru, HOW),
        ];
        let lines = texts.into_iter().flat_map(|(text, look)| {
            let lines = self.letters.of(look.weight).lines(text, look.size, wide);
            lines.into_iter().map(move |_| look.size * 1.32)
        });
        lines.sum::<f32>() + 12.0
    }

    /// The QR code on white, from its lower left corner.
    fn square(&mut self, code: &QrCode, (x, y): (f32, f32)) {
        self.fill(WHITE, [x, y, QR, QR]);
        let module = QR / small(code.size() + 2 * QUIET);
        let [r, g, b] = INK;
        self.content.set_fill_rgb(r, g, b);
        for row in 0..code.size() {
            let mut column = 0;
            while column < code.size() {
                let dark = (column..code.size()).take_while(|c| code.get_module(*c, row)).count();
                let run = i32::try_from(dark).unwrap_or_default();
                if run > 0 {
                    let left = x + small(column + QUIET) * module;
                    let low = y + QR - small(row + QUIET + 1) * module;
                    self.content.rect(left, low, small(run) * module, module);
                }
                column += run.max(1);
            }
        }
        self.content.fill_nonzero();
    }
}

fn heading(paper: &Paper) -> String {
    format!("{} / {}", paper.check.kk, paper.check.ru)
}

/// A number of modules.
fn small(number: i32) -> f32 {
    f32::from(i16::try_from(number).unwrap_or(i16::MAX))
}
