using DigitalAccess.Web.Tests.Support;

namespace DigitalAccess.Web.Tests.Oidc;

/// <summary>Of a client.</summary>
public sealed class TheDocumentedSheet(TestCluster cluster) : DocumentedSheet(cluster, "oidc.md", "filmrummet")
{
    protected override (string Value, string Address) Base => ("FILMRUMMET_BASE", "https://filmrummet.example.se");
}
