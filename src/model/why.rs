//! Why a column or a table was taken for what it is: the English sentence of `understand`, in Chinese.
//!
//! Comes in: phrases joined by `; ` and `, but `, as `guiyi profile` and `dedupe --plan` print them. Goes out: the same in Chinese.
//! A phrase nobody knows stays as it is; nothing is decided here.

use super::remark::values_of;

/// Wording of every phrase: English, Chinese. `{0}`, `{1}`, … stand for values; more special ones come first.
const PHRASES: &[(&str, &str)] = &[
    ("has no values", "没有值"),
    ("header `{0}` says nothing", "表头 `{0}` 看不出内容"),
    ("header `{0}` says {1}, values are hashes that repeat", "表头 `{0}` 表示{1}，值是会重复的哈希"),
    ("header `{0}` says {1}", "表头 `{0}` 表示{1}"),
    ("header `{0}` names the party", "表头 `{0}` 指该方本身"),
    ("header `{0}` asks, values are yes and no", "表头 `{0}` 是提问，值是是与否"),
    ("persons and organisations, perhaps both in a cell", "个人和机构，可能写在同一单元格"),
    ("different persons share one value: it is no person's own", "不同的人共用一个值，不属于任何个人"),
    ("another name of the organisation", "该机构的另一名称"),
    ("only {0} of its values fit", "只有 {0} 的值符合"),
    ("{0} of its values are {1}", "{0} 的值是{1}"),
    ("{0} of {1} filled cells are read as {2}, {3} masked, {4} fillers", "{1} 个非空单元格中 {0} 读作{2}，{3} 打码，{4} 占位"),
    ("{0} of {1} filled cells are read as {2}, {3} masked", "{1} 个非空单元格中 {0} 读作{2}，{3} 打码"),
    ("{0} of {1} filled cells are read as {2}, {3} fillers", "{1} 个非空单元格中 {0} 读作{2}，{3} 占位"),
    ("{0} of {1} filled cells are read as {2}", "{1} 个非空单元格中 {0} 读作{2}"),
    ("{0} of {1} filled cells fit", "{1} 个非空单元格中 {0} 符合"),
    ("{0} distinct values in {1} cells", "{1} 个单元格中有 {0} 个不同的值"),
    ("{0} distinct opaque tokens in {1} cells", "{1} 个单元格中有 {0} 个不同的编码"),
    ("{0} distinct values repeat over {1} cells", "{0} 个不同的值在 {1} 个单元格中重复出现"),
    (
        "day first ({0} cells only read day first, {1} only month first)",
        "日在前（{0} 个单元格只能按日在前读，{1} 个只能按月在前读）",
    ),
    (
        "month first ({0} cells only read day first, {1} only month first)",
        "月在前（{0} 个单元格只能按日在前读，{1} 个只能按月在前读）",
    ),
    ("family name first", "姓在前"),
    ("the configuration says so", "配置中指定"),
    ("preset `{0}` knows the header `{1}` and drops it", "预设 `{0}` 认识表头 `{1}`，不采用"),
    ("preset `{0}` knows the header `{1}`", "预设 `{0}` 认识表头 `{1}`"),
    ("preset `{0}` does not name it", "预设 `{0}` 中没有此列"),
    ("it is the only name and its values are whole names", "这是唯一的姓名列，值是完整姓名"),
    ("the receiver is the only person named", "收件人是表中唯一的人"),
    ("rows of this table are no orders", "此表的行不是订单"),
    ("another column says it better", "另一列更合适"),
    ("one value in all rows is nobody's own", "所有行的值都相同，不属于任何一方"),
    ("the only date of a table of orders", "订单表中唯一的日期"),
    ("`{0}` holds the ids of channel `{1}`: both are of platform `{2}`", "`{0}` 是渠道 `{1}` 的编号：两者属于同一平台 `{2}`"),
    ("the same people have the same values in {0}", "同一人在 {0} 中的值相同"),
    ("whether it hangs on customers is learned", "是否随客户而定由训练得出"),
    ("another address of the row says more of who it is", "同一行的另一地址更能说明是谁"),
    ("another column of the same kind is better filled", "同类的另一列填得更全"),
    ("few distinct values", "不同的值很少"),
    ("filled in few rows and the header does not say whose it is", "很少填写，表头也未说明是谁的"),
    ("no id of the party", "不是该方的编号"),
    ("no other receiver is named and there is no other address", "没有其他收件人，也没有其他地址"),
    ("not the birth date of a person", "不是个人的出生日期"),
    ("nothing else in the table could say who a row is", "表中没有其他列能说明一行是谁"),
    ("one value per row tells nothing about equality", "每行一个值，无法用于判断相同"),
    ("one value per row, so it is the row's own key", "每行一个值，是该行自己的编号"),
    ("repeats the words of the other address lines", "与其他地址列内容重复"),
    ("repeats the words of the other name columns", "与其他姓名列内容重复"),
    ("single words beside a family name", "姓列旁边的单个词"),
    ("single words beside a given name", "名列旁边的单个词"),
    ("the row has another first and last name that is filled no worse", "同一行另有填得不差的姓和名"),
    ("the row has another name", "同一行另有姓名"),
    ("the row's own address stands elsewhere", "该行自己的地址在别处"),
    ("the row's own name stands elsewhere", "该行自己的姓名在别处"),
    ("year, month and day stand side by side and the years are birth years", "年、月、日相邻，年份是出生年份"),
    ("export recognised by its header: preset `{0}`", "按表头识别出的导出：预设 `{0}`"),
    ("consent for `{0}` is what each file's name states", "`{0}` 的同意状态以文件名为准"),
    ("order lines: `{0}` repeats and there are item columns", "订单明细：`{0}` 重复出现，且有商品列"),
    ("orders: `{0}` is an order number", "订单：`{0}` 是订单号"),
    ("sales: `{0}` and `{1}`", "销售：`{0}` 与 `{1}`"),
    ("form entries with a message: each makes an inquiry", "带留言的表单：每条算一次咨询"),
    ("`{0}` says when each entry was made: {1}", "`{0}` 是每条的时间：{1}"),
    ("`{0}` says when each person signed up", "`{0}` 是每人的注册时间"),
    ("one row per person or organisation, without events", "每行一个人或机构，没有事件"),
    (
        "organisations: nearly every row has a company, and the person named is who runs it",
        "机构：几乎每行都有公司，所列的人是负责人",
    ),
    ("organisations: there is a company column and no person's name", "机构：有公司列，没有人名"),
    ("organisations: nearly every row has a company and few have a person's name", "机构：几乎每行都有公司，很少有人名"),
    (
        "persons and organisations: a row with a person's name is a person, one with a company alone an organisation",
        "个人和机构：有人名的行是个人，只有公司的行是机构",
    ),
    (
        "persons and organisations: rows without a person's name have a company and nothing only persons have",
        "个人和机构：没有人名的行有公司，且没有只属于个人的内容",
    ),
    ("persons and organisations: `{0}` names both", "个人和机构：`{0}` 中两者都有"),
    ("persons and organisations: `{0}` says which", "个人和机构：由 `{0}` 说明"),
    ("organisations: nearly every row names a firm, and many no person", "机构：几乎每行都有公司，许多行没有人名"),
    ("persons: there are columns only persons have", "个人：有只属于个人的列"),
    ("country US: nothing says which, and all names are in Latin script", "国家 US：没有线索，且姓名都是拉丁字母"),
    ("country {0}: {1}", "国家 {0}：{1}"),
    ("values are {0}", "值是{0}"),
];

/// What values and headers are said to be: English, Chinese.
#[rustfmt::skip]
const THINGS: &[(&str, &str)] = &[
    ("mail addresses", "邮箱"), ("web addresses", "网址"), ("identity numbers", "身份证号"),
    ("organisation numbers with a sound check digit", "校验位正确的机构代码"), ("phone numbers", "电话号码"),
    ("gender words", "性别"), ("person names", "人名"), ("addresses", "地址"), ("whole addresses", "完整地址"),
    ("whole names", "完整姓名"), ("organisations", "公司或机构"), ("forms of address", "称谓"), ("postcodes", "邮编"), ("provinces or states", "省或州"),
    ("countries", "国家"), ("cities or districts", "城市或区县"),
    ("numbers and words, as streets are written", "街道写法的数字和文字"),
    ("words with common given or family names", "含常见姓名的词"), ("common given names", "常见的名"),
    ("common family names", "常见的姓"), ("dates", "日期"),
    ("dates without time, spread over decades as birth dates are", "不带时间、像出生日期那样跨数十年的日期"),
    ("yes and no", "是与否"), ("amounts of money", "金额"), ("numbers", "数字"), ("whole numbers", "整数"),
    ("long texts", "长文本"), ("of no known kind", "未知类型"), ("where the row came from", "该行的来源"), ("an id", "编号"),
    ("some name", "某种名称"), ("Chinese characters", "汉字"), ("Taiwanese mobile numbers", "台湾手机号"), ("eight-digit numbers under headers in traditional characters", "繁体表头下的八位号码"), ("social security numbers", "社会保障号"),
    ("name", "姓名"), ("person name", "姓名"), ("given name", "名"), ("middle name", "中间名"), ("family name", "姓"),
    ("nickname", "昵称"), ("phone", "电话"), ("area code", "区号"), ("email", "邮箱"), ("company", "公司"), ("address", "地址"),
    ("street", "街道"), ("house number", "门牌号"), ("unit", "单元"), ("country", "国家"), ("province", "省/州"), ("city", "城市"),
    ("district", "区县"), ("postcode", "邮编"), ("place", "地点"), ("date", "日期"), ("birth date", "生日"),
    ("birth year", "出生年"), ("birth month", "出生月"), ("birth day", "出生日"), ("gender", "性别"), ("member id", "会员号"),
    ("account id", "平台账号"), ("national id", "身份证号"), ("tax id", "税号"), ("url", "网址"), ("industry", "行业"),
    ("company size", "公司规模"), ("contract end", "合同到期"), ("job title", "职位"), ("category", "类别"), ("amount", "金额"),
    ("number", "数字"), ("score", "评分"), ("boolean", "是/否"), ("tags", "标签"), ("owner", "负责人"), ("source key", "来源编号"),
    ("links to", "关联编号"), ("text", "文本"), ("ignore", "无关内容"),
];

/// A reason in Chinese.
///
/// ```
/// use guiyi::model::why::chinese;
/// assert_eq!(chinese("header `Tel` says phone; 98 % of 40 filled cells fit"), "表头 `Tel` 表示电话；40 个非空单元格中 98 % 符合");
/// assert_eq!(chinese("ahoy"), "ahoy");
/// ```
#[must_use]
pub fn chinese(reason: &str) -> String {
    let mut out = String::with_capacity(reason.len());
    for (n, part) in outside_quotes(reason, "; ").into_iter().enumerate() {
        out.push_str(if n == 0 { "" } else { "；" });
        for (n, clause) in outside_quotes(part, ", but ").into_iter().enumerate() {
            out.push_str(if n == 0 { "" } else { "，但" });
            out.push_str(&phrase(clause));
        }
    }
    out
}

fn phrase(english: &str) -> String {
    let known = PHRASES.iter().find_map(|(words, chinese)| values_of(words, english).map(|values| (*chinese, values)));
    let Some((chinese, values)) = known else { return english.to_owned() };
    let mut out = chinese.to_owned();
    for (i, value) in values.iter().enumerate() {
        out = out.replace(&format!("{{{i}}}"), &thing(value));
    }
    out
}

fn thing(english: &str) -> String {
    if let Some((_, chinese)) = THINGS.iter().find(|(known, _)| *known == english) {
        return (*chinese).to_owned();
    }
    match english.strip_prefix("receiver ").map(thing) {
        Some(of_receiver) => ["收件人", &of_receiver].concat(),
        None => english.to_owned(),
    }
}

/// The parts of a text between separators that stand outside backticks.
fn outside_quotes<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(separator) {
        if at >= start && text[start..at].matches('`').count().is_multiple_of(2) {
            parts.push(&text[start..at]);
            start = at + separator.len();
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_of_a_phrase_use_the_same_values() {
        for (english, chinese) in PHRASES {
            let holes = |text: &str| (0..9).filter(|i| text.contains(&format!("{{{i}}}"))).collect::<Vec<_>>();
            assert_eq!(holes(english), holes(chinese), "{english}");
        }
    }

    #[test]
    fn reasons_are_told_in_chinese() {
        for (english, expected) in [
            ("header `a; b` says receiver phone, but values are person names", "表头 `a; b` 表示收件人电话，但值是人名"),
            (
                "header `x` says nothing; 12 % of its values are dates; month first (0 cells only read day first, 7 only month first)",
                "表头 `x` 看不出内容；12 % 的值是日期；月在前（0 个单元格只能按日在前读，7 个只能按月在前读）",
            ),
            (
                "header `城` says city; 90 % of 10 filled cells are read as city, 3 % masked",
                "表头 `城` 表示城市；10 个非空单元格中 90 % 读作城市，3 % 打码",
            ),
        ] {
            assert_eq!(chinese(english), expected);
        }
    }
}
