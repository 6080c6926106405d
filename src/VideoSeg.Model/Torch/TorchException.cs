namespace VideoSeg.Model.Torch;

/// <summary>
/// libtorch refused an operation: shapes that do not fit, types that do not mix. It is a bug of the caller; the message is libtorch's own,
/// without its C++ back-trace.
/// </summary>
public sealed class TorchException : Exception
{
    public TorchException(string message)
        : base(message)
    {
    }

    public TorchException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public TorchException()
    {
    }
}
