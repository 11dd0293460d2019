// What a service provider does, by samlify. A message is {query} as it stood in the address, or {fields} of a form.
import { samlify } from './saml-packages/index.js';

// The package wants a validator of schemas and brings none; what is tried here is signatures, names and times.
samlify.setSchemaValidator({ validate: async () => 'not validated' });

const bindings = { redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST' };
const at = (binding, location) => ({ Binding: bindings[binding], Location: location });
const bindingOf = (message) => (message.fields ? 'post' : 'redirect');

// As an application gets it from its framework: the query decoded, and beside it the text that the signature is over.
function requestOf({ query, fields }) {
  if (fields) return { body: fields };
  return { query: Object.fromEntries(new URLSearchParams(query)), octetString: query.split('&').filter((part) => !part.startsWith('Signature=')).join('&') };
}

function sent({ id, context, entityEndpoint, relayState }, parameter) {
  return entityEndpoint ? { id, address: entityEndpoint, fields: { [parameter]: context, RelayState: relayState } } : { id, url: context };
}

export class SamlifyParty {
  constructor(given) {
    const { entityId, acs, slo, key, certificate, sealing, signs, nameIdFormat, logoutBinding } = given;
    this.given = given;
    this.provider = samlify.ServiceProvider({
      entityID: entityId, nameIDFormat: [nameIdFormat], privateKey: key, signingCert: certificate, encPrivateKey: sealing?.key, encryptCert: sealing?.certificate,
      authnRequestsSigned: signs, wantAssertionsSigned: true, wantLogoutRequestSigned: true, wantLogoutResponseSigned: true,
      singleLogoutService: [at(logoutBinding, slo)], assertionConsumerService: [at('post', acs)],
    });
  }

  metadata() {
    return this.provider.getMetadata();
  }

  trust({ metadata }) {
    this.identityProvider = samlify.IdentityProvider({
      metadata, isAssertionEncrypted: Boolean(this.given.sealing), wantLogoutRequestSigned: true, wantLogoutResponseSigned: true,
    });
  }

  ask({ binding, relayState }) {
    const { entityEndpoint, ...made } = this.provider.createLoginRequest(this.identityProvider, binding, { relayState });
    return sent(binding === 'post' ? { ...made, entityEndpoint } : made, 'SAMLRequest');
  }

  async receive(message) {
    const { extract } = await this.provider.parseLoginResponse(this.identityProvider, 'post', requestOf(message));
    const { issuer, nameID, sessionIndex, response, attributes } = extract;
    return { issuer, nameId: nameID, sessionIndex: sessionIndex.sessionIndex, inResponseTo: response.inResponseTo ?? null, attributes };
  }

  leave({ binding, nameId, sessionIndex, relayState }) {
    return sent(this.provider.createLogoutRequest(this.identityProvider, binding, { logoutNameID: nameId, sessionIndex }, { relayState }), 'SAMLRequest');
  }

  async left(message) {
    await this.provider.parseLogoutResponse(this.identityProvider, bindingOf(message), requestOf(message));
    return {};
  }

  async told(message) {
    const request = await this.provider.parseLogoutRequest(this.identityProvider, bindingOf(message), requestOf(message));
    const { nameID, sessionIndex } = request.extract;
    return { nameId: nameID, sessionIndex, ...sent(this.provider.createLogoutResponse(this.identityProvider, request, bindingOf(message), {}), 'SAMLResponse') };
  }
}
