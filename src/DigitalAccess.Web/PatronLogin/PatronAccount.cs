using DigitalAccess.Ils;

namespace DigitalAccess.Web.PatronLogin;

/// <summary>A random id bound to a keyed hash of the ILS's own patron id; holds no name, card number, PIN or personnummer.</summary>
internal sealed class PatronAccount
{
    public required Guid Id { get; init; }
    public required Guid LibraryId { get; init; }
    public required byte[] KeyHash { get; init; }
    public required PatronKeyKind KeyKind { get; init; }
    public required DateOnly CreatedOn { get; init; }
}
