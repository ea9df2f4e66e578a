// An SMS centre on the npm package "smpp", driven over standard input and reporting on standard
// output, one line of tab-separated words each.
//
// In:  reply FROM TO TEXT | throttle COUNT | drop | quit
// Out: listening PORT | bound SYSTEM_ID VERSION | message TO FROM PARTS CODING VALIDITY TEXT |
//      answered STATUS | unbound
//
// Responses give message ids in hexadecimal, receipts in decimal.
'use strict';

const smpp = require('smpp');
const readline = require('readline');

let session = null;
let lastId = 0xabc000;
let toThrottle = 0;
let reference = 0;
const partial = new Map();

const say = (...words) => process.stdout.write(words.join('\t') + '\n');
const addressOf = (ton, address) => (ton === 1 ? '+' : '') + address;

function submitted(pdu) {
  if (toThrottle > 0) {
    toThrottle -= 1;
    session.send(pdu.response({ command_status: smpp.ESME_RTHROTTLED }));
    return;
  }
  lastId += 1;
  const id = lastId;
  session.send(pdu.response({ message_id: id.toString(16) }));
  whole(pdu);
  if (pdu.registered_delivery & 1) {
    session.deliver_sm({
      source_addr_ton: pdu.dest_addr_ton,
      source_addr_npi: pdu.dest_addr_npi,
      source_addr: pdu.destination_addr,
      destination_addr: pdu.source_addr,
      esm_class: smpp.ESM_CLASS.MC_DELIVERY_RECEIPT,
      receipted_message_id: String(id),
      message_state: smpp.MESSAGE_STATE.DELIVERED,
      short_message: `id:${id} sub:001 dlvrd:001 submit date:2511241000 done date:2511241001 stat:DELIVRD err:000 text:`,
    }, (answer) => say('answered', answer.command_status));
  }
}

// Puts the parts together by the header the package itself has decoded.
function whole(pdu) {
  const from = addressOf(pdu.source_addr_ton, pdu.source_addr);
  const to = addressOf(pdu.dest_addr_ton, pdu.destination_addr);
  const { udh, message } = pdu.short_message;
  const element = (udh || []).find((one) => one[0] === 0x00);
  const [ref, total, number] = element ? element.slice(2) : [0, 1, 1];
  const key = [from, to, ref, total].join();
  const parts = partial.get(key) || new Map();
  partial.set(key, parts.set(number, message));
  if (parts.size === total) {
    partial.delete(key);
    const text = Array.from({ length: total }, (_, n) => parts.get(n + 1)).join('');
    const validity = pdu.validity_period instanceof Date
      ? Math.round((pdu.validity_period - Date.now()) / 1000) : 'none';
    say('message', to, from, total, pdu.data_coding, validity, text);
  }
}

function reply(from, to, text) {
  const parts = text.length <= 70 ? [text] : text.match(/.{1,67}/gsu);
  reference = (reference + 1) & 0xff;
  parts.forEach((message, n) => {
    const udh = Buffer.from([5, 0, 3, reference, parts.length, n + 1]);
    session.deliver_sm({
      source_addr_ton: 1,
      source_addr_npi: 1,
      source_addr: from.replace('+', ''),
      destination_addr: to,
      data_coding: smpp.ENCODING.UCS2,
      short_message: parts.length > 1 ? { udh, message } : message,
    }, (answer) => say('answered', answer.command_status));
  });
}

const server = smpp.createServer((fresh) => {
  fresh.on('error', () => {});
  fresh.on('bind_transceiver', (pdu) => {
    session = fresh;
    fresh.send(pdu.response({ system_id: 'peer' }));
    say('bound', pdu.system_id, pdu.interface_version);
  });
  fresh.on('submit_sm', submitted);
  fresh.on('enquire_link', (pdu) => fresh.send(pdu.response()));
  fresh.on('unbind', (pdu) => {
    fresh.send(pdu.response());
    say('unbound');
    fresh.close();
  });
});

server.listen(0, '127.0.0.1', () => say('listening', server.address().port));

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, ...rest] = line.split('\t');
  if (word === 'reply') reply(...rest);
  if (word === 'throttle') toThrottle = Number(rest[0]);
  if (word === 'drop') session.destroy();
  if (word === 'quit') process.exit(0);
}).on('close', () => process.exit(0));
