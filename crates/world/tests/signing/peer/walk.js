// Asks the key-holder at argv[2] for everything through the client that web pages use, for the
// person of argv[3] beside the one of argv[4], and prints what came back as one object of JSON.
"use strict";

const { NCALayerClient } = require("ncalayer-js-client");

const [, , url, iin, other] = process.argv;
const text = Buffer.from("application 17").toString("base64");
const document = "<a>application 17</a>";

async function tell(path, body) {
  const answer = await fetch(url.replace("ws:", "http:") + "/api/" + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(path + ": " + (await answer.text()));
}

// What a promise came to: a value, or the error with its words.
async function outcome(promise) {
  try {
    return { value: await promise };
  } catch (error) {
    return { error: error.message, cancelled: Boolean(error.canceledByUser) };
  }
}

async function main() {
  const client = new NCALayerClient(url, false);
  const said = { version: await client.connect() };
  const detached = NCALayerClient.basicsCMSParamsDetachedNoTSP;
  const person = { ...NCALayerClient.basicsSignerSignPerson, iin };
  const sign = (data, params, signer) =>
    outcome(client.basicsSignCMS(NCALayerClient.basicsStorageAll, data, params, signer));

  said.isKmd = client.isKmd;
  said.nothingChosen = await sign(text, detached, NCALayerClient.basicsSignerSignPerson);
  said.byIin = await sign(text, detached, person);
  await tell("choose", { iin: other, key: "gost" });
  said.otherChosen = await sign(text, detached, person);
  await tell("choose", { iin: other, key: "gost", always: true });
  said.otherAlways = await sign(text, detached, person);
  await tell("choose", { iin, key: "rsa" });
  said.attached = await sign(text, NCALayerClient.basicsCMSParamsAttached, person);
  said.several = await sign([text, text], detached, person);
  said.digested = await sign(text, NCALayerClient.basicsCMSParamsDetachedHash, person);
  said.badParams = await sign(text, 555, person);
  said.noOrganisation = await sign(text, detached, {
    ...NCALayerClient.basicsSignerSignOrg,
    bin: "111111111111",
  });
  said.xml = await outcome(
    client.basicsSignXML(NCALayerClient.basicsStorageAll, document, {}, person),
  );
  await tell("cancel-next", {});
  said.cancelled = await sign(text, detached, person);
  said.afterCancel = await sign(text, detached, person);

  const store = NCALayerClient.fileStorageType;
  said.tokens = await outcome(client.getActiveTokens());
  said.keyInfo = await outcome(client.getKeyInfo(store));
  said.badStore = await outcome(client.getKeyInfo(1));
  said.cades = await outcome(client.createCAdESFromBase64(store, text, "SIGNATURE", true));
  said.signingIn = await outcome(client.createCAdESFromBase64(store, text, "AUTHENTICATION"));
  said.stamped = await outcome(client.createCMSSignatureFromBase64(store, text));
  said.hash = await outcome(client.createCAdESFromBase64Hash(store, text));
  said.commonXml = await outcome(client.signXml(store, document));
  said.commonXmls = await outcome(client.signXmls(store, [document, document]));
  said.partOfXml = await outcome(client.signXml(store, document, "SIGNATURE", "//a"));
  await tell("cancel-next", {});
  said.commonCancelled = await outcome(client.signXml(store, document));
  said.locale = await outcome(client.changeLocale("kz"));
  said.badLocale = await outcome(client.changeLocale(2));

  await tell("mode", { mode: "slow", seconds: 3600 });
  const waits = sign(text, detached, person);
  await tell("mode", { mode: "off" });
  said.off = await waits;
  said.offAgain = await outcome(new NCALayerClient(url, false).connect());
  await tell("mode", { mode: "ready" });
  said.onAgain = await outcome(new NCALayerClient(url, false).connect());
  console.log(JSON.stringify(said));
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
