//! Bytes that look random.

use crate::{
    batch::ValueKind,
    column::Longest,
    document::{GeneratorSpec, ProblemCode, SqlType},
    kinds::{
        Group, Kind, KindOption, OptionType, Pinned, documentation,
        infer::{Inference, Unspecified},
        pinned,
    },
    limits::MAX_VALUE_LENGTH,
    plan::{Draft, Drafted, Drafting, Extremes},
    source::{RandomBytes, Texts, UNCOUNTED},
};

/// Random bytes.
pub static BYTES: Kind = Kind {
    name: "bytes",
    group: Group::Choice,
    label: "Random bytes",
    words: "binary blob random 바이너리 바이트",
    about: documentation("Random bytes; two hexadecimal digits each in a column of text."),
    options: &[
        KindOption::required("min_length", "min length", OptionType::Count, "1", "Fewest bytes."),
        KindOption::required(
            "max_length",
            "max length",
            OptionType::Count,
            "16",
            "Most bytes, at most 65,535.",
        ),
    ],
    pinned: pinned(&[Pinned {
        options: r#""min_length":1,"max_length":4"#,
        sql_type: "bytes",
        values: &["14f1", "1f25d28e", "41d630"],
    }]),
    inferred: &[Inference { rank: 100, generator: infer }],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (min, max) = (drafting.whole("min_length")?, drafting.whole("max_length")?);
    let Some(longest) = usize::try_from(max).ok().filter(|max| min >= 0 && *max <= MAX_VALUE_LENGTH) else {
        let message = format!("lengths end at {MAX_VALUE_LENGTH} or before");
        return drafting.problem("max_length", ProblemCode::InvalidLength, message);
    };
    if min > max {
        let message = format!("{max} is less than min_length {min}; exchange them");
        return drafting.problem("max_length", ProblemCode::InvalidLength, message);
    }
    let source = Texts(RandomBytes { min_length: min as u32, max_length: max as u32 });
    let draft = Draft::uniform(
        source,
        ValueKind::Bytes,
        UNCOUNTED,
        Extremes::Text(Longest { chars: longest, bytes: longest }),
    );
    Ok(Draft {
        shortest: min as usize,
        ..draft.repeating("random bytes may repeat; choose uuid_v4 or a pattern")
    })
}

fn infer(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    let (min, max) = match column.sql_type {
        SqlType::Binary { length } => (length.min(65_535), length.min(65_535)),
        SqlType::Varbinary { length } => (1, length.min(64)),
        SqlType::Bytes => (1, 16),
        _ => return None,
    };
    Some(GeneratorSpec::new(&BYTES).with("min_length", min).with("max_length", max))
}
