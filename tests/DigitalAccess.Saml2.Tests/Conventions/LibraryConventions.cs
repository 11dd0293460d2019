using DigitalAccess.Saml2.Xml;

namespace DigitalAccess.Saml2.Tests.Conventions;

public sealed class LibraryConventions
{
    /// <summary>The protocol stands by itself: neither the web, nor the database, nor the library domain is known to it.</summary>
    [Fact]
    public void The_library_refers_to_nothing_but_the_runtime() => Assert.Empty(
        typeof(SafeXml).Assembly.GetReferencedAssemblies().Select(other => other.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("System.Data", StringComparison.Ordinal) || name.StartsWith("System.Net", StringComparison.Ordinal)));
}
