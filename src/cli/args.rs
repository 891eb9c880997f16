//! The command line as `interfaces.md` gives it. Doc comments here are the Chinese help texts.

mod bulletin;
mod keeping;
mod ledger;
mod papers;
mod report;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub(super) use super::args_disclosure::Disclosure;
use super::read;
use crate::domain::time::{Date, Moment};
use crate::domain::town::setting_key::SettingKey;
use crate::domain::view::listing::View;
use crate::intake::Encoding;
pub(super) use bulletin::{Bulletin, Length, Pack, Which};
pub(super) use keeping::{Attach, Backup, Restore};
pub(super) use ledger::{Ledger, LedgerFormat};
pub(super) use papers::{Form, Numbers, Template};
pub(super) use report::{Report, ReportFormat};

#[derive(Debug, Parser)]
#[command(
    name = "ydt",
    version,
    about = "一点通：小微权力“监督一点通”平台镇街承办台",
    after_help = "不带命令即打开办件界面；第一次使用可先运行 ydt sandbox 在演练库里试一试。\n更多说明：ydt help（目录）、ydt help 主题。"
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "通用选项")]
pub(super) struct Global {
    #[arg(
        long,
        global = true,
        value_name = "文件",
        help = "数据库文件；不写用环境变量 YDT_DB，再不然用数据文件夹里的 ydt.db"
    )]
    pub(super) db: Option<PathBuf>,
    #[arg(long, global = true, value_name = "时间", value_parser = read::moment, help = "把现在当作这个时间，只用于演练库，如 2026-11-23T09:00")]
    pub(super) now: Option<Moment>,
    #[arg(long, global = true, value_name = "级别", value_parser = read::log_level, help = "在状态文件夹里记日志（不含投诉内容），级别：off（默认）、error、warn、info、debug、trace")]
    pub(super) log_level: Option<tracing::level_filters::LevelFilter>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(about = "打开演练库：自带样板镇和投诉件，可扮演其中任何人")]
    Sandbox {
        #[arg(long, help = "删掉原演练库，重新建一个")]
        reset: bool,
        #[arg(long, help = "忙碌的样板镇：半年来的一百多件，各个环节都有")]
        busy: bool,
    },
    #[command(about = "新建数据库，由您担任系统管理员和镇纪委专人")]
    Init(Init),
    #[command(about = "导入平台导出的文件（CSV、XLSX、JSON）")]
    Import(Import),
    #[command(about = "列出投诉件，最急的在前")]
    List(List),
    #[command(about = "查看一件投诉的内容、文书、时限和办理经过，或一次研判会")]
    Show {
        #[arg(value_name = "编号", help = "本镇编号（2026-0001）、平台编号，或研判会编号（m3）")]
        case: String,
        #[arg(long, help = "逐日说明每个时限的到期日怎么算出来")]
        explain: bool,
        #[arg(long, value_name = "日期", value_parser = read::date, help = "那一天终了时的情形（按记录时间），如 2026-11-23")]
        as_of: Option<Date>,
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
    #[command(about = "按 JSON 行逐条执行办件命令，每行一个结果（写法见 ydt help apply）")]
    Apply(Apply),
    #[command(about = "附件：从标准输入附上一个文件，或把附件另存出来")]
    Attach(Attach),
    #[command(about = "检查时限：有临期、今日到期或超期的，退出码为 1")]
    Check {
        #[arg(long, help = "输出 JSON")]
        json: bool,
        #[arg(long, help = "不输出，只看退出码")]
        quiet: bool,
    },
    #[command(about = "常驻运行的时限检查，每个新提醒运行一次通知命令（systemd 服务用）")]
    Watch,
    #[command(about = "查看、修改全镇设置", subcommand_required = true)]
    Settings {
        #[command(subcommand)]
        command: Settings,
    },
    #[command(about = "工作日推算，载入新公布的节假日安排", subcommand_required = true)]
    Calendar {
        #[command(subcommand)]
        command: Calendar,
    },
    #[command(about = "核验数据库：完整性、事件链、状态与经过是否一致")]
    Verify {
        #[arg(long, value_name = "件数:哈希", help = "与打印在文书上的链头比对，可发现被截短或调换的库")]
        anchor: Option<String>,
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
    #[command(about = "备份：别人照常办件，备份重新打开核验通过后才留下")]
    Backup(Backup),
    #[command(about = "从备份恢复：核验通过才换上，现在的文件另存在旁边")]
    Restore(Restore),
    #[command(about = "清除到期的投诉人身份和附件：办结满保留年限的（镇纪委专人、镇纪委书记）")]
    Purge {
        #[arg(long, help = "只列出到期的件，不清除")]
        dry_run: bool,
        #[arg(long, help = "不再询问，直接清除")]
        yes: bool,
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
    #[command(about = "把记录导出给外部人员核对，不含身份和内容", subcommand_required = true)]
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
    #[command(about = "出文书：预览成文字，或编号后写成 docx 文件")]
    Form(Form),
    #[command(about = "导出台账（xlsx、csv、json）")]
    Ledger(Ledger),
    #[command(about = "统计：收件、按期率、满意率等，每个数字都列出是哪些件")]
    Report(Report),
    #[command(about = "通报：起草、封存，写成 docx 和 xlsx")]
    Bulletin(Bulletin),
    #[command(about = "月末包：通报、台账和各种清单一次写齐")]
    Pack(Pack),
    #[command(about = "文号登记簿", subcommand_required = true)]
    Numbers {
        #[command(subcommand)]
        command: Numbers,
    },
    #[command(about = "文书模板：导出、导入、恢复内置版式", subcommand_required = true)]
    Template {
        #[command(subcommand)]
        command: Template,
    },
    #[command(about = "查看记录：谁在什么时候打开过哪一件（监督查看人员、系统管理员）")]
    Openings(Openings),
    #[command(about = "公示公开：监督事项目录的导入，各期公示的情况", subcommand_required = true)]
    Disclosure {
        #[command(subcommand)]
        command: Disclosure,
    },
    #[command(about = "导出、导入单位和人员", subcommand_required = true)]
    Org {
        #[command(subcommand)]
        command: Org,
    },
    #[command(about = "输出命令补全脚本")]
    Completions {
        #[arg(value_name = "SHELL", value_parser = read::shell, help = "bash、zsh、fish、elvish 或 powershell")]
        shell: clap_complete::Shell,
    },
    #[command(about = "输出手册页（man）")]
    Man,
    #[command(about = "显示说明；不写主题即列出目录")]
    Help {
        #[arg(value_name = "主题", help = "目录里的主题，如 import、apply，或一个命令")]
        topic: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(super) struct Init {
    #[arg(long, value_name = "镇街", required_unless_present = "sandbox", help = "镇街名称，如 建胜镇")]
    pub(super) town: Option<String>,
    #[arg(long, value_name = "区县", required_unless_present = "sandbox", help = "区县名称，如 大渡口区")]
    pub(super) district: Option<String>,
    #[arg(long, value_name = "姓名", help = "您的姓名；不写用系统里登记的姓名")]
    pub(super) name: Option<String>,
    #[arg(long, help = "建演练库并载入样板镇的单位和人员（没有投诉件）")]
    pub(super) sandbox: bool,
    #[arg(long, value_name = "文件", help = "同时导入组织文件（ydt org export 的格式）")]
    pub(super) org: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Import {
    #[arg(value_name = "文件", required = true, help = "平台导出的文件，可写多个")]
    pub(super) files: Vec<PathBuf>,
    #[arg(long, help = "只预览，不导入")]
    pub(super) dry_run: bool,
    #[arg(long, help = "有一行不对就全部不导入")]
    pub(super) strict: bool,
    #[arg(long, value_name = "文件", help = "列名对照表（TOML），每行如 \"反映事由\" = \"投诉内容\"")]
    pub(super) map: Option<PathBuf>,
    #[arg(long, value_name = "编码", value_parser = read::encoding, help = "指定文字编码：utf-8、gb18030、utf-16le、utf-16be；不写自动识别")]
    pub(super) encoding: Option<Encoding>,
    #[arg(long, value_name = "工作表", help = "XLSX 里的工作表；不写用第一个")]
    pub(super) sheet: Option<String>,
    #[arg(long, value_name = "行号", value_delimiter = ',', value_parser = read::count, conflicts_with = "reconcile", help = "这些行密封登记：只留编号和时间，内容不保存；只能用于一个文件，行号以预览为准")]
    pub(super) seal: Vec<u32>,
    #[arg(long, conflicts_with_all = ["dry_run", "strict"], help = "不导入，只与本镇的件对账：列出两边的差别")]
    pub(super) reconcile: bool,
    #[arg(long, help = "每个文件输出一行 JSON")]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    #[command(about = "导出全部记录和指纹，每条一行 JSON；核对用的脚本是 assets/audit/check_export.py")]
    Export {
        #[arg(value_name = "文件", help = "须是还没有的文件；写 - 输出到标准输出")]
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(super) struct Openings {
    #[arg(long, value_name = "编号", help = "只列这一件")]
    pub(super) case: Option<String>,
    #[arg(long, value_name = "日期", value_parser = read::date, help = "第一天；不写从 31 天前起")]
    pub(super) from: Option<Date>,
    #[arg(long, value_name = "日期", value_parser = read::date, help = "最后一天；不写到今天")]
    pub(super) to: Option<Date>,
    #[arg(long, help = "输出 JSON")]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct List {
    #[arg(long, value_name = "视图", value_parser = read::view, help = "today、triage、acceptance、handling、review、reply、evaluation、closed、unmirrored、overdue、all（默认），也可写中文名")]
    pub(super) view: Option<View>,
    #[arg(long, value_name = "筛选", help = "筛选词，如 \"单位:新建村 剩余<3 低保\"")]
    pub(super) search: Option<String>,
    #[arg(long, value_name = "件数", value_parser = read::count, help = "最多列出多少件；不写全部列出")]
    pub(super) limit: Option<u32>,
    #[arg(long, conflicts_with_all = ["view", "search", "limit"], help = "列出研判会，新的在前；一次会的内容用 ydt show m3")]
    pub(super) meetings: bool,
    #[arg(long, help = "输出 JSON")]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Apply {
    #[arg(
        value_name = "文件",
        default_value = "-",
        hide_default_value = true,
        help = "JSON 行文件；不写或写 - 从标准输入读"
    )]
    pub(super) file: PathBuf,
    #[arg(long, help = "遇到不能办的跳过，接着办后面的")]
    pub(super) keep_going: bool,
    #[arg(long, conflicts_with = "keep_going", help = "全部办成才保存，有一条不能办就全部不办")]
    pub(super) atomic: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Calendar {
    #[command(about = "推算到期日：起算日当天不计")]
    Due(Due),
    #[command(about = "列出一年的放假和调休上班日")]
    Show {
        #[arg(value_name = "年份", value_parser = read::year, help = "如 2026")]
        year: i16,
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
    #[command(about = "载入新公布或调整过的节假日安排：先列出变动，确认后再载入")]
    Load {
        #[arg(
            value_name = "文件",
            help = "本程序格式或 holiday-cn 格式的 JSON；写 - 从标准输入读（须同时写 --yes）"
        )]
        file: PathBuf,
        #[arg(long, help = "不再询问，直接载入")]
        yes: bool,
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Settings {
    #[command(about = "列出全部设置和含义")]
    List {
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
    #[command(about = "查看一项设置")]
    Get {
        #[arg(value_name = "设置项", value_parser = read::setting, help = "英文代码或中文名，见 ydt settings list")]
        key: SettingKey,
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
    #[command(about = "列出说明过的列：平台文件里程序不认得的列是什么")]
    Columns {
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
    #[command(about = "说明一列是什么，以后的文件照此办理（镇纪委专人、系统管理员）")]
    Column {
        #[arg(value_name = "列名", help = "文件里的列名，如 来电号码")]
        name: String,
        #[arg(
            value_name = "含义",
            help = "身份信息、不是身份信息，或认得的列名，如 联系电话；不写即取消说明"
        )]
        meaning: Option<String>,
    },
    #[command(about = "修改一项设置（系统管理员）")]
    Set {
        #[arg(value_name = "设置项", value_parser = read::setting, help = "英文代码或中文名，见 ydt settings list")]
        key: SettingKey,
        #[arg(value_name = "值", allow_hyphen_values = true, help = "新的值")]
        value: String,
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub(super) struct Due {
    #[arg(value_name = "日期", value_parser = read::date, required_unless_present = "batch", help = "起算日，如 2026-02-11")]
    pub(super) date: Option<Date>,
    #[arg(value_name = "天数", value_parser = read::count, required_unless_present = "batch", help = "工作日天数")]
    pub(super) days: Option<u32>,
    #[arg(long, help = "逐日说明哪天计入、哪天不计入")]
    pub(super) explain: bool,
    #[arg(long, help = "输出 JSON")]
    pub(super) json: bool,
    #[arg(long, conflicts_with_all = ["date", "days", "explain", "json"], help = "从标准输入逐行读“日期,天数”，逐行输出到期日")]
    pub(super) batch: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Org {
    #[command(about = "把单位和人员写成 TOML")]
    Export {
        #[arg(
            value_name = "文件",
            default_value = "-",
            hide_default_value = true,
            help = "写到哪里；不写或写 - 输出到标准输出"
        )]
        file: PathBuf,
    },
    #[command(about = "从 TOML 导入单位和人员；文件里没有写的保持不变")]
    Import {
        #[arg(value_name = "文件", help = "组织文件；写 - 从标准输入读")]
        file: PathBuf,
        #[arg(long, help = "文件是全部名单：没有写的单位和人员停用（先列出，再确认）")]
        complete: bool,
        #[arg(long, help = "只列出将要发生的变动，不导入")]
        dry_run: bool,
        #[arg(long, help = "不再询问，直接导入")]
        yes: bool,
    },
    #[command(about = "列出还没有确认的岗位和登录名")]
    Rights {
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
    #[command(about = "列出一个人岗位上的待办，供交接时双方签字")]
    Holds {
        #[arg(value_name = "人员", help = "姓名或登录名")]
        person: String,
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
    #[command(about = "授权代签：由领导本人指定谁在这些日子代自己审签（起止两天都算）")]
    Delegate {
        #[arg(long, value_name = "姓名", help = "代签人的姓名或登录名")]
        deputy: String,
        #[arg(long, value_name = "日期", value_parser = read::date, help = "第一天，如 2026-12-01")]
        from: Date,
        #[arg(long, value_name = "日期", value_parser = read::date, help = "最后一天，如 2026-12-05")]
        until: Date,
    },
    #[command(about = "提前收回授权代签；已经代签的照旧有效")]
    Revoke {
        #[arg(long, value_name = "姓名", help = "授权的领导；不写即本人")]
        leader: Option<String>,
        #[arg(long, value_name = "日期", value_parser = read::date, help = "那一次授权的第一天，如 2026-12-01")]
        from: Date,
    },
}
