// What a service provider does, by @node-saml/node-saml. A message is {query} as it stood in the address, or {fields} of a form.
import { inflateRawSync } from 'node:zlib';
import { SAML, ValidateInResponseTo } from './saml-packages/index.js';

const parametersOf = (query) => Object.fromEntries(new URLSearchParams(query));
const idOf = (xml) => /\bID="([^"]+)"/.exec(xml)[1];
const idIn = (url) => idOf(inflateRawSync(Buffer.from(new URL(url).searchParams.get('SAMLRequest'), 'base64')).toString());

export class NodeSamlParty {
  constructor(given) {
    this.given = given;
    this.trust({ issuer: 'not known yet', sso: 'https://unknown.example/', slo: 'https://unknown.example/', certificates: [given.certificate] });
  }

  // The package reads messages about signing out by either binding, and writes of POST alone; its operator writes the other.
  metadata() {
    const { sealing, signs, certificate, logoutBinding } = this.given;
    const written = this.byRedirect.generateServiceProviderMetadata(sealing?.certificate ?? null, signs ? certificate : null);
    return logoutBinding === 'post' ? written : written.replace(/(<SingleLogoutService Binding="[^"]*:)HTTP-POST"/, '$1HTTP-Redirect"');
  }

  trust(identityProvider) {
    this.byRedirect = this.provider(identityProvider, false);
    this.byForm = this.provider(identityProvider, true);
  }

  // The package signs with SHA-1, and deflates what goes by form, unless it is told otherwise.
  provider({ issuer, sso, slo, certificates }, byForm) {
    const { entityId, acs, slo: ownSlo, key, sealing, signs, nameIdFormat } = this.given;
    return new SAML({
      issuer: entityId, audience: entityId, callbackUrl: acs, logoutCallbackUrl: ownSlo, identifierFormat: nameIdFormat,
      entryPoint: sso, logoutUrl: slo, idpIssuer: issuer, idpCert: certificates,
      privateKey: signs ? key : undefined, decryptionPvk: sealing?.key, signatureAlgorithm: 'sha256', digestAlgorithm: 'sha256', skipRequestCompression: byForm,
      wantAuthnResponseSigned: true, wantAssertionsSigned: true, validateInResponseTo: ValidateInResponseTo.ifPresent,
      cacheProvider: this.byRedirect?.cacheProvider,
    });
  }

  async ask({ binding, relayState }) {
    if (binding === 'redirect') {
      const url = await this.byRedirect.getAuthorizeUrlAsync(relayState);
      return { id: idIn(url), url };
    }
    const fields = await this.byForm.getAuthorizeMessageAsync(relayState);
    return { id: idOf(Buffer.from(fields.SAMLRequest, 'base64').toString()), address: this.byForm.options.entryPoint, fields };
  }

  async receive({ fields }) {
    const { profile } = await this.byForm.validatePostResponseAsync(fields);
    const { issuer, nameID, sessionIndex, inResponseTo, attributes } = profile;
    return { issuer, nameId: nameID, sessionIndex, inResponseTo: inResponseTo ?? null, attributes };
  }

  async leave({ nameId, sessionIndex, relayState }) {
    const url = await this.byRedirect.getLogoutUrlAsync({ nameID: nameId, nameIDFormat: this.given.nameIdFormat, sessionIndex }, relayState);
    return { id: idIn(url), url };
  }

  async left(message) {
    await this.read(message, 'validatePostResponseAsync');
    return {};
  }

  async told(message) {
    const { profile } = await this.read(message, 'validatePostRequestAsync');
    return { nameId: profile.nameID, sessionIndex: profile.sessionIndex, url: await this.byRedirect.getLogoutResponseUrlAsync(profile, '', {}, true) };
  }

  read({ query, fields }, byForm) {
    return fields ? this.byForm[byForm](fields) : this.byRedirect.validateRedirectAsync(parametersOf(query), query);
  }
}
