//! Who asks, before anybody knows which person of the town that is.

use crate::domain::refusal::{Refusal, RefusalCode};

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

/// Why nobody acts as somebody else in a real town.
pub(super) fn not_a_sandbox() -> Refusal {
    Refusal::new(RefusalCode::NotPermitted, "只有演练库可以切换身份；正式数据库按登录用户认人。")
}

/// Why a login is served nothing.
pub(super) fn unmapped(login: &str) -> Refusal {
    Refusal::new(
        RefusalCode::NotPermitted,
        format!("登录用户“{login}”没有登记为在岗人员，不能使用；请系统管理员在人员中登记这个登录名。"),
    )
}
