using System.Security.Claims;

namespace DigitalAccess.Web.Oidc.Tickets;

/// <summary>A ticket's claims as bytes, with where each of them may go.</summary>
internal static class TicketClaims
{
    public static byte[] Write(ClaimsPrincipal principal)
    {
        using var buffer = new MemoryStream(512);
        using (var writer = new BinaryWriter(buffer))
            principal.WriteTo(writer);
        return buffer.ToArray();
    }

    public static ClaimsPrincipal Read(byte[] claims)
    {
        using var reader = new BinaryReader(new MemoryStream(claims, writable: false));
        return new ClaimsPrincipal(reader);
    }
}
