//! Every text that a case holds about its matter, for what is done to all of them alike.

use super::Case;
use crate::domain::sealable::Sealable;

impl Case {
    /// Does this to every text but the complainant's own and the further columns of the platform, which are masked as a
    /// whole. A test lets no text be forgotten here.
    pub fn each_text_mut(&mut self, mut work: impl FnMut(&mut Sealable)) {
        work(&mut self.title);
        work(&mut self.content);
        let respondent = [&mut self.respondent.name, &mut self.respondent.unit_position];
        let learnt = [&mut self.assessment_note, &mut self.district_result];
        respondent.into_iter().chain(learnt).flatten().for_each(&mut work);
        for document in &mut self.documents {
            work(&mut document.text);
            document.claims.iter_mut().for_each(&mut work);
            let signatures = document.steps.iter_mut().filter_map(|step| step.signature.as_mut());
            signatures.filter_map(|signature| signature.opinion.as_mut()).for_each(&mut work);
        }
        self.findings.iter_mut().chain(&mut self.supplements).for_each(|note| work(&mut note.text));
        for delivery in &mut self.deliveries {
            work(&mut delivery.text);
            delivery.letter.iter_mut().for_each(|letter| work(&mut letter.opening));
        }
        self.evaluations.iter_mut().filter_map(|given| given.comment.as_mut()).for_each(&mut work);
        self.files.iter_mut().for_each(|file| work(&mut file.name));
        let in_meetings = self.meetings.iter_mut().flat_map(|held| [&mut held.minutes, &mut held.section]);
        in_meetings.flatten().for_each(&mut work);
        self.papers.iter_mut().for_each(|paper| work(&mut paper.text));
        self.papers.iter_mut().filter_map(|paper| paper.void.as_mut()).for_each(&mut work);
        for card in &mut self.cards {
            work(&mut card.reason);
            card.answer.iter_mut().for_each(|answer| work(&mut answer.text));
        }
        for release in &mut self.recusal.released {
            work(&mut release.reason);
            work(&mut release.ruling.text);
        }
    }
}
