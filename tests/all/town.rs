//! A small town in a temporary folder, driven through the office exactly as the program drives it.

use std::path::PathBuf;

use tempfile::TempDir;
use ydt::actions::{self, Answers};
use ydt::domain::ids::{CaseId, PersonId, UnitId};
use ydt::domain::refusal::{Refusal, RefusalCode};
use ydt::domain::time::Moment;
use ydt::domain::town::org::{Org, Person, Unit};
use ydt::domain::view::filter::Filter;
use ydt::domain::view::listing::{From, ListQuery, Sort, View};
use ydt::domain::words::{Position, UnitKind};
use ydt::office::{NewTown, Office, OfficeError, Overview, PerformReport, PerformRequest};

/// A town whose folder lives as long as it does.
pub struct Town {
    pub folder: TempDir,
    pub office: Office,
    pub now: Moment,
    acts: u32,
}

/// A person of the test town.
fn person(id: i64, name: &str, login: &str, unit: Option<i64>, positions: &[Position]) -> Person {
    Person {
        id: PersonId(id),
        name: name.to_owned(),
        login: Some(login.to_owned()),
        unit: unit.map(UnitId),
        positions: positions.to_vec(),
        leads: Vec::new(),
        contacts: Vec::new(),
        active: true,
    }
}

/// Two villages, two sections, every position filled once.
pub fn org() -> Org {
    let unit = |id: i64, name: &str, kind| Unit { id: UnitId(id), name: name.to_owned(), kind, active: true };
    let mut secretary = person(3, "周敏", "zhoumin", Some(1), &[Position::DisciplineSecretary]);
    secretary.contacts = vec![UnitId(6)];
    let mut leader = person(5, "何志强", "hezhiqiang", Some(2), &[]);
    leader.leads = vec![UnitId(3), UnitId(4)];
    leader.contacts = vec![UnitId(5)];
    Org {
        town: "建胜镇".to_owned(),
        district: "大渡口区".to_owned(),
        units: vec![
            unit(1, "建胜镇纪委", UnitKind::Commission),
            unit(2, "建胜镇党委", UnitKind::PartyCommittee),
            unit(3, "社会事务办", UnitKind::Section),
            unit(4, "经济发展办", UnitKind::Section),
            unit(5, "新建村", UnitKind::Village),
            unit(6, "双山村", UnitKind::Village),
        ],
        people: vec![
            person(1, "张宁", "zhangning", Some(1), &[Position::CommissionOperator, Position::Administrator]),
            person(2, "刘芳", "liufang", Some(2), &[Position::PartyOperator]),
            secretary,
            person(4, "陈立", "chenli", Some(2), &[Position::PrincipalLeader]),
            leader,
            person(6, "王秀", "wangxiu", Some(5), &[Position::Handler]),
            person(7, "孙强", "sunqiang", Some(3), &[Position::Handler]),
            person(8, "赵审", "zhaoshen", None, &[Position::Auditor]),
            person(9, "钱双", "qianshuang", Some(6), &[Position::Handler]),
        ],
        ..Org::default()
    }
}

/// A moment of the test year, as the town's clocks show it.
pub fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

/// Waits for something that the runtime does beside a test.
pub fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(work)
}

impl Town {
    /// Founded on a Monday morning.
    pub fn new() -> Self {
        Self::with(org())
    }

    /// The same with these units and people.
    pub fn with(org: Org) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = at("2026-11-02 08:30");
        let new = NewTown {
            town: "建胜镇".to_owned(),
            district: "大渡口区".to_owned(),
            login: "zhangning".to_owned(),
            name: "张宁".to_owned(),
            sandbox: true,
            org: Some(org),
        };
        let office = Office::create(&folder.path().join("data/ydt.db"), new, "test", now).unwrap();
        Self { folder, office, now, acts: 0 }
    }

    /// Where the database lies.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("data/ydt.db")
    }

    /// Lets somebody do something to a case, or make one.
    pub fn act(
        &mut self,
        login: &str,
        case: Option<CaseId>,
        action: &str,
        fields: &[(&str, &str)],
    ) -> Result<PerformReport, OfficeError> {
        self.office.act_as(login)?;
        self.acts += 1;
        let answers =
            fields.iter().fold(Answers::none(), |answers, (name, value)| answers.with(name, *value));
        let request = PerformRequest {
            act: format!("test-{}", self.acts),
            case,
            seen_seq: None,
            action: action.to_owned(),
            answers,
        };
        self.office.perform(&request, self.now)
    }

    /// An id for an act that is another than all before.
    pub fn next_act(&mut self) -> String {
        self.acts += 1;
        format!("next-{}", self.acts)
    }

    /// Does something to the town as whoever acts now: with these answers, or without any as the act's example does it.
    pub fn in_town(&mut self, act: &str, fields: &[(&str, &str)]) {
        let act = actions::find(act).unwrap();
        let example: serde_json::Map<String, serde_json::Value> = serde_json::from_str(act.example).unwrap();
        let example = example.iter().filter(|_| fields.is_empty());
        let answers = example
            .fold(Answers::none(), |answers, (name, value)| answers.with(name, value.as_str().unwrap()));
        let answers = fields.iter().fold(answers, |answers, (name, value)| answers.with(name, *value));
        self.acts += 1;
        self.office.perform_town(&format!("town-{}", self.acts), act, &answers, self.now).unwrap();
    }

    /// A registered complaint about nobody in particular.
    pub fn complaint(&mut self, title: &str) -> CaseId {
        let now = self.now.minute();
        let fields = [
            ("title", title),
            ("content", "村里低保评定后没有张贴名单，群众不知道谁在享受。"),
            ("complained_at", now.as_str()),
            ("complainant", "李桂芳"),
            ("contact", "13812341234"),
            ("village", "新建村"),
        ];
        self.act("zhangning", None, "register", &fields).unwrap().case
    }

    /// A complaint assessed for a village and accepted.
    pub fn accepted_for_village(&mut self, title: &str) -> CaseId {
        let case = self.complaint(title);
        let fields = [
            ("scope", "matters_list"),
            ("kind", "non_consultation"),
            ("field", "civil_affairs"),
            ("route", "village"),
            ("unit", "新建村"),
        ];
        self.act("zhangning", Some(case), "assess", &fields).unwrap();
        self.act("zhangning", Some(case), "accept", &[]).unwrap();
        case
    }
}

impl Town {
    /// The first rows of the list of every case that has these words, as this person sees it.
    pub fn overview(&mut self, login: &str, words: &str) -> Overview {
        self.office.act_as(login).unwrap();
        let query = ListQuery {
            view: View::All,
            filter: Filter::parse(words).unwrap(),
            sort: Sort::Number,
            from: From::Top,
            limit: 20,
        };
        self.office.overview(&query, self.now).unwrap()
    }
}

/// The first row of the list of every case, with the numbers beside it.
pub fn overview(office: &Office, now: Moment) -> Overview {
    let query = ListQuery {
        view: View::All,
        filter: Filter::default(),
        sort: Sort::Urgency,
        from: From::Top,
        limit: 1,
    };
    office.overview(&query, now).unwrap()
}

/// The refusal in an error; anything else fails the test.
pub fn refused<T: std::fmt::Debug>(result: Result<T, OfficeError>) -> Refusal {
    match result {
        Err(OfficeError::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// The code of the refusal in an error.
pub fn refusal_code(result: Result<PerformReport, OfficeError>) -> RefusalCode {
    refused(result).code
}
