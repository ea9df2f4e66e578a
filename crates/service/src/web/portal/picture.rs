//! A QR code as a picture of one path, drawn here: no script, nothing to load.

use qrcodegen::{QrCode, QrCodeEcc};

/// The bright edge that a reader needs around a code, in modules (ISO/IEC 18004, 5.3.8).
const EDGE: i32 = 4;

/// A square picture, in units of one module.
pub(crate) struct Picture {
    /// How wide and high, the bright edge included.
    pub(crate) side: i32,
    /// The dark modules, as an SVG path.
    pub(crate) dark: String,
}

impl Picture {
    /// The code that says this text; `None` where it is too long for one, beyond two thousand bytes.
    /// A seventh of it may be hidden and it is still read.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let mut dark = String::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
                let run = i32::try_from(run).unwrap_or_default();
                if run > 0 {
                    let (left, top) = (x + EDGE, y + EDGE);
                    dark += &format!("M{left} {top}h{run}v1h-{run}z");
                }
                x += run.max(1);
            }
        }
        Some(Self { side: code.size() + 2 * EDGE, dark })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every dark module is in the path once, and nothing else is.
    #[test]
    fn the_path_is_the_code() {
        let text = "mobileSign:https://portal.example/mgovSign/0123456789abcdef0123456789abcdef";
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
        let picture = Picture::of(text).unwrap();
        assert_eq!(picture.side, code.size() + 8);
        let mut drawn = Vec::new();
        for run in picture.dark.split('M').skip(1) {
            let numbers: Vec<i32> = run
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .collect();
            let [left, top, wide, 1, back] = numbers[..] else { panic!("{run}") };
            assert_eq!(wide, back, "{run}");
            drawn.extend((left..left + wide).map(|x| (top - 4, x - 4)));
        }
        let all = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (y, x)));
        let dark: Vec<_> = all.filter(|(y, x)| code.get_module(*x, *y)).collect();
        assert_eq!(drawn, dark);
    }

    #[test]
    fn a_text_that_is_too_long_has_no_picture() {
        assert!(Picture::of(&"x".repeat(3000)).is_none());
    }
}
