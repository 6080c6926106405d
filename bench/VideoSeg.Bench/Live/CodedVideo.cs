using System.Collections.Immutable;
using System.Globalization;
using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Bench.Live;

/// <summary>
/// A feed whose frames carry their number and in which rendered polyps come and go, as MPEG-TS: stretches of the sample recording without a polyp
/// and stretches with one by turns, so that a polyp appears in each second stretch. A cut lies between them, the hardest case: nothing of the
/// frame before helps.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Polyps">For each frame, by its number, the box around what is polyp in it; null where nothing is.</param>
internal sealed record CodedVideo(string Path, int Width, int Height, ImmutableArray<PixelRegion?> Polyps)
{
    /// <summary>Frames a second.</summary>
    public const int FrameRate = 30;

    /// <summary>Frames of a stretch.</summary>
    public const int Stretch = 15;

    /// <summary>A polyp counts from this share of the picture on: smaller ones need not be found.</summary>
    private const double Visible = 0.008;

    /// <summary>Makes it, unless it lies in the folder from an earlier run.</summary>
    /// <param name="source">The recording; its masks lie beside it.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="folder">Where it lies.</param>
    public static CodedVideo Make(string source, int height, int seconds, string folder)
    {
        Directory.CreateDirectory(folder);
        string path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"coded-{height}p-{seconds}s.ts"));
        List<Still> stills = ReadStills(source, height);
        try
        {
            (int width, int realHeight) = (stills[0].Frame.Width, stills[0].Frame.Height);
            int[] order = Order(stills, seconds * FrameRate);
            if (!File.Exists(path))
            {
                Encode(path, stills, order);
            }

            return new CodedVideo(path, width, realHeight, [.. order.Select(i => stills[i].Polyp)]);
        }
        finally
        {
            stills.ForEach(still => still.Frame.Dispose());
        }
    }

    /// <summary>Which still is shown in each frame.</summary>
    private static int[] Order(List<Still> stills, int count)
    {
        int[] with = Stretches(stills, still => still.Share >= Visible), without = Stretches(stills, still => still.Share == 0);
        if (with.Length == 0 || without.Length == 0)
        {
            throw new VideoSegException(FaultKind.Input, $"expected a recording with stretches of {Stretch} frames with a polyp and without one, found {with.Length} and {without.Length}");
        }

        // Neighbouring stretches begin far apart, so that they differ; the order is the same in every run.
        return [.. Enumerable.Range(0, count).Select(frame =>
        {
            int stretch = frame / Stretch;
            int[] starts = stretch % 2 == 0 ? without : with;
            return starts[stretch / 2 * 7 % starts.Length] + (frame % Stretch);
        })];
    }

    private static int[] Stretches(List<Still> stills, Func<Still, bool> fits) =>
        [.. Enumerable.Range(0, Math.Max(stills.Count - Stretch + 1, 0)).Where(start => stills.Skip(start).Take(Stretch).All(fits))];

    private static void Encode(string path, List<Still> stills, int[] order)
    {
        string unfinished = path + ".part";
        VideoFrame first = stills[0].Frame;
        var timeBase = new Rational(1, FrameRate);
        var video = new VideoStreamInfo { Width = first.Width, Height = first.Height, Format = PixelFormat.Yuv420P, TimeBase = timeBase, FrameRate = timeBase.Inverse, Color = ColorTags.Bt709 };
        using var allocator = new FrameAllocator(first.Width, first.Height, PixelFormat.Yuv420P, timeBase, ColorTags.Bt709);
        using var converter = new FrameConverter();
        var options = new VideoWriterOptions { Container = "mpegts", Overwrite = true, Preset = "veryfast", Tune = "zerolatency", Crf = 20 };
        using (VideoWriter writer = VideoWriter.Create(unfinished, options, video, []))
        {
            for (int i = 0; i < order.Length; i++)
            {
                using VideoFrame frame = allocator.Allocate(i, 1);
                converter.Convert(stills[order[i]].Frame.Planes, frame);
                FrameCode.Write(frame.Planes, i);
                writer.Write(frame);
            }

            writer.Finish();
        }

        File.Move(unfinished, path, overwrite: true);
    }

    private static unsafe List<Still> ReadStills(string source, int height)
    {
        string masks = System.IO.Path.ChangeExtension(source, ".masks.mkv");
        foreach (string path in new[] { source, masks })
        {
            if (!File.Exists(path))
            {
                throw new VideoSegException(FaultKind.Input, $"expected a rendered recording and its masks, found nothing at '{path}'. Render them: ./videoseg synth -o NAME.mp4 --masks NAME.masks.mkv");
            }
        }

        var options = new VideoReaderOptions { ReadTracks = false, Filter = string.Create(CultureInfo.InvariantCulture, $"scale=-2:{height}:flags=bicubic,format=yuv420p") };
        var maskOptions = new VideoReaderOptions { ReadTracks = false, Filter = string.Create(CultureInfo.InvariantCulture, $"scale=-2:{height}:flags=neighbor,format=gray") };
        using VideoReader reader = VideoReader.Open(source, options);
        using VideoReader maskReader = VideoReader.Open(masks, maskOptions);
        var stills = new List<Still>();
        while (reader.Read(out VideoFrame? frame, out _) == ReadStatus.Frame && maskReader.Read(out VideoFrame? mask, out _) == ReadStatus.Frame)
        {
            using (mask)
            {
                (PixelRegion? box, double share) = Box(mask!.Planes);
                stills.Add(new Still(frame!, box, share));
            }
        }

        return stills;
    }

    private static unsafe (PixelRegion? Box, double Share) Box(in ImagePlanes mask)
    {
        int left = int.MaxValue, top = int.MaxValue, right = -1, bottom = -1;
        long area = 0;
        for (int y = 0; y < mask.Height; y++)
        {
            var row = new ReadOnlySpan<byte>(mask.Plane0 + ((nint)y * mask.Stride0), mask.Width);
            int start = row.IndexOfAnyInRange((byte)128, (byte)255);
            if (start >= 0)
            {
                int end = row.LastIndexOfAnyInRange((byte)128, (byte)255);
                (left, right, top, bottom) = (Math.Min(left, start), Math.Max(right, end), Math.Min(top, y), y);
                area += row[start..(end + 1)].Count((byte)255);
            }
        }

        return right < 0 ? (null, 0) : (new PixelRegion(left, top, right - left + 1, bottom - top + 1), (double)area / ((long)mask.Width * mask.Height));
    }

    private sealed record Still(VideoFrame Frame, PixelRegion? Polyp, double Share);
}
