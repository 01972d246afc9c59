//! Character statistics of the encodings that exports come in: how many bits a sample costs under each.
//!
//! Every candidate explains the same bytes, so the total code length decides: ASCII costs the same everywhere, a
//! character of the encoding's everyday part is cheap, a rare one dear, an impossible sequence very dear. The class
//! sizes are those of the standards (GB 2312 levels 1 and 2, Big5 levels 1 and 2, KS X 1001, JIS X 0208); the share
//! of each class in running text is a round figure, stated beside it.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
};

use super::alphabets;

/// Bits of an ASCII character under every model: a byte out of 64 usual ones.
pub(super) const ASCII_BITS: f64 = 6.0;
/// Bits of a sequence that the encoding does not have.
pub(super) const IMPOSSIBLE_BITS: f64 = 40.0;

/// Characters that names, addresses and order tables use most, simplified.
const COMMON_HANS: &str = "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴断图座纪陈刘赵吴徐孙朱胡郭杨曹邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范街号镇村县省州楼室栋弄巷栋姓邮箱址订编下客户地职位备注姓购买付款卖家宝贝标题库存详细龙涛伟芳娜秀敏静丽艳军杰娟勇超霞鹏浙苏粤川渝沪津冀晋辽吉黑皖闽赣鲁豫鄂湘琼贵云陕甘宁桂蒙藏";
/// The same idea in traditional characters.
const COMMON_HANT: &str = "的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她里後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市眼體別處總才場師書比住員九笑性通目華報立馬命張活難神數件安表原車白應路期叫死常提感金何更反合放做系計或司利受光王果親界及今京務制解各任至清物臺象記邊共風戰幹接它許八特覺望直服毛林題建南度統色字請交愛讓認算論百吃義科怎元社術結六功指思非流每青管夫連遠資隊跟帶花快條院變聯言權往展該領傳近留紅治決周保達辦運武半候七必城父強步完革深區即求品士轉量空甚眾技輕程告江語英基派滿式李息寫呢識極令黃德收臉錢黨倒未持取設始版雙歷越史商千片容研像找友孩站廣改議形委早房音火際則首單據導影失拿網香似斯專石若兵弟誰校讀志飛觀爭究包組造落視濟喜離雖壞興斷圖座紀陳劉趙吳徐孫朱胡郭楊曹鄧許傅沈曾彭呂蘇盧蔣蔡賈丁魏薛葉余潘杜戴夏鐘汪田姜範街號鎮村縣省州樓室棟弄巷姓郵箱址訂編客戶職備註購買付款賣臺灣港灣澳龍濤偉芳娜秀敏靜麗豔傑娟勇超霞鵬段鄉";
/// Hangul syllables of names, places and table headers.
const COMMON_HANGUL: &str = "이김박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지나엄원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감음빈동온호범좌팽승간상시갈단견당화번일수영미희아름메회품날짜객울산대광북충청라도로역읍면리층호실해요습니다는을를에의와과자보세트매원합계";

struct Class {
    /// One bit per character of the basic plane.
    members: Vec<u64>,
    bits: f64,
}

impl Class {
    fn of_chars(chars: impl Iterator<Item = char>, bits: f64) -> Self {
        let mut members = vec![0u64; 1024];
        for c in chars {
            let code = c as usize;
            if code < 0x1_0000 {
                members[code / 64] |= 1 << (code % 64);
            }
        }
        Self { members, bits }
    }

    /// The characters of all two-byte codes from `first` to `last` (trail bytes run freely between).
    fn of_codes(encoding: &'static Encoding, first: u16, last: u16, bits: f64) -> Self {
        let mut chars = String::new();
        for code in first..=last {
            let [lead, trail] = code.to_be_bytes();
            if trail >= 0x40 && trail != 0x7f && trail != 0xff {
                let pair = [lead, trail];
                let text = encoding.decode_without_bom_handling(&pair).0;
                if text.chars().count() == 1 {
                    chars.push_str(&text);
                }
            }
        }
        Self::of_chars(chars.chars().filter(|&c| c != '\u{fffd}'), bits)
    }

    fn holds(&self, c: char) -> bool {
        let code = c as usize;
        code < 0x1_0000 && self.members[code / 64] >> (code % 64) & 1 == 1
    }
}

/// One candidate with what the sample costs under it.
pub(super) struct Scored {
    pub encoding: &'static Encoding,
    pub name: &'static str,
    bits: f64,
    chars: f64,
}

impl Scored {
    /// By how many bits per character of its own reading it is better than `other`.
    pub(super) fn bits_per_char(&self, other: &Self) -> f64 {
        (other.bits - self.bits) / self.chars.max(1.0)
    }
}

/// Candidates with their names, in order of preference on equal cost.
const CANDIDATES: [(&Encoding, &str); 13] = [
    (GB18030, "GB18030"),
    (BIG5, "Big5"),
    (SHIFT_JIS, "Shift-JIS"),
    (EUC_KR, "EUC-KR"),
    (WINDOWS_1252, "windows-1252"),
    (MACINTOSH, "MacRoman"),
    (WINDOWS_1250, "windows-1250"),
    (WINDOWS_1251, "windows-1251"),
    (WINDOWS_1253, "windows-1253"),
    (WINDOWS_1254, "windows-1254"),
    (WINDOWS_1255, "windows-1255"),
    (WINDOWS_1256, "windows-1256"),
    (WINDOWS_1257, "windows-1257"),
];

/// All candidates, cheapest first.
pub(super) fn rank(sample: &[u8]) -> Vec<Scored> {
    let mut scored: Vec<Scored> = CANDIDATES.iter().map(|&(encoding, name)| score(sample, encoding, name)).collect();
    scored.sort_by(|a, b| a.bits.total_cmp(&b.bits));
    scored
}

/// By how many bits per character `encoding` explains the sample worse than `best`.
pub(super) fn worse_by(sample: &[u8], encoding: &'static Encoding, best: &'static Encoding) -> f64 {
    score(sample, best, "").bits_per_char(&score(sample, encoding, ""))
}

/// The encoding of a label as users write it: WHATWG labels and a few everyday names.
pub(super) fn by_label(label: &str) -> Option<&'static Encoding> {
    let folded = label.trim().to_ascii_lowercase().replace('_', "-");
    match folded.as_str() {
        "macroman" | "mac-roman" | "mac" => Some(MACINTOSH),
        "gbk" | "gb2312" | "cp936" | "ansi-zh" => Some(GB18030),
        "cp950" => Some(BIG5),
        "cp932" | "sjis" | "shift-jis" => Some(SHIFT_JIS),
        "cp949" => Some(EUC_KR),
        "latin1" | "latin-1" | "iso-8859-1" | "cp1252" => Some(WINDOWS_1252),
        "utf8" | "utf-8-sig" => Some(encoding_rs::UTF_8),
        other => Encoding::for_label(other.as_bytes()).or_else(|| Encoding::for_label(label.trim().as_bytes())),
    }
}

fn score(sample: &[u8], encoding: &'static Encoding, name: &'static str) -> Scored {
    if encoding.is_single_byte() {
        let chars = sample.iter().filter(|byte| !byte.is_ascii()).count() as f64;
        return Scored { encoding, name, bits: alphabets::bits(sample, encoding), chars };
    }
    let text = encoding.decode_without_bom_handling(sample).0;
    let chars = text.chars().filter(|c| !c.is_ascii()).count() as f64;
    Scored { encoding, name, bits: classes_bits(&text, &classes(encoding)), chars }
}

fn classes_bits(text: &str, classes: &[Class]) -> f64 {
    let rare = 20.5; // one of about 15,000 extension characters that make 1 % of text
    text.chars()
        .map(|c| match c {
            '\u{fffd}' => IMPOSSIBLE_BITS,
            '\u{e000}'..='\u{f8ff}' => 35.0,
            c if c.is_ascii() => ASCII_BITS,
            c if (c as u32) < 0xa0 => IMPOSSIBLE_BITS,
            c => classes.iter().find(|k| k.holds(c)).map_or(rare, |k| k.bits),
        })
        .sum()
}

/// The classes of a double-byte encoding, everyday characters first. Bits = log2(class size ÷ share of text).
fn classes(encoding: &'static Encoding) -> Vec<Class> {
    if encoding == GB18030 {
        vec![
            Class::of_chars(COMMON_HANS.chars(), 9.5),       // 500 characters, 70 %
            Class::of_codes(encoding, 0xb0a1, 0xd7f9, 14.0), // level 1: 3,755, 23 %
            Class::of_codes(encoding, 0xd8a1, 0xf7fe, 16.5), // level 2: 3,008, 3 %
            Class::of_codes(encoding, 0xa1a1, 0xa3fe, 11.0), // punctuation and full-width forms
        ]
    } else if encoding == BIG5 {
        vec![
            Class::of_chars(COMMON_HANT.chars(), 9.5),
            Class::of_codes(encoding, 0xa440, 0xc67e, 14.5), // level 1: 5,401
            Class::of_codes(encoding, 0xc940, 0xf9d5, 18.0), // level 2: 7,652
            Class::of_codes(encoding, 0xa140, 0xa3bf, 11.5),
        ]
    } else if encoding == EUC_KR {
        vec![
            Class::of_chars(COMMON_HANGUL.chars(), 9.0),
            Class::of_codes(encoding, 0xb0a1, 0xc8fe, 13.0), // 2,350 syllables
            Class::of_codes(encoding, 0xa1a1, 0xa3fe, 11.0),
            Class::of_codes(encoding, 0xcaa1, 0xfdfe, 17.5), // 4,888 hanja
        ]
    } else {
        vec![
            Class::of_chars('\u{3041}'..='\u{30ff}', 8.0),   // kana: 170, 60 %
            Class::of_chars('\u{ff61}'..='\u{ff9f}', 9.5),   // half-width kana, one byte each
            Class::of_codes(encoding, 0x889f, 0x9872, 13.0), // level 1: 2,965
            Class::of_codes(encoding, 0x8140, 0x829a, 11.0), // punctuation and full-width forms
            Class::of_codes(encoding, 0x989f, 0xeaa4, 17.0), // level 2: 3,390
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(encoding: &'static Encoding, text: &str) {
        let (bytes, _, damaged) = encoding.encode(text);
        assert!(!damaged, "{text} is not in {}", encoding.name());
        let ranking = rank(&bytes);
        assert_eq!(ranking[0].encoding.name(), encoding.name(), "{text}");
        assert!(ranking[0].bits_per_char(&ranking[1]) > 0.5, "{text}: {} is too close", ranking[1].name);
    }

    #[test]
    fn a_line_of_each_encoding_is_told_apart() {
        check(GB18030, "订单编号,买家会员名,收货人姓名\n张伟,浙江省杭州市西湖区文三路");
        check(GB18030, "姓名,手机\n欧阳娜,13800000000");
        check(GB18030, "张三\n李四\n王五");
        check(BIG5, "姓名,電話,地址\n陳大文,0912345678,臺北市信義區松高路");
        check(SHIFT_JIS, "氏名,メールアドレス,住所\n山田太郎,a@b.jp,東京都港区ひだまり");
        check(EUC_KR, "이름,전화번호,주소\n김민수,010,서울특별시 강남구 테헤란로");
        check(WINDOWS_1252, "Name,City\nJosé Muñoz,München\nZoë,Besançon");
        check(MACINTOSH, "Name;City\nJosé Muñoz;München\nZoë;Besançon");
    }

    #[test]
    fn code_pages_of_one_byte_are_told_apart_by_their_languages() {
        check(WINDOWS_1250, "Imię;Miasto\nStanisław Wójcik;Łódź\nZofia Żukowska;Kraków");
        check(WINDOWS_1250, "Jméno;Město\nJiří Dvořák;Plzeň\nZdeněk Němec;Ústí nad Labem");
        check(WINDOWS_1250, "Név;Város\nErdős Győző;Szűcs utca\nTóth Ágnes;Győr");
        check(WINDOWS_1251, "Фамилия;Имя;Город\nИванов;Пётр;Москва\nКУЗНЕЦОВА;ОЛЬГА;ТВЕРЬ");
        check(WINDOWS_1251, "Прізвище;Місто\nШевченко;Київ\nЇжакевич;Чернігів");
        check(WINDOWS_1253, "Όνομα;Πόλη\nΓιώργος Παπαδόπουλος;Αθήνα");
        check(WINDOWS_1254, "Adı;Soyadı;Şehir\nAyşe;Yılmaz;İstanbul\nOğuz;Çağlar;Muğla");
        check(WINDOWS_1255, "שם משפחה;עיר\nכהן;ירושלים\nלוי;חיפה");
        check(WINDOWS_1256, "الاسم;المدينة\nمحمد أحمد;القاهرة\nفاطمة علي;دبي");
        check(WINDOWS_1257, "Vardas;Miestas\nŽilvinas Petrauskas;Šiauliai\nEglė Kazlauskienė;Panevėžys\nRūta;Žemaičių g.");
        check(WINDOWS_1252, "Nachname;Ort\nMüller;Köln\nSchäfer;Großröhrsdorf");
        check(WINDOWS_1252, "Nom;Ville\nLefèvre;Orléans\nGonçalves;Besançon\nNoël;Château-Thierry");
        check(WINDOWS_1252, "Navn;By\nSøren Ødegård;Tromsø\nÅse Lærum;Bærum");
    }

    #[test]
    fn half_width_kana_is_japanese() {
        check(SHIFT_JIS, "ｶﾅ,ｼﾒｲ\nﾔﾏﾀﾞ ﾀﾛｳ,ｽｽﾞｷ ﾊﾅｺ\nｻﾄｳ ｲﾁﾛｳ,ﾀｶﾊｼ ｼﾞﾛｳ");
    }
}
