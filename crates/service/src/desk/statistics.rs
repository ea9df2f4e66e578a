//! What the service has done, for everybody to see.

use jiff::civil::Date;
use residence::law::{beginning, day};
use store::{Figures, Name, RegisterKind, RegisterQuery};

use super::Refusal;
use crate::app::App;

/// Figures over a span of days.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// The first day.
    pub from: Date,
    /// The last day, inclusive.
    pub to: Date,
    /// What this service counted.
    pub figures: Figures,
    /// Totals of earlier periods that other systems counted: month, channel, services, persons.
    pub earlier: Vec<EarlierTotal>,
}

/// An imported total of one month and channel.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct EarlierTotal {
    /// `YYYY-MM`.
    pub month: String,
    /// As in the interface.
    pub channel: String,
    /// Applications.
    pub services: u64,
    /// People.
    pub persons: u64,
}

impl App {
    /// Figures from the first to the last of these days; without them, from the beginning of the
    /// year to today.
    ///
    /// # Errors
    /// The store failed.
    pub async fn statistics(
        &self,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Result<Statistics, Refusal> {
        let today = day(self.now());
        let to = to.unwrap_or(today);
        let from = from.unwrap_or_else(|| to.first_of_year());
        let end = to.tomorrow().unwrap_or(to);
        let figures = self.store.figures(beginning(from), beginning(end)).await?;
        let query = RegisterQuery { kind: RegisterKind::Totals, name: Name::All };
        let rows = self.store.register(&query).await?;
        let earlier = rows.iter().filter_map(|row| serde_json::from_str(row).ok());
        let months = from.to_string().get(..7).unwrap_or_default().to_owned()
            ..=to.to_string().get(..7).unwrap_or_default().to_owned();
        let earlier =
            earlier.filter(|total: &EarlierTotal| months.contains(&total.month)).collect();
        Ok(Statistics { from, to, figures, earlier })
    }
}
