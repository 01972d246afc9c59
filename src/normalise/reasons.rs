//! Reason codes of findings, with what each means in the report's two languages.

/// One reason code. Codes are stable words of outputs and tests; their texts may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// The code as it stands in `findings`.
    pub code: &'static str,
    /// What it means, in English.
    pub en: &'static str,
    /// What it means, in Chinese.
    pub zh: &'static str,
}

const fn reason(code: &'static str, en: &'static str, zh: &'static str) -> Reason {
    Reason { code, en, zh }
}

/// Every reason code of this room, sorted by code.
#[rustfmt::skip]
pub const REASONS: &[Reason] = &[
    reason("address_in_name", "a place in the name column", "姓名列中是地址"),
    reason("ambiguous_district", "a district of several cities; none was chosen", "多个城市有同名区县，未指定"),
    reason("area_code_missing", "local number without area code", "缺少区号的本地号码"),
    reason("bad_address", "no mail address: more than one @, or none that could be read", "邮箱地址格式错误"),
    reason("bad_domain", "the part after the @ is no domain", "@ 之后不是有效域名"),
    reason("bad_local_part", "the part before the @ breaks the rules of mail addresses", "@ 之前的部分不符合邮箱规则"),
    reason("bad_postcode", "no such postcode", "邮编不存在"),
    reason("check_digit_wrong", "the check digit does not fit: at least one character is wrong", "校验位不符，至少有一位有误"),
    reason("ciphertext", "encrypted by the platform", "平台加密的密文"),
    reason("company_in_name", "a company in the name column", "姓名列中是公司名"),
    reason("corrected", "a suggestion from the data stands in its place, because a rule says so", "按规则采用了数据推定的更正值"),
    reason("country_code_assumed", "read as a foreign number although no country code was written", "未写国家代码，按所属国家号码识别"),
    reason("country_code_missing", "a plus sign without country code, read as a Chinese mobile", "有加号但缺少国家代码，按中国手机号识别"),
    reason("country_unknown", "a number with trunk 0 whose country is not known", "带 0 的号码，所属国家未知"),
    reason("division_conflict", "province, city and district contradict each other", "省市区相互矛盾"),
    reason("division_misspelt", "a division misspelt in one character, read as the one it must be", "省市区有错别字，按上下级推定"),
    reason("domain_typo_suggested", "the domain looks mistyped; the suggestion feeds matching only", "域名疑似拼写错误，建议值仅用于匹配"),
    reason("email_in_company", "a mail address in the company name", "公司列中是邮箱"),
    reason("email_in_name", "a mail address in the name", "姓名列中是邮箱"),
    reason("extension_without_mark", "digits behind a whole number, read as its extension", "完整号码之后的数字，按分机号读取"),
    reason("filler_address", "a mail address typed to fill the field", "为填充字段而写的邮箱"),
    reason("filler_date", "a date that systems write for none", "系统占位日期"),
    reason("filler_number", "digits typed to fill the field", "为填充字段而写的号码"),
    reason("filler_url", "a web address typed to fill the field", "为填充字段而写的网址"),
    reason("former_division", "a division under its former name", "旧行政区划名称"),
    reason("fully_masked", "every character is hidden", "全部字符被隐藏"),
    reason("impossible_date", "no such day on the calendar", "日历上不存在的日期"),
    reason("impossible_id", "province or birth date inside the id cannot be", "证件号中的地区或出生日期不可能存在"),
    reason("long_name", "too long to tell family and given name apart", "姓名过长，无法区分姓和名"),
    reason("lookalike_letters", "letters read as the digits they look like (O as 0, l as 1)", "形似数字的字母按数字识别（O→0，l→1）"),
    reason("looks_like_date", "a date in another column's place", "内容像日期，列放错"),
    reason("looks_like_email", "a mail address in another column's place", "内容像邮箱，列放错"),
    reason("looks_like_ip", "an internet address in another column's place", "内容像 IP 地址，列放错"),
    reason("many_names", "stands beside so many names that it is nobody's", "对应的姓名过多，疑为占位或公用"),
    reason("masked", "partly hidden by the platform", "部分字符被平台隐藏"),
    reason("masked_tail", "the end of the address is hidden", "地址尾部被隐藏"),
    reason("no_at_sign", "no @ in a mail address", "邮箱缺少 @"),
    reason("no_digits", "no digits in a number", "号码中没有数字"),
    reason("no_division", "no province, city or district could be told", "未识别出省市区"),
    reason("no_letters", "no letters in a name", "名称中没有文字"),
    reason("no_street", "no street or building could be told", "未识别出街道或门牌"),
    reason("no_such_number", "right length, but no such number exists", "长度正确但号码不存在"),
    reason("not_a_date", "cannot be read as a date", "无法识别为日期"),
    reason("not_a_gender", "cannot be read as a gender", "无法识别为性别"),
    reason("not_a_url", "cannot be read as a web address", "无法识别为网址"),
    reason("not_an_address", "cannot be read as an address", "无法识别为地址"),
    reason("not_an_id", "too short or without digits for an id", "过短或没有数字，不能作为证件号"),
    reason("not_said", "the field says that it does not say", "字段表示未提供"),
    reason("not_yes_or_no", "neither yes nor no", "既不是“是”也不是“否”"),
    reason("note_in_company", "a former name or a note inside a company name, left out", "公司名中的曾用名或备注，未采用"),
    reason("note_in_name", "a note beside a name, left out", "姓名旁的备注，未采用"),
    reason("number_in_name", "digits in a name, left out", "姓名中的数字，未采用"),
    reason("one_letter", "one letter away from a frequent value", "与常见值相差一个字母"),
    reason("packed_contact", "name, phone and address were packed into one cell", "姓名、电话、地址写在同一格"),
    reason("phone_in_address", "a phone number in the address", "地址列中是电话号码"),
    reason("phone_in_name", "a phone number in the name column", "姓名列中含电话号码"),
    reason("placeholder", "a word typed to fill the field", "为填充字段而写的占位词"),
    reason("privacy_number", "privacy number of a platform: leads to a person, belongs to none", "平台隐私号（中转号码）"),
    reason("punctuation_repaired", "a comma or blank read as the dot it must be", "标点修正为点号"),
    reason("receiver_name", "the receiver's name stood in the address", "地址中夹带收件人姓名"),
    reason("receiver_phone", "the receiver's phone stood in the address", "地址中夹带收件人电话"),
    reason("relay_address", "relay or no-reply address of a platform", "平台中转邮箱或无回复邮箱"),
    reason("role_address", "mailbox of a function, not of a person", "职能邮箱，不属于个人"),
    reason("same_shape", "one character that looks like another one, in place of a frequent value", "与常见值有一个形近字之差"),
    reason("same_sound", "one character that sounds like another one, in place of a frequent value", "与常见值有一个同音字之差"),
    reason("scientific_notation", "a spreadsheet turned the number into 1.39E+10 and lost its digits", "被电子表格转成科学计数法，数字已丢失"),
    reason("single_token", "one name only: given or family name is not known", "只有一个词，无法区分姓或名"),
    reason("spelling", "one letter away from a known word", "与已知词相差一个字母"),
    reason("surname_only", "a family name without a given name", "只有姓，没有名"),
    reason("swapped_characters", "two neighbouring characters changed places in a frequent value", "与常见值相比，相邻两字颠倒"),
    reason("taxpayer_number", "a taxpayer number in place of a social security number", "纳税人号码而非社保号码"),
    reason("two_scripts", "the same person in two scripts", "同一人以两种文字书写"),
    reason("unassigned_prefix", "right shape, but the prefix is not known to be assigned", "格式正确但号段未分配"),
    reason("unknown_district", "the district is not in the table of divisions", "行政区划表中没有该区县"),
    reason("unknown_surname", "begins with no known surname", "首字不是已知姓氏"),
    reason("unknown_tld", "the end of the domain is no known top level domain", "未知的顶级域名"),
    reason("whole_name_in_given", "a whole name in the given name column", "名字列中是完整姓名"),
    reason("wrong_field", "a value that belongs into another column", "内容应属于另一列"),
    reason("wrong_length", "too few or too many digits", "位数不对"),
    reason("year_missing", "month and day without a year", "缺少年份"),
];

/// The reason of a code; `None` for a code of another room.
#[must_use]
pub fn find(code: &str) -> Option<&'static Reason> {
    REASONS.iter().find(|r| r.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kind::Kind;
    use crate::normalise::{Context, cell};

    #[test]
    fn codes_are_sorted_words_with_both_texts() {
        assert!(REASONS.windows(2).all(|w| w[0].code < w[1].code));
        for r in REASONS {
            assert!(
                r.code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && !r.en.is_empty() && !r.zh.is_empty(),
                "{}",
                r.code
            );
        }
        assert_eq!(find("masked").map(|r| r.zh), Some("部分字符被平台隐藏"));
    }

    #[test]
    fn every_finding_of_these_kinds_is_documented() {
        let cells = [
            "4.479E+11",
            "##x",
            "138****1234",
            "***********",
            "13800138000",
            "110",
            "12",
            "1368600627",
            "5838385",
            "2064889537",
            "+13812345670",
            "04 50 11 22 33",
            "14912345679",
            "17012345679-1234",
            "2024-03-12",
            "2026-02-30",
            "1900-01-01",
            "8月10日",
            "20o90919",
            "zhang@qq.com",
            "a@163.con",
            "a@@b.com",
            "a@b",
            "..@b.com",
            "info@a.cn",
            "noreply@a.cn",
            "test@test.com",
            "j**n@qq.com",
            "zhang@qq,com",
            "x@y.local",
            "192.168.1.1",
            "abc",
            "未知",
            "femal",
            "maybe",
            "example.com",
            "11010519491231002X",
            "110105194912310021",
            "990105194912310021",
            "912-70-1234",
            "000-12-3456",
            "G05-67-7698",
            "1",
        ];
        let kinds = [
            Kind::Phone,
            Kind::Email,
            Kind::Date,
            Kind::BirthDate,
            Kind::Gender,
            Kind::Boolean,
            Kind::NationalId,
            Kind::TaxId,
            Kind::MemberId,
            Kind::Url,
        ];
        let mut out = Vec::new();
        for kind in kinds {
            for raw in cells {
                cell(kind, raw, &Context::default(), &mut out);
            }
        }
        for normal in out {
            for code in normal.findings {
                assert!(find(code).is_some(), "`{code}` of {} is not documented", normal.text);
            }
        }
    }
}
