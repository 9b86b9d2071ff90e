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
    /// Those up to this level, whoever answers them; nothing: none but one's own, and those that one was told of.
    pub up_to: Option<Level>,
    /// Who looks: what they answer themselves is always among them, and what they are kept away from never.
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

/// That somebody is not kept away from an inquiry; exclusions hold for ever.
macro_rules! not_excluded {
    ($staff:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM ties t WHERE t.dossier = inquiries.dossier AND t.staff = ",
            $staff,
            " AND t.tie = 'excluded')"
        )
    };
}

/// How inquiries stand, from what follows.
macro_rules! inquiries {
    ($from:expr) => {
        concat!(
            "SELECT dossier, kind, channel, level, owner, about, received, acknowledge_due, acknowledged, answer_due,
                    ended, answered, due
             FROM inquiries ",
            $from
        )
    };
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
                inquiries!(concat!(
                    "WHERE ",
                    $state,
                    " AND (level <= $1 OR owner = $2
                           OR dossier IN (SELECT t.dossier FROM ties t WHERE t.staff = $2 AND t.tie = 'told'))
                      AND ",
                    not_excluded!("$2"),
                    "
                      AND (CAST($3 AS BIGINT) = 0 OR (CAST($3 AS BIGINT) = 1 AND owner = $2)
                           OR (CAST($3 AS BIGINT) = 2 AND owner IS NULL)) ORDER BY ",
                    $order,
                    " LIMIT $6"
                ))
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
        let find = inquiries!("WHERE about = $1 ORDER BY received DESC, dossier");
        Ok(self.db().glance(move |tx| tx.query(find, vals![case], read)).await?)
    }

    /// The inquiries that reached us from `from` up to `to` and were acknowledged or answered too late, or wait beyond their time: those up to this level, and
    /// those that this member of staff answers, without those from which they are kept away; the latest first.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn inquiries_late(
        &self,
        (up_to, staff): (Option<Level>, StaffId),
        (from, to): (Instant, Instant),
        now: Instant,
        most: u32,
    ) -> Result<Vec<InquirySeen>, StoreFault> {
        let find = inquiries!(concat!(
            "WHERE $1 <= received AND received < $2 AND (level <= $3 OR owner = $4) AND ",
            not_excluded!("$4"),
            " AND (acknowledge_due < COALESCE(acknowledged, $5) OR answer_due < COALESCE(ended, $5))
             ORDER BY received DESC, dossier LIMIT $6"
        ));
        let level = up_to.map_or(-1, |level| i64::from(level.rank()));
        let most = i64::from(most);
        Ok(self.db().glance(move |tx| tx.query(find, vals![from, to, level, staff, now, most], read)).await?)
    }

    /// The complaints and feedback that reached us from `from` up to `to`, without those from which `staff` is kept away.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn voices(&self, staff: StaffId, from: Instant, to: Instant) -> Result<Vec<InquirySeen>, StoreFault> {
        let find = inquiries!(concat!(
            "WHERE $1 <= received AND received < $2 AND kind IN ('complaint', 'feedback') AND ",
            not_excluded!("$3")
        ));
        Ok(self.db().glance(move |tx| tx.query(find, vals![from, to, staff], read)).await?)
    }

    /// How the clocks of the inquiries came out that reached us from `from` up to `to`, without those from which `staff` is kept away.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn inquiries_counted(
        &self,
        staff: StaffId,
        from: Instant,
        to: Instant,
        now: Instant,
    ) -> Result<Vec<InquiriesCounted>, StoreFault> {
        let count = concat!(
            "SELECT kind, channel, owner, COUNT(*),
                            SUM(CASE WHEN acknowledged <= acknowledge_due THEN 1 ELSE 0 END),
                            SUM(CASE WHEN acknowledged IS NOT NULL OR acknowledge_due < $3 THEN 1 ELSE 0 END),
                            SUM(CASE WHEN ended <= answer_due THEN 1 ELSE 0 END),
                            SUM(CASE WHEN ended IS NOT NULL OR answer_due < $3 THEN 1 ELSE 0 END)
                     FROM inquiries WHERE $1 <= received AND received < $2 AND ",
            not_excluded!("$4"),
            " GROUP BY kind, channel, owner ORDER BY kind, channel, owner"
        );
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
        Ok(self.db().glance(move |tx| tx.query(count, vals![from, to, now, staff], read)).await?)
    }
}

/// An inquiry whose clocks were counted by other rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleInquiry {
    /// Which.
    pub dossier: DossierId,
    /// On what its clocks hang; empty when that is not known.
    pub timed: String,
    /// Whether it is over.
    pub ended: bool,
}

/// The clocks of an inquiry, counted anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recounted {
    /// Which.
    pub dossier: DossierId,
    /// On what they hang; they are only written while that is so.
    pub timed: String,
    /// By when they are to know that we have it.
    pub acknowledge_due: Instant,
    /// By when they are to have an answer.
    pub answer_due: Instant,
    /// By when something is, or was, to be done next.
    pub due: Instant,
}

impl Store {
    /// Whether the clocks of all inquiries were counted by these rules.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn inquiries_counted_by(&self, rules: &str) -> Result<bool, StoreFault> {
        // Asked apart, because each alone is one step into the index.
        let ends = "SELECT (SELECT MIN(rules) FROM inquiries), (SELECT MAX(rules) FROM inquiries)";
        let found = self.db().glance(move |tx| tx.one(ends, vals![], |row| Ok((row.opt_text(0)?, row.opt_text(1)?))));
        let (least, most) = found.await?.unwrap_or_default();
        Ok([least, most].iter().flatten().all(|found| found == rules))
    }

    /// How many inquiries have clocks that were counted by other rules.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn inquiries_to_recount(&self, rules: &str) -> Result<u64, StoreFault> {
        let (count, rules) = ("SELECT COUNT(*) FROM inquiries WHERE rules < $1 OR $1 < rules", rules.to_owned());
        let found = self.db().glance(move |tx| tx.one(count, vals![rules], |row| row.int(0)));
        Ok(found.await?.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }

    /// Inquiries behind `after` whose clocks were counted by other rules, in the order of their ids.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn inquiries_counted_otherwise(
        &self,
        rules: &str,
        after: Option<DossierId>,
        most: u32,
    ) -> Result<Vec<StaleInquiry>, StoreFault> {
        let find =
            "SELECT dossier, timed, ended FROM inquiries WHERE dossier > $1 AND rules <> $2 ORDER BY dossier LIMIT $3";
        let (after, rules) = (after.map(|after| after.to_string()).unwrap_or_default(), rules.to_owned());
        let most = i64::from(most);
        let read = |row: &Row<'_>| {
            Ok(StaleInquiry { dossier: row.parse(0)?, timed: row.text(1)?, ended: row.opt_int(2)?.is_some() })
        };
        Ok(self.db().glance(move |tx| tx.query(find, vals![after, rules, most], read)).await?)
    }

    /// Writes clocks that were counted anew by these rules, each while what they hang on is as it was read.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn recount_inquiries(&self, rules: &str, counted: Vec<Recounted>) -> Result<(), StoreFault> {
        let rules = rules.to_owned();
        let write = "UPDATE inquiries SET acknowledge_due = $1, answer_due = $2, due = $3, rules = $4
                     WHERE dossier = $5 AND timed = $6";
        let written = self.db().write(move |tx| {
            for one in &counted {
                let Recounted { dossier, timed, acknowledge_due, answer_due, due } = one;
                tx.exec(write, vals![*acknowledge_due, *answer_due, *due, rules, *dossier, *timed])?;
            }
            Ok::<_, DbFault>(())
        });
        Ok(written.await?)
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
