//! The lists that are reviewed as documents.

#[test]
fn the_permission_table_is_the_one_that_was_reviewed() {
    testkit::generated("docs/permissions.md", &domain::policy::document());
}

#[test]
fn the_list_of_events_is_the_one_that_was_reviewed() {
    testkit::generated("docs/events.md", &domain::event::Event::document());
}
