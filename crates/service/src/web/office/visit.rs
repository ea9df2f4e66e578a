//! Who of the staff looks at a page, and what they post.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;

use crate::desk::office::Officer;
use crate::web::Web;
use crate::web::portal::stop::Stop;
use crate::web::portal::typed::Typed;
use crate::web::portal::visit::{Signed, SignedPost, Visit};

/// An officer who is signed in.
pub(crate) struct Desk {
    /// Who.
    pub(crate) officer: Officer,
    /// The rest.
    pub(crate) visit: Visit,
}

/// A form that an officer has sent.
pub(crate) struct DeskPost {
    /// Who.
    pub(crate) officer: Officer,
    /// The rest.
    pub(crate) visit: Visit,
    /// What they typed.
    pub(crate) typed: Typed,
}

/// The officer of a visit; whoever is none signs in.
pub(super) fn officer(visit: &Visit) -> Result<Officer, Stop> {
    visit.officer.clone().ok_or_else(|| visit.to_sign_in().into())
}

impl FromRequestParts<Arc<Web>> for Desk {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, Stop> {
        let Signed { visit, .. } = Signed::from_request_parts(parts, web).await?;
        Ok(Self { officer: officer(&visit)?, visit })
    }
}

impl FromRequest<Arc<Web>> for DeskPost {
    type Rejection = Stop;

    async fn from_request(request: Request, web: &Arc<Web>) -> Result<Self, Stop> {
        let SignedPost { visit, typed, .. } = SignedPost::from_request(request, web).await?;
        Ok(Self { officer: officer(&visit)?, visit, typed })
    }
}
