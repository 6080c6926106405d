using VideoSeg.Host.Commands;
using VideoSeg.Model;
using Xunit;

namespace VideoSeg.EndToEnd.Documentation;

/// <summary>docs/exit-codes.md against the codes that there are.</summary>
public sealed class ExitCodeTests
{
    [Fact]
    public void ExitCodes_OfTheProgram_AreTheDocumentedOnes()
    {
        int[] codes = [0, PredictCommand.DoneInPart, .. Enum.GetValues<FaultKind>().Select(kind => (int)kind), CommandFaults.InternalError, CommandFaults.Interrupted];

        Assert.Equal(codes, OptionTable.Below("# Exit codes")!.Select(row => int.Parse(row[0])));
        Assert.Equal(CommandFaults.InternalError, HandleAudit.Leaked);
    }
}
