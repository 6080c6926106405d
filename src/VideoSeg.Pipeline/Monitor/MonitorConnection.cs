using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Monitor;

/// <summary>
/// Speaks with the process that owns a window: a request, its reply. A process that does not answer in time is ended; whatever becomes of it, this
/// one goes on. Used by one thread at a time.
/// </summary>
internal sealed class MonitorConnection : IDisposable
{
    private const int MessageBytes = 256;
    private const int RequestHead = 2 * sizeof(int);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly byte[] _request = new byte[MessageBytes];
    private readonly byte[] _reply = new byte[MessageBytes];
    private readonly TimeSpan _timeout;
    private readonly ITimer _watchdog;
    private volatile bool _wasTooSlow;
    private volatile string _lastError = "";

    /// <summary>Starts the process.</summary>
    /// <exception cref="VideoSegException">It cannot be started (<see cref="FaultKind.Engine"/>).</exception>
    public MonitorConnection(string? server, TimeSpan timeout, TimeProvider time)
    {
        _timeout = timeout;
        _process = MonitorProgram.Start("show", server);
        _process.ErrorDataReceived += (_, line) => _lastError = string.IsNullOrWhiteSpace(line.Data) ? _lastError : line.Data.Trim();
        _process.BeginErrorReadLine();
        _watchdog = time.CreateTimer(static self => ((MonitorConnection)self!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Number of the process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The text of the last reply.</summary>
    public string Text
    {
        get
        {
            ReadOnlySpan<byte> text = _reply.AsSpan(Marshal.SizeOf<NativeReply>());
            return Encoding.UTF8.GetString(text[..text.IndexOf((byte)0)]);
        }
    }

    /// <summary>Sends a request and waits for its reply.</summary>
    /// <exception cref="VideoSegException">The process has ended, or was too slow (<see cref="FaultKind.Engine"/>); the message says why.</exception>
    public NativeReply Exchange<T>(MonitorRequestKind kind, in T content, params ReadOnlySpan<(int Offset, string Text)> texts)
        where T : unmanaged
    {
        Array.Clear(_request);
        MemoryMarshal.Write(_request, (int)kind);
        MemoryMarshal.Write(_request.AsSpan(RequestHead), content);
        foreach ((int offset, string text) in texts)
        {
            Encoding.UTF8.GetBytes(text, _request.AsSpan(RequestHead + offset));
        }

        _watchdog.Change(_timeout, Timeout.InfiniteTimeSpan);
        try
        {
            _process.StandardInput.BaseStream.Write(_request);
            _process.StandardInput.BaseStream.Flush();
            _process.StandardOutput.BaseStream.ReadExactly(_reply);
            return MemoryMarshal.Read<NativeReply>(_reply);
        }
        catch (IOException)
        {
            throw new VideoSegException(FaultKind.Engine, ReasonOfEnd());
        }
        finally
        {
            _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Lets the process end: its window closes.</summary>
    public void Dispose()
    {
        _watchdog.Change(_timeout, Timeout.InfiniteTimeSpan);
        try
        {
            _process.StandardInput.BaseStream.Dispose();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        HasExited();
        _watchdog.Dispose();
        _process.Dispose();
    }

    private void End()
    {
        _wasTooSlow = true;
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended, or the connection was given up, at this very moment; or the system does not let it be ended, and it is left to it.
        }
    }

    /// <summary>Waits for the end of the process, which a driver may hold up even where it is killed; then it is left to the system.</summary>
    private bool HasExited()
    {
        if (!_process.WaitForExit(_timeout + s_patience))
        {
            return false;
        }

        // Its last words.
        _process.WaitForExit();
        return true;
    }

    private string ReasonOfEnd()
    {
        if (!HasExited())
        {
            return "the window's process does not end";
        }

        return (_wasTooSlow, _process.ExitCode) switch
        {
            (true, _) => $"the window did not answer within {_timeout.TotalSeconds:0.#} s and was closed",
            (_, 0 or 1) => "the display server went away",
            (_, int code) => $"the window's process ended with code {code}{(_lastError.Length == 0 ? "" : $": {_lastError}")}",
        };
    }
}
