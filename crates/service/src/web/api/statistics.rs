//! Figures for everybody.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use residence::intake::FieldError;

use super::wrong;
use crate::web::Web;
use crate::web::extract::Asked;
use crate::web::fault::{Fault, Wrong};
use crate::web::language::Reads;
use crate::web::problem::Words;
use crate::web::shape::statistics::Statistics;

/// Statistics
///
/// Totals by channel and region, the share online, outcomes, time to decision, all of it and month by
/// month. Without days: from the beginning of the year to today.
#[utoipa::path(
    get,
    path = "/api/v1/statistics",
    operation_id = "statistics",
    tag = "Statistics",
    params(
        ("from" = Option<String>, Query, description = "The first day", format = Date, pattern = "^(19|[2-8][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$", example = "2026-01-01"),
        ("to" = Option<String>, Query, description = "The last day, inclusive; not before the first", format = Date, pattern = "^(19|[2-8][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$", example = "2026-06-30"),
    ),
    responses((status = 200, description = "The figures", body = Statistics)),
)]
pub(crate) async fn statistics(
    State(web): State<Arc<Web>>,
    Reads(language): Reads,
    mut asked: Asked,
) -> Result<Json<Statistics>, Fault> {
    let from = asked.parsed("from", 64, |text| day("from", text));
    let to = asked.parsed("to", 64, |text| day("to", text));
    asked.done()?;
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(Fault::Fields(vec![Wrong::new("to", "date_order")]));
    }
    let words = Words { texts: &web.app.texts, language };
    Ok(Json(Statistics::of(web.app.statistics(from, to).await?, words)))
}

/// A day as the interface writes it.
pub(crate) fn day(field: &str, text: &str) -> Result<Date, FieldError> {
    let read = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    let read = read.filter(|date| (1900..9000).contains(&date.year()));
    read.ok_or_else(|| wrong(field, "date_form"))
}
