//! Addresses, and what somebody owns.

use residence::facts::{Address, Language, TitleRow};
use residence::names::AddressCode;
use store::{Name, RegisterKind, RegisterQuery};

use super::spelling::{spoken, stems};
use super::{Caller, Refusal};
use crate::app::App;
use crate::cases::parsed;

/// The most addresses a search finds.
pub const MOST_FOUND: usize = 20;

/// A dwelling and the right of its owner to it.
#[derive(Clone, Debug)]
pub struct Property {
    /// The right of ownership.
    pub title: TitleRow,
    /// The address, if the address register has it.
    pub address: Option<Address>,
}

impl App {
    /// Addresses whose text has words beginning with all of these; buildings before flats. Where none
    /// has, words that only say what something is (`улица`, `кв.`, `flat`) are passed over and
    /// Latin letters are read as Cyrillic.
    ///
    /// # Errors
    /// The store or the address register does not answer.
    pub async fn find_addresses(&self, words: &str) -> Result<Vec<Address>, Refusal> {
        let found = self.addresses_with(words).await?;
        if found.is_empty() { self.addresses_with(&spoken(words)).await } else { Ok(found) }
    }

    /// Addresses that may be meant where none has just these words: those whose words begin alike.
    ///
    /// # Errors
    /// The store or the address register does not answer.
    pub async fn near_addresses(&self, words: &str) -> Result<Vec<Address>, Refusal> {
        match stems(&spoken(words)) {
            Some(stems) => self.addresses_with(&stems).await,
            None => Ok(Vec::new()),
        }
    }

    async fn addresses_with(&self, words: &str) -> Result<Vec<Address>, Refusal> {
        let mut found = Vec::new();
        for rka in self.store.search(words, MOST_FOUND).await? {
            found.extend(self.registers.address(rka).await?);
        }
        Ok(found)
    }

    /// One address.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], or the address register does not answer.
    pub async fn address(&self, rka: AddressCode) -> Result<Address, Refusal> {
        self.registers.address(rka).await?.ok_or(Refusal::NotFound)
    }

    /// An address in one line; `None` where the register has no such address.
    ///
    /// # Errors
    /// The address register does not answer.
    pub async fn address_line(
        &self,
        rka: AddressCode,
        language: Language,
    ) -> Result<Option<String>, Refusal> {
        Ok(self.registers.address(rka).await?.map(|address| address.line(language)))
    }

    /// The flats of a block, by their numbers.
    ///
    /// # Errors
    /// The store failed.
    pub async fn flats(&self, block: AddressCode) -> Result<Vec<Address>, Refusal> {
        let name = Name::Other(block.to_string());
        let query = RegisterQuery { kind: RegisterKind::Addresses, name };
        let mut flats: Vec<Address> = Vec::new();
        for row in self.store.register(&query).await? {
            flats.push(parsed(&row)?);
        }
        flats.retain(|flat| flat.building == Some(block) && flat.actual);
        let number = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
        flats.sort_by_cached_key(|flat| {
            let text = flat.flat.clone().unwrap_or_default();
            (number(&text).parse::<u32>().unwrap_or(u32::MAX), text)
        });
        Ok(flats)
    }

    /// What the caller owns, by the title register; one entry a document.
    ///
    /// # Errors
    /// The store or the address register does not answer.
    pub async fn properties(&self, caller: Caller) -> Result<Vec<Property>, Refusal> {
        let name = Name::Other(caller.iin.to_string());
        let query = RegisterQuery { kind: RegisterKind::Titles, name };
        let mut properties = Vec::new();
        for row in self.store.register(&query).await? {
            let title: TitleRow = parsed(&row)?;
            let address = self.registers.address(title.rka).await?;
            properties.push(Property { title, address });
        }
        Ok(properties)
    }
}
