using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using VideoSeg.Host.Service;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Live;

namespace VideoSeg.Host.Api;

/// <summary>The description of the API for programs: <c>GET /openapi/v1.json</c>.</summary>
internal static class OpenApi
{
    private const string StreamText =
        "A stream, with the names and values that it has in the configuration file (docs/configuration.md): Title, Delivery, Overlay, Outlets and so on, in camel case.";

    /// <summary>What it needs.</summary>
    public static void AddDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "VideoSeg",
                Version = ProgramVersion.Text,
                Description = "Live endoscopy video with polyps outlined. For research use; not a medical device.",
            };
            // Wherever it was asked for.
            document.Servers = [new OpenApiServer { Url = "/" }];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(StreamDefinition))
            {
                Describe(schema);
            }

            return Task.CompletedTask;
        });
    });

    /// <summary>Adds it.</summary>
    public static void MapDescription(this IEndpointRouteBuilder app) => app.MapOpenApi("/openapi/{documentName}.json");

    /// <summary>Says what an endpoint answers where it cannot do what was asked, beside what the guard says to anyone.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (int status in (ReadOnlySpan<int>)[.. statuses, StatusCodes.Status403Forbidden, StatusCodes.Status421MisdirectedRequest])
        {
            endpoint.ProducesProblem(status);
        }

        return endpoint;
    }

    // Bodies are read by the rules of the configuration, which know more than a serializer does: times with units, options of each kind of outlet.
    private static void Describe(OpenApiSchema schema)
    {
        schema.Description = StreamText;
        schema.Type = JsonSchemaType.Object;
        schema.Required = new HashSet<string>(StringComparer.Ordinal) { "source" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["name"] = Text("Its name: 1 to 64 lower-case letters, digits, '-' or '_'. Where it is added."),
            ["title"] = Text("What people call it."),
            ["enabled"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(true), Description = "Whether it is to run." },
            ["priority"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Whose frames the network takes first where it cannot look at those of all streams. Changed while the stream runs on.",
                Enum = [.. Enum.GetValues<StreamPriority>().Select(priority => (JsonNode)JsonValue.Create(SettingText.Format(priority)))],
                Default = JsonValue.Create(SettingText.Format(StreamPriority.Normal)),
            },
            ["source"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Where its video comes from.",
                Required = new HashSet<string>(StringComparer.Ordinal) { "url" },
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["url"] = Text("An address, a device or a file.") },
                AdditionalPropertiesAllowed = true,
            },
            ["outlets"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Where it goes to, by name.",
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string>(StringComparer.Ordinal) { "kind" },
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                    {
                        ["kind"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. OutletKinds.Names.Select(name => (JsonNode)JsonValue.Create(name))] },
                    },
                    AdditionalPropertiesAllowed = true,
                },
            },
        };
        schema.AdditionalPropertiesAllowed = true;
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
