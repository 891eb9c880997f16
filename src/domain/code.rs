//! One definition for every closed list of words: the English code of the glossary and the Chinese label
//! stand beside the variant, and both directions are generated from that one place.

/// A word of a closed list: a stable English code for machines, a Chinese label for people.
pub trait Coded: Copy + Eq + Sized + 'static {
    /// Every variant, in the order in which lists offer them.
    const ALL: &'static [Self];
    /// The stable code of the glossary, as it stands in JSON and in the database.
    fn code(self) -> &'static str;
    /// What the operator reads.
    fn label(self) -> &'static str;
    /// The variant with this code, or `None`.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.code() == code)
    }
    /// The variant with this Chinese label, or `None`.
    fn from_label(label: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.label() == label)
    }
}

/// Declares an enum whose variants carry `"code" "标签"`, with [`Coded`] and serde written as the code.
macro_rules! coded {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal $label:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $crate::domain::code::Coded for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn code(self) -> &'static str { match self { $(Self::$variant => $code),+ } }
            fn label(self) -> &'static str { match self { $(Self::$variant => $label),+ } }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::domain::code::Coded::code(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = <String as serde::Deserialize>::deserialize(deserializer)?;
                <Self as $crate::domain::code::Coded>::from_code(&code).ok_or_else(|| {
                    serde::de::Error::custom(format!(concat!(stringify!($name), "没有“{}”这个代码"), code))
                })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::fixtures::assert_chinese;

    fn check<T: Coded + std::fmt::Debug>() {
        let codes: BTreeSet<&str> = T::ALL.iter().map(|word| word.code()).collect();
        let labels: BTreeSet<&str> = T::ALL.iter().map(|word| word.label()).collect();
        assert_eq!((codes.len(), labels.len()), (T::ALL.len(), T::ALL.len()), "{:?}", T::ALL);
        for word in T::ALL {
            assert_chinese(word.label());
            assert!(
                word.code().chars().all(|letter| letter.is_ascii_lowercase() || matches!(letter, '_' | '.'))
            );
            assert_eq!((T::from_code(word.code()), T::from_label(word.label())), (Some(*word), Some(*word)));
        }
        assert_eq!((T::from_code("无"), T::from_label("")), (None, None));
    }

    #[test]
    fn every_word_of_every_list_is_found_by_its_code_and_by_its_label() {
        use crate::domain::case::stage;
        use crate::domain::event::fact;

        use crate::domain::town::{setting_key, settings};
        use crate::domain::view::{importing, listing};
        use crate::domain::{calendar, document, refusal, words};
        check::<words::Scope>();
        check::<words::EvaluationSource>();
        check::<crate::domain::view::columns::ColumnMeaning>();
        check::<words::CaseKind>();
        check::<words::MatterField>();
        check::<words::KeyMatter>();
        check::<words::Route>();
        check::<words::UnitKind>();
        check::<words::Position>();
        check::<words::DocumentKind>();
        check::<words::DocumentState>();
        check::<words::ClockKind>();
        check::<words::MirrorStep>();
        check::<words::SealBasis>();
        check::<words::LeadingEnd>();
        check::<crate::domain::case::turn::TurnEnd>();
        check::<words::ClockLevel>();
        check::<words::Verdict>();
        check::<words::SendBackReason>();
        check::<words::AlertLevel>();
        check::<setting_key::SettingKey>();
        check::<settings::HandlingStop>();
        check::<settings::IdentityBasis>();
        check::<calendar::LimitUnit>();
        check::<document::Decision>();
        check::<document::StepLabel>();
        check::<crate::domain::town::chains::ChainStep>();
        check::<fact::FactName>();
        check::<importing::RowFate>();
        check::<listing::View>();
        check::<listing::Sort>();
        check::<refusal::RefusalCode>();
        check::<crate::domain::figures::step::CaseStep>();
        check::<crate::domain::case::chase::Chase>();
        check::<stage::Stage>();
    }
}
