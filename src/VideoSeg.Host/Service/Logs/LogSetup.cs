using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace VideoSeg.Host.Service.Logs;

/// <summary>Where the log goes: standard error.</summary>
internal static class LogSetup
{
    /// <summary>Sets it up.</summary>
    public static void Apply(ILoggingBuilder logging, LogOptions options)
    {
        bool isJson = options.Format == LogFormat.Json || (options.Format == LogFormat.Auto && Console.IsErrorRedirected);
        // What these two tell is told by whoever catches it.
        logging.SetMinimumLevel(options.Level)
            .AddFilter("Microsoft", (LogLevel)Math.Max((int)options.Level, (int)LogLevel.Warning))
            .AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        if (isJson)
        {
            logging.AddJsonConsole(json =>
            {
                (json.UseUtcTimestamp, json.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
                json.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            });
        }
        else
        {
            logging.AddSimpleConsole(text => (text.SingleLine, text.TimestampFormat) = (true, "HH:mm:ss "));
        }

        // Who reads the log slowly must not hold up a stream.
        logging.Services.Configure<ConsoleLoggerOptions>(console =>
            (console.LogToStandardErrorThreshold, console.QueueFullMode) = (LogLevel.Trace, ConsoleLoggerQueueFullMode.DropWrite));
    }
}
