using VideoSeg.Host.Commands;
using VideoSeg.Model;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

public class CommandFaultsTests
{
    public static TheoryData<Exception, int, string> Faults => new()
    {
        { new VideoSegException(FaultKind.Engine, "no such device"), 5, "error: no such device" },
        { new OperationCanceledException(), 130, "interrupted" },
        { new FileNotFoundException("no file"), 3, "error: cannot read a file: no file" },
        { new UnauthorizedAccessException("denied"), 4, "error: cannot read or write a file: denied" },
        { new IOException("No space left on device"), 4, "error: cannot read or write a file: No space left on device" },
        { new InvalidOperationException("two\nlines"), 70, "internal error: InvalidOperationException: two lines This is a bug" },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Report_AnyFault_IsOneLineWithItsExitCode(Exception fault, int exitCode, string start)
    {
        using var errors = new StringWriter();
        Assert.Equal(exitCode, CommandFaults.Report(fault, errors));
        Assert.StartsWith(start, errors.ToString(), StringComparison.Ordinal);
        Assert.Single(errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
