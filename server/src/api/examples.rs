//! Example datasets: small worlds to begin with.

use axum::{Json, extract::Path};
use contract::{ErrorBody, Example, ExampleList};
use generator::DatasetSpec;

use crate::error::ApiError;

/// An example: its name in an address, what it is called and about in English and Korean, its spec.
struct Source {
    name: &'static str,
    title: [&'static str; 2],
    about: [&'static str; 2],
    spec: &'static str,
}

macro_rules! example {
    ($name:literal, $title:expr, $about:expr) => {
        Source {
            name: $name,
            title: $title,
            about: $about,
            spec: include_str!(concat!("../../examples/", $name, ".json")),
        }
    };
}

static EXAMPLES: [Source; 9] = [
    example!(
        "shop",
        ["Online shop", "온라인 쇼핑몰"],
        [
            "Customers, 900 products, a million orders with three lines each, and reviews whose titles fit their stars.",
            "고객과 상품 900개, 세 줄짜리 주문 100만 건, 별점에 어울리는 후기가 있습니다."
        ]
    ),
    example!(
        "hotel",
        ["Hotel rooms", "호텔 객실"],
        [
            "Free rooms of 20,000 room types for each of 180 nights, 3.6 million rows partitioned by month.",
            "객실 유형 2만 개의 180일치 빈방 360만 건을 월별 파티션으로 나눕니다."
        ]
    ),
    example!(
        "saas",
        ["Team tasks", "팀 업무 관리"],
        [
            "2,000 companies with members, projects and five million tasks, tied together by composite keys.",
            "회사 2,000곳의 구성원, 프로젝트, 업무 500만 건이 복합 키로 이어집니다."
        ]
    ),
    example!(
        "events",
        ["Billion events", "이벤트 10억 건"],
        [
            "One table of a billion app events with UUID v7 keys, sessions and a JSON payload.",
            "UUID v7 키, 세션, JSON 본문이 있는 앱 이벤트 10억 건이 한 테이블에 있습니다."
        ]
    ),
    example!(
        "sensors",
        ["Weather stations", "기상 관측소"],
        [
            "A hundred million readings of 2,000 stations: warm in the afternoon, cold in the north, by expressions.",
            "관측소 2,000곳의 측정값 1억 건입니다. 오후에 따뜻하고 북쪽일수록 추운 값을 수식으로 만듭니다."
        ]
    ),
    example!(
        "bank",
        ["Bank transfers", "은행 이체"],
        [
            "A million accounts, ten million transfers, and a ledger in which debit and credit always balance.",
            "계좌 100만 개와 이체 1,000만 건, 그리고 차변과 대변이 늘 맞는 원장이 있습니다."
        ]
    ),
    example!(
        "members_ko",
        ["Korean shop", "회원과 주문"],
        [
            "Members, products and orders with Korean names, regions and order states.",
            "한국어 이름과 지역, 주문상태를 갖춘 회원·상품·주문 데이터입니다."
        ]
    ),
    example!(
        "report",
        ["Wide report", "넓은 보고서"],
        [
            "Daily figures of 1,000 stores over 1,000 days, in 60 columns.",
            "매장 1,000곳의 1,000일치 실적을 60개 열에 담았습니다."
        ]
    ),
    example!(
        "keys",
        ["Which key?", "어떤 키일까?"],
        [
            "The same order table five times, each with another kind of primary key, to load and compare sizes.",
            "같은 주문 테이블 다섯 개를 기본 키만 달리하여 적재하고 크기를 견줍니다."
        ]
    ),
];

/// Example datasets to begin with.
#[utoipa::path(
    get,
    path = "/examples",
    operation_id = "list_examples",
    tag = "datasets",
    responses((status = 200, description = "The examples, in the order in which they are shown", body = ExampleList))
)]
pub(super) async fn list() -> Json<ExampleList> {
    let examples = EXAMPLES.iter().map(|source| Example {
        name: source.name.to_owned(),
        title: source.title[0].to_owned(),
        title_ko: source.title[1].to_owned(),
        about: source.about[0].to_owned(),
        about_ko: source.about[1].to_owned(),
    });
    Json(ExampleList { examples: examples.collect() })
}

/// The spec of an example, as a person would write it: what can be inferred is left out.
#[utoipa::path(
    get,
    path = "/examples/{name}",
    operation_id = "read_example",
    tag = "datasets",
    params(("name" = String, Path, description = "Name of an example")),
    responses(
        (status = 200, description = "The spec", body = DatasetSpec),
        (status = 404, description = "There is no such example", body = ErrorBody)
    )
)]
pub(super) async fn read(Path(name): Path<String>) -> Result<Json<DatasetSpec>, ApiError> {
    let source = EXAMPLES.iter().find(|source| source.name == name);
    let unknown = || ApiError::not_found("unknown_example", format!("there is no example `{name}`"));
    // A test compiles each.
    let spec = DatasetSpec::from_json(source.ok_or_else(unknown)?.spec)?;
    Ok(Json(spec))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use generator::{Dataset, Dialect};

    use super::*;

    #[test]
    fn every_example_is_right_and_can_be_loaded_anywhere() {
        for source in &EXAMPLES {
            let spec = DatasetSpec::from_json(source.spec)
                .unwrap_or_else(|problems| panic!("{}: {problems}", source.name));
            let dataset = Arc::new(
                Dataset::compile(&spec).unwrap_or_else(|problems| panic!("{}: {problems}", source.name)),
            );
            for dialect in [Dialect::MySql, Dialect::Postgres, Dialect::Sqlite] {
                loader::schema_sql(&dataset, dialect)
                    .unwrap_or_else(|error| panic!("{}: {error}", source.name));
            }
        }
    }
}
