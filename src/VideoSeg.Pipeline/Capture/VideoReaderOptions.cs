using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Capture;

/// <summary>How to open and read an input.</summary>
public sealed record VideoReaderOptions
{
    /// <summary>Longest time for opening and looking into the input. Default 10 s; zero or infinite: no limit.</summary>
    /// <remarks>A name look-up (DNS) cannot be interrupted; the time-out is noticed after it.</remarks>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time to wait for the next piece of data, of whatever track; decoding and filtering do not count. Default 10 s; zero or infinite: no limit.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Index of the track to decode. Default null: the one marked default, else the largest, never a cover picture.</summary>
    [Range(0, int.MaxValue)]
    public int? VideoTrack { get; init; }

    /// <summary>Threads of the decoder, and of the filters. Default 0: as many as there are processors.</summary>
    [Range(0, 256)]
    public int DecoderThreads { get; init; }

    /// <summary>
    /// A chain of FFmpeg's video filters with one input and one output (<c>bwdif</c>, <c>crop=1080:1080:420:0</c>, <c>fps=10</c>), which each
    /// decoded frame passes; frames, times and <see cref="VideoReader.Video"/> are those that come out of it. Default null: none.
    /// </summary>
    public string? Filter { get; init; }

    /// <summary>What becomes of interlaced frames, before the filter. Default <see cref="Deinterlacing.Off"/>: nothing.</summary>
    [EnumDataType(typeof(Deinterlacing))]
    public Deinterlacing Deinterlace { get; init; }

    /// <summary>
    /// Whether the decoder keeps no frame back for the sake of threads (those of a picture's slices are used instead) or of an order that the stream
    /// does not ask for. Default false: the most frames a second.
    /// </summary>
    public bool LowDelay { get; init; }

    /// <summary>
    /// Asked, on the thread that opens or reads, for the input and for everything that it names in turn (a playlist's segments), before it is
    /// opened, and for what an HTTP server sends on to, before it is read; false refuses. Must not throw. Default null: everything may be opened.
    /// </summary>
    /// <remarks>FFmpeg's <c>concat</c> demuxer and its input devices do not ask.</remarks>
    public Func<string, bool>? Permit { get; init; }

    /// <summary>
    /// Where to start, counted from the recording's beginning: what begins earlier is left out, frames to the tick and packets of other tracks alike.
    /// Goes there at once where the input can seek, else reads up to it. Times stay the recording's own. Default zero: at its beginning.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "10675199.00:00:00", ErrorMessage = "Start: expected a time of 0 or more")]
    public TimeSpan Start { get; init; }

    /// <summary>How much is read, counted from <see cref="Start"/>: what begins later is left out. Above zero. Default null: up to the end.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0000010", "10675199.00:00:00", ErrorMessage = "Duration: expected a time above 0")]
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether <see cref="VideoReader.Read"/> hands out the packets of the other tracks. Default true.</summary>
    public bool ReadTracks { get; init; } = true;

    /// <summary>FFmpeg's name of the input's format (<c>v4l2</c>, <c>lavfi</c>). Default null: found out.</summary>
    public string? Format { get; init; }

    /// <summary>FFmpeg's options for protocol and demuxer (<c>rtsp_transport</c> = <c>tcp</c>). An unknown one is refused. Default none.</summary>
    public ImmutableDictionary<string, string> InputOptions { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>FFmpeg's options for the decoder. An unknown one is refused. Default none.</summary>
    public ImmutableDictionary<string, string> DecoderOptions { get; init; } = ImmutableDictionary<string, string>.Empty;
}
