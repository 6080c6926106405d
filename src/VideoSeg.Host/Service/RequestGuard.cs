using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using VideoSeg.Host.Api;

namespace VideoSeg.Host.Service;

/// <summary>
/// Turns away what the service was not meant for: requests to a name that is not its own (a foreign web site whose name suddenly means this
/// machine: DNS rebinding), and requests that pages of foreign web sites send (cross-site request forgery), by WebSocket too.
/// </summary>
internal sealed class RequestGuard(ServiceReload configuration)
{
    /// <summary>Passes the request on, or answers it.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // Right before the answer: what answers faults begins it anew.
        context.Response.OnStarting(SetHeaders, context.Response.Headers);
        ServiceOptions options = configuration.Options;
        if (!IsOwnName(context.Request.Host.Host, options))
        {
            return RefuseAsync(context, StatusCodes.Status421MisdirectedRequest,
                $"expected a request to a name of this service (an IP address, localhost, {Environment.MachineName}, or one of AllowedHosts), found one to '{context.Request.Host.Host}'. " +
                "If people call the service by that name, put it into AllowedHosts of the configuration.");
        }

        return IsForeign(context.Request, options) is { } origin
            ? RefuseAsync(context, StatusCodes.Status403Forbidden,
                $"expected a request from a page of this service, found one from {origin}. If that site is to use the service, put it into AllowedOrigins of the configuration.")
            : next(context);
    }

    private static Task SetHeaders(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        return Task.CompletedTask;
    }

    // Whoever rebinds a name needs a name: an address never is one.
    private static bool IsOwnName(string host, ServiceOptions options) =>
        IPAddress.TryParse(host, out _) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        || options.AllowedHosts.Any(allowed => allowed == "*" || host.Equals(allowed, StringComparison.OrdinalIgnoreCase)
            || (allowed.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)));

    /// <summary>Where a foreign request comes from; null for one's own.</summary>
    private static string? IsForeign(HttpRequest request, ServiceOptions options)
    {
        if (request.Headers.Origin is { Count: > 0 } origin)
        {
            // A proxy in front may have ended TLS, so that the scheme may differ.
            bool isOwn = origin.Count == 1 && (options.AllowedOrigins.Contains(origin[0]!, StringComparer.OrdinalIgnoreCase)
                || (Uri.TryCreate(origin[0], UriKind.Absolute, out Uri? site) && site.Authority.Equals(Authority(request, site), StringComparison.OrdinalIgnoreCase)));
            return isOwn ? null : $"'{origin}'";
        }

        // Browsers leave the origin out of many a GET, but say this much; following a link to the page is no harm.
        StringValues from = request.Headers["Sec-Fetch-Site"];
        bool isLink = HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";
        return (from == "cross-site" || from == "same-site") && !isLink ? "another web site" : null;
    }

    private static string Authority(HttpRequest request, Uri site) =>
        request.Host.Port is { } port && !(site.IsDefaultPort && port == site.Port) ? $"{request.Host.Host}:{port}" : request.Host.Host;

    private static Task RefuseAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Title = "Refused", Detail = detail };
        return context.Response.WriteAsJsonAsync(problem, ApiJson.Answers.ProblemDetails, "application/problem+json", context.RequestAborted);
    }
}
