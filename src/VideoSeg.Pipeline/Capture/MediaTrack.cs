using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Capture;

/// <summary>A track of an input, as its <see cref="VideoReader"/> found it. Handed to a writer it stands for "copy this one", while its reader is open.</summary>
public sealed class MediaTrack
{
    internal unsafe MediaTrack(ReaderHandle reader, in NativeTrackInfo info, bool isDecoded)
    {
        IsDecoded = isDecoded;
        Reader = reader;
        Index = info.Index;
        Kind = (TrackKind)info.Kind;
        IsAttachedPicture = info.AttachedPicture != 0;
        IsDefault = info.IsDefault != 0;
        TimeBase = info.TimeBase;
        SampleRate = info.SampleRate;
        Channels = info.Channels;
        Width = info.Width;
        Height = info.Height;
        fixed (NativeTrackInfo* pinned = &info)
        {
            Codec = Utf8.Read(pinned->Codec, 32);
            Language = Utf8.Read(pinned->Language, 16);
            Title = Utf8.Read(pinned->Title, 128);
        }
    }

    /// <summary>Number of the track in its input, from 0.</summary>
    public int Index { get; }

    /// <summary>What it carries.</summary>
    public TrackKind Kind { get; }

    /// <summary>The track whose frames its reader delivers; its packets cannot be copied.</summary>
    public bool IsDecoded { get; }

    /// <summary>A cover picture rather than video.</summary>
    public bool IsAttachedPicture { get; }

    /// <summary>Marked as the one to play by default.</summary>
    public bool IsDefault { get; }

    /// <summary>FFmpeg's name of the codec: <c>aac</c>, <c>h264</c>, <c>subrip</c>; <c>unknown</c> where it does not know.</summary>
    public string Codec { get; }

    /// <summary>ISO 639-2 code; empty where not told.</summary>
    public string Language { get; }

    /// <summary>Title, at most 127 bytes; empty where there is none.</summary>
    public string Title { get; }

    /// <summary>Seconds a tick of its packets' times.</summary>
    public Rational TimeBase { get; }

    /// <summary>Hz; 0 but for audio.</summary>
    public int SampleRate { get; }

    /// <summary>Number of audio channels; 0 but for audio.</summary>
    public int Channels { get; }

    /// <summary>Pixels; 0 but for pictures.</summary>
    public int Width { get; }

    /// <summary>Pixels; 0 but for pictures.</summary>
    public int Height { get; }

    internal ReaderHandle Reader { get; }

    /// <summary>For people: <c>audio track 1 (aac, eng, "Commentary")</c>.</summary>
    public override string ToString()
    {
        string kind = IsAttachedPicture ? "cover picture" : Kind.ToString().ToLowerInvariant();
        string details = string.Join(", ", new[] { Codec, Language, Title.Length > 0 ? $"\"{Title}\"" : "" }.Where(part => part.Length > 0));
        return $"{kind} track {Index} ({details})";
    }
}
