using System.Collections.Immutable;
using VideoSeg.Model;

namespace VideoSeg.Host.Service.Configuration;

/// <summary>A configuration is wrong: all its faults.</summary>
internal sealed class ConfigurationException : VideoSegException
{
    public ConfigurationException(string title, IEnumerable<ConfigurationFault> faults)
        : this(title, [.. faults])
    {
    }

    private ConfigurationException(string title, ImmutableArray<ConfigurationFault> faults)
        : base(FaultKind.Usage, $"{title}\n{string.Join('\n', faults.Select(fault => $"  {fault}"))}") => Faults = faults;

    /// <summary>The faults, in the order of the options.</summary>
    public ImmutableArray<ConfigurationFault> Faults { get; }
}
