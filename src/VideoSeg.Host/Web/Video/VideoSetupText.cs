using System.Text.Json.Serialization;

namespace VideoSeg.Host.Web.Video;

/// <summary>The text message that begins a viewer's video.</summary>
/// <param name="Codec">The codec as browsers want it named (RFC 6381).</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Format">How the binary messages are made.</param>
/// <param name="Origin">Of fragments of MP4: when their own time is 0, in microseconds on the stream's clock.</param>
internal sealed record VideoSetupText(string Codec, int Width, int Height, VideoFormat Format, long Origin);

/// <summary>What viewers and this service say to each other in JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(VideoSetupText))]
[JsonSerializable(typeof(VideoRequest))]
internal sealed partial class VideoJson : JsonSerializerContext;
