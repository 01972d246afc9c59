//! Trade words of company names in Latin letters, and their abbreviations.
//!
//! Both lists are our own. In: folded words. Out: their long form, and whether they say what a company does.

use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};

use crate::normalise::edges::LatinWords;

/// Trades and generic words in Latin names, folded, abbreviations expanded.
const LATIN: &str = "academy accessories accountants accounting acoustics advertising advisers advisors advisory aerospace agency agricultural agriculture air \
airlines airways alliance aluminium aluminum analytics antiques apparel appliances architects architecture art arts assembly asset associates association atelier auction \
audio auto automation automobile automotive aviation bakery bank banking bar bars beauty beverage beverages bikes biotech biotechnology boats books boutique brands brewery \
broadcasting brokerage brokers builders building buildings cafe capital care cargo carpets catering cattle cement center ceramics chemical chemicals chemist child childcare children church \
cinema civil cleaners cleaning clinic clothing club coatings coffee collection college commerce commercial commodities communication communications community components \
computer computers computing concrete confectionery construction consultancy consultants consulting consumer contracting contractors controls cooperative cosmetics council couriers \
creations creative credit daycare day dairy data dealers decor defence defense delivery dental dentistry design designs developers development developments diagnostics digital direct distribution \
distributors drilling drinks drugs early ecommerce education educational electric electrical electricals electronic electronics elementary elevators energy engineering engineers enterprise \
enterprises entertainment environmental equipment equities estate estates events exchange exploration export exports express exteriors fabrication fabrics facilities farm farms fashion fashions feed \
fiber film films finance financial fisheries fitness floors florist flooring food foods footwear forestry forwarding foundation foundry franchise freight fruit fuel fund funds furnishings furniture \
gallery games gaming garage garden gardens garments gas gifts glass global goods grocery group growers gym hardware headstart health healthcare heating high hire holding holdings home homes \
hospital hospitality hotel hotels house housing hvac imaging import imports industrial industries industry information infrastructure insurance institute institutes institution instruments insulation integration interactive \
interiors international internet investment investments investors jewellers jewellery jewelers jewelry kindergarten kitchens laboratories laboratory labs land landscape landscaping law lawyers leasing \
leather legal leisure library lighting limousine liquor live logistics lumber machine machinery machines maintenance management manufacturer manufacturers manufacturing marine market marketing markets \
material materials measurement meats mechanical media medical medicine metal metals mill mills mineral minerals mining ministries mobile mobility montessori mortgage motor motors movers museum music \
national network networks news nursery nurseries nutrition office offices oil online optical optics organics organisation organization outdoor outfitters outlet packaging packing paint paints paper parish parts partners \
partnership parts pet petroleum pets pharma pharmaceutical pharmaceuticals pharmacy photo photography pictures pipes pizza plant plastics plumbing poultry power precision preschool press primary printers printing processing \
procurement produce producers production productions products professional programme programs projects promotions properties property protection provisions public publications publishers publishing pumps \
radio rail realtors realty recordings records recovery recruitment recycling refining refrigeration rehabilitation removals rental rentals repair repairs research resort resources restaurant \
restaurants retail risk robotics roofing rubber sales salon school schools science sciences seafood secondary security seeds semiconductor semiconductors senior service services ship shipping shoes shop \
shops sign signs smart social software solar solution solutions spa spares sport sporting sports staffing station stationery steel storage store stores stationers strategies studio studios supermarket supplies supply support \
surfaces surgery surgical surveyors sweets system systems tailors tannery tax taxi tea technical technologies technology telecom telecommunications telecoms television temple testing textile textiles theater \
therapeutics therapy timber tire tires tobacco tools tour tourism tours toys trade traders trading training transit transport transportation transports travel travels treatment trucking trucks trust tutoring \
tyres university utilities vehicles ventures veterinary video vineyard vineyards warehouse warehousing waste watches water wealth web welding wellness wholesale wholesalers wind windows wine wines wireless wood \
woodworking works workshop world worldwide yachts youth factory factories plastic product garment mold molds mould moulds craft crafts lamp lamps toy bag bags buses coaches sanayi ticaret holdinggesellschaft department authority cooperative equity securities assurance reinsurance pension telecommunication airport railways railroad shipyard refinery company companies supermarkets \
bancorp bancshares bankshares bancorporation biosciences biopharma biotherapeutics oncology maritime resorts midstream pipeline pipelines industrials financials residential lodging offshore cellular miners tankers animal assisted bio biomedical charter charters control electrics firm learning living orthopaedic orthopedic pest yacht \
aquatics cabinets coaching counseling courier decorating demolition dentists dermatology drywall electricians embroidery excavating excavation eyewear fencing fertilizers fragrances framing funeral haulage \
hauling hosiery ironworks janitorial knitwear laundries laundry lending lingerie liquors locksmith machining masonry massage millwork moving nutraceuticals optometry orthodontics orthopedics pastry paving pediatrics perfumes \
petrochemicals physiotherapy pilates plating pottery remodeling renovation renovations roasters salvage sanitation scaffolding seafoods sewing shipbuilding signage skincare spices tanning tattoo tooling \
towing trailers translation translations upholstery vending veterinarians waterproofing weaving winery wineries woodwork yoga barbershop brewing legale kitchenware iron pub ware maschinenfabrik metallbau stahlbau holzbau tiefbau groep groupe uslug uslugi uslugowa uslugowe uslugowo uslugowy produkcyjna produkcyjne ambalaj bilisim danismanlik gida insaat kimya lojistik makina mobilya nakliyat otomotiv pazarlama tarim tekstil turizm yazilim";

/// Trades and words for firms in Spanish and Portuguese, Italian, French, German and Dutch, Polish and the Nordic languages, in Japanese and in Russian, folded. They
/// stand before the name as often as behind it.
const FOREIGN: &str = "abogados advogados agricola agropecuaria alimentos asesores banco bebidas calcados calzados carniceria clinica comercial comercializadora comercio \
confecciones construcciones construcoes constructora construtora consultores consultoria distribuciones distribuicao distribuidora editora editorial engenharia exportadora farmacia \
ferreteria hoteles imobiliaria importaciones importadora industria industrias ingenieria inmobiliaria inversiones investimentos joyeria laboratorio laboratorios libreria logistica materiais \
materiales moveis muebles panaderia papelaria papeleria peluqueria restaurante seguros servicios servicos sistemas supermercado supermercados taller talleres tecnologia tecnologias textil \
transportes zapateria \
albergo arredamenti autofficina azienda calzature cantina commerciale costruzioni ditta edilizia gioielleria immobiliare impianti industrie officina panificio pasticceria pizzeria ristorante \
servizi tessile trasporti trattoria \
batiment boucherie boulangerie cabinet constructions electricite entreprise etablissements ets immobilier imprimerie librairie menuiserie patisserie pharmacie plomberie societe \
anlagenbau apotheke autohaus backerei bau beratung brauerei dienstleistungen druckerei elektro elektrotechnik fahrzeugbau handel handels handelsgesellschaft heizung hochbau immobilien \
kunststofftechnik logistik maschinenbau metallbau metzgerei mobel sanitar spedition stahlbau technik tiefbau transporte verlag versicherung versicherungen verwaltung weingut werkzeugbau \
aannemersbedrijf bakkerij bouw bouwbedrijf installatietechniek makelaardij slagerij techniek \
budownictwo firma handlowe hurtownia piekarnia produkcja produkcyjne przedsiebiorstwo sklep uslugi zaklad \
bygg eiendom fiskeri forlag rederi \
autotransportes carpinteria herreria imprenta lavanderia floristeria metalurgica plasticos maquinaria repuestos refacciones automotriz viajes publicidad asesoria abarrotes fruteria pescaderia pasteleria heladeria bodegas vivero viveros ganadera pesquera envases embalajes cartones marmoles azulejos decoraciones instalaciones mantenimiento limpiezas electricas quimica fontaneria \
padaria acougue mercearia confeccao mecanica serralheria transportadora pecas autopecas oficina incorporadora empreendimentos participacoes representacoes laticinios frigorifico tecidos malhas embalagens grafica contabilidade advocacia odontologia engenheiros alimenticios \
autotrasporti officine meccanica meccaniche carpenteria falegnameria tipografia macelleria panetteria ferramenta enoteca gelateria salumificio caseificio oleificio tessuti calzaturificio mobilificio maglificio vetreria abbigliamento arredamento edili edile costruttori elettronica elettrica idraulica termoidraulica ascensori alimentari bevande cantine consulenza agenzia \
maconnerie charpente couverture chauffage serrurerie carrosserie fromagerie traiteur epicerie fleuriste coiffure bijouterie quincaillerie mecanique fonderie travaux amenagement jardinerie pepinieres vignobles informatique nettoyage assurances voyages ameublement carrelage terrassement demenagements \
schreinerei tischlerei zimmerei dachdecker dachdeckerei malerbetrieb gartnerei gartenbau landschaftsbau reinigung gebaudereinigung fleischerei konditorei gasthaus gasthof buchhandlung steuerberatung steuerberater rechtsanwalte kanzlei planungsburo ingenieurburo ingenieure architekten hausverwaltung bautrager bauunternehmung bauunternehmen strassenbau holzbau fensterbau innenausbau trockenbau landtechnik landmaschinen kunststoffe lebensmittel getranke mineralole entsorgung umwelttechnik messtechnik medizintechnik fordertechnik antriebstechnik kaltetechnik klimatechnik haustechnik gebaudetechnik sicherheitstechnik systemhaus werbeagentur verpackungen feinmechanik zerspanungstechnik formenbau schlosserei schmiede giesserei galvanik lackiererei fahrzeugtechnik baustoffe baugesellschaft brennstoffe \
schildersbedrijf loodgietersbedrijf hoveniersbedrijf timmerbedrijf groothandel handelsonderneming adviesbureau administratiekantoor uitzendbureau verzekeringen apotheek drukkerij autobedrijf garagebedrijf machinefabriek metaalbewerking transportbedrijf kwekerij \
byggnads mekaniska mekaniske verkstad verksted fastigheter akeri snickeri redovisning konsult konsulter entreprenor rorlegger tomrer murermester ejendomme revision rakennus kuljetus konepaja tilitoimisto ravintola \
pphu phu fhu pph pphiu budowlane budowlana kancelaria apteka restauracja drukarnia spozywcze \
seisakusho seisakujo kogyo sangyo denki shoji shoten kensetsu unyu kagaku seiyaku shokuhin insatsu kinzoku tekko tekkosho seiki seimitsu denshi jidosha bussan boeki suisan \
avocats mecanicos steuerkanzlei rechtsanwaltskanzlei zahnarztpraxis arztpraxis betriebs transportowa \
строительная компания строительное торговый торговая дом фирма завод производственная производственное объединение транспортная логистика агентство \
недвижимость магазин аптека ресторан";

static FOREIGN_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FOREIGN.split_ascii_whitespace().collect());

static LATIN_SET: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| LATIN.split_ascii_whitespace().chain(FOREIGN_SET.iter().copied()).collect());

/// Abbreviations in company names, folded, with what they stand for; sorted.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("acad", "academy"),
    ("acct", "accounting"),
    ("adv", "advertising"),
    ("agri", "agriculture"),
    ("amer", "american"),
    ("apts", "apartments"),
    ("arch", "architects"),
    ("assn", "association"),
    ("assoc", "associates"),
    ("assocs", "associates"),
    ("assoctn", "association"),
    ("auth", "authority"),
    ("bldg", "building"),
    ("bldrs", "builders"),
    ("brewing", "brewery"),
    ("bros", "brothers"),
    ("brs", "brothers"),
    ("calif", "california"),
    ("caterers", "catering"),
    ("cath", "catholic"),
    ("centre", "center"),
    ("chas", "charles"),
    ("chem", "chemicals"),
    ("chems", "chemicals"),
    ("chldrn", "children"),
    ("cia", "company"),
    ("cmty", "community"),
    ("cntr", "center"),
    ("coll", "college"),
    ("comm", "community"),
    ("comms", "communications"),
    ("comp", "computer"),
    ("compagnie", "company"),
    ("companhia", "company"),
    ("compania", "company"),
    ("cons", "consulting"),
    ("const", "construction"),
    ("constr", "construction"),
    ("consult", "consulting"),
    ("coop", "cooperative"),
    ("cooperativa", "cooperative"),
    ("ctr", "center"),
    ("danl", "daniel"),
    ("dentistry", "dental"),
    ("dentists", "dental"),
    ("dept", "department"),
    ("dev", "development"),
    ("devel", "development"),
    ("dist", "distribution"),
    ("distr", "distribution"),
    ("distrib", "distribution"),
    ("edu", "education"),
    ("educ", "education"),
    ("edw", "edward"),
    ("elec", "electric"),
    ("elect", "electric"),
    ("electr", "electronics"),
    ("electricians", "electrical"),
    ("elem", "elementary"),
    ("eng", "engineering"),
    ("engg", "engineering"),
    ("engr", "engineering"),
    ("engrg", "engineering"),
    ("ent", "enterprises"),
    ("enterp", "enterprises"),
    ("entpr", "enterprises"),
    ("entps", "enterprises"),
    ("env", "environmental"),
    ("eqpt", "equipment"),
    ("equip", "equipment"),
    ("fdn", "foundation"),
    ("fin", "financial"),
    ("flli", "fratelli"),
    ("ft", "fort"),
    ("gebruder", "gebr"),
    ("gen", "general"),
    ("genl", "general"),
    ("geo", "george"),
    ("govt", "government"),
    ("groupe", "group"),
    ("grp", "group"),
    ("grup", "group"),
    ("grupa", "group"),
    ("grupo", "group"),
    ("grupp", "group"),
    ("gruppe", "group"),
    ("gruppo", "group"),
    ("hldg", "holdings"),
    ("hldgs", "holdings"),
    ("hnos", "hermanos"),
    ("hosp", "hospital"),
    ("hs", "high school"),
    ("imp", "import"),
    ("impex", "import export"),
    ("ind", "industries"),
    ("inds", "industries"),
    ("indus", "industries"),
    ("info", "information"),
    ("ins", "insurance"),
    ("inst", "institute"),
    ("instr", "instruments"),
    ("instrs", "instruments"),
    ("int", "international"),
    ("internat", "international"),
    ("intl", "international"),
    ("inv", "investments"),
    ("invest", "investments"),
    ("invs", "investments"),
    ("invt", "investment"),
    ("isd", "independent school district"),
    ("jas", "james"),
    ("lab", "labs"),
    ("laboratories", "labs"),
    ("laboratory", "labs"),
    ("landscapers", "landscaping"),
    ("ldry", "laundry"),
    ("lib", "library"),
    ("log", "logistics"),
    ("logis", "logistics"),
    ("mach", "machinery"),
    ("manuf", "manufacturing"),
    ("manufac", "manufacturing"),
    ("manufact", "manufacturing"),
    ("matls", "materials"),
    ("med", "medical"),
    ("mfg", "manufacturing"),
    ("mfrs", "manufacturers"),
    ("mgmt", "management"),
    ("mgt", "management"),
    ("mkt", "market"),
    ("mktg", "marketing"),
    ("mngmt", "management"),
    ("mt", "mount"),
    ("mtn", "mountain"),
    ("mtrs", "motors"),
    ("natl", "national"),
    ("ntwk", "network"),
    ("org", "organization"),
    ("organisation", "organization"),
    ("packg", "packaging"),
    ("pckg", "packaging"),
    ("pharm", "pharmaceuticals"),
    ("pkg", "packaging"),
    ("pkging", "packaging"),
    ("plast", "plastics"),
    ("plumbers", "plumbing"),
    ("presch", "preschool"),
    ("prod", "products"),
    ("prods", "products"),
    ("prop", "property"),
    ("props", "properties"),
    ("ptnr", "partners"),
    ("ptnrs", "partners"),
    ("ptrs", "partners"),
    ("rd", "road"),
    ("rest", "restaurant"),
    ("robt", "robert"),
    ("roofers", "roofing"),
    ("saml", "samuel"),
    ("sch", "school"),
    ("schl", "school"),
    ("sci", "science"),
    ("serv", "services"),
    ("servs", "services"),
    ("shree", "sri"),
    ("shri", "sri"),
    ("soc", "society"),
    ("soln", "solutions"),
    ("solns", "solutions"),
    ("sols", "solutions"),
    ("sq", "square"),
    ("st", "saint"),
    ("ste", "sainte"),
    ("svc", "services"),
    ("svcs", "services"),
    ("svs", "services"),
    ("sys", "systems"),
    ("syst", "systems"),
    ("tech", "technology"),
    ("technol", "technology"),
    ("technologies", "technology"),
    ("telecomm", "telecommunications"),
    ("text", "textiles"),
    ("texts", "textiles"),
    ("theatre", "theater"),
    ("thos", "thomas"),
    ("trans", "transport"),
    ("transp", "transport"),
    ("univ", "university"),
    ("whse", "warehouse"),
    ("whsle", "wholesale"),
    ("wks", "works"),
    ("wld", "world"),
    ("wm", "william"),
    ("xport", "export"),
];

static EXPANSIONS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| ABBREVIATIONS.iter().copied().collect());

/// A first look before [`EXPANSIONS`].
static SHORT: LazyLock<LatinWords> = LazyLock::new(|| LatinWords::of(EXPANSIONS.keys().copied()));

/// A first look before [`LATIN_SET`].
static FIRST: LazyLock<LatinWords> = LazyLock::new(|| LatinWords::of(LATIN_SET.iter().copied()));

/// A folded Latin word with its abbreviation expanded (`mfg` → `manufacturing`).
pub(super) fn expand(word: &str) -> &str {
    if SHORT.may_hold(word) { EXPANSIONS.get(word).copied().unwrap_or(word) } else { word }
}

/// Is the folded, expanded Latin word a trade or a generic word of company names?
pub(super) fn is_latin_trade(word: &str) -> bool {
    FIRST.may_hold(word) && LATIN_SET.contains(word)
}

/// May a trade stand in front of the brand in its language (Ristorante Da Mario)?
pub(super) fn is_front_word(word: &str) -> bool {
    FOREIGN_SET.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_sorted_once() {
        assert!(ABBREVIATIONS.windows(2).all(|w| w[0].0 < w[1].0), "{:?}", ABBREVIATIONS.windows(2).find(|w| w[0].0 >= w[1].0));
    }
}
