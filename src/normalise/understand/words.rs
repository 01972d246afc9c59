//! What headers are called: the words of every meaning in several languages.
//!
//! Latin words are lower case, without accents, separated by one blank, as `header::phrase` makes them. A meaning is a
//! target as rule files write it, or `+kind` for an attribute of the person or organisation that may match, `-kind`
//! for one that does not, `provenance` (where the row came from), `row_id` (an id whose use depends on its values).

/// Meaning → header words. A word stands once; a more special phrase wins because the whole phrase is looked up first.
#[rustfmt::skip]
pub(super) const WORDS: &[(&str, &[&str])] = &[
    ("name", &[
        "name", "author", "author name", "inventor", "inventor name", "donor", "donor name", "contributor", "contributor name", "holder", "policyholder", "claimant", "tenant",
        "fn ln", "full name", "fullname", "person name", "contact name", "contact", "contact person", "complete name",
        "display name", "name full", "first and surname", "first and last name", "first last name", "firstname lastname",
        "name and surname", "nombre completo", "nome completo", "nom complet", "nom et prenom", "nom prenom", "vor und nachname",
        "vollstandiger name", "ansprechpartner", "attendee name", "guest name", "member name", "employee name", "student name",
        "patient name", "person", "voter name", "player", "player name", "athlete", "athlete name", "driver name", "passenger", "artist name", "officer name", "registrant", "姓名", "名字", "联系人", "联系人姓名", "真实姓名", "客户姓名",
        "客户名称", "顾客姓名", "会员姓名", "会员名称", "用户姓名", "购买人", "买家姓名", "称呼", "尊姓大名", "姓名全称",
        "参会人", "参会者", "参会人姓名", "报名人", "报名人姓名", "填写人", "提交人姓名", "申请人", "申请人姓名", "员工姓名",
        "学员姓名", "学生姓名", "患者姓名", "投保人", "持卡人", "车主", "车主姓名", "访客姓名", "来访人", "嘉宾姓名", "中文名",
        "中文姓名", "英文名", "英文姓名", "badge name", "name on badge", "name as in passport", "name as per passport", "passport name", "name on card", "passenger name", "traveller name", "delegate name", "备注名", "备注姓名", "对接人", "对接人姓名", "被推荐人", "被介绍人", "被邀请人", "接洽人", "name in english", "english name", "name english", "name in chinese", "chinese name", "名前", "氏名", "お名前", "ご氏名", "이름", "성명", "성함", "고객명", "담당자",
        "顧客姓名", "聯絡人", "聯絡人姓名", "會員姓名", "全名", "saved name", "contact saved name",
    ]),
    ("given_name", &[
        "fn", "first name", "firstname", "fname", "f name", "given name", "givenname", "given names", "given", "forename", "forenames",
        "first", "christian name", "prenom", "prenoms", "vorname", "nombre", "nombres", "nome", "voornaam", "fornamn", "fornavn",
        "imie", "name first", "first nm", "firstnm", "preferred first name", "名", "名（名字）", "メイ", "名（めい）",
    ]),
    ("middle_name", &[
        "mn", "middle name", "middlename", "middle", "mname", "m name", "mid name", "middle initial", "middleinitial", "mi",
        "second name", "midl name", "middle nm", "zweiter vorname", "name middle", "中间名",
    ]),
    ("family_name", &[
        "ln", "sn", "last name", "lastname", "lname", "l name", "surname", "surnames", "family name", "familyname", "family", "last", "sname",
        "nom", "nom de famille", "nachname", "familienname", "apellido", "apellidos", "cognome", "sobrenome", "apelido",
        "achternaam", "efternamn", "etternavn", "efternavn", "nazwisko", "name last", "last nm", "lastnm", "second surname", "姓",
        "姓氏", "姓（せい）", "세이", "성", "성씨", "名字（みょうじ）",
    ]),
    ("nickname", &[
        "nickname", "nick", "nick name", "alias", "public name", "push name", "pushname", "profile name", "whatsapp name", "line name", "screen name", "wechat name", "wechat nickname", "handle", "昵称", "客户昵称",
        "微信昵称", "微信名", "群昵称", "微信群昵称", "群名片", "接龙名称", "接龙昵称", "网名", "买家昵称", "用户昵称", "会员昵称", "粉丝昵称", "ニックネーム", "닉네임", "暱稱",
    ]),
    ("phone", &[
        "phone", "phones", "phone number", "phone numbers", "phone no", "phonenumber", "phone num", "phone nbr", "mobile", "mobile phone",
        "mobile number", "mobile no", "mobilephone", "cell", "cell phone", "cellphone", "cell number", "tel", "tel no",
        "telephone", "telephone number", "telephone no", "contact number", "contact no", "contact phone", "phone 1", "home phone",
        "work phone", "business phone", "office phone", "evening phone", "day phone", "daytime phone", "phone home", "phone work",
        "phone mobile", "landline", "whatsapp", "whatsapp number", "sms number", "telefon", "telefonnummer", "handy",
        "handynummer", "mobil", "mobiltelefon", "mobilnummer", "rufnummer", "telephone portable", "portable",
        "numero de telephone", "telefono", "telefono movil", "movil", "celular", "numero de telefono", "telefone", "cellulare",
        "telefoon", "puhelin", "telefonnr", "msisdn", "ph", "ph no", "phone area and number", "手机", "手机号", "手机号码",
        "电话", "电话号码", "联系电话", "联系手机", "联系方式", "联系号码", "移动电话", "固定电话", "固话", "座机", "座机号码",
        "电话1", "电话2", "手机1", "手机2", "手机号1", "手机号2", "备用电话", "备用手机", "其他电话", "办公电话", "家庭电话",
        "公司电话", "客户手机", "客户手机号", "客户电话", "会员手机", "会员手机号", "会员电话", "买家手机", "买家手机号",
        "买家电话", "用户手机", "用户手机号", "绑定手机", "绑定手机号", "注册手机", "注册手机号", "预留手机号", "预约手机号",
        "来电号码", "主叫号码", "被叫号码", "手機", "手機號碼", "電話", "電話號碼", "聯絡電話", "行動電話", "电话/手机",
        "手机/电话", "手机(微信同号)", "微信手机号", "手机或电话", "電話番号", "携帯電話", "携帯番号", "お電話番号", "携帯",
        "전화", "전화번호", "휴대폰", "휴대전화", "휴대폰번호", "핸드폰", "연락처",
    ]),
    ("area_code", &[
        "area code", "areacode", "phone area code", "area cd", "area", "std code", "dialling code", "dialing code", "vorwahl",
        "phone country code", "full phone area", "区号", "电话区号", "国家区号", "国码", "电话国码", "手机国码", "国际区号", "手机区号",
    ]),
    ("email", &[
        "email", "e mail", "emails", "email address", "email addr", "mail", "mail address", "e mail address", "emailaddress",
        "email id", "email 1", "email 2", "email primary", "work email", "personal email", "primary email", "secondary email",
        "correo", "correo electronico", "courriel", "adresse e mail", "adresse mail", "e mail adresse", "mailadresse",
        "indirizzo email", "endereco de email", "sahkoposti", "epost", "e post", "邮箱", "电子邮箱", "电子邮件", "邮箱地址",
        "邮件", "邮件地址", "电子邮件地址", "电邮", "联系邮箱", "工作邮箱", "公司邮箱", "企业邮箱", "个人邮箱", "客户邮箱",
        "會員信箱", "電子郵件", "電子信箱", "信箱", "メール", "メールアドレス", "이메일", "이메일주소", "메일",
    ]),
    ("company", &[
        "affiliation", "affiliations", "affil", "organisation or company", "assignee organization", "company", "company name", "companyname", "organisation", "organization", "organisation name", "organization name", "org",
        "org name", "orgname", "business", "business name", "firm", "firm name", "employer", "employer name", "account name",
        "legal name", "trade name", "trading name", "corporation", "enterprise", "institution", "workplace", "dba name", "dba",
        "supplier", "supplier name", "vendor company", "firma", "firmenname", "unternehmen", "societe", "raison sociale",
        "entreprise", "empresa", "razon social", "azienda", "ragione sociale", "bedrijf", "bedrijfsnaam", "foretag", "virksomhed",
        "company or organization", "company organization", "company account", "customer company", "what company do you work for", "which company do you work for", "where do you work", "company you work for", "which company do you represent", "what organization do you work for", "which organisation do you represent", "establishment",
        "establishment name", "facility", "facility name", "school name", "provider name", "公司", "公司名称", "公司名", "企业",
        "企业名称", "单位", "单位名称", "工作单位", "所在单位", "所属公司", "客户公司", "客户单位", "商户", "商户名称", "机构",
        "机构名称", "组织", "组织名称", "厂家", "供应商", "供应商名称", "企业全称", "公司全称", "贵公司名称", "公司抬头",
        "发票抬头", "任职单位", "就职公司", "采购人", "采购单位", "招标人", "招标单位", "医院", "医院名称",  "公司/单位", "单位/公司", "所属企业", "企业简称", "公司名稱", "公司全名", "会社名",
        "法人名", "勤務先", "企業名", "회사", "회사명", "기업명", "상호", "업체명",
    ]),
    ("address", &[
        "address", "addr", "full address", "address full", "street address", "mailing address", "postal address", "home address",
        "residential address", "residence address", "billing address", "location address", "address line", "address lines",
        "addressline", "contact address", "work address", "business address", "office address", "permanent address",
        "current address", "adresse", "anschrift", "direccion", "domicilio", "indirizzo", "endereco", "adres", "adress", "osoite",
        "地址", "详细地址", "联系地址", "通讯地址", "通信地址", "家庭地址", "家庭住址", "住址", "居住地址", "现住址", "现居地址",
        "户籍地址", "公司地址", "单位地址", "办公地址", "企业地址", "注册地址", "经营地址", "客户地址", "会员地址", "邮寄地址",
        "街道地址", "所在地址", "具体地址", "详址", "地址详情", "寄送地址", "聯絡地址", "通訊地址", "住所", "ご住所", "주소",
        "상세주소", "도로명주소",
    ]),
    ("street", &[
        "street dir", "street direction", "street pre direction", "street prefix", "street type", "street type cd", "street suffix", "street sufx cd", "street post direction",
        "street", "street name", "streetname", "street line 1", "address 1", "address1", "address line 1", "addressline1",
        "addr 1", "addr1", "addr line 1", "street 1", "street1", "street address 1", "road", "road name", "res street address",
        "strasse", "strassenname", "rue", "voie", "calle", "via", "rua", "straat", "gata", "gatuadress", "ulica",
        "street and number", "街道", "街道名", "路名", "街道/路", "道路", "街路", "거리",
    ]),
    ("house_number", &[
        "house number half", "half code", "house number", "house no", "house num", "house", "houseno", "street number", "street no", "street num", "streetnumber",
        "streetno", "st no", "building number", "number street", "hausnummer", "hausnr", "nr", "numero civico", "numero de casa",
        "huisnummer", "door number", "门牌号", "门牌", "门牌号码", "番地",
    ]),
    ("unit", &[
        "unit", "unit number", "unit no", "unit num", "apartment", "apt", "apt number", "apt no", "suite", "flat", "flat number",
        "flat no", "address 2", "address2", "address line 2", "addressline2", "addr 2", "addr2", "street 2", "street2",
        "street line 2", "street address 2", "address 3", "address3", "address line 3", "addressline3", "addr 3", "line 2",
        "room number", "floor", "po box", "building", "adresszusatz", "complement", "complement adresse", "房号", "房间号",
        "楼栋", "楼号", "单元", "单元号", "小区", "楼层", "室号", "建物名",
    ]),
    ("country", &[
        "country", "country name", "country region name", "country code", "countrycode", "country region", "nation", "country of residence", "land",
        "pays", "pais", "paese", "cc", "国家", "国家/地区", "国别", "国家地区", "所在国家", "國家", "国家/地区代码", "国家代码", "国", "국가", "나라",
    ]),
    ("province", &[
        "state", "state name", "state code", "state cd", "state province", "province", "province name", "province code", "region",
        "region name", "prov", "county state", "st", "bundesland", "provincia", "estado", "etat", "prefecture", "state region",
        "administrative area", "territory", "lga state", "省", "省份", "所在省", "所在省份", "省/直辖市", "省市", "省份/直辖市",
        "所在地区", "所属区域", "所属省份", "地区", "区域", "所在地", "省级", "都道府県", "시도", "도", "省/州", "州", "州/省", "省/自治区/直辖市",
        "省/自治区/直辖市代码", "省份代码",
    ]),
    ("city", &[
        "city", "city name", "town", "location", "place", "based in", "lives in", "town city", "city town", "municipality", "locality", "place of residence", "residence city",
        "res city", "res city desc", "post town", "posttown", "city or town", "ort", "stadt", "wohnort", "ville", "commune",
        "ciudad", "localidad", "poblacion", "citta", "comune", "cidade", "plaats", "woonplaats", "ort stadt", "stad", "miasto",
        "市", "城市", "所在城市", "城市名称", "地市", "市级", "地级市", "居住城市", "常住城市", "市区町村", "도시", "시군구",
    ]),
    ("district", &[
        "district", "suburb", "county", "county name", "county desc", "borough", "neighbourhood", "neighborhood", "township",
        "ward", "quarter", "barrio", "stadtteil", "ortsteil", "quartier", "bairro", "区", "区县", "县", "县区", "所在区", "区/县",
        "县/区", "地区/县", "乡镇", "镇", "街道/镇", "商圈", "구", "동",
    ]),
    ("postcode", &[
        "postcode", "post code", "postal code", "postalcode", "postal", "zip", "zip code", "zipcode", "zip 5", "zip5",
        "zip postal code", "postcode zip", "pincode", "pin code", "plz", "postleitzahl", "code postal", "codigo postal", "cap",
        "cep", "cod postal", "postnummer", "postnr", "postinumero", "kod pocztowy", "postcode fake", "eircode", "mail zip",
        "邮编", "邮政编码", "邮编号码", "郵便番号", "郵遞區號", "우편번호",
    ]),
    ("birth_date", &[
        "bdate", "b date", "dob", "d o b", "date of birth", "dateofbirth", "birth date", "birthdate", "birthday", "birth dt", "birth", "born",
        "born on", "date born", "bday", "b day", "birth day date", "dt of birth", "geburtsdatum", "geburtstag", "geb datum",
        "date de naissance", "naissance", "fecha de nacimiento", "fecha nacimiento", "nacimiento", "data di nascita",
        "data de nascimento", "nascimento", "geboortedatum", "fodelsedatum", "fodselsdato", "data urodzenia", "生日", "出生日期",
        "出生年月", "出生年月日", "客户生日", "会员生日", "用户生日", "出生时间", "诞辰", "生年月日", "誕生日", "생년월일",
        "생일", "出生",
    ]),
    ("birth_year", &[
        "birth year", "birthyear", "year of birth", "yob", "year born", "yr of birth", "birth yr", "by", "by year", "geburtsjahr",
        "annee de naissance", "dob year", "dob y", "birth y", "出生年", "出生年份", "年份（出生）", "생년",
    ]),
    ("birth_month", &[
        "birth month", "birthmonth", "month of birth", "mob", "bm", "dob month", "dob m", "birth m", "geburtsmonat", "出生月",
        "出生月份",
    ]),
    ("birth_day", &[
        "birth day", "day of birth", "bd", "dob day", "dob d", "birth d", "出生日",
    ]),
    ("gender", &[
        "gender", "sex", "sex code", "gender code", "sex cd", "geschlecht", "sexe", "sexo", "genero", "sesso", "kon", "性别",
        "客户性别", "会员性别", "性別", "성별", "称谓", "salutation", "title prefix", "anrede", "civilite",
    ]),
    ("member_id", &[
        "member id", "member no", "member number", "membership number", "membership no", "membership id", "membership",
        "loyalty number", "loyalty id", "loyalty card", "card no", "card number", "cardno", "member card", "member card number",
        "customer card", "frequent flyer number", "client number", "patient number", "mitgliedsnummer", "numero de membre",
        "会员号", "会员编号", "会员卡号", "卡号", "会员卡", "会员id", "vip卡号", "vip号", "储值卡号", "积分卡号", "会员账号",
        "會員編號", "会員番号", "회원번호",
    ]),
    ("account_id", &[
        "username", "user name", "login", "login name", "account", "account id", "account no", "account number", "screenname",
        "userid login", "buyer account", "buyer nick", "buyer username", "openid", "unionid", "open id", "union id",
        "external userid", "wechat id", "wechat", "qq", "line id", "账号", "帐号", "用户名", "用户账号", "登录名", "登录账号",
        "买家账号", "买家会员名", "下单账号", "下单帐号", "买家账户", "客户账号", "微信号", "微信", "微信openid", "买家旺旺",
        "旺旺", "旺旺号", "旺旺昵称", "抖音号", "快手号", "小红书号", "qq号", "账户", "帳號", "아이디",
    ]),
    ("national_id", &[
        "ssn", "social security number", "social security no", "soc sec id", "soc sec no", "soc sec num", "social security id",
        "social sec no", "national id", "national id number", "nationalid", "id card", "id card number", "identity card",
        "identity number", "identification number", "passport", "passport no", "passport number", "nhs number", "nhs no", "nino",
        "ni number", "national insurance number", "sin", "tax file number", "tfn", "medicare number", "aadhaar", "aadhaar number",
        "pan number", "cpf", "dni", "nie", "nif personal", "curp", "codice fiscale", "personnummer", "cnp", "pesel",
        "drivers license", "driver license number", "drivers licence", "driving licence number", "dl number", "personal number",
        "personal id", "身份证", "身份证号", "身份证号码", "证件号", "证件号码", "身份证件号", "护照号", "护照号码", "身份證號",
        "身份證字號", "マイナンバー", "주민등록번호",
    ]),
    ("tax_id", &[
        "tax id", "taxid", "tax number", "ust id", "ust id nr", "u st id", "u st id nr", "ustid", "ustidnr", "u st idnr", "eu u st id", "eu ust id", "umsatzsteuer id", "umsatzsteuer identifikationsnummer", "steuernummer", "steuer nr", "tax no", "vat", "vat number", "vat no", "vat id", "ein", "fein", "company number",
        "company no", "company registration number", "registration number company", "crn", "abn", "acn", "gst number", "gstin",
        "siren", "siret", "ust id", "ustid", "ust idnr", "nif", "cif", "cnpj", "duns", "duns number", "lei", "trn", "业务税号",
        "税号", "税务登记号", "税务登记证号", "纳税登记号", "纳税人识别号", "统一社会信用代码", "社会信用代码", "信用代码", "营业执照号", "工商注册号", "组织机构代码",
        "企业税号", "法人番号", "사업자등록번호",
    ]),
    ("url", &[
        "url", "website", "web site", "web", "homepage", "home page", "site url", "web address", "webseite", "site web",
        "sitio web", "linkedin", "linkedin url", "profile url", "facebook", "twitter", "domain", "网址", "网站", "官网",
        "公司网址", "公司网站", "主页", "ホームページ", "홈페이지",
    ]),
    ("industry", &[
        "industry", "sector", "business type", "industry name", "industry sector", "branche", "secteur", "naics", "sic code",
        "sic", "line of business", "trade", "行业", "所属行业", "行业类型", "客户行业", "所在行业", "企业行业", "業種", "업종",
        "行業",
    ]),
    ("company_size", &[
        "company size", "employees", "number of employees", "no of employees", "employee count", "num employees", "headcount",
        "staff size", "size of company", "annual revenue", "公司规模", "企业规模", "员工人数", "员工数", "规模",
        "人员规模", "公司人数", "从业人数", "従業員数", "직원수",
    ]),
    ("contract_end", &[
        "contract end", "contract end date", "contract expiry", "contract expiration", "expiry date", "expiration date",
        "expires", "expires at", "renewal date", "valid until", "end of contract", "vertragsende", "合同到期日", "合同到期",
        "合同结束日期", "合同截止日期", "到期日", "到期时间", "到期日期", "有效期至", "服务到期日", "合同到期时间",
    ]),
    ("job_title", &[
        "job title", "jobtitle", "title", "position", "job position", "role", "job role", "function", "designation", "rank title",
        "beruf position", "fonction", "poste", "cargo", "puesto", "职位", "职务", "职称", "岗位", "头衔", "职位名称", "所任职务",
        "職位", "職務", "役職", "직책", "직위", "직급",
    ]),
    // When an organisation came into being: as lasting as a birth date, and not one.
    ("+birth_date", &[
        "date of incorporation", "incorporation date", "incorporated", "incorporated on", "date incorporated", "founded",
        "founded on", "date founded", "founding date", "date of foundation", "date of establishment", "established on",
        "date established", "establishment date", "gruendungsdatum", "grundungsdatum", "成立日期", "成立时间", "创立日期",
        "创立时间", "设立日期", "设立时间", "設立年月日", "成立日",
    ]),
    // When somebody died: as lasting as a birth date.
    ("+birth_date", &[
        "date of death", "death date", "death dt", "died", "died on", "dod", "deceased", "deceased date", "deceased on", "date deceased", "todesdatum", "sterbedatum", "gestorben", "gestorben am",
        "date de deces", "date du deces", "deces", "fecha de muerte", "fecha muerte", "fecha de defuncion", "fecha de fallecimiento", "fecha fallecimiento", "data di morte", "data morte",
        "data de obito", "data do obito", "data obito", "data de falecimiento", "data de falecimento", "overlijdensdatum", "datum overlijden", "dodsdatum", "dodsdato", "data zgonu", "datum umrti", "дата смерти", "tarikh meninggal", "tanggal wafat",
        "死亡日期", "去世日期", "逝世日期", "卒年", "没年月日", "死亡日", "사망일",
    ]),
    // Names go by nations: the model knows how they hang together.
    // Whose pet it is tells who comes with it.
    ("+category", &[
        "pet name", "pets name", "pet s name", "name of pet", "dog name", "cat name", "宠物名", "宠物名字", "宠物名称", "宠物昵称", "宠物姓名", "爱宠名字", "爱宠昵称", "爱宠名", "寵物名", "寵物名字",
    ]),
    ("+category", &[
        "nationality", "nationalities", "nationalitat", "nationalite", "nacionalidad", "nacionalidade", "nazionalita", "国籍", "国籍/地区", "國籍", "국적",
    ]),
    ("+category", &[
        "father", "mother", "husband", "wife", "parent", "guardian", "next of kin", "husband name", "husband s name", "wife name", "wife s name", "parent name", "guardian name", "guardian s name", "next of kin name",
        "father or husband name", "father husband name", "father s husband s name", "fathers husbands name", "fathers name", "mothers name", "husbands name", "relation name", "relative name", "relative s name", "father full name", "mother full name",
        "vater", "mutter", "ehefrau", "ehemann", "ehegatte", "name des vaters", "name der mutter", "pere", "mere", "nom du pere", "nom de la mere", "conjoint", "epoux", "epouse", "padre", "madre", "conyuge", "nombre del padre", "nombre de la madre",
        "coniuge", "nome del padre", "nome della madre", "pai", "mae", "nome da mae", "nome do pai", "vader", "moeder", "echtgenoot", "echtgenote", "ektefelle", "父亲", "母亲", "父亲姓名", "母亲姓名", "配偶", "配偶姓名", "监护人", "监护人姓名",
        "occupation", "profession", "job", "race", "ethnicity", "ethnic", "race code", "ethnic code", 
        "religion", "marital status", "maritalstatus", "education", "education level", "degree", 
        "citizenship", "language", "mother tongue", "blood type", "maiden name", "mothers maiden name", "mother name", "mother s name", "father name",
        "father s name", "spouse", "spouse name", "beruf", "familienstand", 
        "profesion", "ocupacion", "major", "school", "party", "political party", "party cd", "suffix", "name suffix",
        "name sufx cd", "generation", "职业", "民族", "学历", "婚姻状况", "婚姻", "政治面貌", "专业", "毕业院校", "血型",
        "宗教", "客户职业", "職業", "직업",
    ]),
    ("place", &[
        "birth place", "birthplace", "place of birth", "pob", "city of birth", "birth city", "birth state", "birth country",
        "country of birth", "geburtsort", "lieu de naissance", "lugar de nacimiento", "luogo di nascita", "hometown", "home town",
        "origin", "native place", "place of death", "出生地", "籍贯", "出生地点", "户籍所在地", "户籍", "祖籍", "老家", "出身地",
        "본적", "출생지",
    ]),
    ("tags", &[
        "tags", "tag", "labels", "label", "标签", "客户标签", "会员标签", "用户标签", "标签组", "标记", "segments", "segment",
        "interests", "interest", "兴趣", "感兴趣产品", "兴趣爱好", "タグ", "태그",
    ]),
    ("owner", &[
        "owner", "account owner", "contact owner", "lead owner", "record owner", "sales rep", "salesperson", "sales person",
        "sales representative", "account manager", "assigned to", "assignee", "rep", "agent", "agent name", "advisor",
        "consultant", "业务员", "销售", "销售员", "销售人员", "销售代表", "客户经理", "跟进人", "负责人", "归属人", "所属员工", "所属成员", "跟进员工", "跟进成员", "添加员工", "添加成员", "归属员工", "所属客服", "跟进客服", "所属销售",
        "导购", "导购员", "专属导购", "销售导购", "顾问", "客服", "归属销售", "添加人", "跟进销售", "店员", "服务人员", "担当者",
        "담당직원",
    ]),
    ("-text", &[
        "note", "notes", "remark", "remarks", "comment", "comments", "description", "memo", "desc", "details", "bemerkung",
        "notizen", "kommentar", "commentaire", "notas", "observaciones", "备注", "备注信息", "说明", "描述", "其他", "其它",
        "备注说明", "客户备注", "其他信息", "補充", "備考", "메모", "비고",
    ]),
    ("event.text", &[
        "message", "messages", "inquiry", "enquiry", "question", "questions", "question comments", "inquiry content",
        "inquiry details", "how can we help", "how can we help you", "feedback", "request", "requirements", "subject message",
        "nachricht", "anfrage", "mensaje", "mensagem", "留言", "留言内容", "咨询内容", "咨询问题", "需求", "需求描述", "您的需求",
        "问题", "问题描述", "反馈", "反馈内容", "意见", "建议", "意见建议", "咨询", "采购需求", "您的留言", "买家留言",
        "买家备注", "お問い合わせ内容", "문의내용", "문의",
    ]),
    ("event.key", &[
        "order id", "order no", "order number", "order", "orderid", "ordernumber", "order #", "order ref", "order reference",
        "invoice", "invoice no", "invoice number", "transaction id", "transaction no", "transaction number", "receipt",
        "receipt number", "receipt no", "bestellnummer", "auftragsnummer", "numero de commande", "numero de pedido", "pedido",
        "订单号", "订单编号", "订单id", "收据编号", "收据号", "票据号", "主订单编号", "交易号", "交易编号", "交易单号", "流水号", "单号", "单据编号", "小票号",
        "发票号", "订单号码", "訂單編號", "訂單號", "注文番号", "주문번호",
    ]),
    ("event.at", &[
        "order date", "order time", "date received", "received at", "received on", "received", "order placed", "placed", "placed at", "placed on", "order placed at", "order placed on", "order created", "date placed", "转单日期", "转单时间", "转单日期时间", "订单成立日期", "订单成立时间", "ordered at", "orderdate", "purchase date", "purchased at", "date of purchase",
        "purchase time", "transaction date", "transaction time", "invoice date", "sale date", "date of order", "bestelldatum",
        "submit time", "submitted at", "submission date", "submission time", "submitted on", "submitted", "submit date",
        "entry date", "form date", "inquiry date", "inquiry time", "visit date", "visit time", "visited at", "scan time",
        "scanned at", "scan date", "check in time", "checkin time", "event time", "event date", "timestamp", "time stamp",
        "call time", "call date", "appointment date", "订单日期", "下单时间", "下单日期", "订单时间", "订单创建时间", "购买时间",
        "购买日期", "成交时间", "交易时间", "交易日期", "销售日期", "消费时间", "消费日期", "提交时间", "提交日期", "填写时间",
        "提交答卷时间", "答题时间", "留言时间", "咨询时间", "咨询日期", "就餐时间", "用餐时间", "核销时间", "验券时间", "投诉时间", "报修时间", "报修日期", "就诊时间", "就诊日期", "营业日期", "扫码时间", "扫描时间", "签到时间", "到访时间",
        "来访时间", "来访日期", "到店时间", "预约时间", "预约日期", "通话时间", "来电时间", "时间戳", "时间戳记", "報名時間",
        "报名时间", "報名日期", "报名日期", "参会时间", "注文日", "注文日時", "주문일", "주문일시", "접수일",
    ]),
    ("event.paid_at", &[
        "paid at", "payment date", "payment time", "paid on", "date paid", "付款时间", "支付时间", "订单付款时间", "买家付款时间",
        "付款日期", "支付日期", "付款确认时间", "缴费时间", "缴费日期", "缴款日期", "收款日期",
    ]),
    ("event.status", &[
        "order status", "status", "payment status", "financial status", "order state", "state of order", "fulfillment status",
        "bestellstatus", "订单状态", "支付状态", "付款状态", "交易状态", "状态", "订单状态描述", "注文状況", "주문상태",
    ]),
    ("event.amount", &[
        "order total", "order amount", "grand total", "total amount", "amount paid", "total paid", "total price", "amount",
        "total", "order value", "sale amount", "net amount", "paid amount", "payment amount", "gesamtbetrag", "betrag", "montant",
        "importe", "订单金额", "实付金额", "实付", "实付款", "支付金额", "付款金额", "应付金额", "订单总额", "总金额", "总价",
        "合计", "金额", "成交金额", "消费金额", "交易金额", "买家实际支付金额", "订单实付金额", "用户实付金额", "订单总价", "销售金额", "销售总额", "买家总支付金额",
        "合計金額", "결제금액",
    ]),
    ("event.refunded", &[
        "refund", "refunded", "refund amount", "refunded amount", "amount refunded", "退款金额", "退款", "已退款金额",
        "订单已退款金额",
    ]),
    ("event.currency", &[
        "currency", "currency code", "ccy", "wahrung", "devise", "moneda", "币种", "货币", "货币代码",
    ]),
    ("event.score", &[
        "nps", "nps score", "csat", "rating", "score", "satisfaction", "satisfaction score", "survey score", "评分", "打分",
        "满意度", "满意度评分", "推荐分", "推荐指数",
    ]),
    ("event.kind", &[
        "event type", "activity type", "interaction type", "event kind", "行为类型", "互动类型", "事件类型",
    ]),
    ("item.sku", &[
        "sku", "item sku", "sku reference no", "parent sku reference no", "product id", "product code", "item id", "item code", "sku id", "product sku", "upc", "ean", "barcode",
        "商品id", "商品编码", "商品编号", "货号", "商家编码", "产品编号", "sku编码", "条码", "商品条码",
    ]),
    ("item.product", &[
        "product", "product name", "item", "item name", "product title", "item description", "products", "items", "lineitem name",
        "artikel", "produkt", "produit", "producto", "商品", "商品名称", "商品标题", "宝贝标题", "产品", "产品名称", "品名",
        "货品名称", "购买商品", "选购商品", "商品信息", "商品名", "상품명",
    ]),
    ("item.quantity", &[
        "quantity", "qty", "item quantity", "units", "pieces", "count of items", "menge", "anzahl", "quantite", "cantidad",
        "数量", "商品数量", "购买数量", "件数", "订购数量", "购买件数", "수량",
    ]),
    ("item.amount", &[
        "unit price", "price", "item price", "line total", "line amount", "product price", "单价", "商品单价", "商品价格", "价格",
        "售价", "商品金额", "단가",
    ]),
    ("created_at", &[
        "created", "created at", "registriert", "created on", "create date", "created date", "date created", "create time", "created time",
        "creation date", "registered", "registered at", "registration date", "registration time", "registr dt", "sign up",
        "signup", "sign up date", "signup date", "sign up time", "signed up", "signed up at", "join date", "joined", "joined at",
        "join time", "member since", "customer since", "date joined", "date added", "added at", "added on", "first seen",
        "enrolled at", "enrollment date", "opt in time", "optin time", "first visit", "erstellt", "erstellt am", "anmeldedatum",
        "registrierungsdatum", "date de creation", "date inscription", "fecha de alta", "fecha de registro", "创建时间",
        "创建日期", "注册时间", "注册日期", "开卡日期", "开卡时间", "领卡日期", "领卡时间", "入会时间", "入会日期", "加入时间", "加入日期", "登记时间",
        "登记日期", "建档时间", "建档日期", "录入时间", "录入日期", "添加时间", "添加日期", "成为客户时间", "成为会员时间",
        "关注时间", "首次到店时间", "首次消费时间", "办卡日期", "办卡时间", "登録日", "登録日時", "가입일", "등록일", "註冊時間",
        "註冊日期",
    ]),
    ("updated_at", &[
        "updated", "updated at", "updated on", "update date", "update time", "updated time", "last updated", "last update",
        "last modified", "last modified date", "modified", "modified at", "modified on", "modified time", "date modified",
        "date updated", "last changed", "changed at", "geandert am", "date de modification", "更新时间", "更新日期", "修改时间",
        "修改日期", "最近更新时间", "最后更新时间", "最后修改时间", "変更日", "更新日", "更新日時", "수정일",
    ]),
    ("-date", &[
        "date", "time", "datetime", "last active", "last activity", "last activity date", "last contacted", "last visit",
        "last order date", "last purchase", "last purchase date", "last login", "start date", "end date", "dispatch date",
        "shipped at", "delivered at", "delivery date", "cancelled at", "effective date", "日期",
        "时间", "上次消费时间", "最近消费时间", "最后消费时间", "最近浏览时间", "最近登录时间", "最近到店时间", "发货时间",
        "确认收货时间", "开始时间", "结束时间", "公众号关注时间", "订单完成时间", "最近购买时间", "最后登录时间",
        "最近一次消费时间", "最近一次交易时间", "最近交易时间", "最近一次下单时间", "最近下单时间",
        "最近一次付款时间", "最近付款时间", "最近一次购买时间", "最后购买时间", "最近一次到店时间", "datum", "fecha", "日付", "날짜",
    ]),
    ("provenance", &[
        "source", "data source", "source file", "source system", "file", "file name", "filename", "list", "list name", "channel",
        "lead source", "origin file", "dataset", "database", "system", "batch", "import batch", "import source", "来源",
        "来源渠道", "渠道", "客户来源", "数据来源", "线索来源", "来源方式", "销售渠道", "注册渠道", "会员来源", "获客渠道",
        "来源详情", "流量渠道", "订单来源", "来源名称", "文件名", "quelle", "fuente", "utm source", "utm medium", "utm campaign",
        "referrer", "データソース", "유입경로",
    ]),
    ("row_id", &[
        "id", "rec id", "record id", "recid", "recordid", "row id", "rowid", "row", "row no", "row number", "index", "idx", "no",
        "number", "#", "key", "uid", "uuid", "guid", "pk", "unique id", "uniqueid", "seq", "sequence", "serial", "serial no",
        "serial number", "s no", "sno", "sl no", "id number record", "customer id", "customerid", "customer no",
        "customer number", "customer key", "cust id", "cust no", "client id", "clientid", "contact id", "contactid", "lead id",
        "user id", "userid", "person id", "personid", "party id", "entity id", "entry id", "entry", "response id",
        "submission id", "profile id", "patient id", "patientid", "student id", "employee id", "emp id", "voter id",
        "voter reg num", "ncid", "reg num", "registration number", "system id", "external id", "source id", "source key",
        "company id", "organization id", "org id", "lfd nr", "kundennummer", "kunden nr", "kundennr", "numero client", "序号",
        "编号", "行号", "客户编号", "客户id", "客户号", "客户代码", "用户id", "用户编号", "记录id", "数据id", "线索id", "档案号",
        "答卷编号", "答卷序号", "顾客编号", "联系人id", "联系人编号", "番号", "顧客番号", "번호", "고객번호",
    ]),
    ("links_to", &[
        "master record id", "masterrecordid", "merged into", "merged to", "converted contact id", "convertedcontactid",
        "duplicate of", "merged into id", "合并至", "合并到",
    ]),
    ("consent.email", &[
        "accepts marketing", "accepts email marketing", "email opt in", "email optin", "email consent", "newsletter", "subscribe",
        "subscribed", "email subscription status", "email marketing", "marketing consent", "marketing opt in", "opt in", "optin",
        "gdpr consent", "consent", "接受营销", "同意营销", "接受优惠宣传", "接收优惠信息", "werbung", "werbung erlaubt", "werbung erwunscht", "darf werbung erhalten", "订阅", "是否订阅", "同意接收邮件", "邮件订阅", "是否同意接收营销信息",
    ]),
    ("consent.sms", &[
        "accepts sms marketing", "sms opt in", "sms optin", "sms consent", "sms subscription", "同意接收短信", "短信订阅",
        "是否接收短信", "愿意收短信", "是否愿意收短信", "愿意接收短信", "接收短信",
    ]),
    ("-amount", &[
        "balance", "subtotal", "tax", "taxes", "shipping", "shipping fee", "discount", "discount amount", "total spent",
        "total spend", "lifetime spend", "lifetime value", "ltv", "aov", "salary", "income", "revenue", "fee", "cost", "余额",
        "储值余额", "客户储值余额", "运费", "优惠金额", "折扣金额", "累计消费", "累计消费金额", "累计金额", "累积金额", "累积消费", "累积消费金额", "收入", "月收入",
        "年收入", "笔单价", "客单价", "累计退款金额", "佣金",
    ]),
    ("-number", &[
        "years", "points", "score points", "latitude", "longitude", "lat", "lng", "lon", "orders",
        "order count", "orders count", "total orders", "visits", "transaction count", "count", "积分", "会员积分",
        "客户积分", "成长值", "消费次数", "购买次数", "到店次数", "等级值",
        "累计退款订单数", "家庭人口", "人数", "就餐人数", "用餐人数", "参加人数", "报名人数", "出行人数",
    ]),
    ("-category", &[
        "type", "category", "class", "group", "level", "tier", "grade", "customer type", "customer group", "customer level",
        "membership level", "member level", "lead status", "lifecycle stage", "stage", "priority", "department", "division",
        "branch", "store", "store name", "shop", "shop name", "store id", "product category", "timezone", "time zone",
        "locale", "类型", "类别", "分类", "分组", "客户类型", "客户类别", "客户级别", "客户等级", "会员等级", "等级", "级别", "部门", "所属部门", "门店", "门店名称", "门市", "所属门市",
        "店铺", "店铺名称", "所属门店", "开卡门店", "sn码", "sn号", "设备sn", "产品sn", "产品sn码", "设备sn码", "序列号", "产品序列号", "设备序列号", "机身号", "机身码", "imei", "归属门店", "消费门店", "校区", "所属校区", "所在校区", "上课校区", "分店",  "意向等级", "意向程度", "阶段", "客户阶段", "跟进状态", "是否会员", "店舗", "매장",
    ]),
    ("-category", BY_THE_ROW),
    ("phone", &[
        "fax", "fax number", "fax no", "传真", "传真号码", "ファックス", "팩스",
    ]),
];

/// Headers of what goes by the row (an order, a visit, a ticket) and not by the customer.
#[rustfmt::skip]
pub(super) const BY_THE_ROW: &[&str] = &[
    "sender", "sender name", "absender", "ticket type", "payment method", "shipping method", "device", "browser", "os", "ip",
    "ip address", "user agent", "campaign", "event name", "program name", "寄件人", "寄件人姓名", "发件人", "发件人姓名", "寄件方", "发货人",
    "支付方式", "付款方式", "配送方式", "展位", "活动名称", "设备", "浏览器", "操作系统", "来自ip", "所用时间",
];

/// Words before a header that name the row's own party and say nothing else.
#[rustfmt::skip]
pub(super) const OWN_PARTY: &[&str] = &[
    "billing", "bill to", "customer", "client", "buyer", "contact", "member", "user", "person", "primary", "main", "home",
    "mailing", "residential", "residence", "res", "personal", "default", "default address", "lead", "attendee", "guest",
    "participant", "applicant", "patient", "student", "employee", "voter", "subscriber", "owner of account", "registrant",
    "resident", "physical", "legal", "your", "my", "principal", "purchaser", "payer", "cust", "current", "business", "company",
    "work", "office", "rechnungsadresse", "rechnungsanschrift", "rechnung", "kunde", "kunden", "kaufer", "besteller", "facturacion", "facturation",
    "adresse facturation", "direccion facturacion", "fatturazione", "faturamento", "cobranca", "cliente", "comprador", "acheteur", "acquirente", "klant",
    "kontakt", "contacto", "contato", "contatto", "titular", "teilnehmer", "asistente", "mitglied", "socio", "adherent", "musteri", "postal", "permanent", "individual", "full", "raw", "original", "preferred", "best", "mail", "location",
    "property", "org", "organisation", "organization", "account", "patron", "borrower", "elector", "pat", "pt", "contbr",
];

/// Words before a header that name the receiver of goods.
#[rustfmt::skip]
pub(super) const RECEIVER: &[&str] = &[
    "shipping", "ship to", "ship", "recipient", "receiver", "delivery", "consignee", "deliver to", "recipients", "lieferung",
    "livraison", "envio", "lieferadresse", "lieferanschrift", "versandadresse", "versand", "empfanger", "destinataire", "destinatario", "entrega",
    "spedizione", "consegna", "verzending", "adresse livraison", "direccion envio", "direccion entrega", "endereco entrega", "indirizzo spedizione",
    "delivery contact", "delivery address", "shipping address",
];

/// Chinese and Japanese words before a header that name the row's own party.
#[rustfmt::skip]
pub(super) const OWN_PARTY_HAN: &[&str] = &[
    "您的", "你的", "您", "请问您的", "请填写您的", "请填写", "请输入您的", "请输入", "请留下您的", "请留下", "请选择", "填写",
    "被推荐人", "被推荐", "被介绍人", "被邀请人", "客户", "顾客", "会员", "买家", "用户", "联系人", "联系", "客人", "购买人", "下单人", "购买者", "个人", "本人", "参会人",
    "参会者", "报名人", "申请人", "学员", "学生", "患者", "访客", "嘉宾", "车主", "员工", "持卡人", "投保人", "填写人", "提交人",
    "企业", "公司", "单位", "贵公司", "常用", "主要", "第一", "备用", "默认", "现", "所在", "注文者", "购货人", "账单", "帐单", "付款人", "默认地址", "订购人", "居住", "家庭", "办公", "工作",
    "绑定", "注册", "登记", "预留", "真实", "当前", "詳細", "お客様", "ご", "お",
];

/// Chinese words before a header that name the receiver of goods.
#[rustfmt::skip]
pub(super) const RECEIVER_HAN: &[&str] = &[
    "收货人/提货人", "收货人", "收件人", "收货", "收件", "提货人", "收货方", "收件方", "取货人", "配送", "提货", "自提人",
    "お届け先", "配送先", "送付先", "受取人", "받는분", "받는사람", "받으시는분", "配送地", "送货", "寄送", "派送", "수령인", "수취인",
];

/// Words that say a header is about somebody or something else than the row's party.
#[rustfmt::skip]
pub(super) const OTHERS: &[&str] = &[
    "emergency", "doctor", "physician", "gp", "medecin", "arzt", "hausarzt", "medico", "practitioner", "co", "joint", "kin", "nominee", "beneficiary", "witness", "child", "kid", "dependent", "husband", "wife", "companion", "plus one",
    "conyuge", "conjoint", "ehepartner", "padre", "madre", "referrer", "referred", "reference", "parent", "guardian", "spouse", "father", "mother", "agent", "sales",
    "pet", "pets", "sender", "shipper", "consignor", "absender", "expediteur", "remitente", "mittente", "afzender", "seller", "vendor", "shop", "store", "product", "item", "lineitem", "courier", "carrier", "event", "campaign", "file",
    "program", "list", "group", "project", "ticket", "payment", "tax", "created", "modified", "updated", "plan", "course", "队",
    "寄件", "发件", "寄方", "发货人", "寄货", "店铺", "门店", "商品", "产品", "物流", "快递", "分销员", "配送员", "派送员", "送货员", "导购", "操作", "推荐人", "介绍人", "邀请人", "代理机构", "中标", "核销", "验券", "紧急", "卖家",
    "商家", "团长", "客服", "销售", "业务员", "服务", "活动", "课程", "仓库", "宝贝", "达人", "主播", "博主", "门市", "宠物", "爱宠", "寵物", "是否", "网点", "挂账", "经手",
    "制单", "审核", "创建人", "收银", "父亲", "母亲", "家长", "监护", "配偶", "担保", "推广",
];

/// Of those, the ones whose numbers never reach the customer.
#[rustfmt::skip]
pub(super) const HELPERS: &[&str] = &[
    "referrer", "courier", "推荐人", "介绍人", "邀请人", "导购", "业务员", "销售", "客服", "配送员", "派送员", "送货员", "快递", "分销员", "团长", "代理机构",
];

/// Of those, the ones a table may list as its own customers, partners or contacts.
#[rustfmt::skip]
pub(super) const LISTED: &[&str] = &[
    "agent", "vendor", "seller", "store", "shop", "carrier", "doctor", "physician", "practitioner", "parent", "guardian", "referrer", "child", "kid",
    "dependent", "beneficiary", "nominee", "witness",
    "shipper", "consignor", "sender", "courier", "medico", "arzt", "medecin",
    "店铺", "门店", "商家", "卖家", "网点", "分销员", "导购", "团长", "业务员", "达人", "推荐人", "介绍人", "邀请人", "中标", "家长", "监护人", "寄件人", "发货人",
];

/// Words after a header that change nothing of its meaning.
#[rustfmt::skip]
pub(super) const QUALIFIERS: &[&str] = &[
    "new", "old", "raw", "clean", "cleaned", "fake", "full", "line", "field", "text", "txt", "std", "norm", "left", "right",
    "orig", "original", "alt", "alternate", "secondary", "other", "first", "second", "third", "one", "two", "three", "input",
    "src", "source", "desc", "hash", "hashed", "sha256", "sha1", "sha512", "sha", "md5", "encrypted", "masked", "verified", "latest", "optional", "required", "dirty", "noisy", "corrupted",
    "soundex", "metaphone", "phonetic", "number", "no", "string", "str", "val", "value", "cell", "mobile", "day", "evening",
    "privat", "private", "priv", "dienstlich", "geschaftlich", "geschaeftlich", "beruflich", "mobil", "buro", "prive", "pro", "perso", "particular", "trabajo", "trabalho", "casa", "ufficio", "zakelijk", "thuis", "c1", "c2", "x", "y",
];
