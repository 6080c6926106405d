using System.ComponentModel.DataAnnotations;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Inference;

public sealed class DeviceSetTests
{
    [Theory]
    [InlineData("cpu", "cpu", false, 1)]
    [InlineData("cuda", "cuda:0", true, 1)]
    [InlineData("cuda:3", "cuda:3", true, 1)]
    [InlineData("cuda:1,0,7", "cuda:1,0,7", true, 3)]
    [InlineData("cuda:all", "cuda:all", true, 0)]
    public void Parse_OfDevices_KeepsThemInTheirOrder(string text, string expected, bool isCuda, int count)
    {
        var devices = DeviceSet.Parse(text);
        Assert.Equal((expected, isCuda, count), (devices.ToString(), devices.IsCuda, devices.Devices.Length));
        Assert.Equal(devices, DeviceSet.Parse(expected));
        Assert.True(new RegularExpressionAttribute(DeviceSet.Pattern).IsValid(text));
        Assert.All(devices.Devices, device => Assert.Equal(isCuda ? DeviceKind.Cuda : DeviceKind.Cpu, device.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:0,")]
    [InlineData("cuda:0;1")]
    [InlineData("cuda:0, 1")]
    [InlineData("cuda:ALL")]
    [InlineData("cpu,cuda:0")]
    public void Parse_OfAnythingElse_SaysWhatIsExpected(string text)
    {
        var e = Assert.Throws<VideoSegException>(() => DeviceSet.Parse(text));
        Assert.Equal(FaultKind.Usage, e.Kind);
        Assert.Contains(DeviceSet.Expected, e.Message, StringComparison.Ordinal);
        Assert.True(text.Length == 0 || !new RegularExpressionAttribute(DeviceSet.Pattern).IsValid(text));
    }

    [Fact]
    public void Parse_OfAGpuTwice_IsRefused() => Assert.Contains(
        "each GPU once", Assert.Throws<VideoSegException>(() => DeviceSet.Parse("cuda:0,1,0")).Message, StringComparison.Ordinal);
}
