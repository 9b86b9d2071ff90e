//! What is special about some forms: those that bring files, and those that carry no key.

/// Addresses that take files: they come as slowly as the line lets them.
pub const TAKES_FILES: &[&str] = &[
    "/cases/{case}/uploads/{upload}",
    "/cases/{case}/uploads/files",
    "/records/places/{place}/check",
    "/organisation/office/list",
];

/// Addresses that a machine of others calls, without a page of ours: each request proves itself by its signature, and no cookie is looked at.
pub const FROM_MACHINES: &[&str] = &["/gateway/receipts", "/gateway/replies"];

/// Forms whose effect is the same when they are sent twice, and why. Every other form is signed: it carries a key, and is refused without one.
pub const WITHOUT_KEY: &[(&str, &str)] = &[
    ("/sign-in", "begins another sign-in; the list of one's own shows both"),
    ("/sign-in/code", "a code serves once"),
    ("/sign-in/recovery", "a recovery code serves once"),
    ("/demo", "begins another sign-in of the demonstration"),
    ("/sign-out", "what has ended stays ended"),
    ("/set-up/{secret}", "the link serves once"),
    ("/invitations/{secret}", "the link serves once"),
    ("/a/{secret}", "the link serves once"),
    ("/p/{secret}", "it can be fetched several times, and each time is written down"),
    ("/r/{secret}", "the link serves once"),
    ("/ask", "the same words from the same person are one inquiry on one day"),
    ("/gateway/receipts", "what is told twice changes nothing"),
    ("/gateway/replies", "the same request is one reply"),
    ("/enrolment", "the app is confirmed once; then the page leads on"),
    ("/search", "looks only"),
    ("/inbox/search", "looks only"),
    ("/cases/{case}/search", "looks only"),
    ("/services/search", "looks only"),
    ("/cases/{case}/referrals/search", "looks only"),
    ("/clients/alike", "looks only"),
    ("/cases/{case}/uploads", "a file that was begun twice and sent once is forgotten"),
    ("/cases/{case}/uploads/files", "a file that came twice is refused when it is filed"),
    ("/cases/{case}/uploads/{upload}", "a part says behind how many bytes it begins"),
    ("/cases/{case}/uploads/{upload}/drop", "what is gone stays gone"),
    ("/account/password", "the second time the old password is wrong"),
    ("/account/authenticator", "a code serves once"),
    ("/account/recovery-codes", "the codes shown last are those that hold"),
    ("/account/letters", "sets what is set already"),
    ("/account/sign-ins/{number}/end", "what has ended stays ended"),
    ("/account/sign-ins/end-others", "what has ended stays ended"),
    ("/account/curtain", "sets what is set already"),
    ("/account/scheme", "sets what is set already"),
    ("/account/stay", "the sign-in goes on from the later moment"),
    ("/staff/{staff}/link", "the link shown last is the one that holds"),
    ("/drafts/{form}", "saves the same text again"),
    ("/drafts/{dossier}/{form}", "saves the same text again"),
    ("/drafts/{form}/drop", "what is thrown away stays so"),
];
