//! Names across scripts through the binary: 汉字 beside pinyin, kanji beside romaji, Cyrillic beside Latin letters.

use std::fmt::Write as _;

use crate::support::{AS_OF, Dir, csv_rows, one_channel};

/// Forty strangers, then pairs of rows of which each is one person in two writings, with what they share.
fn table() -> String {
    let mut text = String::from("姓名,手机号码,邮箱,公司\n");
    let (family, given) = ("赵陈杨黄周吴徐孙胡郭", ["丽华", "建国", "晓燕", "志强"]);
    for (i, name) in family.chars().flat_map(|f| given.iter().map(move |g| format!("{f}{g}"))).enumerate() {
        writeln!(text, "{name},1{}{:08},user{i}@qq.com,", 35 + i % 5, 10_345_678 + i * 1_234_567).expect("a text");
    }
    text + "王小明,13520418876,,\nWang Xiaoming,+86 135 2041 8876,,\n\
        单雪梅,,xm.shan@acme-tools.cn,\nXuemei SHAN,,xm.shan@acme-tools.cn,\n\
        田中太郎,+81 90-3827-4419,,\nTANAKA Taro,090-3827-4419,,\n\
        Сергей Кузнецов,,s.kuz@mail.ru,\nKusnezow Sergej,,S.Kuz@mail.ru,\n\
        李娜,13811207734,,\n王芳,13811207734,,\n"
}

const FIRST_PAIR: usize = 41;

#[test]
fn one_person_in_two_writings_is_one_customer() {
    let dir = Dir::new();
    dir.write("people.csv", table());
    dir.guiyi(&["dedupe", "people.csv", "-o", "done", "--as-of", AS_OF]).exits(0);
    let xref = csv_rows(&dir.read("done/xref.csv"));
    let customer = |row: usize| xref.iter().find(|x| x["row"] == row.to_string()).expect("the row")["customer_id"].clone();
    for pair in 0..4 {
        let row = FIRST_PAIR + 2 * pair;
        assert_eq!(customer(row), customer(row + 1), "rows {row} and {}", row + 1);
    }
    assert_ne!(customer(FIRST_PAIR), customer(FIRST_PAIR + 2));
    // One phone and two names that nothing brings together.
    assert_ne!(customer(FIRST_PAIR + 8), customer(FIRST_PAIR + 9));
}

#[test]
fn the_levels_of_a_pair_across_scripts_are_explained() {
    let dir = Dir::new();
    dir.write("people.csv", table()).write("guiyi.toml", one_channel(""));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let pair = dir.guiyi(&["explain", "people.csv:41", "people.csv:42", "--as-of", AS_OF]).exits(0).out;
    assert!(pair.contains("are one customer"), "{pair}");
    for words in ["王小明", "Wang Xiaoming", "nickname or sound", "swapped or sound"] {
        assert!(pair.contains(words), "{words}\n{pair}");
    }
}
