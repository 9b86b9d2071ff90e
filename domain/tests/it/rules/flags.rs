//! Flags (CM-4.4.3).

use domain::flags::{FlagRaised, FlagResolved};

use super::{Story, TODAY, WORKER, item, line, outcome};

pub(super) fn flag(n: u128) -> FlagRaised {
    FlagRaised { id: item(n), what: line("Not seen for a week"), owner: WORKER, due: TODAY }
}

#[test]
fn a_flag_is_up_until_it_is_taken_down_once() {
    let down = |n| FlagResolved { id: item(n), how: line("Seen at home") };
    let story = Story::opened().then(flag(1)).then(flag(2));
    assert_eq!(outcome(story.file.flags.resolve(down(1))), "FlagResolved");
    assert_eq!(outcome(story.file.flags.resolve(down(9))), "this flag has been taken down already");
    let story = story.then(down(1));
    assert_eq!(outcome(story.file.flags.resolve(down(1))), "this flag has been taken down already");
    assert_eq!(story.file.flags.up.len(), 1);
}
