using VideoSeg.EndToEnd.Scripts;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Commands;

/// <summary>A command that meets what nobody foresaw: here, a native library without its functions.</summary>
public class InternalErrorTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("1", true)]
    public async Task Process_UnforeseenException_EndsWith70AndTheStackTraceOnlyWhereAskedFor(string? debug, bool hasTrace)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Repository.At("artifacts", "native", "libvideoseg_image.so"), folder.File("libvideoseg_av.so"));
        string model = RandomModel.Write(folder.File("model.safetensors"), size: 32);
        Script run = await Script.Run(
            Path.Combine(AppContext.BaseDirectory, "videoseg"), ["process", "in.mp4", "-o", folder.File("out.mp4"), "--model", model],
            environment: new Dictionary<string, string?>
            {
                ["VIDEOSEG_NATIVE_DIR"] = folder.Path,
                ["VIDEOSEG_HANDLE_AUDIT"] = "1",
                ["VIDEOSEG_DEBUG"] = debug,
            });

        Assert.Equal(70, run.ExitCode);
        Assert.StartsWith("internal error: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(hasTrace, run.Error.Contains("   at ", StringComparison.Ordinal));
    }
}
