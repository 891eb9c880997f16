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

/// Makes an enum from a list of facts that all have one trait: one variant each, stored name, sentence and stored form.
/// A large fact is named with the box that holds it.
macro_rules! facts {
    ($event:ident of $kind:ident: $($name:ident $(($held:ty))?),+ $(,)?) => {
        /// A recorded fact.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $event { $($name($crate::domain::stored::held!($name $($held)?))),+ }

        impl $event {
            /// The stored names of all facts.
            pub const CODES: &'static [&'static str] = &[$(<$name as $kind>::CODE),+];

            /// Its stored name, as in result lines and in the record.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$name(_) => <$name as $kind>::CODE),+ }
            }

            /// What happened, in one Chinese sentence without its full stop.
            #[must_use]
            pub fn sentence(&self, org: &Org) -> String {
                match self { $(Self::$name(fact) => fact.sentence(org)),+ }
            }
        }

        $(impl From<$name> for $event {
            fn from(fact: $name) -> Self {
                Self::$name(fact.into())
            }
        })+

        impl serde::Serialize for $event {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$name(fact) => {
                        $crate::domain::stored::Tagged { event: self.code(), fact }.serialize(serializer)
                    }),+
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $event {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_map(Visitor)
            }
        }

        /// Reads the name and then, without a detour, the fields of the fact that it names.
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = $event;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a recorded fact that begins with its name")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut fields: A) -> Result<$event, A::Error> {
                use serde::de::{Error as _, value::MapAccessDeserializer};
                let Some($crate::domain::stored::FirstKey::Event) = fields.next_key()? else {
                    return Err(A::Error::missing_field("event"));
                };
                let code: String = fields.next_value()?;
                let rest = MapAccessDeserializer::new(fields);
                match code.as_str() {
                    $(<$name as $kind>::CODE => {
                        <$name as serde::Deserialize>::deserialize(rest).map($event::from)
                    })+
                    _ => Err(A::Error::unknown_variant(&code, $event::CODES)),
                }
            }
        }
    };
}

/// The facts of cases: what all facts have, and besides what they change in their case and which texts they hold.
macro_rules! case_facts {
    ($($name:ident $(($held:ty))?),+ $(,)?) => {
        $crate::domain::stored::facts! { CaseEvent of CaseFact: $($name $(($held))?),+ }

        impl CaseEvent {
            /// What it changes in the case.
            pub fn fold(&self, case: &mut Case, recorded: &Recorded) {
                match self { $(Self::$name(fact) => fact.fold(case, recorded)),+ }
            }

            /// The day on which it happened, where that is proven otherwise than by its recording.
            #[must_use]
            pub fn act_on(&self) -> Option<$crate::domain::time::Date> {
                match self { $(Self::$name(fact) => fact.act_on()),+ }
            }

            /// What figures count of it; nothing of most facts.
            #[must_use]
            pub fn happening(&self) -> Option<Happening> {
                match self { $(Self::$name(fact) => fact.happening()),+ }
            }

            /// Whether it is an act on the case, and not only that somebody looked at it or took a copy away.
            #[must_use]
            pub fn is_act(&self) -> bool {
                match self { $(Self::$name(fact) => fact.is_act()),+ }
            }

            /// Every place that holds erasable text.
            pub fn sealables_mut(&mut self) -> Sealables<'_> {
                match self { $(Self::$name(fact) => fact.sealables_mut()),+ }
            }
        }
    };
}

/// The facts of a record of its own: what all facts have, and besides what they change in it.
macro_rules! stream_facts {
    ($event:ident of $kind:ident on $state:ident: $($name:ident $(($held:ty))?),+ $(,)?) => {
        $crate::domain::stored::facts! { $event of $kind: $($name $(($held))?),+ }

        impl $event {
            /// What it changes.
            pub fn fold(&self, state: &mut $state, stamped: &$crate::domain::stream::Stamped) {
                match self { $(Self::$name(fact) => fact.fold(state, stamped)),+ }
            }
        }

        impl $crate::domain::stream::StreamEvent for $event {
            fn sealables_mut(&mut self) -> $crate::domain::sealable::Sealables<'_> {
                match self { $(Self::$name(fact) => fact.sealables_mut()),+ }
            }

            fn erases(&self) -> Option<u32> {
                match self { $(Self::$name(fact) => fact.erases()),+ }
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

pub(super) use {case_facts, facts, held, stream_facts};
