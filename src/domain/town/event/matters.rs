//! Facts about the list of matters that units make public.

use serde::{Deserialize, Serialize};

use super::TownFact;
use crate::domain::town::matter::Matter;
use crate::domain::town::org::Org;

/// Entries of the list of matters (监督事项清单) are new or changed; this is how each of them stands since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MattersChanged {
    pub matters: Vec<Matter>,
}

/// Matters named in one sentence.
const NAMED: usize = 3;

impl TownFact for MattersChanged {
    const CODE: &'static str = "matters_changed";

    fn sentence(&self, org: &Org) -> String {
        let told = |matter: &Matter| {
            let (whose, cycle) = (matter.whose(org), matter.cycle.words());
            let ended = if matter.active { "" } else { "，停用" };
            format!("{}（{whose}，{cycle}{ended}）", matter.name)
        };
        let named: Vec<String> = self.matters.iter().take(NAMED).map(told).collect();
        let count = self.matters.len();
        let more = if count > NAMED { format!("等{count}项") } else { String::new() };
        format!("更新监督事项清单：{}{more}", named.join("、"))
    }
}
