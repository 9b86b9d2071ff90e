//! Closed lists of codes that stand in a column.

/// An enum whose variants are stored as short words; a word that nobody wrote does not parse.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// The word that is stored.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::shelves::code::NotACode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::shelves::code::NotACode),
                }
            }
        }

        impl $crate::db::ToVal for $name {
            fn val(&self) -> $crate::db::Val<'_> {
                $crate::db::Val::Text(self.code())
            }
        }
    };
}

pub(crate) use codes;

/// The word is not in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code of this list")]
pub struct NotACode;
