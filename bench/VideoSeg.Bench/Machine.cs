using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Host.Doctor;

namespace VideoSeg.Bench;

/// <summary>What a benchmark runs on, as <c>videoseg doctor</c> tells it, and how busy it is.</summary>
internal static class Machine
{
    private static readonly Section[] Sections = [ProgramSection.Look(), ProcessorSection.Look(), LibrarySection.Look()];

    /// <summary>Now, and how many threads of this machine wanted a processor in the last minute.</summary>
    public static string Now => string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC, load {Load()}");

    /// <summary>A line for each thing.</summary>
    public static IEnumerable<string> Lines => Sections.SelectMany(section => section.Findings.Select(finding => $"{finding.Name}: {finding.Found}"));

    /// <summary>The same for programs.</summary>
    public static JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (Finding finding in Sections.SelectMany(section => section.Findings))
        {
            json[finding.Name] = finding.Found;
        }

        return json;
    }

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
