// The relying party.
import { webcrypto } from 'node:crypto';
import { listen } from './listen.mjs';

// Node.js 18 keeps WebCrypto in its module; both libraries look for it where browsers have it.
globalThis.crypto ??= webcrypto;
globalThis.CryptoKey ??= webcrypto.CryptoKey;
listen((await import('./orders.mjs')).orders);
