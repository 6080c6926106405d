using System.Diagnostics;
using Xunit;

namespace VideoSeg.TestKit;

/// <summary>A real X server whose screens lie in memory: what programs draw can be read back.</summary>
public sealed class XvfbServer : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"videoseg-xvfb-{Guid.NewGuid():N}")).FullName;

    private readonly Process _process;

    private XvfbServer(string? name, (int Width, int Height)[] screens)
    {
        List<string> arguments = name is null ? [] : [name];
        for (int i = 0; i < screens.Length; i++)
        {
            arguments.AddRange(["-screen", $"{i}", $"{screens[i].Width}x{screens[i].Height}x24"]);
        }

        arguments.AddRange(["-fbdir", _folder, "-noreset", "-nolisten", "tcp", "-displayfd", "1"]);
        _process = Process.Start(new ProcessStartInfo("Xvfb", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = _process.StandardError.ReadToEndAsync();
        // It writes its number when it takes clients.
        string? number = _process.StandardOutput.ReadLine();
        Assert.True(number is not null, number is null ? errors.GetAwaiter().GetResult() : "");
        Name = $":{number}";
    }

    /// <summary>What <c>DISPLAY</c> is to be.</summary>
    public string Name { get; }

    /// <summary>Starts one with screens of these sizes.</summary>
    public static XvfbServer Start(params (int Width, int Height)[] screens) => new(null, screens);

    /// <summary>Starts one in the place of another that has ended.</summary>
    public static XvfbServer StartAs(string name, params (int Width, int Height)[] screens) => new(name, screens);

    /// <summary>What a screen shows now.</summary>
    public ScreenPicture Read(int screen = 0) => ScreenPicture.Parse(File.ReadAllBytes(Path.Combine(_folder, $"Xvfb_screen{screen}")));

    /// <summary>Ends it as a crash would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        // What a crash leaves behind would keep the number taken.
        File.Delete($"/tmp/.X{Name[1..]}-lock");
        File.Delete($"/tmp/.X11-unix/X{Name[1..]}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
