using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoSeg.Host.Api;

/// <summary>Writes an enumeration's values as words in camel case, as all else; reads no numbers.</summary>
internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
