using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using VideoSeg.Host.Api;
using VideoSeg.Host.Health;
using VideoSeg.Host.Metrics;
using VideoSeg.Host.Web;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Metrics;

namespace VideoSeg.Host.Service;

/// <summary>
/// The live service: streams, the network they share, and the web server in front of them.
/// <code>
/// await using ServiceHost host = ServiceHost.Create(options);
/// await host.StartAsync(cancellationToken);
/// </code>
/// </summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServiceOptions _options;
    private readonly LiveInstruments _instruments;
    private readonly SegmentationHub _hub;

    private ServiceHost(WebApplication app, ServiceOptions options)
    {
        (_app, _options) = (app, options);
        _instruments = app.Services.GetRequiredService<LiveInstruments>();
        _hub = app.Services.GetRequiredService<SegmentationHub>();
        Streams = app.Services.GetRequiredService<StreamManager>();
    }

    /// <summary>The streams.</summary>
    public StreamManager Streams { get; }

    /// <summary>Where it listens, once it was started: with the ports that the system chose where 0 was asked for.</summary>
    public IEnumerable<string> Addresses => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    /// <summary>Makes it; nothing runs yet.</summary>
    public static ServiceHost Create(ServiceOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(options.Urls.Split(';'));
        // The command line handles signals.
        builder.Services.RemoveAll<IHostLifetime>();
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Logging.ClearProviders().AddSimpleConsole();
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<LiveInstruments>()
            .AddSingleton<ILiveObserver, LiveLog>()
            .AddSingleton<LiveContext>()
            .AddSingleton(services => new SegmentationHub(
                () => SegmenterFactory.Create(options.Network), options.Hub, services.GetRequiredService<LiveContext>()))
            .AddSingleton<StreamManager>();
        builder.Services.AddApi();
        builder.Services.AddHealth();
        builder.Services.AddWeb();
        builder.Services.AddMetricsEndpoint();
        WebApplication app = builder.Build();
        app.UseWebSockets();
        app.MapApi();
        app.MapHealth();
        app.MapWeb();
        app.MapMetrics();
        return new ServiceHost(app, options);
    }

    /// <summary>Starts network and streams, and listens.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _hub.Start();
        foreach (StreamDefinition definition in _options.Streams.Values)
        {
            await Streams.AddAsync(definition, cancellationToken);
        }

        await _app.StartAsync(cancellationToken);
    }

    /// <summary>Stops taking connections, and ends the streams in order.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _app.StopAsync(cancellationToken);
        await Streams.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _instruments.Dispose();
    }
}
