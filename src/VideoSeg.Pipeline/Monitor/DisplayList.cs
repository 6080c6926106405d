using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Monitor;

/// <summary>The displays of a display server, or of this machine where none runs.</summary>
/// <param name="Driver">How they are reached, in SDL's words: <c>x11</c>, <c>wayland</c>, <c>KMSDRM</c>.</param>
/// <param name="Displays">At least one, in the order of their numbers.</param>
public sealed record DisplayList(string Driver, ImmutableArray<DisplayInfo> Displays)
{
    /// <summary>Asks. Takes a fraction of a second, in which it waits for another process.</summary>
    /// <param name="server">X server to ask (<c>:0</c>); null: the one that the environment variable <c>DISPLAY</c> names, else Wayland, else KMS.</param>
    /// <exception cref="VideoSegException">There is no display, or what it takes to ask is missing (<see cref="FaultKind.Engine"/>).</exception>
    public static DisplayList Read(string? server = null)
    {
        using Process process = MonitorProgram.Start("displays", server);
        process.StandardInput.Close();
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? new DisplayList(lines[0], [.. lines.Skip(1).Select(Parse)])
            : throw new VideoSegException(FaultKind.Engine, $"{MonitorProgram.LastLine(errors)}. {MonitorProgram.Advice}");
    }

    private static DisplayInfo Parse(string line, int index)
    {
        string[] parts = line.Split('\t', 6);
        int Number(int part) => int.Parse(parts[part], CultureInfo.InvariantCulture);
        return new DisplayInfo(index, parts[5], Number(0), Number(1), Number(2), Number(3), Number(4) is var hertz and > 0 ? hertz : null);
    }
}
