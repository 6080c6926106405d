using System.Globalization;
using System.Net;

namespace VideoSeg.Host.Service.Configuration;

/// <summary>An address that the service listens at: <c>http://HOST:PORT</c>, where HOST is an address of this machine, <c>localhost</c>, or <c>*</c> for all.</summary>
/// <param name="Host">The host, an IPv6 address without brackets.</param>
/// <param name="Port">The port; 0 for a free one.</param>
internal sealed record ListenAddress(string Host, int Port)
{
    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Reads addresses that are separated by semicolons. Null, with what is wrong, where one is none.</summary>
    public static IReadOnlyList<ListenAddress>? ParseAll(string text, out string fault)
    {
        var addresses = new List<ListenAddress>();
        fault = "";
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Parse(part) is not { } address)
            {
                fault = $"expected addresses such as http://127.0.0.1:8080, separated by semicolons, found '{part}'";
                return null;
            }

            addresses.Add(address);
        }

        fault = addresses.Count == 0 ? "expected at least one address, found none" : "";
        return addresses.Count == 0 ? null : addresses;
    }

    /// <inheritdoc/>
    public override string ToString() => $"http://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";

    // Names other than localhost would be looked up, and mean whatever they mean on that day.
    private static ListenAddress? Parse(string text)
    {
        const string Scheme = "http://";
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string rest = text[Scheme.Length..].TrimEnd('/');
        int colon = rest.LastIndexOf(':');
        string host = (colon > rest.LastIndexOf(']') ? rest[..colon] : rest).ToLowerInvariant();
        string port = colon > rest.LastIndexOf(']') ? rest[(colon + 1)..] : "80";
        host = host is "+" or "0.0.0.0" ? "*" : host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        bool isHost = host is "*" or "localhost" || IPAddress.TryParse(host, out _);
        return isHost && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) ? new ListenAddress(host, number) : null;
    }
}
