//! The caller's own record.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use crate::web::Web;
use crate::web::extract::Signed;
use crate::web::fault::Fault;
use crate::web::shape::person::Me;

/// The caller
///
/// The row of the person register, registrations, children and wards.
#[utoipa::path(
    get,
    path = "/api/v1/me",
    operation_id = "me",
    tag = "People",
    responses((status = 200, description = "The caller", body = Me)),
    security(("bearer" = [])),
)]
pub(crate) async fn me(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
) -> Result<Json<Me>, Fault> {
    let me = web.app.me(caller).await?;
    let mut lines = Vec::new();
    for entry in &me.registrations {
        lines.push(web.app.address_line(entry.rka, caller.language).await?);
    }
    Ok(Json(Me::of(caller, me, lines)))
}
