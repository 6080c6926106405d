using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;

namespace VideoSeg.Host.Service.Logs;

/// <summary>What is logged, on standard error.</summary>
internal sealed record LogOptions
{
    /// <summary>How lines are written. Default <see cref="LogFormat.Auto"/>.</summary>
    [EnumDataType(typeof(LogFormat))]
    public LogFormat Format { get; init; } = LogFormat.Auto;

    /// <summary>The least that is logged. Default <see cref="LogLevel.Information"/>.</summary>
    [EnumDataType(typeof(LogLevel))]
    public LogLevel Level { get; init; } = LogLevel.Information;
}
