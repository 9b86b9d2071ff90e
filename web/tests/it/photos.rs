//! A spot check by photos over HTTP: what is read stands on the list before it is signed, what is not is said, and the rest of the form stays.

use axum::http::StatusCode;
use testkit::TestPlace;

use crate::browser::{Answer, Browser, hidden};
use crate::files::item;
use crate::world::World;

/// A photo in which so many other codes and these labels are seen, as the stand-in for the helper has it.
fn photo(seen: &str) -> Vec<u8> {
    [b"\xFF\xD8\xFFQ", seen.as_bytes()].concat()
}

async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)], photos: &[Vec<u8>]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes(),
        );
    }
    // nothing was taken with the camera
    let file = "--edge\r\nContent-Disposition: form-data; name=\"photos[]\"; filename=";
    body.extend(format!("{file}\"\"\r\n\r\n\r\n").into_bytes());
    for photo in photos {
        body.extend(format!("{file}\"Zibellin.jpg\"\r\n\r\n").into_bytes());
        body.extend([photo, &b"\r\n"[..]].concat());
    }
    body.extend(b"--edge--\r\n");
    browser.with("post", path, &[], ("multipart/form-data; boundary=edge", body)).await
}

async fn at_a_place() -> (World, Browser, String, Vec<String>) {
    let world = World::at(TestPlace::sqlite()).await;
    let file = world.files().await.swap_remove(0);
    let path = format!("/records/places/{}/check", item(&file, "place"));
    let browser = world.browser("gus").await;
    let shown = hidden(&browser.get(&path).await, "shown");
    (world, browser, path, shown.split(' ').map(str::to_owned).collect())
}

/// What stands in the list of codes.
fn codes(answer: &Answer) -> Vec<String> {
    let html = answer.text();
    let list = html.split("name=\"codes\"").nth(1).and_then(|rest| rest.split('>').nth(1)).unwrap();
    list.split('<').next().unwrap().split_whitespace().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_in_photos_is_seen_before_it_is_signed() {
    let (_world, gus, path, labels) = at_a_place().await;
    let form = gus.get(&path).await;
    assert!(form.text().contains("enctype=\"multipart/form-data\""), "{}", form.text());
    let (once, shown) = (hidden(&form, "once"), labels.join(" "));
    let fields = |codes, compared, read| {
        [("codes", codes), ("compared", compared), ("read", read), ("shown", shown.as_str()), ("once", once.as_str())]
    };
    let photos = [photo(&format!("0\n{}\n{}", labels[0], labels[1])), photo(&format!("2\n{}", labels[1]))];
    let read = send(&gus, &path, &fields(&labels[2], "", "yes"), &photos).await;
    assert_eq!(read.status, StatusCode::OK);
    assert_eq!(codes(&read), [2, 0, 1].map(|n: usize| labels[n].clone()), "each once, below what was typed");
    let html = read.text();
    assert!(html.contains("Photo 2") && html.contains("2 other codes were left out"), "{html}");
    assert!(html.contains("Compare") && !html.contains("Sign spot check"), "nothing is compared yet");
    assert!(!html.contains("Zibellin"), "the name of a photo is nobody's business");

    let all = codes(&read).join("\r\n");
    let compared = send(&gus, &path, &fields(&all, "", ""), &[]).await;
    assert_eq!(compared.status, StatusCode::OK);
    let token = hidden(&compared, "compared");
    let with_photo = send(&gus, &path, &fields(&all, &token, ""), &photos[..1]).await;
    assert_eq!(with_photo.status, StatusCode::OK, "a photo is looked at first, also when it shows nothing new");
    let signed = send(&gus, &path, &fields(&all, &token, ""), &[]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_said_and_nothing_else_is_lost() {
    let (_world, gus, path, labels) = at_a_place().await;
    let check = async |photos: &[Vec<u8>], says: &str| {
        let fields = [("codes", labels[0].as_str()), ("found[]", labels[1].as_str()), ("read", "yes")];
        let answer = send(&gus, &path, &fields, photos).await;
        let html = answer.text();
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(html.contains(says), "{says}: {html}");
        assert!(codes(&answer).contains(&labels[0]), "what was typed stays: {says}");
        let tick = html.split(&format!("name=\"found[]\" value=\"{}\"", labels[1])).nth(1).unwrap();
        assert!(tick.starts_with(" checked"), "what was ticked stays: {says}");
        codes(&answer)
    };
    check(&[], "Please take a photo of the labels first").await;
    check(&[photo("0")], "In photo 1 there is no label that can be read. Move closer").await;
    check(&[photo("1")], "In photo 1 there is a code, but none of our labels.").await;
    check(&[photo("0\nnonsense")], "Photo 1 cannot be read").await;
    check(&[b"%PDF-1.7".to_vec()], "File 1 is no photo").await;
    check(&[b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()], "Photo 1 is a HEIC").await;
    let large = [photo("0"), vec![b'x'; 20_000_001]].concat();
    check(&[large], "Photo 1 is larger than 20 megabytes").await;
    let one = || photo(&format!("0\n{}", labels[2]));
    let read = check(&[photo("0"), one()], "In photo 1 there is no label").await;
    assert_eq!(read, [0, 2].map(|n: usize| labels[n].clone()), "what the other photo shows is on the list");
    let many: Vec<Vec<u8>> = (0..13).map(|_| one()).collect();
    let read = check(&many, "Only ten photos are read at once; photo 11 and those after it were left out.").await;
    assert_eq!(read, [0, 2].map(|n: usize| labels[n].clone()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_in_parts_that_is_none_of_ours_is_refused() {
    let (world, gus, path, labels) = at_a_place().await;
    let kind = "multipart/form-data; boundary=edge";
    let cut = gus.with("post", &path, &[], (kind, b"--edge\r\nContent-Dis".to_vec())).await;
    assert_eq!(cut.status, StatusCode::BAD_REQUEST);
    let twice = send(&gus, &path, &[("codes", "P-000001-1"), ("codes", "P-000001-1")], &[]).await;
    assert_eq!(twice.status, StatusCode::BAD_REQUEST);
    let long = "x".repeat(300_000);
    assert_eq!(send(&gus, &path, &[("codes", &long)], &[]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let ada = world.browser("ada").await;
    let stranger = send(&ada, &path, &[("codes", &labels[0]), ("read", "yes")], &[photo("0")]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
}
