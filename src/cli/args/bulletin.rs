//! The bulletin and the month-end pack: of which month or year, edited how, written where.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Length {
    #[value(alias = "月")]
    Month,
    #[value(alias = "年")]
    Year,
}

/// Of which month or year.
#[derive(Debug, Args)]
pub(in crate::cli) struct Which {
    #[arg(value_name = "month|year", hide_possible_values = true, help = "month 一个月的，year 一年的")]
    pub(in crate::cli) length: Length,
    #[arg(value_name = "年月", help = "哪一个，如 2026-11；一年的写 2026")]
    pub(in crate::cli) period: String,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Bulletin {
    #[command(flatten)]
    pub(in crate::cli) which: Which,
    #[arg(
        short,
        long,
        value_name = "文件",
        help = "写到这个 docx 文件，同名的 xlsx 放在旁边（都须是还没有的）；写 - 把 docx 输出到标准输出；不写放在当前文件夹"
    )]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long, help = "只看正文，不写文件；接到文件里改好，再用 --with 交回")]
    pub(in crate::cli) text: bool,
    #[arg(long, value_name = "文件", help = "用改过的正文（文字文件，- 是标准输入）")]
    pub(in crate::cli) with: Option<PathBuf>,
    #[arg(long, help = "封存：正文和数字以后不再变；这个月（年）过完才能封存")]
    pub(in crate::cli) freeze: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Pack {
    #[command(flatten)]
    pub(in crate::cli) which: Which,
    #[arg(
        short,
        long,
        value_name = "文件夹|压缩包",
        help = "放进这个新文件夹，或写成这个 zip（都须是还没有的）；不写即 月末2026-11"
    )]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long, help = "还没有封存通报的，先按起草的正文封存")]
    pub(in crate::cli) freeze: bool,
}
