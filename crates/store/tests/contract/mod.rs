//! What every engine promises, as suites to be run for each of them.

pub(crate) mod book;
pub(crate) mod cases;
pub(crate) mod evidence;
pub(crate) mod figures;
pub(crate) mod make;
pub(crate) mod notices;
pub(crate) mod records;
pub(crate) mod registers;
pub(crate) mod slips;
pub(crate) mod units;
pub(crate) mod whole;
pub(crate) mod work;

use make::Folder;
use store::Store;

/// Where a store of some engine lives during a test.
pub(crate) trait Place {
    fn store(&self) -> &dyn Store;
    fn folder(&self) -> &Folder;
    /// Closes the store and opens it again; false when the engine forgets by design.
    fn reopen(&mut self) -> bool;
}

/// What the cases and the work of them rest on.
macro_rules! core {
    ($place:path) => {
        each! {
            $place =>
            cases::a_case_comes_back_as_it_was_saved
            cases::a_case_moves_only_from_the_version_that_was_read
            cases::an_id_or_a_number_belongs_to_one_case
            cases::the_journal_has_no_gaps
            cases::cases_are_found_by_their_names_newest_first
            cases::names_are_replaced_or_left_as_they_are
            cases::a_subject_is_held_by_one_open_application
            cases::a_case_holds_just_the_subjects_it_took_last
            units::a_conflict_fails_alone_and_leaves_no_trace
            units::a_unit_sees_the_units_before_it
            units::no_units_are_no_answers
            units::of_racing_commits_one_wins
            units::many_committers_lose_nothing
            units::a_decision_rests_on_the_versions_it_read
            units::a_subject_is_won_by_one_of_many
            work::work_is_leased_once_and_the_longest_due_first
            work::a_lease_that_has_run_out_is_taken_again
            work::work_that_failed_comes_back_later
            work::what_is_tried_again_waits_its_turn
            work::what_came_first_stays_the_oldest
            work::work_can_be_held_from_birth
            work::a_key_names_one_piece_of_work
            work::racing_workers_share_the_work
            work::a_case_has_one_wake_time
            work::a_wake_time_that_is_held_can_be_replaced
            work::the_next_wake_time_survives_the_end_of_this_one
            work::the_queue_tells_what_comes_next
            slips::a_slip_is_written_once
            slips::a_slip_moves_only_from_the_version_that_was_read
            slips::an_expired_slip_is_not_there
            slips::a_slip_is_consumed_once
            slips::set_and_remove_do_not_ask
            slips::expired_slips_are_swept
            slips::of_racing_requests_one_has_the_key
            notices::notices_are_numbered_for_each_person
            notices::notices_go_page_by_page
            notices::a_notice_knows_its_case
            notices::a_notice_commits_with_its_cause
            notices::notices_of_racing_units_leave_no_gap
            evidence::evidence_comes_back_as_it_was_kept
            evidence::a_signature_is_accepted_once
            records::a_document_comes_back_as_it_was_written
            records::a_document_moves_only_from_the_version_that_was_read
            records::documents_are_found_by_kind_and_name_newest_first
            records::a_document_has_a_history
            records::readings_are_found_by_person_and_by_reader
            records::a_reading_is_saved_with_its_cause_or_not_at_all
            book::entries_come_back_oldest_first
            book::a_person_has_one_active_permanent_entry
            book::closing_and_opening_follow_each_other
            book::an_entry_is_closed_once
            book::a_write_moves_the_versions
            book::imported_entries_are_loaded_once
            registers::rows_are_found_by_key_and_by_other_names
            registers::loading_twice_changes_nothing
            registers::a_changed_row_replaces_the_old_one
        }
    };
}

macro_rules! each {
    ($place:path => $($module:ident::$test:ident)*) => {
        $(
            #[test]
            fn $test() {
                let Some(place) = <$place>::new() else { return };
                crate::contract::$module::$test(&place);
            }
        )*
    };
}
