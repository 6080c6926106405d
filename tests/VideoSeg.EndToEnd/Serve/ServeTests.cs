using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Serve;

/// <summary>The live service as its users run it.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Configuration => _folder.File("videoseg.json");

    private static string Sample => Repository.At("samples", "videos", "colonoscopy-sample.mp4");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Serve_WithoutConfiguration_PlaysTheSampleUntilItIsToEnd(string signal)
    {
        await using ServedProgram served = await ServedProgram.StartAsync(null, Configuration);

        // More than the recording holds: it begins anew.
        await served.DeliversAsync("sample", moreThan: 260);
        await served.UntilAsync(async () => (await served.Client.GetAsync("/healthz/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode, "it is ready");
        (int exitCode, string output, string errors) = await served.EndAsync(signal);

        Assert.True(exitCode == 0, errors);
        Assert.StartsWith("VideoSeg listens at http://127.0.0.1:", output, StringComparison.Ordinal);
        Assert.Contains("native handles alive: none", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("\"LogLevel\":\"Error\"", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WithAFaultyConfiguration_ListsAllFaultsAndEnds()
    {
        ServedProgram.Configure(Configuration, """
            "Urls": "nowhere", "Streams": { "a": { "Sorce": {} }, "b": { "Source": { "Url": "rtsp://u:hush@x", "ReadTimeout": "never" } } }
            """);

        var (exitCode, output, errors) = await VideoSegProgram.RunAsync("serve", "--config", Configuration);

        Assert.Equal(2, exitCode);
        Assert.Equal("", output);
        Assert.Contains("VideoSeg:Urls: expected addresses such as", errors, StringComparison.Ordinal);
        Assert.Contains("VideoSeg:Streams:a:Source: expected a value, found none", errors, StringComparison.Ordinal);
        Assert.Contains("VideoSeg:Streams:a:Sorce: expected one of ", errors, StringComparison.Ordinal);
        Assert.Contains("VideoSeg:Streams:b:Source:ReadTimeout: expected a time such as 200 ms, 2 s, 10 min, 12 h or 30 d, found 'never'", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WithAnAddressInUse_EndsWithAMessage()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        var (exitCode, _, errors) = await VideoSegProgram.RunAsync("serve", "--urls", $"http://{taken.LocalEndpoint}");

        Assert.Equal(2, exitCode);
        Assert.Contains("error: expected free addresses", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WithAChangedConfiguration_LeavesUnchangedStreamsAlone()
    {
        await using ServedProgram served = await ServedProgram.StartAsync(Streams(("same", "Same"), ("gone", "Gone")), Configuration);
        await served.DeliversAsync("same", moreThan: 20);
        await served.DeliversAsync("gone");
        string since = (string)(await served.GetAsync("/api/streams/same"))["source"]!["since"]!;

        ServedProgram.Configure(Configuration, Streams(("same", "Same"), ("new", "New")));
        served.Program.Signal("HUP");
        await served.DeliversAsync("new");

        Assert.Equal(-1, await served.DeliveredAsync("gone"));
        JsonNode same = await served.GetAsync("/api/streams/same");
        // A stream that was made anew would count from 0, and be live since then only.
        Assert.True((long)same["delivered"]! > 20);
        Assert.Equal(since, (string)same["source"]!["since"]!);
        Assert.Equal(0, (await served.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Serve_WithASourceThatIsNotThere_PlaysTheOthersAndKeepsItsPassword()
    {
        await using ServedProgram served = await ServedProgram.StartAsync(
            $$"""
            "Streams": { "good": { "Source": { "Url": "{{Sample}}" } }, "broken": { "Source": { "Url": "rtsp://user:hush@127.0.0.1:1/live" } } }
            """, Configuration);

        await served.UntilAsync(async () => (string)(await served.GetAsync("/api/streams/broken"))["source"]!["state"]! == "away", "the broken one is away");
        long before = await served.DeliveredAsync("good");
        await served.DeliversAsync("good", before + 25);
        string all = (await served.GetAsync("/api/streams")).ToJsonString();
        (int exitCode, _, string errors) = await served.EndAsync();

        Assert.True(exitCode == 0, errors);
        Assert.Contains("broken: source away", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", errors + all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_UnderSystemd_SaysHowItIs()
    {
        string path = _folder.File("notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        await using ServedProgram served = await ServedProgram.StartAsync(
            """ "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """, Configuration, ("NOTIFY_SOCKET", path), ("WATCHDOG_USEC", "600000"));

        await ReceiveAsync(socket, "READY=1");
        await ReceiveAsync(socket, "STATUS=1 stream, 0 live; network");
        await ReceiveAsync(socket, "WATCHDOG=1");
        await ReceiveAsync(socket, "WATCHDOG=1");
        served.Program.Signal("HUP");
        await ReceiveAsync(socket, "RELOADING=1\nMONOTONIC_USEC=");
        await ReceiveAsync(socket, "READY=1");
        served.Program.Signal("TERM");
        await ReceiveAsync(socket, "STOPPING=1");
        Assert.Equal(0, (await served.Program.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Serve_ThatIsStopped_SendsNoSignOfLife()
    {
        string name = $"videoseg-test-{Guid.NewGuid():N}";
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        await using ServedProgram served = await ServedProgram.StartAsync(
            """ "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """, Configuration, ("NOTIFY_SOCKET", $"@{name}"), ("WATCHDOG_USEC", "300000"));
        await ReceiveAsync(socket, "WATCHDOG=1");

        served.Program.Signal("STOP");
        await served.UntilAsync(() => Task.FromResult(File.ReadAllText($"/proc/{served.Program.Id}/stat").Contains(") T ", StringComparison.Ordinal)), "it is stopped");
        while (socket.Available > 0)
        {
            socket.Receive(new byte[4096]);
        }

        // As long as another one gives several.
        string witness = _folder.File("witness");
        using var other = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        other.Bind(new UnixDomainSocketEndPoint(witness));
        await using ServedProgram awake = await ServedProgram.StartAsync(
            """ "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """, _folder.File("other.json"), ("NOTIFY_SOCKET", witness), ("WATCHDOG_USEC", "300000"));
        for (int i = 0; i < 5; i++)
        {
            await ReceiveAsync(other, "WATCHDOG=1");
        }

        Assert.Equal(0, socket.Available);
        served.Program.Signal("CONT");
        await ReceiveAsync(socket, "WATCHDOG=1");
        Assert.Equal(0, (await served.EndAsync()).ExitCode);
    }

    private static string Streams(params (string Name, string Title)[] streams) => $"\"Streams\": {{ {string.Join(", ", streams.Select(stream =>
        $$"""
        "{{stream.Name}}": { "Title": "{{stream.Title}}", "Source": { "Url": "{{Sample}}" } }
        """))} }}";

    /// <summary>Receives messages until one begins as it should.</summary>
    private static async Task ReceiveAsync(Socket socket, string beginning)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        byte[] buffer = new byte[4096];
        while (true)
        {
            int length = await socket.ReceiveAsync(buffer, limit.Token);
            if (Encoding.UTF8.GetString(buffer, 0, length).StartsWith(beginning, StringComparison.Ordinal))
            {
                return;
            }
        }
    }
}
