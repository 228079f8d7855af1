//! Codes of countries.

use super::{super::text::texts, country::COUNTRIES, of_country};
use crate::{
    document::GeneratorSpec,
    kinds::{
        Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, infer::Inference, pinned,
    },
    source::Written,
};

/// The code of a country.
pub static COUNTRY_CODE: Kind = Kind {
    name: "country_code",
    group: Group::Place,
    label: "Country code: KE",
    words: "iso 3166 country 국가코드",
    about: documentation("The code of the row's country (ISO 3166-1)."),
    options: &[KindOption::required(
        "form",
        "form",
        OptionType::Word(&["alpha_2", "alpha_3"]),
        "alpha_2",
        "`alpha_2` for two letters, `alpha_3` for three; without it, two.",
    )
    .or(Otherwise::Absent)],
    pinned: pinned(&[
        Pinned { options: "", sql_type: "char(2)", values: &["HN", "BI", "DM"] },
        Pinned { options: r#""form":"alpha_3""#, sql_type: "char(3)", values: &["HND", "BDI", "DMA"] },
    ]),
    inferred: &[Inference {
        rank: 62,
        generator: |column| {
            let is_such = column.is_text_of(&["countrycode", "국가코드"])
                || (column.is_text_of(&["country"]) && matches!(column.sql_type.max_length(), Some(2 | 3)));
            is_such.then(|| GeneratorSpec::new(&COUNTRY_CODE))
        },
    }],
    draft: |drafting| {
        let has_three = drafting.generator.text("form") == Some("alpha_3");
        let write = if has_three { write_three } else { write_two };
        let draft = texts(Written(write), COUNTRIES.len().into(), &[0]);
        Ok(of_country(drafting, draft))
    },
};

/// The codes of `country::COUNTRIES`, in the same order (iso.org/obp/ui).
static CODES: &str = "AFAFGALALBDZDZAADANDAOAGOARARGAMARMAUAUSATAUTAZAZEBSBHSBHBHRBDBGDBBBRBBYBLRBEBELBZBLZBJBENBTBTNBOBOLBWBWABRBRABGBGRBIBDI\
     KHKHMCMCMRCACANTDTCDCLCHLCNCHNCOCOLKMCOMCGCOGCRCRIHRHRVCUCUBCYCYPCZCZEDKDNKDJDJIDMDMAECECUEGEGYSVSLVERERIEEESTSZSWZETETH\
     FJFJIFIFINFRFRAGAGABGMGMBGEGEODEDEUGHGHAGRGRCGDGRDGTGTMGNGINGYGUYHTHTIHNHNDHUHUNISISLININDIDIDNIRIRNIQIRQIEIRLILISRITITA\
     JMJAMJPJPNJOJORKZKAZKEKENKIKIRKWKWTKGKGZLVLVALBLBNLSLSOLRLBRLYLBYLILIELTLTULULUXMGMDGMWMWIMYMYSMVMDVMLMLIMTMLTMRMRTMUMUS\
     MXMEXMCMCOMNMNGMEMNEMAMARMZMOZMMMMRNANAMNRNRUNPNPLNLNLDNZNZLNINICNENERNGNGANONOROMOMNPKPAKPWPLWPAPANPYPRYPEPERPHPHLPLPOL\
     PTPRTQAQATROROURWRWAWSWSMSMSMRSASAUSNSENRSSRBSCSYCSLSLESGSGPSKSVKSISVNSOSOMZAZAFKRKORSSSSDESESPLKLKASDSDNSRSURSESWECHCHE\
     SYSYRTJTJKTZTZATHTHATGTGOTOTONTNTUNTMTKMTVTUVTRTURUGUGAUAUKRAEAREGBGBRUSUSAUYURYUZUZBVUVUTVEVENVNVNMYEYEMZMZMBZWZWE";

fn write_two(country: u64, text: &mut Vec<u8>) {
    let start = country as usize * 5;
    text.extend_from_slice(&CODES.as_bytes()[start..start + 2]);
}

fn write_three(country: u64, text: &mut Vec<u8>) {
    let start = country as usize * 5 + 2;
    text.extend_from_slice(&CODES.as_bytes()[start..start + 3]);
}
