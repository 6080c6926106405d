using System.Text.Json;

namespace VideoSeg.Host.Service.Configuration;

/// <summary>How values are named in messages: as configuration files name them (<c>VideoSeg:Streams</c>), or as JSON bodies do (<c>source.url</c>).</summary>
/// <param name="Text">The path so far.</param>
/// <param name="IsJson">Whether it is one into a JSON body.</param>
internal readonly record struct SettingPath(string Text, bool IsJson)
{
    /// <summary>The path of a property below.</summary>
    public SettingPath Property(string name) => Key(IsJson ? JsonNamingPolicy.CamelCase.ConvertName(name) : name);

    /// <summary>The path of a key that was given.</summary>
    public SettingPath Key(string key) => this with { Text = Text.Length == 0 ? key : $"{Text}{(IsJson ? '.' : ':')}{key}" };

    /// <inheritdoc/>
    public override string ToString() => Text;
}
