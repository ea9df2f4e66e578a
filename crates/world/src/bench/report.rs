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
    /// How much.
    pub value: f64,
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
        self.figures.push(Figure { name, value, unit });
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
        for Figure { name, value, unit } in &self.figures {
            let value = if *value >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") };
            writeln!(f, "  {name:<34} {value:>12} {unit}")?;
        }
        Ok(())
    }
}
