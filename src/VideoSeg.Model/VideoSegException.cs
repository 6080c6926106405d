namespace VideoSeg.Model;

/// <summary>
/// An everyday fault, told to a person: the message says what was expected, what was found and what to do.
/// It is shown without a stack trace; anything else that is thrown is a bug.
/// </summary>
public class VideoSegException : Exception
{
    public VideoSegException(FaultKind kind, string message, Exception? inner = null)
        : base(message, inner) => Kind = kind;

    /// <summary>Whose side the fault lies on.</summary>
    public FaultKind Kind { get; }
}
