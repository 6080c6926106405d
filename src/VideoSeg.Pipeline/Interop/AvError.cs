using System.Text;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Interop;

/// <summary>Turns native statuses into exceptions.</summary>
internal static class AvError
{
    /// <summary>The message of the calling thread's last failure.</summary>
    public static unsafe string LastMessage()
    {
        Span<byte> buffer = stackalloc byte[1024];
        fixed (byte* pointer = buffer)
        {
            AvNative.LastError(pointer, buffer.Length);
        }

        int length = buffer.IndexOf((byte)0);
        return Encoding.UTF8.GetString(buffer[..(length < 0 ? buffer.Length : length)]);
    }

    /// <summary>Throws unless <paramref name="status"/> is Ok: bugs as they are, everything else as the fault of an engine.</summary>
    public static void Check(AvStatus status)
    {
        if (status != AvStatus.Ok)
        {
            throw ToException(status, FaultKind.Engine, LastMessage());
        }
    }

    /// <summary>Throws unless <paramref name="status"/> is Ok: <paramref name="what"/> could not be done, and why.</summary>
    public static void Require(AvStatus status, FaultKind kind, string what)
    {
        if (status != AvStatus.Ok)
        {
            throw ToException(status, kind, $"{what}: {LastMessage()}.");
        }
    }

    /// <summary>The exception for <paramref name="status"/>, with <paramref name="message"/> where a person can mend it.</summary>
    public static Exception ToException(AvStatus status, FaultKind kind, string message) => status switch
    {
        AvStatus.InvalidArgument => new InvalidOperationException(message),
        AvStatus.OutOfMemory => new OutOfMemoryException(message),
        AvStatus.Cancelled => new OperationCanceledException(message),
        AvStatus.UnknownOption or AvStatus.BadFilter => new VideoSegException(FaultKind.Usage, message),
        _ => new VideoSegException(kind, message),
    };
}
