using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoSeg.Host.Api;
using VideoSeg.Host.Health;
using VideoSeg.Host.Metrics;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Host.Service.Logs;
using VideoSeg.Host.Service.Systemd;
using VideoSeg.Host.Web;
using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Metrics;

namespace VideoSeg.Host.Service;

/// <summary>
/// The live service: streams, the network they share, and the web server in front of them.
/// <code>
/// ServiceHost host = ServiceHost.Create(configuration);
/// await host.StartAsync(cancellationToken);
/// bool inOrder = await host.StopAsync();
/// </code>
/// </summary>
internal sealed partial class ServiceHost
{
    // Who answers or takes nothing for so long at the end is cut off: it must not use up the time that recordings need to be finished.
    private static readonly TimeSpan RequestDrain = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly ServiceOptions _options;
    private readonly ILogger<ServiceHost> _logger;

    private ServiceHost(WebApplication app, ServiceOptions options)
    {
        (_app, _options) = (app, options);
        _logger = app.Services.GetRequiredService<ILogger<ServiceHost>>();
        Streams = app.Services.GetRequiredService<StreamManager>();
        Reload = app.Services.GetRequiredService<ServiceReload>();
    }

    /// <summary>The streams.</summary>
    public StreamManager Streams { get; }

    /// <summary>Takes over a changed configuration.</summary>
    public ServiceReload Reload { get; }

    /// <summary>Where it listens, once it was started: with the ports that the system chose where 0 was asked for.</summary>
    public IEnumerable<string> Addresses => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    /// <summary>Its parts.</summary>
    internal IServiceProvider Services => _app.Services;

    /// <summary>Makes it; nothing runs yet.</summary>
    /// <param name="configuration">What it is to do.</param>
    /// <param name="segmenter">Makes the network; null for the configured one.</param>
    /// <exception cref="VideoSegException">The configuration is wrong.</exception>
    public static ServiceHost Create(ServiceConfiguration configuration, Func<ISegmenter>? segmenter = null)
    {
        ServiceOptions options = configuration.Load();
        // The empty builder: nothing but what stands here, and no settings from files and variables of other programs.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "videoseg", ContentRootPath = AppContext.BaseDirectory });
        LogSetup.Apply(builder.Logging, options.Log);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(ServerLimits.Apply).UseUrls([.. ListenAddress.ParseAll(options.Urls, out _)!.Select(address => address.ToString())]);
        AddServices(builder.Services, configuration, options, segmenter ?? (() => SegmenterFactory.Create(options.Engine.ToSegmenterOptions())));
        WebApplication app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(app.Services.GetRequiredService<RequestGuard>().InvokeAsync);
        app.Use(app.Services.GetRequiredService<StartGate>().InvokeAsync);
        app.UseWebSockets();
        app.MapApi();
        app.MapHealth();
        app.MapWeb();
        app.MapMetrics();
        return new ServiceHost(app, options);
    }

    /// <summary>Starts network and streams, and listens.</summary>
    /// <exception cref="VideoSegException">It cannot listen at an address, or the state file is wrong. The caller stops the service.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (ListenAddress address in ListenAddress.ParseAll(_options.Urls, out _)!.Where(address => !address.IsLoopback))
        {
            LogOpen(address.ToString());
        }

        StreamStateFile state = _app.Services.GetRequiredService<StreamStateFile>();
        IReadOnlyDictionary<string, StreamDefinition> kept = state.Load();
        await ListenAsync(cancellationToken);
        _app.Services.GetRequiredService<SegmentationHub>().Start();
        await Reload.StartAsync(cancellationToken);
        await StartKeptAsync(kept, state, cancellationToken);
        _app.Services.GetRequiredService<StatusReader>();
        _app.Services.GetRequiredService<ServicePulse>().Start();
        _app.Services.GetRequiredService<HealthChecks>().Started();
        _app.Services.GetRequiredService<StartGate>().Open();
        _app.Services.GetRequiredService<SystemdNotifier>().Ready();
    }

    /// <summary>Ends in order: takes no new connections, ends the streams, lets go of everything; within the configured time.</summary>
    /// <returns>Whether all ended in that time; what did not is left to the end of the process.</returns>
    public async Task<bool> StopAsync()
    {
        _app.Services.GetRequiredService<SystemdNotifier>().Stopping();
        _app.Services.GetRequiredService<HealthChecks>().Ending();
        _app.Services.GetRequiredService<StartGate>().Close();
        using var limit = new CancellationTokenSource(_options.ShutdownTimeout, _app.Services.GetRequiredService<TimeProvider>());
        try
        {
            await EndAsync(limit.Token).WaitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            LogUnfinished(_options.ShutdownTimeout, string.Join(", ", Streams.Entries.Where(entry => entry.Running is not null).Select(entry => entry.Name)));
            return false;
        }
    }

    private static void AddServices(IServiceCollection services, ServiceConfiguration configuration, ServiceOptions options, Func<ISegmenter> segmenter)
    {
        services
            .AddRouting()
            .AddSingleton(configuration)
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IHostLifetime, QuietLifetime>()
            .AddSingleton<LiveInstruments>()
            .AddSingleton<LiveLog>()
            .AddSingleton<ILiveObserver>(all => all.GetRequiredService<LiveLog>())
            .AddSingleton<IPulseListener>(all => all.GetRequiredService<LiveLog>())
            .AddSingleton<LiveContext>()
            .AddSingleton<StreamNews>()
            .AddSingleton(all => new SegmentationHub(segmenter, options.Engine.Hub, all.GetRequiredService<LiveContext>()))
            .AddSingleton<StreamManager>()
            .AddSingleton(new StreamStateFile(options.StateFile))
            .AddSingleton(SystemdNotifier.FromEnvironment())
            .AddSingleton<ServiceReload>()
            .AddSingleton<IPulseListener, SystemdStatus>()
            .AddSingleton<ServicePulse>()
            .AddSingleton<RequestGuard>()
            .AddSingleton<StartGate>();
        services.AddApi();
        services.AddHealth();
        services.AddWeb();
        services.AddMetricsEndpoint();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new VideoSegException(FaultKind.Usage, $"expected free addresses ({_options.Urls}), found one in use: {e.Message} End the other program, or choose another address with --urls.", e);
        }
        catch (Exception e) when (e is SocketException || e.InnerException is SocketException)
        {
            throw new VideoSegException(FaultKind.Usage, $"expected addresses that this program may listen at ({_options.Urls}): {e.Message}. Choose another with --urls.", e);
        }
    }

    private async Task StartKeptAsync(IReadOnlyDictionary<string, StreamDefinition> kept, StreamStateFile state, CancellationToken cancellationToken)
    {
        foreach ((string name, StreamDefinition definition) in kept)
        {
            if (Streams.Entry(name) is not null)
            {
                LogShadowed(name);
                state.SetAside(definition);
                continue;
            }

            await Streams.PutAsync(definition, StreamOrigin.Api, mustBeNew: true, cancellationToken);
        }

        if (_options.Streams.IsEmpty && _options.StateFile is null)
        {
            await Streams.PutAsync(SampleStream.Create(), StreamOrigin.Default, mustBeNew: true, cancellationToken);
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await Reload.StopAsync();
        await Task.WhenAll(Streams.EndAsync(), StopListeningAsync(cancellationToken));
        // Disposes the parts, the last made first: the network after its streams.
        await _app.DisposeAsync();
    }

    private async Task StopListeningAsync(CancellationToken cancellationToken)
    {
        using var drain = new CancellationTokenSource(RequestDrain, _app.Services.GetRequiredService<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(drain.Token, cancellationToken);
        try
        {
            await _app.StopAsync(either.Token);
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogCutOff(RequestDrain);
        }
    }

    [LoggerMessage(13, LogLevel.Warning, "requests that were not answered within {Drain} were cut off")]
    private partial void LogCutOff(TimeSpan drain);

    [LoggerMessage(10, LogLevel.Warning, "{Address} can be reached from other machines: there are no passwords and no encryption; put a proxy with both in front, or listen at 127.0.0.1 only")]
    private partial void LogOpen(string address);

    [LoggerMessage(11, LogLevel.Warning, "the stream {Stream} of the state file is left out: the configuration has one of this name")]
    private partial void LogShadowed(string stream);

    [LoggerMessage(12, LogLevel.Critical, "not everything ended within {Limit}; still at it: {Streams}")]
    private partial void LogUnfinished(TimeSpan limit, string streams);
}
