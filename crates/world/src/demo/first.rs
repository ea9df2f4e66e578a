//! One application carried all the way before anybody is asked to try.

use residence::names::Phone;
use serde_json::json;

use super::{Failed, World, say, tell};
use crate::journey::{Road, Wish, Word, expect, text};
use crate::population::{Expected, Role, Scenario};

/// One application of somebody who rents, to an owner who agrees: from the signature to the notices.
pub(super) async fn application(world: &World) -> Result<(), Failed> {
    let (scenario, phone, owner) = newcomer(world).await?;
    let road =
        Road { portal: world.running.portal_addr, phones: &world.phones, centre: &world.centre };
    let form = json!({
        "kind": "permanent", "rka": scenario.rka, "reason": "rent", "children": [],
    });
    let wish = Wish { applicant: scenario.applicant, phone, form };
    let name = |phone| world.phones.holder(phone).map(|holder| holder.name).unwrap_or_default();
    say(&format!("{} applies to be registered in a flat of {}.", name(phone), name(owner)));
    let keys = world.keys.address;
    let client = road.sign_in_by_key(keys, wish.applicant).await?;
    let draft = expect(road.draft(&client, &wish).await?, 201, "the draft")?;
    let id = text(&draft, "id")?;
    road.sign_by_key(keys, &client, (wish.applicant, &draft)).await?;
    say(
        "They signed in and signed with their key (EDS); the certificate was checked with the authority.",
    );
    road.delivered(&client, &id).await?;
    let question = road.answer(owner, Word::Agree).await?;
    say(&format!("\nThe owner's phone {owner} got this from 1414:\n"));
    for line in question.lines() {
        say(&format!("    {line}"));
    }
    say("\nThe owner wrote back ИӘ and the code.\n");
    let shown = road.until(&client, &id, &["registered", "refused", "referred"]).await?;
    tell::journal(&shown);
    match text(&shown, "status")?.as_str() {
        "registered" => Ok(()),
        other => Err(Failed(format!("the first application ended as `{other}`"))),
    }
}

/// Somebody who is not registered in the flat they rent yet, with the phone of its only owner.
async fn newcomer(world: &World) -> Result<(Scenario, Phone, Phone), Failed> {
    for scenario in world.population.scenarios() {
        let asks = scenario.asks.as_slice();
        let owner = match asks {
            [ask] if ask.role == Role::Owner => ask.phone,
            _ => None,
        };
        let (Some(phone), Some(owner)) = (scenario.phone, owner) else { continue };
        let alone = scenario.subject == scenario.applicant && scenario.months.is_none();
        if scenario.expected != Expected::Registered || !alone {
            continue;
        }
        let of = store::Entity::Person(scenario.subject);
        let query = store::BookQuery { of, closed_too: false };
        let page = world.running.app.store.book(query).await;
        let page = page.map_err(|error| Failed(error.to_string()))?;
        if page.entries.iter().all(|entry| entry.rka != scenario.rka) {
            return Ok((scenario, phone, owner));
        }
    }
    Err(Failed("everybody has moved already; start anew with --fresh".into()))
}
