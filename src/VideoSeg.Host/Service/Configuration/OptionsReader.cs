using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace VideoSeg.Host.Service.Configuration;

/// <summary>
/// Makes options objects from a configuration, and finds all that is wrong: values of another kind, values out of their range, and keys that mean
/// nothing, so that a slip of the pen is not passed over. A property <c>Name</c> of what lies in a dictionary is its key there.
/// </summary>
internal sealed class OptionsReader
{
    private readonly List<ConfigurationFault> _faults = [];

    /// <summary>Reads a value that is not made from its properties alone.</summary>
    /// <param name="reader">To read parts with.</param>
    /// <param name="section">The value.</param>
    /// <param name="path">Its path.</param>
    /// <param name="key">Its key in the dictionary that it lies in.</param>
    public delegate object? SpecialReader(OptionsReader reader, IConfiguration section, SettingPath path, string key);

    /// <summary>How values of some types are read.</summary>
    public Dictionary<Type, SpecialReader> Special { get; init; } = [];

    /// <summary>What was found wrong so far.</summary>
    public IReadOnlyList<ConfigurationFault> Faults => _faults;

    /// <summary>Puts a fault down, without the passwords of addresses that it quotes.</summary>
    public void Fault(SettingPath path, string message) => _faults.Add(new ConfigurationFault(path.Text, Secrets.HideInAddress(message)));

    /// <summary>Reads an object with everything below it; what is wrong in it keeps its default.</summary>
    /// <param name="type">Its type, which has a constructor without parameters.</param>
    /// <param name="section">Its values.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="key">Its key, where it lies in a dictionary.</param>
    /// <param name="alsoKnown">Keys that are somebody else's.</param>
    public object ReadObject(Type type, IConfiguration section, SettingPath path, string? key, params string[] alsoKnown) =>
        ReadObject(Activator.CreateInstance(type)!, section, path, key, alsoKnown);

    private object ReadObject(object result, IConfiguration section, SettingPath path, string? key, string[] alsoKnown)
    {
        var known = new HashSet<string>(alsoKnown, StringComparer.OrdinalIgnoreCase);
        Fill(result, section, path, key, known);
        foreach (string unknown in section.GetChildren().Select(child => child.Key).Where(child => !known.Contains(child)))
        {
            Fault(path.Key(unknown), $"expected one of {string.Join(", ", known.Select(name => path.IsJson ? new SettingPath("", true).Property(name).Text : name))}; this key is unknown");
        }

        return result;
    }

    private static bool IsThere(IConfigurationSection section) => section.Value is not null || section.GetChildren().Any();

    // What is not given keeps the default that its owner has for it, which may be another than its type's.
    private static object Copy(object? defaults, Type type) =>
        defaults?.GetType().GetMethod("<Clone>$")?.Invoke(defaults, null) ?? Activator.CreateInstance(type)!;

    private void Fill(object result, IConfiguration section, SettingPath path, string? key, HashSet<string> known)
    {
        foreach (PropertyInfo property in SettingProperties.Of(result.GetType()))
        {
            object? before = property.GetValue(result);
            if (SettingProperties.IsInSameSection(property))
            {
                object inner = Copy(before, property.PropertyType);
                Fill(inner, section, path, key, known);
                property.SetValue(result, inner);
                continue;
            }

            bool isKey = key is not null && property.Name == "Name";
            if (!isKey)
            {
                known.Add(property.Name);
            }

            SettingPath there = isKey && path.Text.Length > 0 ? path : path.Property(property.Name);
            IConfigurationSection child = section.GetSection(property.Name);
            object? value = isKey ? key : IsThere(child) ? Read(property.PropertyType, before, child, there) : before;
            if (value is not null)
            {
                property.SetValue(result, value);
            }

            // What could not be read has its fault already.
            if (value is not null || isKey || !IsThere(child))
            {
                foreach (string message in SettingRules.Check(property, result, value))
                {
                    Fault(there, message);
                }
            }
        }

        foreach ((SettingPath there, string message) in SettingRules.CheckWhole(result, path))
        {
            Fault(there, message);
        }
    }

    private object? Read(Type type, object? before, IConfigurationSection section, SettingPath path)
    {
        if (SettingText.IsSingle(type))
        {
            return ReadSingle(type, section, path);
        }

        if (SettingProperties.DictionaryValue(type) is { } valueType)
        {
            return HasNoText(section, path) ? ReadDictionary(type, valueType, section, path) : null;
        }

        if (SettingProperties.ListElement(type) is { } elementType)
        {
            return HasNoText(section, path) ? ReadList(elementType, section, path) : null;
        }

        return HasNoText(section, path) ? ReadObject(Copy(before, type), section, path, key: null, []) : null;
    }

    private bool HasNoText(IConfigurationSection section, SettingPath path)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Fault(path, $"expected values below it, found '{section.Value}'");
            return false;
        }

        return true;
    }

    private object? ReadSingle(Type type, IConfigurationSection section, SettingPath path)
    {
        if (section.Value is not { } text)
        {
            Fault(path, "expected a single value, found several below it");
            return null;
        }

        object? value = SettingText.Parse(type, text, out string expected);
        if (value is null)
        {
            Fault(path, $"expected {expected}, found '{text}'");
        }

        return value;
    }

    private object ReadDictionary(Type type, Type valueType, IConfigurationSection section, SettingPath path)
    {
        object result = type.GetField("Empty", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        MethodInfo set = type.GetMethod("SetItem")!;
        foreach (IConfigurationSection child in section.GetChildren())
        {
            // Environment variables are mostly written in capitals; names of options of FFmpeg's are its own.
            string key = valueType == typeof(string) ? child.Key : child.Key.ToLowerInvariant();
            SettingPath there = path.Key(key);
            object? value = valueType == typeof(string) ? ReadSingle(valueType, child, there)
                : !HasNoText(child, there) ? null
                : Special.TryGetValue(valueType, out SpecialReader? special) ? special(this, child, there, key)
                : ReadObject(valueType, child, there, key);
            if (value is not null)
            {
                result = set.Invoke(result, [key, value])!;
            }
        }

        return result;
    }

    private object ReadList(Type elementType, IConfigurationSection section, SettingPath path)
    {
        object?[] values = [.. section.GetChildren().Select(child => Read(elementType, null, child, path.Key(child.Key))).Where(value => value is not null)];
        var elements = Array.CreateInstance(elementType, values.Length);
        values.CopyTo(elements, 0);
        return typeof(ImmutableArray).GetMethods().First(method => method.Name == nameof(ImmutableArray.Create)
                && method.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(elementType).Invoke(null, [elements])!;
    }
}
