// Signs what a page shows with a key of its reader, which NCALayer holds. Nothing is signed without this
// script: until it runs, the page says so and offers the other ways. Every word is in the page.
"use strict";

{
  const form = document.getElementById("eds");
  const button = document.getElementById("eds-sign");
  const said = document.getElementById("eds-said");
  const { holder, document: text, iin, locale, purpose, anybody } = form.dataset;
  // What has begun and not ended is over by then: the dialog waits for a person.
  const GREETING = 10000;

  const say = (word, detail = "") => {
    const words = document.getElementById(`eds-${word}`).content.cloneNode(true);
    const place = words.querySelector("[data-detail]");
    if (place) place.textContent = detail;
    said.replaceChildren(words);
  };
  const works = (does) => {
    // The button keeps the focus, so that it is not lost while the dialog is open.
    button.setAttribute("aria-disabled", does);
    form.toggleAttribute("data-works", does);
  };

  const connected = async () => {
    const client = new NCALayerClient(holder, false);
    // It asks whether another program is there besides; with no address it asks nobody.
    client.kmdHttpApiUrl = "http://";
    let alarm;
    const silent = new Promise((_, reject) => { alarm = setTimeout(reject, GREETING); });
    try {
      await Promise.race([client.connect(), silent]);
      return client;
    } catch {
      client.wsConnection?.close();
      return null;
    } finally {
      clearTimeout(alarm);
    }
  };

  // A key of a person; to sign a document, one for signatures. Since 2024 people have one key for both.
  const person = "1.2.398.3.3.4.1.1", signature = "1.3.6.1.5.5.7.3.4";
  const wanted = {
    extKeyUsageOids: purpose === "sign-in" ? [person] : [signature, person],
    ...(iin && { iin }),
    // Keys of other authorities than the national one, where their signatures count.
    ...(anybody && { chain: [] }),
  };

  const why = (error) => {
    if (error.canceledByUser) return ["cancelled"];
    // Without the part that signs, it answers in another form.
    if (error.message.startsWith("undefined:")) return ["old"];
    return ["failed", error.message];
  };

  const sign = async () => {
    works(true);
    say("busy");
    const client = await connected();
    if (!client) return ["absent"];
    say("choose");
    try {
      const how = NCALayerClient.basicsCMSParamsDetachedNoTSP;
      const cms = await client.basicsSignCMS(NCALayerClient.basicsStorageAll, text, how, wanted, locale);
      // Base64, with the lines around it or without.
      form.elements.cms.value = cms.replace(/-----[^-]+-----|\s/g, "");
      return null;
    } catch (error) {
      return why(error);
    } finally {
      client.wsConnection.close();
    }
  };

  button.addEventListener("click", async () => {
    if (form.hasAttribute("data-works")) return;
    const wrong = await sign();
    if (wrong) {
      say(...wrong);
      works(false);
      return;
    }
    say("sent");
    form.submit();
  });
  window.addEventListener("pageshow", () => {
    said.replaceChildren();
    works(false);
  });

  document.getElementById("eds-without").hidden = true;
  document.getElementById("eds-with").hidden = false;
}
