//! Addresses of pages: which are ours, the way back to one, the language that one chooses.

use super::cookies;
use super::stop::Elsewhere;

/// This page, from where the way leads to another one.
pub(crate) fn and_back(page: &str, to: &str) -> String {
    let to: String = form_urlencoded::byte_serialize(to.as_bytes()).collect();
    format!("{page}?to={to}")
}

/// A page of ours that an address names; the first page for any other address.
pub(crate) fn page_of_ours(address: &str) -> &str {
    let ours = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && address.chars().all(|c| c.is_ascii_graphic());
    if ours { address } else { "/" }
}

/// The way to this page in the language that its address chooses, if it does: the address without
/// the choice can be shared, and read again in any language.
pub(crate) fn in_chosen_language(page: &str) -> Option<Elsewhere> {
    let (_, query) = page.split_once('?')?;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (_, chosen) = pairs.find(|(name, _)| name == "language")?;
    let language = cookies::named(&chosen)?;
    Some(Elsewhere::to(without_language(page)).with(cookies::set_language(language)))
}

fn without_language(page: &str) -> String {
    let Some((path, query)) = page.split_once('?') else { return page_of_ours(page).to_owned() };
    // An empty field asks for nothing.
    let rest = form_urlencoded::parse(query.as_bytes())
        .filter(|(name, value)| name != "language" && !value.is_empty());
    let rest = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
    let path = page_of_ours(path);
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_ours_are_gone_back_to() {
        for (address, expected) in [
            ("/apply/where?q=a", "/apply/where?q=a"),
            ("https://example.com/", "/"),
            ("//example.com/", "/"),
            ("/\\example.com", "/"),
            ("", "/"),
            ("/a\nb", "/"),
        ] {
            assert_eq!(page_of_ours(address), expected);
        }
    }

    #[test]
    fn a_choice_of_language_leaves_the_address() {
        for (page, expected) in [
            ("/?language=ru", "/"),
            ("/apply/where?q=%D0%90&language=kk", "/apply/where?q=%D0%90"),
            ("/apply/where?q=&language=kk", "/apply/where"),
            ("//example.com?language=kk", "/"),
        ] {
            assert_eq!(without_language(page), expected);
        }
    }
}
