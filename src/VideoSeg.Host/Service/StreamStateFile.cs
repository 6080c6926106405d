using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Model;

namespace VideoSeg.Host.Service;

/// <summary>The streams that were made by the API, in a file of their own, so that they outlast the service. Readable by its owner only: it holds passwords.</summary>
/// <param name="path">The file; null for none, then nothing is kept.</param>
internal sealed class StreamStateFile(string? path)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ImmutableSortedDictionary<string, StreamDefinition> _aside = ImmutableSortedDictionary<string, StreamDefinition>.Empty;

    /// <summary>Keeps a stream of the file that cannot be served now, because the configuration has one of its name, in the file all the same.</summary>
    public void SetAside(StreamDefinition definition) => _aside = _aside.SetItem(definition.Options.Name, definition);

    /// <summary>Reads it; none where there is no file.</summary>
    /// <exception cref="VideoSegException">It cannot be read, or something in it is wrong.</exception>
    public ImmutableDictionary<string, StreamDefinition> Load()
    {
        if (path is null || !File.Exists(path))
        {
            return ImmutableDictionary<string, StreamDefinition>.Empty;
        }

        var reader = new OptionsReader { Special = { [typeof(OutletDefinition)] = OutletKinds.Read } };
        try
        {
            IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(File.ReadAllBytes(path))).Build();
            var state = (StreamState)reader.ReadObject(typeof(StreamState), configuration, new SettingPath("", IsJson: true), key: null);
            if (reader.Faults.Count == 0)
            {
                return state.Streams;
            }
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            reader.Fault(new SettingPath(path, IsJson: true), $"expected JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a state file that can be read: {e.Message}", e);
        }

        throw new ConfigurationException($"{path}: expected the streams as the service left them, found {reader.Faults.Count} faults; mend the file, or delete it to begin without them:", reader.Faults);
    }

    /// <summary>Writes it anew, whole or not at all.</summary>
    /// <exception cref="VideoSegException">It cannot be written.</exception>
    public async Task SaveAsync(IEnumerable<StreamEntry> entries, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            var streams = new JsonObject();
            foreach ((string name, StreamDefinition definition) in _aside)
            {
                streams[name] = OptionsWriter.Write(definition, keepsSecrets: true);
            }

            foreach (StreamEntry entry in entries.Where(entry => entry.Origin == StreamOrigin.Api))
            {
                streams[entry.Name] = OptionsWriter.Write(entry.Definition, keepsSecrets: true);
            }

            FileReplacement.Write(path, stream =>
            {
                File.SetUnixFileMode(((FileStream)stream).SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
                new JsonObject { ["streams"] = streams }.WriteTo(json);
            });
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed record StreamState
    {
        public ImmutableDictionary<string, StreamDefinition> Streams { get; init; } = ImmutableDictionary<string, StreamDefinition>.Empty;
    }
}
