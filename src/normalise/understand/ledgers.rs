//! What headers are called in ledgers, registers, clinics and libraries, in addition to `words`, `tongues` and `nations`.
//!
//! SAP's fields of customers, vendors and addresses (KNA1, LFA1, ADRC, BUT000, PA0002), the French register of establishments
//! (Sirene), Brazil's health records (SINAN, SIM), short forms of forms; written as `header::phrase` makes them.

/// Meaning → header words, as in `words::WORDS`.
#[rustfmt::skip]
pub(super) const LEDGER_WORDS: &[(&str, &[&str])] = &[
    ("name", &[
        "attendee", "delegate", "registrant", "participant", "visitor", "applicant", "candidate", "respondent", "employee", "resident", "voter", "passenger", "policyholder",
        "persona de contacto", "persona contacto", "personne de contact", "pessoa de contato", "referente", "osoba kontaktowa", "kontaktperson", "contactpersoon", "контактное лицо", "代表者名", "대표자명", "nm paciente", "nm pacient", "no paciente", "contbr nm", "contributor nm", "pat name", "pt name", "patron name", "borrower name", "elector name"]),
    ("given_name", &["provider first name", "vorna", "voorl", "prenom 1 unite legale", "prenom1 unite legale"]),
    ("middle_name", &["provider middle name", "tussenv", "tussenvoegsels", "voorvoegsel", "voorvoegsels"]),
    ("family_name", &["provider last name", "nachn", "nom usuel", "nom marital", "nom epouse", "nom d epouse", "nom unite legale", "1er apellido", "2o apellido", "2do apellido"]),
    ("phone", &["rufnr", "tfno", "tfno movil", "tlfno", "телефон факс", "telf1", "telf2", "tel1", "tel2", "моб тел", "моб телефон", "мобильныи", "сотовыи", "сот телефон", "тел", "контактныи телефон"]),
    ("email", &["correio eletronico", "smtp addr", "mel", "эл почта", "эл адрес"]),
    ("company", &[
        "handelsnaam", "商号", "商号又は名称", "nazwa podmiotu", "nazwa kontrahenta", "nome impresa", "denominacion social", "nombre o razon social", "provider organization name", 
        "name org1", "name org2", "raison sociale nom", "nom raison sociale", "rag soc", "ragsoc", "denomination unite legale", "denomination usuelle etablissement",
        "наименование организации", "название организации", "название компании", "наименование компании", "charity name", "name of charity", "club name",
    ]),
    ("address", &["domicilio social", "sede legale", "siege social", "소재지", "vestigingsadres", "wohnhaft", "юр адрес", "юридическии адрес", "фактическии адрес", "почтовыи адрес", "last known address", "last address"]),
    ("street", &["str nr", "str hausnr", "str", "stras", "type voie", "type voie etablissement", "libelle voie", "libelle voie etablissement", "add line 1", "nm logradouro", "nm logrado"]),
    ("house_number", &["numero voie etablissement", "nu numero"]),
    ("unit", &["toev", "huisnr toev", "huisnummer toev", "huisletter", "add line 2", "complement adresse etablissement"]),
    ("province", &["regio"]),
    ("city", &["vestigingsplaats", "libelle commune", "libelle commune etablissement", "last residence", "place of last residence", "parish of residence", "former residence"]),
    ("district", &["ort02", "nm bairro"]),
    ("postcode", &["pstlz", "nu cep"]),
    ("birth_date", &["ne e le", "ne le", "nee le", "birthdt", "gbdat", "дата рожд", "д р"]),
    ("gender", &["gesch"]),
    ("national_id", &["cod fisc", "cod fiscale", "c f", "снилс"]),
    ("tax_id", &[
        "kv k nummer", "kv k nr", "cnpj basico", "огрн", "огрнип", 
        "stceg", "stcd1", "stcd2", "stenr", "tax reg number", "tax reg no", "tax registration number", "tax registration no", "vat reg no", "vat reg number",
        "vat reg num", "vat registration number", "vat registration no", "charity number", "charity no", "registered charity number", "charity registration number",
    ]),
    ("+birth_date", &["stiftelsesdato", "stiftelsesdag"]),
    ("+category", &["nm mae", "nm mae pac", "nome mae", "nombre madre", "nombre padre", "nome pai", "nm pai", "nome madre", "nom mere", "nom pere", "name mutter", "mother maiden", "mothers maiden", "maiden"]),
    ("member_id", &["no socio", "no de socio", "n de socio", "npi", "npi number", "upn", "unique pupil number", "mrn", "medical record number", "medical record no", "med rec no", "patient mrn", "pat mrn id"]),
    ("+category", &[
        "vin", "vin no", "vin number", "vehicle identification number", "chassis no", "chassis number", "plate", "plate no", "plate number", "license plate",
        "licence plate", "registration plate", "number plate", "car plate", "rego", "车牌", "车牌号", "车牌号码", "车架号", "车架号码", "vin码", "车架号vin", "底盘号",
    ]),
    ("url", &["linkedin profile"]),
    ("industry", &["activite principale", "activite principale etablissement", "code ape", "ape", "code naf"]),
    ("row_id", &["kunnr", "lifnr", "pernr", "regno", "reg no", "apn", "parcel", "parcel no", "parcel number", "parcel id"]),
];
