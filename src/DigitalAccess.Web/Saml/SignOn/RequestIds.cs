using System.Security.Cryptography;
using System.Text;
using DigitalAccess.Saml2.Rules;
using Npgsql;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>
/// IDs of messages that were answered, for as long as the same message would be taken for a fresh one. In the database, where
/// all nodes find them; a second one breaks the primary key, and with it whatever was to be committed along.
/// </summary>
internal static class RequestIds
{
    /// <summary>What the database names when an ID comes a second time.</summary>
    public const string Key = "pk_saml_message";

    public static byte[] KeyOf(string issuer, string id) => SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer} {id}"));

    public static NpgsqlBatchCommand InsertCommand(string issuer, string id, DateTimeOffset now)
    {
        var command = new NpgsqlBatchCommand("insert into saml_message (id, expires_at) values ($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = KeyOf(issuer, id) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now + Receiving.Remembered + Receiving.Skew });
        return command;
    }
}

/// <summary>A message that was answered.</summary>
internal sealed class SamlMessage
{
    /// <summary>SHA-256 of issuer and ID.</summary>
    public required byte[] Id { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}
