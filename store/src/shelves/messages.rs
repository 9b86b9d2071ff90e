//! Messages that went out: which reminder each of them is, by the mark that the gateway or relay gives back. Numbers are keyed digests, and no text is kept.

use domain::ids::{DossierId, ItemId, OnceKey};
use domain::time::Instant;
use uuid::Uuid;
use vault::Field;
use vault::index::normalise;

use super::outbox::text;
use crate::db::{DbFault, Row};
use crate::{Store, StoreFault, vals};

/// A message that went out, or was about to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageSent {
    /// Its mark.
    pub id: Uuid,
    /// About whose appointment.
    pub dossier: DossierId,
    /// Which one.
    pub item: ItemId,
    /// When that begins.
    pub starts: Instant,
    /// How many hours before it the reminder was due.
    pub hours: u32,
    /// By what it was sent, a code.
    pub means: String,
    /// A keyed digest of the number, where it went to one.
    pub number: Option<Vec<u8>>,
    /// When it was handed over first.
    pub sent: Instant,
}

impl Store {
    /// The keyed digest by which a number is known; nothing when nothing remains of it.
    pub fn number_digest(&self, number: &str) -> Option<Vec<u8>> {
        let plain = normalise(Field::Phone, number);
        self.token(Field::Login, &format!("number|{plain}")).filter(|_| !plain.is_empty())
    }

    /// The once-key of what comes by itself – an e-mail, a form – by its digest: keyed, so that nobody can try out what came.
    pub fn once_of(&self, sort: &'static str, digest: &str) -> Option<OnceKey> {
        let token = self.token(Field::Login, &format!("once|{sort}|{digest}"))?;
        token.first_chunk::<16>().map(|bytes| OnceKey::new(Uuid::from_bytes(*bytes)))
    }

    /// Keeps what a message is, before it is handed over: its receipt may be quicker than we are. One that is sent again, perhaps on another way, keeps its mark.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn put_message(&self, message: MessageSent) -> Result<(), StoreFault> {
        let MessageSent { id, dossier, item, starts, hours, means, number, sent } = message;
        let put = "INSERT INTO messages (id, dossier, item, starts, hours, means, number, sent)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                   ON CONFLICT (id) DO UPDATE SET means = $6, number = $7";
        let hours = i64::from(hours);
        let written = self
            .db()
            .write_plain(move |tx| tx.exec(put, vals![text(id), dossier, item, starts, hours, means, number, sent]));
        written.await?;
        Ok(())
    }

    /// The message with this mark.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn message(&self, id: Uuid) -> Result<Option<MessageSent>, StoreFault> {
        let find = "SELECT id, dossier, item, starts, hours, means, number, sent FROM messages WHERE id = $1";
        Ok(self.db().glance(move |tx| tx.one(find, vals![text(id)], read)).await?)
    }

    /// What went to this number, the latest first, fifty at most.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn messages_to(&self, number: Vec<u8>) -> Result<Vec<MessageSent>, StoreFault> {
        let find = "SELECT id, dossier, item, starts, hours, means, number, sent FROM messages WHERE number = $1
                    ORDER BY sent DESC, id LIMIT 50";
        Ok(self.db().glance(move |tx| tx.query(find, vals![number], read)).await?)
    }

    /// Forgets messages about appointments that began before then; says how many.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn sweep_messages(&self, before: Instant) -> Result<u64, StoreFault> {
        let delete = "DELETE FROM messages WHERE starts < $1";
        Ok(self.db().write_plain(move |tx| tx.exec(delete, vals![before])).await?)
    }
}

fn read(row: &Row<'_>) -> Result<MessageSent, DbFault> {
    Ok(MessageSent {
        id: row.parse(0)?,
        dossier: row.parse(1)?,
        item: row.parse(2)?,
        starts: row.instant(3)?,
        hours: u32::try_from(row.int(4)?).unwrap_or(u32::MAX),
        means: row.text(5)?,
        number: row.opt_bytes(6)?,
        sent: row.instant(7)?,
    })
}
