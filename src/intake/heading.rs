//! Which row of a table is the header: often a title stands above it, and sometimes it has two rows.

use super::cell::Cell;

/// Filled rows at the top of a table that are looked at for the header.
pub(super) const LOOKED_AT: usize = 20;

/// The rows before the header is known.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// The filled row before, which may be the upper half of a header of two rows.
    above: Vec<String>,
}

impl Look {
    /// The filled row before.
    pub fn above(&self) -> &[String] {
        &self.above
    }

    /// Whether this filled row completes a header, by itself or as the lower half of one; `fits` says whether names are
    /// a header.
    pub fn is_header(&mut self, names: &[String], fits: impl Fn(&[String]) -> bool) -> bool {
        let found = fits(names) || fits(&joined(&self.above, names, |_| true));
        names.clone_into(&mut self.above);
        found
    }
}

/// The names of two header rows as one. A name below a group is its own where it is known by itself, and carries the
/// group's otherwise: 被投诉人 above 姓名 is 被投诉人姓名.
pub(super) fn joined(above: &[String], below: &[String], is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut group = "";
    (0..above.len().max(below.len()))
        .map(|index| {
            let upper = above.get(index).map_or("", |name| name.trim());
            let lower = below.get(index).map_or("", |name| name.trim());
            if !upper.is_empty() {
                group = upper;
            }
            if lower.is_empty() || lower == upper {
                return upper.to_owned();
            }
            let whole = format!("{group}{lower}");
            // Below a respondent's group a bare 联系电话 is the respondent's.
            let foreign = group.contains('被') && !lower.contains('被');
            if is_known(&whole) || foreign || !is_known(lower) { whole } else { lower.to_owned() }
        })
        .collect()
}

/// Whether a row below the header is its second half: nothing stands under the columns that every row must have, and
/// below an empty place of the header stands a name that is known.
pub(super) fn is_second_half(
    header: &[String],
    row: &[Cell],
    is_mandatory: impl Fn(&str) -> bool,
    is_known: impl Fn(&str) -> bool,
) -> bool {
    let below: Vec<String> = row.iter().map(Cell::shown).collect();
    let lower = |index: usize| below.get(index).map_or("", |name| name.trim());
    let holds_back = header.iter().enumerate().filter(|(_, name)| is_mandatory(name));
    let mut mandatory = holds_back.map(|(index, name)| (name.trim(), lower(index)));
    if mandatory.any(|(name, below)| !below.is_empty() && below != name) {
        return false;
    }
    let whole = joined(header, &below, &is_known);
    (0..below.len()).any(|index| {
        let upper = header.get(index).map_or("", |name| name.trim());
        upper.is_empty() && !lower(index).is_empty() && whole.get(index).is_some_and(|name| is_known(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn known(name: &str) -> bool {
        ["投诉时间", "投诉人", "联系电话", "被投诉人姓名", "标题"].contains(&name)
    }

    #[test]
    fn two_rows_of_names_become_one() {
        let above = names(&["投诉时间", "投诉人信息", "", "被投诉人", "", "标题"]);
        let below = names(&["", "投诉人", "联系电话", "姓名", "联系电话", "标题"]);
        assert_eq!(
            joined(&above, &below, known),
            ["投诉时间", "投诉人", "联系电话", "被投诉人姓名", "被投诉人联系电话", "标题"]
        );
    }

    #[test]
    fn a_row_of_a_complaint_is_never_taken_for_half_a_header() {
        let header = names(&["投诉时间", "投诉人信息", "", "标题"]);
        let cells = |texts: &[&str]| texts.iter().map(|text| Cell::Text((*text).into())).collect::<Vec<_>>();
        let second = |row: &[&str]| is_second_half(&header, &cells(row), |name| name == "投诉时间", known);
        assert!(second(&["", "投诉人", "联系电话"]));
        assert!(second(&["投诉时间", "投诉人", "联系电话", "标题"]));
        assert!(!second(&["2026-11-05", "投诉人", "联系电话", "x"]));
        assert!(!second(&["", "田小满", "13911112222", ""]));
        assert!(!second(&["", "", "", ""]));
    }
}
