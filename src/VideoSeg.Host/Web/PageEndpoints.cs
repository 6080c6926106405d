using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VideoSeg.Host.Web;

/// <summary>The page: <c>GET /</c>, and its parts below <c>/page/</c>.</summary>
internal static class PageEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds them.</summary>
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Methods, (HttpContext context) => Send(context, PageFiles.Index)).ExcludeFromDescription();
        routes.MapMethods("/page/{**path}", Methods, (HttpContext context, string? path) => Send(context, path ?? "")).ExcludeFromDescription();
    }

    private static IResult Send(HttpContext context, string path)
    {
        if (PageFiles.Find(path) is not { } file)
        {
            return Results.NotFound();
        }

        PagePolicy.Apply(context);
        // Asked for anew each time, and answered with "not modified" where it is the same: page and service always fit each other.
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(file.Bytes, file.MediaType, entityTag: file.Tag);
    }
}
