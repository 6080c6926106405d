using System.Text.Json.Nodes;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Service.Configuration;

/// <summary>Passwords and keys in addresses and options: never logged, never told by the API.</summary>
internal static class Secrets
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "***";

    /// <summary>A value without its secrets.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="text">Its value.</param>
    public static string Hide(string name, string text) => SourceUrl.IsSecretName(name) && text.Length > 0 ? Mask : HideInAddress(text);

    /// <summary>A text in which the passwords of all addresses are hidden.</summary>
    public static string HideInAddress(string text) => SourceUrl.RedactAny(text);

    /// <summary>
    /// Puts back the secrets that <paramref name="changed"/> holds masked, as the API had told them, from <paramref name="known"/>. An object whose
    /// address has been changed gets none back: they would be sent to somebody else.
    /// </summary>
    public static void Restore(JsonObject changed, JsonObject known, JsonObject masked)
    {
        if (!IsSameAddress(changed, masked))
        {
            return;
        }

        foreach ((string name, JsonNode? maskedValue) in masked)
        {
            JsonNode? there = changed.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
            switch (maskedValue, there)
            {
                case (JsonObject inner, JsonObject innerChanged):
                    Restore(innerChanged, known[name]!.AsObject(), inner);
                    break;
                case (JsonValue, JsonValue value) when JsonNode.DeepEquals(value, maskedValue):
                    changed[value.GetPropertyName()] = known[name]!.DeepClone();
                    break;
            }
        }
    }

    private static bool IsSameAddress(JsonObject changed, JsonObject masked) =>
        masked["url"] is not { } url || changed.Any(pair => pair.Key.Equals("url", StringComparison.OrdinalIgnoreCase) && JsonNode.DeepEquals(pair.Value, url));
}
