//! Duties: what must be done by somebody by a time, as worklists.
//!
//! tidy: sql because only placeholders and constant clauses vary; every value is bound

use std::sync::LazyLock;

use domain::ids::{DossierId, StaffId};
use domain::time::Instant;

use super::texts::{ByLength, by_length, places, with_list};
use crate::db::{DbFault, Row, ToVal, Tx, Val};
use crate::{Duty, Store, StoreFault};

/// A duty and where it arises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutySeen {
    /// Where it arises.
    pub dossier: DossierId,
    /// What must be done, by whom, by when.
    pub duty: Duty,
}

/// Whose duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// This person's own.
    Owner(StaffId),
    /// Those of any of these roles, in whatever dossier: the policy decides.
    Roles(Vec<String>),
    /// Those of any of these roles in dossiers to which this person has a live tie of any of these kinds.
    RolesTied(Vec<String>, StaffId, Vec<String>),
    /// All of one dossier.
    Dossier(DossierId),
    /// All in the dossiers to which this person has a live tie of any of these kinds, such as those that a supervisor's team holds.
    Tied(StaffId, Vec<String>),
    /// Those that are nobody's by name or role, in the subjects of the dossiers to which this person has a live tie of any of these kinds: what is to be
    /// done in the file of a client by whoever carries a case of theirs.
    OfSubjects(StaffId, Vec<String>),
}

/// After which duty the next page begins: the last one of the page before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyCursor {
    /// By when it is due.
    pub due: Instant,
    /// Where it arises.
    pub dossier: DossierId,
    /// Its name there.
    pub duty: String,
}

/// Which duties a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutiesWanted {
    /// Whose.
    pub whose: Whose,
    /// Due before then.
    pub before: Option<Instant>,
}

/// How many roles or kinds of tie count at most in one question; nobody has more.
const SHORT: usize = 8;

macro_rules! select_duties {
    ($condition:expr) => {
        format!(
            "SELECT d.dossier, d.duty, d.kind, d.clause, d.owner, d.role, d.due, d.raised, d.item, d.level FROM duties d
             WHERE d.due < $1 AND (d.due, d.dossier, d.duty) > ($2, $3, $4) AND {} ORDER BY d.due, d.dossier, d.duty LIMIT $5",
            $condition
        )
    };
}

static OF_OWNER: LazyLock<String> = LazyLock::new(|| select_duties!("d.owner = $6"));
static OF_DOSSIER: LazyLock<String> = LazyLock::new(|| select_duties!("d.dossier = $6"));
static OF_ROLES: ByLength = LazyLock::new(|| by_length(6, |roles| select_duties!(format!("d.role IN ({roles})"))));
static TIED: ByLength = LazyLock::new(|| by_length(8, |ties| select_duties!(tied(ties))));
static OF_SUBJECTS: ByLength = LazyLock::new(|| by_length(8, |ties| select_duties!(of_subjects(ties))));
static OF_ROLES_TIED: ByLength = LazyLock::new(|| {
    let roles = places(8, SHORT);
    by_length(8 + SHORT, |ties| select_duties!(format!("d.role IN ({roles}) AND {}", tied(ties))))
});

fn tied(ties: &str) -> String {
    format!(
        "d.dossier IN (SELECT t.dossier FROM ties t WHERE t.staff = $6 AND t.since <= $7
         AND (t.until IS NULL OR $7 < t.until) AND t.tie IN ({ties}))"
    )
}

fn of_subjects(ties: &str) -> String {
    format!(
        "d.owner IS NULL AND d.role IS NULL AND d.dossier IN (SELECT c.subject FROM ties t JOIN cards c ON c.dossier = t.dossier
         WHERE t.staff = $6 AND t.since <= $7 AND (t.until IS NULL OR $7 < t.until) AND t.tie IN ({ties}))"
    )
}

impl Store {
    /// One page of a worklist, the most urgent first. The facts for the policy are in [`Store::ties_to`].
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn duties(
        &self,
        wanted: DutiesWanted,
        now: Instant,
        after: Option<DutyCursor>,
        most: u32,
    ) -> Result<Vec<DutySeen>, StoreFault> {
        Ok(self.db().glance(move |tx| duties(tx, &wanted, now, after.as_ref(), most)).await?)
    }
}

fn duties(
    tx: &mut Tx<'_>,
    wanted: &DutiesWanted,
    now: Instant,
    after: Option<&DutyCursor>,
    most: u32,
) -> Result<Vec<DutySeen>, DbFault> {
    let before = wanted.before.map_or(i64::MAX, |before| before.0);
    let mut vals = vec![Val::Int(before)];
    vals.extend(match after {
        Some(cursor) => [cursor.due.val(), cursor.dossier.val(), cursor.duty.val()],
        None => [Val::Int(i64::MIN), Val::Text(""), Val::Text("")],
    });
    vals.push(most.val());
    let asked = match &wanted.whose {
        Whose::Owner(staff) => Some((OF_OWNER.as_str(), one_more(vals, staff.val()))),
        Whose::Dossier(dossier) => Some((OF_DOSSIER.as_str(), one_more(vals, dossier.val()))),
        Whose::Roles(roles) => with_list(&OF_ROLES, &vals, roles),
        Whose::Tied(staff, ties) => {
            vals.extend([staff.val(), now.val()]);
            with_list(&TIED, &vals, ties)
        }
        Whose::OfSubjects(staff, ties) => {
            vals.extend([staff.val(), now.val()]);
            with_list(&OF_SUBJECTS, &vals, ties)
        }
        Whose::RolesTied(roles, staff, ties) => {
            let Some(last) = roles.last() else { return Ok(Vec::new()) };
            vals.extend([staff.val(), now.val()]);
            vals.extend(roles.iter().chain(std::iter::repeat(last)).take(SHORT).map(ToVal::val));
            with_list(&OF_ROLES_TIED, &vals, ties)
        }
    };
    let Some((text, vals)) = asked else { return Ok(Vec::new()) };
    tx.query(text, &vals, read)
}

fn one_more<'v>(mut vals: Vec<Val<'v>>, val: Val<'v>) -> Vec<Val<'v>> {
    vals.push(val);
    vals
}

fn read(row: &Row<'_>) -> Result<DutySeen, DbFault> {
    Ok(DutySeen {
        dossier: row.parse(0)?,
        duty: Duty {
            duty: row.text(1)?,
            kind: row.text(2)?,
            clause: row.text(3)?,
            owner: row.opt_parse(4)?,
            role: row.opt_text(5)?,
            due: row.instant(6)?,
            raised: row.instant(7)?,
            item: row.opt_parse(8)?,
            level: row.level(9)?,
        },
    })
}
