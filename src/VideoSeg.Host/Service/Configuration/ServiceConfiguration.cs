using System.Collections;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using VideoSeg.Model;

namespace VideoSeg.Host.Service.Configuration;

/// <summary>
/// Where the service's options come from: a JSON file, environment variables (<c>VIDEOSEG__LOG__LEVEL</c>) over that, the command line over both.
/// </summary>
/// <param name="path">The file; null for none.</param>
/// <param name="urls">Addresses from the command line; null for none.</param>
/// <param name="environment">The environment variables.</param>
internal sealed class ServiceConfiguration(string? path, string? urls, IDictionary environment)
{
    /// <summary>The section that holds the options.</summary>
    public const string Section = "VideoSeg";

    private const string Prefix = "VIDEOSEG__";

    /// <summary>The file; null for none.</summary>
    public string? Path { get; } = path is null ? null : System.IO.Path.GetFullPath(path);

    /// <summary>The file's bytes; none where there is no file.</summary>
    /// <exception cref="VideoSegException">It cannot be read.</exception>
    public byte[] ReadFile()
    {
        try
        {
            return Path is null ? "{}"u8.ToArray() : File.ReadAllBytes(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Input, $"{Path}: expected a configuration file that can be read: {e.Message}", e);
        }
    }

    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; all faults are listed.</exception>
    /// <exception cref="VideoSegException">The file cannot be read.</exception>
    public ServiceOptions Load() => Load(ReadFile());

    /// <summary>Reads and checks everything, with these bytes as the file's.</summary>
    public ServiceOptions Load(byte[] file)
    {
        var reader = new OptionsReader { Special = { [typeof(OutletDefinition)] = OutletKinds.Read } };
        IConfiguration? configuration = Compose(file, reader);
        if (configuration is not null)
        {
            foreach (IConfigurationSection other in configuration.GetChildren().Where(child => !child.Key.Equals(Section, StringComparison.OrdinalIgnoreCase) && child.Key != "$schema"))
            {
                reader.Fault(new SettingPath(other.Key, IsJson: false), $"expected the section {Section} only; this key is unknown");
            }

            var options = (ServiceOptions)reader.ReadObject(typeof(ServiceOptions), configuration.GetSection(Section), new SettingPath(Section, IsJson: false), key: null);
            if (reader.Faults.Count == 0)
            {
                return options;
            }
        }

        throw new ConfigurationException(
            $"{Path ?? "the settings"}: expected a configuration without faults, found {reader.Faults.Count}:", reader.Faults);
    }

    private IConfiguration? Compose(byte[] file, OptionsReader reader)
    {
        try
        {
            // Says more of where it is than the configuration's own reader.
            using (JsonDocument document = JsonDocument.Parse(file, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }))
            {
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                {
                    reader.Fault(Whole, $"expected an object with the section {Section}, found {document.RootElement.ValueKind}");
                    return null;
                }
            }

            return new ConfigurationBuilder().AddJsonStream(new MemoryStream(file)).AddInMemoryCollection(FromEnvironment()).AddInMemoryCollection(FromCommandLine()).Build();
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            reader.Fault(Whole, $"expected JSON: {e.Message}");
            return null;
        }
        catch (ArgumentException)
        {
            reader.Fault(new SettingPath(Prefix, IsJson: false), "expected each environment variable once, found two whose names differ in their case only");
            return null;
        }
    }

    private SettingPath Whole => new(Path ?? Section, IsJson: false);

    private IEnumerable<KeyValuePair<string, string?>> FromEnvironment() =>
        environment.Cast<DictionaryEntry>()
            .Select(variable => (Name: (string)variable.Key, Value: (string?)variable.Value))
            .Where(variable => variable.Name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .Select(variable => KeyValuePair.Create($"{Section}:{variable.Name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal)}", variable.Value));

    private IEnumerable<KeyValuePair<string, string?>> FromCommandLine() =>
        urls is null ? [] : [KeyValuePair.Create<string, string?>($"{Section}:{nameof(ServiceOptions.Urls)}", urls)];
}
