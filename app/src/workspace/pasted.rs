//! What was pasted to be imported.

/// A text to import, with what is known of it besides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pasted {
    pub(crate) text: String,
    /// The file that it was read from, and whether that goes on.
    pub(crate) file: Option<(String, bool)>,
}

impl Pasted {
    /// A text of no file.
    pub(crate) fn of(text: String) -> Self {
        Self { text, file: None }
    }

    /// Takes what is typed or pasted now. What begins otherwise is of no file any more.
    pub(crate) fn edit(&mut self, text: String) {
        if self.text.lines().next() != text.lines().next() {
            self.file = None;
        }
        self.text = text;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_takes_the_place_of_a_file_is_none_of_it() {
        let mut pasted = Pasted { text: "id,a\n1,2\n".to_owned(), file: Some(("x.csv".to_owned(), false)) };
        pasted.edit("id,a\n1,2\n3,4\n".to_owned());
        assert!(pasted.file.is_some());
        pasted.edit("CREATE TABLE t (a int)".to_owned());
        assert_eq!(pasted.file, None);
    }
}
