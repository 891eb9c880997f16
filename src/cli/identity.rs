//! Who asks. The login session, which the kernel remembers and nobody can change, and the user that sudo says it serves
//! are two witnesses for one person; where they differ nobody is served (`quality.md`).

use std::fs::File;
use std::io::Read as _;

use nix::unistd::{Uid, User, getppid, getuid};

use super::exit::{Exit, Failure};
use super::place;
use crate::office::Caller;

/// What the kernel writes for a process that belongs to no login session.
const NO_SESSION: u32 = u32::MAX;

/// What the system knows about who started this process.
struct Witnesses {
    real: u32,
    effective: u32,
    /// The user who logged in; `None` where the system does not note it.
    session: Option<u32>,
    /// What sudo left in the environment.
    sudo: Option<String>,
    /// Whether root's sudo started this process.
    is_child_of_sudo: bool,
}

/// The person by number, and whether only sudo says so.
#[derive(Debug, PartialEq, Eq)]
struct Known {
    user: u32,
    by_sudo: bool,
}

/// Who asks, for the record and for what they may see.
///
/// # Errors
/// When the witnesses differ, are not enough, or name nobody whom the system knows.
pub fn caller() -> Result<Caller, Failure> {
    let (user, by_sudo) = known()?;
    let origin = place::origin();
    let origin = if by_sudo { format!("{origin} sudo") } else { origin };
    Ok(Caller { login: user.name, origin, by_sudo })
}

/// Who founds a town: there are no settings yet that could let sudo alone say who it is.
///
/// # Errors
/// As [`caller`]; where only sudo says it.
pub(super) fn founder() -> Result<Caller, Failure> {
    let caller = caller()?;
    if caller.by_sudo { Err(Failure::new(Exit::Refused, crate::office::needs_session())) } else { Ok(caller) }
}

/// The name by which the system knows the caller as a person, or the login where it knows none.
///
/// # Errors
/// As [`caller`].
pub(super) fn full_name() -> Result<String, Failure> {
    let (user, _) = known()?;
    let gecos = user.gecos.to_string_lossy().into_owned();
    let full = gecos.split(',').next().unwrap_or_default().trim().to_owned();
    Ok(if full.is_empty() { user.name } else { full })
}

/// Whether the program runs under another user than the person's own, who could reach with it what is not theirs.
pub(super) fn is_served() -> bool {
    judge(&witnesses()).is_ok_and(|known| known.user != nix::unistd::geteuid().as_raw())
}

fn known() -> Result<(User, bool), Failure> {
    let Known { user, by_sudo } = judge(&witnesses()).map_err(|why| Failure::new(Exit::Refused, why))?;
    let found = User::from_uid(Uid::from_raw(user)).ok().flatten();
    let found = found.ok_or_else(|| {
        Failure::new(
            Exit::Refused,
            format!(
                "系统里没有编号 {user} 这个用户的登录名，不能确定您是谁，没有打开；请系统管理员检查用户设置。"
            ),
        )
    })?;
    Ok((found, by_sudo))
}

fn witnesses() -> Witnesses {
    Witnesses {
        real: getuid().as_raw(),
        effective: nix::unistd::geteuid().as_raw(),
        session: first_of("/proc/self/loginuid")
            .and_then(|text| text.trim().parse().ok())
            .filter(|user| *user != NO_SESSION),
        sudo: std::env::var_os("SUDO_UID").map(|user| user.to_string_lossy().into_owned()),
        is_child_of_sudo: is_sudo(&first_of(&format!("/proc/{}/status", getppid())).unwrap_or_default()),
    }
}

/// The beginning of a small file of the kernel's.
fn first_of(path: &str) -> Option<String> {
    let mut bytes = [0; 1024];
    let length = File::open(path).and_then(|mut file| file.read(&mut bytes)).ok()?;
    Some(String::from_utf8_lossy(bytes.get(..length)?).into_owned())
}

/// Whether a process is sudo with root's rights, by what the kernel says of it.
fn is_sudo(status: &str) -> bool {
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let effective = field("Uid:").and_then(|users| users.split_whitespace().nth(1));
    field("Name:") == Some("sudo") && effective == Some("0")
}

/// Decides by the witnesses who it is, or says why nobody knows.
fn judge(seen: &Witnesses) -> Result<Known, String> {
    let by_sudo = match &seen.sudo {
        None => None,
        Some(user) => Some(user.parse::<u32>().map_err(|_| {
            "环境变量 SUDO_UID 不是用户编号，不能确定您是谁，没有打开；请重新登录后再运行。".to_owned()
        })?),
    };
    match (seen.session, by_sudo) {
        (Some(session), Some(sudo)) if session != sudo => Err(format!(
            "登录会话是用户 {session} 的，而 sudo 说是用户 {sudo}，不能确定您是谁，没有打开；请用本人的账号重新登录后再运行。"
        )),
        (Some(user), Some(_) | None) => Ok(Known { user, by_sudo: false }),
        (None, Some(user)) if seen.is_child_of_sudo && seen.real == seen.effective => {
            Ok(Known { user, by_sudo: true })
        }
        (None, Some(_)) => Err(crate::office::needs_session()),
        (None, None) => Ok(Known { user: seen.effective, by_sudo: false }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(session: Option<u32>, sudo: Option<&str>, is_child_of_sudo: bool) -> Witnesses {
        Witnesses { real: 990, effective: 990, session, sudo: sudo.map(str::to_owned), is_child_of_sudo }
    }

    #[test]
    fn the_session_says_who_it_is_and_sudo_has_to_agree() {
        let by_session = Known { user: 1001, by_sudo: false };
        assert_eq!(judge(&seen(Some(1001), Some("1001"), true)), Ok(by_session));
        assert_eq!(judge(&seen(Some(1001), None, false)), Ok(Known { user: 1001, by_sudo: false }));
        let differ = judge(&seen(Some(1001), Some("1002"), true)).unwrap_err();
        assert!(differ.contains("1001") && differ.contains("1002"), "{differ}");
        assert_eq!(judge(&seen(None, None, false)), Ok(Known { user: 990, by_sudo: false }));
    }

    #[test]
    fn without_a_session_sudo_is_believed_only_where_it_is_the_parent() {
        assert_eq!(judge(&seen(None, Some("1001"), true)), Ok(Known { user: 1001, by_sudo: true }));
        let forged = judge(&seen(None, Some("1001"), false)).unwrap_err();
        assert!(forged.contains("pam_loginuid"), "{forged}");
        let other = Witnesses { real: 1001, ..seen(None, Some("1001"), true) };
        assert!(judge(&other).is_err());
        for odd in ["", "-1", "root", "1001 ", "99999999999"] {
            assert!(judge(&seen(None, Some(odd), true)).is_err(), "{odd}");
        }
    }

    #[test]
    fn only_a_sudo_of_root_counts_as_one() {
        assert!(is_sudo("Name:\tsudo\nUmask:\t0022\nUid:\t0\t0\t0\t0\n"));
        assert!(is_sudo("Name:\tsudo\nUid:\t1001\t0\t0\t0\n"));
        assert!(!is_sudo("Name:\tsudo\nUid:\t1001\t1001\t1001\t1001\n"));
        assert!(!is_sudo("Name:\tbash\nUid:\t0\t0\t0\t0\n"));
        assert!(!is_sudo(""));
    }
}
