using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Encode;

/// <summary>The container for packets of an encoder, and the options that make it quick and safe against crashes.</summary>
internal static class PacketContainer
{
    /// <summary>What fits into an Ethernet frame with whole packets of a transport stream.</summary>
    private const string DatagramBytes = "1316";

    /// <summary>FFmpeg's name of the container for a URL.</summary>
    public static unsafe string Find(string url, string? container)
    {
        MediaLibrary.EnsureLoaded();
        NativeContainerInfo info;
        AvStatus status = AvNative.ContainerFind(url, container, &info);
        if (status == AvStatus.NotFound)
        {
            throw new VideoSegException(FaultKind.Usage,
                $"expected an output whose scheme or ending names a container (rtsp://, rtmp://, srt://, .mp4, .mkv, .m3u8), found '{url}' ({AvError.LastMessage()}). Change it, or name the container.");
        }

        AvError.Check(status);
        return Utf8.Read(info.Name, 32);
    }

    /// <summary>Options for muxer and protocol: the writer's own, then those of <paramref name="options"/> over them.</summary>
    public static ImmutableDictionary<string, string> Options(string url, string container, EncodedVideoFormat format, PacketWriterOptions options)
    {
        ImmutableDictionary<string, string>.Builder all = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        all["max_delay"] = "0";
        switch (container)
        {
            case "mp4" or "mov" or "ipod" or "3gp" or "3g2" or "ismv" or "f4v":
                // The header goes out at once, and fragments after it: what has been written can be played, whatever happens next.
                all["movflags"] = "frag_keyframe+empty_moov+default_base_moof";
                all["frag_duration"] = ((long)options.FragmentDuration.TotalMicroseconds).ToString();
                all["video_track_timescale"] = format.TimeBase.Denominator.ToString();
                break;
            case "matroska" or "webm":
                all["cluster_time_limit"] = ((long)options.FragmentDuration.TotalMilliseconds).ToString();
                break;
            case "flv":
                all["flvflags"] = "no_duration_filesize";
                break;
            case "rtsp":
                all["rtsp_transport"] = "tcp";
                break;
            case "mpegts" when url.StartsWith("udp:", StringComparison.Ordinal) && !url.Contains("pkt_size=", StringComparison.Ordinal):
                all["pkt_size"] = DatagramBytes;
                break;
        }

        foreach ((string key, string value) in options.ContainerOptions)
        {
            all[key] = value;
        }

        return all.ToImmutable();
    }
}
