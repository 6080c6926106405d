using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Bench.Engine;

/// <summary>The first frame of a recording as the network sees it.</summary>
internal static class SamplePicture
{
    /// <summary>Reads it and stretches it to the network's size, RGB of 8 bits.</summary>
    /// <exception cref="VideoSegException">There is no such recording, or no frame in it (<see cref="FaultKind.Input"/>).</exception>
    public static Picture Read(string recording, int width, int height)
    {
        using VideoReader reader = VideoReader.Open(recording, new VideoReaderOptions { ReadTracks = false });
        if (reader.Read(out VideoFrame? frame, out _) != ReadStatus.Frame)
        {
            throw new VideoSegException(FaultKind.Input, $"{recording}: expected a frame, found none");
        }

        using VideoFrame first = frame!;
        float[] planes = new float[3 * width * height];
        new InputConverter(width, height).Convert(first.Planes, planes);
        return new Picture(width, height, PixelFormat.Rgb24, ToBytes(planes));
    }

    /// <summary>The same picture as planes of float32 in [0, 1]: [3, height, width].</summary>
    public static float[] ToPlanes(Picture picture)
    {
        int pixels = picture.Width * picture.Height;
        return [.. Enumerable.Range(0, 3 * pixels).Select(i => picture.Data[(i % pixels * 3) + (i / pixels)] / 255f)];
    }

    private static byte[] ToBytes(float[] planes)
    {
        int pixels = planes.Length / 3;
        return [.. Enumerable.Range(0, planes.Length).Select(i => (byte)MathF.Round(255 * planes[(i % 3 * pixels) + (i / 3)]))];
    }
}
