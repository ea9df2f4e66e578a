//! What the demo tells a newcomer on the terminal.

use std::net::SocketAddr;

use residence::names::Phone;
use serde_json::Value;

use super::World;
use crate::stories::Story;

/// Prints a line.
#[expect(clippy::print_stdout, reason = "the demo speaks to the person who started it")]
pub fn say(line: &str) {
    println!("{line}");
}

/// Prints the journal of an application as the API shows it.
pub(super) fn journal(shown: &Value) {
    let member = |value: &Value, name: &str| {
        value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    say(&format!("Application {}: {}", member(shown, "number"), member(shown, "status")));
    let lines = shown.get("journal").and_then(Value::as_array);
    for line in lines.into_iter().flatten() {
        let at = member(line, "at");
        let clock = at.split_once('T').map(|(_, clock)| clock).unwrap_or_default();
        let clock = clock.get(..8).unwrap_or(clock);
        say(&format!("  {clock}  {:<16} {}", member(line, "event"), member(line, "text")));
    }
}

/// The story a newcomer is led through.
const FIRST: &str = "other_owner";

/// Prints where everything is, one story step by step, and all the others in a line each.
pub(super) fn who_can_try(world: &World) {
    let (told, phones) = (&world.told, world.phones_addr);
    let (portal, office) = (world.running.portal_addr, world.running.office_addr);
    let keys = world.keys.address;
    let kiosk = world.kiosk_addr;
    say(&format!(
        "\nNow it is yours:\n\n  portal  http://{portal}/          where people apply\n  office  http://{office}/          the counter of a service centre\n  phones  \
         http://{phones}/          everybody's SMS, and a field to write back\n  kiosk   \
         http://{kiosk}/kiosk     a kiosk of a service centre (in a private window: its sessions are its own)\n  keys    \
         http://{keys}/         everybody's keys: who signs (EDS), cancels, or has a key revoked\n  \
         API     http://{portal}/api/docs  the same for programs\n"
    ));
    if !world.new {
        say(
            "These people are from an earlier start: what was tried then is done, and their phones are \
             empty.\n--fresh begins anew.\n",
        );
    }
    super::office::tell(&world.population);
    if let Some(story) = told.iter().find(|story| story.id == FIRST) {
        step_by_step(story, portal, phones, world.keys.address);
    }
    say(&format!("  {:<22} {:<13} {:<13} {:<17} how it ends", "story", "ИИН", "phone", "РКА"));
    let mut seen = Vec::new();
    for story in told {
        if seen.contains(&story.id) {
            continue;
        }
        seen.push(story.id);
        let scenario = &story.scenario;
        let phone = scenario.phone.map(|phone| phone.to_string()).unwrap_or_default();
        let expected = scenario.expected.to_string();
        say(&format!(
            "  {:<22} {:<13} {:<13} {:<17} {expected}",
            story.id, scenario.applicant, phone, scenario.rka
        ));
    }
    say(&format!(
        "\nThe ИИН is that of the applicant, the РКА that of the dwelling. http://{phones}/ tells what \
         each story\nis about and who is asked. Stop with Ctrl-C."
    ));
}

fn step_by_step(story: &Story, portal: SocketAddr, phones: SocketAddr, keys: SocketAddr) {
    let scenario = &story.scenario;
    let name = |iin| story.snapshot.person(iin).map(|row| row.full_name()).unwrap_or_default();
    let page = |phone: Option<Phone>| {
        phone.map(|phone| format!("http://{phones}/phones/{phone}")).unwrap_or_default()
    };
    say(&format!(
        "Try this first. {applicant} wants to register in a flat of another person:\n\n  \
         1. Open the portal, http://{portal}/, and sign in by SMS with the ИИН {iin}.\n     \
         The code arrives on this phone: {phone}\n     \
         Or sign in with a key (EDS), after you have chosen theirs at http://{keys}/\n  \
         2. Apply for the dwelling with the РКА {rka} and sign: by SMS, by key or by QR.",
        applicant = name(scenario.applicant),
        iin = scenario.applicant,
        phone = page(scenario.phone),
        rka = scenario.rka,
    ));
    for ask in &scenario.asks {
        say(&format!(
            "  3. The owner, {}, is asked by SMS.\n     Answer on this phone: {}",
            name(ask.iin),
            page(ask.phone)
        ));
    }
    say("\nAll stories, each with people and a dwelling of its own:\n");
}
