//! The list of matters: taken from the town's own catalogue by command, changed one by one, and proven by `verify`.

use rusqlite::Connection;
use ydt::actions::{self, Answers};
use ydt::domain::refusal::RefusalCode;
use ydt::office::OfficeError;

use crate::home::{Home, results};
use crate::town::{Town, refused};

const NOW: [&str; 2] = ["--now", "2026-11-23T10:00"];

const CATALOGUE: &str = "建胜镇村（社区）公开事项目录,,,,,,,,,,\n\
    序号,领域,一级事项,二级事项,公开内容（要素）,公开时限,公开主体,公开渠道和载体,公开依据,公开对象,公开方式\n\
    1,民政,社会救助,低保对象名单,对象和金额,每月10日前,各村（社区）,公示栏,社会救助暂行办法,社会,主动\n\
    2,,,临时救助,对象和金额,自决定作出之日起5个工作日内,各村（社区）,公示栏,,,\n\
    3,集体“三资”,,财务收支,收支明细,每季度,建胜镇新建村,公示栏,,,\n";

#[test]
fn a_catalogue_is_previewed_then_taken_by_its_headers_and_the_same_one_again_changes_nothing() {
    let home = Home::practice();
    let file = home.write("目录.csv", CATALOGUE);
    let before = home.ydt(&["verify", "--json"]).json()["events"].clone();
    let preview = home.ydt(&["disclosure", "import", &file, "--dry-run", NOW[0], NOW[1]]);
    assert_eq!(preview.code, 0, "{}", preview.err);
    assert!(preview.out.contains("新增3项") && preview.err.contains("没有导入"), "{}", preview.out);
    assert_eq!(home.ydt(&["verify", "--json"]).json()["events"], before, "a preview records nothing");

    let done = home.ydt(&["disclosure", "import", &file, NOW[0], NOW[1]]);
    assert!(done.code == 0 && done.err.contains("新增 3 项"), "{} {}", done.out, done.err);
    let again = home.ydt(&["disclosure", "import", &file, NOW[0], NOW[1]]);
    assert!(again.code == 0 && again.err.contains("没有改动"), "{}", again.err);
    let changed = home.write("新目录.csv", CATALOGUE.replace("每季度", "每半年"));
    let done = home.ydt(&["disclosure", "import", &changed, NOW[0], NOW[1]]);
    assert!(done.out.contains("改动　财务收支　每半年　新建村"), "{}", done.out);
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn a_catalogue_with_unknown_cycles_or_units_names_row_and_column_and_is_not_taken_by_halves() {
    let home = Home::practice();
    let faulty =
        CATALOGUE.replace("每季度", "长期").replace("每月10日前,各村（社区）", "每月10日前,县民政局");
    let file = home.write("目录.csv", &faulty);
    let refused = home.ydt(&["disclosure", "import", &file, NOW[0], NOW[1]]);
    assert_eq!(refused.code, 5, "{}", refused.err);
    for words in ["第3行“公开主体”", "县民政局", "第5行“公开时限”", "长期"] {
        assert!(refused.out.contains(words), "{}", refused.out);
    }
    assert!(refused.err.contains("都没有导入"), "{}", refused.err);
    let line = serde_json::json!({"command": "matters_import", "text": faulty}).to_string();
    let told = results(&home.ydt_with(&["apply", NOW[0], NOW[1]], &line));
    assert_eq!(told[0]["refusal"]["code"], "invalid_value");
    let some = home.ydt(&["disclosure", "import", &file, "--skip-faulty", NOW[0], NOW[1]]);
    assert!(some.code == 5 && some.err.contains("新增 1 项"), "{}", some.err);
    let none = home.write("投诉.csv", "标题,内容\na,b\n");
    let refused = home.ydt(&["disclosure", "import", &none, NOW[0], NOW[1]]);
    assert!(refused.code == 5 && refused.err.contains("二级事项、公开时限"), "{}", refused.err);
}

/// Lets somebody do an act to the town.
fn act(town: &mut Town, login: &str, code: &str, fields: &[(&str, &str)]) -> Result<(), OfficeError> {
    town.office.act_as(login)?;
    let answers = fields.iter().fold(Answers::none(), |answers, (name, value)| answers.with(name, *value));
    let id = format!("{login} {code} {fields:?}");
    town.office.perform_town(&id, actions::find(code)?, &answers, town.now).map(drop)
}

#[test]
fn a_matter_is_added_changed_and_ended_one_by_one_and_somebody_else_may_not() {
    let mut town = Town::new();
    let set = |town: &mut Town, login: &str, fields: &[(&str, &str)]| act(town, login, "set_matter", fields);
    let (name, unknown) = (("name", "低保对象名单"), ("matter", "9"));
    set(&mut town, "zhangning", &[name, ("cycle", "每月")]).unwrap();
    set(&mut town, "zhangning", &[("matter", "1"), name, ("cycle", "每季度")]).unwrap();
    for (fields, words) in [
        (&[name, ("cycle", "每年")][..], "已经在清单里"),
        (&[name, ("cycle", "长期")], "看不出多久公开一次"),
        (&[unknown, name, ("cycle", "每年")], "没有这一项"),
        (&[("name", "某事"), ("cycle", "每年"), ("since", "2027-01-01")], "还没有到"),
        (&[("name", "某事"), ("cycle", "每年"), ("unit", "建胜镇纪委")], "镇纪委"),
    ] {
        let refusal = refused(set(&mut town, "zhangning", fields));
        assert!(refusal.message.contains(words), "{refusal}");
    }
    set(&mut town, "zhangning", &[("matter", "1"), name, ("cycle", "每季度"), ("end", "是")]).unwrap();
    let stranger = set(&mut town, "wangxiu", &[("name", "某事"), ("cycle", "每年")]);
    assert_eq!(refused(stranger).code, RefusalCode::NotPermitted);
    let matters = town.office.matters().unwrap();
    assert_eq!((matters.len(), matters[0].active), (1, false));
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    let raw = Connection::open(town.path()).unwrap();
    raw.execute("UPDATE matters SET body = replace(body, '低保', '高保')", []).unwrap();
    let bad = town.office.verify(None).unwrap().first_bad.unwrap();
    assert!(bad.reason.contains("监督事项清单"), "{}", bad.reason);
}
