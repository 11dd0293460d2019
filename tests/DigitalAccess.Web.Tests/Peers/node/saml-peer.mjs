// The service providers. Each is made once, by the package that it is to be of, and then asked by its entityID.
import { listen } from './listen.mjs';
import { NodeSamlParty } from './node-saml.mjs';
import { SamlifyParty } from './samlify.mjs';

const kinds = { 'node-saml': NodeSamlParty, samlify: SamlifyParty };
const parties = new Map();
const party = ({ entityId }) => parties.get(entityId);

// {kind, entityId, acs, slo, key, certificate, sealing: {key, certificate} or null, signs, nameIdFormat, logoutBinding} -> {metadata}
function make(given) {
  parties.set(given.entityId, new kinds[given.kind](given));
  return { metadata: party(given).metadata() };
}

// {issuer, sso, slo, certificates, metadata}: what it is told of the identity provider.
function trust(given) {
  party(given).trust(given);
  return {};
}

listen({
  make,
  trust,
  ask: (given) => party(given).ask(given),
  receive: (given) => party(given).receive(given),
  leave: (given) => party(given).leave(given),
  left: (given) => party(given).left(given),
  told: (given) => party(given).told(given),
});
