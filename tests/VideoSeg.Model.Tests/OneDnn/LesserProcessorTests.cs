using System.Diagnostics;
using VideoSeg.Model.OneDnn;
using VideoSeg.Model.Tests.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.OneDnn;

/// <summary>The engine on processors with less than this one has. oneDNN looks once, when it is loaded, so that each needs a process of its own.</summary>
public sealed class LesserProcessorTests
{
    /// <summary>What lowers them.</summary>
    public const string Variable = "ONEDNN_MAX_CPU_ISA";

    private static readonly string[] Ascending = ["sse41", "avx", "avx2", "avx512_core", "avx512_core_vnni", "avx512_core_bf16"];

    [Theory]
    [InlineData("sse41")]
    [InlineData("avx")]
    [InlineData("avx2")]
    [InlineData("avx512_core")]
    [InlineData("avx512_core_vnni")]
    public async Task Steps_WithFewerInstructions_ComputeTheSame(string instructions)
    {
        Assert.SkipUnless(Rank(OneDnnRuntime.InstructionSet) > Rank(instructions), $"this processor has no more than {OneDnnRuntime.InstructionSet}");
        await RunAsync(instructions);
    }

    private static int Rank(string instructions) => Array.IndexOf(Ascending, instructions) is >= 0 and int rank ? rank : Ascending.Length;

    private static async Task RunAsync(string instructions)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "VideoSeg.Model.Tests"),
            ["-noLogo", "-noColor", "-noAutoReporters", "-class", typeof(EnginePropertyTests).FullName!, "-class", typeof(WinogradTests).FullName!, "-class", typeof(TrainedConvolutionTests).FullName!])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = instructions.ToUpperInvariant();
        start.Environment["OMP_NUM_THREADS"] = "1";
        if (instructions == "avx2")
        {
            start.Environment[TrainedConvolutionTests.Variable] = instructions;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"with {instructions}:\n{output}{await errors}");
        Assert.Matches("Total: [1-9][0-9]*, Errors: 0, Failed: 0,", output);
        bool isSkipped = output.Split('\n').Any(line => line.Contains(nameof(WinogradTests), StringComparison.Ordinal) && line.Contains("[SKIP]", StringComparison.Ordinal));
        Assert.Equal(instructions != "avx2", isSkipped);
    }
}
