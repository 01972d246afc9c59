//! What headers are called in further languages and shops, in addition to `words`.
//!
//! Portuguese, Spanish, Italian, French, German, Dutch, Polish, Turkish, Vietnamese, Russian, Japanese and Korean; spoken Chinese
//! of store lists. Linking words (`de`, `do`, `para a`, `und`) are left out: `header` takes them off before it looks here.

/// Meaning → header words, as in `words::WORDS`.
#[rustfmt::skip]
pub(super) const MORE_WORDS: &[(&str, &[&str])] = &[
    ("name", &[
        "nombre apellidos", "nombre apellido", "nombres apellidos", "apellidos nombre", "apellidos nombres", "nom prenoms", "prenom nom",
        "nome cognome", "cognome nome", "nome sobrenome", "nome apelido", "nominativo", "name vorname", "vorname name",
        "vorname nachname", "nachname vorname", "naam", "volledige naam", "naam voornaam", "voornaam achternaam", "imie nazwisko",
        "nazwisko imie", "ad soyad", "adi soyadi", "isim soyisim", "ho ten", "ho va ten", "ten khach hang", "kundenname", "klantnaam",
        "cust name", "client full name", "party name", "applicant", "patient", "pupil", "subscriber name",
        "фио", "имя фамилия", "фамилия имя", "顾客", "客人", "客人姓名", "姓名/称呼", "收集人", "会员", "名字/称呼", "学员", "来宾姓名",
        "お客様名", "ご担当者名", "顧客名", "購入者名", "注文者名", "注文者氏名", "ご注文者名", "会員名", "担当者名", "주문자", "주문자명", "구매자명", "구매자", "회원명", "고객이름",
    ]),
    ("given_name", &[
        "primer nombre", "first initial", "initials", "initial", "voorletters", "initialen", "nome proprio", "roepnaam", "adi", "ad", "isim", "ten", "имя", "お名前（名）", "名前（名）", "nm primer",
        "rufname", "nome battesimo", "prenom usuel",
    ]),
    ("middle_name", &[
        "segundo nombre", "nome meio", "tussenvoegsel", "drugie imie", "ten dem", "отчество", "deuxieme prenom", "ikinci ad",
    ]),
    ("family_name", &[
        "primer apellido", "apellido paterno", "apellido materno", "segundo apellido", "paterno", "materno", "nom famille", "nom usage",
        "ultimo nome", "soyad", "soyadi", "soyisim", "ho", "фамилия", "zuname", "last name or surname", "お名前（姓）", "名前（姓）",
        "apellido 1", "apellido 2",
    ]),
    ("phone", &[
         "mob no", "mob number", "mobil no", "whatsapp no", "wa number", "best number", "contact tel", "tel number", "tel mobile", "tel portable", "tel fixe",
        "telephone mobile", "telephone fixe", "numero telephone", "numero portable", "telefono celular", "telefono fijo",
        "numero telefono", "telefono contacto", "numero celular", "telefone celular", "telefone contato", "telefone fixo", "fone", "numero telefone",
         "numero cellulare", "telefono cellulare", "telefono casa", "recapito telefonico", "mobiel", "mobiel nummer",
        "telefoonnummer", "tel nr", "telefon mobil", "telefon privat", "festnetz", "festnetznummer", "mobilfunk", "mobilfunknummer",
        "numer telefonu", "telefon komorkowy", "nr telefonu", "komorka", "telefon numarasi", "cep telefonu", "cep tel", "gsm",
        "dien thoai", "so dien thoai", "sdt", "телефон", "мобильныи телефон", "номер телефона", "联络方式", "联络电话", "联系方法", "流动电话", "流動電話", "手提电话", "手提電話",
         "行動電話號碼", "連絡電話", "携帯電話番号", "連絡先", "お電話", "注文者電話番号", "휴대폰 번호", "휴대전화번호", "주문자 연락처",
        "주문자연락처", "전화 번호", "구매자연락처",
    ]),
    ("email", &[
        "mail id", "mailid", "email adress", "courrier electronique", "adresse courriel", "adresse electronique",
        "direccion correo electronico", "direccion correo", "direccion email", "correo e", "mail contacto", "endereco e mail", "endereco email", "endereco eletronico",
        "indirizzo e mail", "posta elettronica", "mail contatto", "mailadres", "e mailadres", "emailadres", "adres e mail", "adres email", "e posta", "eposta",
        "e posta adresi", "dia chi email", "thu dien tu", "электронная почта", "почта", "電郵", "電郵地址", "電子郵件地址", "联系email", "eメール", "이메일 주소",
    ]),
    ("company", &[
        "nom entreprise", "nom societe", "denomination", "denomination sociale", "nombre empresa", "nombre comercial", "nome empresa", "razao social",
        "nome fantasia", "denominazione", "nome azienda", "firmennaam", "organisatie", "naam bedrijf", "nazwa firmy", "nazwa", "sirket", "sirket adi", "firma adi", "unvan",
        "cong ty", "ten cong ty", "организация", "компания", "наименование", "機構名稱", "公司行號", "营业执照名称", "主体名称", "厂商名称", "厂商", "商家名称", "经营者名称", "団体名",
        "御社名", "貴社名", "会社", "업체", "법인명", "상호명", "기관명", "kundenfirma", "organisme", "etablissement", "nom etablissement", "nom organisme",
    ]),
    ("address", &[
        "where do you live", "where do they live", "domicile", "adresse complete", "adresse domicile", "adresse facturation", "direccion facturacion",
        "direccion completa", "direccion postal", "domicilio fiscal", "endereco completo", "endereco cobranca", "endereco residencial", "indirizzo completo",
        "indirizzo fatturazione", "indirizzo residenza", "residenza", "rechnungsadresse", "rechnungsanschrift", "wohnadresse", "postanschrift",
        "factuuradres", "woonadres", "adres zamieszkania", "adres korespondencyjny", "adresi", "ev adresi", "acik adres", "dia chi", "адрес",
        "住处", "家庭地址/住址", "居住地", "联络地址", "店铺地址", "门店地址", "営業所所在地", "自宅住所", "注文者住所", "배송지", "집주소", "거주지",
    ]),
    ("receiver.address", &[
        "lieferadresse", "lieferanschrift", "versandadresse", "adresse livraison", "adresse expedition", "direccion envio", "direccion entrega",
        "endereco entrega", "indirizzo spedizione", "indirizzo consegna", "verzendadres", "bezorgadres", "afleveradres", "adres dostawy", "teslimat adresi",
        "dia chi giao hang", "配送先住所", "お届け先住所", "배송지주소", "배송 주소",
    ]),
    ("receiver.name", &[
        "empfanger", "empfangername", "destinataire", "destinatario", "nome destinatario", "ontvanger", "odbiorca", "alici", "alici adi", "nguoi nhan",
        "配送先氏名", "配送先名", "受取人", "수령자", "수취인명", "수령인명", "收货客户", "签收人姓名",
    ]),
    ("receiver.province", &["收货地址省", "收货地址省份", "收货地址/省", "收件地址省"]),
    ("receiver.city", &["收货地址市", "收货地址城市", "收货地址/市", "收件地址市"]),
    ("receiver.district", &["收货地址区", "收货地址区县", "收货地址/区", "收件地址区"]),
    ("receiver.phone", &["so dien thoai nguoi nhan", "配送先電話番号", "수취인연락처", "수령인연락처", "수령인 연락처", "수취인 연락처"]),
    ("street", &[
        "地址1", "地址 1", "街道地址1", "地址第1行",
        "strasse hausnummer", "strasse hausnr", "strasse nr", "strasse haus nr", "strasse hausnummer zusatz", "rue numero", "numero rue", "numero voie", "nom voie", "adresse 1", "adresse ligne 1",
        "adresse postale", "calle numero", "calle y numero", "tipo via", "nombre via", "direccion 1", "linea 1", "logradouro", "endereco 1", "rua numero", "via numero", "indirizzo 1",
        "straatnaam", "straat huisnummer", "adresregel 1", "ulica numer", "ulica nr", "sokak", "cadde", "улица", "丁目番地", "町名番地", "市区町村以下", "住所1", "住所2", "番地以下", "기본주소", "街名",
    ]),
    ("house_number", &["numero casa", "numero exterior", "num ext", "numero porta", "civico", "huisnr", "numer domu", "nr domu", "bina no", "so nha", "дом", "numero"]),
    ("unit", &[
        "地址2", "地址 2", "公寓/套房", "地址第2行",
        "adresse 2", "adresse ligne 2", "complemento", "numero interior", "num int", "piso", "puerta", "direccion 2", "endereco 2", "indirizzo 2", "interno",
        "toevoeging", "huisnummer toevoeging", "numer mieszkania", "nr lokalu", "daire", "daire no", "квартира", "建物", "建物名・部屋番号", "マンション名", "住所3", "상세 주소",
    ]),
    ("country", &["country territory", "territory country", "国家/地区代码", "国家代码", "国家或地区", "kraj", "ulke", "quoc gia", "страна", "국가명", "land region", "wohnland"]),
    ("province", &[
        "uf", "region provincia", "departamento", "departement", "regione", "provincie", "wojewodztwo", "il", "tinh", "tinh thanh", "область", "регион", "kanton", "縣市", "省/市/自治区", "省代码", "省/自治区代码", "省份代码",
    ]),
    ("city", &["municipio", "localita", "citta residenza", "ville residence", "gemeente", "miejscowosc", "sehir", "thanh pho", "город", "市町村", "市区郡", "ciudad residencia", "villes"]),
    ("district", &["colonia", "distrito", "frazione", "wijk", "gmina", "powiat", "ilce", "mahalle", "quan", "quan huyen", "phuong", "phuong xa", "раион", "鄉鎮市區"]),
    ("postcode", &[
        "cp", "c p", "postcode area", "postcode district", "postcode sector", "outcode", "outward code", "zip 3", "zip3", "codigo cep", "cap postale", "postkode", "posta kodu", "ma buu dien", "индекс", "почтовыи индекс", "郵便", "〒", "zip/邮编", "우편 번호", "postcodes", "kod",
    ]),
    ("birth_date", &[
        "data nascimento", "data nascita", "fecha nac", "f nacimiento", "dt nasc", "data nasc", "nasc", "date naissance", "geb", "geboren", "geboren am", "geb dat", "geboortedag",
        "data ur", "dogum tarihi", "d tarihi", "ngay sinh", "дата рождения", "生日日期", "생년 월일",
    ]),
    ("birth_year", &["ano nascimento", "anno nascita", "annee naissance", "geboortejaar", "rok urodzenia", "dogum yili", "nam sinh"]),
    ("birth_month", &["mois naissance", "mes nacimiento", "mes nascimento", "mese nascita", "geburtsmonat monat", "geboortemaand", "dogum ayi", "thang sinh"]),
    ("birth_day", &["jour naissance", "dia nacimiento", "dia nascimento", "giorno nascita", "geburtstag tag", "geboortedag dag", "dogum gunu"]),
    ("+category", &["nom naissance", "nom jeune fille", "nom patronymique", "geburtsname", "nombre soltera", "cognome nubile", "meisjesnaam", "nazwisko panienskie", "kizlik soyadi", "旧姓"]),
    ("gender", &["geslacht", "plec", "cinsiyet", "gioi tinh", "пол", "anrede geschlecht", "tratamento", "titolo", "aanhef", "성별(남/여)"]),
    ("member_id", &["n carte", "numero carte", "carte fidelite", "numero tarjeta", "numero socio", "n socio", "numero tessera", "tessera", "klantenkaart", "kundenkarte", "kundenkartennummer", "numer karty"]),
    ("national_id", &[
        "cpf cliente", "documento", "numero documento", "documento identidad", "cedula", "rut", "dni nie", "bsn", "tc kimlik no", "tckn", "cmnd", "cccd", "so cmnd", "身分證字號",
        "身分證", "주민번호",
    ]),
    ("tax_id", &["cpf cnpj", "inscricao estadual", "partita iva", "p iva", "piva", "numero tva", "n tva", "btw nummer", "kvk nummer", "kvk", "nip", "regon", "vergi no", "vkn", "ma so thue", "инн", "統一編號", "統編", "steuernummer", "umsatzsteuer id", "ust id nr", "handelsregisternummer", "hrb", "rfc", "nit", "ruc", "cuit", "社会统一信用代码"]),
    ("industry", &["sektor", "settore", "setor", "ramo atividade", "giro", "branza", "secteur activite", "nganh nghe", "отрасль", "업태", "종목"]),
    ("job_title", &["funktion", "mansione", "ruolo", "functie", "stanowisko", "gorev", "unvani", "chuc vu", "должность", "職銜", "職稱", "役職名", "직함"]),
    ("owner", &["vendedor", "responsable", "responsabile", "betreuer", "kundenbetreuer", "verkoper", "handlowiec", "менеджер", "跟单员", "业务负责人", "担当営業", "営業担当"]),
    ("-text", &["nota", "note interne", "remarque", "remarques", "anmerkung", "anmerkungen", "opmerking", "opmerkingen", "uwagi", "notlar", "ghi chu", "комментарии", "примечание", "observacoes", "osservazioni", "commentaires", "備註", "附注", "客户说明", "客情", "요청사항", "特記事項"]),
    ("event.text", &["询盘内容", "咨询内容描述", "询价内容", "客户留言",  "messaggio", "bericht", "wiadomosc", "mesaj", "tin nhan", "сообщение", "votre message", "您的问题", "需求说明", "ご質問", "ご要望", "お問合せ内容", "문의 내용"]),
    ("event.key", &[
        "numero pedido", "num pedido", "n pedido", "id pedido", "pedido id", "numero commande", "n commande", "reference commande", "numero ordine", "n ordine", "id ordine", "ordine",
        "bestell nr", "bestellnr", "auftrag nr", "bestelnummer", "ordernummer", "numer zamowienia", "siparis no", "siparis numarasi", "ma don hang", "номер заказа", "受注番号", "伝票番号", "注文id", "주문 번호", "订单流水号", "外部订单号",
    ]),
    ("event.at", &[
        "fecha pedido", "fecha compra", "fecha venta", "data pedido", "data compra", "data venda", "date commande", "date achat", "data ordine", "data acquisto", "bestellzeit", "bestellt am", "kaufdatum",
        "auftragsdatum", "besteldatum", "orderdatum", "data zamowienia", "siparis tarihi", "ngay dat hang", "дата заказа", "受注日", "受注日時", "購入日", "購入日時", "주문 일시", "주문일자", "결제일",
        "marca temporal", "horodateur", "zeitstempel", "carimbo data hora", "informazioni cronologiche", "tijdstempel", "sygnatura czasowa", "zaman damgasi", "dau thoi gian", "отметка времени",
        "タイムスタンプ", "타임스탬프", "scan zeit", "scanzeit", "scanned", "besuchsdatum", "date visite", "fecha visita", "来店日", "訪問日", "방문일", "开单时间", "开单日期", "下单日", "购物时间", "录单时间",
    ]),
    ("event.status", &[
        "estado pedido", "status pedido", "statut commande", "stato ordine", "auftragsstatus", "status zamowienia", "siparis durumu", "trang thai", "статус", "ステータス", "受注ステータス", "注文ステータス", "주문 상태", "처리상태", "单据状态",
    ]),
    ("event.amount", &[
        "valor total", "total pedido", "importe total", "montant total", "total ttc", "totale", "totale ordine", "importo", "importo totale", "gesamt", "gesamtsumme", "summe", "rechnungsbetrag", "totaalbedrag",
        "totaal", "kwota", "wartosc zamowienia", "suma", "tutar", "toplam", "toplam tutar", "tong tien", "сумма", "итого", "請求金額", "購入金額", "総額", "결제 금액", "총금액", "주문금액", "实收金额", "折后金额", "付款总额", "成交额",
    ]),
    ("event.currency", &["moeda", "valuta", "waluta", "para birimi", "tien te", "валюта", "通貨"]),
    ("nickname", &["花名", "网络昵称", "直播间昵称", "粉丝名"]),
    ("item.product", &[
        "nombre producto", "nome produto", "produto", "nom produit", "nom article", "article", "articolo", "prodotto", "nome prodotto", "artikelname", "artikelbezeichnung", "artikelomschrijving", "productnaam",
        "nazwa produktu", "produkt nazwa", "urun", "urun adi", "san pham", "ten san pham", "товар", "购物内容", "款式名称", "상품 이름", "item title",
    ]),
    ("item.quantity", &["quantita", "quantidade", "quantidade comprada", "cantidad comprada", "aantal", "ilosc", "adet", "miktar", "so luong", "количество", "個数", "注文数"]),
    ("item.amount", &["valor produto", "preco", "preco unitario", "precio", "precio unitario", "prix", "prix unitaire", "prezzo", "preis", "einzelpreis", "stuckpreis", "prijs", "cena", "birim fiyat", "fiyat", "don gia", "цена", "単価", "价钱"]),
    ("created_at", &[
        "angelegt am", "registriert am", "kunde seit", "date adhesion", "date creation", "client depuis", "fecha registro", "fecha alta", "fecha creacion", "cliente desde", "data cadastro", "data registo", "data registro",
        "data iscrizione", "data registrazione", "cliente dal", "aanmaakdatum", "aangemaakt", "inschrijfdatum", "klant sinds", "data rejestracji", "data utworzenia", "kayit tarihi", "ngay tao", "ngay dang ky", "дата регистрации",
        "办卡日", "开户日期", "入会日", "申请日期", "申请时间", "入会年月日", "会員登録日", "작성일", "회원가입일",
    ]),
    ("updated_at", &["letzte anderung", "geandert", "date modification", "derniere modification", "fecha actualizacion", "ultima actualizacion", "data atualizacao", "ultima modifica", "gewijzigd", "data modyfikacji", "guncelleme tarihi", "最終更新日"]),
    ("-date", &["data", "tarih", "ngay", "дата", "versanddatum", "lieferdatum", "fecha envio", "date livraison", "data entrega", "letzter kauf", "dernier achat", "ultima compra", "ultimo acquisto", "laatste aankoop", "最終購入日", "最近来店日"]),
    ("provenance", &["herkunft", "origine", "origen", "origem", "provenienza", "canal", "canale", "kanal", "bron", "zrodlo", "kaynak", "nguon", "источник", "来店动机", "如何得知", "了解渠道", "流入経路", "知ったきっかけ"]),
    ("row_id", &[ "kunden id", "numero cliente", "id cliente", "codice cliente", "codigo cliente", "klantnummer", "klantnr", "numer klienta", "id klienta", "musteri no", "ma khach hang", "顧客id", "会員id", "회원id", "회원아이디", "会员序号", "sl", "sr no", "sr"]),
    ("consent.email", &["接受电子邮件营销", "接受邮件营销", "邮件营销", "电子邮件营销", "optin email", "optin e mail", "email opt", "opt in email", "opt in e mail", "newsletter einwilligung", "werbeeinwilligung", "acepta marketing", "aceita marketing", "consenso marketing", "メルマガ", "メルマガ購読", "メールマガジン", "이메일수신동의", "이메일 수신동의"]),
    ("consent.sms", &["接受短信营销", "短信营销", "接受 sms 营销", "接受sms营销", "optin sms", "opt in sms", "sms einwilligung", "ok to text", "sms수신동의", "sms 수신동의"]),
    ("-number", &["订单总数", "订单数", "订单数量", "累计订单", "puntos", "pontos", "punti", "剩余积分", "可用积分"]),
    ("-amount", &["消费总额", "累计消费额", "花费总额", "总花费", "总支出", "desconto", "descuento", "sconto", "remise", "rabatt", "korting", "rabat", "indirim", "valor frete", "frete", "gastos envio", "frais port", "spese spedizione", "versandkosten", "verzendkosten", "costo envio", "送料", "割引", "배송비"]),
];

/// Words for a party that are its name where a header says nothing else.
#[rustfmt::skip]
pub(super) const PARTY_NAMES: &[&str] = &["顾客", "客人", "会员", "学员", "申请者", "登记人"];

/// Linking words of the languages above, which say nothing of a column.
#[rustfmt::skip]
pub(super) const LINKING: &[&str] = &[
    "de", "du", "des", "del", "della", "dei", "di", "da", "do", "dos", "das", "d", "l", "la", "le", "les", "el", "los", "las", "lo", "der", "die", "den", "dem",
    "van", "het", "para", "pour", "por", "per", "zur", "zum", "fur", "al", "y", "et", "und", "and", "e", "i", "og", "och", "en", "a", "o", "of", "the", "su",
    "sua", "seu", "tu", "tua", "votre", "vos", "ihre", "ihr", "uw", "je", "if", "any",
];

/// Words after a header that name the receiver of goods (`Nome para a entrega`, `Phone (Shipping)`).
#[rustfmt::skip]
pub(super) const RECEIVER_BEHIND: &[&str] = &[
    "entrega", "envio", "livraison", "expedition", "spedizione", "consegna", "destinatario", "destinataire", "lieferung", "versand", "empfanger", "verzending",
    "bezorging", "dostawy", "odbiorcy", "teslimat", "shipping", "delivery", "recipient", "receiver", "consignee",
];

/// Words after a header that name the row's own party.
#[rustfmt::skip]
pub(super) const OWN_BEHIND: &[&str] = &[
    "comprador", "cliente", "client", "clientes", "clients", "facturacion", "facturation", "fatturazione", "faturamento", "cobranca", "contacto", "contato", "contatto", "acheteur",
    "acquirente", "titular", "titolare", "kunde", "kunden", "klant", "klienta", "musteri", "billing", "customer", "buyer", "member", "socio", "adherent", "paciente", "paziente", "patient", "etablissement",
];
