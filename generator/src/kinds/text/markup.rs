//! Texts with headings, lists and links.

use crate::{
    batch::ValueKind,
    column::Longest,
    document::ProblemCode,
    kinds::{Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, pinned},
    plan::{Draft, Drafted, Drafting, Extremes},
    random::SplitMix64,
    source::{Prose, Texts, UNCOUNTED, WriteText, word_list::NOUNS},
};

/// An article in Markdown or HTML.
pub static MARKUP: Kind = Kind {
    name: "markup",
    group: Group::Text,
    label: "Markdown or HTML: # Title",
    words: "article rich text body content description markdown html 본문 마크다운 게시글 내용",
    about: documentation(
        "A small article in English with a heading, paragraphs, emphasis, a link and a list, in Markdown or HTML; well-formed, and without scripts.",
    ),
    options: &[
        KindOption::required(
            "format",
            "format",
            OptionType::Word(&["markdown", "html"]),
            "markdown",
            "`markdown` or `html`; without it, Markdown.",
        )
        .or(Otherwise::Absent),
        KindOption::required(
            "paragraphs",
            "paragraphs",
            OptionType::Count,
            "2",
            "How many paragraphs there are, 1 to 50.",
        )
        .or(Otherwise::Whole(2)),
    ],
    pinned: pinned(&[
        Pinned {
            options: r#""paragraphs":1"#,
            sql_type: "text",
            values: &[
                "# Language and island\n\nA plain witness turned a blue owner outside a picture. **Student**. See <https://example.com/window>.\n\n- The dry fire steadily knew the stranger.\n- An engine heard the shop between the computer.\n",
                "# Ocean and team\n\nA noisy mirror called a good company. **Coat**. See <https://example.com/floor>.\n\n- A stone found a free owner near the mild colleague.\n- The visible meeting kept the noisy neighbour.\n- The rough project partly mended the lucky bird behind a ship.\n- A story described the rapid student near the pocket.\n",
                "# Notebook and kitchen\n\nThe fast square again returned the serious cloud. **Shirt**. See <https://example.com/harbour>.\n\n- A full witness together understood a true author.\n- A star named the path.\n- A cold date entered the white skill above a moment.\n- A hand trusted the parcel.\n",
            ],
        },
        Pinned {
            options: r#""format":"html","paragraphs":1"#,
            sql_type: "text",
            values: &[
                "<h1>Language and island</h1>\n<p>A plain witness turned a blue owner outside a picture. <strong>Student</strong>. See <a href=\"https://example.com/window\">window</a>.</p>\n<ul>\n<li>The dry fire steadily knew the stranger.</li>\n<li>An engine heard the shop between the computer.</li>\n</ul>\n",
                "<h1>Ocean and team</h1>\n<p>A noisy mirror called a good company. <strong>Coat</strong>. See <a href=\"https://example.com/floor\">floor</a>.</p>\n<ul>\n<li>A stone found a free owner near the mild colleague.</li>\n<li>The visible meeting kept the noisy neighbour.</li>\n<li>The rough project partly mended the lucky bird behind a ship.</li>\n<li>A story described the rapid student near the pocket.</li>\n</ul>\n",
                "<h1>Notebook and kitchen</h1>\n<p>The fast square again returned the serious cloud. <strong>Shirt</strong>. See <a href=\"https://example.com/harbour\">harbour</a>.</p>\n<ul>\n<li>A full witness together understood a true author.</li>\n<li>A star named the path.</li>\n<li>A cold date entered the white skill above a moment.</li>\n<li>A hand trusted the parcel.</li>\n</ul>\n",
            ],
        },
    ]),
    inferred: &[],
    draft,
};

/// Paragraphs of an article at the most.
const MOST_PARAGRAPHS: u64 = 50;
/// Sentences of a paragraph, and lines of a list.
const MOST_SENTENCES: u32 = 3;
const MOST_LINES: u64 = 4;

/// What stands around the parts of an article.
#[derive(Debug)]
struct Marks {
    heading: [&'static str; 2],
    paragraph: [&'static str; 2],
    strong: [&'static str; 2],
    /// Before the address of a link, behind it, and behind what it is called.
    link: [&'static str; 3],
    list: [&'static str; 2],
    line: [&'static str; 2],
}

static MARKDOWN: Marks = Marks {
    heading: ["# ", "\n"],
    paragraph: ["\n", "\n"],
    strong: ["**", "**"],
    link: ["<https://example.com/", ">", ""],
    list: ["\n", ""],
    line: ["- ", "\n"],
};

static HTML: Marks = Marks {
    heading: ["<h1>", "</h1>\n"],
    paragraph: ["<p>", "</p>\n"],
    strong: ["<strong>", "</strong>"],
    link: ["<a href=\"https://example.com/", "\">", "</a>"],
    list: ["<ul>\n", "</ul>\n"],
    line: ["<li>", "</li>\n"],
};

#[derive(Debug)]
struct Article {
    marks: &'static Marks,
    paragraphs: u64,
    prose: Prose,
    line: Prose,
}

fn push(text: &mut Vec<u8>, word: &str) {
    text.extend_from_slice(word.as_bytes());
}

/// A noun with a capital letter.
fn capital(noun: u64, text: &mut Vec<u8>) {
    let start = text.len();
    NOUNS.append(noun % NOUNS.len(), text);
    text[start..].first_mut().into_iter().for_each(u8::make_ascii_uppercase);
}

impl WriteText for Article {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let mut random = SplitMix64::new(index);
        let marks = self.marks;
        push(text, marks.heading[0]);
        capital(random.next(), text);
        push(text, " and ");
        NOUNS.append(random.below(NOUNS.len()), text);
        push(text, marks.heading[1]);
        for number in 0..self.paragraphs {
            push(text, marks.paragraph[0]);
            self.prose.write(random.next(), text);
            text.push(b' ');
            push(text, marks.strong[0]);
            capital(random.next(), text);
            push(text, marks.strong[1]);
            text.push(b'.');
            if number == 0 {
                let noun = random.below(NOUNS.len());
                push(text, " See ");
                push(text, marks.link[0]);
                NOUNS.append(noun, text);
                push(text, marks.link[1]);
                if !marks.link[2].is_empty() {
                    NOUNS.append(noun, text);
                }
                push(text, marks.link[2]);
                text.push(b'.');
            }
            push(text, marks.paragraph[1]);
        }
        push(text, marks.list[0]);
        for _ in 0..2 + random.below(MOST_LINES - 1) {
            push(text, marks.line[0]);
            self.line.write(random.next(), text);
            push(text, marks.line[1]);
        }
        push(text, marks.list[1]);
    }
}

impl Article {
    /// Bytes that no article is longer than.
    fn longest(&self) -> usize {
        let around = |marks: &[&str]| marks.iter().map(|mark| mark.len()).sum::<usize>();
        let (marks, noun, sentence) = (self.marks, NOUNS.longest_length(), Prose::longest_sentence());
        let heading = around(&marks.heading) + 2 * noun + " and ".len();
        let paragraph = around(&marks.paragraph)
            + (sentence + 1) * MOST_SENTENCES as usize
            + around(&marks.strong)
            + noun
            + 2;
        let link = around(&marks.link) + 2 * noun + " See .".len();
        let list = around(&marks.list) + (1 + MOST_LINES as usize) * (around(&marks.line) + sentence);
        heading + paragraph * self.paragraphs as usize + link + list
    }
}

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let paragraphs = drafting.whole("paragraphs")?.unsigned_abs();
    if !(1..=MOST_PARAGRAPHS).contains(&paragraphs) {
        let message =
            format!("an article has 1 to {MOST_PARAGRAPHS} paragraphs; write a number between them");
        return drafting.problem("paragraphs", ProblemCode::InvalidLength, message);
    }
    let marks = if drafting.generator.text("format") == Some("html") { &HTML } else { &MARKDOWN };
    let article = Article {
        marks,
        paragraphs,
        prose: Prose::new(1, MOST_SENTENCES, None),
        line: Prose::new(1, 1, None),
    };
    let bytes = article.longest();
    let extremes = Extremes::Text(Longest { chars: bytes, bytes });
    let draft = Draft::uniform(Texts(article), ValueKind::Text, UNCOUNTED, extremes);
    Ok(draft.repeating("articles may repeat"))
}
