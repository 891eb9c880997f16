//! The folder that an sshd begun by root wants to see, for as long as some test has one.

use std::sync::Mutex;

const FOLDER: &str = "/run/sshd";
/// How many tests need it now, and whether it was made for them.
static USED: Mutex<(usize, bool)> = Mutex::new((0, false));

/// It is there as long as this is; the last one takes away what was made.
pub struct RunFolder(());

impl RunFolder {
    pub fn held() -> Self {
        let mut used = USED.lock().unwrap();
        if used.0 == 0 {
            used.1 = std::fs::create_dir(FOLDER).is_ok();
        }
        used.0 += 1;
        Self(())
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        let Ok(mut used) = USED.lock() else { return };
        used.0 -= 1;
        if *used == (0, true) {
            let _used_by_another = std::fs::remove_dir(FOLDER);
        }
    }
}
