using System.Collections.Immutable;
using System.Globalization;
using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Bench.Live;

/// <summary>
/// A feed whose frames carry their number and in which rendered polyps come and go, as H.264 in FLV, where a frame is known
/// to be whole by its length and no reader waits for the next one: stretches of the sample recording without a polyp
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
    /// <param name="frames">How many.</param>
    /// <param name="folder">Where it lies.</param>
    public static CodedVideo Make(string source, int height, int frames, string folder)
    {
        Directory.CreateDirectory(folder);
        string name = System.IO.Path.GetFileNameWithoutExtension(source);
        string path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"coded-{name}-{height}p-{frames}.flv"));
        List<Truth> truths = ReadTruths(source, height);
        int[] order = Order(truths, frames);
        if (!File.Exists(path))
        {
            Encode(source, path, height, order);
        }

        return new CodedVideo(path, truths[0].Width, truths[0].Height, [.. order.Select(i => truths[i].Polyp)]);
    }

    /// <summary>Which still is shown in each frame.</summary>
    private static int[] Order(List<Truth> stills, int count)
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

    private static int[] Stretches(List<Truth> stills, Func<Truth, bool> fits) =>
        [.. Enumerable.Range(0, Math.Max(stills.Count - Stretch + 1, 0)).Where(start => stills.Skip(start).Take(Stretch).All(fits))];

    private static void Encode(string source, string path, int height, int[] order)
    {
        string unfinished = path + ".part";
        List<VideoFrame> stills = ReadStills(source, height, order.Max() + 1);
        try
        {
            VideoFrame first = stills[0];
            var timeBase = new Rational(1, FrameRate);
            var video = new VideoStreamInfo { Width = first.Width, Height = first.Height, Format = PixelFormat.Yuv420P, TimeBase = timeBase, FrameRate = timeBase.Inverse, Color = ColorTags.Bt709 };
            using var allocator = new FrameAllocator(first.Width, first.Height, PixelFormat.Yuv420P, timeBase, ColorTags.Bt709);
            using var converter = new FrameConverter();
            var options = new VideoWriterOptions
            {
                Container = "flv",
                Overwrite = true,
                Preset = "veryfast",
                Tune = "zerolatency",
                Crf = 20,
                // What tells how long it is would be taken for a recording.
                ContainerOptions = ImmutableDictionary<string, string>.Empty.Add("flvflags", "no_duration_filesize"),
            };
            using (VideoWriter writer = VideoWriter.Create(unfinished, options, video, []))
            {
                for (int i = 0; i < order.Length; i++)
                {
                    using VideoFrame frame = allocator.Allocate(i, 1);
                    converter.Convert(stills[order[i]].Planes, frame);
                    FrameCode.Write(frame.Planes, i);
                    writer.Write(frame);
                }

                writer.Finish();
            }
        }
        finally
        {
            stills.ForEach(still => still.Dispose());
        }

        File.Move(unfinished, path, overwrite: true);
    }

    private static List<VideoFrame> ReadStills(string source, int height, int count)
    {
        var options = new VideoReaderOptions { ReadTracks = false, Filter = string.Create(CultureInfo.InvariantCulture, $"scale=-2:{height}:flags=bicubic,format=yuv420p") };
        using VideoReader reader = VideoReader.Open(source, options);
        var stills = new List<VideoFrame>();
        while (stills.Count < count && reader.Read(out VideoFrame? frame, out _) == ReadStatus.Frame)
        {
            stills.Add(frame!);
        }

        return stills.Count == count ? stills
            : throw new VideoSegException(FaultKind.Input, $"expected as many frames in '{source}' as in its masks, at least {count}, found {stills.Count}");
    }

    private static List<Truth> ReadTruths(string source, int height)
    {
        string masks = System.IO.Path.ChangeExtension(source, ".masks.mkv");
        foreach (string path in new[] { source, masks })
        {
            if (!File.Exists(path))
            {
                throw new VideoSegException(FaultKind.Input, $"expected a rendered recording and its masks, found nothing at '{path}'. Render them: ./videoseg synth -o NAME.mp4 --masks NAME.masks.mkv");
            }
        }

        var options = new VideoReaderOptions { ReadTracks = false, Filter = string.Create(CultureInfo.InvariantCulture, $"scale=-2:{height}:flags=neighbor,format=gray") };
        using VideoReader reader = VideoReader.Open(masks, options);
        var truths = new List<Truth>();
        while (reader.Read(out VideoFrame? mask, out _) == ReadStatus.Frame)
        {
            using (mask)
            {
                (PixelRegion? box, double share) = Box(mask!.Planes);
                truths.Add(new Truth(mask.Width, mask.Height, box, share));
            }
        }

        return truths;
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

    private sealed record Truth(int Width, int Height, PixelRegion? Polyp, double Share);
}
