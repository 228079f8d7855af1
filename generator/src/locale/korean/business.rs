//! Companies, what they sell, and who works there.

use super::{COLOURS, COMPANY_HEADS, DEPARTMENTS, INDUSTRIES, JOBS, PRODUCT_HEADS, PRODUCTS};
use crate::{
    kinds::{texts, words},
    plan::{Draft, Drafted, Drafting},
    source::{WordPart, Words, Written, write_digits},
};

pub(super) fn job(_: &mut Drafting<'_>) -> Drafted<Draft> {
    static PARTS: &[WordPart] = &[WordPart::List(&JOBS)];
    words(Words(PARTS))
}

pub(super) fn department(_: &mut Drafting<'_>) -> Drafted<Draft> {
    static PARTS: &[WordPart] = &[WordPart::List(&DEPARTMENTS)];
    words(Words(PARTS))
}

pub(super) fn colour(_: &mut Drafting<'_>) -> Drafted<Draft> {
    static PARTS: &[WordPart] = &[WordPart::List(&COLOURS)];
    words(Words(PARTS))
}

pub(super) fn product(_: &mut Drafting<'_>) -> Drafted<Draft> {
    static PARTS: &[WordPart] =
        &[WordPart::List(&PRODUCT_HEADS), WordPart::Literal(" "), WordPart::List(&PRODUCTS)];
    words(Words(PARTS))
}

/// `주식회사 한빛전자`, `(주)한빛전자`, `한빛전자`: most are stock companies.
pub(super) fn company(_: &mut Drafting<'_>) -> Drafted<Draft> {
    let name = |index: u64, text: &mut Vec<u8>| {
        let (form, name) = (
            index / (COMPANY_HEADS.len() * INDUSTRIES.len()),
            index % (COMPANY_HEADS.len() * INDUSTRIES.len()),
        );
        text.extend_from_slice(["주식회사 ", "(주)", ""][form as usize].as_bytes());
        COMPANY_HEADS.append(name / INDUSTRIES.len(), text);
        INDUSTRIES.append(name % INDUSTRIES.len(), text);
    };
    let longest = COMPANY_HEADS.longest() * INDUSTRIES.len() + INDUSTRIES.longest();
    Ok(texts(Written(name), (3 * COMPANY_HEADS.len() * INDUSTRIES.len()).into(), &[longest]))
}

/// `000-12-34567`: no tax office has a number below 101, so that nobody has the number. The last digit is the check digit of the National Tax
/// Service: weights 1, 3, 7, 1, 3, 7, 1, 3, 5, and a tenth of the ninth product.
pub(super) fn business_number(_: &mut Drafting<'_>) -> Drafted<Draft> {
    let number = |index: u64, text: &mut Vec<u8>| {
        let start = text.len();
        write_digits(index / 1_000_000, 3, text);
        text.push(b'-');
        write_digits(index / 10_000 % 100, 2, text);
        text.push(b'-');
        write_digits(index % 10_000, 4, text);
        let digits = text[start..].iter().filter(|byte| **byte != b'-').map(|byte| u32::from(byte - b'0'));
        let weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
        let (sum, last) =
            digits.zip(weights).fold((0, 0), |(sum, _), (digit, weight)| (sum + digit * weight, digit));
        write_digits(u64::from((10 - (sum + last * 5 / 10) % 10) % 10), 1, text);
    };
    Ok(texts(Written(number), 100_000_000, &[0]))
}
