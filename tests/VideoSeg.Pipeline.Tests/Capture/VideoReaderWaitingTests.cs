using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Capture;

/// <summary>Sources that accept a connection and then say nothing, at once or in the middle of a film.</summary>
public sealed class VideoReaderWaitingTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public VideoReaderWaitingTests() => _listener.Start();

    private string Url => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Open_OfASilentSource_TimesOut()
    {
        var options = new VideoReaderOptions { OpenTimeout = TimeSpan.FromMilliseconds(200) };
        var fault = Assert.Throws<VideoSegException>(() => FrameSupport.Open(Url, options));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains("to open in time (cannot open: nothing came for 0.2 s)", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A network may take longer to be made than a source to be opened; meanwhile nobody reads.</summary>
    [Fact]
    public void Read_BegunAfterTheTimeForOpening_GivesEveryFrame()
    {
        using TemporaryFolder folder = new();
        string film = Ffmpeg.Make(folder.File("a.mp4"), "testsrc2=size=640x360:rate=25:duration=10", "-c:v", "mpeg2video");
        var options = new VideoReaderOptions { OpenTimeout = TimeSpan.FromSeconds(3) };
        using VideoReader reader = FrameSupport.Open(film, options);
        long opened = Stopwatch.GetTimestamp();
        SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(opened) > options.OpenTimeout);
        int frames = 0;
        FrameSupport.ReadAll(reader, _ => frames++);
        Assert.Equal(250, frames);
    }

    [Fact]
    public async Task Open_OfASilentSource_CanBeCancelledFromAnotherThread()
    {
        using var cancellation = new CancellationTokenSource();
        var options = new VideoReaderOptions { OpenTimeout = Timeout.InfiniteTimeSpan };
        Task open = Task.Run(() => VideoReader.Open(Url, options, cancellation.Token), TestContext.Current.CancellationToken);
        using TcpClient client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => open);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
    }

    [Fact]
    public void Open_OfAPortThatNobodyListensOn_NamesTheUrl()
    {
        string url = Url;
        _listener.Stop();
        var fault = Assert.Throws<VideoSegException>(() => FrameSupport.Open(url));
        Assert.Contains(url, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OfASourceThatFallsSilent_TimesOutAfterItsFrames()
    {
        using TemporaryFolder folder = new();
        Task<TcpClient> client = ServeFilmAsync(folder);
        using VideoReader reader = await OpenAsync(new VideoReaderOptions { ReadTimeout = TimeSpan.FromSeconds(2) });
        int frames = 0;
        var fault = Assert.Throws<VideoSegException>(() => FrameSupport.ReadAll(reader, _ => frames++));
        Assert.Contains("found none in time (reading: nothing came for 2 s)", fault.Message, StringComparison.Ordinal);
        Assert.InRange(frames, 100, 250);
        (await client).Dispose();
    }

    [Fact]
    public async Task Read_OfASourceThatFallsSilent_CanBeCancelledFromAnotherThread()
    {
        using TemporaryFolder folder = new();
        Task<TcpClient> client = ServeFilmAsync(folder);
        using VideoReader reader = await OpenAsync(new VideoReaderOptions { ReadTimeout = TimeSpan.Zero });
        var someRead = new TaskCompletionSource();
        int frames = 0;
        Task read = Task.Run(() => FrameSupport.ReadAll(reader, _ =>
        {
            if (++frames == 100)
            {
                someRead.SetResult();
            }
        }), TestContext.Current.CancellationToken);
        await someRead.Task;
        reader.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Throws<OperationCanceledException>(() => reader.Read(out _, out _));
        (await client).Dispose();
    }

    [Fact]
    public async Task Open_OfASilentPipe_TimesOut()
    {
        using TemporaryFolder folder = new();
        string pipe = MakePipe(folder);
        Task<FileStream> writer = Task.Run(() => File.OpenWrite(pipe), TestContext.Current.CancellationToken);
        var fault = Assert.Throws<VideoSegException>(() => FrameSupport.Open(pipe, new VideoReaderOptions { OpenTimeout = TimeSpan.FromSeconds(0.5) }));
        Assert.Contains("to open in time (cannot open: nothing came for 0.5 s)", fault.Message, StringComparison.Ordinal);
        (await writer).Dispose();
    }

    [Fact]
    public async Task Open_OfASilentPipe_CanBeCancelledFromAnotherThread()
    {
        using TemporaryFolder folder = new();
        string pipe = MakePipe(folder);
        using var cancellation = new CancellationTokenSource();
        var options = new VideoReaderOptions { OpenTimeout = Timeout.InfiniteTimeSpan };
        Task open = Task.Run(() => VideoReader.Open(pipe, options, cancellation.Token), TestContext.Current.CancellationToken);
        using FileStream writer = await Task.Run(() => File.OpenWrite(pipe), TestContext.Current.CancellationToken); // waits for the reader
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => open);
    }

    [Fact]
    public async Task Read_OfAPipe_DeliversEveryFrameAndTimesOutWhereItFallsSilent()
    {
        using TemporaryFolder folder = new();
        string pipe = MakePipe(folder), film = Ffmpeg.Make(folder.File("a.ts"), "testsrc2=size=64x64:rate=25:duration=10", "-c:v", "mpeg2video");
        foreach (bool ends in new[] { true, false })
        {
            Task<FileStream> writer = Task.Run(async () =>
            {
                FileStream stream = File.OpenWrite(pipe);
                await stream.WriteAsync(await File.ReadAllBytesAsync(film));
                await stream.FlushAsync();
                if (ends)
                {
                    await stream.DisposeAsync();
                }

                return stream;
            }, TestContext.Current.CancellationToken);
            using VideoReader reader = await Task.Run(() => FrameSupport.Open(pipe, new VideoReaderOptions { ReadTimeout = TimeSpan.FromSeconds(2) }));
            int frames = 0;
            if (ends)
            {
                FrameSupport.ReadAll(reader, _ => frames++);
            }
            else
            {
                var fault = Assert.Throws<VideoSegException>(() => FrameSupport.ReadAll(reader, _ => frames++));
                Assert.Contains("nothing came for 2 s", fault.Message, StringComparison.Ordinal);
            }

            Assert.InRange(frames, ends ? 250 : 249, 250);
            await (await writer).DisposeAsync();
        }
    }

    private static string MakePipe(TemporaryFolder folder)
    {
        string path = folder.File("pipe");
        Process.Start("mkfifo", [path]).WaitForExit();
        return path;
    }

    [Fact]
    public void Open_WithATokenThatIsCancelledAlready_Throws() =>
        Assert.ThrowsAny<OperationCanceledException>(() => VideoReader.Open("a.mp4", new VideoReaderOptions(), new CancellationToken(canceled: true)));

    private Task<VideoReader> OpenAsync(VideoReaderOptions options) =>
        Task.Run(() => FrameSupport.Open(Url, options), TestContext.Current.CancellationToken);

    /// <summary>Sends all but the end of a film of 250 frames and keeps the connection.</summary>
    private async Task<TcpClient> ServeFilmAsync(TemporaryFolder folder)
    {
        byte[] film = await File.ReadAllBytesAsync(Ffmpeg.Make(folder.File("a.ts"), "testsrc2=size=64x64:rate=25:duration=10", "-c:v", "mpeg2video"));
        TcpClient client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(film.AsMemory(0, film.Length * 9 / 10));
        return client;
    }
}
