using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace VideoSeg.Host.Api;

/// <summary>Writes JSON that was read.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class JsonNodeJson : JsonSerializerContext;
