//! What every engine promises, run for each of them: another engine is one more line at the end.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that goes wrong should stop there"
)]

#[macro_use]
#[path = "contract/mod.rs"]
mod contract;

use contract::Place;
use contract::make::Folder;
use store::Store;
use store::sqlite::{Options, Sqlite};

struct OnDisk {
    store: Option<Sqlite>,
    folder: Folder,
}

impl OnDisk {
    fn new() -> Self {
        let folder = Folder::new();
        let store = Some(Sqlite::open(folder.join("store.db"), Options::default()).unwrap());
        Self { store, folder }
    }
}

impl Place for OnDisk {
    fn store(&self) -> &dyn Store {
        self.store.as_ref().unwrap()
    }

    fn folder(&self) -> &Folder {
        &self.folder
    }

    fn reopen(&mut self) -> bool {
        drop(self.store.take());
        self.store = Some(Sqlite::open(self.folder.join("store.db"), Options::default()).unwrap());
        true
    }
}

struct InMemory {
    store: Sqlite,
    folder: Folder,
}

impl InMemory {
    fn new() -> Self {
        Self { store: Sqlite::in_memory().unwrap(), folder: Folder::new() }
    }
}

impl Place for InMemory {
    fn store(&self) -> &dyn Store {
        &self.store
    }

    fn folder(&self) -> &Folder {
        &self.folder
    }

    fn reopen(&mut self) -> bool {
        false
    }
}

/// Everything an engine of the product promises.
macro_rules! suite {
    ($engine:ident, $place:path) => {
        mod $engine {
            core! { $place }
            each! {
                $place =>
                registers::addresses_are_found_in_both_languages
                registers::buildings_come_before_flats
                registers::odd_queries_find_nothing
                figures::applications_are_counted_by_the_time_of_signing
                figures::spans_are_counted_apart_and_together
                figures::percentiles_are_of_the_nearest_rank
                figures::figures_are_left_when_none_are_given
                whole::a_sound_store_has_no_findings
                whole::a_copy_is_a_store
            }

            #[test]
            fn what_was_saved_survives() {
                crate::contract::whole::what_was_saved_survives(&mut <$place>::new());
            }
        }
    };
}

suite!(sqlite_file, crate::OnDisk);
suite!(sqlite_memory, crate::InMemory);
