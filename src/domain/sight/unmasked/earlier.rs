//! A case as it stood earlier, before it is shown to somebody today: they see no more of it than of the present case, and
//! nothing that was kept from them then.

use super::{CaseOnRecord, Unmasked, recorded_meanwhile};
use crate::domain::ids::ChainPlace;
use crate::domain::sight::Sight;
use crate::domain::time::Date;
use crate::domain::town::org::{Org, Person};

impl Unmasked<CaseOnRecord> {
    /// Whether the case is kept from the reader, by the organisation of its time.
    pub fn is_kept_from(&self, sight: &Sight, org: &Org) -> bool {
        sight.is_kept_from(&self.0.case, org)
    }

    /// Whether texts of it were erased behind this place of the chain.
    pub fn was_erased_since(&self, place: ChainPlace) -> bool {
        self.0.history.iter().any(|recorded| recorded.place > place && !recorded.event.erases().is_empty())
    }

    /// Its number, and the day on which it was registered.
    pub fn registered(&self) -> (&str, Option<Date>) {
        (&self.0.case.case_no, self.0.history.first().map(|first| first.at.date()))
    }

    /// The earlier case for a reader of the present one: what is withheld from them there is withheld here, and what is
    /// known of who complains by now is masked here too.
    pub fn beside_present(mut self, present: &Self, reader: &Person, org: &Org) -> Self {
        let (earlier, present) = (&mut self.0, &present.0);
        let withheld = recorded_meanwhile(reader, &present.history, org);
        earlier.withheld = withheld.into_iter().filter(|seq| *seq <= earlier.case.seq).collect();
        earlier.known_since = present.case.complainant.clone();
        self
    }
}
