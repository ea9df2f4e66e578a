//! Every story of the interface, driven over HTTP and by SMS to its expected end: the real service,
//! a real SMS centre over TCP, a real database file.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use serde_json::{Value, json};
use world::demo::{Settings, World, start};
use world::journey::{Road, Wish, Word, expect, text};
use world::stories::Story;

fn settings(name: &str) -> Settings {
    let data = std::env::temp_dir().join(format!("tirkeu-{name}-{}", std::process::id()));
    drop(std::fs::remove_dir_all(&data));
    Settings {
        once: true,
        fresh: true,
        data,
        law: None,
        portal_port: 0,
        office_port: 0,
        phones_port: 0,
        kiosk_port: None,
        smpp_port: 0,
        signer_port: 0,
    }
}

/// Carries one story as far as it goes; says how it ended in the words of `expect`.
async fn tell(world: &World, story: &Story) -> Result<String, String> {
    let told = async {
        let scenario = &story.scenario;
        let road = Road {
            portal: world.running.portal_addr,
            phones: &world.phones,
            centre: &world.centre,
        };
        let phone = scenario.phone.ok_or(world::journey::Stuck("no phone to sign with".into()))?;
        let mut form = json!({
            "kind": scenario.kind, "rka": scenario.rka, "reason": "other",
            "subjects": [scenario.subject],
        });
        if let Some(months) = scenario.months {
            form["months"] = months.into();
        }
        let wish = Wish { applicant: scenario.applicant, phone, form };
        let client = road.sign_in(wish.applicant, phone).await?;
        let draft = road.draft(&client, &wish).await?;
        if draft.status == 422 {
            return Ok(format!("refused:{}", text(&draft.body["errors"][0], "rule")?));
        }
        let id = text(&expect(draft, 201, "the draft")?, "id")?;
        road.sign(&client, &wish, &id).await?;
        for ask in &scenario.asks {
            match ask.phone {
                Some(phone) => drop(road.answer(phone, Word::Agree).await?),
                None => {
                    road.until(&client, &id, &["awaiting_consent"]).await?;
                    return Ok("asks".to_owned());
                }
            }
        }
        let shown = road.until(&client, &id, &["registered", "refused", "referred"]).await?;
        let status = text(&shown, "status")?;
        let expected = scenario.expected.to_string();
        let grounds = shown["grounds"].as_array().cloned().unwrap_or_default();
        let rules = grounds.iter().filter_map(|ground| ground["rule"].as_str());
        let ends: Vec<String> = rules.map(|rule| format!("{status}:{rule}")).collect();
        // Other grounds may stand beside the one the story is about.
        let end = ends.iter().find(|end| **end == expected).or(ends.first()).cloned();
        check_shown(&shown);
        Ok(end.unwrap_or(status))
    };
    let told: Result<String, world::journey::Stuck> = told.await;
    told.map_err(|error| error.to_string())
}

/// What is shown of an ended application is complete, whatever its end.
fn check_shown(shown: &Value) {
    let journal = shown["journal"].as_array().expect("a journal");
    assert!(journal.len() >= 3, "{shown}");
    for line in journal {
        assert!(!line["text"].as_str().unwrap_or_default().is_empty(), "{line}");
    }
    for ground in shown["grounds"].as_array().into_iter().flatten() {
        for member in ["rule", "article", "text"] {
            assert!(!ground[member].as_str().unwrap_or_default().is_empty(), "{ground}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_story_ends_as_expected() {
    let settings = settings("stories");
    let world = start(&settings).await.expect("the world starts");
    let mut seen = Vec::new();
    let mut wrong = Vec::new();
    let first: Vec<&Story> = world
        .told
        .iter()
        .filter(|story| {
            let new = !seen.contains(&story.id);
            seen.push(story.id);
            new
        })
        .collect();
    assert_eq!(first.len(), 34, "each story of the interface is there");
    let told = first.iter().map(|story| tell(&world, story));
    for (story, end) in first.iter().zip(all(told).await) {
        let expected = story.scenario.expected.to_string();
        if end.as_ref() != Ok(&expected) {
            wrong.push(format!("{}: {end:?} instead of {expected}", story.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    world.running.stop().await;
    drop(std::fs::remove_dir_all(&settings.data));
}

/// Drives futures side by side on one task.
async fn all<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    use std::task::Poll;
    let mut futures: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut pending = false;
        for (future, done) in &mut futures {
            if done.is_none() {
                match future.as_mut().poll(context) {
                    Poll::Ready(value) => *done = Some(value),
                    Poll::Pending => pending = true,
                }
            }
        }
        if pending { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    futures.into_iter().filter_map(|(_, done)| done).collect()
}
