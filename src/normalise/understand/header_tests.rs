//! Headers as real exports write them, each with what it means.

use super::*;

/// The meaning of a header in short: the target's name, `+kind`, `-kind`, or a word.
fn said(header: &str) -> String {
    match hint(header).map(|h| h.meaning) {
        None => "nothing".to_owned(),
        Some(Meaning::Target(target)) => target.to_string(),
        Some(Meaning::Attribute(kind)) => format!("+{kind}"),
        Some(Meaning::Plain(kind)) => format!("-{kind}"),
        Some(Meaning::Provenance) => "provenance".to_owned(),
        Some(Meaning::RowId) => "row_id".to_owned(),
        Some(Meaning::SomeName) => "some_name".to_owned(),
        Some(Meaning::SomeId) => "some_id".to_owned(),
    }
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(header, want)| said(header) != *want)
        .map(|(header, want)| format!("{header}: want {want}, got {}", said(header)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn headers_of_the_north_the_east_and_arabia_are_understood() {
    check(&[
        ("Név", "name"),
        ("Vezetéknév", "family_name"),
        ("Születési dátum", "birth_date"),
        ("Irányítószám", "postcode"),
        ("Nama Lengkap", "name"),
        ("No. HP", "phone"),
        ("Tanggal Lahir", "birth_date"),
        ("Kota/Kabupaten", "city"),
        ("NIK", "national_id"),
        ("Příjmení", "family_name"),
        ("Datum narození", "birth_date"),
        ("PSČ", "postcode"),
        ("Număr de telefon", "phone"),
        ("Județ", "province"),
        ("Fødselsdato", "birth_date"),
        ("Företagsnamn", "company"),
        ("Sähköpostiosoite", "email"),
        ("Ονοματεπώνυμο", "name"),
        ("Κινητό τηλέφωνο", "phone"),
        ("Прізвище", "family_name"),
        ("Дата народження", "birth_date"),
        ("رقم الجوال", "phone"),
        ("تاريخ الميلاد", "birth_date"),
        ("שם משפחה", "family_name"),
        ("Életkor", "+number"),
    ]);
}

#[test]
fn people_and_things_beside_the_customer_are_no_columns_of_his() {
    check(&[
        ("被推荐人手机", "phone"),
        ("被推荐学员", "name"),
        ("推荐人手机", "-category"),
        ("代理机构", "-category"),
        ("中标供应商", "-category"),
        ("采购单位", "company"),
        ("验券账号", "-category"),
        ("验券时间", "event.at"),
        ("到访校区", "-category"),
        ("校区", "-category"),
        ("就餐人数", "-number"),
        ("员工人数", "company_size"),
        ("收据编号", "event.key"),
        ("缴费日期", "event.paid_at"),
        ("领卡时间", "created_at"),
        ("SN码", "-category"),
        ("SN", "family_name"),
        ("最近消费日期", "-date"),
        ("最近一次下单时间", "-date"),
        ("首次消费时间", "created_at"),
        ("Review Title", "nothing"),
        ("Contact Title", "job_title"),
        ("Professional Title", "job_title"),
    ]);
}

#[test]
fn no_word_is_listed_under_two_meanings() {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let mut twice = Vec::new();
    for (code, words) in all_words() {
        for word in *words {
            if let Some(other) = seen.insert(word, code)
                && other != *code
            {
                twice.push(format!("`{word}`: {other} and {code}"));
            }
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

#[test]
fn latin_words_are_listed_as_headers_are_folded() {
    let wrong: Vec<&str> = all_words().flat_map(|(_, w)| *w).copied().filter(|w| w.is_ascii() && phrase(w) != *w).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn english_headers_in_any_spelling_are_known() {
    check(&[
        ("First Name", "given_name"),
        ("firstName", "given_name"),
        ("FIRST_NM", "given_name"),
        ("fname_c1", "given_name"),
        ("given-name", "given_name"),
        ("forename", "given_name"),
        ("Surname", "family_name"),
        ("LastName", "family_name"),
        ("lname", "family_name"),
        ("Customer Last Name", "family_name"),
        ("midl_name", "middle_name"),
        ("MI", "middle_name"),
        ("Full Name", "name"),
        ("CUSTOMER_NAME", "name"),
        ("contactName", "name"),
        ("E-mail Address", "email"),
        ("emailAddress1", "email"),
        ("work_email", "email"),
        ("Home Phone", "phone"),
        ("phone_number_2", "phone"),
        ("TelephoneNumber", "phone"),
        ("Mobile No.", "phone"),
        ("area_cd", "area_code"),
        ("DOB", "birth_date"),
        ("date_of_birth", "birth_date"),
        ("BirthDate", "birth_date"),
        ("birth_year", "birth_year"),
        ("YOB", "birth_year"),
        ("sex_code", "gender"),
        ("ZIP", "postcode"),
        ("zip_code", "postcode"),
        ("postcode_fake", "postcode"),
        ("Billing Zip", "postcode"),
        ("res_street_address", "street"),
        ("street_number", "house_number"),
        ("address_1", "street"),
        ("AddressLine2", "unit"),
        ("Suburb", "district"),
        ("county_desc", "district"),
        ("state_cd", "province"),
        ("res_city_desc", "city"),
        ("Mailing City", "city"),
        ("Shipping City", "receiver.city"),
        ("ship_to_name", "receiver.name"),
        ("Recipient Phone Number", "receiver.phone"),
        ("soc_sec_id", "national_id"),
        ("SSN", "national_id"),
        ("VAT Number", "tax_id"),
        ("org_name", "company"),
        ("Company Name", "company"),
        ("employer", "company"),
        ("web site", "url"),
        ("birth_place", "place"),
        ("occupation", "+category"),
        ("race_code", "+category"),
        ("Order #", "event.key"),
        ("Order Date", "event.at"),
        ("order_total", "event.amount"),
        ("Submitted At", "event.at"),
        ("Your Message", "event.text"),
        ("Created At", "created_at"),
        ("registr_dt", "created_at"),
        ("Last Modified Date", "updated_at"),
        ("Lead Source", "provenance"),
        ("source", "provenance"),
        ("rec_id", "row_id"),
        ("Customer ID", "row_id"),
        ("voter_reg_num", "row_id"),
        ("Provider ID", "some_id"),
        ("Site name", "some_name"),
        ("Product Name", "item.product"),
        ("Lineitem quantity", "item.quantity"),
        ("age", "+number"),
        ("Notes", "-text"),
        ("Tags", "tags"),
        ("Accepts Marketing", "consent.email"),
        ("Emergency Contact Phone", "-category"),
        ("F3", "nothing"),
        ("col_1", "nothing"),
    ]);
}

#[test]
fn chinese_headers_are_known_with_their_decorations() {
    check(&[
        ("1、您的姓名", "name"),
        ("2.您的联系方式：", "phone"),
        ("*手机号码（必填）", "phone"),
        ("请填写您的手机号", "phone"),
        ("联系人姓名", "name"),
        ("客户名称", "name"),
        ("会员卡号", "member_id"),
        ("开卡日期", "created_at"),
        ("所在地区", "province"),
        ("收货人", "receiver.name"),
        ("收货人姓名", "receiver.name"),
        ("收货人手机号/提货人手机号", "receiver.phone"),
        ("收货人省份", "receiver.province"),
        ("收货地址省", "receiver.province"),
        ("收货地址市", "receiver.city"),
        ("收货地址区", "receiver.district"),
        ("收货地址", "receiver.address"),
        ("最近一次交易时间", "-date"),
        ("默认地址国家/地区代码", "country"),
        ("详细收货地址/提货地址", "receiver.address"),
        ("收件人手机号", "receiver.phone"),
        ("公司名称", "company"),
        ("贵公司名称", "company"),
        ("统一社会信用代码", "tax_id"),
        ("身份证号", "national_id"),
        ("出生年月", "birth_date"),
        ("性别", "gender"),
        ("微信昵称", "nickname"),
        ("微信号", "account_id"),
        ("买家会员名", "account_id"),
        ("电子邮箱", "email"),
        ("详细地址", "address"),
        ("邮政编码", "postcode"),
        ("订单编号", "event.key"),
        ("下单时间", "event.at"),
        ("实付金额", "event.amount"),
        ("商品ID", "item.sku"),
        ("咨询内容", "event.text"),
        ("提交时间", "event.at"),
        ("来源渠道", "provenance"),
        ("备注", "-text"),
        ("是否会员", "-category"),
        ("分销员手机号", "-category"),
        ("推荐人姓名", "-category"),
        ("紧急联系人电话", "-category"),
        ("店铺名称", "-category"),
        ("专属导购", "owner"),
        ("姓名 Name", "name"),
        ("手机 Mobile", "phone"),
        ("職業", "+category"),
        ("聯絡電話", "phone"),
        ("最近消费时间", "-date"),
        ("会员", "name"),
        ("会员码", "nothing"),
        ("顾客等级", "-category"),
        ("业务类型", "-category"),
        ("活動名稱", "-category"),
    ]);
}

#[test]
fn what_stands_in_brackets_or_counts_does_not_hide_a_header() {
    check(&[
        ("Order Total (USD)", "event.amount"),
        ("Created (UTC)", "created_at"),
        ("销售金额(折扣后)", "event.amount"),
        ("銷售金額(折扣後)", "event.amount"),
        ("出生(民國)", "birth_date"),
        ("注册资金(万元)", "nothing"),
        ("訂單 No", "event.key"),
        ("會員 ID", "member_id"),
        ("轉單日期時間", "event.at"),
        ("訂單成立日期", "event.at"),
        ("Order placed", "event.at"),
        ("USt-IdNr.", "tax_id"),
        ("Steuer-Nr.", "tax_id"),
        ("Vertrags-Nr.", "some_id"),
        ("Phone (Shipping)", "receiver.phone"),
    ]);
}

#[test]
fn the_sender_of_a_parcel_is_somebody_else() {
    check(&[
        ("寄件电话", "-category"),
        ("寄件人", "-category"),
        ("发件人手机", "-category"),
        ("收件人", "receiver.name"),
        ("收件电话", "receiver.phone"),
        ("Sender Phone", "-category"),
        ("Absender Straße", "-category"),
    ]);
}

#[test]
fn staff_name_columns_in_their_own_words() {
    check(&[
        ("备注名", "name"),
        ("对接人", "name"),
        ("Name in English", "name"),
        ("所属员工", "owner"),
        ("電話國碼", "area_code"),
        ("What company do you work for?", "company"),
        ("Werbung erlaubt?", "consent.email"),
        ("愿意收短信？", "consent.sms"),
        ("累積金額", "-amount"),
    ]);
}

#[test]
fn other_languages_are_known() {
    check(&[
        ("Vorname", "given_name"),
        ("Nachname", "family_name"),
        ("Straße", "street"),
        ("Hausnummer", "house_number"),
        ("PLZ", "postcode"),
        ("Geburtsdatum", "birth_date"),
        ("Prénom", "given_name"),
        ("Nom", "family_name"),
        ("Téléphone", "phone"),
        ("Code Postal", "postcode"),
        ("Correo electrónico", "email"),
        ("Apellidos", "family_name"),
        ("Fecha de nacimiento", "birth_date"),
        ("Teléfono", "phone"),
        ("氏名", "name"),
        ("電話番号", "phone"),
        ("生年月日", "birth_date"),
        ("이름", "name"),
        ("Nome do comprador", "given_name"),
        ("Nome para a entrega", "receiver.given_name"),
        ("Telefone para a entrega", "receiver.phone"),
        ("Nombre y apellidos", "name"),
        ("Teléfono de contacto", "phone"),
        ("Dirección de envío", "receiver.address"),
        ("Direcció", "nothing"),
        ("Straße und Hausnummer", "street"),
        ("Lieferadresse Vorname", "receiver.given_name"),
        ("Rechnungsadresse Nachname", "family_name"),
        ("Número do Pedido", "event.key"),
        ("Status do Pedido", "event.status"),
        ("Marca temporal", "event.at"),
        ("Date d'adhésion", "created_at"),
        ("Họ và tên", "name"),
        ("Điện thoại", "phone"),
        ("Doğum Tarihi", "birth_date"),
        ("Imię i nazwisko", "name"),
        ("Geboortedatum", "birth_date"),
        ("掃描時間", "event.at"),
        ("流動電話", "phone"),
        ("電郵", "email"),
        ("ステータス", "event.status"),
        ("注文日時", "event.at"),
        ("お届け先氏名", "receiver.name"),
        ("연락처", "phone"),
        ("Phone (Shipping)", "receiver.phone"),
        ("Co-Registrant First Name", "some_name"),
        ("휴대폰", "phone"),
        ("생년월일", "birth_date"),
    ]);
}

#[test]
fn headers_of_ledgers_registers_and_clinics_are_understood() {
    check(&[
        // SAP: customers, vendors and addresses (KNA1, LFA1, ADRC, BUT000).
        ("NAME1", "name"),
        ("STRAS", "street"),
        ("ORT01", "city"),
        ("ORT02", "district"),
        ("PSTLZ", "postcode"),
        ("REGIO", "province"),
        ("TELF1", "phone"),
        ("TELF2", "phone"),
        ("STCEG", "tax_id"),
        ("STCD1", "tax_id"),
        ("SMTP_ADDR", "email"),
        ("NAME_FIRST", "given_name"),
        ("NAME_LAST", "family_name"),
        ("POST_CODE1", "postcode"),
        ("CITY1", "city"),
        ("HOUSE_NUM1", "house_number"),
        ("TEL_NUMBER", "phone"),
        ("MOB_NUMBER", "phone"),
        ("BIRTHDT", "birth_date"),
        ("KUNNR", "row_id"),
        ("LIFNR", "row_id"),
        // Xero, NetSuite, Odoo, DATEV, Magento, Stripe, Dynamics.
        ("POAddressLine1", "address"),
        ("POPostalCode", "postcode"),
        ("POCity", "city"),
        ("PORegion", "province"),
        ("TaxNumber", "tax_id"),
        ("Billing Addr 1", "street"),
        ("Tax Reg. Number", "tax_id"),
        ("Vat Reg No", "tax_id"),
        ("EU-UStID", "tax_id"),
        ("Customer Address Line1", "street"),
        ("Street Address Line 1", "address"),
        ("telephone1", "phone"),
        ("address1_line1", "street"),
        ("address1_postalcode", "postcode"),
        ("emailaddress1", "email"),
        ("mobilephone", "phone"),
        // Registers of companies and charities.
        ("RegAddress.AddressLine1", "address"),
        ("RegAddress.PostTown", "city"),
        ("RegAddress.PostCode", "postcode"),
        ("IncorporationDate", "+birth_date"),
        ("denominationUniteLegale", "company"),
        ("libelleCommuneEtablissement", "city"),
        ("typeVoieEtablissement", "street"),
        ("activitePrincipaleEtablissement", "industry"),
        ("prenom1UniteLegale", "given_name"),
        ("MRN", "member_id"),
        ("MOTHER_MAIDEN", "+category"),
        ("codePostalEtablissement", "postcode"),
        ("Raison sociale / Nom", "company"),
        ("Rag. Soc.", "company"),
        ("Cod. Fisc.", "national_id"),
        ("C.F.", "national_id"),
        ("P.IVA", "tax_id"),
        ("Наименование организации", "company"),
        ("ИНН", "tax_id"),
        ("ФИО", "name"),
        ("Дата рожд.", "birth_date"),
        ("Моб. тел.", "phone"),
        // Clinics, schools, libraries, voters.
        ("PAT_NAME", "name"),
        ("PAT_LAST_NAME", "family_name"),
        ("Pt First Name", "given_name"),
        ("ADD_LINE_1", "street"),
        ("ADDR_LINE1", "street"),
        ("HOME_PHONE", "phone"),
        ("Patron Name", "name"),
        ("Borrower Name", "name"),
        ("Elector Surname", "family_name"),
        ("Elector Forename", "given_name"),
        ("Name Last", "family_name"),
        ("Residence Address Line 1", "street"),
        ("RESIDENTIAL_ADDRESS1", "street"),
        ("Daytime Phone Number", "phone"),
        ("Last Residence", "city"),
        ("Last Known Address", "address"),
        ("Last Known Phone", "phone"),
        ("NM_PACIENTE", "name"),
        ("DT_NASCIMENTO", "birth_date"),
        ("NU_TELEFONE", "phone"),
        ("NO_MUNICIPIO", "city"),
        ("CS_SEXO", "gender"),
        ("NM_MAE", "+category"),
        ("Nome da mãe", "+category"),
        ("Nom usuel", "family_name"),
        ("Nom d'usage", "family_name"),
        ("Tel. privat", "phone"),
        ("Tel. dienstlich", "phone"),
        ("Telefon geschäftlich", "phone"),
        ("Tel. mobil", "phone"),
        ("E-Mail privat", "email"),
        ("Mél", "email"),
        ("Toev.", "unit"),
        ("Huisnr. toev.", "unit"),
        ("Voorl.", "given_name"),
        ("Tussenv.", "middle_name"),
        ("Apellido 1", "family_name"),
        ("1er Apellido", "family_name"),
        ("2º Apellido", "family_name"),
        ("姓(漢字)", "family_name"),
        ("名(漢字)", "given_name"),
        ("CONTBR_NM", "name"),
        ("CONTBR_CITY", "city"),
        ("CONTBR_ZIP", "postcode"),
        ("CONTBR_EMPLOYER", "company"),
        ("Provider Business Practice Location Address Postal Code", "postcode"),
        ("Regno", "row_id"),
        ("PARCEL", "row_id"),
        ("Parcel ID", "row_id"),
        ("APN", "row_id"),
        // Who is asked for, and where firms sit.
        ("Persona de contacto", "name"),
        ("Kontaktperson", "name"),
        ("Контактное лицо", "name"),
        ("대표자명", "name"),
        ("Domicilio social", "address"),
        ("소재지", "address"),
        ("Str./Nr.", "street"),
        ("Handelsnaam", "company"),
        ("KvK-nummer", "tax_id"),
        ("ОГРН", "tax_id"),
        ("商号又は名称", "company"),
        ("Nazwa podmiotu", "company"),
        ("Rufnr.", "phone"),
        ("Tfno.", "phone"),
        ("Né(e) le", "birth_date"),
        ("Nº socio", "member_id"),
        ("NPI", "member_id"),
        ("Provider Last Name (Legal Name)", "family_name"),
        ("Provider Organization Name (Legal Business Name)", "company"),
    ]);
}
