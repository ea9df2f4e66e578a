//! The model store of the simulation keeps what every engine promises: it is run through their suite.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that goes wrong should stop there"
)]

#[expect(dead_code, reason = "the model has no statistics, no search and no file")]
#[macro_use]
#[path = "../../store/tests/contract/mod.rs"]
mod contract;

use contract::Place;
use contract::make::Folder;
use store::Store;
use world::simulate::model::Model;

struct Maps {
    store: Model,
    folder: Folder,
}

impl Maps {
    fn new() -> Option<Self> {
        Some(Self { store: Model::default(), folder: Folder::new() })
    }
}

impl Place for Maps {
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

mod model {
    core! { crate::Maps }
}
