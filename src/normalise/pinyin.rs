//! 汉字 to pinyin with all readings, and Latin words to pinyin syllables.
//!
//! Comes in: simplified or traditional 汉字, or a folded Latin word. Goes out: toneless syllables, `ü` written `v`.
//! Readings are those of the `pinyin` crate (Unihan and 汉语大字典 data); which reading a *name* uses is not decided here.

use std::sync::LazyLock;

use pinyin::ToPinyinMulti;

/// Every toneless syllable of standard Mandarin, interjections left out.
const SYLLABLES: &str = "a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen \
ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo \
da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng \
fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou \
hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke ken keng kong \
kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu long lou lu luan lue lun \
luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian \
niang niao nie nin ning niu nong nou nu nuan nue nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu \
qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru ruan rui run ruo sa sai san sang \
sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan \
sui sun suo ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia \
xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao \
ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu \
zuan zui zun zuo";

/// The syllables letter by letter, so that all that begin at a place are found in one walk.
struct Trie {
    /// The node behind each letter of a node; 0 for none. Node 0 is the root.
    next: Vec<[u16; 26]>,
    /// Whether a syllable ends at the node.
    ends: Vec<bool>,
}

impl Trie {
    /// The node behind a letter, if there is one.
    fn step(&self, node: u16, letter: u8) -> Option<u16> {
        let at = letter.checked_sub(b'a').filter(|at| *at < 26)?;
        Some(self.next[node as usize][at as usize]).filter(|next| *next > 0)
    }
}

static TRIE: LazyLock<Trie> = LazyLock::new(|| {
    let mut trie = Trie { next: vec![[0; 26]], ends: vec![false] };
    for syllable in syllables() {
        let mut node = 0;
        for letter in syllable.bytes() {
            node = trie.step(node, letter).unwrap_or_else(|| {
                let new = u16::try_from(trie.next.len()).expect("a few hundred syllables of at most six letters");
                trie.next[node as usize][(letter - b'a') as usize] = new;
                trie.next.push([0; 26]);
                trie.ends.push(false);
                new
            });
        }
        trie.ends[node as usize] = true;
    }
    trie
});

/// Longest Latin word that is tried as pinyin, in bytes: three long syllables and a bit.
const WORD_MAX: usize = 24;

/// Every syllable, in alphabetical order.
pub fn syllables() -> impl Iterator<Item = &'static str> {
    SYLLABLES.split_ascii_whitespace()
}

/// First and last character of the reading table: the basic block.
const HAN_FIRST: u32 = 0x4E00;
const HAN_LAST: u32 = 0x9FFF;

/// Readings of the basic block, looked up once.
static READINGS: LazyLock<Vec<Box<[&'static str]>>> =
    LazyLock::new(|| (HAN_FIRST..=HAN_LAST).map(|code| char::from_u32(code).map(look_up).unwrap_or_default()).collect());

/// The distinct toneless readings of a 汉字, the usual one first; `lü` gives `lv` and, as many write it, `lu`. Empty for
/// anything without a reading and for 汉字 outside the basic block.
#[must_use]
pub fn readings(c: char) -> &'static [&'static str] {
    let code = u32::from(c);
    if !(HAN_FIRST..=HAN_LAST).contains(&code) {
        return &[];
    }
    READINGS.get((code - HAN_FIRST) as usize).map_or(&[], |r| r)
}

fn look_up(c: char) -> Box<[&'static str]> {
    let Some(all) = c.to_pinyin_multi() else { return Box::default() };
    let mut out: Vec<&'static str> = Vec::with_capacity(2);
    for reading in all {
        let (plain, also) = match reading.plain() {
            "lü" => ("lv", Some("lu")),
            "nü" => ("nv", Some("nu")),
            "lüe" => ("lve", Some("lue")),
            "nüe" => ("nve", Some("nue")),
            plain => (plain, None),
        };
        for syllable in std::iter::once(plain).chain(also) {
            if !out.contains(&syllable) && is_syllable(syllable) {
                out.push(syllable);
            }
        }
    }
    out.into_boxed_slice()
}

/// All readings of a text, syllables run together, the likeliest first, joined by `|`, at most `most`.
/// Characters without a reading are kept folded if they are letters or digits, else dropped. Empty for no reading at all.
#[must_use]
pub fn joined_readings(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(16);
    push_readings(text, most, &mut out);
    out
}

/// As [`joined_readings`], appended to `out`.
pub fn push_readings(text: &str, most: usize, out: &mut String) {
    if most < 2 || text.chars().all(|c| readings(c).len() < 2) {
        push_first_readings(text, out);
    } else if text.chars().count() <= SHORT_MAX && text.chars().all(|c| !readings(c).is_empty()) {
        push_short(text, most, out);
    } else {
        out.push_str(&long_readings(text, most));
    }
}

/// Longest text whose readings are put together by number.
const SHORT_MAX: usize = 4;

/// The readings of one to [`SHORT_MAX`] 汉字 that all have some: as [`long_readings`] gives them.
fn push_short(text: &str, most: usize, out: &mut String) {
    // How many unusual readings an alternative takes, and which reading of each character.
    let mut chosen: Vec<(usize, [u8; SHORT_MAX])> = Vec::with_capacity(2 * most);
    chosen.push((0, [0; SHORT_MAX]));
    for (at, c) in text.chars().enumerate().filter(|(_, c)| readings(*c).len() > 1) {
        let shorter = std::mem::take(&mut chosen);
        for (cost, of_chars) in shorter {
            for rank in 0..readings(c).len() {
                let mut longer = of_chars;
                longer[at] = rank as u8;
                chosen.push((cost + rank, longer));
            }
        }
        chosen.sort_by_key(|(cost, _)| *cost);
        chosen.truncate(most);
    }
    let first = out.len();
    for (_, of_chars) in &chosen {
        let before = out.len();
        if before > first {
            out.push('|');
        }
        let start = out.len();
        for (c, rank) in text.chars().zip(of_chars) {
            out.push_str(readings(c)[usize::from(*rank)]);
        }
        let (known, new) = out.split_at(start);
        if before > first && known[first..].split_terminator('|').any(|spelling| spelling == new) {
            out.truncate(before);
        }
    }
}

/// The readings of any text, put together spelling by spelling.
fn long_readings(text: &str, most: usize) -> String {
    // Per alternative: how many unusual readings it takes, and the spelling.
    let mut spellings: Vec<(usize, String)> = vec![(0, String::new())];
    for c in text.chars() {
        let of_char = readings(c);
        match of_char {
            [] if c.is_ascii_alphanumeric() => spellings.iter_mut().for_each(|(_, s)| s.push(c.to_ascii_lowercase())),
            [] => {}
            [only] => spellings.iter_mut().for_each(|(_, s)| s.push_str(only)),
            _ => {
                let longer = spellings.iter().flat_map(|(cost, s)| {
                    of_char.iter().enumerate().map(move |(rank, syllable)| (cost + rank, [s.as_str(), syllable].concat()))
                });
                spellings = longer.collect();
                spellings.sort_by_key(|(cost, _)| *cost);
                spellings.truncate(most);
            }
        }
    }
    let mut out = String::new();
    let mut seen: Vec<&str> = Vec::with_capacity(spellings.len());
    for (_, spelling) in &spellings {
        if seen.contains(&spelling.as_str()) {
            continue;
        }
        if !out.is_empty() {
            out.push('|');
        }
        out.push_str(spelling);
        seen.push(spelling);
    }
    out
}

/// Appends the usual reading of every 汉字; nothing if none has any.
fn push_first_readings(text: &str, out: &mut String) {
    let start = out.len();
    let mut any = false;
    for c in text.chars() {
        if let Some(first) = readings(c).first() {
            out.push_str(first);
            any = true;
        } else if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        }
    }
    if !any {
        out.truncate(start);
    }
}

/// The usual reading of every 汉字, run together; letters and digits stay, folded. Empty without any 汉字.
#[must_use]
pub fn usual(text: &str) -> String {
    joined_readings(text, 1)
}

/// Splits a folded Latin word (`zhihui`) into the fewest pinyin syllables; `None` if it is no pinyin.
#[must_use]
pub fn split(word: &str) -> Option<Vec<&str>> {
    let bytes = word.as_bytes();
    let n = bytes.len();
    let may_end = matches!(bytes.last(), Some(b'a' | b'e' | b'i' | b'o' | b'u' | b'v' | b'n' | b'g' | b'r'));
    if !may_end || n > WORD_MAX || !bytes.iter().all(u8::is_ascii_lowercase) {
        return None;
    }
    // best[i]: cost of word[i..] and the length of its first syllable. A syllable costs 2; one that begins with a vowel
    // inside a word costs 3, since careful writers put an apostrophe before it. The longer first syllable wins a tie.
    let mut best = [(u8::MAX, 0_u8); WORD_MAX + 1];
    best[n] = (0, 0);
    let trie = &*TRIE;
    for start in (0..n).rev() {
        let own = if start > 0 && matches!(bytes[start], b'a' | b'e' | b'o') { 3 } else { 2 };
        let mut node = 0;
        for (len, &letter) in (1..).zip(&bytes[start..]) {
            let Some(next) = trie.step(node, letter) else { break };
            node = next;
            let rest = best[start + len].0;
            if rest != u8::MAX && rest + own <= best[start].0 && trie.ends[node as usize] {
                best[start] = (rest + own, len as u8);
            }
        }
    }
    if best[0].0 == u8::MAX {
        return None;
    }
    let mut out = Vec::with_capacity(4);
    let mut start = 0;
    while start < n {
        let len = best[start].1 as usize;
        out.push(&word[start..start + len]);
        start += len;
    }
    Some(out)
}

/// True if a folded word is one pinyin syllable.
#[must_use]
fn is_syllable(word: &str) -> bool {
    let trie = &*TRIE;
    word.bytes().try_fold(0, |node, letter| trie.step(node, letter)).is_some_and(|node| trie.ends[node as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_joined_with_the_usual_one_first() {
        for (text, expected) in [("志辉", "zhihui"), ("吕", "lv|lu"), ("伟", "wei"), ("", ""), ("A座", "azuo")] {
            assert_eq!(joined_readings(text, 8), expected, "{text}");
        }
        let polyphone = joined_readings("重阳", 8);
        assert!(polyphone.split('|').any(|r| r == "chongyang") && polyphone.split('|').any(|r| r == "zhongyang"), "{polyphone}");
        assert!(joined_readings("重重重重重", 8).split('|').count() <= 8);
    }

    #[test]
    fn short_texts_have_the_readings_that_long_ones_have() {
        let han: Vec<char> = (HAN_FIRST..=HAN_LAST).filter_map(char::from_u32).filter(|c| !readings(*c).is_empty()).collect();
        for (i, one) in han.iter().enumerate().step_by(5) {
            let (two, three) = (han[(i * 7 + 1) % han.len()], han[(i * 131 + 5) % han.len()]);
            for text in [format!("{one}"), format!("{one}{two}"), format!("{one}{two}{three}"), format!("{two}{one}{one}{three}")] {
                for most in [2, 4, 8] {
                    assert_eq!(joined_readings(&text, most), long_readings(&text, most), "{text} {most}");
                }
            }
        }
    }

    #[test]
    fn words_split_into_the_fewest_syllables() {
        for (word, expected) in [
            ("zhihui", Some(vec!["zhi", "hui"])),
            ("chengfeng", Some(vec!["cheng", "feng"])),
            ("xian", Some(vec!["xian"])),
            ("huafang", Some(vec!["hua", "fang"])),
            ("lina", Some(vec!["li", "na"])),
            ("smith", None),
            ("brian", None),
            ("", None),
        ] {
            assert_eq!(split(word), expected, "{word}");
        }
    }
}
