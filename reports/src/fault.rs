//! How rendering fails. No variant carries a word of the document: the typesetter's own messages quote text and stay inside.

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderFault {
    /// This program was built without the feature `pdf`.
    #[error("this build cannot print; it was made without the pdf feature")]
    NotBuilt,
    /// The date of the export lies outside the years 1 to 9999, or its offset outside a day.
    #[error("the date of this export cannot be printed")]
    Date,
    /// The document could not be handed to the typesetter.
    #[error("the document could not be laid out")]
    Data,
    /// A template of ours is wrong.
    #[error("a print template is wrong at {place}")]
    Template {
        /// File and line.
        place: String,
    },
    /// The page was set, but breaks a rule of PDF/A-2a or PDF/UA-1.
    #[error("the print would not be archivable and accessible at {place}")]
    Conformance {
        /// File and line in the template, as far as it is known.
        place: String,
    },
}
