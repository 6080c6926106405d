namespace VideoSeg.Host.Api.Messages;

/// <summary>The service as the API tells it.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Notice">What it is not for.</param>
/// <param name="Started">When it started.</param>
/// <param name="Uptime">Seconds since then.</param>
/// <param name="Engine">The network.</param>
/// <param name="ConfigurationFault">Why the configuration file was not taken over when it changed last; absent where it was.</param>
internal sealed record ServiceStatus(string Version, string Notice, DateTimeOffset Started, double Uptime, EngineStatus Engine, string? ConfigurationFault);
