using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace VideoSeg.Host.Service;

/// <summary>What the web server takes from one client, and from all.</summary>
internal static class ServerLimits
{
    /// <summary>Longest body of a request: the longest is the definition of a stream.</summary>
    public const int BodyBytes = 256 * 1024;

    /// <summary>Sets them.</summary>
    public static void Apply(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = BodyBytes;
        server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        // More than viewers may take altogether (ViewerSeats): health checks, metrics and the API have room beside them.
        server.Limits.MaxConcurrentConnections = 1024;
        server.Limits.MaxConcurrentUpgradedConnections = 1024;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }
}
