using System.Diagnostics;
using System.Text;

namespace VideoSeg.TestKit;

/// <summary>FFmpeg's own command line tools: they make the test videos, and they are what this project's reader and writer are measured against.</summary>
public static class Ffmpeg
{
    /// <summary>Runs <c>ffmpeg -v error -y ...</c>.</summary>
    public static void Run(params string[] arguments) => Capture("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments]);

    /// <summary>Runs ffmpeg and returns its standard output.</summary>
    public static string Output(params string[] arguments) => Capture("ffmpeg", ["-v", "error", "-nostdin", .. arguments]);

    /// <summary>The samples of a video's frames in one layout (<c>gray</c>, <c>rgb24</c>), each frame as it is coded (not turned), through FFmpeg's <paramref name="filters"/>.</summary>
    public static byte[] Samples(string path, string format, string filters = "null")
    {
        using var samples = new MemoryStream();
        Pipe("ffmpeg", ["-v", "error", "-nostdin", "-noautorotate", "-i", path, "-fps_mode", "passthrough", "-vf", filters, "-pix_fmt", format, "-f", "rawvideo", "-"], samples);
        return samples.ToArray();
    }

    /// <summary>Makes a video from a filter graph's source.</summary>
    public static string Make(string path, string source, params string[] arguments)
    {
        Run(["-f", "lavfi", "-i", source, .. arguments, path]);
        return path;
    }

    /// <summary>Runs ffprobe and returns the lines of its standard output.</summary>
    public static string[] Probe(string path, params string[] arguments) =>
        Capture("ffprobe", ["-v", "error", .. arguments, path]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>One entry of ffprobe's for a stream: <c>v:0</c>, <c>pix_fmt</c>.</summary>
    public static string Entry(string path, string stream, string entry) =>
        Probe(path, "-select_streams", stream, "-show_entries", $"stream={entry}", "-of", "csv=p=0")[0].TrimEnd(',');

    /// <summary>Presentation times of a stream's frames in its time base, as ffprobe decodes them.</summary>
    public static long[] FrameTimes(string path, string stream = "v:0") =>
        [.. Probe(path, "-select_streams", stream, "-show_entries", "frame=best_effort_timestamp", "-of", "csv=p=0").Select(line => long.Parse(line.TrimEnd(',')))];

    /// <summary>Size and MD5 of each decoded frame of the first video track, in its own format or the one named, none dropped or doubled or turned.</summary>
    public static string[] FrameHashes(string path, string? format = null) =>
        Hashes(["-noautorotate", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", .. format is null ? Array.Empty<string>() : ["-pix_fmt", format]]);

    /// <summary>Size and MD5 of each packet of a track as it is stored.</summary>
    public static string[] PacketHashes(string path, string stream) => Hashes("-i", path, "-map", $"0:{stream}", "-c", "copy");

    private static string[] Hashes(params string[] arguments) =>
        [.. Output([.. arguments, "-f", "framemd5", "-"]).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => string.Join(' ', line.Split(',', StringSplitOptions.TrimEntries)[4..6]))];

    private static string Capture(string program, IEnumerable<string> arguments)
    {
        using var output = new MemoryStream();
        Pipe(program, arguments, output);
        return Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length);
    }

    private static void Pipe(string program, IEnumerable<string> arguments, Stream output)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', process.StartInfo.ArgumentList)}: {errors.GetAwaiter().GetResult()}");
        }
    }
}
