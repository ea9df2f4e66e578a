//! Several people in one application, from the page that asks for them to the ground that names them.

use serde_json::json;

use super::portal::signs;
use super::town::{Home, Town, Who};
use super::visitor::Visitor;

#[tokio::test]
async fn several_are_chosen_shown_and_named() {
    let town = Town::new().await;
    let [me, one, other] = [Who::Aru, Who::CoOwner, Who::Unknown].map(Who::iin);
    for (language, about) in
        [("kk", "Мынаған қатысты: ЖСН"), ("ru", "Это относится к ИИН"), ("en", "This is about IIN")]
    {
        let mut aru = Visitor::signed_in(&town, Who::Aru, language).await;
        aru.opens("/apply").await;
        if aru.at == "/apply" {
            aru.sends(&[("action", "anew")]).await;
        }
        // One of them is mistyped: the page keeps all and says which field.
        aru.sends(&[("who", me.as_str()), ("other", &format!("{one}, 12345"))]).await;
        assert_eq!((aru.status, aru.at.as_str()), (422, "/apply/who"));
        assert!(aru.page.contains(&format!("value=\"{one}, 12345\"")), "{}", aru.page);
        aru.sends(&[("who", me.as_str()), ("other", &format!("{one} {other}"))]).await;
        aru.opens(&format!("/apply/where?q={}", Home::Flat.rka())).await;
        aru.sends(&[("rka", Home::Flat.rka().as_str())]).await;
        aru.sends(&[("kind", "permanent")]).await;
        // Aru moves too, so the child is asked for; then what would happen.
        aru.sends(&[]).await;
        if aru.at != "/apply/reason" {
            aru.sends(&[]).await;
        }
        aru.sends(&[("reason", "family")]).await;
        aru.sends(&[]).await;
        assert_eq!(aru.at, "/apply/check");
        aru.reads("Тегі-Aru");
        aru.reads(one.as_str());
        aru.reads(other.as_str());
        signs(&town, &mut aru).await;
        let case = aru.at.trim_end_matches("/filed").to_owned();
        aru.opens(&case).await;
        aru.reads(&format!("{about} {one}, {other}."));
    }
    // A program reads the same.
    let token = town.signs_in(Who::Aru).await;
    let mine = town.get(&token, "/applications").await.is(200);
    let seen = town.sees(&token, mine["items"][0]["id"].as_str().unwrap()).await;
    assert_eq!(seen["subjects"], json!([me, one, other]));
    let text = seen["grounds"][0]["text"].as_str().unwrap();
    assert!(text.ends_with(&format!("This is about IIN {one}, {other}.")), "{text}");
    // Whoever was named learns nothing of an application that had no authority over them.
    let named = town.signs_in(Who::CoOwner).await;
    assert_eq!(town.get(&named, "/applications").await.is(200)["items"], json!([]));
}
