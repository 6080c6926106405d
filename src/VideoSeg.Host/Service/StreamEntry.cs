namespace VideoSeg.Host.Service;

/// <summary>A stream that is known, whether it runs or not.</summary>
/// <param name="Definition">As it was configured.</param>
/// <param name="Origin">Where from.</param>
/// <param name="Running">The stream; null while it is disabled or could not be made.</param>
/// <param name="Fault">Why it could not be made; empty where all is well.</param>
internal sealed record StreamEntry(StreamDefinition Definition, StreamOrigin Origin, ManagedStream? Running, string Fault)
{
    /// <summary>Its name.</summary>
    public string Name => Definition.Options.Name;

    /// <summary>What people call it.</summary>
    public string Title => Definition.Options.Title.Length == 0 ? Name : Definition.Options.Title;
}
