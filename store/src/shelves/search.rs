//! Finding dossiers by blind tokens: names, birth dates, numbers.
//!
//! A hit is a candidate only. Tokens are shortened, so a few hits are false; and nothing is shown before the policy has decided and the card
//! was opened and compared. At most [`MOST_HITS`] candidates come back, the best first.

use domain::ids::{DossierId, StaffId};
use domain::time::Instant;
use vault::Field;

use super::search_texts::{ALTERNATIVES, GROUPS, count_text, find_text};
use crate::db::{DbFault, ToVal, Tx, Val};
use crate::{Store, StoreFault};

/// How many candidates a search gives at most.
pub const MOST_HITS: usize = 200;

/// What is looked for: every group has to be met, each by one of its alternatives at least.
///
/// A typed word becomes a group, for it may be a given name, a family name or a number:
/// `Wanted::new().group([(GivenName, "anna"), (FamilyName, "anna")]).group(…)`.
#[derive(Default)]
pub struct Wanted(Vec<Vec<(Field, String)>>);

impl Wanted {
    /// Nothing wanted, which finds nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more group. A group without alternatives is left out.
    #[must_use]
    pub fn group<T: Into<String>>(mut self, alternatives: impl IntoIterator<Item = (Field, T)>) -> Self {
        let group: Vec<_> = alternatives.into_iter().map(|(field, text)| (field, text.into())).collect();
        if !group.is_empty() {
            self.0.push(group);
        }
        self
    }

    /// Dossiers that have any of these; those with the most of them first. For particulars that few people share, such as telephone numbers:
    /// the sound of a name alone is shared by thousands, so a warning of duplicates by name asks for two groups, each a word and its sounds.
    #[must_use]
    pub fn any<T: Into<String>>(of: impl IntoIterator<Item = (Field, T)>) -> Self {
        Self::new().group(of)
    }

    /// Dossiers that have all of these.
    #[must_use]
    pub fn all<T: Into<String>>(of: impl IntoIterator<Item = (Field, T)>) -> Self {
        of.into_iter().fold(Self::new(), |wanted, one| wanted.group([one]))
    }
}

/// Among which dossiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// All of them. Nobody may learn of a hit that the policy does not let them see.
    All,
    /// Those that this person has a live tie to, whatever tie. Exclusions are ties as well: the policy decides.
    TiedTo(StaffId),
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits {
    /// The candidates; those that meet more of the first group's alternatives stand first.
    pub dossiers: Vec<DossierId>,
    /// Whether there are more than [`MOST_HITS`].
    pub more: bool,
}

/// A token with its field's code.
type Token = (&'static str, Vec<u8>);

impl Store {
    /// The dossiers that meet every group. Of more than six groups the six rarest decide, which only means more candidates; of more than
    /// sixteen alternatives the first sixteen count.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn find(&self, wanted: &Wanted, among: Among, now: Instant) -> Result<Hits, StoreFault> {
        let groups: Option<Vec<Vec<Token>>> = wanted.0.iter().map(|group| self.tokens_of(group)).collect();
        // a group of which nothing remains (a word of punctuation) cannot be met
        let Some(groups) = groups.filter(|groups| !groups.is_empty()) else {
            return Ok(Hits { dossiers: Vec::new(), more: false });
        };
        Ok(self.db().read(move |tx| find(tx, groups.clone(), among, now)).await?)
    }

    fn tokens_of(&self, group: &[(Field, String)]) -> Option<Vec<Token>> {
        let token = |(field, text): &(Field, String)| Some((field.code(), self.token(*field, text)?));
        let mut tokens: Vec<Token> = group.iter().filter_map(token).take(ALTERNATIVES).collect();
        tokens.sort_unstable();
        tokens.dedup();
        (!tokens.is_empty()).then_some(tokens)
    }
}

fn find(tx: &mut Tx<'_>, mut groups: Vec<Vec<Token>>, among: Among, now: Instant) -> Result<Hits, DbFault> {
    let mut rarest = 0;
    if 1 < groups.len() {
        (rarest, groups) = rarest_first(tx, groups)?;
    }
    groups.truncate(GROUPS);
    let longest = groups.iter().map(Vec::len).max().unwrap_or(1);
    let Some((text, length)) = find_text(groups.len(), longest, among != Among::All, rarest) else {
        return Err(DbFault::named("no such search"));
    };
    let mut vals: Vec<Val<'_>> = groups.iter().flat_map(|group| filled(group, length)).collect();
    let staff;
    if let Among::TiedTo(viewer) = among {
        staff = viewer;
        vals.extend([staff.val(), now.val()]);
    }
    let mut dossiers: Vec<DossierId> = tx.query(text, &vals, |row| row.parse(0))?;
    let more = MOST_HITS < dossiers.len();
    dossiers.truncate(MOST_HITS);
    Ok(Hits { dossiers, more })
}

/// The group with the fewest rows leads, so that the others are only asked about few dossiers; and how many rows it has.
fn rarest_first(tx: &mut Tx<'_>, groups: Vec<Vec<Token>>) -> Result<(usize, Vec<Vec<Token>>), DbFault> {
    let mut counted = Vec::with_capacity(groups.len());
    for group in groups {
        let Some((text, length)) = count_text(group.len()) else { continue };
        let vals: Vec<Val<'_>> = filled(&group, length).collect();
        let count = tx.one(text, &vals, |row| row.int(0))?.unwrap_or(0);
        counted.push((usize::try_from(count).unwrap_or(0), group));
    }
    counted.sort_by_key(|(count, _)| *count);
    let rarest = counted.first().map_or(0, |(count, _)| *count);
    Ok((rarest, counted.into_iter().map(|(_, group)| group).collect()))
}

/// Field and token of each alternative, filled up with what nothing meets.
fn filled(group: &[Token], length: usize) -> impl Iterator<Item = Val<'_>> {
    let tokens = group.iter().flat_map(|(field, token)| [field.val(), token.val()]);
    tokens.chain([Val::Text(""), Val::Bytes(&[])].into_iter().cycle()).take(2 * length)
}
