using DigitalAccess.Ils;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Keys;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>Finds or makes the account that stands for one patron of one library.</summary>
internal sealed class PatronAccounts(DigitalAccessDb db, NpgsqlDataSource database, KeyRing keys, TimeProvider clock)
{
    public async Task<Guid> FindOrCreateAsync(Guid libraryId, PatronKey key, CancellationToken ct)
    {
        var secret = await keys.GetAsync(KeyPurpose.PatronKey, ct);
        var hash = key.KeyedHash([.. secret, .. libraryId.ToByteArray()]);
        if (await FindAsync(libraryId, hash, ct) is { } known)
            return known;

        // Random, not derived: the account id is the root of every pseudonym. Two first logins at once agree on one row.
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into patron_account (id, library_id, key_hash, key_kind, created_on)
            values ({Guid.NewGuid()}, {libraryId}, {hash}, {key.Kind.ToString()}, {today})
            on conflict (library_id, key_hash) do nothing
            """, ct);
        return await FindAsync(libraryId, hash, ct)
            ?? throw new InvalidOperationException("The patron account that was just written is not there.");
    }

    private async Task<Guid?> FindAsync(Guid libraryId, byte[] hash, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select id from patron_account where library_id = $1 and key_hash = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = libraryId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }
}
