//! Signing in.

use serde::Serialize;
use utoipa::ToSchema;

/// Who wants to sign in.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body; what comes is read field by field")]
pub(crate) struct SignInRequest {
    /// ИИН: twelve digits, the last a check digit.
    #[schema(min_length = 12, max_length = 12, pattern = "^[0-9]{12}$", example = "850101300124")]
    iin: String,
}

/// The password of a sign-in.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body; what comes is read field by field")]
pub(crate) struct PasswordRequest {
    /// The six digits of the SMS.
    #[schema(min_length = 6, max_length = 6, pattern = "^[0-9]{6}$", example = "042195")]
    code: String,
}

/// A password was sent, if there is anybody to send it to: known and unknown people get the same
/// answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct Challenge {
    /// Which sign-in; stands in the path of the next call.
    #[schema(pattern = "^[0-9a-f]{32}$", example = "5f0c64d1b3a94e0e8d5be3b1c0a7f2e9")]
    pub(crate) challenge_id: String,
    /// Until when the password is good.
    #[schema(format = DateTime, example = "2026-01-15T10:05:00+05:00")]
    pub(crate) expires_at: String,
}

/// A text that signs in when it is signed.
#[derive(Serialize, ToSchema)]
pub(crate) struct EdsChallenge {
    /// Which sign-in; stands in the path of the next call.
    #[schema(pattern = "^[0-9a-f]{32}$", example = "5f0c64d1b3a94e0e8d5be3b1c0a7f2e9")]
    pub(crate) challenge_id: String,
    /// The very bytes to sign, in Base64.
    #[schema(content_encoding = "base64")]
    pub(crate) to_sign: String,
    /// Until when.
    #[schema(format = DateTime, example = "2026-01-15T10:05:00+05:00")]
    pub(crate) expires_at: String,
}

/// The signed text of a sign-in.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body; what comes is read field by field")]
pub(crate) struct EdsRequest {
    /// The signature over `to_sign` (CMS, with the content in it or without) in Base64 or PEM.
    #[schema(min_length = 1, max_length = 60000, pattern = "^[A-Za-z0-9+/= \\r\\n-]*$")]
    cms: String,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    /// The bearer token.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub(crate) token: String,
    /// When the session ends at the latest; a quarter of an hour without a request ends it before.
    #[schema(format = DateTime, example = "2026-01-15T18:00:00+05:00")]
    pub(crate) expires_at: String,
}
