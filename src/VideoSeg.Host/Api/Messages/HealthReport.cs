namespace VideoSeg.Host.Api.Messages;

/// <summary>The answer of a health check.</summary>
/// <param name="Status"><c>ok</c> or <c>fail</c>.</param>
/// <param name="Checks">What was looked at.</param>
internal sealed record HealthReport(string Status, HealthCheck[] Checks);
