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
