//! What a text has to look like, as a pattern of the engine.

/// A regular expression that a whole text has; what stands before and behind a part of one is left out. `None` for classes that the engine has not.
pub(super) fn whole_pattern(text: &str) -> Option<String> {
    let text = text.strip_prefix('^').unwrap_or(text);
    let text = text.strip_suffix('$').unwrap_or(text);
    // Inside of a class: POSIX's names of others.
    let classes = [
        ("digit", "0-9"),
        ("alpha", "A-Za-z"),
        ("alnum", "A-Za-z0-9"),
        ("upper", "A-Z"),
        ("lower", "a-z"),
        ("xdigit", "0-9a-f"),
    ];
    let plain = classes
        .iter()
        .fold(text.to_owned(), |text, (name, members)| text.replace(&format!("[:{name}:]"), members));
    (!plain.contains("[:")).then_some(plain)
}

/// The regular expression of what SIMILAR TO takes; `None` where it has classes, in which its signs mean themselves.
pub(super) fn similar_pattern(similar: &str) -> Option<String> {
    let has_class = similar.contains('[');
    let pattern = similar.replace('.', "\\.").replace('%', "[a-z]{0,4}").replace('_', "[a-z]");
    (!has_class || !similar.contains(['%', '_', '.'])).then_some(pattern)
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
