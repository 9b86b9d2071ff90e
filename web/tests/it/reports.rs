//! Reports over HTTP: what already stands in their forms.

use casework::assessments::{RecordAssessment, record_assessment};
use domain::assessments::{AssessmentKind, AssessmentRecorded};
use domain::level::Level;
use domain::text::Narrative;
use testkit::TestPlace;

use crate::world::{World, ink};

#[tokio::test(flavor = "multi_thread")]
async fn no_draft_of_a_report_quotes_what_is_more_confidential_than_a_report() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let ada = world.acting(world.person("ada"));
    for (said, level) in [("The primrose", Level::Confidential), ("The foxglove", Level::Sensitive)] {
        let words = || Narrative::parse(said).unwrap();
        let assessment = AssessmentRecorded {
            kind: AssessmentKind::Progress,
            summary: words(),
            strengths: None,
            needs: words(),
            outcome: words(),
            late_because: None,
        };
        let order = RecordAssessment { case, assessment };
        record_assessment(&ada, order, ink().at_level(level)).await.unwrap();
        let browser = world.browser("ada").await;
        for form in ["new", "closing"] {
            let page = browser.get(&format!("/cases/{case}/reports/{form}")).await.text();
            assert_eq!(page.contains(said), level == Level::Confidential, "{form}: {page}");
            let says_so = page.contains("is more confidential than a report, and is not quoted");
            assert_eq!(says_so, form == "new" && level == Level::Sensitive, "{form}");
        }
    }
}
