//! Small word lists that tell names, organisations and places apart when a header says nothing.
//!
//! They are evidence about whole columns, not about single values: a column of given names need not have all of its
//! names here. Common names of several countries, typed from general knowledge; no list of real persons.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::looks::is_han;

/// The most frequent Chinese single-character surnames.
const HAN_SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪季华欧葛颜柯甘纪童游祝左单管裴申焦翁柴路尚齐岳鲍安倪骆凌章鲁殷卓涂梅柳项詹关符牛解尤聂费霍喻樊庄翟兰耿辛谷阮伍古艾车霄冉卫甄佟苗盛蒙宁屈滕池麦曲阳饶苑臧储靳晏楚卞桂郎窦岑景党宫祁应连代房褚桑闵丛戚戎敖娄宗荆栾宿邢隋匡晋巩茅卜娟沙丘鞠司查仇傅俞裘蓝邬司寇";

/// The most frequent Chinese two-character surnames.
const HAN_DOUBLE: &[&str] = &[
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "夏侯", "令狐", "端木", "南宫", "长孙", "宇文",
    "轩辕",
];

/// Titles after or before a name.
pub(super) const HAN_TITLES: &[&str] = &[
    "先生",
    "女士",
    "小姐",
    "老师",
    "经理",
    "总监",
    "主任",
    "同学",
    "太太",
    "师傅",
    "医生",
    "医师",
    "护士长",
    "教授",
    "院长",
    "科长",
];

const GIVEN: &str = "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick frank raymond jack dennis jerry tyler aaron jose adam nathan henry zachary douglas peter kyle noah ethan jeremy walter christian keith roger terry austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan billy bruce gabriel joe logan alan juan albert willie elijah wayne randy vincent mason roy ralph bobby russell bradley philip eugene oliver harry george alfie charlie freddie leo theo oscar mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia kathleen amy angela shirley anna ruth brenda pamela nicole katherine virginia catherine christine samantha debra janet rachel carolyn emma maria heather diane julie joyce evelyn joan victoria kelly christina lauren frances martha judith cheryl megan andrea olivia ann jean alice jacqueline hannah doris kathryn gloria teresa sophia isabella grace amelia ava mia charlotte chloe ella lily poppy isla freya daisy florence hans peter klaus jurgen wolfgang dieter manfred uwe stefan andreas matthias markus sebastian tobias florian lukas felix maximilian ursula monika petra sabine renate helga karin brigitte ingrid gisela heike susanne claudia katrin anja julia lena marie jean pierre michel philippe alain nicolas christophe laurent julien antoine camille manon lea sophie nathalie isabelle sylvie valerie antonio jose manuel francisco javier miguel carlos pedro jesus alejandro pablo sergio jorge luis fernando carmen isabel pilar dolores lucia elena paula marta giuseppe giovanni mario luigi marco francesco luca alessandro matteo giulia chiara francesca rosa joao paulo rui tiago ana beatriz mohammed muhammad mohamed ahmed ali omar hassan hussein ibrahim yusuf fatima aisha maryam zainab khadija raj rahul amit sanjay vijay ravi anil sunil priya anita sunita deepa neha pooja ivan dmitri sergei andrei alexei vladimir olga natalia tatiana irina svetlana ekaterina jan piotr pawel krzysztof andrzej tomasz katarzyna agnieszka lars erik anders johan mats karl per ole knut astrid sven gustav hiroshi takashi kenji yuki haruto sakura minjun seoyeon jihoon nguyen minh anh linh lachlan jayden cooper jarrod mitchell caitlin brooke taylah georgia kate jane tom tim ben sam dan mike dave jim bob bill steve chris alex max nick tony joe andy jeff greg jake luke liam lucas aiden";

const FAMILY: &str = "smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker young allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera campbell mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris morales murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward richardson watson brooks chavez wood james bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long ross foster jimenez powell jenkins perry russell sullivan bell coleman butler henderson barnes gonzales fisher vasquez simmons graham murray ford hamilton marshall owens mcdonald harrison ruiz kennedy wells alvarez davies hughes lewis clarke jackson shaw hunt mason knight palmer stevens webb simpson ellis fox chapman matthews lloyd griffiths bradley ryan obrien walsh byrne oconnor doyle mccarthy gallagher muller schmidt schneider fischer weber meyer wagner becker schulz hoffmann schafer koch bauer richter klein wolf schroder neumann schwarz zimmermann braun kruger hofmann hartmann lange werner krause lehmann dubois durand leroy moreau simon laurent lefebvre michel bertrand roux fournier girard bonnet rossi ferrari russo bianchi romano colombo ricci marino greco bruno silva santos oliveira souza lima pereira ferreira costa rodrigues almeida khan ahmed ali hussain singh kumar sharma gupta patel shah reddy das ivanov petrov smirnov kowalski nowak wisniewski hansen johansen olsen larsen andersen nielsen jensen pedersen johansson karlsson nilsson eriksson svensson tanaka suzuki sato takahashi watanabe ito yamamoto nakamura kobayashi kato park choi jung kang cho yoon jang lim tran pham huynh hoang phan vu dang bui wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren yao shen chan wong leung cheung lau ng ho kwok";

const ORG_WORDS: &str = "school academy college university institute kindergarten preschool nursery center centre church ministry ministries hospital clinic pharmacy association society foundation council committee services service group holdings partners solutions systems technologies technology industries industrial manufacturing logistics consulting international enterprises trading store shop market restaurant cafe hotel bank insurance agency bureau department program programme ymca ywca club museum library studio salon garage motors foods textiles packaging chemicals engineering instruments transport construction properties realty media press digital labs laboratories pharma energy electric software networks capital ventures daycare childcare headstart montessori airport airfield airlines airways railway theatre theater gallery winery brewery bakery parish temple mosque union federation trust charity gmbh schule universitat krankenhaus verein ecole universite hopital escuela universidad empresa";

const LEGAL_FORMS: &[&str] = &[
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "llc",
    "llp",
    "plc",
    "gmbh",
    "ag",
    "kg",
    "ug",
    "ohg",
    "bv",
    "nv",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "oy",
    "ab",
    "as",
    "aps",
    "pty",
    "pte",
    "kk",
    "sdn",
    "bhd",
    "lp",
    "co",
    "company",
    "ltda",
    "sl",
    "eurl",
    "doo",
    "ooo",
];

const HAN_LEGAL: &[&str] = &[
    "公司",
    "集团",
    "有限",
    "株式会社",
    "合作社",
    "事务所",
    "经营部",
    "工作室",
    "商行",
    "个体户",
    "股份",
    "厂",
    "주식회사",
    "(株)",
];

const HAN_ORG: &[&str] = &[
    "学校",
    "大学",
    "学院",
    "小学",
    "中学",
    "幼儿园",
    "医院",
    "诊所",
    "药房",
    "中心",
    "协会",
    "研究院",
    "研究所",
    "银行",
    "酒店",
    "餐厅",
    "超市",
    "商店",
    "店",
    "局",
    "委员会",
];

const ROADS: &str = "street st str avenue ave av road rd drive dr lane ln court ct boulevard blvd way place pl terrace tce circuit cct crescent cres close parade pde highway hwy parkway pkwy square sq circle cir trail trl loop alley row walk grove gardens mews rue chemin impasse calle avenida carrera plaza paseo via viale piazza corso strasse straße weg platz allee gasse laan straat plein gata vagen gatan vej gade ulica ul prospekt";

const UNITS: &[&str] = &[
    "apt",
    "apartment",
    "unit",
    "suite",
    "ste",
    "flat",
    "floor",
    "fl",
    "room",
    "rm",
    "lot",
    "villa",
    "building",
    "bldg",
    "po",
    "box",
    "level",
];

const PROVINCES_HAN: &str = "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门";

pub(super) const STATES_US: &str = "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc pr";
pub(super) const STATES_AU: &str = "nsw vic qld wa sa tas act nt";
pub(super) const STATES_CA: &str = "ab bc mb nb nl ns nt nu on pe qc sk yt";
const STATES_LONG: &str = "alabama,alaska,arizona,arkansas,california,colorado,connecticut,delaware,florida,georgia,hawaii,idaho,illinois,indiana,iowa,kansas,kentucky,louisiana,maine,maryland,massachusetts,michigan,minnesota,mississippi,missouri,montana,nebraska,nevada,new hampshire,new jersey,new mexico,new york,north carolina,north dakota,ohio,oklahoma,oregon,pennsylvania,rhode island,south carolina,south dakota,tennessee,texas,utah,vermont,virginia,washington,west virginia,wisconsin,wyoming,district of columbia,new south wales,victoria,queensland,western australia,south australia,tasmania,northern territory,ontario,quebec,british columbia,alberta,manitoba,saskatchewan,nova scotia,new brunswick,england,scotland,wales,northern ireland,bayern,bavaria,berlin,hessen,sachsen,hamburg,nordrhein-westfalen,baden-württemberg,niedersachsen,catalunya,andalucía,madrid,são paulo,rio de janeiro,minas gerais,maharashtra,karnataka,tamil nadu,gujarat,delhi";
const COUNTRIES: &str = "china,united states,usa,us,u.s.,u.s.a.,united states of america,united kingdom,uk,gb,great britain,germany,deutschland,de,france,fr,spain,españa,es,italy,italia,it,australia,au,canada,ca,japan,jp,korea,south korea,kr,india,in,brazil,brasil,br,mexico,méxico,mx,netherlands,nl,belgium,be,switzerland,ch,austria,at,sweden,se,norway,no,denmark,dk,finland,fi,poland,pl,portugal,pt,ireland,ie,russia,ru,singapore,sg,malaysia,my,thailand,th,vietnam,vn,indonesia,id,philippines,ph,new zealand,nz,south africa,za,turkey,tr,hong kong,hk,taiwan,tw,macau,cn,中国,美国,英国,日本,韩国,德国,法国,加拿大,澳大利亚,新加坡,香港,台湾,澳门,中国大陆,日本国,한국,대한민국";

type Set = LazyLock<HashSet<&'static str>>;

static GIVEN_SET: Set = LazyLock::new(|| GIVEN.split(' ').collect());
static FAMILY_SET: Set = LazyLock::new(|| FAMILY.split(' ').collect());
static ORG_SET: Set = LazyLock::new(|| ORG_WORDS.split(' ').collect());
static ROAD_SET: Set = LazyLock::new(|| ROADS.split(' ').collect());
static STATE_SET: Set =
    LazyLock::new(|| [STATES_US, STATES_AU, STATES_CA].iter().flat_map(|s| s.split(' ')).chain(STATES_LONG.split(',')).collect());
static COUNTRY_SET: Set = LazyLock::new(|| COUNTRIES.split(',').collect());
static SURNAME_SET: LazyLock<HashSet<char>> =
    LazyLock::new(|| HAN_SURNAMES.chars().chain("張劉陳楊黃趙吳孫馬鄭謝許韓鄧馮蕭葉蘇呂盧鍾譚陸賈鄒".chars()).collect());

/// A given name that is common somewhere; lower case.
pub(in crate::normalise) fn is_given(word: &str) -> bool {
    GIVEN_SET.contains(word)
}

/// A family name that is common somewhere; lower case.
pub(in crate::normalise) fn is_family(word: &str) -> bool {
    FAMILY_SET.contains(word) || FAMILY_SET.contains(word.replace('\'', "").as_str())
}

/// Two to four Han characters that start with a surname, perhaps masked or with a title.
pub(super) fn is_han_name(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '·').collect();
    let bare = HAN_TITLES.iter().find_map(|t| bare.strip_suffix(t)).unwrap_or(&bare);
    let chars: Vec<char> = bare.chars().collect();
    if !(1..=4).contains(&chars.len()) || !chars.iter().all(|&c| is_han(c) || c == '*') {
        return false;
    }
    let titled = bare.len() < text.len() && HAN_TITLES.iter().any(|t| text.ends_with(t));
    if chars.len() == 1 {
        return titled && SURNAME_SET.contains(&chars[0]);
    }
    let double = HAN_DOUBLE.iter().any(|d| bare.starts_with(d));
    let single = SURNAME_SET.contains(&chars[0]) && chars.len() <= 3;
    let place = HAN_ORG.iter().any(|w| bare.ends_with(w)) || bare.ends_with(['省', '市', '区', '县', '路', '街', '部', '厂', '司']);
    (single || double) && !place && !PROVINCES_HAN.split(' ').any(|p| p == bare)
}

/// A person's title: 先生, Mr, Dr …
pub(in crate::normalise) fn has_honorific(text: &str, lower: &str) -> bool {
    let han = HAN_TITLES[..4].iter().any(|t| text.ends_with(t)) && text.chars().count() <= 6;
    let first = lower.split([' ', '.']).next().unwrap_or("");
    han || (lower.contains(' ') && matches!(first, "mr" | "mrs" | "ms" | "miss" | "herr" | "frau" | "mme" | "sra" | "sr"))
}

/// A legal form among the last two words (`ltd`, `s.a.`), or a Chinese one anywhere.
pub(in crate::normalise) fn has_legal_form(lower: &str) -> bool {
    let mut words = lower.rsplit([' ', ',', '(', ')']).filter(|w| !w.is_empty());
    let is_form = |w: &str| {
        LEGAL_FORMS.contains(&w.trim_end_matches('.')) || (w.contains('.') && LEGAL_FORMS.contains(&w.replace('.', "").as_str()))
    };
    let (last, before) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let latin = !before.is_empty() && (is_form(last) || (is_form(before) && words.next().is_some()));
    latin || (!lower.is_ascii() && lower.chars().count() >= 4 && HAN_LEGAL.iter().any(|w| lower.contains(w)))
}

/// A word that organisations carry (school, church, 医院 …).
pub(in crate::normalise) fn has_org_word(lower: &str) -> bool {
    has_legal_form(lower)
        || lower.split(|c: char| !c.is_alphanumeric()).any(|w| ORG_SET.contains(w))
        || (lower.chars().any(is_han) && lower.chars().count() >= 4 && HAN_ORG.iter().any(|w| lower.ends_with(w)))
}

/// A road word of several languages.
pub(super) fn has_road_word(lower: &str) -> bool {
    lower.split(|c: char| !c.is_alphanumeric()).any(|w| ROAD_SET.contains(w))
        || lower.split(' ').any(|w| w.len() > 8 && (w.ends_with("straße") || w.ends_with("strasse") || w.ends_with("straat")))
        || (lower.chars().any(is_han) && lower.contains(['路', '街', '巷', '弄', '胡']))
        || ["大道", "丁目", "番地"].iter().any(|w| lower.contains(w))
}

/// A unit, flat or floor with its number.
pub(super) fn is_unit(lower: &str) -> bool {
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let any = words.clone().any(|w| UNITS.contains(&w)) || lower.starts_with('#');
    any && words.clone().count() <= 5 && words.any(|w| w.bytes().any(|b| b.is_ascii_digit()) || w.len() == 1)
}

/// A province or state by name or code.
pub(super) fn is_province(lower: &str) -> bool {
    let bare = lower.trim_end_matches(['省', '市']).trim_end_matches("自治区").trim_end_matches("特别行政区");
    let bare = ["壮族", "回族", "维吾尔"].iter().find_map(|s| bare.strip_suffix(s)).unwrap_or(bare);
    STATE_SET.contains(lower) || PROVINCES_HAN.split(' ').any(|p| p == bare)
}

/// A country by name or two-letter code.
pub(super) fn is_country(lower: &str) -> bool {
    COUNTRY_SET.contains(lower)
}

/// The name of a month, whole or its first three letters.
pub(super) fn is_month(lower: &str) -> bool {
    super::dates::month_of(lower).is_some()
}

/// Male or female in several languages.
pub(super) fn is_gender(lower: &str) -> bool {
    crate::normalise::gender::is_word(lower)
        || matches!(
            lower,
            "m" | "f"
                | "male"
                | "female"
                | "man"
                | "woman"
                | "男"
                | "女"
                | "男性"
                | "女性"
                | "先生"
                | "女士"
                | "boy"
                | "girl"
                | "w"
                | "männlich"
                | "weiblich"
                | "homme"
                | "femme"
                | "hombre"
                | "mujer"
                | "masculino"
                | "femenino"
                | "maschio"
                | "femmina"
                | "남"
                | "여"
                | "남성"
                | "여성"
        )
}

/// Yes or no in several languages.
pub(super) fn is_yes_no(lower: &str) -> bool {
    matches!(
        lower,
        "yes"
            | "no"
            | "y"
            | "n"
            | "true"
            | "false"
            | "t"
            | "f"
            | "是"
            | "否"
            | "有"
            | "无"
            | "0"
            | "1"
            | "ja"
            | "nein"
            | "oui"
            | "non"
            | "si"
            | "sí"
            | "on"
            | "off"
            | "subscribed"
            | "unsubscribed"
            | "同意"
            | "不同意"
            | "はい"
            | "いいえ"
            | "예"
            | "아니오"
    )
}

/// Endings that bare web hosts have; a file's extension is none.
pub(super) fn is_web_ending(ending: &str) -> bool {
    let host = ending.split('/').next().unwrap_or("");
    matches!(
        host,
        "com"
            | "net"
            | "org"
            | "edu"
            | "gov"
            | "info"
            | "biz"
            | "io"
            | "cn"
            | "uk"
            | "de"
            | "fr"
            | "jp"
            | "kr"
            | "au"
            | "ca"
            | "eu"
            | "it"
            | "es"
            | "nl"
            | "se"
            | "no"
            | "dk"
            | "fi"
            | "pl"
            | "ru"
            | "in"
            | "br"
            | "mx"
            | "hk"
            | "tw"
            | "sg"
            | "nz"
            | "ch"
            | "at"
            | "be"
            | "us"
            | "shop"
            | "xyz"
            | "top"
            | "app"
            | "dev"
    )
}
