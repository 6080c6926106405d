using VideoSeg.Model.Data;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Data;

public sealed class FrameSequenceTests
{
    [Theory]
    [InlineData("1,1,25,25\n2,20,50,31", "every picture in one sequence", "'1,1,25,25' in line 2 and '2,20,50,31' in line 3")]
    [InlineData("7,1,5,5\n\n7,8,9,2", "the number 7 once", "'7,1,5,5' in line 2 and '7,8,9,2' in line 4")]
    public void ReadTable_LinesThatHoldTheSame_AreRefused(string lines, string expected, string found)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("s.csv"), $"sequence,first,last,frames\n{lines}\n");
        var fault = Assert.Throws<VideoSegException>(() => FrameSequence.ReadTable(folder.File("s.csv")));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Contains(found, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InOrder_Names_FollowTheirNumbers()
    {
        string[] names = ["b2", "1", "10", "2", "b010", "b10", "100", "x-07"];
        IReadOnlyList<SegmentationSample> ordered = FrameSequence.InOrder(names.Select(name => new SegmentationSample(name, name, name)));
        Assert.Equal(["1", "2", "10", "100", "b2", "b010", "b10", "x-07"], ordered.Select(sample => sample.Name));
        var fault = Assert.Throws<VideoSegException>(() => FrameSequence.InOrder([new SegmentationSample("polyp", "polyp.png", "")]));
        Assert.Contains("polyp.png", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadTable_ClinicDb_CoversEveryPictureOnce()
    {
        var sequences = FrameSequence.ReadTable(RealData.At("cvc-clinicdb", "sequences.csv"));
        var samples = SegmentationFolder.Open(RealData.At("cvc-clinicdb", "images"), RealData.At("cvc-clinicdb", "masks"));

        var groups = FrameSequence.Group(samples, sequences);

        Assert.Equal(29, groups.Count);
        Assert.Equal(612, groups.Sum(g => g.Count));
        Assert.Equal(sequences.Select(s => s.Last - s.First + 1), groups.Select(g => g.Count));
    }

    [Theory]
    [InlineData("1,1,25,25", "header")]
    [InlineData("sequence,first,last,frames\n1,1,x,25", "line 2")]
    [InlineData("sequence,first,last,frames\n1,1,25", "line 2")]
    [InlineData("sequence,first,last,frames\n1,1,25,24", "24 frames")]
    [InlineData("", "header")]
    public void ReadTable_NoSuchTable_SaysWhatIsWrong(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("s.csv"), text);
        var fault = Assert.Throws<VideoSegException>(() => FrameSequence.ReadTable(folder.File("s.csv")));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("x")]
    public void Group_PictureOfNoSequence_IsRefused(string name)
    {
        var sample = new SegmentationSample(name, $"{name}.png", $"{name}.png");
        Assert.Throws<VideoSegException>(() => FrameSequence.Group([sample], [new FrameSequence(1, 1, 6)]));
    }

    [Fact]
    public void Group_TwoNamesOfOneNumber_AreRefused()
    {
        SegmentationSample[] samples = [.. new[] { "video2-0012", "video3-0012" }.Select(name => new SegmentationSample(name, $"{name}.png", $"{name}.png"))];
        foreach (Action action in (Action[])[() => FrameSequence.Group(samples, [new FrameSequence(1, 1, 20)]), () => FrameSequence.Arrange(samples, [new FrameSequence(1, 1, 20)])])
        {
            Assert.Contains("found video2-0012 and video3-0012 for 12", Assert.Throws<VideoSegException>(action).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Arrange_NamesThatEndInNumbers_AreOrderedByThem()
    {
        SegmentationSample[] samples = [.. new[] { "frame-000010", "frame-000009", "clip_3", "2" }.Select(name => new SegmentationSample(name, $"{name}.png", $"{name}.png"))];

        var (ordered, sequences) = FrameSequence.Arrange(samples, [new FrameSequence(5, 1, 3), new FrameSequence(4, 9, 10)]);

        Assert.Equal(["frame-000009", "frame-000010", "2", "clip_3"], ordered.Select(sample => sample.Name));
        Assert.Equal([4, 4, 5, 5], ordered.Select(sample => sequences[sample.Name]));
    }
}
