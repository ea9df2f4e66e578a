//! Figures for everybody.

use std::collections::BTreeMap;

use serde::Serialize;
use store::{Percentiles, ServiceCount};
use utoipa::ToSchema;

use crate::desk::statistics;
use crate::web::problem::Words;

/// What the service has done in a span of days.
#[derive(Serialize, ToSchema)]
pub(crate) struct Statistics {
    /// The first day.
    #[schema(format = Date, example = "2026-01-01")]
    pub(crate) from: String,
    /// The last day, inclusive.
    #[schema(format = Date, example = "2026-06-30")]
    pub(crate) to: String,
    /// Signed applications and the people in them.
    pub(crate) total: Count,
    /// The same by channel, totals of earlier systems included.
    pub(crate) channels: Vec<ChannelCount>,
    /// The share of applications that came online, from 0 to 1; null when there were none.
    #[schema(minimum = 0, maximum = 1, example = 0.7)]
    pub(crate) share_online: Option<f64>,
    /// How applications stand; those of earlier systems are not in it.
    pub(crate) outcomes: Vec<OutcomeCount>,
    /// Why applications were refused or referred.
    pub(crate) grounds: Vec<GroundCount>,
    /// Registered applications by region.
    pub(crate) regions: Vec<RegionCount>,
    /// From the signature to the decision, everything included.
    pub(crate) time_to_decision: Durations,
    /// The same without the wait for people.
    pub(crate) time_without_wait: Durations,
    /// The same month by month, by the day of signing in Asia/Almaty: from the first month in which
    /// there was anything to the last.
    pub(crate) months: Vec<MonthCount>,
    /// Totals that other systems counted before.
    pub(crate) earlier: Vec<EarlierCount>,
}

/// What the service has done in a month.
#[derive(Serialize, ToSchema)]
pub(crate) struct MonthCount {
    /// Which month.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}$", example = "2026-01")]
    pub(crate) month: String,
    /// Signed applications and the people in them, totals of earlier systems included.
    pub(crate) total: Count,
    /// The same by channel.
    pub(crate) channels: Vec<ChannelCount>,
    /// The share of applications that came online, from 0 to 1; null when there were none.
    #[schema(minimum = 0, maximum = 1, example = 0.7)]
    pub(crate) share_online: Option<f64>,
    /// How applications stand; those of earlier systems are not in it.
    pub(crate) outcomes: Vec<OutcomeCount>,
    /// From the signature to the decision, everything included.
    pub(crate) time_to_decision: Durations,
    /// The same without the wait for people.
    pub(crate) time_without_wait: Durations,
}

/// A count.
#[derive(Serialize, ToSchema)]
pub(crate) struct Count {
    /// Applications.
    pub(crate) services: u64,
    /// People.
    pub(crate) persons: u64,
}

/// A count of one channel.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChannelCount {
    /// `portal`, `mobile`, `kiosk`, `counter`, or a channel of an earlier system.
    #[schema(example = "portal")]
    pub(crate) channel: String,
    /// Applications.
    pub(crate) services: u64,
    /// People.
    pub(crate) persons: u64,
}

/// A count of one status.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutcomeCount {
    /// As in an application.
    #[schema(example = "registered")]
    pub(crate) status: String,
    /// Applications.
    pub(crate) services: u64,
    /// People.
    pub(crate) persons: u64,
}

/// A count of one ground.
#[derive(Serialize, ToSchema)]
pub(crate) struct GroundCount {
    /// The rule.
    #[schema(example = "R-CON-TIME")]
    pub(crate) rule: String,
    /// Applications.
    pub(crate) services: u64,
}

/// A count of one region.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegionCount {
    /// The first two digits of the КАТО.
    #[schema(pattern = "^[0-9]{0,2}$", example = "71")]
    pub(crate) region: String,
    /// Its name; null where no name is known.
    #[schema(example = "Astana")]
    pub(crate) name: Option<String>,
    /// Applications.
    pub(crate) services: u64,
    /// People.
    pub(crate) persons: u64,
}

/// Percentiles of a duration, in milliseconds; null when nothing was counted.
#[derive(Serialize, ToSchema)]
pub(crate) struct Durations {
    /// Half take at most this.
    pub(crate) median_ms: Option<u64>,
    /// 95 of 100 take at most this.
    pub(crate) p95_ms: Option<u64>,
}

/// A total of an earlier system.
#[derive(Serialize, ToSchema)]
pub(crate) struct EarlierCount {
    /// Which month.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}$", example = "2025-10")]
    pub(crate) month: String,
    /// Through which channel.
    pub(crate) channel: String,
    /// Applications.
    pub(crate) services: u64,
    /// People.
    pub(crate) persons: u64,
}

/// Counts by name: applications, people.
type Counts = BTreeMap<String, (u64, u64)>;

fn add(counts: &mut Counts, name: &str, services: u64, persons: u64) {
    let count = counts.entry(name.to_owned()).or_default();
    count.0 += services;
    count.1 += persons;
}

/// What is counted by channel and by status.
struct Sums {
    total: Count,
    channels: Vec<ChannelCount>,
    share_online: Option<f64>,
    outcomes: Vec<OutcomeCount>,
}

impl Sums {
    fn of(counted: &[ServiceCount], earlier: &[statistics::EarlierTotal]) -> Self {
        let (mut channels, mut outcomes) = (Counts::new(), Counts::new());
        for count in counted {
            add(&mut channels, &count.channel, count.services, count.persons);
            add(&mut outcomes, &count.status, count.services, count.persons);
        }
        for total in earlier {
            add(&mut channels, &total.channel, total.services, total.persons);
        }
        let services = channels.values().map(|(services, _)| services).sum();
        let persons = channels.values().map(|(_, persons)| persons).sum();
        let counter = channels.get("counter").map_or(0, |(services, _)| *services);
        let channels = channels.into_iter().map(|(channel, (services, persons))| ChannelCount {
            channel,
            services,
            persons,
        });
        let outcomes = outcomes.into_iter().map(|(status, (services, persons))| OutcomeCount {
            status,
            services,
            persons,
        });
        Self {
            total: Count { services, persons },
            channels: channels.collect(),
            share_online: share(services - counter, services),
            outcomes: outcomes.collect(),
        }
    }
}

impl Statistics {
    /// The figures in the shape of the interface.
    pub(crate) fn of(counted: statistics::Statistics, words: Words<'_>) -> Self {
        let statistics::Statistics { from, to, figures, earlier, months } = counted;
        let sums = Sums::of(&figures.services, &earlier);
        let mut grounds = Counts::new();
        for (rule, services) in &figures.grounds {
            add(&mut grounds, rule, *services, 0);
        }
        let regions = figures.regions.into_iter().map(|(region, services, persons)| RegionCount {
            name: words.texts.region(words.language, &region),
            region,
            services,
            persons,
        });
        Self {
            from: from.to_string(),
            to: to.to_string(),
            total: sums.total,
            channels: sums.channels,
            share_online: sums.share_online,
            outcomes: sums.outcomes,
            grounds: grounds
                .into_iter()
                .map(|(rule, (services, _))| GroundCount { rule, services })
                .collect(),
            regions: regions.collect(),
            time_to_decision: Durations::of(figures.to_decision),
            time_without_wait: Durations::of(figures.without_wait),
            months: months.into_iter().map(MonthCount::of).collect(),
            earlier: earlier.into_iter().map(EarlierCount::of).collect(),
        }
    }
}

impl MonthCount {
    fn of(counted: statistics::Month) -> Self {
        let sums = Sums::of(&counted.services, &counted.earlier);
        Self {
            month: counted.month,
            total: sums.total,
            channels: sums.channels,
            share_online: sums.share_online,
            outcomes: sums.outcomes,
            time_to_decision: Durations::of(counted.to_decision),
            time_without_wait: Durations::of(counted.without_wait),
        }
    }
}

/// A share in ten-thousandths, which is as fine as anybody reads it.
fn share(part: u64, whole: u64) -> Option<f64> {
    let parts = u128::from(part) * 10_000;
    let share = parts.checked_div(u128::from(whole))?;
    Some(f64::from(u16::try_from(share).unwrap_or(10_000)) / 10_000.0)
}

impl Durations {
    const fn of(percentiles: Percentiles) -> Self {
        Self { median_ms: percentiles.median, p95_ms: percentiles.p95 }
    }
}

impl EarlierCount {
    fn of(total: statistics::EarlierTotal) -> Self {
        let statistics::EarlierTotal { month, channel, services, persons } = total;
        Self { month, channel, services, persons }
    }
}
