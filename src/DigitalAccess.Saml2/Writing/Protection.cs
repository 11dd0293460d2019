using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Writing;

/// <summary>How an answer is signed and sealed for one recipient.</summary>
/// <param name="Key">Ours.</param>
/// <param name="SignsResponse">Whether the response is signed as a whole (SDP-IDP09).</param>
/// <param name="SignsAssertion">Whether the assertion is signed by itself.</param>
/// <param name="EncryptTo">The recipient's key; null where the assertion travels readable for the browser that carries it.</param>
public sealed record Protection(SigningKey Key, bool SignsResponse = true, bool SignsAssertion = true, EncryptionKey? EncryptTo = null);
