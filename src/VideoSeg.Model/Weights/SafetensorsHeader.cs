using System.Collections.Immutable;
using System.Text.Json;

namespace VideoSeg.Model.Weights;

/// <summary>The header of a safetensors file, checked: known types, sane shapes, and offsets that tile the data without gap or overlap.</summary>
internal sealed record SafetensorsHeader(ImmutableArray<SafetensorsEntry> Entries, ImmutableDictionary<string, string> Metadata)
{
    public const string MetadataKey = "__metadata__";

    public const int MaximumBytes = 16 << 20;

    private const int MaximumDimensions = 8;

    private const string DoubleName = "F64";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static string NameOf(ElementType type) => type switch
    {
        ElementType.Float32 => "F32",
        ElementType.Float16 => "F16",
        ElementType.BFloat16 => "BF16",
        _ => "I64",
    };

    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Strict);
            return Parse(document.RootElement, dataLength);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped surrogate without its partner inside a string.
            throw new SafetensorsFormatException($"expected a JSON header, found: {e.Message}", e);
        }
    }

    private static SafetensorsHeader Parse(JsonElement root, long dataLength)
    {
        Expect(root, JsonValueKind.Object, "the header");
        ImmutableDictionary<string, string> metadata = ImmutableDictionary<string, string>.Empty;
        var entries = ImmutableArray.CreateBuilder<SafetensorsEntry>();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.NameEquals(MetadataKey))
            {
                Expect(property.Value, JsonValueKind.Object, MetadataKey);
                metadata = property.Value.EnumerateObject().ToImmutableDictionary(
                    p => p.Name,
                    p => Expect(p.Value, JsonValueKind.String, $"{MetadataKey}.{p.Name}").GetString()!,
                    StringComparer.Ordinal);
            }
            else
            {
                entries.Add(ParseEntry(property.Name, property.Value));
            }
        }

        CheckTiling(entries, dataLength);
        return new(entries.ToImmutable(), metadata);
    }

    private static SafetensorsEntry ParseEntry(string name, JsonElement value)
    {
        Expect(value, JsonValueKind.Object, name);
        if (value.EnumerateObject().Count() != 3
            || !value.TryGetProperty("dtype", out JsonElement dtype)
            || !value.TryGetProperty("shape", out JsonElement shape)
            || !value.TryGetProperty("data_offsets", out JsonElement offsets))
        {
            throw new SafetensorsFormatException($"{name}: expected exactly dtype, shape and data_offsets");
        }

        ElementType type = Expect(dtype, JsonValueKind.String, $"{name}.dtype").GetString() switch
        {
            "F32" => ElementType.Float32,
            "F16" => ElementType.Float16,
            "BF16" => ElementType.BFloat16,
            "I64" => ElementType.Int64,
            DoubleName => ElementType.Float32,
            var other => throw new SafetensorsFormatException($"{name}: expected the type F32, F16, BF16, F64 or I64, found {other}"),
        };
        ImmutableArray<long> sizes = Integers(shape, $"{name}.shape");
        ImmutableArray<long> range = Integers(offsets, $"{name}.data_offsets");
        if (sizes.Length > MaximumDimensions || range.Length != 2 || range[0] > range[1])
        {
            throw new SafetensorsFormatException(
                $"{name}: expected at most {MaximumDimensions} sizes and two rising offsets, found [{string.Join(", ", sizes)}] at [{string.Join(", ", range)}]");
        }

        bool isDouble = dtype.ValueEquals(DoubleName);
        Int128 bytes = (Int128)WeightTensor.CountElements(sizes.AsSpan()) * (isDouble ? sizeof(double) : type.SizeInBytes());
        if (bytes != range[1] - range[0])
        {
            throw new SafetensorsFormatException($"{name}: expected {bytes} bytes for {dtype.GetString()} [{string.Join(", ", sizes)}], found offsets {range[0]} to {range[1]}");
        }

        return new(name, type, sizes, range[0], range[1]) { IsDouble = isDouble };
    }

    private static void CheckTiling(IEnumerable<SafetensorsEntry> entries, long dataLength)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != end)
            {
                string fault = entry.Begin < end ? "overlaps the tensor before it" : "leaves a gap before it";
                throw new SafetensorsFormatException($"{entry.Name}: expected to begin at offset {end}, found {entry.Begin}: it {fault}");
            }

            end = entry.End;
        }

        if (end != dataLength)
        {
            throw new SafetensorsFormatException($"expected {end} bytes of tensors after the header, found {dataLength}: the file is cut short or has something appended");
        }
    }

    private static ImmutableArray<long> Integers(JsonElement value, string what)
    {
        Expect(value, JsonValueKind.Array, what);
        return [.. value.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long number) && number is >= 0 and <= int.MaxValue
                ? number
                : throw new SafetensorsFormatException($"{what}: expected whole numbers from 0 to {int.MaxValue}, found {item.GetRawText()}"))];
    }

    private static JsonElement Expect(JsonElement value, JsonValueKind kind, string what) => value.ValueKind == kind
        ? value
        : throw new SafetensorsFormatException($"{what}: expected JSON {kind}, found {value.ValueKind}");
}
