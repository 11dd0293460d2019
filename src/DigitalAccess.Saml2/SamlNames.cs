namespace DigitalAccess.Saml2;

/// <summary>Names that the specifications give.</summary>
public static class SamlNames
{
    /// <summary>Namespace of protocol messages (SAML Core 1.2).</summary>
    public const string Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";

    /// <summary>Namespace of assertions (SAML Core 1.2).</summary>
    public const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion";

    /// <summary>Namespace of metadata (SAML Metadata 1.1).</summary>
    public const string Metadata = "urn:oasis:names:tc:SAML:2.0:metadata";

    /// <summary>Namespace of XML Signature.</summary>
    public const string Signature = "http://www.w3.org/2000/09/xmldsig#";

    /// <summary>Namespace of XML Encryption.</summary>
    public const string Encryption = "http://www.w3.org/2001/04/xmlenc#";

    /// <summary>The only canonical form used here.</summary>
    public const string ExclusiveCanonicalisation = "http://www.w3.org/2001/10/xml-exc-c14n#";

    /// <summary>The signature is taken out of what it signs.</summary>
    public const string EnvelopedSignature = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

    /// <summary>Bindings (SAML Bindings 3).</summary>
    public static class Bindings
    {
        /// <summary>HTTP Redirect (3.4).</summary>
        public const string Redirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

        /// <summary>HTTP POST (3.5).</summary>
        public const string Post = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

        /// <summary>The only encoding of redirected messages (3.4.4).</summary>
        public const string Deflate = "urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE";
    }

    /// <summary>Formats of name identifiers (SAML Core 8.3).</summary>
    public static class NameIds
    {
        /// <summary>8.3.1: the recipient's choice was left open.</summary>
        public const string Unspecified = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

        /// <summary>8.3.2.</summary>
        public const string Email = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

        /// <summary>8.3.6: names an entity, as in an Issuer.</summary>
        public const string Entity = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";

        /// <summary>8.3.7: the same at every visit, another at every recipient.</summary>
        public const string Persistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

        /// <summary>8.3.8: another at every visit.</summary>
        public const string Transient = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
    }

    /// <summary>Status codes (SAML Core 3.2.2.2).</summary>
    public static class Status
    {
        /// <summary>It worked.</summary>
        public const string Success = "urn:oasis:names:tc:SAML:2.0:status:Success";

        /// <summary>The sender's fault.</summary>
        public const string Requester = "urn:oasis:names:tc:SAML:2.0:status:Requester";

        /// <summary>Ours, or a decision of ours.</summary>
        public const string Responder = "urn:oasis:names:tc:SAML:2.0:status:Responder";

        /// <summary>No such name identifier.</summary>
        public const string InvalidNameIdPolicy = "urn:oasis:names:tc:SAML:2.0:status:InvalidNameIDPolicy";

        /// <summary>No such authentication.</summary>
        public const string NoAuthnContext = "urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext";

        /// <summary>Not without a page.</summary>
        public const string NoPassive = "urn:oasis:names:tc:SAML:2.0:status:NoPassive";

        /// <summary>Some could not be told of a sign-out.</summary>
        public const string PartialLogout = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout";

        /// <summary>Understood, and not granted.</summary>
        public const string RequestDenied = "urn:oasis:names:tc:SAML:2.0:status:RequestDenied";

        /// <summary>Nobody by that name.</summary>
        public const string UnknownPrincipal = "urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal";
    }

    /// <summary>Authentication context classes (SAML Authentication Context 3.4).</summary>
    public static class Contexts
    {
        /// <summary>A card number and its PIN over TLS (3.4.9).</summary>
        public const string PasswordProtectedTransport = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

        /// <summary>Nothing is said (3.4.25).</summary>
        public const string Unspecified = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified";
    }
}
