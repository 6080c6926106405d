using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Configuration;
using VideoSeg.Host.Service;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Host.Service.Outlets;
using VideoSeg.Model;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Api;

/// <summary>A stream's definition as a request's body, with the same names, values and faults as in the configuration file.</summary>
internal static class StreamBody
{
    /// <summary>What an endpoint that reads one says of itself.</summary>
    public static AcceptsMetadata Accepted { get; } = new(["application/json"], typeof(StreamDefinition));

    /// <summary>Reads it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The stream's name; null where the body tells it.</param>
    /// <param name="known">The stream as it is, whose passwords stand for those that the body holds masked; null where there is none.</param>
    /// <param name="policy">What sources may be.</param>
    /// <param name="outputs">What outlets may do.</param>
    /// <exception cref="ConfigurationException">Something is wrong; all faults are listed.</exception>
    public static async Task<StreamDefinition> ReadAsync(HttpRequest request, string? name, StreamDefinition? known, SourcePolicy policy, OutputOptions outputs)
    {
        JsonObject body = await ReadJsonAsync(request);
        if (known is not null)
        {
            Secrets.Restore(body, OptionsWriter.Write(known, keepsSecrets: true), OptionsWriter.Write(known, keepsSecrets: false));
        }

        var reader = new OptionsReader { Special = { [typeof(OutletDefinition)] = OutletKinds.Read } };
        IConfiguration configuration = Configuration(body);
        string key = name ?? configuration["name"] ?? "";
        var definition = (StreamDefinition)reader.ReadObject(typeof(StreamDefinition), configuration, new SettingPath("", IsJson: true), key, name is null ? ["Name"] : []);
        if (reader.Faults.Count > 0)
        {
            throw Wrong(reader.Faults);
        }

        try
        {
            policy.Require(definition.Options.Source);
        }
        catch (VideoSegException e)
        {
            throw Wrong([new ConfigurationFault("source", e.Message.ReplaceLineEndings("; ")), .. OutputPolicy.Faults(definition, outputs)]);
        }

        return OutputPolicy.Faults(definition, outputs) is { Count: > 0 } faults ? throw Wrong(faults) : definition;
    }

    private static async Task<JsonObject> ReadJsonAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw Wrong([new ConfigurationFault("Content-Type", $"expected application/json, found {(string.IsNullOrEmpty(request.ContentType) ? "nothing" : request.ContentType)}")]);
        }

        try
        {
            JsonNode? json = await JsonNode.ParseAsync(
                request.Body, nodeOptions: null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false },
                request.HttpContext.RequestAborted);
            return json as JsonObject ?? throw Wrong([new ConfigurationFault("body", $"expected an object, found {json?.GetValueKind().ToString() ?? "null"}")]);
        }
        catch (JsonException e)
        {
            throw Wrong([new ConfigurationFault("body", $"expected JSON: {e.Message}")]);
        }
    }

    private static IConfiguration Configuration(JsonObject body)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonStream(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(body, JsonNodeJson.Default.JsonObject))).Build();
        }
        catch (FormatException e)
        {
            // Names that differ in their case only.
            throw Wrong([new ConfigurationFault("body", $"expected each value once: {e.Message}")]);
        }
    }

    private static ConfigurationException Wrong(IReadOnlyList<ConfigurationFault> faults) =>
        new($"expected a stream's definition without faults, found {faults.Count}:", faults);
}
