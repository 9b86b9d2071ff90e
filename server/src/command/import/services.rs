//! `casekeep import services`: services of others out of a file that follows the Human Services Data Specification (FS-4.6.2).

use std::cell::Cell;
use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use casework::Failure;
use casework::house::House;
use casework::listings::hsds::{self, LeftOut, Read};
use casework::listings::{Brought, import_services};
use clap::Args;
use domain::text::Line;
use serde_json::json;

use super::super::{house, of_failure, runtime};
use super::signing;
use crate::exits::{Ended, Exit, of_store};
use crate::opening::{New, open};
use crate::serving::Stop;
use crate::settings::Settings;
use crate::terminal::{progress, remark, say};

const EXAMPLES: &str = "Examples:
  casekeep import services services.json --as sofia            look and count; nothing is written
  casekeep import services services.json --as sofia --write

The file is what an address such as https://…/services?full_service=true of an HSDS 3.0 directory answers: one service, a list of them, or a page of it.
A service that came before is known by its id and described anew; one that is not active any more is taken off the list. What was noted here of whether a
service takes clients stays where the file says nothing of it, and what was taken off here stays off. Stopped at any point, the same command goes on where it stopped.";

/// What is written of a service that is offered no more.
const GONE: &str = "The list that it was read from says that it is not active";

/// How many services that are left out are named.
const NAMED: usize = 20;

/// Brings in services.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Services {
    /// The list of services, as JSON by HSDS 3.0
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Sign-in name of the person in whose name they are listed; must be allowed to list services
    #[arg(long = "as", value_name = "LOGIN")]
    signer: String,
    /// Writes; otherwise it is only tried out
    #[arg(long)]
    write: bool,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

impl Services {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let read = self.read()?;
        let house = house(open(settings, New::Never, false)?);
        runtime()?.block_on(self.bring(&house, read))
    }

    fn read(&self) -> Result<Vec<Result<Read, LeftOut>>, Ended> {
        let broken = |fault: std::io::Error| {
            Ended::new(Exit::File, format!("{} cannot be read: {}", self.file.display(), fault.kind()))
        };
        let mut bytes = Vec::new();
        File::open(&self.file).map_err(broken)?.take(hsds::LARGEST + 1).read_to_end(&mut bytes).map_err(broken)?;
        if u64::try_from(bytes.len()).is_ok_and(|length| hsds::LARGEST < length) {
            return Err(Ended::new(Exit::File, "the file is larger than 64 MB; bring it in page by page"));
        }
        hsds::read(&bytes).map_err(|why| Ended::new(Exit::Table, why))
    }

    async fn bring(&self, house: &Arc<House>, read: Vec<Result<Read, LeftOut>>) -> Result<()> {
        let ctx = signing(house, &self.signer).await?;
        let (mut services, mut left_out) = (Vec::new(), Vec::new());
        for (number, one) in (1_u64..).zip(read) {
            match one {
                Ok(service) => services.push(service),
                Err(why) => left_out.push((number, why)),
            }
        }
        let reason = Line::parse(GONE).map_err(|fault| Ended::new(Exit::Fault, fault))?;
        let what = if self.write { "importing" } else { "trying out" };
        let all = u64::try_from(services.len()).unwrap_or(u64::MAX);
        let (bar, reached) = (progress(what, all, self.json), Cell::new(Brought::default()));
        let running = import_services(&ctx, services, self.write, &reason, |brought| {
            reached.set(brought);
            bar.set_position(brought.all());
        });
        let done = match Stop::listen() {
            Ok(stop) => tokio::select! {
                done = running => done.map(drop).map_err(|failure| self.ended(failure)),
                () = stop.asked() => Err(Ended::new(Exit::Interrupted, "stopped; the same command goes on from there")),
            },
            Err(fault) => Err(Ended::new(Exit::Fault, fault)),
        };
        bar.finish_and_clear();
        let sealed = house.store().seal_now(house.now()).await.map_err(of_store);
        self.tell(reached.get(), &left_out);
        done?;
        sealed?;
        match left_out.len() {
            0 => Ok(()),
            n => Err(Ended::new(Exit::RowsLeftOut, format!("{n} services were left out")).into()),
        }
    }

    fn ended(&self, failure: Failure<domain::listings::CannotList>) -> Ended {
        match failure {
            Failure::Rule(rule) => Ended::new(Exit::Rule, rule),
            Failure::Refused(_) => Ended::new(Exit::Rule, format!("{} may not list services", self.signer)),
            other => of_failure(other),
        }
    }

    fn tell(&self, brought: Brought, left_out: &[(u64, LeftOut)]) {
        let Brought { added, changed, same, kept_off, ended, unknown } = brought;
        if self.json {
            let left_out: Vec<_> =
                left_out.iter().map(|(number, why)| json!({"number": number, "why": why.to_string()})).collect();
            say(json!({
                "written": self.write, "added": added, "changed": changed, "same": same, "kept_off": kept_off,
                "ended": ended, "unknown": unknown, "left_out": left_out,
            }));
            return;
        }
        for (number, why) in left_out.iter().take(NAMED) {
            remark(format!("service {number} is left out: {why}"));
        }
        if let more @ 1.. = left_out.len().saturating_sub(NAMED) {
            remark(format!("and {more} more; --json names them all"));
        }
        let done = if self.write { "" } else { "Nothing is written yet. With --write it would be:\n" };
        say(format!(
            "{done}new             {added}\ndescribed anew  {changed}\nas before       {same}\nstay off        {kept_off}\ntaken off       {ended}\nnot known here  {unknown}\nleft out        {}",
            left_out.len()
        ));
    }
}
