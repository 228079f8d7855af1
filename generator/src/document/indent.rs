//! Indented JSON, for files and people.

/// Compact JSON with a line for each element, indented by two spaces. Ours, because a second way to write every part of a
/// spec would cost the page more than this.
pub(super) fn indented(json: &str) -> String {
    let mut text = String::with_capacity(json.len() * 2);
    let (mut depth, mut is_string, mut is_escaped) = (0, false, false);
    let mut rest = json.chars().peekable();
    while let Some(character) = rest.next() {
        if is_string {
            text.push(character);
            is_string = is_escaped || character != '"';
            is_escaped = !is_escaped && character == '\\';
            continue;
        }
        match character {
            '{' | '[' => {
                text.push(character);
                match rest.next_if(|next| matches!(next, '}' | ']')) {
                    Some(end) => text.push(end),
                    None => {
                        depth += 1;
                        break_line(&mut text, depth);
                    }
                }
            }
            '}' | ']' => {
                depth -= 1;
                break_line(&mut text, depth);
                text.push(character);
            }
            ',' => {
                text.push(character);
                break_line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            _ => {
                is_string = character == '"';
                text.push(character);
            }
        }
    }
    text
}

fn break_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn it_is_what_serde_json_writes() {
        for value in [
            json!({}),
            json!([]),
            json!("a"),
            json!({ "a\"{": [1, -2.5, null, { "b,:": "c\\", "d": "\\\"" }, [], {}], "e": [[true]] }),
        ] {
            assert_eq!(indented(&value.to_string()), serde_json::to_string_pretty(&value).unwrap());
        }
        let spec = include_str!("../../../bench/room_availability.json");
        let spec: Value = serde_json::from_str(spec).unwrap();
        assert_eq!(indented(&spec.to_string()), serde_json::to_string_pretty(&spec).unwrap());
    }
}
