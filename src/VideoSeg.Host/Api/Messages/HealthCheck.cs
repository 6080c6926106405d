namespace VideoSeg.Host.Api.Messages;

/// <summary>A part of a health check.</summary>
/// <param name="Name">What was looked at: <c>engine</c>, <c>stream room1</c>.</param>
/// <param name="Status"><c>ok</c> or <c>fail</c>.</param>
/// <param name="Detail">What was expected and found, for people.</param>
internal sealed record HealthCheck(string Name, string Status, string Detail);
