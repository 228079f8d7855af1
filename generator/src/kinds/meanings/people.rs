//! Names of people, and what belongs to them, in Korean and shortened.

use crate::{
    document::GeneratorSpec,
    kinds::{COMPANY, EMAIL, FIRST_NAME, FULL_NAME, LAST_NAME, PHONE, SEX, USER_NAME, infer::Unspecified},
};

/// Names of people in Korean, and as Korean schemas shorten them.
pub(super) fn korean_person(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !column.is_text() {
        return None;
    }
    let ends = |word: &str| column.ends_with(word);
    let of_people = [
        "cust", "usr", "user", "emp", "mem", "mbr", "mber", "rprsv", "rgtr", "mdfr", "display", "mgr",
        "customer", "member", "employee", "owner", "rcvr", "sender", "writer",
    ];
    let persons = [
        "author",
        "holder",
        "assignee",
        "organizer",
        "organiser",
        "owner",
        "contact",
        "manager",
        "reviewer",
        "approver",
        "recipient",
        "guest",
        "creator",
        "editor",
        "composer",
        "committer",
        "artist",
        "representative",
        "instructor",
        "teacher",
        "doctor",
        "driver",
        "director",
        "passenger",
    ];
    let is_of = |word: &String| persons.contains(&word.as_str());
    let names_person = column.words.last().is_some_and(is_of)
        || (ends("name") && column.words.iter().rev().nth(1).is_some_and(is_of));
    let is_person = column.words.first().is_some_and(|first| of_people.contains(&first.as_str()));
    // 상품이름 and 속성명 are nobody's: only the whole word is a person's.
    let is_whole = ["이름", "성명"].contains(&column.compact.as_str());
    let korean = [
        "회원명",
        "고객명",
        "담당자명",
        "대표자",
        "신청자",
        "등록자명",
        "작성자",
        "수령인",
        "받는사람",
        "예금주",
    ];
    let is_full_name = is_whole
        || column.has(&korean)
        || (names_person && column.sql_type.max_length().is_none_or(|length| length >= 20))
        || ((ends("nm") || ends("name")) && is_person && column.words.len() == 2);
    Some(GeneratorSpec::new(if is_full_name {
        &FULL_NAME
    } else if column.has(&["이메일", "메일주소"]) || column.compact == "eml" {
        &EMAIL
    } else if column.has(&["휴대폰", "핸드폰", "전화번호", "연락처", "휴대전화"])
        || ["telno", "hpno", "mblno", "cellphone", "cell", "hp", "fax", "faxno", "phoneno"]
            .contains(&column.compact.as_str())
        || ends("telno")
        || ends("hpno")
    {
        &PHONE
    } else if column.has(&["아이디"])
        || ["userid", "loginid", "memberid", "usrid"].contains(&column.compact.as_str())
    {
        &USER_NAME
    } else if column.has(&["회사명", "업체명", "상호", "은행명", "기관명", "거래처명", "법인명"])
    {
        &COMPANY
    } else if ["firstnm", "fname", "givennames", "forename", "middlename"].contains(&column.compact.as_str())
    {
        &FIRST_NAME
    } else if ["lastnm", "lname", "surname", "familyname"].contains(&column.compact.as_str()) {
        &LAST_NAME
    } else if ["gender", "sex", "성별", "성별코드", "sexdstn"].contains(&column.compact.as_str())
        || ends("gender")
    {
        let sex = GeneratorSpec::new(&SEX);
        let is_letter = column.sql_type.max_length().is_some_and(|length| length < 6);
        return Some(if is_letter { sex.with("female", "F").with("male", "M") } else { sex });
    } else {
        return None;
    }))
}
