using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace VideoSeg.Host.Api;

/// <summary>The REST API, below <c>/api</c>.</summary>
internal static class ApiEndpoints
{
    /// <summary>What the API needs.</summary>
    public static void AddApi(this IServiceCollection services) =>
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));

    /// <summary>All of it.</summary>
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup("/api");
        api.MapStreams();
    }
}
