using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace VideoSeg.Host.Service.Systemd;

/// <summary>Tells systemd how the service is, over the datagram socket that <c>NOTIFY_SOCKET</c> names (sd_notify(3)). Does nothing where there is none. Thread-safe.</summary>
internal sealed class SystemdNotifier : IDisposable
{
    private readonly Socket? _socket;
    private readonly Lock _lock = new();
    private string _status = "";

    /// <param name="socket">Path of the socket, or <c>@name</c> for one in the abstract name space; null for none.</param>
    /// <param name="watchdog">How often systemd wants a sign of life, at least; null where it does not.</param>
    public SystemdNotifier(string? socket, TimeSpan? watchdog)
    {
        Watchdog = watchdog;
        if (string.IsNullOrEmpty(socket) || socket[0] is not ('/' or '@'))
        {
            return;
        }

        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = 1000 };
        try
        {
            _socket.Connect(new UnixDomainSocketEndPoint(socket[0] == '@' ? $"\0{socket[1..]}" : socket));
        }
        catch (SocketException)
        {
            _socket.Dispose();
            _socket = null;
        }
    }

    /// <summary>How often a sign of life is wanted, at least; null where none is.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>From the environment that systemd gave this process.</summary>
    public static SystemdNotifier FromEnvironment()
    {
        string? pid = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        bool isMine = string.IsNullOrEmpty(pid) || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        TimeSpan? watchdog = isMine && long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
        return new SystemdNotifier(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), watchdog);
    }

    /// <summary>The service has started, or has reloaded its configuration.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>The service begins to reload its configuration.</summary>
    // The runtime's time stamps are CLOCK_MONOTONIC in nanoseconds.
    public void Reloading() => Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={Stopwatch.GetTimestamp() / 1000}"));

    /// <summary>The service begins to end.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>A sign of life.</summary>
    public void Alive() => Send("WATCHDOG=1");

    /// <summary>Says in a line how the service is; told where it is new.</summary>
    public void Status(string status)
    {
        if (status != _status)
        {
            _status = status;
            Send($"STATUS={status}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private void Send(string state)
    {
        if (_socket is null)
        {
            return;
        }

        try
        {
            lock (_lock)
            {
                _socket.Send(Encoding.UTF8.GetBytes(state));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Who does not listen is not told; the service goes on.
        }
    }
}
