using System.Text.Json.Nodes;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd;

/// <summary><c>videoseg model compile</c> from outside.</summary>
public sealed class ModelCompileTests
{
    [Fact]
    public async Task Explain_OfTheShippedWeights_PrintsTheDocumentedPassesAndThePlan()
    {
        var (exitCode, output, errors) = await VideoSegProgram.RunAsync("model", "compile", "--explain");
        Assert.True(exitCode == 0, errors);
        string[][] rows = [.. output.Split('\n').Where(line => line.StartsWith('│')).Select(line => line.Trim('│').Split('│', StringSplitOptions.TrimEntries))];

        string[][] documented = Documented("| pass |");
        Assert.Equal(
            documented.Select(row => $"{row[0].Trim('`')} {row[2]} {row[3]} {row[4]}"),
            rows.Skip(1).Take(documented.Length).Select(row => $"{row[0]} {row[2]} {row[3]} {row[4]}"));

        string[][] plan = [.. rows.Skip(1 + documented.Length)];
        Assert.Equal(["no.", "name", "operation", "reads no.", "C x H x W", "GMAC", "MB moved"], plan[0]);
        Assert.Equal(1 + 135, plan.Length);
        Assert.Equal(["63", "d1.r1.c1.2[0:256]", "upsampled conv, 4 x 2x2", "62", "128 x 88 x 88", "1.015", "5.9"], plan[63]);
        Assert.Equal(["135", "output", "add", "131, 132, 133, 134", "1 x 352 x 352", "", "2.5"], plan[135]);
        Assert.EndsWith("166 -> 135 operations, 29.624 -> 22.945 GMAC, 2100.9 -> 1311.9 MB moved (float32, one picture, each operation by itself)\n", output, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Networks => new(Documented("| network |")
        .Select(row => (row[0].Trim('`'), $"{row[1]} operations, {row[2]} GMAC, {row[3]} MB moved")));

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Compile_OfAnArchitecture_PrintsTheDocumentedTotals(string architecture, string totals)
    {
        var (exitCode, output, errors) = await VideoSegProgram.RunAsync("model", "compile", architecture);
        Assert.True(exitCode == 0, errors);
        Assert.Equal($"{architecture} at 352 x 352\n{totals} (float32, one picture, each operation by itself)\n", output);
    }

    [Fact]
    public async Task Json_OfAnArchitecture_HoldsPassesAndPlan()
    {
        var (exitCode, output, errors) = await VideoSegProgram.RunAsync("model", "compile", "resunetpp", "--size", "64", "--json");
        Assert.True(exitCode == 0, errors);
        JsonNode json = JsonNode.Parse(output)!;
        Assert.Equal(("resunetpp", 64, 64), ((string?)json["network"], (int)json["width"]!, (int)json["height"]!));
        Assert.Equal("OrderAddends", (string?)json["passes"]!.AsArray().Last()!["name"]);
        Assert.True((long)json["compiled"]!["multiply_accumulates"]! < (long)json["original"]!["multiply_accumulates"]!);
        JsonArray plan = json["plan"]!.AsArray();
        Assert.Equal((int)json["compiled"]!["operations"]!, plan.Count);
        Assert.Equal((long)json["compiled"]!["bytes_moved"]!, plan.Sum(operation => (long)operation!["bytes_moved"]!));
        var computed = new HashSet<string> { "input" };
        foreach (JsonNode? operation in plan)
        {
            Assert.All(operation!["inputs"]!.AsArray(), input => Assert.Contains((string)input!, computed));
            Assert.True(computed.Add((string)operation["name"]!));
        }
    }

    [Theory]
    [InlineData(2, "expected an architecture", "resnet")]
    [InlineData(2, "multiples of 8", "resunetpp", "--size", "350")]
    [InlineData(3, "none.safetensors", "none.safetensors", "--json")]
    public async Task Compile_OfWhatIsNotThere_SaysWhatIsExpected(int code, string message, params string[] arguments)
    {
        var (exitCode, output, errors) = await VideoSegProgram.RunAsync(["model", "compile", .. arguments]);
        Assert.Equal(code, exitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    /// <summary>The rows of the page's table whose header begins so.</summary>
    private static string[][] Documented(string header) =>
    [
        .. File.ReadAllLines(Repository.At("docs", "compiler.md"))
            .SkipWhile(line => !line.StartsWith(header, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Replace(@"\|", "", StringComparison.Ordinal)[1..^1].Split('|', StringSplitOptions.TrimEntries)),
    ];
}
