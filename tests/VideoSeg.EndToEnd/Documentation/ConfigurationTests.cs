using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using VideoSeg.Host.Service;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Host.Service.Outlets;

namespace VideoSeg.EndToEnd.Documentation;

/// <summary>The tables of docs/configuration.md against the options that there are.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public void Options_OfTheService_AreDocumentedWithTheirDefaults() =>
        AssertTable("## Options of the service", Options(new ServiceOptions(), "", isNamed: false));

    [Fact]
    public void Options_OfAStream_AreDocumentedWithTheirDefaults() =>
        AssertTable("## Options of a stream", Options(Activator.CreateInstance<StreamDefinition>(), "", isNamed: true));

    [Fact]
    public void Options_OfAnEncode_AreDocumentedWithTheirDefaults() =>
        AssertTable("## Options of an encode", Options(Activator.CreateInstance<PushDefinition>(), "", isNamed: true)
            .Where(option => option.Name == nameof(PushDefinition.Rendition) || option.Name.StartsWith(nameof(PushDefinition.Encoding), StringComparison.Ordinal)));

    private static void AssertTable(string heading, IEnumerable<(string Name, string Default)> expected) =>
        Assert.Equal(
            expected.Select(option => $"{option.Name} = {option.Default}").Order(StringComparer.Ordinal),
            OptionTable.Below(heading)!.Select(row => $"{row[0]} = {row[^1]}").Order(StringComparer.Ordinal));

    private static IEnumerable<(string Name, string Default)> Options(object defaults, string prefix, bool isNamed)
    {
        foreach (PropertyInfo property in SettingProperties.Of(defaults.GetType()).Where(property => !(isNamed && property.Name == "Name")))
        {
            string name = $"{prefix}{property.Name}";
            object? value = property.GetValue(defaults);
            object Below() => value ?? Activator.CreateInstance(property.PropertyType)!;
            bool isRequired = property.IsDefined(typeof(RequiredMemberAttribute)) || (property.IsDefined(typeof(RequiredAttribute)) && value is null);
            Type? values = SettingProperties.DictionaryValue(property.PropertyType);
            IEnumerable<(string, string)> options =
                SettingProperties.IsInSameSection(property) ? Options(Below(), prefix, isNamed)
                : values is not null || SettingProperties.ListElement(property.PropertyType) is not null || SettingText.IsSingle(property.PropertyType)
                    ? [(name, isRequired ? "required" : Text(value))]
                    : Options(Below(), $"{name}:", isNamed: false);
            foreach ((string, string) option in options)
            {
                yield return option;
            }
        }
    }

    private static string Text(object? value) => value switch
    {
        null or "" => "none",
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(Text)) is { Length: > 0 } texts ? texts : "none",
        _ => SettingText.Format(value),
    };
}
