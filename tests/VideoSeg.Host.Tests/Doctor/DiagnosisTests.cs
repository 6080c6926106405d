using System.Text.Json;
using Spectre.Console;
using VideoSeg.Host.Doctor;
using Xunit;

namespace VideoSeg.Host.Tests.Doctor;

public sealed class DiagnosisTests
{
    private static readonly Diagnosis Ill = new(Diagnosis.WithoutRepetitions(
    [
        new("libraries", [new("FFmpeg", FindingState.Missing, "none\n  [tried] here"), Finding.Of("OpenCV", "4.6")]),
        new("codecs", [new("encoders", FindingState.Missing, "none\n  [tried] here"), Finding.Of("disk", "full", "make [room]")]),
    ]));

    [Fact]
    public void Lines_OfADiagnosis_SayStateAndAdvice() => Assert.Equal(
        """
        libraries
        missing  FFmpeg: none
                   [tried] here
        ok       OpenCV: 4.6
        codecs
        missing  encoders: as FFmpeg above
        warning  disk: full
                 -> make [room]
        Not ready: 2 missing, 1 warning.
        """, DiagnosisText.ToLines(Ill));

    [Fact]
    public void Json_OfADiagnosis_IsOneLine()
    {
        string json = DiagnosisText.ToJson(Ill);
        Assert.DoesNotContain('\n', json);
        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.False(root.GetProperty("ready").GetBoolean());
        JsonElement[] findings = [.. root.GetProperty("findings").EnumerateArray()];
        Assert.Equal(["missing", "ok", "missing", "warning"], findings.Select(finding => finding.GetProperty("state").GetString()));
        Assert.Equal("make [room]", findings[3].GetProperty("advice").GetString());
        Assert.Equal("codecs", findings[3].GetProperty("section").GetString());
    }

    [Fact]
    public void Table_OfADiagnosis_KeepsBracketsAsTheyAre()
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 60;
        console.Write(DiagnosisText.ToTable(Ill));
        Assert.Contains("[tried] here", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("-> make [room]", text.ToString(), StringComparison.Ordinal);
    }
}
