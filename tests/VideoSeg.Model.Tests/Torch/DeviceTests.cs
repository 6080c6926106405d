using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Torch;

public sealed class DeviceTests
{
    [Theory]
    [InlineData("cpu", DeviceKind.Cpu, 0, "cpu")]
    [InlineData("cuda", DeviceKind.Cuda, 0, "cuda:0")]
    [InlineData("cuda:3", DeviceKind.Cuda, 3, "cuda:3")]
    public void Parse_OfAName_GivesTheDevice(string text, DeviceKind kind, int index, string name)
    {
        Device device = Device.Parse(text);

        Assert.Equal(new Device(kind, index), device);
        Assert.Equal(name, device.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    public void Parse_OfAnythingElse_SaysWhatWasExpected(string text)
    {
        var e = Assert.Throws<VideoSegException>(() => Device.Parse(text));

        Assert.Equal(FaultKind.Usage, e.Kind);
        Assert.Contains("cuda:N", e.Message, StringComparison.Ordinal);
    }
}
