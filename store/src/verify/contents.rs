//! Unsealing every content and holding it against what its line committed to.

use ledger::checkpoint::Origin;
use ledger::commit::Manifest;
use ledger::line::{Body, Entry};

use super::lines::Line;
use super::{Broken, VerifyFailure, Walk};
use crate::Store;
use crate::keys::DossierKey;
use crate::record::Sheet;
use crate::seals::Header;

impl Walk<'_> {
    /// Opens the contents of a page, when they were read.
    pub(super) async fn contents(&mut self, page: &[Line]) -> Result<(), VerifyFailure> {
        let sealed: Vec<_> =
            page.iter().filter_map(|line| Some((line, line.header.as_ref()?, line.sealed.as_ref()?))).collect();
        let named = sealed.iter().map(|(_, header, sealed)| (header.dossier, sealed.as_slice()));
        let keys = self.store.keys().open_many_for(named).await?;
        for (line, header, sealed) in sealed {
            let Some(key) = keys.get(&header.dossier) else {
                self.without_key += 1;
                continue;
            };
            if !self.store.holds(header, key, sealed, &line.body) {
                return Err(Broken::Content { dossier: header.dossier, entry: header.number }.into());
            }
            self.contents += 1;
        }
        Ok(())
    }
}

impl Store {
    /// Whether the content opens in this place and is what the line commits to.
    pub(super) fn holds(&self, header: &Header, key: &DossierKey, sealed: &[u8], body: &[u8]) -> bool {
        self.sheet(header, key, sealed, body).is_some()
    }

    /// What is sealed in this place, if it opens and is what the line commits to.
    pub(crate) fn sheet(&self, header: &Header, key: &DossierKey, sealed: &[u8], body: &[u8]) -> Option<Sheet> {
        let Some(Body::Entry(line)) = Body::parse(body) else { return None };
        let sheet = Sheet::read(header.open(self.installation(), key, sealed).ok()?).ok()?;
        let commitments = sheet.commitments();
        let same = commitments.commit == line.commit && commitments.manifest == line.manifest;
        (same && sheet.agrees(self.origin(), header, &line)).then_some(sheet)
    }
}

impl Sheet {
    /// Whether the manifest, the line and the header in clear speak of the same entry of the same ledger.
    pub(crate) fn agrees(&self, origin: Origin, header: &Header, line: &Entry<'_>) -> bool {
        let (Some(manifest), Ok(signatures)) = (Manifest::parse(self.manifest()), self.signatures()) else {
            return false;
        };
        let author = signatures.first();
        manifest.commit == line.commit
            && manifest.dossier == line.dossier
            && manifest.entry == line.entry
            && manifest.installation == origin.0
            && manifest.kind == line.kind
            && manifest.level == line.level
            && manifest.version == header.version
            && author.is_some_and(|author| {
                author.signer == header.author && author.happened == header.happened && author.signed == header.signed
            })
    }
}
