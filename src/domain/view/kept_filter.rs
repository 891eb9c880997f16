//! A filter that somebody keeps under a name of their own: a view made by whoever needs it.

use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::view::listing::{Sort, View};

/// Longer names are no names; so many filters are no list that one reads.
const LONGEST_NAME_CHARS: usize = 20;
const AT_MOST: usize = 50;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFilter {
    pub name: String,
    /// Filter words as typed.
    pub words: String,
    pub view: View,
    pub sort: Sort,
}

/// The name as it is kept, when it may stand beside these.
///
/// # Errors
/// `invalid_value` for no name, one that is too long, one that is taken, or one too many.
pub fn name_beside(name: &str, others: &[KeptFilter]) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let refuse = |words: String| Err(Refusal::new(RefusalCode::InvalidValue, words));
    if name.is_empty() {
        return refuse("请给它起个名字，比如“新建村要催的”。".to_owned());
    }
    if name.chars().count() > LONGEST_NAME_CHARS {
        return refuse(format!("名字最多{LONGEST_NAME_CHARS}字，没有存；请写短一些。"));
    }
    if others.iter().any(|other| other.name == name) {
        return refuse(format!("已经有叫“{name}”的，没有存；请换个名字，或先删去原来的。"));
    }
    if others.len() >= AT_MOST {
        return refuse(format!("最多存{AT_MOST}个，没有存；请先删去不用的。"));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(name: &str) -> KeptFilter {
        KeptFilter { name: name.to_owned(), words: "超期".to_owned(), view: View::All, sort: Sort::Urgency }
    }

    #[test]
    fn a_name_is_short_and_stands_once() {
        assert_eq!(name_beside("  新建村　要催的 ", &[]).unwrap(), "新建村 要催的");
        for (name, says) in [(" ", "起个名字"), ("甲", "已经有叫“甲”的"), (&*"长".repeat(21), "最多20字")]
        {
            assert!(name_beside(name, &[kept("甲")]).unwrap_err().message.contains(says), "{name}");
        }
        let many: Vec<KeptFilter> = (0..50).map(|number| kept(&number.to_string())).collect();
        assert!(name_beside("又一个", &many).unwrap_err().message.contains("最多存50个"));
    }
}
