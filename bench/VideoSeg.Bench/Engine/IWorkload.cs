namespace VideoSeg.Bench.Engine;

/// <summary>What a worker process runs over and over. Used from one thread.</summary>
internal interface IWorkload : IDisposable
{
    /// <summary>What it is, for people.</summary>
    string Description { get; }

    /// <summary>Runs once; the time in the network.</summary>
    TimeSpan Run();
}
