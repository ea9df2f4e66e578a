//! `[kiosk]`: which devices are kiosks, and who hands their certificates on.

use std::net::IpAddr;

use super::read::Reader;
use crate::kiosk::Kiosks;

impl Reader<'_> {
    pub(super) fn kiosks(&mut self) -> Kiosks {
        let mut kiosks = Kiosks::default();
        let place = self.text("kiosk", "devices").map(|(_, place)| place);
        if let Some((file, place)) = self.path("kiosk", "devices").zip(place) {
            let read = std::fs::read_to_string(&file).map_err(|error| {
                format!("cannot be read ({error}); see that it is there and this user may read it")
            });
            match read.and_then(|text| Kiosks::devices(&text)) {
                Ok(devices) => kiosks.devices = devices,
                Err(what) => self.fault(place, format!("{}: {what}", file.display())),
            }
        }
        if let Some((text, place)) = self.text("kiosk", "proxies") {
            for word in text.split_whitespace() {
                match word.parse::<IpAddr>() {
                    Ok(address) => kiosks.proxies.push(address.to_canonical()),
                    Err(_) => self.fault(
                        place.clone(),
                        format!(
                            "`{word}` in `proxies` of [kiosk] is no network address; write \
                             addresses with spaces between, such as \"127.0.0.1 ::1\""
                        ),
                    ),
                }
            }
        }
        kiosks
    }
}
