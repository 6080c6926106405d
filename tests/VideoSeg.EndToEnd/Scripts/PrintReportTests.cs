using Xunit;

namespace VideoSeg.EndToEnd.Scripts;

/// <summary>eng/print-report.sh: what ./run.sh says at its end.</summary>
public sealed class PrintReportTests
{
    private const string Report =
        """{"frames_in":253,"frames_out":252,"seconds":31.5,"fps":8.03,"stages":{"capture":{"p50_ms":1.25,"p95_ms":2,"p99_ms":3e0,"max_ms":4.5}""" +
        """, "segment":{"p50_ms":100.1,"p95_ms":120,"p99_ms":130,"max_ms":150}},"engine":"libtorch","precision":"bf16"}""";

    [Fact]
    public async Task Report_OfProcess_IsToldInWords()
    {
        Script script = await Script.Run("eng/print-report.sh", ["/out/a.mp4"], Report + "\n");

        Assert.Equal(
            """
            Annotated video: /out/a.mp4
            Frames:          253 in, 252 out, in 31.5 s
            Throughput:      8.0 frames a second (engine libtorch, precision bf16)
            Latency, milliseconds a frame:
              stage                p50       p95       p99       max
              capture             1.25      2.00      3.00      4.50
              segment           100.10    120.00    130.00    150.00

            """, script.Output);
        Assert.Equal(0, script.ExitCode);
    }
}
