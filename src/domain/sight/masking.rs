//! What is left of an identity when it is masked (`domain.md` §9): 张*, 138****1234.

/// Keeps the first character of a name and hides the rest: 张三 → 张*, 欧阳明月 → 欧***.
#[must_use]
pub fn mask_name(name: &str) -> String {
    let mut characters = name.chars();
    match characters.next() {
        None => String::new(),
        Some(first) => {
            let hidden = characters.count().clamp(1, 3);
            format!("{first}{}", "*".repeat(hidden))
        }
    }
}

/// Keeps the first three and last four digits of a mobile number, and less of anything shorter.
#[must_use]
pub fn mask_contact(contact: &str) -> String {
    let characters: Vec<char> = contact.chars().collect();
    match characters.len() {
        0 => String::new(),
        1..=6 => "*".repeat(characters.len()),
        7..=10 => format!("{}****", characters.iter().take(2).collect::<String>()),
        length => format!(
            "{}****{}",
            characters.iter().take(3).collect::<String>(),
            characters.iter().skip(length - 4).collect::<String>()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_identity_shows_the_form_of_the_rules_and_never_the_whole() {
        for (name, masked) in
            [("张三", "张*"), ("余忠涛", "余**"), ("欧阳明月", "欧***"), ("王", "王*"), ("", "")]
        {
            assert_eq!(mask_name(name), masked);
        }
        for (contact, masked) in
            [("13812341234", "138****1234"), ("68901234", "68****"), ("110", "***"), ("", "")]
        {
            assert_eq!(mask_contact(contact), masked);
        }
    }
}
