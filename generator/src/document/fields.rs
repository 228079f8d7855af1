//! Reading JSON objects by hand: every mistake names its own place, and derived code for a spec would be a tenth of the page's
//! WebAssembly.

use serde_json::{Map, Value};

use super::{Problem, ProblemCode};
use crate::kinds::nearest;

/// The fields of an object that have not been read yet, and where it is.
pub(super) struct Fields {
    fields: Map<String, Value>,
    path: String,
    /// What the object is, for people.
    what: &'static str,
    /// The fields that were asked for, to find the one that a typo meant.
    known: Vec<String>,
}

pub(super) type Read<T> = Result<T, Problem>;

impl Fields {
    /// The fields of `value`, which should be an object.
    pub(super) fn of(value: Value, path: &str, what: &'static str) -> Read<Self> {
        match value {
            Value::Object(mut fields) => {
                // A field that is null is one that is left out.
                fields.retain(|_, value| !value.is_null());
                Ok(Self { fields, path: path.to_owned(), what, known: Vec::new() })
            }
            other => Err(problem(path, &format!("{what} is an object, not {}", shown(&other)))),
        }
    }

    /// Where a field is.
    pub(super) fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// Ends the reading: a field that nobody asked for is unknown.
    pub(super) fn finish(self) -> Read<()> {
        match self.fields.keys().next() {
            Some(name) => {
                let meant = nearest(name, self.known.iter().map(String::as_str));
                let cure = meant.map_or("remove it".to_owned(), |meant| format!("did you mean `{meant}`?"));
                let message = format!("unknown field `{name}`: {} has no such field; {cure}", self.what);
                Err(problem(&self.path(name), &message))
            }
            None => Ok(()),
        }
    }

    pub(super) fn has(&mut self, name: &str) -> bool {
        self.known.push(name.to_owned());
        self.fields.contains_key(name)
    }

    /// The value of a field; `None` if it is not there.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.known.push(name.to_owned());
        self.fields.remove(name)
    }

    pub(super) fn required(&mut self, name: &str) -> Read<Value> {
        self.take(name)
            .ok_or_else(|| problem(&self.path, &format!("missing field `{name}` of {}", self.what)))
    }

    /// A string.
    pub(super) fn text(&mut self, name: &str) -> Read<String> {
        match self.required(name)? {
            Value::String(text) => Ok(text),
            other => Err(self.wrong(name, &other, "a string")),
        }
    }

    /// A string; empty if the field is not there.
    pub(super) fn text_or_empty(&mut self, name: &str) -> Read<String> {
        if self.has(name) { self.text(name) } else { Ok(String::new()) }
    }

    /// A whole number from 0 to 2^64 - 1, as a number or a string: JavaScript rounds numbers beyond 2^53.
    pub(super) fn count(&mut self, name: &str) -> Read<u64> {
        let value = self.required(name)?;
        let number = match &value {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| {
            self.wrong(name, &value, "a whole number from 0 to 18446744073709551615, as a number or a string")
        })
    }

    /// A whole number of 32 bits.
    pub(super) fn small(&mut self, name: &str) -> Read<u32> {
        let value = self.required(name)?;
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        number.ok_or_else(|| self.wrong(name, &value, "a whole number from 0 to 4294967295"))
    }

    /// Any number.
    pub(super) fn number(&mut self, name: &str) -> Read<f64> {
        let value = self.required(name)?;
        value.as_f64().ok_or_else(|| self.wrong(name, &value, "a number"))
    }

    /// True or false; false if the field is not there.
    pub(super) fn flag(&mut self, name: &str) -> Read<bool> {
        match self.take(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(other) => Err(self.wrong(name, &other, "true or false")),
        }
    }

    /// A list; empty if the field is not there.
    pub(super) fn list(&mut self, name: &str) -> Read<Vec<Value>> {
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(values)) => Ok(values),
            Some(other) => Err(self.wrong(name, &other, "a list")),
        }
    }

    /// A list of strings; empty if the field is not there.
    pub(super) fn texts(&mut self, name: &str) -> Read<Vec<String>> {
        let values = self.list(name)?;
        texts(values, &self.path(name))
    }

    /// One of the given words.
    pub(super) fn word<T: Copy>(&mut self, name: &str, words: &[(&str, T)]) -> Read<T> {
        let text = self.text(name)?;
        let found = words.iter().find(|(word, _)| *word == text);
        found.map(|(_, value)| *value).ok_or_else(|| {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let meant = nearest(&text, words.iter().copied());
            let cure = meant.map_or(String::new(), |meant| format!(" (did you mean `{meant}`?)"));
            problem(
                &self.path(name),
                &format!("`{text}` is not known{cure}; write one of {}", words.join(", ")),
            )
        })
    }

    pub(super) fn wrong(&self, name: &str, value: &Value, expected: &str) -> Problem {
        problem(&self.path(name), &format!("`{name}` is {}, but must be {expected}", shown(value)))
    }
}

/// A list of strings.
pub(super) fn texts(values: Vec<Value>, path: &str) -> Read<Vec<String>> {
    let text = |(index, value)| match value {
        Value::String(text) => Ok(text),
        other => Err(problem(&format!("{path}[{index}]"), &format!("{} is not a string", shown(&other)))),
    };
    values.into_iter().enumerate().map(text).collect()
}

pub(super) fn problem(path: &str, message: &str) -> Problem {
    Problem::new(path, ProblemCode::InvalidSpec, message)
}

/// A value as it is written, if that is short.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        other => {
            let text = other.to_string();
            if text.len() <= 60 { text } else { format!("a text of {} bytes", text.len()) }
        }
    }
}
