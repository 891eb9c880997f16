//! Who asks, before anybody knows which person of the town that is.

/// Who asks, as the edges of the program found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub login: String,
    /// Machine and terminal, for the record.
    pub origin: String,
    /// Whether only sudo says who it is: the system notes no login session.
    pub by_sudo: bool,
}

/// Why nobody is served where the system does not note who logged in.
#[must_use]
pub fn needs_session() -> String {
    "系统没有记下是谁登录的，不能确定您是谁，没有打开；请系统管理员在 /etc/pam.d/sshd 里启用 pam_loginuid.so 后重新登录，系统确实记不下的（如容器），由系统管理员设置 identity = sudo，见 ydt help server。"
        .to_owned()
}
