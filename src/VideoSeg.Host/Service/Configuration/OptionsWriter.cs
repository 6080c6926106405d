using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VideoSeg.Host.Service.Configuration;

/// <summary>Writes options as <see cref="OptionsReader"/> reads them. Two options are the same where their texts are.</summary>
internal static class OptionsWriter
{
    /// <summary>All values of an object, those at their defaults too.</summary>
    /// <param name="options">The object.</param>
    /// <param name="keepsSecrets">Whether passwords are written; else <see cref="Secrets.Mask"/> stands for them.</param>
    /// <param name="isNamed">Whether it lies in a dictionary, where its name is the key.</param>
    public static JsonObject Write(object options, bool keepsSecrets, bool isNamed = true)
    {
        var json = new JsonObject();
        Fill(json, options, keepsSecrets, isNamed);
        return json;
    }

    private static void Fill(JsonObject json, object options, bool keepsSecrets, bool isNamed)
    {
        foreach (PropertyInfo property in SettingProperties.Of(options.GetType()))
        {
            object? value = property.GetValue(options);
            if (value is null || (isNamed && property.Name == "Name"))
            {
                continue;
            }

            if (SettingProperties.IsInSameSection(property))
            {
                Fill(json, value, keepsSecrets, isNamed);
            }
            else
            {
                json[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = Node(property.Name, value, keepsSecrets);
            }
        }
    }

    private static JsonNode Node(string name, object value, bool keepsSecrets) => value switch
    {
        string text => JsonValue.Create(keepsSecrets ? text : Secrets.Hide(name, text)),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        float number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        _ when SettingText.IsSingle(value.GetType()) => JsonValue.Create(SettingText.Format(value)),
        _ when SettingProperties.DictionaryValue(value.GetType()) is not null => Dictionary((IEnumerable)value, keepsSecrets),
        _ when SettingProperties.ListElement(value.GetType()) is not null => new JsonArray([.. ((IEnumerable)value).Cast<object>().Select(element => Node(name, element, keepsSecrets))]),
        _ => Write(value, keepsSecrets),
    };

    // In the order of the keys: the dictionary's own has no meaning and is not the same each time.
    private static JsonObject Dictionary(IEnumerable entries, bool keepsSecrets)
    {
        var json = new JsonObject();
        foreach ((string key, object value) in entries.Cast<object>().Select(Entry).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            json[key] = Node(key, value, keepsSecrets);
        }

        return json;
    }

    private static (string Key, object Value) Entry(object entry) =>
        ((string)entry.GetType().GetProperty("Key")!.GetValue(entry)!, entry.GetType().GetProperty("Value")!.GetValue(entry)!);
}
