using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.InteropServices;
using VideoSeg.Host.Commands;

namespace VideoSeg.Host.Metrics;

/// <summary>What is measured of the process, by the names that Prometheus' client libraries use, and which program it is.</summary>
internal sealed class ProcessGauges : IDisposable
{
    private readonly Meter _meter = new("VideoSeg.Process");

    public ProcessGauges()
    {
        using Process self = Process.GetCurrentProcess();
        double start = (self.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
        _meter.CreateObservableCounter("process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time used, of user and system together.");
        _meter.CreateObservableGauge("process.resident_memory", () => Environment.WorkingSet, "By", "Memory in use.");
        _meter.CreateObservableGauge("process.virtual_memory", VirtualMemory, "By", "Memory mapped.");
        _meter.CreateObservableGauge("process.start_time", () => start, "s", "When the program was started, since 1970.");
        _meter.CreateObservableGauge("process.open_fds", OpenFiles, "{file}", "Open files and sockets.");
        _meter.CreateObservableGauge("process.max_fds", MaxOpenFiles, "{file}", "Files and sockets that may be open.");
        _meter.CreateObservableGauge("process.threads", Threads, "{thread}", "Threads, native ones included.");
        _meter.CreateObservableGauge("videoseg.native_handles", NativeHandles, "{handle}", "Native objects alive, idle ones in pools included.");
        _meter.CreateObservableGauge("videoseg.build_info", () => BuildInfo, description: "Which program it is; always 1.");
    }

    private static Measurement<int> BuildInfo { get; } = new(1,
        new("version", BuildFacts.Version), new("revision", BuildFacts.Revision), new("runtime", RuntimeInformation.FrameworkDescription),
        new("architecture", RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> NativeHandles() =>
        HandleAudit.Alive().Select(handle => new Measurement<long>(handle.Count, new KeyValuePair<string, object?>("kind", handle.Name.Replace(' ', '_'))));

    // Pages; the first field is all that is mapped.
    private static long VirtualMemory() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    private static int OpenFiles() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    private static double MaxOpenFiles()
    {
        string[] limit = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return double.TryParse(limit[3], CultureInfo.InvariantCulture, out double files) ? files : double.PositiveInfinity;
    }

    private static int Threads() => Directory.EnumerateFileSystemEntries("/proc/self/task").Count();
}
