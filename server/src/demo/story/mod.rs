//! One client's story, from the first call to the last entry, told through the same operations as real work.

mod between;
mod closing;
mod disclosures;
mod groups;
mod house;
mod inquiries;
mod intake;
mod items;
mod keeping;
mod messages;
mod months;
mod papers;
mod plot;
mod referrals;
mod series;
mod teller;
mod waiting;
mod wording;

use anyhow::Result;
use domain::contacts::ActionItem;
use domain::ids::{DossierId, ItemId};
use jiff::civil::Date;

use super::Cast;
use super::dice::Dice;
use teller::Teller;

pub(crate) use disclosures::disclosures;
pub(crate) use groups::groups;
pub(crate) use house::house;
pub(crate) use inquiries::inquiries;
pub(crate) use items::{look_into, places};
pub(crate) use keeping::{MONTHS, PROGRAMME, keeping};
pub(crate) use messages::messages;
pub(crate) use plot::{Plot, plot};
pub(crate) use referrals::referrals;
pub(crate) use wording::wording;

/// A story in the telling.
struct Tale<'a> {
    teller: Teller<'a>,
    plot: &'a Plot,
    dice: Dice,
    case: DossierId,
    goals: Vec<ItemId>,
    /// The step of each goal, 1 to 5.
    steps: Vec<u8>,
    /// Promises that nobody has settled yet.
    open: Vec<ItemId>,
    /// How many sessions there were.
    sessions: u32,
    /// The day up to which a report speaks.
    reported: Date,
    /// The day of the last review.
    reviewed: Date,
    /// The day of the last assessment.
    assessed: Date,
    /// The folder of the case, while it is in its place.
    folder: Option<ItemId>,
    /// Whether a letter came by e-mail of which nobody has said what it is.
    mailed: bool,
}

impl<'a> Tale<'a> {
    /// From the first call to the first plan.
    async fn begin(cast: &'a Cast, plot: &'a Plot) -> Result<Self> {
        let teller = Teller::new(cast, plot.now);
        let mut dice = plot.dice();
        let case = intake::intake(&teller, plot, &mut dice).await?;
        let goals = intake::first_steps(&teller, plot, case).await?;
        let (steps, begins) = (vec![1; goals.len()], plot.begins);
        Ok(Self {
            teller,
            plot,
            dice,
            case,
            goals,
            steps,
            open: Vec::new(),
            sessions: 0,
            reported: begins,
            reviewed: begins,
            assessed: begins,
            folder: None,
            mailed: false,
        })
    }

    fn promise(&mut self, item: ActionItem) -> ActionItem {
        self.open.push(item.id);
        item
    }
}

/// Tells the story.
pub(crate) async fn client(cast: &Cast, plot: &Plot) -> Result<()> {
    let mut tale = Tale::begin(cast, plot).await?;
    tale.months().await?;
    if plot.weekly && !plot.closes {
        tale.series().await?;
    }
    if plot.flagged && !plot.closes {
        tale.flag().await?;
    }
    if let Some(urgency) = plot.sooner {
        tale.waits(urgency).await?;
    }
    Ok(())
}
