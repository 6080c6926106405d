using System.Diagnostics;
using VideoSeg.Model;

namespace VideoSeg.Bench.Soak;

/// <summary>A recording played over and over by FFmpeg into a named pipe, undecoded, its times going on from one turn to the next.</summary>
internal sealed class LoopedVideo : IDisposable
{
    private readonly string _folder;
    private readonly Process _ffmpeg;

    public LoopedVideo(string input, long frames)
    {
        if (!File.Exists(input))
        {
            throw new VideoSegException(FaultKind.Input, $"expected a recording to read, found nothing at '{input}'. Name one with --input.");
        }

        _folder = Directory.CreateTempSubdirectory("videoseg-soak-").FullName;
        Run("mkfifo", Path);
        _ffmpeg = Start("ffmpeg", "-v", "error", "-nostdin", "-y", "-stream_loop", "-1", "-i", input, "-map", "0:v:0", "-c", "copy", "-frames:v", $"{frames}", "-f", "matroska", Path);
    }

    /// <summary>The pipe.</summary>
    public string Path => System.IO.Path.Combine(_folder, "input.mkv");

    /// <inheritdoc/>
    public void Dispose()
    {
        // Whoever reads no more leaves it waiting for ever.
        if (!_ffmpeg.HasExited)
        {
            _ffmpeg.Kill();
        }

        _ffmpeg.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new VideoSegException(FaultKind.Engine, $"{program} ended with {process.ExitCode}");
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(program, arguments);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new VideoSegException(FaultKind.Engine, $"expected the program {program} on the PATH, found none ({e.Message}). Install it: apt-get install ffmpeg.");
        }
    }
}
