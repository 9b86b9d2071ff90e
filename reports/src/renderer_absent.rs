//! Stands in for the renderer when the feature `pdf` is left out.

use std::path::PathBuf;

use crate::{Document, Paper, RenderFault};

/// Would turn documents into PDF.
pub struct Renderer;

impl Renderer {
    /// Takes the font folders and looks at none of them.
    pub fn new(_font_folders: &[PathBuf]) -> Self {
        Self
    }

    /// Always refuses.
    ///
    /// # Errors
    /// [`RenderFault::NotBuilt`].
    pub fn render(&self, _document: &Document, _paper: Paper) -> Result<Vec<u8>, RenderFault> {
        Err(RenderFault::NotBuilt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_build_without_the_feature_says_so() {
        let report = Document::ProgressReport(samples::report());
        assert_eq!(Renderer::new(&[]).render(&report, Paper::A4), Err(RenderFault::NotBuilt));
    }
}
