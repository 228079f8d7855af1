//! What a text has to look like, as a pattern of the engine.

/// A regular expression that a whole text has; what stands before and behind a part of one is left out.
pub(super) fn whole_pattern(text: &str) -> String {
    text.strip_prefix('^')
        .unwrap_or(text)
        .strip_suffix('$')
        .unwrap_or(text.strip_prefix('^').unwrap_or(text))
        .replace("[[:digit:]]", "[0-9]")
        .replace("[[:alpha:]]", "[A-Za-z]")
        .replace("[[:alnum:]]", "[A-Za-z0-9]")
}

/// The regular expression of what LIKE takes, with a backslash before what stands for itself; `None` for the classes of SQL Server.
pub(super) fn like_pattern(like: &str) -> Option<String> {
    let mut pattern = String::new();
    let mut characters = like.chars();
    while let Some(character) = characters.next() {
        let (character, is_plain) = match character {
            '\\' => (characters.next()?, true),
            '[' => return None,
            other => (other, false),
        };
        match character {
            '%' if !is_plain => pattern.push_str("[a-z0-9]{2,6}"),
            '_' if !is_plain => pattern.push_str("[a-z0-9]"),
            character if character.is_alphanumeric() => pattern.push(character),
            character => {
                pattern.push('\\');
                pattern.push(character);
            }
        }
    }
    Some(pattern)
}
