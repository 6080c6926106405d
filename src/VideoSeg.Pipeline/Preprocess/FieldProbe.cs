using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Preprocess;

/// <summary>Looks for the field of view in a recording that lies on a disk, at places spread over it, with readers of its own.</summary>
internal static class FieldProbe
{
    /// <summary>Pictures that are looked at: enough that each part of the field is lit in one of them.</summary>
    public const int Pictures = 12;

    /// <summary>With fewer pictures from the places (there may be but one key picture) the first frames are looked at too, every tenth.</summary>
    private const int EnoughPictures = 6;
    private const int FirstFrames = 120;
    private const int Step = 10;

    /// <summary>Shows a finder pictures of the recording that <paramref name="video"/> describes. What cannot be read is passed over.</summary>
    public static void Look(FieldOfViewFinder finder, string url, VideoReaderOptions options, VideoStreamInfo video, CancellationToken cancellationToken)
    {
        VideoReaderOptions all = options with { ReadTracks = false, DecoderThreads = 1 };
        if (video.Duration is { } ticks)
        {
            TimeSpan part = video.TimeBase.ToTimeSpan(ticks) / Pictures;
            VideoReaderOptions keys = all with { DecoderOptions = all.DecoderOptions.SetItem("skip_frame", "nokey") };
            for (int i = 0; i < Pictures && part > TimeSpan.Zero; i++)
            {
                Read(finder, url, keys with { Start = all.Start + (i * part), Duration = part }, 1, 1, cancellationToken);
            }
        }

        if (finder.Pictures < EnoughPictures)
        {
            Read(finder, url, all, FirstFrames, Step, cancellationToken);
        }
    }

    /// <summary>Takes every <paramref name="step"/>-th of so many frames.</summary>
    private static void Read(FieldOfViewFinder finder, string url, VideoReaderOptions options, int frames, int step, CancellationToken cancellationToken)
    {
        try
        {
            using VideoReader reader = VideoReader.Open(url, options, cancellationToken);
            for (int i = 0; i < frames && reader.Read(out VideoFrame? frame, out _) == ReadStatus.Frame; i++)
            {
                using (frame)
                {
                    if (i % step == 0)
                    {
                        Add(finder, frame!);
                    }
                }
            }
        }
        catch (VideoSegException)
        {
            // No frame at that place, or damage: the job itself will tell of it.
        }
    }

    /// <summary>Looks at a frame, unless it is of another size than those before.</summary>
    public static void Add(FieldOfViewFinder finder, VideoFrame frame)
    {
        ImagePlanes picture = frame.Planes;
        if (finder.Fits(picture))
        {
            finder.Add(picture);
        }
    }
}
