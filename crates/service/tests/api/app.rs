//! The portal as an app of a phone.

use super::town::Town;
use super::visitor::Visitor;

#[tokio::test]
async fn the_way_of_the_app_leads_to_the_questions_of_the_portal() {
    let town = Town::open().await;
    let mut visitor = Visitor::new(&town, "ru").await;
    for (page, heading, next) in [
        ("/mobile", "Госуслуги", "/mobile/housing"),
        ("/mobile/housing", "Недвижимость и ЖКХ", "/mobile/registration"),
        (
            "/mobile/registration",
            "Регистрация по месту жительства населения Республики Казахстан",
            "/apply",
        ),
    ] {
        visitor.opens(page).await;
        assert_eq!(visitor.heading(), heading);
        assert!(visitor.page.contains(&format!("href=\"{next}\"")), "{page}");
        assert!(visitor.page.contains("href=\"/mobile/ru/app.webmanifest\""), "{page}");
    }
    assert_eq!(visitor.cookie("__Host-app"), Some("mobile"));
    visitor.opens("/apply").await;
    assert_eq!(visitor.at, "/sign-in?to=%2Fapply");
    let place = |way: &str| visitor.page.find(&format!("value=\"{way}\"")).unwrap();
    assert!(place("qr") < place("sms") && place("sms") < place("eds"), "this very phone first");
    visitor.sends(&[("method", "qr")]).await;
    let (link, picture) =
        (visitor.page.find("id=\"qr-open\"").unwrap(), visitor.page.find("tk-qr__code").unwrap());
    assert!(link < picture, "the link on this phone stands before the picture for another");
    // In a browser again it is the portal.
    visitor.opens("/").await;
    assert_eq!(visitor.cookie("__Host-app"), None);
    assert!(!visitor.page.contains("webmanifest"));
}

#[tokio::test]
async fn it_can_be_installed_in_each_language() {
    let town = Town::new().await;
    let visitor = Visitor::new(&town, "en").await;
    let mut names = Vec::new();
    for language in ["kk", "ru", "en"] {
        let answer = visitor.fetches(&format!("/mobile/{language}/app.webmanifest"), &[]).await;
        assert_eq!(answer.header("content-type"), "application/manifest+json");
        let manifest = answer.json();
        assert_eq!(manifest["lang"], language);
        assert_eq!(manifest["start_url"], format!("/mobile?language={language}"));
        names.push(manifest["name"].clone());
        let icons = manifest["icons"].as_array().unwrap();
        let sizes: Vec<_> = icons.iter().map(|icon| icon["sizes"].as_str().unwrap()).collect();
        assert_eq!(sizes, ["192x192", "512x512", "512x512"]);
    }
    names.dedup();
    assert_eq!(names.len(), 3, "{names:?}");
    assert_eq!(visitor.fetches("/mobile/de/app.webmanifest", &[]).await.status, 404);
}

/// What is kept for a time without a network names nobody: files of the design, and a page that is
/// the same for everybody.
#[tokio::test]
async fn only_the_design_and_a_page_for_everybody_are_kept() {
    let town = Town::new().await;
    let stranger = Visitor::new(&town, "en").await;
    let somebody = Visitor::signed_in(&town, super::town::Who::Aru, "ru").await;
    let worker = stranger.fetches("/worker.js", &[]).await;
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(worker.header("cache-control"), "no-cache");
    let kept = worker.text.lines().find_map(|line| line.strip_prefix("const kept = ")).unwrap();
    let kept: Vec<String> = serde_json::from_str(kept.trim_end_matches(';')).unwrap();
    assert!(kept.iter().all(|file| file.starts_with("/assets/")), "{kept:?}");
    for file in &kept {
        if !file.ends_with("woff2") {
            assert_eq!(stranger.fetches(file, &[]).await.status, 200, "{file}");
        }
    }
    let page = stranger.fetches("/mobile/offline", &[]).await.text;
    assert_eq!(page, somebody.fetches("/mobile/offline", &[]).await.text);
    for language in ["kk", "ru", "en"] {
        assert!(page.contains(&format!("<section lang=\"{language}\">")));
    }
    assert_eq!(somebody.fetches("/applications", &[]).await.header("cache-control"), "no-store");
}
