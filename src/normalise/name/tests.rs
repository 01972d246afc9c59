//! Names end to end: tables of real-shaped cells, and the laws.

use proptest::prelude::*;

use super::*;

/// One value as a line: text, class unless valid, then the parts that matter here.
fn line(value: &Normal) -> String {
    let mut line = value.text.clone();
    if value.class != Class::Valid {
        line += &[" <", value.class.name(), ">"].concat();
    }
    for (part, name) in [
        (Part::Family, "f"),
        (Part::Given, "g"),
        (Part::Middle, "m"),
        (Part::FamilyPinyin, "fp"),
        (Part::GivenPinyin, "gp"),
        (Part::Suffix, "s"),
        (Part::Honorific, "h"),
        (Part::Mask, "mask"),
    ] {
        if !value.part(part).is_empty() {
            line += &[" ", name, "=", value.part(part)].concat();
        }
    }
    line
}

fn of(raw: &str) -> Vec<Normal> {
    let mut out = Vec::new();
    normalise(raw, &Context::default(), &mut out);
    out
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(raw, expected)| {
            let got = of(raw).iter().map(line).collect::<Vec<_>>().join(" ; ");
            (got != *expected).then(|| format!("{raw:?}\n  expected {expected}\n  got      {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn chinese_names_split_into_family_and_given() {
    check(&[
        ("张三", "张三 f=张 g=三 fp=zhang gp=san"),
        ("王 志辉", "王志辉 f=王 g=志辉 fp=wang gp=zhihui"),
        (" 王志辉\u{3000}", "王志辉 f=王 g=志辉 fp=wang gp=zhihui"),
        ("劉曉東", "劉曉東 f=刘 g=晓东 fp=liu gp=xiaodong"),
        ("欧阳志远", "欧阳志远 f=欧阳 g=志远 fp=ouyang gp=zhiyuan"),
        ("歐陽 娜娜", "歐陽娜娜 f=欧阳 g=娜娜 fp=ouyang gp=nana|nanuo|nuona|nuonuo"),
        ("曾国藩", "曾国藩 f=曾 g=国藩 fp=zeng|ceng gp=guofan"),
        ("单雄信", "单雄信 f=单 g=雄信 fp=shan|dan gp=xiongxin|xiongshen"),
        ("吕布", "吕布 f=吕 g=布 fp=lv|lu gp=bu"),
        ("司马相如", "司马相如 f=司马 g=相如 fp=sima gp=xiangru"),
        ("尉迟恭", "尉迟恭 f=尉迟 g=恭 fp=yuchi|weichi gp=gong"),
        ("王伟😀", "王伟 f=王 g=伟 fp=wang gp=wei"),
        ("张三2", "张三 f=张 g=三 fp=zhang gp=san"),
        ("王五13812345678", "王五 f=王 g=五 fp=wang gp=wu"),
        ("收货人：王伟", "王伟 f=王 g=伟 fp=wang gp=wei"),
        (
            "阿卜杜拉·买买提",
            "阿卜杜拉·买买提 f=买买提 g=阿卜杜拉 fp=maimaiti|maimaidi|maimaichi|maimaishi gp=abodula|abotula|abudula|ebodula|abutula|ebotula|apudula|ebudula",
        ),
    ]);
}

#[test]
fn honorifics_and_receiver_marks_are_taken_off_and_kept() {
    check(&[
        ("王先生", "王先生 <possible> f=王 fp=wang h=先生"),
        ("梅总", "梅总 <possible> f=梅 fp=mei h=总"),
        ("李女士", "李女士 <possible> f=李 fp=li h=女士"),
        ("欧阳老师", "欧阳老师 <possible> f=欧阳 fp=ouyang h=老师"),
        ("老王", "老王 <possible> f=王 fp=wang h=老"),
        ("王志辉先生", "王志辉 f=王 g=志辉 fp=wang gp=zhihui h=先生"),
        ("王志辉 经理", "王志辉 f=王 g=志辉 fp=wang gp=zhihui h=经理"),
        ("余艳丽(收)", "余艳丽 f=余 g=艳丽 fp=yu gp=yanli h=收"),
        ("余艳丽（代收）", "余艳丽 f=余 g=艳丽 fp=yu gp=yanli h=代收"),
        ("余艳丽收", "余艳丽 f=余 g=艳丽 fp=yu gp=yanli h=收"),
        ("张三（财务）", "张三 f=张 g=三 fp=zhang gp=san h=财务"),
        ("张三-财务部", "张三 f=张 g=三 fp=zhang gp=san"),
        ("Mr Smith", "Mr Smith <possible> f=smith h=mr"),
        ("Mrs. Jane Smith", "Jane Smith f=smith g=jane h=mrs"),
        ("Dr. Robert Smith Jr.", "Robert Smith Jr f=smith g=robert s=jr h=dr"),
        ("Maj.-Gen. Frederick Falkiner Minchin", "Frederick Falkiner Minchin f=minchin g=frederick m=falkiner h=maj-gen"),
        ("Sir John", "Sir John <possible> g=john h=sir"),
        ("ROBIN THORNTON NP", "ROBIN THORNTON f=thornton g=robin"),
        ("Jessica L. Jordan, FNP-C", "Jessica L. Jordan f=jordan g=jessica m=l"),
        ("Shobha Reddy S/O Kavitha Reddy", "Shobha Reddy f=reddy g=shobha"),
        ("Muthu a/l Raman", "Muthu <possible> g=muthu"),
    ]);
}

#[test]
fn masked_names_keep_their_pattern() {
    check(&[
        ("张**", "张** <masked> f=张 fp=zhang mask=张**"),
        ("刘＊", "刘* <masked> f=刘 fp=liu mask=刘*"),
        ("*三", "*三 <masked> mask=*三"),
        ("劉*東", "劉*東 <masked> f=刘 fp=liu mask=刘*东"),
        ("欧阳**", "欧阳** <masked> f=欧阳 fp=ouyang mask=欧阳**"),
        ("J*** S***", "J*** S*** <masked> mask=j*** s***"),
        ("李某", "李* <masked> f=李 fp=li mask=李*"),
        ("王XX", "王** <masked> f=王 fp=wang mask=王**"),
        // 老 and 小 stand before a surname that is shown.
        ("老*", "老* <masked> f=老 fp=lao mask=老*"),
        ("小*", "小* <masked> f=小 fp=xiao mask=小*"),
        ("大○", "大* <masked> f=大 fp=da mask=大*"),
        ("小*先生", "小* <masked> f=小 fp=xiao h=先生 mask=小*"),
        ("张**先生", "张** <masked> f=张 fp=zhang h=先生 mask=张**"),
        ("***", "*** <placeholder>"),
    ]);
}

#[test]
fn fillers_and_wrong_fields_are_told_apart() {
    check(&[
        ("测试", "测试 <placeholder>"),
        ("test", "test <placeholder>"),
        ("先生", "先生 <placeholder>"),
        ("匿名", "匿名 <placeholder>"),
        ("某女士", "某女士 <placeholder> h=女士"),
        ("前台代收", "前台代收 <placeholder> h=代收"),
        ("北京市朝阳区", "北京市朝阳区 <invalid>"),
        ("客户张伟", "张伟 f=张 g=伟 fp=zhang gp=wei"),
        ("小芳", "小芳 <possible> g=芳 gp=fang"),
        ("宇轩妈", "宇轩妈 <possible> g=宇轩妈 gp=yuxuanma"),
        ("涵涵妈妈", "涵涵妈妈 <possible> g=涵涵妈妈 gp=hanhanmama"),
        ("李妈妈", "李妈妈 <possible> f=李 fp=li h=妈妈"),
        ("王浩妈妈", "王浩 f=王 g=浩 fp=wang gp=hao|gao|ge h=妈妈"),
        ("-", "- <placeholder>"),
        ("13812345678", "13812345678 <invalid>"),
        ("a@b.com", "a@b.com <invalid>"),
        ("杭州华星科技有限公司", "杭州华星科技有限公司 <possible>"),
        ("Acme Foods Ltd", "Acme Foods Ltd <possible>"),
    ]);
}

#[test]
fn western_names_split_whatever_their_order() {
    check(&[
        ("Robert Johnson", "Robert Johnson f=johnson g=robert"),
        ("ROBERT JOHNSON", "ROBERT JOHNSON f=johnson g=robert"),
        ("Thomas, Richard", "Richard Thomas f=thomas g=richard"),
        ("Smith, John A.", "John A. Smith f=smith g=john m=a"),
        ("D. Wilson", "D. Wilson f=wilson g=d"),
        ("D.Wilson", "D. Wilson f=wilson g=d"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven f=van beethoven g=ludwig"),
        ("Maria de la Cruz", "Maria de la Cruz f=de la cruz g=maria"),
        ("Smith-Jones, Mary-Ann", "Mary-Ann Smith-Jones f=smith jones g=mary ann"),
        ("José Müller", "José Müller f=muller g=jose"),
        ("O\u{2019}Brien, Seán", "Seán O'Brien f=obrien g=sean"),
        ("John Smith, 2nd Baronet", "John Smith f=smith g=john h=baronet"),
        ("John Smith III", "John Smith III f=smith g=john s=iii"),
        ("John Smith, PhD", "John Smith f=smith g=john"),
        ("Smith, John, Jr.", "John Smith Jr f=smith g=john s=jr"),
        ("DUPONT Jean", "DUPONT Jean f=dupont g=jean"),
        ("Robert \"Bob\" Smith", "Robert \"Bob\" Smith f=smith g=robert"),
        ("Elizabeth (Liz) Green", "Elizabeth \"Liz\" Green f=green g=elizabeth"),
        ("Madonna", "Madonna <possible> g=madonna"),
        ("John & Mary Smith", "John Smith f=smith g=john ; Mary Smith f=smith g=mary"),
        ("张三、李四", "张三 f=张 g=三 fp=zhang gp=san ; 李四 f=李 g=四 fp=li gp=si"),
        ("Wilkins J", "Wilkins J f=wilkins g=j"),
        ("Mary K", "Mary K f=k g=mary"),
        ("amy.jones", "amy jones f=jones g=amy"),
        ("van der Berg", "van der Berg <possible> f=van der berg"),
        ("The Smith Family", "The Smith Family <possible> f=smith"),
        ("Mr. & Mrs. Smith", "Mr. Smith <possible> f=smith h=mr ; Mrs. Smith <possible> f=smith h=mrs"),
        ("Garcia Lopez, Maria", "Garcia Lopez, Maria f=garcia lopez g=maria"),
        ("Nguyễn Văn Anh", "Nguyễn Văn Anh f=nguyen g=anh m=van fp=ruan gp=wenying|yunying"),
        ("Kim Chul-soo", "Kim Chul-soo f=kim g=chulsoo fp=jin gp=zhexiu|zheshou|chexiu|zhezhu|cheshou|tiexiu|chezhu|tieshou"),
    ]);
}

#[test]
fn chinese_names_in_latin_letters_are_recognised() {
    check(&[
        ("XU Chengfeng", "XU Chengfeng f=xu g=chengfeng fp=xu gp=chengfeng"),
        ("Chengfeng Xu", "Chengfeng Xu f=xu g=chengfeng fp=xu gp=chengfeng"),
        ("Zhang Huafang", "Zhang Huafang f=zhang g=huafang fp=zhang gp=huafang"),
        ("Wang, Zhihui", "Zhihui Wang f=wang g=zhihui fp=wang gp=zhihui"),
        ("Wang Zhi-hui", "Wang Zhi-hui f=wang g=zhihui fp=wang gp=zhihui"),
        ("LI SI", "LI SI f=li g=si fp=li|si gp=si|li"),
        ("Xu Cheng Feng", "Xu Cheng Feng f=xu g=chengfeng fp=xu|feng gp=chengfeng|xucheng"),
        ("Ouyang Xiu", "Ouyang Xiu f=ouyang g=xiu fp=ouyang gp=xiu"),
        ("Lan Xu", "Lan Xu f=xu g=lan fp=xu|lan gp=lan|xu"),
        ("Lan, Xu", "Lan, Xu f=lan g=xu fp=lan gp=xu"),
        ("Lü Bu", "Lü Bu f=lu g=bu fp=lu|lv|bu gp=bu|lu"),
        ("David Wang", "David Wang f=wang g=david fp=wang"),
        ("Wang Zhihui Amy", "Wang Zhihui Amy f=wang g=amy m=zhihui fp=wang gp=zhihui"),
        ("Amy Zhihui Wang", "Amy Zhihui Wang f=wang g=amy m=zhihui fp=wang gp=zhihui"),
        ("HanMeimei", "Han Meimei f=han g=meimei fp=han gp=meimei"),
        ("wangzhihui", "wangzhihui <possible> g=wangzhihui fp=wang gp=zhihui"),
        ("Lee Ka Shing", "Lee Ka Shing f=lee g=kashing fp=li gp=gaxing|kaxing|jiacheng|jiasheng|jiaxing"),
        (
            "Chan Tai Man",
            "Chan Tai Man f=chan g=taiman fp=chan|chen|zhan|man|wen gp=taiman|chantai|dawen|damin|taiwen|daman|taimin",
        ),
        ("Li X. M.", "Li X. M. f=li g=x m=m fp=li"),
        ("Lam Cheng Yuet-ngor", "Lam Cheng Yuet-ngor f=lam g=chengyuetngor fp=lin|lan gp=zhengyuee|chengyuee"),
        ("Ho Ka King", "Ho Ka King f=ho g=kaking fp=he gp=jiajing|jiaqiong|jiaqing"),
        ("王伟 (David)", "王伟 David f=王 g=伟 fp=wang gp=wei"),
        ("Wang Wei (王伟)", "王伟 Wang Wei f=王 g=伟 fp=wang gp=wei"),
    ]);
}

/// A name glued together, as layouts with one column for both do; names with a capital inside are left whole.
#[test]
fn given_and_family_name_run_together_are_two_words() {
    let parsed = |raw: &str| {
        let mut out = Vec::new();
        normalise(raw, &Context::default(), &mut out);
        out.remove(0)
    };
    for (raw, text) in [("HallBrian", "Hall Brian"), ("RichardsonMary", "Richardson Mary"), ("MaryRichardson", "Mary Richardson")] {
        assert_eq!(parsed(raw).text, text);
        assert!(!parsed(raw).part(Part::Family).is_empty(), "{raw}");
    }
    for whole in ["MaryAnn", "MacDonald", "McDonald", "DeShawn", "FitzGerald", "SanMartin", "LinkedIn"] {
        assert_eq!(parsed(whole).text, whole);
    }
}

/// Pairs of one person's name across scripts, orders, spellings and nicknames: by parts alone they must look like one name.
#[test]
fn one_name_across_scripts_has_parts_in_common() {
    let sets_meet = |a: &Normal, b: &Normal, part| {
        let (x, y) = (a.part(part), b.part(part));
        (!x.is_empty() && !y.is_empty()).then(|| x.split('|').any(|v| y.split('|').any(|w| v == w)))
    };
    let same = |a: &Normal, b: &Normal| {
        let text = |p| !a.part(p).is_empty() && a.part(p) == b.part(p);
        let initial = |p| a.part(p).len().min(b.part(p).len()) == 1 && a.part(p).as_bytes().first() == b.part(p).as_bytes().first();
        let family = text(Part::Family) || sets_meet(a, b, Part::FamilyPinyin) == Some(true);
        let given = text(Part::Given) || sets_meet(a, b, Part::GivenPinyin) == Some(true) || initial(Part::Given);
        let nick = sets_meet(a, b, Part::Key) == Some(true);
        let swapped = a.part(Part::Family) == b.part(Part::Given) && a.part(Part::Given) == b.part(Part::Family);
        // A Western given name beside a Chinese surname says nothing about the Chinese given name.
        let unknown = a.part(Part::Script) != b.part(Part::Script) && sets_meet(a, b, Part::GivenPinyin).is_none();
        swapped || family && (given || nick || unknown)
    };
    let mut wrong = Vec::new();
    for line in include_str!("tests/pairs.tsv").lines().filter(|l| !l.starts_with('#')) {
        let (a, b) = line.split_once('\t').expect("two names");
        let (x, y) = (of(a).remove(0), of(b).remove(0));
        if !same(&x, &y) {
            wrong.push(format!("{}\n  {}", self::line(&x), self::line(&y)));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    let near: Vec<&str> = include_str!("tests/near.tsv").lines().filter(|l| !l.starts_with('#')).collect();
    let taken = near.iter().filter(|line| {
        let (a, b) = line.split_once('\t').expect("two names");
        same(&of(a).remove(0), &of(b).remove(0))
    });
    let taken: Vec<&&str> = taken.collect();
    assert!(near.len() > 80 && taken.is_empty(), "{} taken for one:\n{taken:#?}", taken.len());
    for (a, b) in [
        ("张伟", "Wang Wei"),
        ("张伟", "Zhang Min"),
        ("欧阳娜娜", "Ou Na"),
        ("陈大文", "Chan Siu Ming"),
        ("林志玲", "Lin Mei-hua"),
        ("梁朝伟", "Tony Lau"),
        ("John Smith", "Mary Smith"),
        ("John Smith", "John Jones"),
        ("李嘉诚", "Lee Kwok Wah"),
        ("王芳", "Wang Fei"),
    ] {
        assert!(!same(&of(a).remove(0), &of(b).remove(0)), "{a} {b}");
    }
}

#[test]
fn japanese_and_korean_names_stay_whole() {
    check(&[
        ("田中太郎", "田中太郎 f=田中 g=太郎 fp=tianzhong|tanaka gp=tailang|talang|taro|futoshiro"),
        ("山田 花子", "山田花子 f=山田 g=花子 fp=shantian|yamada gp=huazi|hanako|kako"),
        ("たなか たろう", "たなか たろう f=たなか g=たろう fp=tanaka gp=tarou|taro"),
        ("ジョン・スミス様", "ジョン·スミス f=スミス g=ジョン fp=sumisu gp=jon h=様"),
        ("박,하은", "박하은 f=박 g=하은 fp=park|bak|piao|pu gp=haeun|xiaen|xiayin|heen|xiayun|heyin|heyun"),
        ("王, 小明", "王小明 f=王 g=小明 fp=wang gp=xiaoming|xiaomeng"),
        ("김철수", "김철수 f=김 g=철수 fp=kim|gim|jin gp=cheolsu|zhexiu|zheshou|chexiu|zhezhu|cheshou|tiexiu|chezhu"),
        ("Иванов Иван Иванович", "Иванов Иван Иванович f=иванов g=иван m=иванович fp=ivanov|iwanow gp=ivan|iwan"),
        ("Иван Петров", "Иван Петров f=петров g=иван fp=petrov|petrow gp=ivan|iwan"),
    ]);
}

#[test]
fn columns_compose_to_one_name() {
    let cases = [
        (("", "Robert", "", "Johnson"), "Robert Johnson f=johnson g=robert"),
        (("", "Robert", "E", "Johnson"), "Robert E Johnson f=johnson g=robert m=e"),
        (("frederick falkiner minchin", "frederick", "", "minchin"), "frederick falkiner minchin f=minchin g=frederick m=falkiner"),
        (("", "maj.-gen.", "", "smith"), "smith <possible> f=smith h=maj-gen"),
        (("sir john alleyne", "sir", "", "alleyne"), "john alleyne f=alleyne g=john h=sir"),
        (("", "John Smith", "", "Smith"), "John Smith f=smith g=john"),
        (("", "Smith, John", "", ""), "John Smith f=smith g=john"),
        (("", "志辉", "", "王"), "王志辉 f=王 g=志辉 fp=wang gp=zhihui"),
        (("", "王志辉", "", "王"), "王志辉 f=王 g=志辉 fp=wang gp=zhihui"),
        (("", "先生", "", "王"), "王先生 <possible> f=王 fp=wang h=先生"),
        (("", "Zhihui", "", "Wang"), "Zhihui Wang f=wang g=zhihui fp=wang gp=zhihui"),
        (("", "Lan", "", "Xu"), "Lan Xu f=xu g=lan fp=xu gp=lan"),
        (("", "N/A", "", "Smith"), "Smith <possible> f=smith"),
        (("王志辉", "", "", ""), "王志辉 f=王 g=志辉 fp=wang gp=zhihui"),
        (("sir james wheeler, 1st baronet", "sir", "", "baronet"), "james wheeler f=wheeler g=james h=sir baronet"),
        (("hon. sir william fortescue", "hon.", "", "fortescue"), "william fortescue f=fortescue g=william h=hon sir"),
        (("tom burgoyne jr.", "tom", "", "jr."), "tom burgoyne jr f=burgoyne g=tom s=jr"),
        (("henry pratt junior", "henry", "", "junior"), "henry pratt junior f=pratt g=henry s=jr"),
        (("sir knott, baronet", "sir", "", "baronet"), "knott <possible> f=knott h=sir baronet"),
        (("", "Tom", "", "Senior"), "Tom Senior f=senior g=tom"),
        (("", "Mary", "", "Smith Jr."), "Mary Smith Jr f=smith g=mary s=jr"),
    ];
    for ((full, given, middle, family), expected) in cases {
        let mut out = Vec::new();
        compose(&NameParts { full, given, middle, family }, &Context::default(), &mut out);
        assert_eq!(out.iter().map(line).collect::<Vec<_>>(), [expected], "{full:?} {given:?} {middle:?} {family:?}");
    }
}

#[test]
fn nicknames_have_a_key_and_a_class() {
    for (raw, class, key) in [
        ("tbbthlit95", Class::Valid, "tbbthlit95"),
        (" JD_717531360 ", Class::Valid, "jd_717531360"),
        ("t**5", Class::Masked, ""),
        ("匿名用户", Class::Placeholder, ""),
        ("微信用户", Class::Placeholder, ""),
        ("用户12345", Class::Valid, "用户12345"),
        ("🌸", Class::Valid, "🌸"),
    ] {
        let mut out = Vec::new();
        nickname(raw, &Context::default(), &mut out);
        assert_eq!((out.len(), out[0].class, out[0].part(Part::Key)), (1, class, key), "{raw}");
    }
}

#[test]
fn what_looks_like_a_person_does() {
    for text in ["王伟", "欧阳志远", "李女士", "Robert Johnson", "D. Wilson", "Xu Chengfeng", "阿卜杜拉·买买提"] {
        assert!(looks_like_person(text), "{text}");
    }
    for text in ["杭州市", "华星科技有限公司", "Acme Ltd", "13800000000", "测试", "张家口市", "", "a@b.c", "王府井大街"]
    {
        assert!(!looks_like_person(text), "{text}");
    }
}

#[test]
fn the_key_is_the_formal_root_of_the_given_name() {
    for (raw, key) in [("Bob Smith", "robert"), ("Robert Smith", "robert"), ("Zork Smith", "zork"), ("D. Smith", "")] {
        assert_eq!(of(raw)[0].part(Part::Key), key, "{raw}");
    }
}

fn law(raw: &str) -> Result<(), TestCaseError> {
    for value in of(raw) {
        prop_assert!(!value.text.is_empty(), "{raw:?}");
        for finding in &value.findings {
            prop_assert!(crate::normalise::reasons::find(finding).is_some(), "{finding} is not documented");
        }
        let again = of(&value.text);
        prop_assert_eq!(again.len(), 1, "{:?} -> {:?} -> {:?}", raw, value.text, again);
        prop_assert_eq!(&again[0].text, &value.text, "{:?}", raw);
        prop_assert_eq!(again[0].class, value.class, "{:?}", raw);
        for &part in Part::ALL.iter().filter(|p| **p != Part::Honorific) {
            prop_assert_eq!(again[0].part(part), value.part(part), "{:?} {}", raw, part.name());
        }
    }
    Ok(())
}

/// Pieces names are made of, in any order.
fn messy() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "王",
        "志辉",
        "欧阳",
        "先生",
        "总",
        "收",
        "(",
        ")",
        "（财务）",
        " ",
        " ",
        "·",
        "-",
        ",",
        ".",
        "Smith",
        "JOHN",
        "van",
        "Jr.",
        "Dr.",
        "\"Bob\"",
        "Xu",
        "Cheng",
        "feng",
        "&",
        "/",
        "、",
        "2",
        "13812345678",
        "*",
        "某",
        "X",
        "Li",
        "O'Brien",
        "é",
        "ß",
        "김",
        "タ",
        "😀",
        "有限公司",
        "Ltd",
        "'",
        "née",
        "@",
        ":",
        "姓名",
        "Mr",
        "II",
    ]);
    prop::collection::vec(pieces, 1..7).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn normalising_twice_is_normalising_once(raw in messy()) {
        law(&raw)?;
    }

    #[test]
    fn any_text_is_a_name_or_a_finding(raw in any::<String>(), other in any::<String>()) {
        law(&raw)?;
        let mut out = Vec::new();
        compose(&NameParts { full: &raw, given: &other, middle: "", family: &raw }, &Context::default(), &mut out);
        nickname(&raw, &Context::default(), &mut out);
        let _ = looks_like_person(&raw);
        prop_assert!(out.iter().all(|v| !v.text.is_empty()));
    }
}

#[test]
fn a_note_behind_a_chinese_name_is_no_part_of_it() {
    check(&[
        ("马敏丽 诺信新材料采购", "马敏丽 f=马 g=敏丽 fp=ma gp=minli"),
        ("马敏丽-诺信新材料", "马敏丽 f=马 g=敏丽 fp=ma gp=minli"),
        ("石清安 日本团", "石清安 f=石 g=清安 fp=shi gp=qingan"),
        ("豆豆-马敏丽", "马敏丽 f=马 g=敏丽 fp=ma gp=minli"),
        ("花卷-马敏丽", "马敏丽 f=马 g=敏丽 fp=ma gp=minli"),
        ("小白-马敏丽", "马敏丽 f=马 g=敏丽 fp=ma gp=minli"),
        ("马丽 日本团", "马丽 f=马 g=丽 fp=ma gp=li"),
        (
            "高橋 由美子",
            "高橋由美子 f=高桥 g=由美子 fp=gaoqiao|takahashi gp=youmeizi|yaomeizi|yumiko|yuyoshiko|yoshimiko|yoshiyoshiko",
        ),
        ("马敏丽+3人", "马敏丽 f=马 g=敏丽 fp=ma gp=minli"),
        ("马敏丽 女士", "马敏丽 f=马 g=敏丽 fp=ma gp=minli h=女士"),
        ("彭经理博远物流", "彭经理 <possible> f=彭 fp=peng h=经理"),
        ("彭经理 博远物流", "彭经理 <possible> f=彭 fp=peng h=经理"),
        ("司马 相如", "司马相如 f=司马 g=相如 fp=sima gp=xiangru"),
        ("上官 婉儿", "上官婉儿 f=上官 g=婉儿 fp=shangguan gp=waner|wanren"),
    ]);
}

#[test]
fn thai_forms_of_address_are_no_names() {
    let parts =
        |raw: &str| of(raw).first().map(|name| [Part::Given, Part::Family, Part::Honorific].map(|part| name.part(part).to_owned()));
    let plain = parts("สมหญิง ใจดี").expect("a name");
    for (raw, title) in [("นางสาว สมหญิง ใจดี", "นางสาว"), ("นางสาวสมหญิง ใจดี", "นางสาว"), ("คุณสมหญิง ใจดี", "คุณ")]
    {
        assert_eq!(parts(raw), Some([plain[0].clone(), plain[1].clone(), title.to_owned()]), "{raw}");
    }
    assert_eq!(plain[2], "");
}
