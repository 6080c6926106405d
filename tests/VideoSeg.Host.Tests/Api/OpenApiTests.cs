using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Api;

public sealed partial class OpenApiTests : IAsyncLifetime
{
    private RunningService _service = null!;
    private JsonNode _document = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await RunningService.StartAsync(""" "Streams": { "off": { "Enabled": false, "Source": { "Url": "udp://127.0.0.1:1" } } } """);
        _document = await _service.GetAsync("/openapi/v1.json");
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public void Document_SaysWhatItDescribes()
    {
        Assert.StartsWith("3.", (string)_document["openapi"]!, StringComparison.Ordinal);
        Assert.Equal(("VideoSeg", ProgramVersion.Text), ((string)_document["info"]!["title"]!, (string)_document["info"]!["version"]!));
        Assert.Contains("not a medical device", (string)_document["info"]!["description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Document_EveryRouteOfTheApi_IsInItWithSummaryAndFaults()
    {
        (string Method, string Path)[] routes =
        [
            .. _service.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
                .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods, (endpoint, method) => (method, endpoint.RoutePattern.RawText!)),
        ];

        Assert.Contains(("POST", "/api/streams"), routes);
        Assert.Contains(("GET", "/api/streams/{stream}/events"), routes);
        Assert.All(routes, route =>
        {
            JsonNode operation = Operation(route.Method, route.Path)!;
            Assert.NotEmpty((string)operation["summary"]!);
            JsonObject responses = operation["responses"]!.AsObject();
            Assert.Contains(responses, response => response.Key[0] is '1' or '2');
            Assert.All(["403", "421"], status => Assert.NotNull(responses[status]));
            Assert.Equal(route.Path.Contains("{stream}", StringComparison.Ordinal) && route.Method != "PUT", responses.ContainsKey("404"));
            Assert.All(responses.Where(response => response.Key[0] is '4' or '5'), response => Assert.NotNull(response.Value!["content"]!["application/problem+json"]));
        });
    }

    [Fact]
    public void Document_EveryPathThatTheApiPageNames_IsInIt()
    {
        string[] named = [.. Named().Matches(File.ReadAllText(Repository.At("docs", "api.md"))).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

        Assert.True(named.Length >= 11, string.Join(", ", named));
        Assert.All(named, name => Assert.NotNull(Operation(name.Split(' ')[0], name.Split(' ')[1])));
    }

    [Fact]
    public void Document_WhatItRefersTo_IsThere()
    {
        string[] references = [.. All(_document).OfType<JsonObject>().Select(node => node["$ref"]).OfType<JsonValue>().Select(node => (string)node!)];

        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            JsonNode? node = _document;
            foreach (string part in reference.Split('/').Skip(1))
            {
                node = node?[part];
            }

            Assert.NotNull(node);
        });
    }

    [Fact]
    public async Task Schemas_OfStreams_HaveTheNamesAndWordsOfRealOnes()
    {
        JsonObject schema = _document["components"]!["schemas"]!["StreamStatus"]!["properties"]!.AsObject();

        Assert.All((await _service.GetAsync("/api/streams/off")).AsObject(), property => Assert.True(schema.ContainsKey(property.Key), property.Key));
        Assert.Equal("integer", (string)schema["captured"]!["type"]!);
        Assert.Equal(["active", "degraded", "unavailable"],
            _document["components"]!["schemas"]!["SegmentationState"]!["enum"]!.AsArray().Select(word => (string)word!).Order(StringComparer.Ordinal));
        Assert.NotNull(Operation("GET", "/api/streams/{stream}/snapshot")!["responses"]!["200"]!["content"]!["image/png"]);
        JsonObject body = _document["components"]!["schemas"]!["StreamDefinition"]!["properties"]!.AsObject();
        Assert.Equal("string", (string)body["source"]!["properties"]!["url"]!["type"]!);
        Assert.Equal(["low", "normal", "high"], body["priority"]!["enum"]!.AsArray().Select(word => (string)word!));
        Assert.Contains("recorder", body["outlets"]!["additionalProperties"]!["properties"]!["kind"]!["enum"]!.AsArray().Select(kind => (string)kind!));
    }

    private JsonNode? Operation(string method, string path) => _document["paths"]![path]?[method.ToLowerInvariant()];

    private static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        JsonObject some => some.SelectMany(property => All(property.Value)).Prepend(some),
        JsonArray some => some.SelectMany(All).Prepend(some),
        null => [],
        _ => [node],
    };

    [GeneratedRegex("(?:GET|POST|PUT|DELETE) /api/[a-z/{}]*[a-z}]", RegexOptions.NonBacktracking)]
    private static partial Regex Named();
}
