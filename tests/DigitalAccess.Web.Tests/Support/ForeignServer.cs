using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace DigitalAccess.Web.Tests.Support;

/// <summary>Somebody else's server on this machine, which answers each path as the test says and counts who came.</summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new();
    private readonly ConcurrentQueue<string> _visits = new();

    private ForeignServer(X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        _app = builder.Build();
        _app.Run(http =>
        {
            _visits.Enqueue(http.Request.Path);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return _answers.TryGetValue(http.Request.Path, out var answer) ? Answer(http, answer) : Task.CompletedTask;
        });
    }

    public static async Task<ForeignServer> StartAsync(X509Certificate2? certificate = null)
    {
        var server = new ForeignServer(certificate);
        await server._app.StartAsync();
        return server;
    }

    public Uri Address => new(_app.Urls.Single());

    public string Place => Address.Authority;

    public IEnumerable<string> AllVisits => _visits;

    public int Visits(string path) => _visits.Count(visit => visit == path);

    public Uri On(string path, RequestDelegate answer)
    {
        _answers[path] = answer;
        return new Uri(Address, path);
    }

    public Uri On(string path, string body, string? cacheControl = null) => On(path, async http =>
    {
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = cacheControl;
        await http.Response.WriteAsync(body);
    });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static Task Answer(HttpContext http, RequestDelegate answer)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        return answer(http);
    }
}
