//! Changing the communication matrix and the clocks of inquiries (CC-5, CC-4.2.2).

use domain::ids::EntryId;
use domain::inquiries::{BadCommunication, InquiryRules};
use domain::rulebook::MatrixLine;
use domain::text::Line;

use crate::house::Signing;
use crate::organisation::amend_rulebook;
use crate::{Ctx, Failure};

/// A change of how the organisation communicates.
#[derive(Debug, Clone)]
pub enum Communication {
    /// The matrix, whole.
    Matrix(Vec<MatrixLine>),
    /// The clocks.
    Clocks(InquiryRules),
}

/// Changes the communication matrix or the clocks. What is in the inbox already keeps the level at which it was signed; its deadlines follow.
///
/// # Errors
/// [`Failure`].
pub async fn amend_communication(
    ctx: &Ctx,
    order: Communication,
    reason: Line,
    signing: Signing,
) -> Result<EntryId, Failure<BadCommunication>> {
    amend_rulebook(ctx, signing, |organisation| match &order {
        Communication::Matrix(matrix) => organisation.amend_matrix(matrix, reason.clone()),
        Communication::Clocks(clocks) => organisation.amend_clocks(clocks, reason.clone()),
    })
    .await
}
