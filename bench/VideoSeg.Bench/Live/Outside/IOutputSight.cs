namespace VideoSeg.Bench.Live.Outside;

/// <summary>Somebody who looks at an output, until disposed.</summary>
internal interface IOutputSight : IAsyncDisposable
{
    /// <summary>Why it sees nothing more; null where nothing went wrong.</summary>
    string? Fault { get; }
}
