//! Style, script and icons, embedded in the binary and served under names that change with their content.
//!
//! An address never changes its bytes, so browsers may keep them for ever. Nothing comes from another house.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// One file of the binary.
struct Asset {
    name: &'static str,
    address: &'static str,
    kind: &'static str,
    plain: &'static [u8],
    gzip: Option<&'static [u8]>,
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Where the asset of this plain name lies, such as `/static/app.0123456789abcdef.css` for `app.css`.
///
/// A name that does not exist gives an address that answers "not found"; a test renders every page and notices.
pub fn asset(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("/static/missing", |asset| asset.address)
}

/// `GET /static/{name}` – the file, packed when the browser can unpack it.
pub async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.address.strip_prefix("/static/") == Some(name.as_str())) else {
        return Problem::Missing.into_response();
    };
    let packed = asset.gzip.filter(|_| takes_gzip(&headers));
    let mut response = Response::new(Body::from(packed.unwrap_or(asset.plain)));
    let out = response.headers_mut();
    out.insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    out.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if packed.is_some() {
        out.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

/// Whether one of the encodings offered is gzip and not refused by a weight of nought.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let offered = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    offered.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next() == Some("gzip") && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

/// Leaves the assets in a folder, to look at pages in a browser.
#[cfg(test)]
pub(crate) fn write_to(folder: &str) {
    for asset in ASSETS {
        let path = format!("{folder}{}", asset.address);
        std::fs::create_dir_all(std::path::Path::new(&path).parent().unwrap()).unwrap();
        std::fs::write(path, asset.plain).unwrap();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_has_an_address_with_its_hash() {
        for name in ["app.css", "app.js", "icons.svg", "mark.svg", "arrow.svg"] {
            let address = asset(name);
            assert!(address.starts_with("/static/") && 25 < address.len(), "{name}: {address}");
        }
    }

    #[test]
    fn nothing_embedded_names_another_house() {
        for asset in ASSETS {
            let text = String::from_utf8(asset.plain.to_vec()).unwrap().replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("http://") && !text.contains("https://"), "{}", asset.name);
        }
    }

    #[test]
    fn style_and_script_carry_no_inline_and_no_sink() {
        let script = ASSETS.iter().find(|asset| asset.name == "app.js").unwrap();
        let text = String::from_utf8(script.plain.to_vec()).unwrap();
        for sink in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "parseFromString",
        ] {
            assert!(!text.contains(sink), "{sink}");
        }
    }

    #[tokio::test]
    async fn an_asset_is_served_packed_and_for_ever() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("br, gzip"));
        let name = asset("app.css").trim_start_matches("/static/").to_owned();
        let response = serve(Path(name), headers).await;
        assert_eq!(response.headers().get(CONTENT_ENCODING).unwrap(), "gzip");
        assert!(response.headers().get(CACHE_CONTROL).unwrap().to_str().unwrap().contains("immutable"));
    }

    #[test]
    fn a_refused_encoding_is_not_used() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip;q=0, br"));
        assert!(!takes_gzip(&headers));
    }
}
