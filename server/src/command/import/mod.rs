//! `casekeep import`: clients out of a table that another system, or a spreadsheet, has written; services of others; or everything, out of an export of another installation.
//!
//! Tried out unless `--write` is said. Whoever stops it at any point and says the same again goes on where it stopped; nobody is doubled. No value of
//! the file is printed, neither on the terminal nor in the error file.

mod errors;
mod everything;
mod services;
mod told;

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use casework::house::{House, Who};
use casework::imports::{
    CannotImport, ClientImport, DateForm, Declared, Encoding, Mode, Order, Others, Outcome, Tally, import_clients,
};
use casework::{Ctx, Failure};
use clap::{Args, Subcommand};

use super::{house, of_failure, runtime};
use crate::exits::{Ended, Exit, of_store};
use crate::opening::{New, open};
use crate::serving::Stop;
use crate::settings::Settings;
use crate::terminal::{progress, remark, say};
use errors::ErrorFile;
use told::Told;

const EXAMPLES: &str = "Examples:
  casekeep import clients clients.csv --as ada                        look and count; nothing is written
  casekeep import clients clients.csv --as ada --write
  casekeep import clients old.csv --as ada --dates %d.%m.%Y --phone-country ES --write
  casekeep import clients old.csv --as ada --mapping old.toml --not-duplicates 17,204 --write

Columns are known by their headings, in any order and many languages; when they are not, a mapping file says which is which:

  date_format = \"%d.%m.%Y\"
  phone_country = \"ES\"        # for numbers without a country code
  language = \"es\"             # where the file says none
  encoding = \"windows-1252\"   # utf-8, utf-16le, utf-16be or windows-1252
  delimiter = \";\"
  unknown = [\"-\", \"n/a\"]      # cells that mean \"not known\"

  [columns]                   # without this table the columns are guessed
  family_name = \"Surname\"
  given_names = [\"First\", \"Second\"]
  birth_date = \"Born on\"

Every client is registered with one entry in the name of the person after --as, signed at the server's terminal. Stopped at any point, the
same command goes on where it stopped.";

/// Brings in what other systems have written.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Registers the clients of a CSV file; without --write it only looks and counts
    #[command(after_help = EXAMPLES)]
    Clients(Clients),
    /// Puts services of others into the directory, out of a file by HSDS 3.0; without --write it only looks and counts
    Services(services::Services),
    /// Founds an empty installation anew out of an export of everything
    Everything(everything::Everything),
}

#[derive(Args)]
struct Clients {
    /// The table, as CSV
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Sign-in name of the person in whose name the clients are registered; must be allowed to register clients
    #[arg(long = "as", value_name = "LOGIN")]
    signer: String,
    /// Writes; otherwise it is only tried out
    #[arg(long)]
    write: bool,
    /// A file that says which column holds what (see the end of this help)
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// How the characters are written: utf-8, utf-16le, utf-16be or windows-1252 [default: found out]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<Encoding>,
    /// The form of dates, such as %d.%m.%Y [default: %Y-%m-%d]
    #[arg(long, value_name = "FORM", value_parser = DateForm::parse)]
    dates: Option<DateForm>,
    /// Country of phone numbers that name none, as a code such as ES
    #[arg(long, value_name = "CODE")]
    phone_country: Option<String>,
    /// Rows (as numbered in the error file) of people who resemble somebody, but are others: 17,204, or all
    #[arg(long, value_name = "ROWS", value_parser = others)]
    not_duplicates: Option<Others>,
    /// The new file that says, row by row, what was left out or changed, and why [default: beside FILE]
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

impl Import {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let order = match self.what {
            What::Clients(order) => order,
            What::Services(order) => return order.run(settings),
            What::Everything(order) => return order.run(settings),
        };
        let import = ClientImport::open(&order.file, &order.declared()?).map_err(of_rule)?;
        let house = house(open(settings, New::Never, false)?);
        runtime()?.block_on(order.run(&house, &import))
    }
}

impl Clients {
    /// What is said of the file here and in the mapping file.
    fn declared(&self) -> Result<Declared, Ended> {
        let declared = Declared {
            encoding: self.encoding,
            dates: self.dates.clone(),
            phone_country: self.phone_country.clone(),
            ..Declared::default()
        };
        let Some(path) = &self.mapping else { return Ok(declared) };
        let text = std::fs::read_to_string(path)
            .map_err(|fault| Ended::new(Exit::File, format!("{} cannot be read: {}", path.display(), fault.kind())))?;
        declared.with_mapping(&text).map_err(of_rule)
    }

    async fn run(&self, house: &Arc<House>, import: &ClientImport) -> Result<()> {
        let ctx = signing(house, &self.signer).await?;
        let errors = ErrorFile::create(&self.file, self.errors.as_deref())?;
        if !self.json {
            remark(told::understood(&self.file, import));
        }
        let (done, tally) = self.import(&ctx, import, &errors).await;
        let sealed = house.store().seal_now(house.now()).await.map_err(of_store);
        let told =
            Told { import, write: self.write, done: done.as_ref().ok().cloned(), tally, errors: errors.keep_if_used() };
        if self.json {
            say(told.as_json());
        } else if done.is_ok() || 0 < tally.rows {
            say(told.as_text());
        }
        done?;
        sealed?;
        if 0 < told.left_out() {
            return Err(Ended::new(Exit::RowsLeftOut, told.why_left_out()).into());
        }
        Ok(())
    }

    /// Goes through the file; answers with how it ended, and with the figures up to there.
    async fn import(&self, ctx: &Ctx, import: &ClientImport, errors: &ErrorFile) -> (Result<Outcome, Ended>, Tally) {
        let what = if self.write { "importing" } else { "trying out" };
        let (bar, reached) = (progress(what, import.rows(), self.json), Cell::new(Tally::default()));
        let (mode, others) = (if self.write { Mode::Write } else { Mode::TryOut }, self.not_duplicates.clone());
        let order = Order { mode, others: others.unwrap_or_default(), ..Order::try_out() };
        let running = import_clients(ctx, import, &order, errors.writer(), |tally| {
            reached.set(*tally);
            bar.set_position(tally.rows);
        });
        let done = match Stop::listen() {
            Ok(stop) => tokio::select! {
                done = running => done.map_err(|failure| self.ended(failure)),
                () = stop.asked() => Err(Ended::new(Exit::Interrupted, "stopped; the same command goes on from there")),
            },
            Err(fault) => Err(Ended::new(Exit::Fault, fault)),
        };
        bar.finish_and_clear();
        (done, reached.get())
    }

    fn ended(&self, failure: Failure<CannotImport>) -> Ended {
        match failure {
            Failure::Rule(rule) => of_rule(rule),
            Failure::Refused(_) => Ended::new(Exit::Rule, format!("{} may not register clients", self.signer)),
            other => of_failure(other),
        }
    }
}

/// Whoever signs what is brought in.
async fn signing(house: &Arc<House>, login: &str) -> Result<Ctx, Ended> {
    let account = house.store().account_by_login(login).await.map_err(of_store)?;
    let account = account.ok_or_else(|| Ended::new(Exit::Absent, "nobody has this sign-in name"))?;
    Ok(house.acting(Who::in_the_name_of(account.staff)))
}

fn of_rule(rule: CannotImport) -> Ended {
    let exit = match rule {
        CannotImport::Unreadable(_) | CannotImport::Report => Exit::File,
        CannotImport::Row(_) => Exit::Rule,
        _ => Exit::Table,
    };
    Ended::new(exit, rule)
}

fn encoding(name: &str) -> Result<Encoding, String> {
    Encoding::named(name).ok_or_else(|| {
        let names = Encoding::ALL.map(Encoding::name);
        format!("an encoding is one of {}", names.join(", "))
    })
}

fn others(rows: &str) -> Result<Others, String> {
    if rows == "all" {
        return Ok(Others::All);
    }
    let rows: Result<_, _> = rows.split(',').map(|row| row.trim().parse()).collect();
    rows.map(Others::Rows).map_err(|_| "rows are numbers such as 17,204, or the word all".to_owned())
}
