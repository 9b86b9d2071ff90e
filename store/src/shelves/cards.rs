//! Lists of dossiers: first their heads with the viewer's ties, for the policy to decide on; then the opened cards of what it let through.
//!
//! tidy: sql because only placeholders and constant clauses vary; every value is bound

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::ids::{DossierId, DossierKind, StaffId, TeamId};
use domain::level::Level;
use domain::time::Instant;

use super::search::Among;
use super::texts::{ByLength, LONGEST, by_length, with_list};
use super::ties::ties_to;
use crate::db::{DbFault, Row, ToVal, Tx, Val};
use crate::{Store, StoreFault, Tie, vals};

/// What a list knows of a dossier without opening anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardHead {
    /// Which.
    pub dossier: DossierId,
    /// Its kind.
    pub kind: DossierKind,
    /// Its state, a code.
    pub state: String,
    /// How confidential its summary is.
    pub level: Level,
    /// The client's dossier that a case belongs to.
    pub subject: Option<DossierId>,
    /// The responsible team.
    pub team: Option<TeamId>,
    /// When its last entry was written.
    pub changed: Instant,
}

/// A dossier in a list, with the facts to decide on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The dossier.
    pub head: CardHead,
    /// The viewer's ties to it that hold now.
    pub ties: Vec<Tie>,
}

/// Who looks, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub staff: StaffId,
    /// When.
    pub at: Instant,
}

/// Which dossiers a list shows.
#[derive(Debug, Clone)]
pub struct CardsWanted {
    /// Of this kind.
    pub kind: DossierKind,
    /// In this state, a code, or in any.
    pub state: Option<String>,
    /// Those that somebody has a live tie to, or all.
    pub among: Among,
}

/// After which dossier the next page begins: the last one of the page before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardCursor {
    /// Its [`CardHead::changed`].
    pub changed: Instant,
    /// Its id.
    pub dossier: DossierId,
}

macro_rules! select_heads {
    ($($rest:literal),+) => {
        concat!("SELECT c.dossier, c.kind, c.state, c.level, c.subject, c.team, c.changed FROM cards c WHERE ", $($rest),+)
    };
}

macro_rules! page {
    ($($condition:literal),*) => {
        select_heads!("c.kind = $1 AND (c.changed, c.dossier) < ($2, $3)", $($condition,)*
            " ORDER BY c.changed DESC, c.dossier DESC LIMIT $4")
    };
}

const PAGE: &str = page!();
const PAGE_STATE: &str = page!(" AND c.state = $5");
const PAGE_TIED: &str = page!(
    " AND c.dossier IN (SELECT t.dossier FROM ties t WHERE t.staff = $5 AND t.since <= $6 AND (t.until IS NULL OR $6 < t.until))"
);
const PAGE_TIED_STATE: &str = page!(
    " AND c.dossier IN (SELECT t.dossier FROM ties t WHERE t.staff = $5 AND t.since <= $6 AND (t.until IS NULL OR $6 < t.until))",
    " AND c.state = $7"
);

static SOME: ByLength = LazyLock::new(|| {
    by_length(1, |dossiers| {
        format!(
            "SELECT c.dossier, c.kind, c.state, c.level, c.subject, c.team, c.changed FROM cards c WHERE c.dossier IN ({dossiers})"
        )
    })
});

impl Store {
    /// One page of a list, the dossiers that changed last first.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn list_cards(
        &self,
        wanted: CardsWanted,
        viewer: Viewer,
        after: Option<CardCursor>,
        most: u32,
    ) -> Result<Vec<Listed>, StoreFault> {
        let listed = self.db().read(move |tx| {
            let heads = page(tx, &wanted, viewer.at, after, most)?;
            with_ties(tx, heads, viewer)
        });
        Ok(listed.await?)
    }

    /// The dossiers that belong to this one, such as the cases of a client, the one that changed last first.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn cards_of_subject(&self, subject: DossierId, viewer: Viewer) -> Result<Vec<Listed>, StoreFault> {
        let all = select_heads!("c.subject = $1 ORDER BY c.changed DESC, c.dossier DESC");
        let listed = self.db().read(move |tx| {
            let heads = tx.query(all, vals![subject], read)?;
            with_ties(tx, heads, viewer)
        });
        Ok(listed.await?)
    }

    /// These dossiers, such as the hits of a search, in the same order; those without a card are left out.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn listed(&self, dossiers: &[DossierId], viewer: Viewer) -> Result<Vec<Listed>, StoreFault> {
        let dossiers = dossiers.to_vec();
        let listed = self.db().read(move |tx| {
            let mut found: HashMap<DossierId, CardHead> = HashMap::new();
            for part in dossiers.chunks(LONGEST) {
                let Some((sql, vals)) = with_list(&SOME, &[], part) else { continue };
                found.extend(tx.query(sql, &vals, read)?.into_iter().map(|head| (head.dossier, head)));
            }
            let heads = dossiers.iter().filter_map(|dossier| found.remove(dossier)).collect();
            with_ties(tx, heads, viewer)
        });
        Ok(listed.await?)
    }
}

fn page(
    tx: &mut Tx<'_>,
    wanted: &CardsWanted,
    at: Instant,
    after: Option<CardCursor>,
    most: u32,
) -> Result<Vec<CardHead>, DbFault> {
    let (changed, dossier) =
        after.as_ref().map_or((Val::Int(i64::MAX), Val::Text("")), |c| (c.changed.val(), c.dossier.val()));
    let kind = wanted.kind.code();
    let mut vals = vec![kind.val(), changed, dossier, most.val()];
    let staff;
    if let Among::TiedTo(tied) = wanted.among {
        staff = tied;
        vals.extend([staff.val(), at.val()]);
    }
    vals.extend(wanted.state.as_ref().map(ToVal::val));
    let text = match (wanted.among, &wanted.state) {
        (Among::All, None) => PAGE,
        (Among::All, Some(_)) => PAGE_STATE,
        (Among::TiedTo(_), None) => PAGE_TIED,
        (Among::TiedTo(_), Some(_)) => PAGE_TIED_STATE,
    };
    tx.query(text, &vals, read)
}

fn with_ties(tx: &mut Tx<'_>, heads: Vec<CardHead>, viewer: Viewer) -> Result<Vec<Listed>, DbFault> {
    let dossiers: Vec<DossierId> = heads.iter().map(|head| head.dossier).collect();
    let mut ties = ties_to(tx, viewer.staff, &dossiers, viewer.at)?;
    Ok(heads.into_iter().map(|head| Listed { ties: ties.remove(&head.dossier).unwrap_or_default(), head }).collect())
}

pub(super) fn read(row: &Row<'_>) -> Result<CardHead, DbFault> {
    let kind = DossierKind::from_code(&row.text(1)?).ok_or_else(|| DbFault::named("unknown kind of dossier"))?;
    Ok(CardHead {
        dossier: row.parse(0)?,
        kind,
        state: row.text(2)?,
        level: row.level(3)?,
        subject: row.opt_parse(4)?,
        team: row.opt_parse(5)?,
        changed: row.instant(6)?,
    })
}
