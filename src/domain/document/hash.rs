//! The digest of a text, by which a signature says what it stands under.

use sha2::{Digest as _, Sha256};

/// What a signature binds: SHA-256 of the exact text, lower-case hexadecimal.
#[must_use]
pub fn text_hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// How a digest made with the town's key begins. Older documents have the plain digest of their text, from which a
/// short text could be guessed after it was erased.
const KEYED: &str = "keyed:";

/// What a signature binds, as it stands in the record: the digest of the text with the town's key.
#[must_use]
pub fn keyed_hash(digest: &str) -> String {
    format!("{KEYED}{digest}")
}

/// The digest in a hash made with the town's key; `None` for an older one.
#[must_use]
pub fn keyed_digest(hash: &str) -> Option<&str> {
    hash.strip_prefix(KEYED)
}

/// Bytes as lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_a_hash_says_how_it_was_made() {
        assert_eq!(keyed_hash("1a2b"), "keyed:1a2b");
        assert_eq!((keyed_digest("keyed:1a2b"), keyed_digest(&text_hash("abc"))), (Some("1a2b"), None));
    }

    #[test]
    fn a_hash_is_the_one_that_other_programs_compute_for_the_same_text() {
        assert_eq!(text_hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_ne!(text_hash("拟请核实"), text_hash("拟请核实。"));
    }
}
