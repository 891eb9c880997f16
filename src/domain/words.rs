//! The closed lists of the field, exactly as `glossary.md` names them: code for machines, label for people.

coded! {
    /// Whether a complaint is within the platform's business, and on which ground (N§三(二)1).
    pub enum Scope {
        /// Listed among the supervised matters.
        MattersList = "matters_list" "监督事项清单",
        /// About information that was or should have been disclosed.
        DisclosureInfo = "disclosure_info" "公示公开信息",
        /// About corruption or conduct of officials close to the people.
        Conduct = "conduct" "腐败和作风问题",
        /// Not the town's to handle: goes to the district commission.
        OutOfScope = "out_of_scope" "业务范围外",
    }
}

coded! {
    /// A question or a grievance; decides the handling limit (N§三(二)3).
    pub enum CaseKind {
        /// Three working days.
        Consultation = "consultation" "咨询类",
        /// Ten working days.
        NonConsultation = "non_consultation" "非咨询类",
    }
}

coded! {
    /// The area of daily life a matter belongs to (N§一).
    pub enum MatterField {
        Education = "education" "教育",
        Medical = "medical" "医疗",
        Housing = "housing" "住房",
        SocialSecurity = "social_security" "社保",
        CivilAffairs = "civil_affairs" "民政",
        /// Money, assets and resources held in common by the village.
        CollectiveAssets = "collective_assets" "集体“三资”",
        Other = "other" "其他",
    }
}

coded! {
    /// Why a case needs the principal leader's signature too (N§三(二)2(1)).
    pub enum KeyMatter {
        KeyWork = "key_work" "重点工作",
        MajorProject = "major_project" "重大项目",
        Livelihood = "livelihood" "民生实事",
    }
}

coded! {
    /// Who handles an accepted case (N§三(二)2(1)-(3)).
    pub enum Route {
        /// By a section of the town government, through the Party committee's operator.
        PartyCommittee = "party_committee" "镇党委办理",
        /// By a village or community.
        Village = "village" "村（社区）办理",
        /// By the town commission itself.
        Commission = "commission" "镇纪委办理",
    }
}

coded! {
    /// How an assessment came about (集体研判和甄别).
    pub enum DecidedBy {
        /// By a meeting for assessment.
        Meeting = "meeting" "研判会",
        /// By several people together, outside a meeting.
        Collective = "collective" "集体研判",
        /// By one person; listed for the next meeting.
        Operator = "operator" "单独研判",
    }
}

coded! {
    /// What kind of body a unit is.
    pub enum UnitKind {
        /// A section of the town government.
        Section = "section" "机关科室",
        /// A village or an urban community.
        Village = "village" "村（社区）",
        /// The town's discipline-inspection commission.
        Commission = "commission" "镇纪委",
        /// The town's Party committee.
        PartyCommittee = "party_committee" "镇党委",
        /// A body outside the town, such as the district commission.
        Outside = "outside" "外部单位",
    }
}

coded! {
    /// What has a record of its own.
    pub enum StreamKind {
        Town = "town" "全镇",
        Case = "case" "投诉件",
        Disclosure = "disclosure" "公示记录",
        Meeting = "meeting" "研判会",
    }
}

coded! {
    /// A position a person can hold; one person can hold several (`domain.md` §1).
    pub enum Position {
        CommissionOperator = "commission_operator" "镇纪委专人",
        PartyOperator = "party_operator" "镇党委专人",
        Handler = "handler" "承办人",
        DisciplineSecretary = "discipline_secretary" "镇纪委书记",
        PrincipalLeader = "principal_leader" "镇主要领导",
        /// 分管领导, of named sections.
        LeaderInCharge = "leader_in_charge" "分管领导",
        /// 联系领导, of named villages.
        ContactLeader = "contact_leader" "联系领导",
        /// Reads, masked; changes nothing.
        Auditor = "auditor" "监督查看",
        /// Organisation, calendar, settings; no case content.
        Administrator = "administrator" "系统管理员",
    }
}

coded! {
    /// What is written, submitted and signed.
    pub enum DocumentKind {
        /// 拟办意见, Annex 3.
        Proposal = "proposal" "拟办意见",
        /// 答复意见, Annex 1.
        Reply = "reply" "答复意见",
        /// Why a complaint goes to the district commission.
        ReportUp = "report_up" "上报意见",
        /// 问题线索移送, on the commission's route (N§三(二)2(3)).
        Clue = "clue" "问题线索移送意见",
        /// 延期申请 (N§三(二)3).
        Extension = "extension" "延期申请",
        /// Another limit laid down elsewhere (N§三(二)3 另有规定的从其规定).
        Override = "override" "时限变更",
        /// About a unit that was urged and did not answer (`domain.md` §10, ours).
        Circular = "circular" "通报",
    }
}

impl DocumentKind {
    /// Whether the case waits while such a paper is under review; beside a request for more time or a clue it goes on.
    #[must_use]
    pub const fn holds_up(self) -> bool {
        match self {
            Self::Proposal | Self::Reply | Self::ReportUp => true,
            Self::Clue | Self::Extension | Self::Override | Self::Circular => false,
        }
    }
}

coded! {
    /// Where a document stands.
    pub enum DocumentState {
        Draft = "draft" "草稿",
        /// Waiting for signatures.
        UnderReview = "under_review" "审签中",
        /// Signed by everyone.
        Approved = "approved" "已审签",
        /// Signed by everyone, and what it was for has happened: the reply went out, the extension was granted.
        Done = "done" "已生效",
        /// Sent back to its drafter by a signer.
        Returned = "returned" "退回修改",
        /// Overtaken by an edit or by a changed decision; its signatures bind nothing any more.
        Void = "void" "已作废",
    }
}

coded! {
    /// Which limit a clock measures (N§三(二)2, N§三(二)3).
    pub enum ClockKind {
        /// From receipt by the town commission until transferred or reported.
        Triage = "triage" "受理转办时限",
        /// From receipt by the handling unit.
        Handling = "handling" "办理时限",
    }
}

coded! {
    /// How close a running clock is to its due day; lateness is computed, never stored.
    pub enum ClockLevel {
        Ok = "ok" "正常",
        /// Few working days left.
        Approaching = "approaching" "临期",
        /// The limit ends today.
        DueToday = "due_today" "今日到期",
        /// The limit has passed.
        Overdue = "overdue" "超期",
    }
}

coded! {
    /// What a reminder says; the later ones are the more urgent.
    pub enum AlertLevel {
        /// Half of the limit is used up.
        Half = "half" "已过半",
        /// Few working days left.
        Approaching = "approaching" "临期",
        /// The limit ends today.
        DueToday = "due_today" "今日到期",
        /// The limit has passed.
        Overdue = "overdue" "超期",
    }
}

impl AlertLevel {
    /// The level of the clock at which this reminder is raised.
    #[must_use]
    pub const fn clock_level(self) -> ClockLevel {
        match self {
            Self::Half => ClockLevel::Ok,
            Self::Approaching => ClockLevel::Approaching,
            Self::DueToday => ClockLevel::DueToday,
            Self::Overdue => ClockLevel::Overdue,
        }
    }
}

coded! {
    /// What a stopped clock said, for ever.
    pub enum Verdict {
        /// Stopped on or before its due day.
        OnTime = "on_time" "按期",
        /// Stopped after its due day.
        Late = "late" "超期",
        /// Stopped within its limit because the case goes on in another one.
        Merged = "merged" "并案",
        /// Stopped within its limit because the complaint was withdrawn.
        Withdrawn = "withdrawn" "撤回",
        /// Stopped within its limit because the case was sealed.
        Sealed = "sealed" "密封",
        /// Taken back without judging anybody.
        Cancelled = "cancelled" "作废",
    }
}

impl Verdict {
    /// Whether a rate of what was done in time counts it; the others are counted beside the rate (`domain.md` §10 Days).
    #[must_use]
    pub const fn counts_in_rates(self) -> bool {
        match self {
            Self::OnTime | Self::Late => true,
            Self::Merged | Self::Withdrawn | Self::Sealed | Self::Cancelled => false,
        }
    }
}

coded! {
    /// Where an open case stands for the person who looks.
    pub enum Group {
        /// The next lawful act is theirs, now.
        Mine = "mine" "我来办",
        /// Somebody else's, overdue or due today, and theirs to urge.
        ToUrge = "to_urge" "要催的",
        /// The reply went out and the days of waiting for the complainant's word are not over.
        AwaitingWord = "awaiting_word" "等群众评价",
        /// Everything else they may see.
        Others = "others" "等别人",
    }
}

coded! {
    /// Why a unit sends a case back within one working day of receipt.
    pub enum SendBackReason {
        /// Another unit is competent.
        NotOurs = "not_ours" "不属本单位职责",
        /// The matter lies in another village or section.
        WrongPlace = "wrong_place" "不在本单位辖区",
        /// What was sent is not enough to begin with.
        Incomplete = "incomplete" "材料不全无法办理",
        /// The unit's people are concerned by the complaint.
        Recusal = "recusal" "涉及本单位人员需回避",
        /// Anything else, said in the note.
        Other = "other" "其他",
    }
}

impl DocumentKind {
    /// One letter for sheet numbers, so that a sheet of paper says which text was signed.
    #[must_use]
    pub const fn sheet_letter(self) -> char {
        match self {
            Self::Proposal => 'N',
            Self::Reply => 'D',
            Self::ReportUp => 'S',
            Self::Clue => 'X',
            Self::Extension => 'Y',
            Self::Override => 'B',
            Self::Circular => 'T',
        }
    }
}

impl Route {
    /// The kind of unit a case goes to on this route (N§三(二)2(1)-(3)).
    #[must_use]
    pub const fn unit_kind(self) -> UnitKind {
        match self {
            Self::PartyCommittee => UnitKind::Section,
            Self::Village => UnitKind::Village,
            Self::Commission => UnitKind::Commission,
        }
    }
}

coded! {
    /// How content the complainant is (N§三(二)2 评价).
    pub enum Satisfaction {
        Satisfied = "satisfied" "满意",
        BasicallySatisfied = "basically_satisfied" "基本满意",
        Dissatisfied = "dissatisfied" "不满意",
        /// No word was given, after waiting and asking.
        NotGiven = "not_given" "未评价",
    }
}

coded! {
    /// Where a complainant's word came from.
    pub enum EvaluationSource {
        /// A list of the provincial platform.
        Platform = "platform" "平台导入",
    }
}

coded! {
    /// Whether the matter was settled, asked apart from satisfaction.
    pub enum Resolved {
        Yes = "yes" "解决",
        Partly = "partly" "部分解决",
        No = "no" "未解决",
        /// Asked for and not to be had; counted beside the rates, like what is not known.
        Unreachable = "unreachable" "问不到",
    }
}

coded! {
    /// How a reply reached the complainant (Annex 4 答复方式).
    pub enum DeliveryMethod {
        /// On the supervision platform.
        Platform = "platform" "平台回复",
        Phone = "phone" "电话",
        /// Face to face.
        InPerson = "in_person" "当面",
        Letter = "letter" "书面",
        /// By text message.
        TextMessage = "text_message" "短信",
    }
}

coded! {
    /// Steps that must also be done by hand on the provincial platform (平台同步).
    pub enum MirrorStep {
        Acceptance = "acceptance" "受理",
        Transfer = "transfer" "转办",
        Reply = "reply" "答复",
        Closure = "closure" "办结",
        Reported = "reported" "上报",
    }
}

coded! {
    /// Why a case is sealed; a coded list, so that no word about the matter stays behind (工作规则 art. 15).
    pub enum SealBasis {
        ManagedAbove = "managed_above" "反映上级管理的干部，按规定不得摘抄复制",
        OrderedAbove = "ordered_above" "上级要求密封",
        Secrecy = "secrecy" "内容涉密",
        /// Everybody here who could handle it is concerned by it.
        NobodyHere = "nobody_here" "本镇经办人员均须回避",
        /// The database was restored from a backup made before the case was sealed.
        SealedBefore = "sealed_before" "恢复的备份早于密封",
    }
}

coded! {
    /// What became of a leading case.
    pub enum LeadingEnd {
        Reported = "reported" "上报区纪委监委",
        Withdrawn = "withdrawn" "由投诉人撤回",
        Sealed = "sealed" "密封上报",
        /// Not recorded in the merged cases, which got its reply; told beside them.
        Closed = "closed" "办结",
    }
}
