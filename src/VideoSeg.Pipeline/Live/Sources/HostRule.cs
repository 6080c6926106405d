using System.Net;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Which hosts an entry of <see cref="SourcePolicyOptions.AllowedHosts"/> stands for.</summary>
internal sealed record HostRule
{
    private string Name { get; init; } = "";

    private IPNetwork? Network { get; init; }

    /// <summary>Reads an entry; null where it is not well formed, with a fault.</summary>
    public static HostRule? Parse(string entry, List<string> faults)
    {
        string text = entry.Trim().ToLowerInvariant();
        if (text.Contains('/', StringComparison.Ordinal))
        {
            if (IPNetwork.TryParse(text, out IPNetwork network))
            {
                return new HostRule { Network = network };
            }
        }
        else if (IPAddress.TryParse(text.Trim('[', ']'), out IPAddress? address))
        {
            return new HostRule { Network = new IPNetwork(address, address.GetAddressBytes().Length * 8) };
        }
        else if (text.Length > 0 && text.Replace("*.", "", StringComparison.Ordinal) is var rest && (text == "*" || !rest.AsSpan().ContainsAny("*:@ ,")))
        {
            return new HostRule { Name = text };
        }

        faults.Add($"AllowedHosts: expected a name, *.domain, an address, a network such as 10.2.0.0/16, or *; found '{entry}'");
        return null;
    }

    /// <summary>Whether it stands for a host.</summary>
    /// <param name="host">Lower case; empty: this machine's own addresses.</param>
    public bool Allows(string host)
    {
        if (Name == "*")
        {
            return true;
        }

        host = host.Length == 0 ? "0.0.0.0" : host.TrimEnd('.');
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return Network is { } network && network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address);
        }

        return Name.StartsWith("*.", StringComparison.Ordinal) ? host.EndsWith(Name[1..], StringComparison.Ordinal) : Name.Length > 0 && host == Name;
    }
}
