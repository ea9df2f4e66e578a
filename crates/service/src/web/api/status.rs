//! How the service is doing now.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use crate::web::Web;
use crate::web::fault::Fault;
use crate::web::shape::status::Status;

/// Status
///
/// Which registers answer, whether SMS go out, whether signatures can be checked, how long things
/// take. Told from the questions that were asked anyway, by this node since its start.
#[utoipa::path(
    get,
    path = "/api/v1/status",
    operation_id = "status",
    tag = "Statistics",
    responses((status = 200, description = "How it is", body = Status)),
)]
pub(crate) async fn status(State(web): State<Arc<Web>>) -> Result<Json<Status>, Fault> {
    Ok(Json(Status::of(&*web.status().await?)))
}
