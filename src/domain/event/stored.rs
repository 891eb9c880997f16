//! The stored form of facts: `{"event":"accepted",…}`, the name first, then the fields of the fact.

use serde::{Deserialize, Serialize};

/// A fact under its stored name, as it is written.
#[derive(Serialize)]
pub(super) struct Tagged<'a, T> {
    pub event: &'static str,
    #[serde(flatten)]
    pub fact: &'a T,
}

/// The key that stands first and says which fact follows.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FirstKey {
    Event,
}

/// Makes `CaseEvent` from the list of facts: one variant each, all that `CaseFact` asks for, and the stored form. A
/// large fact is named with the box that holds it.
macro_rules! facts {
    ($($name:ident $(($held:ty))?),+ $(,)?) => {
        /// A recorded fact.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum CaseEvent { $($name($crate::domain::event::stored::held!($name $($held)?))),+ }

        impl CaseEvent {
            /// The stored names of all facts.
            pub const CODES: &'static [&'static str] = &[$(<$name as CaseFact>::CODE),+];

            /// Its stored name, as in result lines and in the record.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$name(_) => <$name as CaseFact>::CODE),+ }
            }

            /// What it changes in the case.
            pub fn fold(&self, case: &mut Case, recorded: &Recorded) {
                match self { $(Self::$name(fact) => fact.fold(case, recorded)),+ }
            }

            /// What happened, in one Chinese sentence without its full stop.
            #[must_use]
            pub fn sentence(&self, org: &Org) -> String {
                match self { $(Self::$name(fact) => fact.sentence(org)),+ }
            }

            /// Every place that holds erasable text.
            pub fn sealables_mut(&mut self) -> Sealables<'_> {
                match self { $(Self::$name(fact) => fact.sealables_mut()),+ }
            }
        }

        $(impl From<$name> for CaseEvent {
            fn from(fact: $name) -> Self {
                Self::$name(fact.into())
            }
        })+

        impl serde::Serialize for CaseEvent {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$name(fact) => {
                        $crate::domain::event::stored::Tagged { event: self.code(), fact }.serialize(serializer)
                    }),+
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for CaseEvent {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_map(Visitor)
            }
        }

        /// Reads the name and then, without a detour, the fields of the fact that it names.
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = CaseEvent;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a recorded fact that begins with its name")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut fields: A) -> Result<CaseEvent, A::Error> {
                use serde::de::{Error as _, value::MapAccessDeserializer};
                let Some($crate::domain::event::stored::FirstKey::Event) = fields.next_key()? else {
                    return Err(A::Error::missing_field("event"));
                };
                let code: String = fields.next_value()?;
                let rest = MapAccessDeserializer::new(fields);
                match code.as_str() {
                    $(<$name as CaseFact>::CODE => {
                        <$name as serde::Deserialize>::deserialize(rest).map(CaseEvent::from)
                    })+
                    _ => Err(A::Error::unknown_variant(&code, CaseEvent::CODES)),
                }
            }
        }
    };
}

/// How a fact stands in its variant: boxed where the list says so.
macro_rules! held {
    ($name:ident) => {
        $name
    };
    ($name:ident $held:ty) => {
        $held
    };
}

pub(super) use {facts, held};
