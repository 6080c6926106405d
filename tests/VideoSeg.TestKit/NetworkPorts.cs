using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace VideoSeg.TestKit;

/// <summary>Ports of this machine for servers that tests start.</summary>
public static class NetworkPorts
{
    /// <summary>A port that nobody uses, of TCP or UDP.</summary>
    public static int Free()
    {
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        int port = ((IPEndPoint)tcp.LocalEndpoint).Port;
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
        return port;
    }

    /// <summary>Waits until a process listens on a port, without connecting to it: some servers take one connection only.</summary>
    /// <exception cref="InvalidOperationException">The process has ended, or does not listen for a minute.</exception>
    public static void AwaitReceiver(int port, string protocol, Process process)
    {
        var clock = Stopwatch.StartNew();
        while (!Listens(port, protocol))
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(1) || process.WaitForExit(10))
            {
                throw new InvalidOperationException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} does not listen on port {port}");
            }
        }
    }

    /// <summary>proc(5): the second field of net/tcp and net/udp is the local address and port in hexadecimal, the fourth the state (0A: listens).</summary>
    private static bool Listens(int port, string protocol) =>
        new[] { $"/proc/net/{protocol}", $"/proc/net/{protocol}6" }.Where(File.Exists).SelectMany(File.ReadLines).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(fields => fields[1].EndsWith($":{port:X4}", StringComparison.Ordinal) && (protocol == "udp" || fields[3] == "0A"));
}
