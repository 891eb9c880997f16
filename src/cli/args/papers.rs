//! Commands about papers: forms as files, the register of their numbers, the office's own templates.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(in crate::cli) struct Form {
    #[arg(
        value_name = "文书",
        help = "reply 答复意见、meeting 研判会记录表、proposal 拟办单、reply-form 答复表、transfer 转办单、urge 催办通知书、report-up 上报函、extension 延期审批表、follow-up 回访记录表、card 监督提醒卡"
    )]
    pub(in crate::cli) kind: String,
    #[arg(
        value_name = "编号",
        required = true,
        help = "哪一件，可写多个；要某一稿写 2026-0012#reply2；研判会写 m3"
    )]
    pub(in crate::cli) ids: Vec<String>,
    #[arg(
        short,
        long,
        value_name = "文件",
        help = "写到这个文件（须是还没有的），或放进这个文件夹；写 - 输出到标准输出；不写放在当前文件夹"
    )]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long, help = "只预览成文字，不编号、不写文件")]
    pub(in crate::cli) text: bool,
    #[arg(long, conflicts_with = "text", help = "写成 PDF（要装有 LibreOffice）")]
    pub(in crate::cli) pdf: bool,
    #[arg(long, value_name = "哪一稿", help = "用哪一稿，如 reply2；不写用最新一稿")]
    pub(in crate::cli) document: Option<String>,
    #[arg(long, value_name = "用途", help = "文书上有投诉人姓名、电话的必写，如 送投诉人；计入记录")]
    pub(in crate::cli) reason: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Numbers {
    #[command(about = "列出一年的文号")]
    List {
        #[arg(value_name = "年份", help = "不写用今年")]
        year: Option<i16>,
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Template {
    #[command(about = "各种文书用的是什么模板，可以写哪些栏目")]
    List {
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
    #[command(about = "导出正在用的模板，改好版式再导入")]
    Export {
        #[arg(value_name = "文书", help = "如 transfer 转办单，见 ydt template list")]
        kind: String,
        #[arg(value_name = "文件", help = "须是还没有的文件；写 - 输出到标准输出")]
        file: PathBuf,
        #[arg(long, help = "导出内置版式，不管正在用什么模板")]
        built_in: bool,
    },
    #[command(about = "以后出这种文书用这个 docx 模板")]
    Import {
        #[arg(value_name = "文书", help = "如 transfer 转办单，见 ydt template list")]
        kind: String,
        #[arg(value_name = "文件", help = "docx 文件；写 - 从标准输入读")]
        file: PathBuf,
    },
    #[command(about = "以后出这种文书用内置版式")]
    Reset {
        #[arg(value_name = "文书", help = "如 transfer 转办单，见 ydt template list")]
        kind: String,
    },
}
