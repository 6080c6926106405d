namespace VideoSeg.Host.Doctor;

/// <summary>Findings that belong together.</summary>
/// <param name="Name">What they are about.</param>
/// <param name="Findings">The findings, in the order in which they are shown.</param>
internal sealed record Section(string Name, IReadOnlyList<Finding> Findings);
