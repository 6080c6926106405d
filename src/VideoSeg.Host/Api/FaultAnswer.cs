using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using VideoSeg.Host.Api.Messages;
using VideoSeg.Host.Service;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Model;

namespace VideoSeg.Host.Api;

/// <summary>Answers a request that failed: what was expected, what was found, what to do (RFC 9457). Never a stack trace.</summary>
internal sealed partial class FaultAnswer(ILogger<FaultAnswer> logger) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        (int status, string title) = exception switch
        {
            UnknownStreamException => (StatusCodes.Status404NotFound, "No such stream"),
            StreamConflictException => (StatusCodes.Status409Conflict, "Not possible with the streams as they are"),
            BadHttpRequestException bad => (bad.StatusCode, "Wrong request"),
            VideoSegException { Kind: FaultKind.Usage or FaultKind.Input } => (StatusCodes.Status400BadRequest, "Wrong request"),
            VideoSegException { Kind: FaultKind.Output } => (StatusCodes.Status507InsufficientStorage, "Cannot be written"),
            VideoSegException => (StatusCodes.Status503ServiceUnavailable, "Not available now"),
            OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested => (StatusCodes.Status499ClientClosedRequest, "The client went away"),
            OperationCanceledException => (StatusCodes.Status503ServiceUnavailable, "Not available now"),
            _ => (StatusCodes.Status500InternalServerError, "Internal error"),
        };
        bool isBug = status == StatusCodes.Status500InternalServerError;
        if (isBug)
        {
            LogBug(httpContext.Request.Method, httpContext.Request.Path, exception);
        }

        var problem = new ProblemDetails
        {
            Status = status,
            Title = title,
            Detail = isBug ? "This is a bug; the log of the service tells more." : Secrets.HideInAddress(exception.Message),
        };
        if (exception is ConfigurationException wrong)
        {
            problem.Extensions["faults"] = wrong.Faults.Select(fault => new ConfigurationFaultMessage(fault.Path, Secrets.HideInAddress(fault.Message))).ToArray();
        }

        httpContext.Response.StatusCode = status;
        await httpContext.Response.WriteAsJsonAsync(problem, ApiJson.Answers.ProblemDetails, "application/problem+json", cancellationToken);
        return true;
    }

    [LoggerMessage(40, LogLevel.Error, "{Method} {Path}: bug, please report it")]
    private partial void LogBug(string method, string path, Exception bug);
}
