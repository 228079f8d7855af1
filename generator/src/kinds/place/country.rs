//! Countries.

use super::{super::text::words, of_country};
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{WordPart, Words, word_list::WordList},
};

/// The English name of a country.
pub static COUNTRY: Kind = Kind {
    name: "country",
    group: Group::Place,
    label: "Country: Kenya",
    words: "nation land place 국가 나라",
    about: documentation("The English name of a country."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &["Honduras", "Burundi", "Dominica"],
    }]),
    inferred: &[Inference {
        rank: 65,
        generator: |column| column.is_text_of(&["country", "nation"]).then(|| GeneratorSpec::new(&COUNTRY)),
    }],
    draft: |drafting| Ok(of_country(drafting, words(Words(PARTS))?)),
};

static PARTS: &[WordPart] = &[WordPart::List(&COUNTRIES)];

/// Members of the United Nations by the short names of its list (un.org/en/about-us/member-states).
pub(super) static COUNTRIES: WordList = WordList::new(
    "Afghanistan\nAlbania\nAlgeria\nAndorra\nAngola\nArgentina\nArmenia\nAustralia\nAustria\nAzerbaijan\nBahamas\nBahrain\n\
     Bangladesh\nBarbados\nBelarus\nBelgium\nBelize\nBenin\nBhutan\nBolivia\nBotswana\nBrazil\nBulgaria\nBurundi\nCambodia\n\
     Cameroon\nCanada\nChad\nChile\nChina\nColombia\nComoros\nCongo\nCosta Rica\nCroatia\nCuba\nCyprus\nCzechia\nDenmark\nDjibouti\n\
     Dominica\nEcuador\nEgypt\nEl Salvador\nEritrea\nEstonia\nEswatini\nEthiopia\nFiji\nFinland\nFrance\nGabon\nGambia\nGeorgia\n\
     Germany\nGhana\nGreece\nGrenada\nGuatemala\nGuinea\nGuyana\nHaiti\nHonduras\nHungary\nIceland\nIndia\nIndonesia\nIran\nIraq\n\
     Ireland\nIsrael\nItaly\nJamaica\nJapan\nJordan\nKazakhstan\nKenya\nKiribati\nKuwait\nKyrgyzstan\nLatvia\nLebanon\nLesotho\n\
     Liberia\nLibya\nLiechtenstein\nLithuania\nLuxembourg\nMadagascar\nMalawi\nMalaysia\nMaldives\nMali\nMalta\nMauritania\n\
     Mauritius\nMexico\nMonaco\nMongolia\nMontenegro\nMorocco\nMozambique\nMyanmar\nNamibia\nNauru\nNepal\nNetherlands\n\
     New Zealand\nNicaragua\nNiger\nNigeria\nNorway\nOman\nPakistan\nPalau\nPanama\nParaguay\nPeru\nPhilippines\nPoland\nPortugal\n\
     Qatar\nRomania\nRwanda\nSamoa\nSan Marino\nSaudi Arabia\nSenegal\nSerbia\nSeychelles\nSierra Leone\nSingapore\nSlovakia\n\
     Slovenia\nSomalia\nSouth Africa\nSouth Korea\nSouth Sudan\nSpain\nSri Lanka\nSudan\nSuriname\nSweden\nSwitzerland\nSyria\n\
     Tajikistan\nTanzania\nThailand\nTogo\nTonga\nTunisia\nTurkmenistan\nTuvalu\nTürkiye\nUganda\nUkraine\nUnited Arab Emirates\n\
     United Kingdom\nUnited States\nUruguay\nUzbekistan\nVanuatu\nVenezuela\nViet Nam\nYemen\nZambia\nZimbabwe",
);
