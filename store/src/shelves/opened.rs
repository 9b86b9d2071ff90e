//! Cards with their seals opened: the one-line summaries that lists and search results show.
//!
//! tidy: sql because only placeholders and constant clauses vary; every value is bound

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::ids::DossierId;
use zeroize::Zeroizing;

use super::cards::{CardHead, read};
use super::texts::{ByLength, LONGEST, by_length, with_list};
use crate::db::DbFault;
use crate::{Store, StoreFault};

/// A dossier with its summary.
pub struct CardSeen {
    /// The dossier.
    pub head: CardHead,
    /// The summary; nothing when the key of the dossier is gone.
    pub content: Option<Zeroizing<Vec<u8>>>,
}

static SEALED: ByLength = LazyLock::new(|| {
    by_length(1, |dossiers| {
        format!(
            "SELECT c.dossier, c.kind, c.state, c.level, c.subject, c.team, c.changed, c.sealed FROM cards c
             WHERE c.dossier IN ({dossiers})"
        )
    })
});

impl Store {
    /// The opened cards of these dossiers, in the same order; those without a card are left out. Only for dossiers that the policy let through.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails or a seal does not open.
    pub async fn cards(&self, dossiers: &[DossierId]) -> Result<Vec<CardSeen>, StoreFault> {
        let asked = dossiers.to_vec();
        let rows = self.db().read(move |tx| {
            let mut rows: HashMap<DossierId, (CardHead, Vec<u8>)> = HashMap::new();
            for part in asked.chunks(LONGEST) {
                let Some((sql, vals)) = with_list(&SEALED, &[], part) else { continue };
                let found = tx.query(sql, &vals, |row| Ok((read(row)?, row.bytes(7)?)))?;
                rows.extend(found.into_iter().map(|(head, sealed)| (head.dossier, (head, sealed))));
            }
            Ok::<_, DbFault>(rows)
        });
        let mut rows = rows.await?;
        let sealed = rows.iter().map(|(dossier, (_, sealed))| (*dossier, sealed.as_slice()));
        let keys = self.keys().open_many_for(sealed).await?;
        let found = dossiers.iter().filter_map(|dossier| rows.remove(dossier));
        found
            .map(|(head, sealed)| {
                let key = keys.get(&head.dossier);
                let content =
                    key.map(|key| self.open_card(key, head.dossier, head.kind, head.level, &sealed)).transpose()?;
                Ok(CardSeen { head, content })
            })
            .collect()
    }
}
