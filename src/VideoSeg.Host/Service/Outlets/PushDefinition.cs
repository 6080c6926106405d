using System.ComponentModel.DataAnnotations;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Service.Outlets;

/// <summary>A push as it was configured.</summary>
internal sealed record PushDefinition : IValidatableObject
{
    /// <summary>Where to.</summary>
    [SameSection]
    public required PushOutletOptions Push { get; init; }

    /// <summary>Which picture. Default <see cref="LiveRendition.Annotated"/>.</summary>
    public LiveRendition Rendition { get; init; } = LiveRendition.Annotated;

    /// <summary>How it is encoded. Default: as <see cref="EncodingOptions"/>.</summary>
    public EncodingOptions Encoding { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => PushTarget.Faults(Push);
}
