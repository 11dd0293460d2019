using System.Collections.Concurrent;
using DigitalAccess.Web.Catalogue;
using DigitalAccess.Web.Libraries;
using Microsoft.AspNetCore.Components;

namespace DigitalAccess.Web.Pages;

/// <summary>Which pictures a page may show: a region may add libraries and resources before anybody has drawn them.</summary>
internal sealed class SiteFiles(IWebHostEnvironment environment, IHttpContextAccessor accessor)
{
    private const string Sprite = "lib/lucide/sprite.svg";

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>The library's emblem, else one that could be any library's.</summary>
    public string Emblem(Library library) => Emblem(library.Accent);

    public string Emblem(string accent) => Existing($"img/libraries/{accent}.svg") ?? "~/img/library.svg";

    /// <summary>The resource's cover, else one that could be any resource's.</summary>
    public string Cover(Resource resource) => Cover(resource.Slug);

    public string Cover(string slug) => Existing($"img/resources/{slug}.svg") ?? "~/img/resource.svg";

    /// <summary>What an svg's use element points at; fingerprinted, so that browsers keep the sprite for good.</summary>
    public string Icon(string name)
    {
        var assets = accessor.HttpContext?.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>();
        return $"/{assets?[Sprite] ?? Sprite}#{name}";
    }

    private string? Existing(string path) =>
        _known.GetOrAdd(path, static (p, files) => files.GetFileInfo(p).Exists, environment.WebRootFileProvider) ? $"~/{path}" : null;
}
