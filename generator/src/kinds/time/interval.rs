//! Lengths of time.

use crate::{
    batch::ValueKind,
    column::Longest,
    document::ProblemCode,
    kinds::{Group, Kind, KindOption, OptionType, Pinned, documentation, pinned},
    plan::{Draft, Drafted, Drafting, Extremes, ascending},
    source::{Texts, WriteText, write_digits},
};

/// A length of time.
pub static INTERVAL: Kind = Kind {
    name: "interval",
    group: Group::Time,
    label: "Interval: 3 days 04:05:06",
    words: "duration length elapsed period 기간 간격 소요 시간",
    about: documentation(
        "A length of time in whole seconds, as PostgreSQL writes its intervals: `3 days 04:05:06`, `00:45:00`.",
    ),
    options: &[
        KindOption::required(
            "min_seconds",
            "shortest, s",
            OptionType::Count,
            "60",
            "The shortest, in seconds.",
        ),
        KindOption::required(
            "max_seconds",
            "longest, s",
            OptionType::Count,
            "864000",
            "The longest, in seconds.",
        ),
    ],
    pinned: pinned(&[
        Pinned {
            options: r#""min_seconds":0,"max_seconds":864000"#,
            sql_type: "text",
            values: &["3 days 02:42:26", "3 days 20:00:16", "9 days 08:02:30"],
        },
        Pinned {
            options: r#""min_seconds":86400,"max_seconds":86400"#,
            sql_type: "varchar(20)",
            values: &["1 day", "1 day", "1 day"],
        },
    ]),
    inferred: &[],
    draft,
};

#[derive(Debug)]
struct Intervals {
    shortest: u64,
}

impl WriteText for Intervals {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let seconds = self.shortest + index;
        let (days, rest) = (seconds / 86_400, seconds % 86_400);
        if days > 0 {
            text.extend_from_slice(itoa::Buffer::new().format(days).as_bytes());
            text.extend_from_slice(if days == 1 { b" day" } else { b" days" });
        }
        if days == 0 || rest > 0 {
            if days > 0 {
                text.push(b' ');
            }
            for (position, part) in [rest / 3_600, rest / 60 % 60, rest % 60].into_iter().enumerate() {
                if position > 0 {
                    text.push(b':');
                }
                write_digits(part, 2, text);
            }
        }
    }
}

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (shortest, longest) = (drafting.whole("min_seconds")?, drafting.whole("max_seconds")?);
    ascending(drafting, ["min_seconds", "max_seconds"], &(shortest, longest), ProblemCode::EmptyRange)?;
    // `49710 days 06:28:15` is the longest of all.
    let days = longest / 86_400;
    let width = if days == 0 { 8 } else { days.ilog10() as usize + 1 + 5 + 9 };
    let len = (longest - shortest) as u128 + 1;
    let source = Texts(Intervals { shortest: shortest as u64 });
    Ok(Draft::uniform(source, ValueKind::Text, len, Extremes::Text(Longest::ascii(width))))
}
