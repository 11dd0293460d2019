#!/usr/bin/env bash
# Signs the messages of this folder anew, with keys that are thrown away afterwards. Needs xmlsec1, openssl, node and npm.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=sp.example.org -days 3650 -keyout "$work/rsa.key" -out rsa.crt 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=sp.example.org -days 3650 -keyout "$work/ec.key" -out ec.crt 2>/dev/null

protocol=urn:oasis:names:tc:SAML:2.0:protocol
declared="xmlns:samlp=\"$protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\""
common='Version="2.0" IssueInstant="2026-03-01T12:00:00Z"'
issuer='<saml:Issuer>https://sp.example.org</saml:Issuer>'
exclusive=http://www.w3.org/2001/10/xml-exc-c14n#
inclusive=http://www.w3.org/TR/2001/REC-xml-c14n-20010315
enveloped=http://www.w3.org/2000/09/xmldsig#enveloped-signature
more=http://www.w3.org/2001/04/xmldsig-more#
encryption=http://www.w3.org/2001/04/xmlenc#

request() { # SIGNATURE
  printf '<samlp:AuthnRequest %s ID="_fixture" %s Destination="https://idp.example.org/saml/sso" AssertionConsumerServiceURL="https://sp.example.org/acs">%s%s%s' \
    "$declared" "$common" "$issuer" "$1" '<samlp:NameIDPolicy AllowCreate="true"/></samlp:AuthnRequest>'
}

transforms() { printf '<ds:Transforms>'; for t in "$@"; do printf '<ds:Transform Algorithm="%s"/>' "$t"; done; printf '</ds:Transforms>'; }

reference() { # URI TRANSFORMS DIGEST
  printf '<ds:Reference URI="%s">%s<ds:DigestMethod Algorithm="%s"/><ds:DigestValue/></ds:Reference>' "$1" "$2" "$3"
}

signature() { # CANONICALISATION METHOD REFERENCES
  printf '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="%s"/>' "$1"
  printf '<ds:SignatureMethod Algorithm="%s"/>%s</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature>' "$2" "$3"
}

sign() { # NAME KEY; the template comes in
  cat >"$work/template.xml"
  xmlsec1 --sign --privkey-pem "$work/$2.key,$2.crt" --id-attr:ID "$protocol:AuthnRequest" --output "$1.xml" "$work/template.xml"
}

both=$(transforms $enveloped $exclusive)
root=$(reference '#_fixture' "$both" ${encryption}sha256)
request "$(signature $exclusive ${more}rsa-sha256 "$root")" | sign xmlsec-rsa-sha256 rsa
request "$(signature $exclusive ${more}rsa-sha384 "$(reference '#_fixture' "$both" ${encryption}sha512)")" | sign xmlsec-rsa-sha384 rsa
request "$(signature $exclusive ${more}ecdsa-sha256 "$root")" | sign xmlsec-ecdsa-sha256 ec
request "$(signature $exclusive ${more}rsa-sha256 "$root")" | sed 's/></>\r\n  </g' | sign xmlsec-in-lines rsa
request "$(signature ${exclusive}WithComments ${more}rsa-sha256 "$(reference '#_fixture' "$(transforms $enveloped ${exclusive}WithComments)" ${encryption}sha256)")" | sign xmlsec-with-comments rsa
request "$(signature $exclusive http://www.w3.org/2000/09/xmldsig#rsa-sha1 "$root")" | sign xmlsec-rsa-sha1 rsa
request "$(signature $exclusive ${more}rsa-sha256 "$(reference '#_fixture' "$both" http://www.w3.org/2000/09/xmldsig#sha1)")" | sign xmlsec-digest-sha1 rsa
request "$(signature $exclusive ${more}rsa-sha256 "$root$root")" | sign xmlsec-two-references rsa
request "$(signature $exclusive ${more}rsa-sha256 "$(reference '' "$both" ${encryption}sha256)")" | sign xmlsec-whole-document rsa
request "$(signature $inclusive ${more}rsa-sha256 "$root")" | sign xmlsec-inclusive rsa
request "$(signature $exclusive ${more}rsa-sha256 "$(reference '#_fixture' "$(transforms $enveloped)" ${encryption}sha256)")" | sign xmlsec-enveloped-alone rsa
request "$(signature $exclusive ${more}rsa-sha256 "$(reference '#_fixture' "$(transforms $enveloped $exclusive $exclusive)" ${encryption}sha256)")" | sign xmlsec-three-transforms rsa
xpath="<ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>not(ancestor-or-self::ds:Signature) and not(ancestor-or-self::samlp:NameIDPolicy)</ds:XPath></ds:Transform><ds:Transform Algorithm=\"$exclusive\"/></ds:Transforms>"
request "$(signature $exclusive ${more}rsa-sha256 "$(reference '#_fixture' "$xpath" ${encryption}sha256)")" | sign xmlsec-xpath rsa

npm install --silent --prefix "$work" xml-crypto@6 >/dev/null
request '' >"$work/plain.xml"
request '' | sed "s/ xmlns:saml=/ xmlns:xs=\"http:\/\/www.w3.org\/2001\/XMLSchema\"&/" >"$work/prefixes.xml"
cat >"$work/sign.cjs" <<'JS'
const { SignedXml } = require('xml-crypto');
const fs = require('fs');
const [, , source, target, key, signatureAlgorithm, canonicalizationAlgorithm, digestAlgorithm, prefixes] = process.argv;
const list = prefixes ? prefixes.split(' ') : undefined;
const signed = new SignedXml({ privateKey: fs.readFileSync(key), signatureAlgorithm, canonicalizationAlgorithm, idAttribute: 'ID' });
signed.addReference({
  xpath: '/*', digestAlgorithm, inclusiveNamespacesPrefixList: list,
  transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
});
signed.computeSignature(fs.readFileSync(source, 'utf8'), { prefix: 'ds', location: { reference: "/*/*[local-name()='Issuer']", action: 'after' } });
fs.writeFileSync(target, signed.getSignedXml());
JS
crypto() { node "$work/sign.cjs" "$work/$1" "$2.xml" "$work/rsa.key" "$3" "$4" "$5" "${6:-}"; }
crypto plain.xml xml-crypto-rsa-sha256 ${more}rsa-sha256 $exclusive ${encryption}sha256
crypto plain.xml xml-crypto-rsa-sha512 ${more}rsa-sha512 $exclusive ${encryption}sha512
crypto prefixes.xml xml-crypto-prefixes ${more}rsa-sha256 $exclusive ${encryption}sha256 'xs saml'
crypto plain.xml xml-crypto-rsa-sha1 http://www.w3.org/2000/09/xmldsig#rsa-sha1 $exclusive http://www.w3.org/2000/09/xmldsig#sha1
crypto plain.xml xml-crypto-inclusive ${more}rsa-sha256 $inclusive ${encryption}sha256
