using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery.Marks;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Tests.Overlay;

namespace VideoSeg.Pipeline.Tests.Live.Delivery.Marks;

public sealed class StateMarkTests
{
    public static TheoryData<int, int, string> Fields => new()
    {
        { 480, 360, "octagon" }, { 1920, 1080, "circle" }, { 1280, 720, "box" }, { 720, 576, "circle" }, { 1920, 1080, "octagon" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void Draw_FieldWithABorder_StaysOutsideIt(int width, int height, string shape)
    {
        FieldOfView field = Field(width, height, shape);
        using var picture = new TestPicture(PixelFormat.Yuv420P, width, height);
        var touched = new TouchedMask();
        foreach (SegmentationState state in Enum.GetValues<SegmentationState>())
        {
            touched.Clear(width, height);
            new StateMark().Draw(picture.Planes, field, state, touched);
            int count = 0;
            for (int i = 0; i < width * height; i++)
            {
                if (touched.Pixels[i] != 0)
                {
                    count++;
                    Assert.False(field.Contains(i % width, i / width), $"{state} lies in the field at {i % width}, {i / width}");
                }
            }

            Assert.True(count > 400, $"{state}: {count} pixels");
        }
    }

    [Theory]
    [InlineData(480, 360)]
    [InlineData(1920, 1080)]
    [InlineData(160, 120)]
    public void Draw_FieldThatFillsThePicture_HidesLittle(int width, int height)
    {
        using var picture = new TestPicture(PixelFormat.Yuv420P, width, height);
        var touched = new TouchedMask();
        touched.Clear(width, height);
        new StateMark().Draw(picture.Planes, null, SegmentationState.Unavailable, touched);
        int[] pixels = [.. Enumerable.Range(0, width * height).Where(i => touched.Pixels[i] != 0)];
        Assert.InRange((double)pixels.Length / (width * height), 0.0005, width < 300 ? 0.08 : 0.012);
        Assert.All(pixels, i => Assert.True(i % width > width / 2 && i / width > height / 2, "not in the lower right corner"));
    }

    [Fact]
    public void Draw_WithoutColours_TheStatesDiffer()
    {
        byte[][] signs = [.. Enum.GetValues<SegmentationState>().Select(state =>
        {
            using var picture = new TestPicture(PixelFormat.Gray8, 480, 360, range: ColorRange.Full);
            new StateMark().Draw(picture.Planes, null, state, null);
            StateMarkPlace place = StateMarkPlace.Find(480, 360, null);

            // Black and white: shapes alone.
            int left = place.Plate.Left, top = place.Plate.Top;
            return Enumerable.Range(0, place.Plate.Width * place.Plate.Height)
                .Select(i => (byte)(picture[0, left + (i % place.Plate.Width), top + (i / place.Plate.Width)] > 90 ? 1 : 0)).ToArray();
        })];
        Assert.All(signs, sign => Assert.True(sign.Count(value => value == 1) > 40, "no sign"));
        for (int i = 0; i < signs.Length; i++)
        {
            byte[] one = signs[i], other = signs[(i + 1) % signs.Length];
            int differing = one.Zip(other).Count(pair => pair.First != pair.Second);
            Assert.True(differing > 25, $"states {i} and {(i + 1) % signs.Length} differ in {differing} pixels");
        }
    }

    [Theory]
    [InlineData("gray")]
    [InlineData("yuv420p")]
    [InlineData("yuv420p10le")]
    [InlineData("nv12")]
    [InlineData("rgb24")]
    [InlineData("yuv444p16le")]
    public void Draw_AnyFormat_ChangesNothingElse(string name)
    {
        PixelFormat format = PixelFormats.Get(PixelFormats.Find(name));
        using var picture = new TestPicture(format, 163, 121);
        var touched = new TouchedMask();
        touched.Clear(163, 121);
        byte[] before = picture.Bytes.ToArray();
        new StateMark().Draw(picture.Planes, null, SegmentationState.Active, touched);
        Assert.NotEqual(before, picture.Bytes.ToArray());
        int shiftX = format.ChromaShiftX, shiftY = format.ChromaShiftY;
        for (int component = 0; component < format.Components.Length; component++)
        {
            bool isChroma = format.IsChroma(component);
            for (int y = 0; y < format.ComponentHeight(component, 121); y++)
            {
                for (int x = 0; x < format.ComponentWidth(component, 163); x++)
                {
                    if (picture[component, x, y] != 0)
                    {
                        int px = isChroma ? x << shiftX : x, py = isChroma ? y << shiftY : y;
                        Assert.True(touched.Pixels[(py * 163) + px] != 0, $"{component}: {x}, {y}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Draw_SmallestPictures_DoesNotFail()
    {
        foreach ((int width, int height) in (ReadOnlySpan<(int, int)>)[(1, 1), (16, 16), (64, 64)])
        {
            using var picture = new TestPicture(PixelFormat.Yuv420P, width, height);
            new StateMark().Draw(picture.Planes, null, SegmentationState.Degraded, null);
            Assert.Equal(width >= 16 && height >= 16, picture.Bytes.ContainsAnyExcept((byte)0));
        }
    }

    [Fact]
    public void Draw_SeveralTimes_AllocatesNothing()
    {
        using var picture = new TestPicture(PixelFormat.Yuv420P, 480, 360);
        var mark = new StateMark();
        FieldOfView field = Field(480, 360, "octagon");
        long before = 0;
        for (int i = 0; i < 40; i++)
        {
            before = i == 20 ? GC.GetAllocatedBytesForCurrentThread() : before;
            mark.Draw(picture.Planes, field, (SegmentationState)(i % 3), null);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static FieldOfView Field(int width, int height, string shape) => shape switch
    {
        "circle" => FieldOfView.Circle(width, height, width / 2.0, height / 2.0, height * 0.48),
        "box" => FieldOfView.Box(width, height, new PixelRegion(width / 6, 0, width * 2 / 3, height)),
        _ => new FieldOfView(width, [.. Enumerable.Range(0, height).Select(y =>
        {
            int cut = Math.Max(Math.Max((height / 4) - y, y - (height * 3 / 4)), 0);
            return ((width / 14) + cut, width - (width / 14) - cut);
        })], FieldShape.Octagon),
    };
}
