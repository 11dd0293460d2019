// Orders by line, answers by line: {"id":1,"order":"discover",...} -> {"id":1,"answer":{...}} or {"id":1,"fault":{...}}.
import { createInterface } from 'node:readline';
import { webcrypto } from 'node:crypto';

// Node.js 18 keeps WebCrypto in its module; both libraries look for it where browsers have it.
globalThis.crypto ??= webcrypto;
globalThis.CryptoKey ??= webcrypto.CryptoKey;
const { orders } = await import('./orders.mjs');

function faultOf(e) {
  const told = e.cause instanceof URLSearchParams ? Object.fromEntries(e.cause) : {};
  const challenge = Array.isArray(e.cause) ? e.cause[0]?.parameters : undefined;
  return { name: e.constructor.name, code: e.code ?? null, message: e.message, error: e.error ?? challenge?.error ?? null, status: e.status ?? null, told };
}

async function obey(line) {
  const { id, order, ...given } = JSON.parse(line);
  try {
    return { id, answer: await orders[order](given) };
  } catch (e) {
    return { id, fault: faultOf(e) };
  }
}

createInterface({ input: process.stdin })
  .on('line', async (line) => process.stdout.write(JSON.stringify(await obey(line)) + '\n'))
  .on('close', () => process.exit(0));
