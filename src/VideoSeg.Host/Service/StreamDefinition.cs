using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Host.Service;

/// <summary>A stream as it was configured.</summary>
internal sealed record StreamDefinition : IValidatableObject
{
    /// <summary>Whether it runs. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What it is.</summary>
    [SameSection]
    public required LiveStreamOptions Options { get; init; }

    /// <summary>Where its pictures go, besides to browsers, by name. Default: nowhere.</summary>
    public ImmutableDictionary<string, OutletDefinition> Outlets { get; init; } = ImmutableDictionary<string, OutletDefinition>.Empty;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Options.Field is not null && FieldSetting.Parse(Options.Field) is null)
        {
            yield return new ValidationResult(
                $"expected auto, whole, box:X,Y,WIDTH,HEIGHT or circle:X,Y,RADIUS, found '{Options.Field}'", [nameof(Options.Field)]);
        }

        if (Options is { Redact: true, Field: "whole" })
        {
            yield return new ValidationResult(
                "expected a field of view outside which the picture is blanked (auto, box:X,Y,WIDTH,HEIGHT or circle:X,Y,RADIUS) with Redact, found 'whole'", [nameof(Options.Field)]);
        }
    }
}
