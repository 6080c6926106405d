using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoSeg.Host.Api;

/// <summary>How the API's types are written and read.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(StreamStatus[]))]
internal sealed partial class ApiJson : JsonSerializerContext;
