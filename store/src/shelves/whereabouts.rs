//! Whereabouts: where physical items are, and who has them. What an item is called stands in the card of its dossier.

use domain::ids::{DossierId, ItemId};
use domain::time::Instant;

use crate::db::{DbFault, Row, ToVal as _, Tx, Val};
use crate::{Store, StoreFault, Whereabouts, vals};

/// An item and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhereaboutsSeen {
    /// Whose item.
    pub dossier: DossierId,
    /// Where it is.
    pub whereabouts: Whereabouts,
}

/// After which item the next page begins: the last one of the page before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhereaboutsCursor {
    /// By when it has to be back; [`Whereabouts::NEVER`] when it is in its place.
    pub due: Instant,
    /// Whose item.
    pub dossier: DossierId,
    /// Which.
    pub item: ItemId,
}

/// How many items belong to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceFigures {
    /// Which place.
    pub place: ItemId,
    /// How many items belong there.
    pub items: u32,
    /// How many of them somebody has.
    pub out: u32,
}

macro_rules! page {
    ($($condition:literal),*) => {
        concat!(
            "SELECT dossier, item, place, holder, due FROM whereabouts WHERE (due, dossier, item) > ($1, $2, $3)",
            $($condition,)*
            " ORDER BY due, dossier, item LIMIT $4"
        )
    };
}

const PAGE: &str = page!();
const PAGE_OF_PLACE: &str = page!(" AND place = $5");

impl Store {
    /// One page of items, those that have to be back first; of one place, or of all.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn whereabouts(
        &self,
        place: Option<ItemId>,
        after: Option<WhereaboutsCursor>,
        most: u32,
    ) -> Result<Vec<WhereaboutsSeen>, StoreFault> {
        let page = move |tx: &mut Tx<'_>| {
            let mut vals = match &after {
                Some(last) => vec![last.due.val(), last.dossier.val(), last.item.val()],
                None => vec![Val::Int(i64::MIN), Val::Text(""), Val::Text("")],
            };
            vals.push(most.val());
            vals.extend(place.as_ref().map(|place| place.val()));
            tx.query(if place.is_some() { PAGE_OF_PLACE } else { PAGE }, &vals, read)
        };
        Ok(self.db().glance(page).await?)
    }

    /// How many items belong to each place that has any.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn place_figures(&self) -> Result<Vec<PlaceFigures>, StoreFault> {
        let count = "SELECT place, COUNT(*), COUNT(holder) FROM whereabouts GROUP BY place ORDER BY place";
        let read = |row: &Row<'_>| {
            let number = |at| Ok::<u32, DbFault>(u32::try_from(row.int(at)?).unwrap_or(u32::MAX));
            Ok(PlaceFigures { place: row.parse(0)?, items: number(1)?, out: number(2)? })
        };
        Ok(self.db().glance(move |tx| tx.query(count, vals![], read)).await?)
    }
}

/// Whether an item belongs to this place.
pub(crate) fn any_at(tx: &mut Tx<'_>, place: ItemId) -> Result<bool, DbFault> {
    let one = "SELECT 1 FROM whereabouts WHERE place = $1 LIMIT 1";
    Ok(tx.one(one, vals![place], |_| Ok(()))?.is_some())
}

fn read(row: &Row<'_>) -> Result<WhereaboutsSeen, DbFault> {
    Ok(WhereaboutsSeen {
        dossier: row.parse(0)?,
        whereabouts: Whereabouts {
            item: row.parse(1)?,
            place: row.parse(2)?,
            holder: row.opt_parse(3)?,
            due: row.instant(4)?,
        },
    })
}
