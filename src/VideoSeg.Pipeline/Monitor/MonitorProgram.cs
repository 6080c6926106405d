using System.Diagnostics;
using VideoSeg.Model;
using VideoSeg.Model.Native;

namespace VideoSeg.Pipeline.Monitor;

/// <summary>The program that owns windows, <c>videoseg_monitor</c>; native/monitor/include/videoseg_monitor.h says how it is spoken to.</summary>
public static class MonitorProgram
{
    /// <summary>What to do where no display can be opened.</summary>
    internal const string Advice = "Start an X server and set DISPLAY, or run it on a console of a machine with a display";

    private const string Name = "videoseg_monitor";

    /// <summary>What draws: <c>SDL 2.26.5</c>. Runs the program.</summary>
    /// <exception cref="VideoSegException">It is not there or does not run (<see cref="FaultKind.Engine"/>).</exception>
    public static string LibraryVersion
    {
        get
        {
            using Process process = Start("version", server: null);
            process.StandardInput.Close();
            string errors = process.StandardError.ReadToEnd();
            string version = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? version : throw new VideoSegException(FaultKind.Engine,
                $"the program {Name} does not run: {LastLine(errors)}. Install what it needs with eng/install.sh.");
        }
    }

    /// <summary>Starts it, all its streams redirected.</summary>
    internal static Process Start(string what, string? server)
    {
        var start = new ProcessStartInfo(NativeLibraries.FindProgram(Name), [what])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (server is not null)
        {
            start.Environment["DISPLAY"] = server;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new VideoSegException(FaultKind.Engine, $"the program {start.FileName} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>A text cut to fit, with its final zero, into so many bytes of UTF-8.</summary>
    internal static string Cut(string text, int bytes)
    {
        while (System.Text.Encoding.UTF8.GetByteCount(text) >= bytes)
        {
            text = text[..^1];
        }

        return text;
    }

    /// <summary>The last line that says anything; what Xlib and SDL write before it is detail.</summary>
    internal static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it said nothing";
}
