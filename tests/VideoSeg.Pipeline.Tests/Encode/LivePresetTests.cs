using VideoSeg.Pipeline.Encode;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Encode;

public sealed class LivePresetTests
{
    [Theory]
    [InlineData(1, "ultrafast")]
    [InlineData(3, "ultrafast")]
    [InlineData(4, "superfast")]
    [InlineData(7, "superfast")]
    [InlineData(8, "veryfast")]
    [InlineData(64, "veryfast")]
    public void LivePreset_OfSoManyProcessors_LeavesRoomForTheRest(int processors, string preset) => Assert.Equal(preset, EncoderChoice.LivePreset(processors));
}
