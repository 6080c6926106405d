using System.Text.Json.Serialization;

namespace VideoSeg.Host.Web.Video;

/// <summary>How encoded video is packed for a viewer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VideoFormat>))]
internal enum VideoFormat
{
    /// <summary>H.264 units with start codes, a frame a message: for WebCodecs.</summary>
    [JsonStringEnumMemberName("annexb")]
    AnnexB,

    /// <summary>Fragments of MP4, a frame a message: for Media Source Extensions.</summary>
    [JsonStringEnumMemberName("fmp4")]
    Fmp4,
}
