using Microsoft.AspNetCore.Http;

namespace VideoSeg.Host.Web;

/// <summary>What a browser may do with the page: run what came with it, talk to the service it came from, and nothing else.</summary>
internal static class PagePolicy
{
    /// <summary>Adds the headers that say so.</summary>
    public static void Apply(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "
            + $"connect-src 'self'{Sockets(context.Request)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "fullscreen=(self), camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=()";
    }

    // Older browsers do not count a WebSocket of the same host to 'self'.
    private static string Sockets(HttpRequest request)
    {
        string host = request.Host.ToUriComponent();
        return host.Length > 0 && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '[' or ']')
            ? $" {(request.IsHttps ? "wss" : "ws")}://{host}"
            : "";
    }
}
