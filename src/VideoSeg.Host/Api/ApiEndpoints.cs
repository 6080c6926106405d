using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace VideoSeg.Host.Api;

/// <summary>The REST API, below <c>/api</c>.</summary>
internal static class ApiEndpoints
{
    /// <summary>What the API needs.</summary>
    public static void AddApi(this IServiceCollection services) => services
        .AddSingleton<StatusReader>()
        .AddProblemDetails(problems => problems.CustomizeProblemDetails = Explain)
        .AddExceptionHandler<FaultAnswer>()
        .Configure<JsonOptions>(Apply)
        .AddDescription();

    /// <summary>All of it.</summary>
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        app.MapDescription();
        RouteGroupBuilder api = app.MapGroup("/api");
        api.MapService();
        api.MapStreams();
        api.MapRecording();
    }

    // The description looks here to see how messages are written.
    private static void Apply(JsonOptions json)
    {
        json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Answers);
        json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        foreach (JsonConverter converter in ApiJson.Answers.Options.Converters)
        {
            json.SerializerOptions.Converters.Add(converter);
        }
    }

    private static void Explain(ProblemDetailsContext context) => context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
    {
        StatusCodes.Status404NotFound => $"expected an address of this service, found {context.HttpContext.Request.Path}",
        StatusCodes.Status405MethodNotAllowed => $"expected {context.HttpContext.Response.Headers.Allow}, found {context.HttpContext.Request.Method}",
        StatusCodes.Status415UnsupportedMediaType => $"expected a body of the type application/json, found {context.HttpContext.Request.ContentType}",
        _ => null,
    };
}
