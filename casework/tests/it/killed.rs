//! A process in which eight people write is killed with SIGKILL at any moment, again and again: while it starts, writes, seals, and appends to
//! the anchor file. Whatever it had said is in the record afterwards, once; nothing is there twice; the whole ledger and the anchor file verify.
//!
//! `CASEKEEP_KILLS` says how often (100 on SQLite when nothing is said, and a fifth of it on PostgreSQL, where only the client dies).

mod looking;
mod site;
mod writing;

use std::collections::BTreeMap;
use std::time::Duration;

use looking::{Tally, look};
use site::Site;
use uuid::Uuid;
use writing::{Moment, Written};

/// The full name of the test below, by which the test binary is started again as the process that is killed.
const NAME: &str = "killed::a_process_that_is_killed_at_any_moment_loses_nothing_and_doubles_nothing";

/// How many people write at the same time.
const WRITERS: u32 = 8;

/// How often one installation is killed on SQLite and on PostgreSQL before another one is begun: the whole ledger is verified each time, so it
/// is kept short.
const EACH: (u32, u32) = (20, 4);

/// How long a killed process had to start at most, when it is killed for starting.
const START: Duration = Duration::from_millis(250);

#[test]
fn a_process_that_is_killed_at_any_moment_loses_nothing_and_doubles_nothing() {
    if let Some(site) = Site::handed_over() {
        return writing::write_until_killed(&site);
    }
    let kills: u32 = std::env::var("CASEKEEP_KILLS").map_or(100, |kills| kills.parse().unwrap());
    let mut tallies = BTreeMap::<&str, Tally>::new();
    for _ in 0..kills.div_ceil(EACH.0) {
        for place in testkit::places() {
            let engine = place.engine();
            let each = if engine == "sqlite" { EACH.0 } else { EACH.1 };
            tallies.entry(engine).or_default().add(kill_each_time(Site::at(place), each));
        }
    }
    for (engine, tally) in tallies {
        println!("{engine}: {tally}");
        assert!(tally.kills < tally.said, "{engine}: the processes were killed before they did anything: {tally}");
    }
}

/// Lets processes write and be killed so many times, and looks at the record after each.
fn kill_each_time(mut site: Site, kills: u32) -> Tally {
    let mut said = BTreeMap::<Written, u32>::new();
    let mut found = Tally::default();
    for _ in 0..kills {
        for (written, number) in writing::killed(&site, moment()) {
            assert_eq!(said.insert(written, number), None, "{written:?} was said twice");
            if let Some(next) = site.next.get_mut(written.writer as usize) {
                *next = written.turn + 1;
            }
        }
        found = look(&site, &said);
    }
    Tally { kills, ..found }
}

/// Some time after the start, or after some entries were written.
fn moment() -> Moment {
    let dice = |sides: u128| u32::try_from(Uuid::new_v4().as_u128() % sides).unwrap();
    if dice(3) == 0 {
        Moment::After(START.mul_f64(f64::from(dice(1_000)) / 1_000.0))
    } else {
        Moment::Said(1 + dice(48), Duration::from_micros(dice(12_000).into()))
    }
}
