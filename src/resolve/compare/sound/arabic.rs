//! Arabic names that differ by a vowel only: حسن is Hassan and حسين is Hussein.
//!
//! Comes in: a name in Arabic letters and one in Latin letters, folded. Goes out: whether they are spellings of one name, where the
//! table knows the Arabic one; everything else is heard ([`super::align`]). Facts: the usual spellings in passports.

/// A name in Arabic letters without hamza and marks, then its spellings in Latin letters.
const NAMES: &[&str] = &[
    "احمد ahmed ahmad ahmet achmed ahmadi ahmd",
    "محمد mohammed muhammad mohamed mohammad muhammed mohamad muhamad mohamet mehmet mehmed mohd md",
    "محمود mahmoud mahmud mahmood mehmood mahmod mahmut",
    "حامد hamed hamid haamed",
    "حميد hamid hameed hamed",
    "حمد hamad hammad",
    "حمزه hamza hamzah hamzeh",
    "حسن hasan hassan hassen hasen hassane",
    "حسين hussein husain hussain husayn hossein hosein huseyin hussin hossain husein houssein hocine hosain",
    "حسني hosni husni hosny",
    "حسام hossam husam hussam hosam houssam",
    "علي ali aly alli",
    "علاء alaa ala aladdin",
    "عمر omar umar omer oumar",
    "عمرو amr amro amru",
    "عمار ammar amar",
    "عامر amer amir aamir",
    "امير amir ameer emir",
    "امين amin ameen amine emin",
    "ايمن ayman aiman aymen",
    "كريم karim kareem kerim",
    "كرم karam",
    "سعيد said saeed saied sayeed saaid sayid",
    "سعد saad sad saed",
    "سيد sayed sayyid said syed sayyed",
    "سالم salem salim",
    "سليم salim saleem selim",
    "سلام salam",
    "سلمان salman",
    "سليمان suleiman sulaiman soliman suleyman sulayman sleiman slimane solaiman",
    "سلمي salma selma",
    "ناصر nasser nasir naser nassir",
    "نصر nasr",
    "نصير nasir naseer",
    "منصور mansour mansoor mansur mansor",
    "جمال jamal gamal djamel jamaal",
    "جميل jamil gamil jameel djamil",
    "جميله jamila gamila jameela djamila",
    "كمال kamal kemal",
    "كامل kamel kamil",
    "رشيد rashid rasheed rachid",
    "راشد rashed rashid",
    "رشاد rashad rachad",
    "طارق tariq tarek tareq tarik",
    "خالد khaled khalid khalled",
    "خليل khalil khaleel halil",
    "خليفه khalifa khalifah khalifeh",
    "ماجد majed majid maged magid",
    "مجيد majid majeed",
    "وليد walid waleed oualid",
    "والد walid",
    "هاني hani hany",
    "هناء hana hanaa",
    "ياسر yasser yasir yaser",
    "يسري yousri yusri yosry",
    "ياسين yassin yasin yaseen yassine",
    "يوسف youssef yusuf yousef yousuf joseph yusef yousaf youcef yussuf",
    "يونس younis yunus younes yunis younus",
    "فاطمه fatima fatimah fatma fatema fatimeh",
    "فهد fahad fahd",
    "فؤاد fouad fuad foad",
    "فواد fouad fuad foad",
    "سمير samir sameer",
    "سامر samer samir",
    "سامي sami samy",
    "سميره samira sameera",
    "ساره sara sarah",
    "مريم maryam mariam miriam meryem maryem",
    "مروان marwan",
    "مراد murad mourad morad",
    "ريم reem rim",
    "رامي rami ramy",
    "نور nour noor nur nora",
    "نورا noura nora nura",
    "نوره noura nora nura norah",
    "لينا lina leena",
    "ليلي laila leila layla layla leyla",
    "هدي huda hoda houda",
    "هادي hadi hady",
    "مهدي mahdi mehdi",
    "مهند muhannad mohannad",
    "زينب zainab zeinab zaynab zineb zeynep",
    "زيد zaid zayd zeid",
    "زياد ziad ziyad zeyad",
    "زايد zayed zaid",
    "عائشه aisha aysha aicha ayesha aishah",
    "عايشه aisha aysha aicha ayesha aishah",
    "ابراهيم ibrahim ebrahim brahim ibraheem abraham",
    "اسماعيل ismail ismael esmail ismaeel smail",
    "عثمان osman othman uthman usman ottoman othmane",
    "عدنان adnan",
    "عادل adel adil",
    "عدلي adly adli",
    "جابر jaber jabir gaber",
    "جبر jabr gabr",
    "بدر badr bader",
    "بدير budair bedir",
    "بشار bashar bachar",
    "بشير bashir basheer bachir",
    "صالح saleh salih salah",
    "صلاح salah saleh",
    "صباح sabah",
    "صابر saber sabir",
    "صبري sabri sabry",
    "رضا reza rida ridha riza raza redha rza",
    "رضوان radwan ridwan rizwan redouane ridouane",
    "رمضان ramadan ramazan ramzan ramadhan ramdane",
    "مرتضي mortaza murtada murtaza morteza mortada",
    "رياض riyad riyadh riaz riyaz riad",
    "فضل fadl fazl fadel fazal",
    "ضياء diaa zia ziya dia dhiya ziaa",
];

/// Whether a folded Latin name is a spelling of an Arabic one; `None` if the table does not know the Arabic one or no name is
/// spelt like that.
pub fn is_namesake(arabic: &str, latin: &str) -> Option<bool> {
    if !arabic.starts_with(|c| matches!(c, '\u{600}'..='\u{6FF}')) {
        return None;
    }
    let plain = plain(arabic);
    let spellings = |line: &'static str| line.split(' ').skip(1);
    let own = NAMES.iter().find(|line| line.split(' ').next() == Some(plain.as_str()))?;
    if spellings(own).any(|spelling| spelling == latin) {
        return Some(true);
    }
    NAMES.iter().any(|line| spellings(line).any(|spelling| spelling == latin)).then_some(false)
}

/// Without hamza, marks and article, final letters as everyday writing has them.
fn plain(arabic: &str) -> String {
    let arabic = arabic.strip_prefix("ال").filter(|rest| rest.chars().count() >= 3).unwrap_or(arabic);
    let folded = arabic.chars().filter(|c| !matches!(c, '\u{64B}'..='\u{65F}' | '\u{640}' | '\u{670}'));
    folded
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' => 'ي',
            'ة' => 'ه',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_by_a_vowel_are_two() {
        for (arabic, latin, expected) in [
            ("حسن", "hassan", Some(true)),
            ("رضا", "reza", Some(true)),
            ("رضا", "riad", Some(false)),
            ("حسن", "hussein", Some(false)),
            ("أحمد", "ahmad", Some(true)),
            ("أحمد", "hamid", Some(false)),
            ("الحسن", "hassan", Some(true)),
            ("محمد", "mahmoud", Some(false)),
            ("حسن", "hasn", None),
            ("قاسم", "qasim", None),
            ("חסן", "hassan", None),
        ] {
            assert_eq!(is_namesake(arabic, latin), expected, "{arabic} {latin}");
        }
    }
}
