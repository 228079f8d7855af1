//! What an import is made from: a text of one of three sorts, or a target.

use contract::DatasetAnswer;
use generator::{Dataset, DatasetSpec};
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;

use crate::{
    api::{self, CallError},
    language::t,
    numbers::bytes,
    workspace::Pasted,
};

/// Bytes of a sample that are read of a longer file; what the server takes.
const SAMPLE_BYTES: f64 = (1 << 20) as f64;
/// What a table is called whose sample has no name: in a database it is the same in every language.
const SAMPLE: &str = "sample";

/// Words that statements begin with.
const VERBS: [&str; 12] =
    ["create", "alter", "insert", "drop", "select", "set", "use", "begin", "with", "comment", "grant", "--"];

/// Where a spec comes from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A text, and the database that its statements were written for; empty if they say so themselves.
    Text(Pasted, String),
    /// The target of this name.
    Target(String),
}

/// What a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sort {
    Spec,
    Statements,
    /// Rows as CSV or JSON lines, of a table of this name.
    Sample(String),
}

impl Source {
    /// What it is; a target is told by statements.
    pub(super) fn sort(&self) -> Sort {
        match self {
            Self::Text(pasted, _) => sort(&pasted.text, pasted.file.as_ref().map(|(name, _)| name.as_str())),
            Self::Target(_) => Sort::Statements,
        }
    }

    /// The target that it is.
    pub(super) fn target(&self) -> Option<String> {
        match self {
            Self::Target(name) => Some(name.clone()),
            Self::Text(..) => None,
        }
    }

    /// What is made of it.
    pub(super) async fn read(self) -> Result<DatasetAnswer, CallError> {
        let sort = self.sort();
        let (pasted, dialect) = match self {
            Self::Text(pasted, dialect) => (pasted, dialect),
            Self::Target(name) => return api::import_target(&name).await,
        };
        match sort {
            Sort::Statements => api::import_sql(pasted.text, &dialect).await,
            Sort::Spec => read_spec(&pasted.text),
            Sort::Sample(table) => {
                let size = bytes(pasted.text.len() as f64);
                let mut answer = api::import_sample(pasted.text, &table).await?;
                if pasted.file.is_some_and(|(_, is_cut)| is_cut) {
                    let said = t!(
                        "Only the beginning of the file was read, {0}: a sample of that size says enough.",
                        size
                    );
                    answer.warnings.push(said);
                }
                Ok(answer)
            }
        }
    }
}

/// Tells what a text is: JSON by its first sign, a sample by the name of its file, or by lines with cells that make no table.
fn sort(text: &str, file: Option<&str>) -> Sort {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let is_lines = |name: &str| name.rsplit_once('.').is_some_and(|(_, end)| are_lines(end));
    let is_object = |line: &&str| line.trim().starts_with('{') && line.trim_end().ends_with('}');
    let has_objects = || text.lines().filter(is_object).take(2).count() == 2 && !text.contains("\"rowmill\"");
    let is_rows = file.is_some_and(is_lines);
    if text.starts_with('{') && !is_rows && !has_objects() {
        return Sort::Spec;
    }
    let stem = file.and_then(|file| {
        let (stem, end) = file.rsplit_once('.')?;
        is_sample_end(end).then(|| if stem.is_empty() { SAMPLE } else { stem }.to_owned())
    });
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    // A statement ends with a semicolon, too; alone it stands between no cells.
    let has_cells = first.trim_end().trim_end_matches(';').contains([',', ';', '\t', '|']);
    let has_rows = lines.any(|line| !line.trim().is_empty());
    let is_statement = VERBS.iter().any(|verb| begins(first, verb))
        || text.lines().any(|line| begins(line, "create") || begins(line, "alter"));
    match stem {
        Some(stem) => Sort::Sample(stem),
        None if text.starts_with('{') => Sort::Sample(SAMPLE.to_owned()),
        None if has_cells && has_rows && !is_statement => Sort::Sample(SAMPLE.to_owned()),
        None => Sort::Statements,
    }
}

/// Whether a line begins with a word, in whatever case, and not with a longer one or a cell: where SQL has its verbs.
fn begins(line: &str, word: &str) -> bool {
    let line = line.trim_start();
    let is_word = line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let next = line.get(word.len()..).and_then(|rest| rest.chars().next());
    is_word && (word == "--" || next.is_none_or(char::is_whitespace))
}

fn is_sample_end(end: &str) -> bool {
    end.eq_ignore_ascii_case("csv") || end.eq_ignore_ascii_case("tsv") || are_lines(end)
}

/// Whether a file whose name ends so has JSON lines.
fn are_lines(end: &str) -> bool {
    end.eq_ignore_ascii_case("ndjson") || end.eq_ignore_ascii_case("jsonl")
}

/// The text of a file; of a long sample its first lines.
///
/// # Errors
/// What cannot be read at all.
pub(super) async fn text_of(file: &web_sys::File) -> Result<Pasted, String> {
    let wrong = || t!("The file cannot be read as text. Save it as UTF-8, and choose it again.");
    let is_sample = file.name().rsplit_once('.').is_some_and(|(_, end)| is_sample_end(end));
    let is_cut = is_sample && file.size() > SAMPLE_BYTES;
    let part: &web_sys::Blob = file;
    let part = if is_cut { part.slice_with_f64_and_f64(0.0, SAMPLE_BYTES) } else { Ok(part.clone()) };
    let content = JsFuture::from(part.map_err(|_| wrong())?.array_buffer()).await.map_err(|_| wrong())?;
    let mut content = Uint8Array::new(&content).to_vec();
    let label = match content.as_slice() {
        [0xff, 0xfe, ..] => "utf-16le",
        [0xfe, 0xff, ..] => "utf-16be",
        _ => "utf-8",
    };
    if is_cut {
        let are_lines = file.name().rsplit_once('.').is_some_and(|(_, end)| are_lines(end));
        content.truncate(last_line(&content, !are_lines));
    }
    // Whatever is in none of the others is in the last.
    let labels = [label, "euc-kr", "shift_jis", "windows-1252"];
    let text = labels.into_iter().find_map(|label| decoded(&content, label)).ok_or_else(wrong)?;
    Ok(Pasted { text, file: Some((file.name(), is_cut)) })
}

/// Where the last line ends that is whole: outside of quotes, if these may have line breaks inside. A text of one line is cut where it is.
fn last_line(content: &[u8], quotes_hold_lines: bool) -> usize {
    let (mut is_quoted, mut end) = (false, content.len());
    for (place, byte) in content.iter().enumerate() {
        match byte {
            b'"' if quotes_hold_lines => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => end = place + 1,
            _ => {}
        }
    }
    end
}

/// A text in an encoding, by its name in the Encoding Standard (WHATWG); none if it is not in that.
fn decoded(content: &[u8], label: &str) -> Option<String> {
    let options = web_sys::TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = web_sys::TextDecoder::new_with_label_and_options(label, &options).ok()?;
    decoder.decode_with_u8_array(content).ok()
}

/// A spec is read here, everything else on the server, where the parsers are.
fn read_spec(text: &str) -> Result<DatasetAnswer, CallError> {
    let spec = DatasetSpec::from_json(text).map_err(|problems| problems.first().clone())?;
    let dataset = Dataset::compile(&spec).map_err(|problems| problems.first().clone())?;
    // With every generator filled in it is longer, and must not be too long to be saved again.
    let length = dataset.spec().to_canonical_json().len();
    DatasetSpec::check_length(length).map_err(|problems| problems.first().clone())?;
    Ok(DatasetAnswer { id: dataset.id(), spec: dataset.spec().clone(), warnings: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_by_what_it_says() {
        let sample = |name: &str| Sort::Sample(name.to_owned());
        assert_eq!(sort("\u{feff} {\"rowmill\":1}", Some("a.csv")), Sort::Spec);
        assert_eq!(sort("{\"rowmill\":1,\"tables\":[\n{\"name\":\"t\"}\n]}", None), Sort::Spec);
        assert_eq!(sort("{\"a\":1}\n{\"a\":2}\n", None), sample("sample"));
        assert_eq!(sort("{\"a\":1}\n", Some("orders.jsonl")), sample("orders"));
        assert_eq!(sort("id,name\n1,ann\n", None), sample("sample"));
        assert_eq!(sort("id\tname\n1\tann", None), sample("sample"));
        assert_eq!(sort("name\nann\n", Some("guest list.CSV")), sample("guest list"));
        assert_eq!(sort("CREATE TABLE t (a int,\n b int)", None), Sort::Statements);
        assert_eq!(sort("-- a, b\n  create table t (a int)", Some("t.sql")), Sort::Statements);
        assert_eq!(sort("id,create date\n1,x\n", None), sample("sample"));
        assert_eq!(sort("created_at,id\n2025-01-01,1\n", None), sample("sample"));
        assert_eq!(sort("id;name;\n1;x;\n", None), sample("sample"));
        assert_eq!(sort("a,b\nAlternative rock,2\n", None), sample("sample"));
        assert_eq!(sort("a\nb\n", Some(".csv")), sample("sample"));
        let insert = "INSERT INTO t (a, b)\nVALUES (1, 2)";
        for statements in [
            "id,name",
            "",
            "DROP TABLE x;\nDROP TABLE y;",
            "nothing\nto see",
            insert,
            "-- a, b\nCREATE\nTABLE t (a int)",
        ] {
            assert_eq!(sort(statements, None), Sort::Statements, "{statements}");
        }
    }

    #[test]
    fn a_file_is_cut_between_rows() {
        let cut = |text: &str| text[..last_line(text.as_bytes(), true)].to_owned();
        assert_eq!(cut("a,b\n1,2\n3"), "a,b\n1,2\n");
        assert_eq!(cut("a\n\"x\ny\"\n\"z\nw"), "a\n\"x\ny\"\n");
        assert_eq!(cut("a\r1\r2"), "a\r1\r");
        assert_eq!(cut("abc"), "abc");
        // In JSON a quote is escaped, and no string has a line break.
        let lines = b"{\"a\":\"5\\\" pipe\"}\n{\"a\":\"x\"}\n{\"a\":";
        assert_eq!(&lines[..last_line(lines, false)], b"{\"a\":\"5\\\" pipe\"}\n{\"a\":\"x\"}\n");
        assert_eq!(sort("{\"a\":1}", Some("ORDERS.NDJSON")), Sort::Sample("ORDERS".to_owned()));
    }
}
