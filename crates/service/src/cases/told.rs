//! What people are told, as it is kept for them in the portal.

use jiff::Timestamp;
use residence::case::{Effect, Transition};
use residence::names::CaseId;
use residence::notice::Notice;
use store::{NoticeWrite, StoreError};

use super::written;

/// A notice to be kept, saved together with its cause.
///
/// # Errors
/// [`StoreError::Damaged`] when it cannot be written, which no notice does.
pub fn told(
    notice: &Notice,
    case: Option<CaseId>,
    at: Timestamp,
) -> Result<NoticeWrite, StoreError> {
    // How they could be written to then says nothing to whoever reads it now.
    Ok(NoticeWrite { to: notice.to, at, case, body: written(&notice.message)? })
}

/// The notices of a transition; those of a term come at their time.
pub(super) fn told_by(
    transition: &Transition,
    at: Timestamp,
) -> Result<Vec<NoticeWrite>, StoreError> {
    let notices = transition.effects.iter().filter_map(|effect| match effect {
        Effect::Tell(notice) | Effect::Remind { notice, .. } => Some(notice),
        Effect::AskRegisters
        | Effect::AskParty { .. }
        | Effect::TermNotice { .. }
        | Effect::EndTerm { .. } => None,
    });
    notices.map(|notice| told(notice, Some(transition.next.id), at)).collect()
}
