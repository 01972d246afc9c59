//! Names across scripts through the binary: 汉字 beside pinyin, kanji beside romaji, Cyrillic beside Latin letters.

use std::fmt::Write as _;

use crate::support::{AS_OF, Dir, csv_rows, one_channel};

/// People in 汉字 and in pinyin, in either order.
const PEOPLE: &[(&str, &str)] = &[
    ("王小明", "Wang Xiaoming"),
    ("单雪梅", "Xuemei SHAN"),
    ("曾志强", "Zeng Zhiqiang"),
    ("解晓东", "Xie, Xiaodong"),
    ("吕丽萍", "Lv Liping"),
    ("欧阳娜娜", "Ouyang Nana"),
    ("徐静蕾", "Jinglei Xu"),
    ("马云飞", "MA YUNFEI"),
    ("钟汉良", "Zhong Han-liang"),
    ("董建国", "Jianguo Dong"),
    ("苏有朋", "Su Youpeng"),
    ("任贤齐", "Ren Xianqi"),
];

/// Forty strangers; two rows of each of [`PEOPLE`] with one phone or one mailbox; a Japanese and a Russian in two writings; two
/// people with one phone.
fn table() -> String {
    let mut text = String::from("姓名,手机号码,邮箱,公司\n");
    let (family, given) = ("赵陈杨黄周吴徐孙胡郭", ["丽华", "建国", "晓燕", "志强"]);
    for (i, name) in family.chars().flat_map(|f| given.iter().map(move |g| format!("{f}{g}"))).enumerate() {
        writeln!(text, "{name},1{}{:08},user{i}@qq.com,", 35 + i % 5, 10_345_678 + i * 1_234_567).expect("a text");
    }
    for (i, (han, pinyin)) in PEOPLE.iter().enumerate() {
        let contact = |plus: &str| match i % 2 {
            0 => format!("{plus}138{:08},", 11_207_734 + i * 1_357_911),
            _ => format!(",person{i}@acme-tools.cn"),
        };
        write!(text, "{han},{},\n\"{pinyin}\",{},\n", contact(""), contact("+86 ")).expect("a text");
    }
    text + "田中太郎,+81 90-3827-4419,,\nTANAKA Taro,090-3827-4419,,\n\
        Сергей Кузнецов,,s.kuz@mail.ru,\nKusnezow Sergej,,S.Kuz@mail.ru,\n\
        李娜,13811207735,,\n王芳,13811207735,,\n"
}

/// Row of the first of [`PEOPLE`].
const FIRST_PAIR: usize = 41;

#[test]
fn one_person_in_two_writings_is_one_customer() {
    let dir = Dir::new();
    dir.write("people.csv", table());
    dir.guiyi(&["dedupe", "people.csv", "-o", "done", "--as-of", AS_OF]).exits(0);
    let xref = csv_rows(&dir.read("done/xref.csv"));
    let customer = |row: usize| xref.iter().find(|x| x["row"] == row.to_string()).expect("the row")["customer_id"].clone();
    let last = FIRST_PAIR + 2 * PEOPLE.len() + 4;
    for pair in 0..PEOPLE.len() + 2 {
        let row = FIRST_PAIR + 2 * pair;
        assert_eq!(customer(row), customer(row + 1), "rows {row} and {}", row + 1);
    }
    assert_ne!(customer(FIRST_PAIR), customer(FIRST_PAIR + 2));
    // One phone and two names that nothing brings together.
    assert_ne!(customer(last), customer(last + 1));
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
