//! What every engine promises, run for each of them: another engine is one more line at the end.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test that goes wrong should stop there"
)]

mod cluster;
#[macro_use]
#[path = "contract/mod.rs"]
mod contract;

use contract::Place;
use contract::make::Folder;
use contract::make::wait;
use store::Store;
use store::postgres::Postgres;
use store::sqlite::{Options, Sqlite};

struct OnDisk {
    store: Option<Sqlite>,
    folder: Folder,
}

impl OnDisk {
    fn new() -> Option<Self> {
        let folder = Folder::new();
        let store = Some(Sqlite::open(folder.join("store.db"), Options::default()).unwrap());
        Some(Self { store, folder })
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
    fn new() -> Option<Self> {
        Some(Self { store: Sqlite::in_memory().unwrap(), folder: Folder::new() })
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

struct OnServer {
    url: String,
    store: Option<Postgres>,
    folder: Folder,
}

impl OnServer {
    fn new() -> Option<Self> {
        let Some(url) = cluster::database() else {
            eprintln!("left out: PostgreSQL (TIRKEU_POSTGRES is not set)");
            return None;
        };
        let store = Some(open(&url));
        Some(Self { url, store, folder: Folder::new() })
    }
}

fn open(url: &str) -> Postgres {
    wait(Postgres::open(url, store::postgres::Options { forgetful: true, ..Default::default() }))
        .unwrap()
}

impl Place for OnServer {
    fn store(&self) -> &dyn Store {
        self.store.as_ref().unwrap()
    }

    fn folder(&self) -> &Folder {
        &self.folder
    }

    fn reopen(&mut self) -> bool {
        drop(self.store.take());
        self.store = Some(open(&self.url));
        true
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
            }

            #[test]
            fn what_was_saved_survives() {
                let Some(mut place) = <$place>::new() else { return };
                crate::contract::whole::what_was_saved_survives(&mut place);
            }
        }
    };
}

suite!(sqlite_file, crate::OnDisk);
suite!(sqlite_memory, crate::InMemory);
suite!(postgres, crate::OnServer);

/// A server has its own tools for copies.
mod copies {
    each! { crate::OnDisk => whole::a_copy_is_a_store }

    mod of_memory {
        each! { crate::InMemory => whole::a_copy_is_a_store }
    }
}
