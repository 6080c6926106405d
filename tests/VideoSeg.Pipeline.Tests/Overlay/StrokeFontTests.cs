using VideoSeg.Pipeline.Overlay;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Overlay;

public class StrokeFontTests
{
    [Fact]
    public void Measure_Digits_AreEquallyWide() =>
        Assert.All("0123456789".ToCharArray(), d => Assert.Equal(StrokeFont.Measure("0"), StrokeFont.Measure([d])));

    [Fact]
    public void Measure_LongerText_IsWider()
    {
        Assert.True(StrokeFont.Measure("polyp 87 %") > StrokeFont.Measure("polyp 8 %"));
        Assert.Equal(0, StrokeFont.Measure(""));
    }

    [Fact]
    public void Measure_PrintableAscii_IsAllKnown()
    {
        // An unknown letter would be a question mark, whose strokes differ from all others'.
        string letters = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code));
        Assert.All(letters.Where(letter => letter != '?'), letter => Assert.True(StrokeFont.Knows(letter), $"{letter}"));
        Assert.False(StrokeFont.Knows('é'));
    }

    [Fact]
    public void Measure_UnknownLetter_IsAQuestionMark() => Assert.Equal(StrokeFont.Measure("?"), StrokeFont.Measure("é"));
}
