using System.CommandLine;
using System.Globalization;
using VideoSeg.Host.Commands;
using Xunit;

namespace VideoSeg.EndToEnd.Documentation;

/// <summary>The tables of options in docs/ against the commands' real options and defaults.</summary>
public sealed class CommandTests
{
    public static TheoryData<string> CommandNames => new(CommandLine.Commands().SelectMany(command => Leaves(command, "")).Select(leaf => leaf.Path));

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void Options_OfEveryCommand_AreDocumentedWithTheirDefaults(string path)
    {
        Command command = CommandLine.Commands().SelectMany(c => Leaves(c, "")).Single(leaf => leaf.Path == path).Command;
        string heading = $"## Options of `videoseg {path}`";
        string[][]? table = OptionTable.Below(heading);
        if (table is null)
        {
            Assert.False(command.Options.Any(option => !option.Hidden), $"no page has the heading {heading}");
            return;
        }

        Dictionary<string, string> documented = table.ToDictionary(row => row[0].TrimStart('`').Split(' ', '`')[0], row => row[^1], StringComparer.Ordinal);
        Assert.Equal(command.Options.Select(option => option.Name).Order(), documented.Keys.Order());
        string[] faults = [.. command.Options.Select(option => Fault(option, documented[option.Name])).OfType<string>()];
        Assert.Empty(faults);
    }

    /// <summary>What is wrong with the documented default, or null.</summary>
    private static string? Fault(Option option, string documented)
    {
        string description = option.Description ?? "";
        bool says = documented is not ("none" or "off" or "required");
        (bool holds, string expected) = option switch
        {
            { Required: true } => (documented == "required", "required"),
            _ when option.ValueType == typeof(bool) => (documented == "off", "off"),
            { HasDefaultValue: true } => (documented == Text(option.GetDefaultValue()), Text(option.GetDefaultValue())),
            _ when description.Contains("Default", StringComparison.Ordinal) =>
                (says && (description.Contains($"Default: {documented}", StringComparison.Ordinal) || description.Contains($"Default {documented}", StringComparison.Ordinal)),
                    $"as in \"{description}\""),
            _ => (documented == "none", "none"),
        };
        return holds ? null : $"{option.Name}: expected the default {expected}, found {documented}";
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<(string Path, Command Command)> Leaves(Command command, string parent)
    {
        string path = parent.Length == 0 ? command.Name : $"{parent} {command.Name}";
        return command.Subcommands.Count == 0 ? [(path, command)] : command.Subcommands.SelectMany(child => Leaves(child, path));
    }
}
