//! A line for people, a file for programs.

use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;

/// One figure.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// What.
    pub name: &'static str,
    /// How much; nothing where it could not be measured.
    pub value: Option<f64>,
    /// The least and the most that were measured, where it was measured several times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
    /// Why it was not measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
    /// Of what.
    pub unit: &'static str,
}

/// What a measurement came to.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Which measurement.
    pub id: &'static str,
    /// What was measured, in words.
    pub what: String,
    /// The figures.
    pub figures: Vec<Figure>,
}

impl Report {
    /// Adds a figure.
    pub fn figure(&mut self, name: &'static str, value: f64, unit: &'static str) {
        self.figures.push(Figure { name, value: Some(value), range: None, left_out: None, unit });
    }

    /// Adds the median of several measurements, with their range; and answers with it.
    pub fn median(&mut self, name: &'static str, mut of: Vec<f64>, unit: &'static str) -> f64 {
        of.sort_by(f64::total_cmp);
        let at = |place: usize| of.get(place).copied().unwrap_or(f64::NAN);
        let value = at(of.len() / 2);
        let range = Some([at(0), at(of.len().saturating_sub(1))]);
        self.figures.push(Figure { name, value: Some(value), range, left_out: None, unit });
        value
    }

    /// Adds what could not be measured.
    pub fn left_out(&mut self, name: &'static str, unit: &'static str, why: &str) {
        let left_out = Some(why.to_owned());
        self.figures.push(Figure { name, value: None, range: None, left_out, unit });
    }

    /// Writes `<folder>/<id>.json`.
    ///
    /// # Errors
    /// The folder or file cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let text = serde_json::to_string_pretty(self).map_err(io::Error::other)?;
        fs::write(folder.join(format!("{}.json", self.id)), text + "\n")
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}: {}", self.id, self.what)?;
        let short = |value: f64| {
            if value >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") }
        };
        for Figure { name, value, range, left_out, unit } in &self.figures {
            match (value, left_out) {
                (Some(value), _) => write!(f, "  {name:<34} {:>12} {unit}", short(*value))?,
                (None, why) => {
                    let why = why.as_deref().unwrap_or_default();
                    write!(f, "  {name:<34} {:>12}: {why}", "left out")?;
                }
            }
            if let Some([least, most]) = range {
                write!(f, "  ({}–{})", short(*least), short(*most))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
