//! What headers are called in languages of the north and east of Europe, Indonesia and Malaysia, Greece, Arabia and Israel.
//!
//! In addition to `words` and `tongues`; written as `header::phrase` makes them: lower case, without accents (`й` is `и`).

/// Meaning → header words, as in `words::WORDS`.
#[rustfmt::skip]
pub(super) const NATIONS_WORDS: &[(&str, &[&str])] = &[
    ("name", &[
        "nev", "teljes nev", "ugyfel neve", "ugyfelnev", "vevo neve", "vasarlo neve",
        "nama", "nama lengkap", "nama pelanggan", "nama pembeli", "nama penuh", "nama customer", "nama konsumen", "nama anggota", "nama siswa", "nama pasien",
        "jmeno prijmeni", "prijmeni jmeno", "cele jmeno", "meno priezvisko", "priezvisko meno", "jmeno zakaznika", "meno zakaznika",
        "nume prenume", "nume si prenume", "nume complet", "nume client", "navn", "namn", "fullt navn", "fullt namn", "fulde navn", "kundenavn", "kundnamn", "nimi", "koko nimi", "asiakkaan nimi",
        "ime prezime", "ime i prezime", "prezime ime", "ime priimek", "ime in priimek", "ονοματεπωνυμο", "піб", "прізвище імя", "прізвище ім я", "імя прізвище", "име фамилия", "име и фамилия",
        "الاسم", "الاسم الكامل", "اسم العميل", "שם", "שם מלא", "שם הלקוח",
    ]),
    ("given_name", &[
        "keresztnev", "utonev", "nama depan", "nama pertama", "jmeno", "krestni jmeno", "meno", "krstne meno", "prenume", "forenamn", "tilltalsnamn", "etunimi", "ime", "ονομα", "імя", "ім я", "име",
        "الاسم الاول", "שם פרטי",
    ]),
    ("middle_name", &["nama tengah", "mellannamn", "mellomnavn", "mellemnavn", "по батькові", "презиме", "اسم الاب"]),
    ("family_name", &[
        "vezeteknev", "csaladnev", "csaladi nev", "nama belakang", "nama keluarga", "prijmeni", "priezvisko", "nume familie", "nume de familie", "sukunimi", "prezime", "priimek", "επωνυμο", "επιθετο",
        "прізвище", "фамилно име", "اسم العائلة", "اللقب", "שם משפחה",
    ]),
    ("phone", &[
        "telefonszam", "mobilszam", "telefonszama", "no hp", "nomor hp", "no telp", "nomor telp", "nomor telepon", "no telepon", "telepon", "hp", "no wa", "nomor wa", "no whatsapp", "nomor whatsapp", "handphone",
        "no handphone", "nomor handphone", "nombor telefon", "no telefon", "no tel bimbit", "telefonni cislo", "telefonne cislo", "cislo telefonu", "mobilni telefon", "mobilny telefon",
        "numar telefon", "numar de telefon", "nr telefon", "nr tel", "mobilnr", "mobiltelefonnummer", "tlf", "tlf nr", "tlfnr", "telefonnr privat", "puhelinnumero", "puh", "matkapuhelin", "broj telefona", "broj mobitela", "mobitel",
        "telefonska stevilka", "τηλεφωνο", "κινητο", "κινητο τηλεφωνο", "σταθερο τηλεφωνο", "номер телефону", "мобільнии телефон", "телефонен номер", "мобилен телефон", "gsm номер",
        "الهاتف", "رقم الهاتف", "الجوال", "رقم الجوال", "الموبايل", "رقم الموبايل", "هاتف", "جوال", "טלפון", "נייד", "טלפון נייד", "מספר טלפון",
    ]),
    ("email", &[
        "e mail cim", "email cim", "elektronikus levelcim", "surel", "alamat email", "alamat surel", "e mel", "emel", "emailova adresa", "e mailova adresa", "adresa email", "adresa e mail", "adresa de email",
        "e postadress", "epostadress", "e post adresse", "e postadresse", "e mailadresse", "sahkopostiosoite", "e posta adresa", "ηλεκτρονικο ταχυδρομειο", "електронна пошта", "имеил",
        "البريد الالكتروني", "الايميل", "דואל", "דוא ל", "אימייל",
    ]),
    ("company", &[
        "cegnev", "ceg", "ceg neve", "szervezet", "perusahaan", "nama perusahaan", "syarikat", "nama syarikat", "instansi", "nama instansi", "spolecnost", "nazev firmy", "nazev spolecnosti", "nazev", "spolocnost",
        "nazov firmy", "nazov spolocnosti", "nazov", "companie", "denumire firma", "nume firma", "denumire", "foretagsnamn", "firmanavn", "firmanamn", "bolag", "bolagsnamn", "virksomhedsnavn", "selskap", "selskapsnavn",
        "bedrift", "bedriftsnavn", "yritys", "yrityksen nimi", "tvrtka", "naziv tvrtke", "naziv", "podjetje", "preduzece", "επωνυμια", "εταιρεια", "εταιρια", "компанія", "назва компаніі", "назва",
        "الشركة", "اسم الشركة", "المؤسسة", "חברה", "שם חברה", "שם החברה",
    ]),
    ("address", &[
        "cim", "lakcim", "postacim", "levelezesi cim", "szamlazasi cim", "lakohely", "alamat", "alamat lengkap", "alamat rumah", "alamat pelanggan", "adresa", "bydliste", "bydlisko", "trvale bydliste", "trvaly pobyt", "fakturacni adresa",
        "fakturacna adresa", "adresa completa", "domiciliu", "adresa facturare", "postadress", "bostadsadress", "bopel", "bopæl", "naslov", "διευθυνση", "διευθυνση κατοικιας", "адреса",
        "العنوان", "عنوان", "כתובת",
    ]),
    ("receiver.name", &["nama penerima", "prijemce", "prijemca", "παραληπτης", "mottaker", "modtager", "vastaanottaja"]),
    ("receiver.address", &["szallitasi cim", "alamat pengiriman", "alamat penerima", "dorucovaci adresa", "dodaci adresa", "dorucovacia adresa", "adresa livrare", "adresa de livrare", "leveransadress", "leveringsadresse", "toimitusosoite"]),
    ("street", &["utca", "utca hazszam", "kozterulet", "kozterulet neve", "nama jalan", "jalan", "ulice", "ulice cislo", "ulica cislo", "strada", "gateadresse", "gate", "vejnavn", "katuosoite", "οδος", "вулиця", "רחוב"]),
    ("house_number", &["hazszam", "cislo popisne", "cislo domu", "husnummer", "husnr", "talonumero", "kucni broj", "αριθμος οδου", "номер будинку", "מספר בית"]),
    ("city", &["varos", "telepules", "helyseg", "kota", "kabupaten", "kota kabupaten", "bandar", "obec", "mesto", "oras", "localitate", "poststed", "postort", "postby", "kaupunki", "postitoimipaikka", "grad", "mjesto", "πολη", "місто", "град", "المدينة", "עיר"]),
    ("district", &["jaras", "kecamatan", "kelurahan", "okres", "kommun", "kommune", "opcina"]),
    ("province", &["megye", "provinsi", "propinsi", "negeri", "judet", "judetul", "fylke", "zupanija", "νομος", "المحافظة", "المنطقة"]),
    ("postcode", &["iranyitoszam", "irsz", "ir szam", "iranyito szam", "kode pos", "kodepos", "poskod", "psc", "postanski broj", "postna stevilka", "τκ", "τ κ", "ταχυδρομικος κωδικας", "поштовии індекс", "пощенски код", "الرمز البريدي", "מיקוד"]),
    ("country", &["orszag", "negara", "zeme", "krajina", "tara", "maa", "drzava", "χωρα", "краіна", "държава", "الدولة", "البلد", "ארץ"]),
    ("birth_date", &[
        "szuletesi datum", "szuletesi ido", "szul datum", "szul ido", "szuletesnap", "tanggal lahir", "tgl lahir", "tarikh lahir", "datum narozeni", "datum narodenia", "data nasterii", "data nastere", "fodselsdag", 
        "syntymaaika", "syntymapaiva", "datum rodenja", "datum rodjenja", "datum rojstva", "ημερομηνια γεννησης", "ημ νια γεννησης", "ημ γεννησης", "дата народження", "дата на раждане", "تاريخ الميلاد", "תאריך לידה",
    ]),
    ("birth_year", &["szuletesi ev", "tahun lahir", "rok narozeni", "rok narodenia", "an nastere", "anul nasterii", "fodelsear", "fodselsar", "syntymavuosi", "godina rodenja", "ετος γεννησης", "рік народження", "שנת לידה"]),
    ("place", &["szuletesi hely", "szulhely", "tempat lahir", "misto narozeni", "miesto narodenia", "locul nasterii", "fodelseort", "fodested", "syntymapaikka", "mjesto rodenja", "τοπος γεννησης", "місце народження"]),
    ("gender", &["neme", "jenis kelamin", "jantina", "kelamin", "pohlavi", "pohlavie", "kjonn", "sukupuoli", "spol", "φυλο", "стать", "الجنس", "מין"]),
    ("national_id", &[
        "szemelyi igazolvany szam", "szemelyi szam", "taj szam", "nik", "no nik", "no ktp", "nomor ktp", "ktp", "no kad pengenalan", "no ic", "ic no", "nric", "rodne cislo", "cod numeric personal", "personnr", "fodselsnummer", "cpr", "cpr nr", "cpr nummer",
        "henkilotunnus", "hetu", "oib", "jmbg", "emso", "αδτ", "рнокпп", "егн", "iqama", "iqama no", "iqama number", "emirates id", "civil id", "رقم الهوية", "رقم الاقامة", "תעודת זהות", "ת ז", "תז",
    ]),
    ("tax_id", &["adoszam", "adoazonosito", "npwp", "dic", "ico", "ic dph", "cui", "cod fiscal", "cod unic inregistrare", "orgnr", "org nr", "organisationsnummer", "organisasjonsnummer", "cvr", "cvr nr", "y tunnus", "αφμ", "α φ μ", "єдрпоу", "еик", "булстат", "الرقم الضريبي"]),
    ("+number", &[
        "age", "current age", "age years", "age in years", "patient age", "年龄", "alter", "edad", "나이", "年齢", "eta", "idade", "leeftijd", "wiek", "yas", "tuoi", "возраст", "eletkor", "usia", "umur", "vek", "varsta", "alder", "ika", "ηλικια", "вік", "възраст",
        "العمر", "גיל",
    ]),
    ("+category", &["anyja neve", "leanykori nev", "szuletesi nev", "nama ibu kandung", "nama ibu", "rodne prijmeni", "fodenavn", "pikenavn", "height", "weight", "body height", "body weight", "height cm", "weight kg", "身高", "体重", "身長", "grosse cm", "korpergrosse", "gewicht", "taille cm", "poids", "altura", "peso",]),
    ("-text", &["megjegyzes", "catatan", "keterangan", "poznamka", "poznamky", "observatii", "anmarkning", "anteckning", "merknad", "bemaerkning", "huomautus", "napomena", "σχολια", "примітки", "забележка", "ملاحظات", "הערות"]),
    ("-date", &["tanggal", "tgl", "tarikh", "dato", "paivamaara", "ημερομηνια"]),
    ("created_at", &["regisztracio datuma", "letrehozva", "tanggal daftar", "tanggal registrasi", "datum registrace", "datum registracie", "data inregistrarii", "registreringsdatum", "oprettet", "opprettet", "rekisteroitymispaiva", "תאריך הצטרפות"]),
    ("row_id", &["ugyfelszam", "ugyfel azonosito", "id pelanggan", "kode pelanggan", "cislo zakaznika", "id zakaznika", "cod client", "kundnummer", "kundnr", "asiakasnumero"]),
];
