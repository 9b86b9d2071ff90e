//! Pages that look again by themselves, without anybody there.

use axum::http::StatusCode;
use testkit::TestPlace;

use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_looks_again_by_itself_is_no_sign_of_life() {
    let world = World::at(TestPlace::sqlite()).await;
    let ivy = world.browser("ivy").await;
    let watch = async || ivy.with("get", "/system", &[("casekeep-live", "watch")], ("", Vec::new())).await;
    assert_eq!(watch().await.status, StatusCode::OK);
    world.clock.pass(10 * 60);
    assert_eq!(watch().await.status, StatusCode::OK);
    world.clock.pass(10 * 60);
    assert_eq!(watch().await.status, StatusCode::UNAUTHORIZED, "twenty minutes without a sign of life");
}
