//! The process that writes and is killed, and how it is started and heard.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant as Stopwatch};

use casework::contacts::{LogContact, log_contact};
use casework::house::{Ctx, Proof, Signing, Who};
use domain::contacts::ContactKind;
use domain::ids::OnceKey;
use uuid::Uuid;

use super::site::{HANDED_OVER, Site, runtime};
use super::{NAME, WRITERS};
use crate::orders::{contact, words};
use crate::world::NOW;

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// What one writer wrote in one turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Written {
    pub(super) writer: u32,
    pub(super) turn: u32,
}

impl Written {
    /// The text of the note.
    pub(super) fn text(self) -> String {
        format!("Writer {} in turn {}.", self.writer, self.turn)
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (writer, turn) = text.strip_prefix("Writer ")?.strip_suffix('.')?.split_once(" in turn ")?;
        Some(Self { writer: writer.parse().ok()?, turn: turn.parse().ok()? })
    }

    /// The form's key: a turn that is taken again after a kill is the same form sent again.
    fn once(self) -> OnceKey {
        OnceKey::new(Uuid::from_u128(u128::from(self.writer) << 64 | u128::from(self.turn) | 1 << 100))
    }
}

/// When a process is killed.
#[derive(Clone, Copy)]
pub(super) enum Moment {
    /// So long after it was started.
    After(Duration),
    /// Once it has said so many entries, and so long after that.
    Said(u32, Duration),
}

/// Writes, and says on standard output what was written once it is; two people to a case, so that they get in each other's way.
pub(super) fn write_until_killed(site: &Site) {
    // the test runner has begun a line of its own
    say("\n");
    runtime().block_on(async {
        let house = site.open().await;
        let sealing = house.store().run_sealer(|| site.hurried(), std::future::pending());
        let writing = (0..WRITERS).map(|writer| {
            let who = Who { proved: Some(NOW), ..Who::in_the_name_of(site.maria) };
            let (ctx, case) = (house.acting(who), site.cases[writer as usize % site.cases.len()]);
            let first = site.next[writer as usize];
            tokio::spawn(async move {
                for turn in first.. {
                    write(&ctx, case, Written { writer, turn }).await;
                }
            })
        });
        let writing: Vec<_> = writing.collect();
        tokio::select! {
            () = sealing => {}
            () = async { for writer in writing { writer.await.unwrap(); } } => {}
        }
    });
}

async fn write(ctx: &Ctx, case: domain::ids::DossierId, written: Written) {
    let mut contact = contact(ContactKind::ServiceUpdate);
    contact.summary = words(&written.text());
    let signing = Signing::author(Proof::SignIn).once(written.once());
    let entry = loop {
        match log_contact(ctx, LogContact { case, contact: contact.clone() }, signing.clone()).await {
            Ok(entry) => break entry,
            // others were faster eight times over
            Err(casework::Failure::Fault(casework::Fault::Busy)) => {}
            Err(failure) => panic!("{written:?}: {failure}"),
        }
    };
    say(&format!("said {} {} {}\n", written.writer, written.turn, entry.number.0));
}

fn say(text: &str) {
    // nobody listens any more: then nobody kills this process either
    std::io::stdout().write_all(text.as_bytes()).unwrap_or_else(|_| std::process::exit(1));
}

/// Starts a process that writes and kills it at that moment; everything it said, with the numbers of the entries.
pub(super) fn killed(site: &Site, moment: Moment) -> Vec<(Written, u32)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([NAME, "--exact", "--nocapture", "--test-threads=1"])
        .env(HANDED_OVER, serde_json::to_string(site).unwrap())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let heard = listen(&mut child);
    let mut said = Vec::new();
    match moment {
        Moment::After(time) => std::thread::sleep(time),
        Moment::Said(least, time) => {
            let begun = Stopwatch::now();
            while said.len() < least as usize {
                let left = PATIENCE.saturating_sub(begun.elapsed());
                said.push(heard.recv_timeout(left).expect("the process ended by itself, or says nothing"));
            }
            std::thread::sleep(time);
        }
    }
    assert!(child.try_wait().unwrap().is_none(), "the process ended by itself");
    child.kill().unwrap();
    child.wait().unwrap();
    said.extend(heard);
    said
}

fn listen(child: &mut Child) -> Receiver<(Written, u32)> {
    let out = BufReader::new(child.stdout.take().unwrap());
    let (tell, heard) = channel();
    std::thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            let Some(numbers) = line.strip_prefix("said ") else { continue };
            let numbers: Vec<u32> = numbers.split(' ').map(|number| number.parse().unwrap()).collect();
            let [writer, turn, entry] = numbers[..] else { panic!("{line}") };
            let _ = tell.send((Written { writer, turn }, entry));
        }
    });
    heard
}
