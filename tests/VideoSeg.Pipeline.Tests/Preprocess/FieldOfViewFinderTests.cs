using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Synthesis;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Preprocess;

public sealed unsafe class FieldOfViewFinderTests
{
    [Theory]
    [InlineData(1280, 720, 0.97)]
    [InlineData(640, 528, 0.9)]
    [InlineData(320, 240, 0.8)]
    public void Find_RenderedRecording_IsTheOctagonToTwoCells(int width, int height, double size)
    {
        var options = new RenderOptions { Width = width, Height = height, FieldOfView = new FieldOfViewOptions { Size = size } };
        var renderer = new ColonRenderer(new ColonScene(5, new ColonOptions { Duration = 2 }), options);
        var picture = new Picture(width, height, PixelFormat.Rgb24);
        var mask = new Picture(width, height, PixelFormat.Gray8);
        var finder = new FieldOfViewFinder();
        var lit = new bool[width * height];
        for (int i = 0; i < 4; i++)
        {
            renderer.Render(i * 0.5, picture, mask);
            Add(finder, picture);
            for (int p = 0; p < lit.Length; p++)
            {
                lit[p] |= Math.Max(picture.Data[3 * p], Math.Max(picture.Data[(3 * p) + 1], picture.Data[(3 * p) + 2])) > 24;
            }
        }

        FieldOfView field = finder.Find();
        Assert.Equal(FieldShape.Octagon, field.Shape);
        int both = 0, either = 0;
        for (int p = 0; p < lit.Length; p++)
        {
            bool contains = field.Contains(p % width, p / width);
            both += contains && lit[p] ? 1 : 0;
            either += contains || lit[p] ? 1 : 0;
        }

        Assert.True(both > 0.96 * either, $"{both} of {either} pixels agree: {field}");
    }

    [Fact]
    public void Find_CircleWithTextBesideIt_LeavesTheTextOut()
    {
        Picture picture = Paint(800, 600, (x, y) => Math.Sqrt(((x - 430.0) * (x - 430)) + ((y - 300.0) * (y - 300))) < 280
            ? (170, 100, 80)
            : IsText(x, y) ? (230, 230, 230) : (6, 5, 4));
        FieldOfView field = Find(picture);
        Assert.Equal(FieldShape.Circle, field.Shape);
        FieldOfView truth = FieldOfView.Circle(800, 600, 430, 300, 280);
        Assert.InRange(field.Area, 0.96 * truth.Area, truth.Area);
        for (int p = 0; p < 800 * 600; p++)
        {
            Assert.False(IsText(p % 800, p / 800) && field.Contains(p % 800, p / 800));
        }

        // Strokes three pixels wide, as burned into a picture of this size, up to the edge of the field.
        static bool IsText(int x, int y) => x < 145 && y is > 40 and < 240 && (x % 12 < 3 || y % 16 < 3) && y % 32 < 19;
    }

    [Fact]
    public void Find_OctagonWithABlackBoxInItsCorner_LeavesTheBoxOut()
    {
        Picture picture = Paint(720, 576, (x, y) => IsBox(x, y) ? (3, 3, 3) : x < 60 || x > 660 || Math.Abs(x - 360) + Math.Abs(y - 288) > 420 ? (0, 0, 0) : (150, 90, 70));
        FieldOfView field = Find(picture);
        Assert.False(field.Contains(120, 480));
        Assert.True(field.Contains(120, 340));
        Assert.True(field.Contains(300, 480));

        static bool IsBox(int x, int y) => x < 210 && y > 400;
    }

    [Theory]
    [InlineData(0, 0, 640, 480, FieldShape.Whole)]
    [InlineData(100, 40, 500, 420, FieldShape.Box)]
    public void Find_Rectangle_IsNamedAsSuch(int left, int top, int right, int bottom, FieldShape expected)
    {
        FieldOfView field = Find(Paint(640, 480, (x, y) => x >= left && x < right && y >= top && y < bottom ? (120, 80, 60) : (2, 2, 2)));
        Assert.Equal(expected, field.Shape);
        Assert.InRange(field.Bounds.X, left, left + 4);
        Assert.InRange(field.Bounds.Y + field.Bounds.Height, bottom - 4, bottom);
        Assert.Equal(expected == FieldShape.Whole, field.IsWhole);
    }

    [Fact]
    public void Find_WordsThatPass_DoNotBelongToTheField()
    {
        var finder = new FieldOfViewFinder();
        for (int i = 0; i < 12; i++)
        {
            int picture = i;
            Add(finder, Paint(400, 300, (x, y) => IsWord(x, y, picture) ? (240, 240, 240) : Math.Abs(x - 200) < 140 && Math.Abs(y - 150) < 120 ? (150, 90, 70) : (0, 0, 0)));
        }

        Assert.Equal(FieldShape.Box, finder.Find().Shape);
        Assert.InRange(finder.Find().Bounds.X, 60, 64);

        static bool IsWord(int x, int y, int picture) => picture % 5 == 0 && x is > 20 and < 120 && y is > 100 and < 130;
    }

    [Fact]
    public void Find_DarkPicturesAmongOthers_DoNotCount()
    {
        var finder = new FieldOfViewFinder();
        for (int i = 0; i < 12; i++)
        {
            bool isDark = i < 10;
            Add(finder, Paint(400, 300, (x, y) => !isDark && Math.Abs(x - 200) < 140 ? (150, 90, 70) : (2, 2, 2)));
        }

        Assert.Equal(FieldShape.Box, finder.Find().Shape);
    }

    [Fact]
    public void Find_DarkPicture_IsTheWholePicture() =>
        Assert.True(Find(Paint(320, 240, (x, y) => (3, 2, 2))).IsWhole);

    [Fact]
    public void Find_RealClip_IsItsOctagon()
    {
        var finder = new FieldOfViewFinder();
        FrameSupport.Each(RealData.At("videos", "real-annotated-480x360-30fps.mp4"), frame =>
        {
            if (frame.Index % 25 == 0)
            {
                finder.Add(frame.Planes);
            }

            return 0;
        });
        FieldOfView field = finder.Find();
        Assert.Equal(FieldShape.Octagon, field.Shape);

        // Read off the picture: the octagon spans 32 to 449 by 13 to 346, its corners are cut by about 57. In some frames somebody has drawn boxes
        // and words that reach beyond it.
        Assert.InRange(field.Bounds.X, 29, 36);
        Assert.InRange(field.Bounds.Y, 11, 17);
        Assert.InRange(field.Bounds.X + field.Bounds.Width, 444, 455);
        Assert.InRange(field.Bounds.Y + field.Bounds.Height, 341, 352);
        Assert.False(field.Contains(44, 22));
        Assert.True(field.Contains(240, 180));
    }

    [Fact]
    public void Find_PicturesOfKvasirSeg_KeepAlmostAllOfEveryPolyp()
    {
        string[] names = [.. File.ReadLines(RealData.At("kvasir-seg", "train.txt")).Take(60)];
        int cut = 0, bordered = 0;
        foreach (string name in names)
        {
            FieldOfView field = Find(ImageFile.Read(RealData.At("kvasir-seg", "images", name + ".jpg")));
            Picture mask = ImageFile.Read(RealData.At("kvasir-seg", "masks", name + ".jpg"));
            bordered += field.IsWhole ? 0 : 1;
            int polyp = 0, outside = 0;
            int channels = mask.Data.Length / (mask.Width * mask.Height);
            for (int p = 0; p < mask.Width * mask.Height; p++)
            {
                bool isPolyp = mask.Data[p * channels] >= 128;
                polyp += isPolyp ? 1 : 0;
                outside += isPolyp && !field.Contains(p % mask.Width, p / mask.Width) ? 1 : 0;
            }

            cut += outside > 0.03 * polyp ? 1 : 0;
        }

        Assert.True(bordered > 40, $"a field was found in {bordered} of 60 pictures");
        Assert.True(cut <= 1, $"more than 3 % of a polyp lies outside the field in {cut} of 60 pictures");
    }

    private static FieldOfView Find(Picture picture)
    {
        var finder = new FieldOfViewFinder();
        Add(finder, picture);
        return finder.Find();
    }

    private static void Add(FieldOfViewFinder finder, Picture picture)
    {
        fixed (byte* data = picture.Data)
        {
            finder.Add(picture.AsPlanes(data));
        }
    }

    private static Picture Paint(int width, int height, Func<int, int, (int Red, int Green, int Blue)> color)
    {
        var picture = new Picture(width, height, PixelFormat.Rgb24);
        for (int p = 0; p < width * height; p++)
        {
            (int red, int green, int blue) = color(p % width, p / width);
            (picture.Data[3 * p], picture.Data[(3 * p) + 1], picture.Data[(3 * p) + 2]) = ((byte)red, (byte)green, (byte)blue);
        }

        return picture;
    }
}
