//! Backups that still hold what was erased after they were made: for how long, and what that is told as.

use crate::domain::time::{Date, Moment};

/// Whether a backup that was made is still where it was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    There,
    Gone,
    /// Its disk is not here now, or cannot be looked at.
    Unseen,
}

/// When a backup gives way to newer ones in its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// After so many further backups.
    pub after: u32,
    /// About on this day, where backups go on being made as they were.
    pub about: Option<Date>,
}

impl Rotation {
    /// That of the backup made at `at` in a folder which keeps the newest `kept`; `made` are the moments of all that are
    /// in it.
    #[must_use]
    pub fn of(at: Moment, kept: u32, made: &[Moment]) -> Self {
        let newer = made.iter().filter(|other| **other > at).count();
        let after = kept.saturating_sub(u32::try_from(newer).unwrap_or(u32::MAX)).max(1);
        Self { after, about: about(after, made) }
    }
}

/// The day on which so many more will have been made, by the mean time between those there are.
fn about(after: u32, made: &[Moment]) -> Option<Date> {
    let (first, last) = (made.iter().min()?, made.iter().max()?);
    let steps = i64::try_from(made.len()).ok()? - 1;
    let between = (last.unix() - first.unix()).checked_div(steps).filter(|seconds| *seconds > 0)?;
    Some(last.plus_seconds(between.checked_mul(i64::from(after))?).date())
}

/// A backup that holds what was erased since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Its path, as it can be shown.
    pub place: String,
    pub made_on: Date,
    /// Whether it was seen just now.
    pub is_seen: bool,
    /// `None` for one that was made by itself and stays until somebody destroys it.
    pub rotation: Option<Rotation>,
}

impl Holding {
    /// Which backup it is and how long it stays, in words.
    #[must_use]
    pub fn told(&self) -> String {
        format!("{}，{}", self.named(), self.until())
    }

    /// `/mnt/b.db（2026-11-09）`
    #[must_use]
    pub fn named(&self) -> String {
        format!("{}（{}）", self.place, self.made_on)
    }

    /// How long it stays, in words.
    #[must_use]
    pub fn until(&self) -> String {
        let unseen = if self.is_seen { "" } else { "现在看不到（盘没有接上），" };
        let until = match self.rotation {
            Some(Rotation { after, about: Some(day) }) => {
                format!("约到{day}为止由 --keep 轮换掉（还要再备份{after}次）")
            }
            Some(Rotation { after, about: None }) => format!("再备份{after}次后由 --keep 轮换掉"),
            None => "不会自己轮换掉，须自行销毁".to_owned(),
        };
        format!("{unseen}{until}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_goes_when_as_many_newer_ones_stand_beside_it_as_are_kept() {
        let day = |day: u32| Moment::parse(&format!("2026-11-{day:02} 20:00")).unwrap();
        let made = [day(2), day(9), day(16)];
        let rotation = Rotation::of(day(9), 3, &made);
        assert_eq!(rotation, Rotation { after: 2, about: Some(Date::constant(2026, 11, 30)) });
        assert_eq!(Rotation::of(day(2), 3, &made).after, 1);
        // Fewer are kept than stand there: the next backup removes it.
        assert_eq!(Rotation::of(day(2), 1, &made).after, 1);
        assert_eq!(Rotation::of(day(2), 30, &made[..1]), Rotation { after: 30, about: None });
        let mut holding = Holding {
            place: "/mnt/b.db".to_owned(),
            made_on: day(9).date(),
            is_seen: true,
            rotation: Some(rotation),
        };
        assert_eq!(
            holding.told(),
            "/mnt/b.db（2026-11-09），约到2026-11-30为止由 --keep 轮换掉（还要再备份2次）"
        );
        (holding.is_seen, holding.rotation) = (false, None);
        assert_eq!(
            holding.told(),
            "/mnt/b.db（2026-11-09），现在看不到（盘没有接上），不会自己轮换掉，须自行销毁"
        );
    }
}
