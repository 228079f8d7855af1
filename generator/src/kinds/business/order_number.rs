//! Numbers of orders, invoices and bookings.

use crate::{
    batch::{TextValues, ValueKind, Values},
    document::{GeneratorSpec, ProblemCode},
    kinds::{
        Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, infer::Inference, pinned,
    },
    plan::{Draft, Drafted, Drafting, Extremes},
    source::{Texts, WriteText, write_digits},
};

/// A number of an order, an invoice or a booking.
pub static ORDER_NUMBER: Kind = Kind {
    name: "order_number",
    group: Group::Business,
    label: "Order number: ORD-00000001",
    words: "invoice receipt booking ticket reference serial 주문번호 송장번호 예약번호",
    about: documentation("A prefix and the number of the row with leading zeros."),
    options: &[
        KindOption::required(
            "prefix",
            "prefix",
            OptionType::Text,
            "ORD-",
            "What stands before the number; without it, `ORD-`.",
        )
        .or(Otherwise::Absent),
        KindOption::required("digits", "digits", OptionType::Count, "8", "Digits of the number, 1 to 19.")
            .or(Otherwise::Whole(8)),
        KindOption::required("start", "start", OptionType::Count, "1", "The number of the first row.")
            .or(Otherwise::Whole(1)),
    ],
    pinned: pinned(&[
        Pinned {
            options: "",
            sql_type: "varchar(20)",
            values: &["ORD-00000001", "ORD-00000002", "ORD-00000003"],
        },
        Pinned {
            options: r#""prefix":"INV/","digits":5,"start":99999"#,
            sql_type: "varchar(20)",
            values: &["INV/99999", "INV/100000", "INV/100001"],
        },
    ]),
    inferred: &[Inference {
        rank: 54,
        generator: |column| {
            let is_such = column.is_text_of(&[
                "ordernumber",
                "orderno",
                "invoicenumber",
                "invoiceno",
                "bookingnumber",
                "주문번호",
                "송장번호",
                "예약번호",
            ]);
            is_such.then(|| GeneratorSpec::new(&ORDER_NUMBER))
        },
    }],
    draft,
};

/// A prefix, and a number of at least so many digits.
#[derive(Debug)]
struct Numbered {
    prefix: String,
    digits: usize,
    start: u64,
}

impl WriteText for Numbered {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        text.extend_from_slice(self.prefix.as_bytes());
        write_digits(self.start + index, self.digits, text);
    }
}

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (digits, start) = (drafting.whole("digits")?, drafting.whole("start")?);
    if !(1..=19).contains(&digits) {
        return drafting.problem(
            "digits",
            ProblemCode::EmptyRange,
            format!("digits is {digits}; write 1 to 19"),
        );
    }
    let rows = drafting.table().rows.max(1);
    let prefix = drafting.generator.text("prefix").unwrap_or("ORD-").to_owned();
    let numbered = Numbered { prefix, digits: digits as usize, start: start as u64 };
    let mut longest = TextValues::default();
    numbered.write(rows - 1, longest.open());
    longest.finish_value();
    let extremes = Extremes::Values(Values::Text(longest));
    Ok(Draft::in_order(Texts(numbered), ValueKind::Text, rows.into(), extremes))
}
