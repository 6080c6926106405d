using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using VideoSeg.Host.Api;

namespace VideoSeg.Host.Service;

/// <summary>
/// Answers 503 to the API before the streams are there, and from when they end: a change would be lost, and would take others with it out of the
/// state file. Health, metrics and the page are let through.
/// </summary>
internal sealed class StartGate
{
    private volatile bool _isOpen;

    /// <summary>The streams are there.</summary>
    public void Open() => _isOpen = true;

    /// <summary>The streams end.</summary>
    public void Close() => _isOpen = false;

    /// <summary>Passes the request on, or answers it.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (_isOpen || !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "2";
        var problem = new ProblemDetails
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            Title = "Not available now",
            Detail = "expected a service that runs; this one is just starting, or ends. Ask again in a moment.",
        };
        return context.Response.WriteAsJsonAsync(problem, ApiJson.Answers.ProblemDetails, "application/problem+json", context.RequestAborted);
    }
}
