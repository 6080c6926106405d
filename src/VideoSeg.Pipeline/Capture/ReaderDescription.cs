using System.Collections.Immutable;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Capture;

/// <summary>Asks a native reader what it found.</summary>
internal static unsafe class ReaderDescription
{
    public static VideoStreamInfo Video(ReaderHandle reader)
    {
        NativeVideoInfo info;
        AvError.Check(AvNative.ReaderVideo(reader, &info));
        return new VideoStreamInfo
        {
            Track = info.Track,
            Width = info.Width,
            Height = info.Height,
            Format = PixelFormats.Get(info.PixelFormat),
            SourceFormat = PixelFormats.NameOf(info.SourcePixelFormat),
            TimeBase = info.TimeBase,
            FrameRate = info.FrameRate,
            SampleAspectRatio = info.SampleAspectRatio,
            Color = info.Color,
            FieldOrder = (FieldOrder)info.FieldOrder,
            DisplayMatrix = info.HasDisplayMatrix == 0 ? [] : [.. new ReadOnlySpan<int>(info.DisplayMatrix, 9)],
            RotationDegrees = info.Rotation,
            StartTime = Known(info.StartTime),
            Duration = Known(info.Duration),
            FrameCount = info.Frames > 0 ? info.Frames : null,
            Origin = info.Origin,
            BitRate = info.BitRate,
            Codec = Utf8.Read(info.Codec, 32),
        };
    }

    public static ImmutableArray<MediaTrack> Tracks(ReaderHandle reader, int decoded)
    {
        int count;
        AvError.Check(AvNative.ReaderTrackCount(reader, &count));
        ImmutableArray<MediaTrack>.Builder tracks = ImmutableArray.CreateBuilder<MediaTrack>(count);
        for (int i = 0; i < count; i++)
        {
            NativeTrackInfo info;
            AvError.Check(AvNative.ReaderTrack(reader, i, &info));
            tracks.Add(new MediaTrack(reader, info, i == decoded));
        }

        return tracks.MoveToImmutable();
    }

    /// <summary>The tags of a track, or of the container (-1); the last of equal keys counts.</summary>
    public static ImmutableDictionary<string, string> Tags(ReaderHandle reader, int track)
    {
        const int KeyCapacity = 256;
        const int ValueCapacity = 8192;
        ImmutableDictionary<string, string>.Builder tags = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        byte* key = stackalloc byte[KeyCapacity];
        byte* value = stackalloc byte[ValueCapacity];
        for (int position = 0; ; position++)
        {
            AvStatus status = AvNative.ReaderTag(reader, track, position, key, KeyCapacity, value, ValueCapacity);
            if (status == AvStatus.End)
            {
                return tags.ToImmutable();
            }

            AvError.Check(status);
            tags[Utf8.Read(key, KeyCapacity)] = Utf8.Read(value, ValueCapacity);
        }
    }

    public static string Container(ReaderHandle reader)
    {
        const int Capacity = 128;
        byte* name = stackalloc byte[Capacity];
        AvError.Check(AvNative.ReaderContainer(reader, name, Capacity));
        return Utf8.Read(name, Capacity);
    }

    private static long? Known(long time) => time == long.MinValue ? null : time;
}
