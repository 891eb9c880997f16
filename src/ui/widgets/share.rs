//! Sharing a number of cells out among columns by what they need.

/// What a column would take, and how much its need counts beside the others'.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Want {
    pub weight: usize,
    pub needed: usize,
}

/// The cells of each column, `room` together. Each gets what it needs as long as that is no more than its share by
/// weight of what is still free; the others share the rest. So none gets more than it needs while another gets less.
/// What nobody needs goes to the first.
#[must_use]
pub fn share(room: usize, wants: &[Want]) -> Vec<usize> {
    let mut given = vec![0; wants.len()];
    let mut free = room;
    let mut open: Vec<(usize, Want)> = wants.iter().copied().enumerate().collect();
    while !open.is_empty() {
        let weights: usize = open.iter().map(|(_, want)| want.weight.max(1)).sum();
        let part = |want: &Want| free * want.weight.max(1) / weights;
        let content = open.iter().position(|(_, want)| want.needed <= part(want));
        let (place, want) = open.remove(content.unwrap_or(0));
        let cells = match content {
            Some(_) => want.needed,
            // Everybody left needs more than a share; the last one also takes what rounding left.
            None if open.is_empty() => free,
            None => part(&want),
        };
        if let Some(of_column) = given.get_mut(place) {
            *of_column = cells;
        }
        free -= cells;
    }
    if let Some(first) = given.first_mut() {
        *first += free;
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(room: usize, wants: &[(usize, usize)]) -> Vec<usize> {
        let wants: Vec<Want> =
            wants.iter().map(|(weight, needed)| Want { weight: *weight, needed: *needed }).collect();
        share(room, &wants)
    }

    #[test]
    fn whoever_needs_less_than_a_share_gets_it_and_the_others_share_what_is_left() {
        assert_eq!(of(60, &[(4, 80), (1, 8), (2, 12)]), [40, 8, 12]);
        assert_eq!(of(60, &[(4, 80), (1, 40), (1, 4)]), [44, 12, 4]);
        assert_eq!(of(60, &[(1, 10), (1, 10)]), [50, 10], "what nobody needs goes to the first");
        assert_eq!(of(0, &[(1, 10), (1, 10)]), [0, 0]);
        assert_eq!(of(5, &[]), Vec::<usize>::new());
    }
}
