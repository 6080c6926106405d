using System.Collections.Immutable;

namespace VideoSeg.Host.Doctor;

/// <summary>Everything that was looked at.</summary>
/// <param name="Sections">The findings, in the order in which they are shown.</param>
internal sealed record Diagnosis(ImmutableArray<Section> Sections)
{
    /// <summary>Whether all that the main job needs is there.</summary>
    public bool IsReady => Count(FindingState.Missing) == 0;

    /// <summary>Looks at everything: loads each library and runs the network twice.</summary>
    public static async Task<Diagnosis> MakeAsync(CancellationToken cancellationToken) => new(WithoutRepetitions(
    [
        ProgramSection.Look(),
        ProcessorSection.Look(),
        LibrarySection.Look(),
        CodecSection.Look(),
        await NetworkSection.LookAsync(cancellationToken),
        PlaceSection.Look(),
    ]));

    /// <summary>What is not there is told once; the findings that it spoils after that refer to it.</summary>
    public static ImmutableArray<Section> WithoutRepetitions(IEnumerable<Section> sections)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        return
        [
            .. sections.Select(section => section with
            {
                Findings =
                [
                    .. section.Findings.Select(finding =>
                        finding.State == FindingState.Ok || told.TryAdd(finding.Found, finding.Name)
                            ? finding
                            : finding with { Found = $"as {told[finding.Found]} above", Advice = null }),
                ],
            }),
        ];
    }

    /// <summary>How many findings have this state.</summary>
    public int Count(FindingState state) => Sections.Sum(section => section.Findings.Count(finding => finding.State == state));
}
