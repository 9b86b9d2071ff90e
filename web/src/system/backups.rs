//! What the System page says of the backups (clauses PT-4.2.4, RC-4.6).

use casework::system::{BackupNote, BackupPlan, BackupsAre, Health, judge_backups};

use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::when::{length, when};
use crate::face::words::figure;

/// When the last ones were, what is in them, and when the next one comes.
pub(super) fn facts(health: &Health) -> Pairs {
    let mut facts = Pairs::new();
    let last = &health.backups;
    let moment =
        |note: &Option<BackupNote>| note.as_ref().map_or_else(|| Words::from("Never"), |note| when(note.at).into());
    facts = facts.with("Last backup", moment(&last.written));
    if let Some(written) = &last.written {
        facts = facts.with("Ledger lines in it", count(written.size)).with("Documents in it", count(written.documents));
    }
    facts = facts.with("Last proven restore", moment(&last.proved));
    if let Some(proved) = &last.proved {
        facts =
            facts.with("Entries opened for it", count(proved.entries)).with("It took", length(proved.took / 1_000_000));
    }
    let drill = health.drill.map_or_else(|| Words::from("None yet"), |at| when(at).into());
    facts.with("Last restore drill in the record", drill).with("Next backup", next(health))
}

fn count(number: u64) -> String {
    figure(i64::try_from(number).unwrap_or(i64::MAX))
}

fn next(health: &Health) -> Words {
    let BackupPlan::Every(hours) = health.plan else { return "This server makes none by itself".into() };
    let due = health.backups.written.as_ref().map(|last| last.at.plus_seconds(i64::from(hours) * 3_600));
    match due {
        Some(due) if health.now < due => when(due).into(),
        _ => "Within minutes".into(),
    }
}

/// How they are, and what to do about it.
pub(super) fn judged(health: &Health) -> (State, Words) {
    let words = match judge_backups(&health.backups, health.plan, health.now) {
        BackupsAre::None => return (State::overdue("No backup yet"), plan(health.plan)),
        BackupsAre::Failed => return (State::overdue("The last backup failed"), reason(health)),
        BackupsAre::Old => return (State::overdue("The last backup is old"), plan(health.plan)),
        BackupsAre::Incomplete => {
            let words = "Some documents of the data folder are damaged and are not in the last backup. Earlier backups may hold them whole.";
            return (State::overdue("Documents are missing"), words.into());
        }
        BackupsAre::Unproved => {
            let words = "The last backups were not restored for a trial. Leave the proof switched on, so that it is known that they can be.";
            return (State::due("Not proved for a week"), words.into());
        }
        BackupsAre::Good => {
            "Every backup is restored into a scratch place, and every entry opened. Only the people who hold the keys to the backups can open them: this server cannot."
        }
    };
    (State::done("Backed up and proved"), words.into())
}

/// What to do when there is none, or an old one.
fn plan(plan: BackupPlan) -> Words {
    match plan {
        BackupPlan::Every(_) => "The server makes backups by itself; the next one should come within minutes. If it does not, look into the log.",
        BackupPlan::FewRecipients => {
            "The server makes none by itself, because fewer than two people could open them. Name at least two public keys in the setting backup_recipients, and start it again."
        }
        BackupPlan::None => {
            "The server makes none by itself. Give it the settings backup_to and backup_recipients, or run casekeep backup every day."
        }
    }
    .into()
}

/// Why the last one failed, from the code that was noted.
fn reason(health: &Health) -> Words {
    match health.backups.tried.as_ref().and_then(|note| note.reason.as_deref()) {
        Some("full") => "A disk was full. Make room where the backups go and, for the proof, in the data folder.",
        Some("file") => "The folder of the backups could not be written. See that it is there and belongs to the user that runs this server.",
        Some("settings") => "It was told a folder or public keys that cannot be used. See to backup_to and backup_recipients.",
        Some("undeleted") => {
            "Keys that should be gone could not be removed from the folder of the backups. As long as they are there, what was destroyed can be brought back: see to it that files in that folder can be removed."
        }
        Some("away") => {
            "The bucket of the backups could not be reached. Everything else goes on, and the server tries again within minutes. If this lasts, see to the store and to the network."
        }
        Some("not_let_in") => {
            "The store of the backups did not let this server in, or its access key cannot be read. See to backup_credentials, and to what the key may do: list, write, read and delete."
        }
        Some("no_bucket") => "There is no such bucket for the backups. See to backup_to, backup_endpoint and backup_region.",
        Some("busy") => "Another backup into the same place was running.",
        Some("proof") => {
            "It was written, but what was read again is not what was written. Do not rely on it: see to the disk of the backups, and keep the earlier ones."
        }
        _ => "The log of the server says why, under the time of the backup.",
    }
    .into()
}

#[cfg(test)]
pub(super) const NOW: domain::time::Instant = domain::time::Instant(1_767_603_600_000_000);

#[cfg(test)]
pub(super) fn sample() -> Health {
    Health {
        lines: 1_204,
        waiting: 0,
        behind: false,
        checkpoint: None,
        key: crate::samples::data("casekeep.example+1234"),
        jobs_waiting: 0,
        jobs_dead: 0,
        space: None,
        documents: casework::system::BlobFigures {
            documents: 412,
            bytes: 730_000_000,
            oldest: Some(NOW.plus_seconds(-9 * 3_600)),
            ..Default::default()
        },
        backups: casework::system::LastBackups { tried: note(5), written: note(5), proved: note(5) },
        drill: Some(NOW.plus_seconds(-9 * 86_400)),
        plan: BackupPlan::Every(1),
        keys: super::keys::sample(),
        inbox: None,
        mailbox: None,
        kit: super::kit::sample(domain::kits::KitIs::Good),
        now: NOW,
    }
}

#[cfg(test)]
fn note(minutes: i64) -> Option<BackupNote> {
    Some(BackupNote {
        outcome: casework::system::BackupOutcome::Proved,
        size: 1_204,
        entries: 817,
        documents: 12,
        ..BackupNote::failed(NOW.plus_seconds(-minutes * 60), 7_000_000)
    })
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(String, Health)> {
    use casework::system::{BackupOutcome, LastBackups};
    let mut all = vec![
        (
            "none".to_owned(),
            Health { backups: LastBackups::default(), drill: None, plan: BackupPlan::None, ..sample() },
        ),
        ("few".to_owned(), Health { backups: LastBackups::default(), plan: BackupPlan::FewRecipients, ..sample() }),
        (
            "old".to_owned(),
            Health { backups: LastBackups { tried: note(600), written: note(600), proved: note(600) }, ..sample() },
        ),
    ];
    let unproved = note(5).map(|note| BackupNote { outcome: BackupOutcome::Written, ..note });
    let incomplete = note(5).map(|note| BackupNote { reason: Some("documents".to_owned()), ..note });
    for (name, written, proved) in [("unproved", unproved, None), ("incomplete", incomplete.clone(), incomplete)] {
        all.push((
            name.to_owned(),
            Health { backups: LastBackups { tried: written.clone(), written, proved }, ..sample() },
        ));
    }
    for code in ["full", "file", "settings", "undeleted", "away", "not_let_in", "no_bucket", "busy", "proof", "fault"] {
        let failed =
            note(2).map(|note| BackupNote { outcome: BackupOutcome::Failed, reason: Some(code.to_owned()), ..note });
        all.push((
            code.to_owned(),
            Health { backups: LastBackups { tried: failed, written: note(62), proved: note(62) }, ..sample() },
        ));
    }
    all
}
