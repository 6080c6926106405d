using System.Security.Cryptography;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Tests.Support;

/// <summary>Reading videos whole, and frames' samples as FFmpeg's framemd5 sees them.</summary>
internal static class FrameSupport
{
    /// <summary>"size md5" of the samples without padding, plane after plane.</summary>
    public static string Hash(VideoFrame frame)
    {
        byte[] samples = Samples(frame.Planes);
        return $"{samples.Length} {Convert.ToHexStringLower(MD5.HashData(samples))}";
    }

    /// <summary>The samples without padding, plane after plane.</summary>
    public static unsafe byte[] Samples(in ImagePlanes planes)
    {
        using var samples = new MemoryStream();
        for (int plane = 0; plane < 4 && planes.Plane(plane) != null; plane++)
        {
            int width = 0;
            int height = 0;
            for (int i = 0; i < planes.Format.Components.Length; i++)
            {
                PixelComponent component = planes.Format.Components[i];
                if (component.Plane == plane)
                {
                    width = Math.Max(width, component.StepBytes * planes.Format.ComponentWidth(i, planes.Width));
                    height = planes.Format.ComponentHeight(i, planes.Height);
                }
            }

            for (int y = 0; y < height; y++)
            {
                samples.Write(new ReadOnlySpan<byte>(planes.Plane(plane) + ((long)y * planes.Stride(plane)), width));
            }
        }

        return samples.ToArray();
    }

    /// <summary>Opens a video with default options.</summary>
    public static VideoReader Open(string path, VideoReaderOptions? options = null) =>
        VideoReader.Open(path, options ?? new VideoReaderOptions(), TestContext.Current.CancellationToken);

    /// <summary>Reads to the end, calling back for frames and packets, which are disposed afterwards.</summary>
    public static void ReadAll(VideoReader reader, Action<VideoFrame>? onFrame = null, Action<MediaPacket>? onPacket = null)
    {
        while (true)
        {
            switch (reader.Read(out VideoFrame? frame, out MediaPacket? packet))
            {
                case ReadStatus.Frame:
                    using (frame)
                    {
                        onFrame?.Invoke(frame!);
                    }

                    continue;
                case ReadStatus.Packet:
                    using (packet)
                    {
                        onPacket?.Invoke(packet!);
                    }

                    continue;
                default:
                    return;
            }
        }
    }

    /// <summary>What <paramref name="select"/> says of each frame.</summary>
    public static T[] Each<T>(string path, Func<VideoFrame, T> select, VideoReaderOptions? options = null)
    {
        using VideoReader reader = Open(path, options);
        var all = new List<T>();
        ReadAll(reader, frame => all.Add(select(frame)));
        return [.. all];
    }
}
