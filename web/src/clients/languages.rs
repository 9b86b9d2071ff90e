//! Languages to choose from on the intake form: BCP 47 tags with the words for them. Tags that are imported and stand not here are shown as they are.

use crate::face::form::Choice;
use crate::face::prelude::*;

/// The usual ones, by their words.
pub(super) const ALL: &[(&str, &str)] = &[
    ("sq", "Albanian"),
    ("am", "Amharic"),
    ("ar", "Arabic"),
    ("hy", "Armenian"),
    ("bn", "Bengali"),
    ("bs", "Bosnian"),
    ("bg", "Bulgarian"),
    ("my", "Burmese"),
    ("ca", "Catalan"),
    ("zh", "Chinese"),
    ("hr", "Croatian"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("prs", "Dari"),
    ("nl", "Dutch"),
    ("en", "English"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("ka", "Georgian"),
    ("de", "German"),
    ("gsg", "German Sign Language"),
    ("el", "Greek"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hu", "Hungarian"),
    ("ig", "Igbo"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("kmr", "Kurdish (Kurmanji)"),
    ("ckb", "Kurdish (Sorani)"),
    ("lt", "Lithuanian"),
    ("mk", "Macedonian"),
    ("no", "Norwegian"),
    ("om", "Oromo"),
    ("ps", "Pashto"),
    ("fa", "Persian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("pa", "Punjabi"),
    ("rom", "Romani"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sr", "Serbian"),
    ("sk", "Slovak"),
    ("so", "Somali"),
    ("es", "Spanish"),
    ("sw", "Swahili"),
    ("sv", "Swedish"),
    ("ta", "Tamil"),
    ("th", "Thai"),
    ("ti", "Tigrinya"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("wo", "Wolof"),
    ("yo", "Yoruba"),
    ("und", "Another language (say which under what helps)"),
];

/// The word for a tag.
pub(super) fn word(tag: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, _)| *known == tag).map(|(_, word)| *word)
}

/// The words for a language; its tag where there are none.
pub(crate) fn told(tag: &str) -> Words {
    word(tag).map_or_else(|| tag.to_owned().into(), Words::from)
}

/// Languages to choose from, with the one that is filled in even when it is none of the usual.
pub(crate) fn choices(known: &str) -> Vec<Choice> {
    let mut choices: Vec<Choice> = ALL.iter().map(|(tag, word)| Choice::new(*tag, *word)).collect();
    if word(known).is_none() && !known.is_empty() {
        choices.push(Choice::new(known, known.to_owned()));
    }
    choices
}
