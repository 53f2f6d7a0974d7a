//! Rust source without comments and literals.

/// Blanks out comments, strings and character literals. Line numbers and columns stay.
pub fn code_only(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut code = chars.clone();
    let mut at = 0;
    while at < chars.len() {
        let end = end_of_token(&chars, at);
        if !is_code(&chars, at) {
            for slot in &mut code[at..end] {
                if *slot != '\n' {
                    *slot = ' ';
                }
            }
        }
        at = end;
    }
    code.into_iter().collect()
}

fn is_code(chars: &[char], at: usize) -> bool {
    let rest = &chars[at..];
    !(starts_with(rest, "//")
        || starts_with(rest, "/*")
        || rest[0] == '"'
        || raw_hashes(rest).is_some()
        || char_literal_length(rest).is_some())
}

/// The end of the comment, string, character, word or single sign that begins at `at`.
fn end_of_token(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let length = if starts_with(rest, "//") {
        rest.iter().position(|&c| c == '\n')
    } else if starts_with(rest, "/*") {
        Some(block_comment_length(rest))
    } else if let Some(hashes) = raw_hashes(rest) {
        let close: String = format!("\"{}", "#".repeat(hashes));
        let open = 2 + hashes;
        (open..rest.len())
            .find(|&i| starts_with(&rest[i..], &close))
            .map(|i| i + close.len())
    } else if rest[0] == '"' {
        Some(string_length(rest))
    } else if let Some(length) = char_literal_length(rest) {
        Some(length)
    } else if is_word(rest[0]) {
        rest.iter().position(|&c| !is_word(c))
    } else {
        Some(1)
    };
    at + length.unwrap_or(rest.len())
}

fn block_comment_length(rest: &[char]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if starts_with(&rest[at..], "/*") {
            depth += 1;
            at += 2;
        } else if starts_with(&rest[at..], "*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
}

fn string_length(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// The number of `#` of a raw string that begins here.
fn raw_hashes(rest: &[char]) -> Option<usize> {
    let hashes = rest.get(1..)?.iter().take_while(|&&c| c == '#').count();
    (rest[0] == 'r' && rest.get(1 + hashes) == Some(&'"')).then_some(hashes)
}

/// The length of `'x'` or `'\…'`; a lifetime is none.
fn char_literal_length(rest: &[char]) -> Option<usize> {
    match rest {
        ['\'', '\\', _, more @ ..] => Some(3 + more.iter().position(|&c| c == '\'')? + 1),
        ['\'', _, '\'', ..] => Some(3),
        _ => None,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn starts_with(rest: &[char], sign: &str) -> bool {
    sign.chars()
        .enumerate()
        .all(|(i, c)| rest.get(i) == Some(&c))
}

/// Whether the line holds the word, and not merely as a part of a longer one.
pub fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

#[test]
fn code_only_keeps_code_and_nothing_else() {
    let check = |source: &str, expected: &str| {
        let code = code_only(source);
        assert_eq!(code.chars().count(), source.chars().count(), "{source}");
        assert_eq!(
            code.split_whitespace().collect::<Vec<_>>().join(" "),
            expected,
            "{source}"
        );
    };
    check("a // f64\nb", "a b");
    check("a /* f64 /* f64 */ f64 */ b", "a b");
    check(r#"a("f64 \" f64") b"#, "a( ) b");
    check(r##"a(r#"f64 " f64"#) b"##, "a( ) b");
    check(r"'\'' 'c <'d> '\u{66}' e", "'c <'d> e");
    check("var\"f64\" b\"f64\" end", "var b end");
}

#[test]
fn words_are_whole() {
    assert!(has_word("let x: f64 = 0.0;", "f64"));
    assert!(!has_word("let of64x = 0;", "f64"));
}
