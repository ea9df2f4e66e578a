//! The same schedules on PostgreSQL: they end as they end on the maps, and so as on SQLite.

#![expect(clippy::unwrap_used, reason = "a test that goes wrong should stop there")]

#[path = "../../store/tests/cluster/mod.rs"]
mod cluster;

use store::postgres::{Options, Postgres};
use world::simulate::{Engine, one, one_on};

#[test]
fn a_seed_ends_alike_on_postgresql() {
    let mut played = 0;
    for seed in (1..=12).chain([339, 9_589, 13_037]) {
        let Some(url) = cluster::database() else {
            println!("left out: PostgreSQL (TIRKEU_POSTGRES is not set)");
            return;
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let options = Options { forgetful: true, ..Options::default() };
        let store = runtime.block_on(Postgres::open(&url, options)).unwrap();
        let (model, real) = (one(seed, Engine::Model, None), one_on(seed, store));
        assert!(real.violation.is_none(), "seed {seed}: {:?}", real.violation);
        for (one, other) in model.trace.iter().zip(&real.trace) {
            assert_eq!(one, other, "seed {seed}");
        }
        assert_eq!(model.state, real.state, "seed {seed}");
        played += real.applications;
    }
    assert!(played > 40, "{played}");
}
