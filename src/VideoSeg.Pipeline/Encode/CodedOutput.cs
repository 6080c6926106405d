using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Encode;

/// <summary>Makes native writers that take packets of an encoder.</summary>
internal static unsafe class CodedOutput
{
    /// <summary>A writer with its track, to be opened.</summary>
    /// <param name="url">Where; null for memory.</param>
    /// <param name="container">FFmpeg's name of the container.</param>
    /// <param name="options">Options for muxer and protocol.</param>
    /// <param name="timeouts">Longest times for opening and writing.</param>
    /// <param name="tags">Tags of the container.</param>
    /// <param name="format">The track.</param>
    /// <param name="interrupt">Ends what blocks.</param>
    public static WriterHandle Create(
        string? url, string container, ImmutableDictionary<string, string> options, (TimeSpan Open, TimeSpan Write) timeouts,
        ImmutableDictionary<string, string> tags, EncodedVideoFormat format, InterruptHandle interrupt)
    {
        WriterHandle handle = CreateHandle(url, container, options, timeouts, interrupt);
        try
        {
            foreach ((string key, string value) in tags)
            {
                AvError.Check(AvNative.WriterSetTag(handle, key, value));
            }

            NativeCodedTrack track = format.Native;
            fixed (byte* headers = format.Headers.AsSpan())
            {
                AvStatus status = AvNative.WriterAddCoded(handle, &track, headers);
                AvError.Require(status, FaultKind.Usage, $"cannot write '{url ?? container}'");
            }

            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static WriterHandle CreateHandle(
        string? url, string container, ImmutableDictionary<string, string> options, (TimeSpan Open, TimeSpan Write) timeouts, InterruptHandle interrupt)
    {
        byte[]? optionBytes = Utf8.ToBytes(options);
        fixed (byte* urlPointer = Utf8.ToBytes(url == "-" ? "pipe:1" : url), containerPointer = Utf8.ToBytes(container), optionPointer = optionBytes)
        {
            var native = new NativeWriterOptions
            {
                Url = urlPointer,
                Container = containerPointer,
                Options = optionPointer,
                OptionsLength = optionBytes?.Length ?? 0,
                OpenTimeoutMicroseconds = OptionsValidation.Microseconds(timeouts.Open),
                WriteTimeoutMicroseconds = OptionsValidation.Microseconds(timeouts.Write),
            };
            AvStatus status = AvNative.WriterCreate(&native, interrupt, out WriterHandle handle);
            if (status != AvStatus.Ok)
            {
                handle.Dispose();
            }

            AvError.Require(status, FaultKind.Usage, $"cannot write '{url ?? container}'");
            return handle;
        }
    }
}
