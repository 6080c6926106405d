using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Encode;

/// <summary>
/// Writes packets of a <see cref="VideoEncoder"/>, as they are, to a file or a network: any container and protocol that FFmpeg writes. Begins with a key
/// picture, whose time becomes 0; everything is handed on at once. Used by one thread at a time, which may change; <see cref="Cancel"/> may be called from
/// any. A file stays playable if the process dies.
/// <code>
/// using PacketWriter writer = PacketWriter.Open("rtsp://server/room1", encoder.Format, new PacketWriterOptions(), cancellationToken);
/// writer.Write(packet);         // as often as there are packets
/// writer.Finish();
/// </code>
/// </summary>
public sealed unsafe class PacketWriter : IDisposable
{
    private readonly WriterHandle _handle;
    private readonly InterruptHandle _interrupt;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _cancellationToken;
    private readonly bool _existed;
    private bool _isFinished;

    private PacketWriter(
        string url, EncodedVideoFormat format, WriterHandle handle, InterruptHandle interrupt, CancellationTokenRegistration registration, bool existed,
        CancellationToken cancellationToken)
    {
        (Url, Format, _handle, _interrupt) = (url, format, handle, interrupt);
        (_registration, _existed, _cancellationToken) = (registration, existed, cancellationToken);
    }

    /// <summary>Where it writes to.</summary>
    public string Url { get; }

    /// <summary>What it was opened for: packets of another format need another writer.</summary>
    public EncodedVideoFormat Format { get; }

    /// <summary>Packets written, the first of them a key picture.</summary>
    public long Packets { get; private set; }

    /// <summary>Bytes of those packets.</summary>
    public long Bytes { get; private set; }

    /// <summary>Opens an output and writes its header. Blocks.</summary>
    /// <param name="url">A path, or any URL FFmpeg writes (<c>rtsp://</c>, <c>rtmp://</c>, <c>srt://</c>, <c>udp://</c>).</param>
    /// <param name="format">What will be written.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends this call, and every later write to a network, from any thread.</param>
    /// <exception cref="VideoSegException">The output exists, cannot be opened or reached (<see cref="FaultKind.Output"/>), or an option is wrong (<see cref="FaultKind.Usage"/>).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PacketWriter Open(string url, EncodedVideoFormat format, PacketWriterOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        OptionsValidation.Require(options);
        cancellationToken.ThrowIfCancellationRequested();
        string container = PacketContainer.Find(url, options.Container);
        bool existed = OutputFile.Prepare(url, options.Overwrite);
        AvError.Check(AvNative.InterruptCreate(out InterruptHandle interrupt));
        CancellationTokenRegistration registration = cancellationToken.Register(static state => Interrupt((InterruptHandle)state!), interrupt);
        WriterHandle? handle = null;
        try
        {
            handle = CodedOutput.Create(
                url, container, PacketContainer.Options(url, container, format, options), (options.OpenTimeout, options.WriteTimeout),
                options.Tags.ContainsKey("comment") ? options.Tags : options.Tags.Add("comment", VideoWriter.Notice), format, interrupt);
            OpenHandle(handle, url, cancellationToken);
            return new PacketWriter(url, format, handle, interrupt, registration, existed, cancellationToken);
        }
        catch
        {
            handle?.Dispose();
            registration.Dispose();
            interrupt.Dispose();
            RemoveUnless(existed, url);
            throw;
        }
    }

    /// <summary>Writes a packet, which stays the caller's. False, and nothing written, as long as no key picture has come.</summary>
    /// <exception cref="VideoSegException">The output cannot be written: disk full, connection lost, time-out (<see cref="FaultKind.Output"/>).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public bool Write(MediaPacket packet)
    {
        if (Packets == 0 && !packet.IsKey)
        {
            return false;
        }

        Check(AvNative.WriterWriteCoded(_handle, packet.Handle, 0, 0));
        Packets++;
        Bytes += packet.Data.Length;
        return true;
    }

    /// <summary>Writes the end of the output and closes it. Once. Without it a file is as after a crash.</summary>
    /// <exception cref="VideoSegException">The output cannot be written (<see cref="FaultKind.Output"/>).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Finish()
    {
        Check(AvNative.WriterFinish(_handle));
        _isFinished = true;
    }

    /// <summary>Ends the network write in progress, on whatever thread, and all later ones with an <see cref="OperationCanceledException"/>.</summary>
    public void Cancel() => Interrupt(_interrupt);

    /// <summary>Lets go of everything. A file that no packet was written to is taken back, unless it was finished or there before.</summary>
    public void Dispose()
    {
        bool isUnused = !_handle.IsClosed && !_isFinished && Packets == 0;
        _registration.Dispose();
        _handle.Dispose();
        _interrupt.Dispose();
        RemoveUnless(_existed || !isUnused, Url);
    }

    private static void OpenHandle(WriterHandle handle, string url, CancellationToken cancellationToken)
    {
        AvStatus status = AvNative.WriterOpen(handle, null);
        if (status == AvStatus.Cancelled)
        {
            throw new OperationCanceledException($"opening '{url}' was cancelled", cancellationToken);
        }

        AvError.Require(status, FaultKind.Output, $"cannot write '{url}'");
    }

    private static void RemoveUnless(bool keeps, string url)
    {
        if (!keeps)
        {
            OutputFile.Remove(url);
        }
    }

    private static void Interrupt(InterruptHandle interrupt) => AvError.Check(AvNative.InterruptCancel(interrupt));

    private void Check(AvStatus status)
    {
        switch (status)
        {
            case AvStatus.Ok:
                return;
            case AvStatus.Cancelled:
                throw new OperationCanceledException($"writing '{Url}' was cancelled", _cancellationToken);
            default:
                throw AvError.ToException(status, FaultKind.Output, $"cannot go on writing '{Url}': {AvError.LastMessage()}.");
        }
    }
}
