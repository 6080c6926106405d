using System.Net;
using System.Net.Sockets;
using VideoSeg.Model;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>
/// Looks a name up before FFmpeg does, which cannot be interrupted in it: a name service that does not answer holds nothing up, and stopping ends
/// the wait at once.
/// </summary>
internal static class HostLookup
{
    /// <summary>Waits until the name is known.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="wake">What the calling thread waits on; set by <paramref name="stop"/> too.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="VideoSegException">There is no such name, or no answer in time.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static void Require(string host, TimeSpan timeout, DeadlineSignal wake, TimeProvider time, CancellationToken stop)
    {
        if (host.Length == 0 || IPAddress.TryParse(host.Split('%')[0], out _))
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<IPAddress[]> lookup = Dns.GetHostAddressesAsync(host, limit.Token);
        long end = time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency);
        _ = lookup.ContinueWith(
            task =>
            {
                // Of a look-up that nobody waits for any more neither the fault nor the end is told.
                _ = task.Exception;
                if (!stop.IsCancellationRequested)
                {
                    wake.Set();
                }
            }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!lookup.IsCompleted)
        {
            stop.ThrowIfCancellationRequested();
            TimeSpan left = time.GetElapsedTime(time.GetTimestamp(), end);
            if (left <= TimeSpan.Zero)
            {
                limit.Cancel();
                throw new VideoSegException(FaultKind.Input, $"the name service gives no answer for '{host}' in {SlateText.Span(timeout)}. Check the network, or give the address as a number.");
            }

            wake.WaitUntil(end);
        }

        stop.ThrowIfCancellationRequested();
        if (lookup.IsFaulted)
        {
            string why = lookup.Exception.InnerException is SocketException socket ? socket.Message : lookup.Exception.Message;
            throw new VideoSegException(FaultKind.Input, $"the name '{host}' is not known ({why}). Check how it is spelled, and the name service.");
        }
    }
}
