using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace VideoSeg.Host.Doctor;

/// <summary>A diagnosis for terminals, for files and pipes, and for programs.</summary>
internal static class DiagnosisText
{
    private const string Indent = "         ";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A table as wide as the terminal.</summary>
    public static Table ToTable(Diagnosis diagnosis)
    {
        Table table = new Table().Border(TableBorder.Rounded)
            .AddColumn(new TableColumn("state").NoWrap()).AddColumn(new TableColumn("what").NoWrap()).AddColumn("found");
        foreach (Section section in diagnosis.Sections)
        {
            table.AddRow("", $"[bold]{section.Name}[/]", "");
            foreach (Finding finding in section.Findings)
            {
                string advice = finding.Advice is { } text ? $"\n[yellow]{Markup.Escape($"-> {text}")}[/]" : "";
                table.AddRow($"[{Color(finding.State)}]{Word(finding.State)}[/]", Markup.Escape(finding.Name), Markup.Escape(finding.Found) + advice);
            }

            if (section != diagnosis.Sections[^1])
            {
                table.AddEmptyRow();
            }
        }

        return table;
    }

    /// <summary>A line for each finding; further lines of it, and the advice, are indented.</summary>
    public static string ToLines(Diagnosis diagnosis)
    {
        var text = new StringBuilder();
        foreach (Section section in diagnosis.Sections)
        {
            text.Append(section.Name).Append('\n');
            foreach (Finding finding in section.Findings)
            {
                text.Append(Word(finding.State).PadRight(Indent.Length)).Append(finding.Name).Append(": ");
                text.Append(finding.Found.Replace("\n", $"\n{Indent}", StringComparison.Ordinal)).Append('\n');
                if (finding.Advice is { } advice)
                {
                    text.Append(Indent).Append("-> ").Append(advice).Append('\n');
                }
            }
        }

        return text.Append(Verdict(diagnosis)).ToString();
    }

    /// <summary>One object on one line.</summary>
    public static string ToJson(Diagnosis diagnosis) => new JsonObject
    {
        ["ready"] = diagnosis.IsReady,
        ["version"] = ProgramSection.Version,
        ["findings"] = new JsonArray([.. diagnosis.Sections.SelectMany(section => section.Findings.Select(finding => ToJson(section, finding)))]),
    }.ToJsonString(Json);

    /// <summary>One sentence that sums it up.</summary>
    public static string Verdict(Diagnosis diagnosis)
    {
        int warnings = diagnosis.Count(FindingState.Warning), missing = diagnosis.Count(FindingState.Missing);
        string ready = missing == 0 ? "Ready: all that process needs is there" : $"Not ready: {missing} missing";
        return warnings == 0 ? $"{ready}." : $"{ready}, {warnings} {(warnings == 1 ? "warning" : "warnings")}.";
    }

    private static JsonObject ToJson(Section section, Finding finding) => new()
    {
        ["section"] = section.Name,
        ["name"] = finding.Name,
        ["state"] = Word(finding.State),
        ["found"] = finding.Found,
        ["advice"] = finding.Advice,
    };

    private static string Word(FindingState state) => state switch
    {
        FindingState.Ok => "ok",
        FindingState.Warning => "warning",
        _ => "missing",
    };

    private static string Color(FindingState state) => state switch
    {
        FindingState.Ok => "green",
        FindingState.Warning => "yellow",
        _ => "red",
    };
}
