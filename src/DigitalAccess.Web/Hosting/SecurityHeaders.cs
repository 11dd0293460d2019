namespace DigitalAccess.Web.Hosting;

/// <summary>
/// The same strict headers on every answer. Everything on our pages comes from our own origin and nothing is inline;
/// where a form may lead and which frames it holds is all that a page may add to.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string FormTargetsKey = "DigitalAccess.FormTargets";
    private const string FramesKey = "DigitalAccess.Frames";

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            if (!headers.ContainsKey("Referrer-Policy"))
                headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = PolicyFor(context);
            if (headers.CacheControl.Count == 0)
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }, http);
        return next(http);
    }

    /// <summary>
    /// Lets the forms of this page lead to further origins. Browsers hold every redirect after a form to the policy, so a
    /// login that ends at a vendor needs the vendor's origins.
    /// </summary>
    public static void AllowFormTargets(HttpContext http, IEnumerable<string> origins) => http.Items[FormTargetsKey] = string.Join(' ', origins);

    /// <summary>Lets this page hold frames of these origins.</summary>
    public static void AllowFrames(HttpContext http, IEnumerable<string> origins) => http.Items[FramesKey] = string.Join(' ', origins);

    private static string PolicyFor(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/ops/jobs"))
            return "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
            + $"form-action 'self' {http.Items[FormTargetsKey]}".TrimEnd()
            + (http.Items[FramesKey] is string { Length: > 0 } frames ? $"; frame-src {frames}" : "") + "; frame-ancestors 'none'; base-uri 'none'";
    }
}
