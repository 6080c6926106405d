namespace VideoSeg.Model.Graph;

/// <summary>A network is put together wrongly: inputs of a node don't fit it, a name stands twice. A bug in whoever built it.</summary>
public sealed class GraphException : Exception
{
    public GraphException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
