using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Host.Service.Outlets;

/// <summary>What outlets may do that are named by the API, which asks nobody for a password. Those of the configuration file may do all.</summary>
internal sealed record OutputOptions
{
    /// <summary>Folders in which, and below which, outlets of the API may write; links count as what they lead to. <c>/</c> for all. Default: none.</summary>
    [Required]
    public ImmutableArray<string> AllowedFolders { get; init; } = [];
}
