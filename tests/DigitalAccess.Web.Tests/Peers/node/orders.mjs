// What a relying party does, by oauth4webapi and jose. Each order is given {issuer, skew, client:{id, secret, auth, redirect}, ...}.
import { createHash, randomUUID } from 'node:crypto';
import * as oauth from './oauth4webapi/index.js';
import { createLocalJWKSet } from './jose/jwks/local.js';
import { jwtVerify } from './jose/jwt/verify.js';

const http = { [oauth.allowInsecureRequests]: true };
const signIns = new Map();
const keys = new Map();

async function server(issuer) {
  const url = new URL(issuer);
  return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, http));
}

function client({ client, skew }, more = {}) {
  return { client_id: client.id, [oauth.clockSkew]: skew ?? 0, ...more };
}

function proof({ client }) {
  switch (client.auth) {
    case 'client_secret_post': return oauth.ClientSecretPost(client.secret);
    case 'private_key_jwt': return oauth.PrivateKeyJwt({ key: keys.get(client.id).privateKey, kid: 'peer' });
    case 'none': return oauth.None();
    default: return oauth.ClientSecretBasic(client.secret);
  }
}

const jwtPart = (jwt, index) => JSON.parse(Buffer.from(jwt.split('.')[index], 'base64url'));

// OpenID Connect Core 1.0, 3.1.3.6 and 3.3.2.11: the left half of the hash that goes with the signature's.
function hashFits(claim, value, jwt) {
  const bits = jwtPart(jwt, 0).alg.slice(2);
  const hash = createHash(`sha${bits}`).update(value, 'ascii').digest();
  return claim === undefined || claim === hash.subarray(0, hash.length / 2).toString('base64url');
}

function parametersOf({ client, ask }, signIn, challenge) {
  const parameters = { client_id: client.id, redirect_uri: client.redirect, response_type: 'code', scope: 'openid', state: signIn.state, nonce: signIn.nonce };
  if (challenge) Object.assign(parameters, { code_challenge: challenge, code_challenge_method: 'S256' });
  Object.assign(parameters, ask);
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== null));
}

async function begin(given) {
  const as = await server(given.issuer);
  const signIn = {
    given, as, state: given.ask?.state ?? oauth.generateRandomState(), nonce: oauth.generateRandomNonce(),
    verifier: given.pkce ? oauth.generateRandomCodeVerifier() : undefined,
  };
  const parameters = parametersOf(given, signIn, given.pkce ? await oauth.calculatePKCECodeChallenge(signIn.verifier) : undefined);
  Object.assign(signIn, { state: parameters.state, nonce: parameters.nonce, maxAge: given.ask?.max_age === undefined ? undefined : Number(given.ask.max_age) });
  if (given.par) {
    const answer = await oauth.pushedAuthorizationRequest(as, client(given), proof(given), new URLSearchParams(parameters), http);
    const { request_uri } = await oauth.processPushedAuthorizationResponse(as, client(given), answer);
    for (const name of Object.keys(parameters)) delete parameters[name];
    Object.assign(parameters, { client_id: given.client.id, request_uri });
  }
  const query = given.backwards ? Object.entries(parameters).reverse() : Object.entries(parameters);
  const id = randomUUID();
  signIns.set(id, signIn);
  return { signIn: id, parameters, url: `${as.authorization_endpoint}?${new URLSearchParams(query)}` };
}

// The authorization response, as it came: parameters of an address or of a form.
function receive({ signIn, parameters }) {
  const it = signIns.get(signIn);
  it.response = oauth.validateAuthResponse(it.as, client(it.given), new URLSearchParams(parameters), it.state ?? oauth.expectNoState);
  return { code: it.response.get('code') };
}

function askForTokens(it, given) {
  return oauth.authorizationCodeGrantRequest(it.as, client(given), proof(given), it.response, given.client.redirect, it.verifier ?? oauth.nopkce,
    { ...http, additionalParameters: given.form ?? {} });
}

async function redeem({ signIn, skew, form, client: as }) {
  const it = signIns.get(signIn);
  const given = { ...it.given, skew, form, client: { ...it.given.client, ...as } };
  const response = await askForTokens(it, given);
  const tokens = await oauth.processAuthorizationCodeResponse(it.as, client(given, { require_auth_time: true }), response,
    { expectedNonce: it.nonce ?? oauth.expectNoNonce, maxAge: it.maxAge ?? oauth.skipAuthTimeCheck, requireIdToken: true });
  await oauth.validateApplicationLevelSignature(it.as, response, http);
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  if (!hashFits(claims.at_hash, tokens.access_token, tokens.id_token)) throw new Error('at_hash is not the hash of the access token');
  if (!hashFits(claims.c_hash, it.response.get('code'), tokens.id_token)) throw new Error('c_hash is not the hash of the code');
  return { tokens, claims, header: jwtPart(tokens.id_token, 0), cacheControl: response.headers.get('cache-control') };
}

async function redeemAgain({ signIn, skew }) {
  const it = signIns.get(signIn);
  const response = await askForTokens(it, { ...it.given, skew });
  return { status: response.status, error: (await response.json()).error ?? null };
}

async function userinfo(given) {
  const as = await server(given.issuer);
  const form = new URLSearchParams({ access_token: given.token });
  const response = await {
    get: () => oauth.userInfoRequest(as, client(given), given.token, http),
    post: () => oauth.protectedResourceRequest(given.token, 'POST', new URL(as.userinfo_endpoint), new Headers(), null, http),
    body: () => fetch(as.userinfo_endpoint, { method: 'POST', body: form }),
  }[given.how]();
  return { type: response.headers.get('content-type'), claims: await oauth.processUserInfoResponse(as, client(given), given.subject ?? oauth.skipSubjectCheck, response) };
}

async function refresh(given) {
  const as = await server(given.issuer);
  const response = await oauth.refreshTokenGrantRequest(as, client(given), proof(given), given.token, http);
  const tokens = await oauth.processRefreshTokenResponse(as, client(given), response);
  if (tokens.id_token) await oauth.validateApplicationLevelSignature(as, response, http);
  return { tokens, claims: oauth.getValidatedIdTokenClaims(tokens) ?? null };
}

async function revoke(given) {
  const as = await server(given.issuer);
  await oauth.processRevocationResponse(await oauth.revocationRequest(as, client(given), proof(given), given.token, http));
  return {};
}

async function introspect(given) {
  const as = await server(given.issuer);
  return oauth.processIntrospectionResponse(as, client(given), await oauth.introspectionRequest(as, client(given), proof(given), given.token, http));
}

async function logoutAddress(given) {
  const as = await server(given.issuer);
  return { url: `${as.end_session_endpoint}?${new URLSearchParams(given.ask)}` };
}

// OpenID Connect Back-Channel Logout 1.0, section 2.6.
async function logoutToken(given) {
  const as = await server(given.issuer);
  const keySet = createLocalJWKSet(await (await fetch(as.jwks_uri)).json());
  const now = new Date(Date.now() + (given.skew ?? 0) * 1000);
  const { payload, protectedHeader } = await jwtVerify(given.token, keySet,
    { issuer: as.issuer, audience: given.client.id, typ: 'logout+jwt', currentDate: now, requiredClaims: ['iat', 'exp', 'jti', 'events'] });
  const event = payload.events['http://schemas.openid.net/event/backchannel-logout'];
  if (typeof event !== 'object') throw new Error('not a logout event');
  if (payload.nonce !== undefined) throw new Error('a logout token has no nonce');
  if (payload.sub === undefined && payload.sid === undefined) throw new Error('neither sub nor sid');
  return { claims: payload, header: protectedHeader };
}

async function makeKey(given) {
  const pair = await oauth.generateKeyPair('ES256', { extractable: true });
  keys.set(given.client.id, pair);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { keys: [{ kty, crv, x, y, kid: 'peer', use: 'sig', alg: 'ES256' }] };
}

const discover = async ({ issuer }) => server(issuer);
const json = async ({ url }) => {
  const response = await fetch(url);
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
};

export const orders = { begin, discover, introspect, json, logoutAddress, logoutToken, makeKey, receive, redeem, redeemAgain, refresh, revoke, userinfo };
