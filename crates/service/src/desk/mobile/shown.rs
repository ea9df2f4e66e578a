//! What the browser shows of a signing that was begun: the text of the picture, and the link.

use jiff::Timestamp;

use super::Mobile;
use crate::app::App;
use crate::desk::Refusal;

impl App {
    /// What was begun, as it is shown again to the browser that began it.
    ///
    /// # Errors
    /// As [`App::mobile_state`].
    pub async fn mobile_shown(&self, id: &str) -> Result<Mobile, Refusal> {
        let (key, walk, _) = self.own_walk(id).await?;
        Ok(self.mobile(&key, id.to_owned(), walk.expires))
    }

    /// Under this key, for whoever knows this id.
    pub(super) fn mobile(&self, key: &str, id: String, expires: Timestamp) -> Mobile {
        let url = format!("{}/mgovSign/{key}", self.signatures.origin);
        let query: String = form_urlencoded::byte_serialize(url.as_bytes()).collect();
        Mobile {
            id,
            qr: format!("mobileSign:{url}"),
            link: format!(
                "https://m.egov.kz/mobileSign/?link={query}&isi=1476128386&ibi=kz.egov.mobile\
                 &apn=kz.mobile.mgov"
            ),
            expires,
        }
    }
}
