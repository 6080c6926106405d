using System.Text.Json.Nodes;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web;

/// <summary>
/// Names of a stream's renditions, one for all options that are the same by value: <c>h264:annotated</c>, and <c>h264:annotated:2</c> where it is encoded
/// in another way, too. No configured outlet can have such a name. Thread-safe.
/// </summary>
internal sealed class RenditionNames
{
    private readonly Lock _lock = new();
    private readonly List<(JsonObject Options, string Name)> _known = [];

    /// <summary>The name of these options, the same as long as the stream runs.</summary>
    public string Of(EncodedRenditionOptions options)
    {
        JsonObject written = OptionsWriter.Write(options, keepsSecrets: true);
        lock (_lock)
        {
            foreach ((JsonObject other, string known) in _known)
            {
                if (JsonNode.DeepEquals(other, written))
                {
                    return known;
                }
            }

            string plain = $"{options.Encoder.Codec}:{options.Picture.ToString().ToLowerInvariant()}";
            int others = _known.Count(known => known.Name == plain || known.Name.StartsWith($"{plain}:", StringComparison.Ordinal));
            string name = others == 0 ? plain : $"{plain}:{others + 1}";
            _known.Add((written, name));
            return name;
        }
    }
}
