namespace DigitalAccess.Web.Tests.Support;

/// <summary>Tests that hold a stopwatch or need the machine for themselves: they run one after another, when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Timed
{
    public const string Name = "Timed";
}
