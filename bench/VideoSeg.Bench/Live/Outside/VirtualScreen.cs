using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using VideoSeg.Model;

namespace VideoSeg.Bench.Live.Outside;

/// <summary>An X server (Xvfb) whose screen lies in memory, where a thread looks at it about each millisecond: what a monitor shows.</summary>
internal sealed class VirtualScreen : IOutputSight
{
    private readonly string _folder;

    private readonly Sightings _sightings;
    private readonly Process _process;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private VirtualScreen(Process process, string folder, Sightings sightings) => (_process, _folder, _sightings) = (process, folder, sightings);

    /// <summary>What <c>DISPLAY</c> is to be.</summary>
    public string Name { get; private set; } = "";

    /// <inheritdoc/>
    public string? Fault => null;

    /// <summary>Starts one; null where there is no Xvfb.</summary>
    public static async Task<VirtualScreen?> StartAsync(int width, int height, Sightings sightings, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"videoseg-bench-{Guid.NewGuid():N}")).FullName;
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("Xvfb", ["-screen", "0", $"{width}x{height}x24", "-fbdir", folder, "-noreset", "-nolisten", "tcp", "-displayfd", "1"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Directory.Delete(folder);
            return null;
        }

        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var screen = new VirtualScreen(process, folder, sightings);
        // It writes its number when it takes clients.
        if (await process.StandardOutput.ReadLineAsync(cancellationToken) is not { } number)
        {
            screen._ended.SetResult();
            await screen.DisposeAsync();
            throw new VideoSegException(FaultKind.Engine, "Xvfb ended at once");
        }

        screen.Name = $":{number}";
        new Thread(screen.Main) { Name = "screen", IsBackground = true }.Start();
        return screen;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _ended.Task;
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            File.Delete($"/tmp/.X{Name[1..]}-lock");
            File.Delete($"/tmp/.X11-unix/X{Name[1..]}");
        }

        _process.Dispose();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private unsafe void Main()
    {
        // The head of an X window dump, in big-endian words, a colour map, the pixels.
        const int Height = 5, Width = 4, Stride = 12, Colours = 19, HeadWords = 20, ColourBytes = 12, PixelBytes = 4;
        using (var file = MemoryMappedFile.CreateFromFile(Path.Combine(_folder, "Xvfb_screen0"), FileMode.Open, null, 0, MemoryMappedFileAccess.Read))
        using (MemoryMappedViewAccessor view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read))
        {
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            int Word(int index) => (int)BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(start, HeadWords * sizeof(uint))[(index * sizeof(uint))..]);
            byte* pixels = start + Word(0) + (Word(Colours) * ColourBytes);
            int? last = null;
            do
            {
                int? number = FrameCode.Read(pixels, Word(Stride), PixelBytes, Word(Width), Word(Height));
                if (number is not null && number != last)
                {
                    _sightings.See(number, Stopwatch.GetTimestamp());
                    last = number;
                }
            }
            while (!_stop.Token.WaitHandle.WaitOne(1));
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        _ended.TrySetResult();
    }
}
