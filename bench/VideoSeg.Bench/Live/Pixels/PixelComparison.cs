using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Bench.Live.Pixels;

/// <summary>Compares pictures with those that they were made from.</summary>
internal static unsafe class PixelComparison
{
    /// <summary>Compares a lossless recording with its source.</summary>
    /// <param name="video">The source.</param>
    /// <param name="path">The recording.</param>
    /// <param name="touched">Of each of its pictures, which pixels were drawn on.</param>
    /// <param name="sent">Frames that were sent.</param>
    public static PixelResult Compare(CodedVideo video, string path, IReadOnlyList<byte[]> touched, int sent)
    {
        using VideoReader sources = VideoReader.Open(video.Path, new VideoReaderOptions { ReadTracks = false });
        using VideoReader recorded = VideoReader.Open(path, new VideoReaderOptions { ReadTracks = false });
        var result = new PixelResult(sent, 0, 0, 0, 0, 0);
        int at = -1;
        VideoFrame? source = null;
        try
        {
            for (int i = 0; i < touched.Count && recorded.Read(out VideoFrame? picture, out _) == ReadStatus.Frame; i++)
            {
                using (picture)
                {
                    // Its number says which one it is; where it cannot be read, the picture counts as not compared.
                    if (FrameCode.Read(picture!.Planes) is not { } number || number < at)
                    {
                        continue;
                    }

                    for (; at < number; at++)
                    {
                        source?.Dispose();
                        if (sources.Read(out source, out _) != ReadStatus.Frame)
                        {
                            return result;
                        }
                    }

                    result = Compare(result, source!.Planes, picture.Planes, touched[i]);
                }
            }
        }
        finally
        {
            source?.Dispose();
        }

        return result;
    }

    private static PixelResult Compare(PixelResult before, in ImagePlanes source, in ImagePlanes picture, byte[] touched)
    {
        if (source.Width != picture.Width || source.Height != picture.Height || source.Format != picture.Format)
        {
            throw new VideoSegException(FaultKind.Output, $"expected pictures of {source.Width} x {source.Height}, {source.Format.Name}, got {picture.Width} x {picture.Height}, {picture.Format.Name}");
        }

        long samples = 0, different = 0, drawn = 0, changed = 0;
        for (int plane = 0; plane < 3; plane++)
        {
            int shift = plane == 0 ? 0 : 1;
            for (int y = 0; y < (source.Height + shift) >> shift; y++)
            {
                int width = (source.Width + shift) >> shift;
                var expected = new ReadOnlySpan<byte>(source.Plane(plane) + ((nint)y * source.Stride(plane)), width);
                var found = new ReadOnlySpan<byte>(picture.Plane(plane) + ((nint)y * picture.Stride(plane)), width);
                for (int x = 0; x < width; x++)
                {
                    int pixel = ((y << shift) * source.Width) + (x << shift);
                    bool isDrawn = (touched[pixel >> 3] >> (pixel & 7) & 1) != 0, differs = expected[x] != found[x];
                    (samples, different) = isDrawn ? (samples, different) : (samples + 1, different + (differs ? 1 : 0));
                    (drawn, changed) = isDrawn ? (drawn + 1, changed + (differs ? 1 : 0)) : (drawn, changed);
                }
            }
        }

        return before with
        {
            Frames = before.Frames + 1,
            Samples = before.Samples + samples,
            Different = before.Different + different,
            Drawn = before.Drawn + drawn,
            Changed = before.Changed + changed,
        };
    }
}
