using System.Security.Cryptography;
using System.Text;
using DigitalAccess.Web.Keys;
using DigitalAccess.Web.PatronLogin;
using Npgsql;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>
/// One patron signed in at one vendor by SAML. Everything in it follows from the session and the vendor, so that a second
/// sign-in finds the row there already, and nothing has to be read for writing it.
/// </summary>
internal sealed class SamlSession
{
    public required Guid Id { get; init; }

    /// <summary>The patron's session here; null once that is over.</summary>
    public byte[]? SessionId { get; init; }

    /// <summary>EntityID.</summary>
    public required string ServiceProvider { get; init; }
    public required Guid LibraryId { get; init; }

    /// <summary>What the vendor calls the patron; null where it was given no name.</summary>
    public string? NameId { get; init; }
    public string? NameIdFormat { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; kept a while for telling the vendor.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What the vendor's session is called (SAML Core 2.7.2, SessionIndex).</summary>
    public string SessionIndex => IndexOf(Id);

    public static string IndexOf(Guid id) => $"_{id:N}";

    /// <returns>Null for what is no name of ours.</returns>
    public static Guid? IdOf(string index) => index.StartsWith('_') && Guid.TryParseExact(index.AsSpan(1), "N", out var id) ? id : null;

    /// <summary>A second sign-in finds the row, and takes hold of the session anew: one that has just ended is no longer there to be held.</summary>
    public static NpgsqlBatchCommand InsertCommand(SamlSession session)
    {
        var command = new NpgsqlBatchCommand(
            """
            insert into saml_session (id, session_id, service_provider, library_id, name_id, name_id_format, created_at)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do update set session_id = excluded.session_id, ended_at = null
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = session.Id });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = session.SessionId! });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = session.ServiceProvider });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = session.LibraryId });
        command.Parameters.Add(new NpgsqlParameter { Value = session.NameId ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = session.NameIdFormat ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = session.CreatedAt });
        return command;
    }
}

/// <summary>Names that follow from a session and a vendor: the same as long as the session lasts, and no two alike otherwise.</summary>
internal sealed class SessionNames(KeyRing keys)
{
    /// <summary>SAML Core 8.3.8.</summary>
    public async ValueTask<string> TransientAsync(PatronSession session, string serviceProvider, CancellationToken ct) =>
        Letters.Of(await HashAsync(session, $"transient {serviceProvider}", ct));

    /// <param name="session">The patron's session.</param>
    /// <param name="serviceProvider">EntityID.</param>
    /// <param name="nameId">What the vendor is to call the patron: another kind of name is another sign-in.</param>
    /// <param name="ct">Cancels the reading of the key.</param>
    public async ValueTask<Guid> RowAsync(PatronSession session, string serviceProvider, string? nameId, CancellationToken ct) =>
        new((await HashAsync(session, $"session {serviceProvider} {nameId}", ct)).AsSpan(0, 16));

    private async ValueTask<byte[]> HashAsync(PatronSession session, string what, CancellationToken ct)
    {
        byte[] named = [.. session.Id, .. Encoding.UTF8.GetBytes(what)];
        return HMACSHA256.HashData(await keys.GetAsync(KeyPurpose.Subject, ct), named);
    }
}
