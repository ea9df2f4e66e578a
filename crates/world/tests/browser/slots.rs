//! At most two browsers at once, one for each core of the smallest machine.

use std::cell::Cell;
use std::sync::{Condvar, Mutex, PoisonError};

const MOST: usize = 2;

static TAKEN: Mutex<usize> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

thread_local! {
    static MINE: Cell<usize> = const { Cell::new(0) };
}

/// The right to one browser, until it is dropped.
pub(crate) struct Slot(());

impl Slot {
    /// Waits until so many are free and takes them in one step. A test that wants two browsers takes
    /// both at once: two tests that each hold one and wait for another would wait for ever.
    #[track_caller]
    pub(crate) fn take<const N: usize>() -> [Self; N] {
        assert!(N <= MOST, "at most {MOST} browsers at once");
        let alone = MINE.get() == 0;
        assert!(alone, "this test has a visitor already; Visitor::pair opens two");
        let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = FREED.wait_while(taken, |taken| *taken + N > MOST);
        *waited.unwrap_or_else(PoisonError::into_inner) += N;
        MINE.set(N);
        [(); N].map(Slot)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        MINE.set(MINE.get().saturating_sub(1));
        FREED.notify_all();
    }
}
