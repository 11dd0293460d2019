using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using Npgsql;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>Stores a request while the patron types card and PIN at the library that was asked, and at no other.</summary>
internal sealed class LoginOnTheWay(WaitingRequests waiting, SignInTransactions transactions, SignOnRefusals refusals, TimeProvider clock)
{
    public const string Parameter = "r";

    public async Task<IResult> GoAsync(HttpContext http, SignOnRequest request, KnownProvider known, Library library, bool isStored, CancellationToken ct) =>
        await WayBackAsync(http, request, known, library, isStored, ct) is { } back
            ? SignInFirst.Redirect(await transactions.BeginAsync(back, known.Resource.Id, ct), library.Slug, locked: true)
            : refusals.Fault(http, RequestFaults.SeenBefore, known.Provider.Slug, library.Slug);

    /// <returns>An address of ours where the stored request goes on; null when its ID has been seen before.</returns>
    public async Task<string?> WayBackAsync(HttpContext http, SignOnRequest request, KnownProvider known, Library library, bool isStored, CancellationToken ct)
    {
        try
        {
            var seen = request.RequestId is { } id && !isStored ? RequestIds.InsertCommand(known.Provider.EntityId, id, clock.GetUtcNow()) : null;
            return $"/saml/{library.Slug}/continue?{Parameter}={await waiting.StoreAsync(http, request, seen, ct)}";
        }
        catch (PostgresException e) when (e.ConstraintName == RequestIds.Key)
        {
            return null;
        }
    }
}
