//! Text that may one day have to be erased: who complained, and what was written about the matter.
//!
//! The event chain holds only a keyed digest of such text (`mac`); the text itself and its random key stand in
//! tables of their own, from which they can be erased while chain and replay stay whole (`architecture.md` 3).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What stands in place of text that was sealed or erased.
pub const ERASED: &str = "（已封存）";

/// Which erasure reaches a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealClass {
    /// Complainant's name or contact: erased after the retention period, and by sealing.
    Identity,
    /// Anything written about the matter: erased by sealing.
    Text,
}

impl SealClass {
    /// The name under which it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Text => "text",
        }
    }
}

/// Places of erasable text in a fact, each under a name that is stored and therefore stays.
pub type Sealables<'a> = Vec<(&'static str, SealClass, &'a mut Sealable)>;

/// A text outside the chain and its digest inside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sealable {
    body: Option<String>,
    mac: String,
    /// The body is not the recorded text: something in it was masked for whoever reads it.
    masked: bool,
}

impl Sealable {
    /// A text not yet recorded; the store computes its digest when it writes the event.
    #[must_use]
    pub fn new(body: impl Into<String>) -> Self {
        Self { body: Some(body.into()), mac: String::new(), masked: false }
    }

    /// The text, or [`ERASED`].
    #[must_use]
    pub fn text(&self) -> &str {
        self.body.as_deref().unwrap_or(ERASED)
    }

    /// The text, or nothing when it was erased.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// The keyed digest in the chain, lower-case hexadecimal; empty before the event is recorded.
    #[must_use]
    pub fn mac(&self) -> &str {
        &self.mac
    }

    /// Sets the digest; only the store calls this, when it writes an event.
    pub fn set_mac(&mut self, mac: String) {
        self.mac = mac;
    }

    /// Puts the text back beside its digest, or takes it away.
    pub fn set_body(&mut self, body: Option<String>) {
        self.body = body;
    }

    /// The text as a form may show it for going on with; nothing when it was erased, or when something in it is masked:
    /// saved again, the masked text would take the place of the recorded one.
    #[must_use]
    pub fn for_form(&self) -> Option<&str> {
        self.body().filter(|_| !self.masked)
    }

    /// Whether something in the text is masked.
    #[must_use]
    pub const fn is_masked(&self) -> bool {
        self.masked
    }

    /// Replaces the text by what the masking rule leaves of it.
    pub fn mask(&mut self, rule: impl Fn(&str) -> String) {
        if let Some(body) = &mut self.body {
            let left = rule(body);
            self.masked |= left != *body;
            *body = left;
        }
    }
}

impl From<String> for Sealable {
    fn from(body: String) -> Self {
        Self::new(body)
    }
}

impl Serialize for Sealable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.mac)
    }
}

impl<'de> Deserialize<'de> for Sealable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { body: None, mac: String::deserialize(deserializer)?, masked: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_into_the_chain_holds_no_word_of_the_text() {
        let mut text = Sealable::new("张三 13800001234");
        text.set_mac("ab12".to_owned());
        assert_eq!(serde_json::to_string(&text).unwrap(), r#""ab12""#);
        let read: Sealable = serde_json::from_str(r#""ab12""#).unwrap();
        assert_eq!((read.mac(), read.text()), ("ab12", ERASED));
    }
}
