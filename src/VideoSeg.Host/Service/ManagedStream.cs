using VideoSeg.Pipeline.Live;

namespace VideoSeg.Host.Service;

/// <summary>A stream that runs, with what it was made from.</summary>
internal sealed class ManagedStream : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();

    public ManagedStream(StreamDefinition definition, LiveStream stream) => (Definition, Stream) = (definition, stream);

    /// <summary>Its name.</summary>
    public string Name => Definition.Options.Name;

    /// <summary>As it was configured.</summary>
    public StreamDefinition Definition { get; }

    /// <summary>The stream. Whoever adds an outlet for a viewer takes it out again.</summary>
    public LiveStream Stream { get; }

    /// <summary>
    /// Cancelled when the stream is about to be removed or replaced, or the service ends: viewers are to be sent away now. After a replacement
    /// the manager finds another stream by the same name.
    /// </summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Sends the viewers away and ends the stream.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Stream.DisposeAsync();
    }
}
