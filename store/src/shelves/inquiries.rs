//! How inquiries stand, for the inbox and its figures: ids, times and codes. What was asked stands in the sealed card.

use domain::ids::{DossierId, StaffId};
use domain::level::Level;
use domain::time::Instant;

use crate::db::{DbFault, Row};
use crate::{InquiryRow, Store, StoreFault, vals};

/// An inquiry, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InquirySeen {
    /// Which.
    pub dossier: DossierId,
    /// How it stands.
    pub row: InquiryRow,
}

/// Which inquiries are looked for.
#[derive(Debug, Clone, Copy)]
pub struct InquiriesWanted {
    /// Those up to this level, whoever answers them; nothing: none but one's own.
    pub up_to: Option<Level>,
    /// Who looks: what they answer themselves is always among them.
    pub staff: StaffId,
    /// Whose.
    pub whose: InquiriesOf,
    /// Those that are over, instead of those that wait.
    pub ended: bool,
}

/// Whose inquiries are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InquiriesOf {
    /// Anybody's.
    All,
    /// One's own.
    Mine,
    /// Those that nobody has yet.
    Nobody,
}

/// How many inquiries of one kind, channel and owner came in a period, and how their clocks came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InquiriesCounted {
    /// What they are, a code.
    pub kind: String,
    /// How they reached us, a code.
    pub channel: String,
    /// Who answers them.
    pub owner: Option<StaffId>,
    /// How many.
    pub all: i64,
    /// How many were acknowledged in time.
    pub acknowledged: i64,
    /// Of how many that is certain: acknowledged, or the time is over.
    pub acknowledge_judged: i64,
    /// How many were answered in time.
    pub answered: i64,
    /// Of how many that is certain.
    pub answer_judged: i64,
}

/// After which inquiry the next page begins: when it is due, and which it is.
pub type InquiryCursor = (Instant, DossierId);

impl Store {
    /// Inquiries: those that wait by what is due first, those that are over by the latest first.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn inquiries(
        &self,
        wanted: InquiriesWanted,
        after: Option<InquiryCursor>,
        most: u32,
    ) -> Result<Vec<InquirySeen>, StoreFault> {
        macro_rules! find {
            ($state:literal, $order:literal) => {
                concat!(
                    "SELECT dossier, kind, channel, level, owner, about, received, acknowledge_due, acknowledged, answer_due,
                            ended, answered, due
                     FROM inquiries WHERE ",
                    $state,
                    " AND (level <= $1 OR owner = $2)
                      AND (CAST($3 AS BIGINT) = 0 OR (CAST($3 AS BIGINT) = 1 AND owner = $2)
                           OR (CAST($3 AS BIGINT) = 2 AND owner IS NULL)) ORDER BY ",
                    $order,
                    " LIMIT $6"
                )
            };
        }
        const WAIT: &str = find!("ended IS NULL AND (due, dossier) > ($4, $5)", "due, dossier");
        const OVER: &str = find!("ended IS NOT NULL AND (received, dossier) < ($4, $5)", "received DESC, dossier DESC");
        let InquiriesWanted { up_to, staff, whose, ended } = wanted;
        let level = up_to.map_or(-1, |level| i64::from(level.rank()));
        let whose = match whose {
            InquiriesOf::All => 0_i64,
            InquiriesOf::Mine => 1,
            InquiriesOf::Nobody => 2,
        };
        let most = i64::from(most);
        let (at, id) = match (after, ended) {
            (Some((at, dossier)), _) => (at, dossier.to_string()),
            (None, false) => (Instant(i64::MIN), String::new()),
            (None, true) => (Instant(i64::MAX), String::new()),
        };
        let sql = if ended { OVER } else { WAIT };
        let rows = self.db().glance(move |tx| tx.query(sql, vals![level, staff, whose, at, id, most], read));
        Ok(rows.await?)
    }

    /// The inquiries that belong to this case, the latest first.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn inquiries_about(&self, case: DossierId) -> Result<Vec<InquirySeen>, StoreFault> {
        let find =
            "SELECT dossier, kind, channel, level, owner, about, received, acknowledge_due, acknowledged, answer_due,
                           ended, answered, due
                    FROM inquiries WHERE about = $1 ORDER BY received DESC, dossier";
        Ok(self.db().glance(move |tx| tx.query(find, vals![case], read)).await?)
    }

    /// How the clocks of the inquiries came out that reached us from `from` up to `to`.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn inquiries_counted(
        &self,
        from: Instant,
        to: Instant,
        now: Instant,
    ) -> Result<Vec<InquiriesCounted>, StoreFault> {
        let count = "SELECT kind, channel, owner, COUNT(*),
                            SUM(CASE WHEN acknowledged <= acknowledge_due THEN 1 ELSE 0 END),
                            SUM(CASE WHEN acknowledged IS NOT NULL OR acknowledge_due < $3 THEN 1 ELSE 0 END),
                            SUM(CASE WHEN ended <= answer_due THEN 1 ELSE 0 END),
                            SUM(CASE WHEN ended IS NOT NULL OR answer_due < $3 THEN 1 ELSE 0 END)
                     FROM inquiries WHERE $1 <= received AND received < $2
                     GROUP BY kind, channel, owner ORDER BY kind, channel, owner";
        let read = |row: &Row<'_>| {
            Ok(InquiriesCounted {
                kind: row.text(0)?,
                channel: row.text(1)?,
                owner: row.opt_parse(2)?,
                all: row.int(3)?,
                acknowledged: row.int(4)?,
                acknowledge_judged: row.int(5)?,
                answered: row.int(6)?,
                answer_judged: row.int(7)?,
            })
        };
        Ok(self.db().glance(move |tx| tx.query(count, vals![from, to, now], read)).await?)
    }
}

fn read(row: &Row<'_>) -> Result<InquirySeen, DbFault> {
    Ok(InquirySeen {
        dossier: row.parse(0)?,
        row: InquiryRow {
            kind: row.text(1)?,
            channel: row.text(2)?,
            level: row.level(3)?,
            owner: row.opt_parse(4)?,
            about: row.opt_parse(5)?,
            received: row.instant(6)?,
            acknowledge_due: row.instant(7)?,
            acknowledged: row.opt_int(8)?.map(Instant),
            answer_due: row.instant(9)?,
            ended: row.opt_int(10)?.map(Instant),
            answered: row.int(11)? != 0,
            due: row.instant(12)?,
        },
    })
}
