using System.Net;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>What came with the login form.</summary>
internal sealed record LoginInput(
    string? Card, string? Pin, bool SharedComputer, string Language, IPAddress Address, bool OnPremises, string? Challenge, string? Answer)
{
    public override string ToString() => "LoginInput(redacted)";
}
