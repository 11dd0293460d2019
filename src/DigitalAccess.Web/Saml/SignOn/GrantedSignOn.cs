using DigitalAccess.Saml2.Model;
using DigitalAccess.Saml2.Rules;
using DigitalAccess.Saml2.Writing;
using DigitalAccess.Web.Entitlement;
using DigitalAccess.Web.Libraries;
using DigitalAccess.Web.PatronLogin;
using DigitalAccess.Web.Privacy;
using DigitalAccess.Web.Releases;
using DigitalAccess.Web.Usage;
using Npgsql;

namespace DigitalAccess.Web.Saml.SignOn;

/// <summary>Makes the assertion of a granted sign-in and writes the launch down; when both are done, the patron is sent on.</summary>
internal sealed class GrantedSignOn(PatronNames names, SessionNames sessions, PatronClaims claims, UsageRecorder usage, ResponsePage page, ClockAndOrigin about)
{
    /// <summary>How long an assertion may be presented.</summary>
    public static readonly TimeSpan Presentable = TimeSpan.FromMinutes(5);

    /// <summary>For vendors whose clocks are behind.</summary>
    public static readonly TimeSpan Earlier = TimeSpan.FromMinutes(1);

    /// <summary>Signs the patron in.</summary>
    public async Task<GrantedOutcome> AnswerAsync(PatronSignOn signOn, EntitlementDecision.Granted granted, string context, CancellationToken ct)
    {
        var (request, session, library, known, isStored) = signOn;
        var issuer = IdentityProvider.Of(library, about.Origin).EntityId;
        var name = await names.NameAsync(session, known, library, request.NameIdFormat, ct);
        var pseudonym = new NameId(
            await names.PseudonymAsync(session, known.Provider.Sector, ct), DigitalAccess.Saml2.SamlNames.NameIds.Persistent, issuer, known.Provider.EntityId);
        var shared = await names.PseudonymAsync(session, SamlAttributes.SubjectId, ct);
        var release = await claims.ReleaseAsync(session, library, known.Provider.Slug, known.Provider.Releases, ct, pseudonym.Value);
        if (!release.Suffices || IdentityNumbers.Found(pseudonym.Value) is not null)
            return new GrantedOutcome.AttributeMissing();

        var row = await RowAsync(signOn, name, ct);
        var launch = await usage.DescribeAsync(Visitor.Of(session), library, known.Resource, granted, Door.Saml, request.RequestId ?? SamlWriter.NewId(), ct);
        List<Func<NpgsqlBatchCommand>> along = [() => SamlSession.InsertCommand(row)];
        if (request.RequestId is { } id && !isStored)
            along.Add(() => RequestIds.InsertCommand(known.Provider.EntityId, id, about.Now));

        // What cannot be answered is not counted: first the answer, then the commit, then the browser.
        var protection = await page.ProtectionAsync(known, library, ct);
        var response = page.Write(request, library, StatusAnswer.Success, Assertion(signOn, issuer, name, row, context, SamlAttributes.Of(release, pseudonym, shared, library.ScopeAt(new Uri(about.Origin).Host))), protection);
        try
        {
            await usage.CommitAsync(launch, along, ct);
            return new GrantedOutcome.Answered(page.Post(response, request));
        }
        catch (PostgresException e) when (e.ConstraintName == RequestIds.Key)
        {
            return new GrantedOutcome.SeenBefore();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return new GrantedOutcome.SessionOver();
        }
    }

    private async ValueTask<SamlSession> RowAsync(PatronSignOn signOn, NameId? name, CancellationToken ct) => new()
    {
        Id = await sessions.RowAsync(signOn.Session, signOn.Known.Provider.EntityId, name?.Value, ct),
        SessionId = signOn.Session.Id,
        ServiceProvider = signOn.Known.Provider.EntityId,
        LibraryId = signOn.Library.Id,
        NameId = name?.Value,
        NameIdFormat = name?.Format,
        CreatedAt = about.Now,
    };

    private Assertion Assertion(PatronSignOn signOn, string issuer, NameId? name, SamlSession row, string context, IReadOnlyList<AttributeValue> attributes) => new()
    {
        Id = SamlWriter.NewId(),
        IssueInstant = about.Now,
        Issuer = issuer,
        NameId = name,
        Audience = signOn.Known.Provider.EntityId,
        Recipient = signOn.Request.AnswerTo,
        InResponseTo = signOn.Request.RequestId,
        NotBefore = about.Now - Earlier,
        NotOnOrAfter = about.Now + Presentable,
        AuthnInstant = signOn.Session.StartedAt,
        SessionIndex = row.SessionIndex,
        SessionNotOnOrAfter = signOn.Session.ExpiresAt,
        Context = context,
        Attributes = attributes,
    };
}

/// <summary>A request together with the patron who is to be signed in by it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Session">The patron.</param>
/// <param name="Library">The patron's library, whose identity provider was asked.</param>
/// <param name="Known">The vendor.</param>
/// <param name="IsStored">Whether the request had to wait, and its ID is known since then.</param>
internal sealed record PatronSignOn(SignOnRequest Request, PatronSession Session, Library Library, KnownProvider Known, bool IsStored);

/// <summary>What came of it.</summary>
internal abstract record GrantedOutcome
{
    private GrantedOutcome() { }

    public sealed record Answered(IResult Page) : GrantedOutcome;

    /// <summary>The vendor demands something that it cannot be told; nothing was written.</summary>
    public sealed record AttributeMissing : GrantedOutcome;

    /// <summary>The same request was answered before; nothing was written.</summary>
    public sealed record SeenBefore : GrantedOutcome;

    /// <summary>The session was ended from elsewhere at this very moment; nothing was written.</summary>
    public sealed record SessionOver : GrantedOutcome;
}
