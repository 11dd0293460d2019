using DigitalAccess.Web.Data;
using DigitalAccess.Web.PatronLogin;
using Microsoft.EntityFrameworkCore;

namespace DigitalAccess.Web.Oidc.Consent;

/// <summary>Questions and answers in the database.</summary>
internal sealed class Consents(DigitalAccessDb db, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <returns>What the patron has said yes to at this vendor, or null.</returns>
    public Task<string?> GivenAsync(Guid accountId, string clientId, CancellationToken ct) =>
        db.PatronConsents.Where(c => c.PatronAccountId == accountId && c.ClientId == clientId).Select(c => c.Contract).SingleOrDefaultAsync(ct);

    /// <returns>The id for the page's address.</returns>
    public async Task<string> AskAsync(PatronSession session, string clientId, string contract, string target, CancellationToken ct)
    {
        var id = OpaqueId.Create();
        db.ConsentQuestions.Add(new ConsentQuestion
        {
            Id = OpaqueId.Hash(id), SessionId = session.Id, ClientId = clientId, Contract = contract, Target = target, ExpiresAt = clock.GetUtcNow() + Patience,
        });
        await db.SaveChangesAsync(ct);
        return id;
    }

    /// <summary>A question that this session was asked and has not answered.</summary>
    public async Task<ConsentQuestion?> FindAsync(string? id, PatronSession session, CancellationToken ct)
    {
        if (id is not { Length: > 0 and <= 64 })
            return null;
        var (hash, now) = (OpaqueId.Hash(id), clock.GetUtcNow());
        return await db.ConsentQuestions.AsNoTracking().SingleOrDefaultAsync(q => q.Id == hash && q.SessionId == session.Id && q.Answer == null && q.ExpiresAt > now, ct);
    }

    public async Task AnswerAsync(ConsentQuestion question, PatronSession session, bool yes, DateOnly today, CancellationToken ct)
    {
        await using var both = await db.Database.BeginTransactionAsync(ct);
        await db.ConsentQuestions.Where(q => q.Id == question.Id && q.Answer == null).ExecuteUpdateAsync(u => u.SetProperty(q => q.Answer, yes), ct);
        if (yes && !(await GivenAsync(session.PatronAccountId, question.ClientId, ct) is { } given && ConsentRules.Covers(given, question.Contract)))
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into patron_consent (patron_account_id, client_id, contract, given_on)
                values ({session.PatronAccountId}, {question.ClientId}, {question.Contract}, {today})
                on conflict (patron_account_id, client_id) do update set contract = excluded.contract, given_on = excluded.given_on
                """, ct);
        await both.CommitAsync(ct);
    }

    /// <returns>The answer to just this, which then counts no more; null when there is none.</returns>
    public async Task<bool?> TakeAnswerAsync(string id, PatronSession session, string clientId, string contract, CancellationToken ct)
    {
        if (id.Length > 64)
            return null;
        var (hash, now) = (OpaqueId.Hash(id), clock.GetUtcNow());
        var answered = db.ConsentQuestions.Where(q => q.Id == hash && q.SessionId == session.Id && q.ClientId == clientId && q.ExpiresAt > now && q.Answer != null);
        var question = await answered.AsNoTracking().SingleOrDefaultAsync(ct);
        return question is not null && await answered.ExecuteDeleteAsync(ct) == 1 && (question.Answer == false || ConsentRules.Covers(question.Contract, contract))
            ? question.Answer
            : null;
    }
}
