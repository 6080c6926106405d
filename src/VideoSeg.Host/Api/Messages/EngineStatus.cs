namespace VideoSeg.Host.Api.Messages;

/// <summary>The network as the API tells it.</summary>
/// <param name="Running">Whether it takes frames.</param>
/// <param name="Reason">Why not, for people; empty where it does.</param>
/// <param name="Since">Since when.</param>
/// <param name="Restarts">How often it was made anew.</param>
/// <param name="Model">Name of the weights; absent before it was there for the first time, as all that follows.</param>
/// <param name="Engine">What runs it.</param>
/// <param name="Device">On what.</param>
/// <param name="Precision">Precision of its convolutions.</param>
internal sealed record EngineStatus(bool Running, string Reason, DateTimeOffset Since, int Restarts, string? Model, string? Engine, string? Device, string? Precision);
