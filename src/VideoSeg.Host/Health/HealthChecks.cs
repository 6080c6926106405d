using System.Globalization;
using VideoSeg.Host.Api.Messages;
using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Host.Health;

/// <summary>Looks at how the service is. Thread-safe.</summary>
internal sealed class HealthChecks(ServicePulse pulse, ServiceReload configuration, StreamManager streams, SegmentationHub hub)
{
    /// <summary>All is well.</summary>
    public const string Ok = "ok";

    /// <summary>Something is not.</summary>
    public const string Fail = "fail";

    // The pulse comes each second; a machine under full load may be late.
    private static readonly TimeSpan LongestPulse = TimeSpan.FromSeconds(15);

    private volatile bool _hasStarted;

    /// <summary>The service listens and its streams were started.</summary>
    public void Started() => _hasStarted = true;

    /// <summary>Whether the process and its loops turn.</summary>
    public HealthReport Live() => Report(Pulse());

    /// <summary>Whether the start is over: the network is there, or could not be made (its streams flow all the same).</summary>
    public HealthReport Startup()
    {
        bool isDecided = hub.Status.IsStartOver;
        return Report(
            Check("service", _hasStarted, _hasStarted ? "it listens" : "expected it to listen; it is still starting"),
            Check("engine", isDecided, isDecided ? "its start is over" : "expected its start to be over; it is still starting"));
    }

    /// <summary>Whether people can be sent here.</summary>
    public HealthReport Ready()
    {
        HealthOptions options = configuration.Options.Health;
        SegmentationHubStatus engine = hub.Status;
        IEnumerable<HealthCheck> checks = [Pulse(), Check("service", _hasStarted, _hasStarted ? "it listens" : "expected it to listen; it is starting or ending")];
        if (options.NeedsEngine)
        {
            checks = checks.Append(Check("engine", engine.IsRunning, engine.IsRunning ? $"runs since {engine.Since:O}" : $"expected it to run; {engine.Reason}"));
        }

        IEnumerable<string> names = options.Streams.Length > 0 ? options.Streams : streams.Entries.Where(entry => entry.Definition.Enabled).Select(entry => entry.Name);
        return Report([.. checks, .. names.Select(name => Stream(name, options.MaxFrameAge))]);
    }

    /// <summary>The service begins to end: nobody is to be sent here any more.</summary>
    public void Ending() => _hasStarted = false;

    private static HealthReport Report(params HealthCheck[] checks) => new(checks.All(check => check.Status == Ok) ? Ok : Fail, checks);

    private static HealthCheck Check(string name, bool isOk, string detail) => new(name, isOk ? Ok : Fail, detail);

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");

    private HealthCheck Pulse()
    {
        TimeSpan age = pulse.Age;
        return Check("pulse", age <= LongestPulse, $"expected a turn within {Seconds(LongestPulse)}, the last one was {Seconds(age)} ago");
    }

    private HealthCheck Stream(string name, TimeSpan limit)
    {
        if (streams.Find(name) is not { } stream)
        {
            return Check($"stream {name}", false, $"expected it to run; {(streams.Entry(name) is { } entry ? entry.Fault.Length > 0 ? entry.Fault : "it is disabled" : "there is none of this name")}");
        }

        LiveStreamStatus status = stream.Stream.Status;
        TimeSpan age = stream.Stream.FrameAge;
        bool hasCome = status.Captured > 0;
        string found = hasCome ? $"the last one came {Seconds(age)} ago" : "none has come";
        string reason = status.Source.Reason;
        return Check($"stream {name}", hasCome && age <= limit, $"expected a frame within {Seconds(limit)}, {found}{(reason.Length > 0 ? $"; {Service.Configuration.Secrets.HideInAddress(reason)}" : "")}");
    }
}
