using System.Reflection;
using System.Text.RegularExpressions;
using DigitalAccess.Ils;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalAccess.Web.Tests.Conventions;

/// <summary>What the house rules say, as far as a machine can see it.</summary>
public sealed partial class ConventionTests
{
    private static readonly Assembly Web = typeof(DigitalAccessDb).Assembly;

    /// <summary>Which slice may use which. Libraries, Data, Hosting and Keys are everybody's.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Libraries"] = [],
        ["Keys"] = [],
        ["Catalogue"] = [],
        ["PatronLogin"] = [],
        ["Entitlement"] = ["Catalogue", "PatronLogin"],
        ["Usage"] = ["Catalogue", "PatronLogin", "Entitlement"],
        ["Oidc"] = ["PatronLogin", "Entitlement", "Usage", "Catalogue"],
        ["Launching"] = ["PatronLogin", "Entitlement", "Usage", "Catalogue"],
        ["Staff"] = ["PatronLogin", "Usage", "Entitlement", "Catalogue"],
        ["Regions"] = ["Catalogue", "Oidc", "Staff"],
        ["Worker"] = ["Usage", "Staff", "PatronLogin", "Oidc"],
    };

    private static readonly string[] Everybodys = ["Libraries", "Data", "Hosting", "Keys", "Texts"];

    [Fact]
    public void Slices_use_only_the_slices_that_the_map_allows()
    {
        var faults = Sources("src/DigitalAccess.Web").SelectMany(file =>
        {
            var slice = file.Slice;
            return !Arrows.TryGetValue(slice, out var allowed) ? [] : Uses().Matches(file.Text).Select(m => m.Groups[1].Value)
                .Where(used => used != slice && !Everybodys.Contains(used) && !allowed.Contains(used))
                .Select(used => $"{file.Path}: {slice} uses {used}");
        });
        Assert.Empty(faults.Distinct());
    }

    [Fact]
    public void Nothing_outside_its_slice_names_the_OpenID_engine() => Assert.Empty(
        Sources("src/DigitalAccess.Web").Where(f => f.Slice != "Oidc" && !f.Path.Contains("Migrations", StringComparison.Ordinal) && EngineName().IsMatch(f.Text)).Select(f => f.Path));

    [Fact]
    public void Only_known_slices_exist()
    {
        var slices = Sources("src/DigitalAccess.Web").Select(f => f.Slice).Distinct().Except(["", "obj", "Pages", .. Everybodys, .. Arrows.Keys]);
        Assert.Empty(slices);
    }

    [Theory]
    [InlineData("DigitalAccess.Saml2")]
    [InlineData("DigitalAccess.Ils")]
    [InlineData("DigitalAccess.LocalPostgres")]
    [InlineData("DigitalAccess.Simulators")]
    public void Protocol_libraries_and_stand_ins_reference_nothing_of_ours(string project)
    {
        var text = File.ReadAllText(System.IO.Path.Combine(Repository.Root, "src", project, $"{project}.csproj"));
        Assert.DoesNotContain("ProjectReference", text, StringComparison.Ordinal);
        if (project is "DigitalAccess.Saml2" or "DigitalAccess.Ils")
            Assert.DoesNotMatch("AspNetCore|EntityFramework|Npgsql|Sdk.Web", text);
    }

    [Fact]
    public void Rules_and_decisions_name_no_framework_type()
    {
        var faults = Web.GetTypes().Where(t => RuleName().IsMatch(t.Name))
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType), (m, type) => (Method: m, Type: type))
            .Where(x => x.Type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true)
            .Select(x => $"{x.Method.DeclaringType!.Name}.{x.Method.Name}: {x.Type.Name}");
        Assert.Empty(faults);
    }

    [Fact]
    public void Every_result_union_is_closed()
    {
        var open = Web.GetTypes().Concat(typeof(PatronVerification).Assembly.GetTypes())
            .Where(t => t.IsAbstract && t.GetMethod("<Clone>$") is not null)
            .Where(t => t.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Any(c => c.GetParameters().Length == 0 && !c.IsPrivate)
                || t.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Any(n => n.BaseType == t && !n.IsSealed));
        Assert.Empty(open.Select(t => t.Name));
    }

    [Fact]
    public void Every_page_says_who_may_see_it() => Assert.Empty(
        Web.GetTypes().Where(t => t.IsSubclassOf(typeof(PageModel)) && !t.IsAbstract)
            .Where(t => !t.GetCustomAttributes<AuthorizeAttribute>(inherit: true).Any() && !t.GetCustomAttributes<AllowAnonymousAttribute>(inherit: true).Any())
            .Select(t => t.FullName));

    [Fact]
    public void No_type_of_the_application_is_public() => Assert.Empty(
        Web.GetExportedTypes().Where(t => t.Namespace?.Contains("Migrations", StringComparison.Ordinal) != true && t.Name != "Program" && !t.Name.Contains('<'))
            .Where(t => t.Namespace?.StartsWith("DigitalAccess", StringComparison.Ordinal) == true).Select(t => t.FullName));

    [Fact]
    public void No_file_is_longer_than_400_lines() => Assert.Empty(
        Sources("src").Where(f => !f.Path.Contains("Migrations", StringComparison.Ordinal) && f.Text.Count(c => c == '\n') > 400).Select(f => f.Path));

    [Fact]
    public void Nothing_is_left_for_later_in_the_sources() => Assert.Empty(
        Sources("src").Where(f => LeftOpen().IsMatch(f.Text)).Select(f => f.Path));

    [Fact]
    public void Every_link_of_the_README_leads_to_a_file()
    {
        var readme = File.ReadAllText(System.IO.Path.Combine(Repository.Root, "README.md"));
        var missing = MarkdownLink().Matches(readme).Select(m => m.Groups[1].Value)
            .Where(l => !l.StartsWith("http", StringComparison.Ordinal) && !System.IO.Path.Exists(System.IO.Path.Combine(Repository.Root, l)));
        Assert.Empty(missing);
    }

    [Fact]
    public void Pages_hold_no_inline_script_style_or_handler() => Assert.Empty(
        Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, "src/DigitalAccess.Web/Pages"), "*.cshtml", SearchOption.AllDirectories)
            .Where(f => Inline().IsMatch(File.ReadAllText(f))));

    private static IEnumerable<(string Path, string Slice, string Text)> Sources(string folder)
    {
        var root = System.IO.Path.Combine(Repository.Root, folder);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Select(path =>
        {
            var relative = System.IO.Path.GetRelativePath(root, path).Replace('\\', '/');
            return (relative, relative.Contains('/') ? relative[..relative.IndexOf('/')] : "", File.ReadAllText(path));
        });
    }

    [GeneratedRegex(@"DigitalAccess\.Web\.(\w+)")]
    private static partial Regex Uses();

    [GeneratedRegex(@"OpenIddict|Duende")]
    private static partial Regex EngineName();

    [GeneratedRegex("(Rules|Decision)$")]
    private static partial Regex RuleName();

    [GeneratedRegex(@"\bTODO\b|FIXME|NotImplementedException")]
    private static partial Regex LeftOpen();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex("<script(?![^>]*\\bsrc=)|<style|\\sstyle=|\\son[a-z]+=\"")]
    private static partial Regex Inline();
}
