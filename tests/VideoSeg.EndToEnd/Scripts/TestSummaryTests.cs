using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Scripts;

/// <summary>eng/test-summary.sh: what ./test.sh says at its end.</summary>
public sealed class TestSummaryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Summary_SeveralProjects_AddsThemUp()
    {
        Leave("A", 0, Assembly(2, 0, 1, """<test name="A.Skipped" result="Skip" time="0"><reason><![CDATA[no CUDA device]]></reason></test>"""));
        Leave("B", 0, Assembly(3, 0, 0, """<test name="B.Slow&lt;int&gt;(x: &quot;1&quot;)" result="Pass" time="2.5" />"""));

        Script script = await Summarise();

        Assert.Equal("5 passed, 0 failed, 1 skipped", script.LastLine);
        Assert.Equal(0, script.ExitCode);
        Assert.Contains("1 because: no CUDA device\n      A.Skipped", script.Output, StringComparison.Ordinal);
        Assert.Contains("2.5 s  B.Slow<int>(x: \"1\")", script.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_Failures_AreNamedLastWithTheirMessages()
    {
        Leave("A", 1, Assembly(1, 2, 1, """
            <test name="A.Good" result="Pass" time="0" />
            <test name="A.Bad&lt;int&gt;" result="Fail" time="0"><failure exception-type="X"><message><![CDATA[expected 1
            found 2]]></message><stack-trace><![CDATA[at A]]></stack-trace></failure></test>
            <test name="A.Skipped" result="Skip" time="0"><reason><![CDATA[no CUDA device]]></reason></test>
            <test name="A.Worse" result="Fail" time="0"><failure exception-type="X"><message>a &lt; b</message></failure></test>
            """));

        Script script = await Summarise();

        Assert.EndsWith("""
            Failed tests:
              A.Bad<int>
                expected 1 found 2
              A.Worse
                a < b
            1 passed, 2 failed, 1 skipped
            """, script.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(1, script.ExitCode);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public async Task Summary_FailureOrCleanUpError_CountsAndFails(int failed, int errors)
    {
        Leave("A", 1, Assembly(2, failed, 0, "", errors));

        Script script = await Summarise();

        Assert.Equal("2 passed, 1 failed, 0 skipped", script.LastLine);
        Assert.Equal(1, script.ExitCode);
    }

    [Fact]
    public async Task Summary_CrashedProject_CountsAsOneFailure()
    {
        Leave("A", 0, Assembly(2, 0, 0, ""));
        Leave("B", 134, results: null);

        Script script = await Summarise();

        Assert.Equal("2 passed, 1 failed, 0 skipped", script.LastLine);
        Assert.Equal(1, script.ExitCode);
        Assert.Contains("B ended with exit code 134", script.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_ResultsCutShort_StillCountsThem()
    {
        // xUnit gives up on its own file where a failure's message holds the end mark of a CDATA block.
        Leave("A", 3, Assembly(2, 1, 0, """<test name="A.Bad" result="Fail" time="0"><failure><message><![CDATA[cut""").Replace("</assembly></assemblies>", "", StringComparison.Ordinal));

        Script script = await Summarise();

        Assert.Equal("2 passed, 1 failed, 0 skipped", script.LastLine);
        Assert.Equal(1, script.ExitCode);
    }

    [Fact]
    public async Task Summary_ManySlowTests_ShowsTheSlowestEight()
    {
        // More than a pipe holds.
        string tests = string.Concat(Enumerable.Range(1, 500).Select(n => $"""<test name="{new string('a', 300)}.N{n}" result="Pass" time="{n}.0" />"""));
        Leave("A", 0, Assembly(500, 0, 0, tests));

        Script script = await Summarise();

        Assert.Equal("500 passed, 0 failed, 0 skipped", script.LastLine);
        Assert.Equal(0, script.ExitCode);
        Assert.Equal(Enumerable.Range(0, 8).Select(n => $"N{500 - n}"), script.Output.Split('\n').Where(line => line.Contains(" s  aaa", StringComparison.Ordinal)).Select(line => line.Split('.')[^1]));
    }

    [Fact]
    public async Task Summary_NothingRan_Fails()
    {
        Leave("A", 0, Assembly(0, 0, 0, ""));

        Script script = await Summarise();

        Assert.Equal("0 passed, 0 failed, 0 skipped", script.LastLine);
        Assert.Equal(1, script.ExitCode);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("", 0)]
    public async Task Summary_SkippedForWantOfData_FailsOnlyWhereDataIsRequired(string required, int exitCode)
    {
        Leave("A", 0, Assembly(1, 0, 1, $"""<test name="A.Real" result="Skip" time="0"><reason><![CDATA[{RealData.SkipReason}: set it]]></reason></test>"""));

        Script script = await Summarise(required);

        Assert.Equal(exitCode, script.ExitCode);
        Assert.Equal("1 passed, 0 failed, 1 skipped", script.LastLine);
    }

    private static string Assembly(int passed, int failed, int skipped, string tests, int errors = 0) =>
        $"""<assemblies><assembly name="/x/A.dll" errors="{errors}" failed="{failed}" passed="{passed}" skipped="{skipped}" time="0.111" """ +
        $"""total="{passed + failed + skipped}"><errors /><collection name="c">{tests}</collection></assembly></assemblies>""";

    private void Leave(string project, int exitCode, string? results)
    {
        File.WriteAllText(_folder.File($"{project}.exit"), $"{exitCode}\n");
        if (results is not null)
        {
            File.WriteAllText(_folder.File($"{project}.xml"), results);
        }
    }

    private Task<Script> Summarise(string requireData = "") =>
        Script.Run("eng/test-summary.sh", [_folder.Path], environment: new Dictionary<string, string?> { ["VIDEOSEG_REQUIRE_DATA"] = requireData });
}
