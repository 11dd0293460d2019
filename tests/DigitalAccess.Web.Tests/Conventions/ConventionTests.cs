using System.Reflection;
using System.Text.RegularExpressions;
using DigitalAccess.Ils;
using DigitalAccess.Web.Data;
using DigitalAccess.Web.Hosting;
using DigitalAccess.Web.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigitalAccess.Web.Tests.Conventions;

/// <summary>What the house rules say, as far as a machine can see it.</summary>
public sealed partial class ConventionTests
{
    private static readonly Assembly Web = typeof(DigitalAccessDb).Assembly;

    /// <summary>What every slice may use, and what these may use in their turn. Data knows every slice's entities.</summary>
    private static readonly Dictionary<string, string[]> Everybodys = new()
    {
        ["Texts"] = [],
        ["Hosting"] = ["Data", "Texts"],
        ["Libraries"] = ["Data"],
        ["Keys"] = ["Data", "Hosting"],
        ["Outbound"] = [],
        ["Privacy"] = [],
    };

    /// <summary>Which slice may use which.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["PatronLogin"] = [],
        ["Releases"] = ["PatronLogin"],
        ["Catalogue"] = ["Releases"],
        ["Entitlement"] = ["Catalogue", "PatronLogin"],
        ["Usage"] = ["Catalogue", "PatronLogin", "Entitlement"],
        ["Logout"] = ["PatronLogin"],
        ["Oidc"] = ["PatronLogin", "Logout", "Entitlement", "Usage", "Catalogue", "Releases"],
        ["Saml"] = ["PatronLogin", "Entitlement", "Usage", "Catalogue", "Releases", "Logout"],
        ["Launching"] = ["PatronLogin", "Entitlement", "Usage", "Catalogue", "Releases"],
        ["Staff"] = ["PatronLogin", "Usage"],
        ["Regions"] = ["Catalogue", "Oidc", "Saml", "Staff", "Releases"],
        ["Harvesting"] = [],
        ["Worker"] = ["PatronLogin", "Logout", "Usage", "Staff", "Oidc", "Saml"],
    };

    /// <summary>The tops, which put together what is below them, and Data, whose arrows to the entities are its purpose.</summary>
    private static readonly string[] Unbound = ["", "Commands", "Pages", "Data"];

    [Fact]
    public void Slices_use_only_the_slices_that_the_map_allows()
    {
        var faults = Used().Where(use => !Unbound.Contains(use.Slice) && !(Everybodys.TryGetValue(use.Slice, out var own)
            ? own.Contains(use.Other)
            : use.Other == "Data" || Everybodys.ContainsKey(use.Other) || Arrows[use.Slice].Contains(use.Other)));
        Assert.Empty(faults.Select(use => $"{use.Path}: {use.Slice} uses {use.Other}"));
    }

    [Fact]
    public void No_slice_leads_back_to_itself()
    {
        var arrows = Used().Where(use => use.Slice != "Data" && use.Other != "Data").ToLookup(use => use.Slice, use => use.Other);
        foreach (var start in arrows.Select(a => a.Key))
        {
            var reached = new HashSet<string>(arrows[start]);
            while (reached.SelectMany(slice => arrows[slice]).ToList() is var next && !next.TrueForAll(reached.Contains))
                reached.UnionWith(next);
            Assert.DoesNotContain(start, reached);
        }
    }

    [Fact]
    public void The_slices_that_the_map_lets_meet_are_those_that_do()
    {
        var used = Used().Select(use => (use.Slice, use.Other)).ToHashSet();
        Assert.Empty(Arrows.Concat(Everybodys).SelectMany(a => a.Value, (a, other) => (a.Key, other)).Where(arrow => !used.Contains(arrow)));
    }

    [Fact]
    public void Nothing_outside_its_slice_names_the_OpenID_engine() => Assert.Empty(
        Sources("src/DigitalAccess.Web").Where(f => f.Slice != "Oidc" && !f.Path.Contains("Migrations", StringComparison.Ordinal) && EngineName().IsMatch(f.Text)).Select(f => f.Path));

    [Fact]
    public void Only_known_slices_exist()
    {
        var slices = Sources("src/DigitalAccess.Web").Select(f => f.Slice).Distinct().Except([.. Unbound, .. Everybodys.Keys, .. Arrows.Keys]);
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
            .SelectMany(t => t.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .SelectMany(m => TypesOf(m).SelectMany(Parts), (m, type) => (Member: m, Type: type))
            .Where(x => x.Type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true)
            .Select(x => $"{x.Member.DeclaringType!.Name}.{x.Member.Name}: {x.Type.Name}");
        Assert.Empty(faults);
    }

    /// <summary>A wrong setting is told when the program starts, not to the first patron who meets it.</summary>
    [Fact]
    public async Task Options_that_come_from_the_configuration_are_validated_at_start()
    {
        var services = new List<ServiceDescriptor>();
        await using var app = Host.Build("Host=nowhere", services: services.AddRange);
        var bound = services.Where(s => s.ServiceType.IsGenericType && s.ServiceType.GetGenericTypeDefinition() == typeof(IOptionsChangeTokenSource<>))
            .Select(s => s.ServiceType.GetGenericArguments()[0]).Where(t => t.Assembly == Web).ToList();
        Assert.Contains(typeof(BrokerOptions), bound);
        Assert.Empty(bound.Where(t => !services.Exists(s => s.ServiceType == typeof(IValidateOptions<>).MakeGenericType(t))).Select(t => t.Name));

        var sources = string.Join('\n', Sources("src/DigitalAccess.Web").Select(f => f.Text));
        Assert.Empty(bound.Where(t => !Regex.IsMatch(sources, $@"AddOptions<{t.Name}>\(\)[^;]*\.ValidateOnStart\(\)")).Select(t => t.Name));
        Assert.Empty(Web.GetTypes().Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal) && t.GetField("Section", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is not null).Except(bound).Select(t => t.Name));
    }

    [Fact]
    public void Every_required_case_is_carried_by_a_test()
    {
        var required = File.ReadLines(Repository.File("tests/DigitalAccess.Web.Tests/Fixtures/negative-cases.txt"))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')[0]).ToList();
        var carried = Directory.EnumerateFiles(Repository.File("tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => CaseTrait().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)).ToHashSet();
        Assert.NotEmpty(required);
        Assert.Empty(required.Where(id => !carried.Contains(id)));
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

    /// <summary>Who names whom, in full or from within our own namespace.</summary>
    private static List<(string Path, string Slice, string Other)> Used()
    {
        string[] all = [.. Everybodys.Keys, .. Arrows.Keys, "Data", "Pages"];
        var within = new Regex($@"(?<![\w.""/<])({string.Join('|', all)})\.[A-Z]\w+");
        return [.. Sources("src/DigitalAccess.Web").SelectMany(
            file => Uses().Matches(file.Text).Select(m => SliceOf(m.Groups[1].Value.Replace('.', '/') + '/')).Concat(within.Matches(file.Text).Select(m => m.Groups[1].Value))
                .Where(other => other != file.Slice && other != "" && (all.Contains(other) || other == "Commands")).Distinct(),
            (file, other) => (file.Path, file.Slice, other))];
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodBase method => method.GetParameters().Select(p => p.ParameterType).Concat(method is MethodInfo { ReturnType: var result } ? [result] : []),
        FieldInfo field => [field.FieldType],
        PropertyInfo property => [property.PropertyType],
        _ => [],
    };

    /// <summary>The type itself, what it is an array of, and its arguments, however deep.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)] : [type];

    private static string SliceOf(string path) =>
        path.StartsWith("Hosting/Commands/", StringComparison.Ordinal) ? "Commands" : path.Contains('/') ? path[..path.IndexOf('/')] : "";

    private static IEnumerable<(string Path, string Slice, string Text)> Sources(string folder)
    {
        var root = System.IO.Path.Combine(Repository.Root, folder);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Select(path =>
        {
            var relative = System.IO.Path.GetRelativePath(root, path).Replace('\\', '/');
            return (relative, SliceOf(relative), File.ReadAllText(path));
        }).Where(f => f.Item2 != "obj");
    }

    [GeneratedRegex(@"DigitalAccess\.Web\.([A-Z]\w*(?:\.[A-Z]\w*)?)")]
    private static partial Regex Uses();

    [GeneratedRegex(@"Trait\(""Case"", ""([A-Z0-9-]+)""\)")]
    private static partial Regex CaseTrait();

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
