//! Numbers by what they count or measure.

use crate::{document::GeneratorSpec, kinds::infer::Unspecified};

/// Numbers by what they count or measure.
pub(super) fn numbers(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    let has_word = |words: &[&str]| column.has_word_of(words);
    let has = |words: &[&str], korean: &[&str]| has_word(words) || column.has(korean);
    let range: (f64, f64) =
        if has(&["percent", "pct", "percentage", "progress", "humidity"], &["백분율", "진행률", "습도"])
        {
            (0.0, 100.0)
        } else if has(
            &["rate", "ratio", "probability", "confidence", "vat", "tax_rate"],
            &["비율", "세율", "확률"],
        ) && column.is_fractional()
        {
            (0.0, 1.0)
        } else if has(&["latitude", "lat"], &["위도"]) || has(&["longitude", "lng", "lon"], &["경도"]) {
            return None;
        } else if has(&["age"], &["나이", "연령"]) {
            (18.0, 80.0)
        } else if has(&["rating", "stars"], &["별점", "평점"]) {
            (1.0, 5.0)
        } else if has(&["score", "grade"], &["점수"]) {
            (0.0, 100.0)
        } else if has(&["temperature", "temp"], &["온도", "기온"]) {
            (-10.0, 35.0)
        } else if has(&["weight", "kg"], &["무게", "중량", "체중"]) {
            (0.0, 100.0)
        } else if has(&["height", "width", "length", "depth", "cm"], &["높이", "너비", "길이", "키"]) {
            (1.0, 200.0)
        } else if has(
            &["priority", "level", "rank", "position", "sort", "ord", "seq", "sequence", "step"],
            &["순위", "순서", "우선순위", "정렬"],
        ) && column.is_whole()
        {
            (1.0, 10.0)
        } else if has(&["month"], &[]) && column.is_whole() {
            (1.0, 12.0)
        } else if has(&["day", "dow"], &[]) && column.is_whole() {
            (1.0, 28.0)
        } else if has(&["hour"], &[]) && column.is_whole() {
            (0.0, 23.0)
        } else if has(&["minute", "minutes", "seconds", "duration", "elapsed"], &["소요시간", "분"]) {
            (1.0, 180.0)
        } else if has(
            &[
                "qty", "quantity", "count", "cnt", "stock", "num", "number", "capacity", "seats", "rooms",
                "guests",
            ],
            &["수량", "개수", "재고", "인원", "건수"],
        ) {
            (1.0, 99.0)
        } else if has(&["discount"], &["할인"]) {
            (0.0, 30.0)
        } else if has(&["port"], &[]) && column.is_whole() {
            (1_024.0, 65_535.0)
        } else if has(&["point", "points", "mileage"], &["포인트", "적립금", "마일리지"]) {
            (0.0, 50_000.0)
        } else if has(&["bytes", "size", "filesize"], &["용량", "크기"]) && column.is_whole() {
            (1_000.0, 5_000_000.0)
        } else if has(&["salary", "wage", "income"], &["급여", "연봉", "월급"]) {
            (30_000.0, 120_000.0)
        } else if has(
            &[
                "amt", "amount", "price", "cost", "total", "fee", "balance", "sales", "revenue", "budget",
                "deposit",
            ],
            &["금액", "가격", "단가", "비용", "요금", "합계", "잔액", "매출"],
        ) {
            if column.is_whole() { (1_000.0, 500_000.0) } else { (1.0, 999.0) }
        } else {
            return None;
        };
    column.in_range(range)
}
