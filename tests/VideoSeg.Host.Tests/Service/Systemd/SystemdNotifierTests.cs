using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using VideoSeg.Host.Service.Systemd;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Service.Systemd;

public sealed class SystemdNotifierTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_OverARealSocket_ArriveAsSystemdReadsThem(bool isAbstract)
    {
        using var folder = new TemporaryFolder();
        string name = isAbstract ? $"@videoseg-test-{Guid.NewGuid():N}" : folder.File("notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? $"\0{name[1..]}" : name));
        using var notifier = new SystemdNotifier(name, watchdog: null);

        notifier.Ready();
        notifier.Status("1 stream");
        notifier.Status("1 stream");
        notifier.Alive();
        long before = Stopwatch.GetTimestamp() / 1000;
        notifier.Reloading();
        notifier.Stopping();

        Assert.Equal("READY=1", Receive(socket));
        Assert.Equal("STATUS=1 stream", Receive(socket));
        Assert.Equal("WATCHDOG=1", Receive(socket));
        string[] reloading = Receive(socket).Split('\n');
        Assert.Equal("RELOADING=1", reloading[0]);
        long time = long.Parse(reloading[1]["MONOTONIC_USEC=".Length..], CultureInfo.InvariantCulture);
        Assert.InRange(time, before, Stopwatch.GetTimestamp() / 1000);
        Assert.Equal("STOPPING=1", Receive(socket));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/nowhere/notify")]
    [InlineData("vsock:2:1234")]
    public void Messages_WithoutASocket_GoNowhere(string? name)
    {
        using var notifier = new SystemdNotifier(name, watchdog: null);

        notifier.Ready();
    }

    private static string Receive(Socket socket)
    {
        byte[] buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
