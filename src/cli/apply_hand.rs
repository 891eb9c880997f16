//! What the lines of `ydt apply` are performed on: the record itself, line by line, or one transaction of it.

use crate::actions::{Act, Answers};
use crate::domain::ids::{CaseId, DisclosureId, MeetingId};
use crate::domain::time::Moment;
use crate::domain::town::event::TownEvent;
use crate::office::{
    AllOrNothing, CaseName, DisclosureReport, DisclosureRequest, MeetingReport, MeetingRequest, Office,
    OfficeError, PerformReport, PerformRequest,
};

/// What commands are performed on: the record itself, or one transaction of it.
pub(super) trait Performs {
    fn act_as(&mut self, login: &str) -> Result<(), OfficeError>;
    fn find_case(&self, name: &CaseName) -> Result<CaseId, OfficeError>;
    fn perform(&mut self, request: &PerformRequest) -> Result<PerformReport, OfficeError>;
    fn perform_town(
        &mut self,
        id: &str,
        act: &'static Act,
        answers: &Answers,
    ) -> Result<Vec<TownEvent>, OfficeError>;
    fn find_meeting(&self, code: &str) -> Result<MeetingId, OfficeError>;
    fn perform_on_meeting(&mut self, request: &MeetingRequest) -> Result<MeetingReport, OfficeError>;
    fn find_disclosure(&self, code: &str) -> Result<DisclosureId, OfficeError>;
    fn perform_on_disclosure(&mut self, request: &DisclosureRequest)
    -> Result<DisclosureReport, OfficeError>;
}

/// The record at one moment.
pub(super) struct Hand<'a> {
    pub office: &'a mut Office,
    pub now: Moment,
}

impl Performs for Hand<'_> {
    fn act_as(&mut self, login: &str) -> Result<(), OfficeError> {
        self.office.act_as(login)
    }

    fn find_case(&self, name: &CaseName) -> Result<CaseId, OfficeError> {
        self.office.find_case(name, self.now)
    }

    fn perform(&mut self, request: &PerformRequest) -> Result<PerformReport, OfficeError> {
        self.office.perform(request, self.now)
    }

    fn perform_town(
        &mut self,
        id: &str,
        act: &'static Act,
        answers: &Answers,
    ) -> Result<Vec<TownEvent>, OfficeError> {
        self.office.perform_town(id, act, answers, self.now)
    }

    fn find_meeting(&self, code: &str) -> Result<MeetingId, OfficeError> {
        self.office.find_meeting(code, self.now)
    }

    fn perform_on_meeting(&mut self, request: &MeetingRequest) -> Result<MeetingReport, OfficeError> {
        self.office.perform_on_meeting(request, self.now)
    }

    fn find_disclosure(&self, code: &str) -> Result<DisclosureId, OfficeError> {
        self.office.find_disclosure(code, self.now)
    }

    fn perform_on_disclosure(
        &mut self,
        request: &DisclosureRequest,
    ) -> Result<DisclosureReport, OfficeError> {
        self.office.perform_on_disclosure(request, self.now)
    }
}

impl Performs for AllOrNothing<'_, '_> {
    fn act_as(&mut self, login: &str) -> Result<(), OfficeError> {
        AllOrNothing::act_as(self, login)
    }

    fn find_case(&self, name: &CaseName) -> Result<CaseId, OfficeError> {
        AllOrNothing::find_case(self, name)
    }

    fn perform(&mut self, request: &PerformRequest) -> Result<PerformReport, OfficeError> {
        AllOrNothing::perform(self, request)
    }

    fn perform_town(
        &mut self,
        id: &str,
        act: &'static Act,
        answers: &Answers,
    ) -> Result<Vec<TownEvent>, OfficeError> {
        AllOrNothing::perform_town(self, id, act, answers)
    }

    fn find_meeting(&self, code: &str) -> Result<MeetingId, OfficeError> {
        AllOrNothing::find_meeting(self, code)
    }

    fn perform_on_meeting(&mut self, request: &MeetingRequest) -> Result<MeetingReport, OfficeError> {
        AllOrNothing::perform_on_meeting(self, request)
    }

    fn find_disclosure(&self, code: &str) -> Result<DisclosureId, OfficeError> {
        AllOrNothing::find_disclosure(self, code)
    }

    fn perform_on_disclosure(
        &mut self,
        request: &DisclosureRequest,
    ) -> Result<DisclosureReport, OfficeError> {
        AllOrNothing::perform_on_disclosure(self, request)
    }
}
