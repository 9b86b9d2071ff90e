//! What happens to files afterwards: short advice that is over, a matter that holds one of the files, and a list of those that are due.

use anyhow::{Context as _, Result};
use casework::disposition::prepare_list;
use casework::holds::{hold_file, open_matter};
use casework::records::records;
use domain::holds::MatterOpened;
use domain::ids::DossierId;
use domain::time::Instant;
use jiff::ToSpan;
use jiff::civil::Date;

use super::plot::Plot;
use super::teller::{Teller, line, seal, words};
use super::{Cast, Dice, Tale, plot};

/// The programme of the short advice, whose files are kept for three months.
pub(crate) const PROGRAMME: &str = "advice";

/// How many months they are kept.
pub(crate) const MONTHS: u32 = 3;

/// Tells of three people who were advised: one file is held, one is on a list, one has become due since.
pub(crate) async fn keeping(cast: &Cast, begin: Instant, now: Instant, dice: &mut Dice) -> Result<()> {
    let teller = Teller::new(cast, now);
    let today = teller.office.today(now);
    let over = today.checked_sub(i64::from(MONTHS).months())?;
    let mut cases = Vec::new();
    for (number, ended) in
        [(1, over.checked_sub(24.days())?), (2, over.checked_sub(17.days())?), (3, over.checked_sub(2.days())?)]
    {
        let mut plot = plot(dice, 1_000 + number, begin, now);
        plot.advised(ended.checked_sub(30.days())?);
        cases.push(advice(cast, &plot, ended).await?);
    }
    let held = cases.first().copied().context("the story has files")?;
    matter(&teller, held, now).await?;
    let joanna = teller.acting("joanna", now.plus_seconds(-5 * 86_400))?;
    prepare_list(&joanna, seal()).await?;
    Ok(())
}

/// From the first call to the closed file.
async fn advice(cast: &Cast, plot: &Plot, ended: Date) -> Result<DossierId> {
    let mut tale = Tale::begin(cast, plot).await?;
    let third = tale.teller.working(plot.begins.checked_add(3.days())?);
    tale.items(tale.teller.at(third, 15, 0)?).await?;
    tale.close(ended).await?;
    Ok(tale.case)
}

/// A court asks for one of the files.
async fn matter(teller: &Teller<'_>, held: DossierId, now: Instant) -> Result<()> {
    let daniel = teller.acting("daniel", now.plus_seconds(-20 * 86_400))?;
    let order = MatterOpened {
        title: line("Housing court, tenancy of Mill Street 4")?,
        reason: words(
            "The court has asked for whatever was written down about the rent arrears. Nothing may be destroyed before it has decided.",
        )?,
    };
    let matter = open_matter(&daniel, order, seal()).await?.dossier;
    let joanna = teller.acting("joanna", now.plus_seconds(-19 * 86_400))?;
    let closed = records(&joanna, None).await?.closed.unwrap_or_default();
    let number = closed.iter().find(|file| file.case == held).map(|file| file.number.clone());
    hold_file(&joanna, matter, &number.context("the file is closed")?, seal()).await?;
    Ok(())
}
