using System.Collections.Immutable;
using System.Text.Json;

namespace VideoSeg.Model.TorchScript;

/// <summary>The keys of a JSON object, read one by one; what is wrong is put down, and the default taken instead.</summary>
internal sealed class ScriptKeys(JsonElement root, List<string> faults)
{
    private readonly List<string> _known = [];

    public string Text(string key, string fallback)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !text.Any(char.IsControl))
        {
            return text;
        }

        Fault(key, "text without control characters", value);
        return fallback;
    }

    public string Choice(string key, bool isRequired, params string[] choices)
    {
        string expected = string.Join(" or ", choices.Select(choice => $"\"{choice}\""));
        if (!TryGet(key, out JsonElement value))
        {
            if (isRequired)
            {
                faults.Add($"{key}: expected {expected}, found nothing; it must be said");
            }

            return choices[0];
        }

        if (value.ValueKind == JsonValueKind.String && choices.Contains(value.GetString(), StringComparer.Ordinal))
        {
            return value.GetString()!;
        }

        Fault(key, expected, value);
        return choices[0];
    }

    public int Integer(string key, int least, int most, int fallback)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most)
        {
            return number;
        }

        Fault(key, $"a whole number from {least} to {most}", value);
        return fallback;
    }

    public double Number(string key, Predicate<double> isRight, string expected, double fallback)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Number && isRight(value.GetDouble()))
        {
            return value.GetDouble();
        }

        Fault(key, expected, value);
        return fallback;
    }

    public ImmutableArray<double> Numbers(string key, int count, Predicate<double> isRight, string expected, double fallback)
    {
        if (TryGet(key, out JsonElement value))
        {
            if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == count
                && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && isRight(item.GetDouble())))
            {
                return [.. value.EnumerateArray().Select(item => item.GetDouble())];
            }

            Fault(key, $"an array of {count} {expected}", value);
        }

        return [.. Enumerable.Repeat(fallback, count)];
    }

    /// <summary>The texts of an array; default where there is none.</summary>
    public ImmutableArray<string> Texts(string key)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return default;
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        }

        Fault(key, "an array of texts", value);
        return default;
    }

    public (int? Index, string? Text) IndexOrText(string key)
    {
        if (!TryGet(key, out JsonElement value))
        {
            return default;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return (null, value.GetString());
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int index) && index >= 0)
        {
            return (index, null);
        }

        Fault(key, "the number of an element, from 0, or the name of an entry", value);
        return default;
    }

    /// <summary>Keys that were never asked for are slips of the pen.</summary>
    public void RefuseOthers()
    {
        foreach (JsonProperty property in root.EnumerateObject().Where(property => !_known.Contains(property.Name, StringComparer.Ordinal)))
        {
            faults.Add($"{property.Name}: expected one of {string.Join(", ", _known)}; this key is unknown");
        }
    }

    private bool TryGet(string key, out JsonElement value)
    {
        _known.Add(key);
        return root.TryGetProperty(key, out value);
    }

    private void Fault(string key, string expected, JsonElement value) => faults.Add($"{key}: expected {expected}, found {value.GetRawText()}");
}
