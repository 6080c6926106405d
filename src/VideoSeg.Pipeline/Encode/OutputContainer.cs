using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Output;

namespace VideoSeg.Pipeline.Encode;

/// <summary>The container of an output: which, what it can do, and the options that make it exact and safe against crashes.</summary>
/// <param name="Name">FFmpeg's name.</param>
/// <param name="KeepsAnyTime">Frames may lie at any time, not only at multiples of the frame duration.</param>
/// <param name="KeepsRotation">It has a place for the display matrix.</param>
internal sealed record OutputContainer(string Name, bool KeepsAnyTime, bool KeepsRotation)
{
    private const int LeastTimescale = 90_000;

    private bool IsMp4 => Name is "mp4" or "mov" or "ipod" or "3gp" or "3g2" or "ismv" or "f4v";

    private bool IsMatroska => Name is "matroska" or "webm";

    /// <summary>'hvc1' is the only mark of HEVC that Apple's players take.</summary>
    public uint HevcTag => IsMp4 ? 0x31637668u : 0;

    public static unsafe OutputContainer Find(string url, VideoWriterOptions options)
    {
        MediaLibrary.EnsureLoaded();
        NativeContainerInfo info;
        AvStatus status = AvNative.ContainerFind(url, options.Container, &info);
        if (status == AvStatus.NotFound)
        {
            throw new VideoSegException(FaultKind.Usage,
                $"expected an output whose ending names a container (.mp4, .mkv, .mov), found '{url}' ({AvError.LastMessage()}). Change the ending, or name the container.");
        }

        AvError.Check(status);
        string name = Utf8.Read(info.Name, 32);
        if (info.NoFile != 0 && OutputFile.PathOf(url) is { } path && !FileIdentity.IsSpecial(path))
        {
            throw new VideoSegException(FaultKind.Usage,
                $"expected a container that is one file (.mp4, .mkv, .mov), found {name} for '{url}', which writes files of its own naming. Change the ending, or name another container.");
        }

        return new OutputContainer(name, info.VariableRate != 0, info.HoldsRotation != 0);
    }

    /// <summary>The time base to encode in: the source's own where the container takes any time, else one tick a frame.</summary>
    public Rational EncoderTimeBase(Rational source, Rational frameRate) => KeepsAnyTime || !frameRate.IsKnown ? source : frameRate.Inverse;

    /// <summary>Muxer options: the writer's own, then <paramref name="options"/>' over them.</summary>
    public ImmutableDictionary<string, string> Options(VideoWriterOptions options, Rational timeBase)
    {
        ImmutableDictionary<string, string>.Builder all = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);

        // How long a track with nothing to say (subtitles) holds the others back in memory, where a crash would lose them. Longer than
        // encoders' look-ahead at usual rates, so that sound is not written far ahead of its pictures.
        all["max_interleave_delta"] = "4000000";
        if (IsMp4)
        {
            // Fragments: what has been written can be played, whatever happens next. delay_moov: the edit list that takes the
            // encoder's delay back can be written, so that times come out as they went in.
            all["movflags"] = "frag_keyframe+delay_moov+default_base_moof";
            all["frag_duration"] = ((long)options.FragmentDuration.TotalMicroseconds).ToString();
            all["video_track_timescale"] = timeBase.Denominator.ToString();

            // In this unit the edit list says when a track begins: every time of the video, and fine enough for the other tracks.
            all["movie_timescale"] = FineTimescale(timeBase.Denominator).ToString();
        }
        else if (IsMatroska)
        {
            // Sound of other containers may begin just before 0; without this all times would be shifted to keep it above.
            all["avoid_negative_ts"] = "disabled";
            all["cluster_time_limit"] = ((long)options.FragmentDuration.TotalMilliseconds).ToString();
        }

        foreach ((string key, string value) in options.ContainerOptions)
        {
            all[key] = value;
        }

        return all.ToImmutable();
    }

    /// <summary>The least multiple of a time scale that is no coarser than 90 kHz.</summary>
    private static int FineTimescale(int timescale) => timescale * ((LeastTimescale + timescale - 1) / timescale);
}
