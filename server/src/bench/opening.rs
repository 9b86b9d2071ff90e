//! Opening a case: unsealing and folding its entries; beside it, unsealing and reading as many bytes with nothing around it.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant as Stopwatch;

use ::ledger::canonical::Value;
use ::ledger::commit::Manifest;
use ::ledger::{Hash, Id};
use anyhow::{Context as _, Result, anyhow};
use domain::cases::CaseFile;
use domain::event::Event;
use domain::ids::{DossierId, InstallationId};
use domain::signature::Signature;
use uuid::Uuid;
use vault::{Bound, DataKey, Purpose, PurposeKey};

use super::Sizes;
use super::bulk::{content, signature};
use super::list::Figure;
use super::people::{contact, full_cases};
use super::places::Place;
use super::times::{Times, timed};

pub(super) async fn measure(folder: &Path, sizes: &Sizes) -> Result<Vec<Figure>> {
    let place = Place::new(folder).await?;
    let case = *full_cases(&place, 1, sizes.entries).await?.first().context("a case")?;
    let bare_sheets = BareSheets::seal(&place, sizes.entries)?;
    let (mut cold, mut warm, mut bare) = (Times::default(), Times::default(), Times::default());
    for _ in 0..sizes.openings {
        let (house, _) = place.house(place.begins);
        let (sheets, time) = timed(house.count_sheets::<CaseFile>(case)).await;
        if sheets? != sizes.entries as usize {
            return Err(anyhow!("the case has another number of entries"));
        }
        cold.push(time);
        let (sheets, time) = timed(house.count_sheets::<CaseFile>(case)).await;
        sheets?;
        warm.push(time);
        let begun = Stopwatch::now();
        bare_sheets.open()?;
        bare.push(begun.elapsed());
    }
    let (cold, warm, bare) = (cold.median(), warm.median(), bare.median());
    Ok(vec![Figure::new("case_open_cold", cold, bare)?, Figure::new("case_open_warm", warm, cold)?])
}

/// The same contents and signatures, sealed in memory.
struct BareSheets {
    key: PurposeKey,
    sealed: Vec<Vec<u8>>,
    /// Where in each the manifest begins.
    split: usize,
    kind: &'static str,
    version: u16,
}

impl BareSheets {
    fn seal(place: &Place, count: u32) -> Result<Self> {
        let key = DataKey::generate().purpose(Purpose::Record);
        let event = Event::ContactLogged(contact()?);
        let signature = signature(domain::ids::StaffId::new(Uuid::nil()), place.begins);
        let content = content(&event)?;
        let plain = [content.as_slice(), manifest(&event, &signature)?.as_slice()].concat();
        let split = content.len();
        let sealed = (0..count).map(|_| vault::seal(&key, 1, &bound(), &plain)).collect();
        Ok(Self { key, sealed, split, kind: event.kind(), version: event.version() })
    }

    fn open(&self) -> Result<()> {
        for sealed in &self.sealed {
            let plain = vault::open(&self.key, &bound(), sealed)?;
            let (content, manifest) = plain.split_at_checked(self.split).context("a content")?;
            let mut json = serde_json::Deserializer::from_slice(content);
            black_box(Event::decode(self.kind, self.version, &mut json)?);
            black_box(serde_json::from_slice::<Signed>(manifest)?);
        }
        Ok(())
    }
}

/// What is read of a manifest.
#[derive(serde::Deserialize)]
struct Signed {
    #[expect(dead_code, reason = "only reading it is measured")]
    signatures: Vec<Signature>,
}

/// What is sealed beside a content.
fn manifest(event: &Event, signature: &Signature) -> Result<Vec<u8>> {
    let signature = Value::from_json(serde_json::to_value(signature)?).map_err(|bad| anyhow!("{bad}"))?;
    let manifest = Manifest {
        commit: Hash::ZERO,
        dossier: Id::NOBODY,
        entry: 100,
        installation: Id::NOBODY,
        kind: event.kind().to_owned(),
        level: 1,
        signatures: vec![signature],
        version: event.version(),
    };
    manifest.write().map_err(|bad| anyhow!("{bad}"))
}

fn bound() -> Bound<'static> {
    Bound {
        installation: InstallationId::new(Uuid::nil()),
        dossier: Some(DossierId::new(Uuid::nil())),
        place: "entry",
        row: &[0; 39],
        kind: "contact_logged",
    }
}
