using System.CommandLine;
using System.Text.Json.Nodes;
using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;

namespace VideoSeg.Bench.Engine.Gpu;

/// <summary>The process in which this program's engine runs on a GPU: opens it and runs it as often as it is asked to, until its input ends.</summary>
internal static class GpuWorker
{
    /// <summary>Name of the command; it is for this program's own use and not in the help.</summary>
    public const string CommandName = "gpu-worker";

    public static Command Create()
    {
        var command = new Command(CommandName) { Hidden = true };
        command.SetAction((_, cancellationToken) => ServeAsync(Console.In, Console.Out, cancellationToken));
        return command;
    }

    private static async Task ServeAsync(TextReader requests, TextWriter answers, CancellationToken cancellationToken)
    {
        GpuWorkload? workload = null;
        while (await requests.ReadLineAsync(cancellationToken) is { } line)
        {
            JsonObject request = JsonNode.Parse(line)!.AsObject(), answer;
            try
            {
                if (request.ContainsKey("open"))
                {
                    workload = Open(request);
                    answer = new JsonObject { ["description"] = workload.Description };
                }
                else if (request["floors"] is { } precision)
                {
                    (double operations, double bytes) = DeviceRates.Measure(Device.Parse(request["device"]!.GetValue<string>()), precision.GetValue<string>());
                    answer = new JsonObject { ["operationsPerSecond"] = operations, ["bytesPerSecond"] = bytes };
                }
                else
                {
                    answer = await workload!.RunAsync(request["run"]!.GetValue<int>(), cancellationToken);
                }
            }
            catch (VideoSegException e)
            {
                answer = new JsonObject { ["error"] = e.Message };
            }

            await answers.WriteLineAsync(answer.ToJsonString());
            await answers.FlushAsync(cancellationToken);
        }

        if (workload is not null)
        {
            await workload.DisposeAsync();
        }
    }

    private static GpuWorkload Open(JsonObject request)
    {
        var options = new SegmenterOptions
        {
            ModelPath = request["open"]!.GetValue<string>(),
            Engine = CudaSegmenter.Name,
            Device = request["device"]!.GetValue<string>(),
            Precision = request["precision"]!.GetValue<string>(),
        };
        byte[] samples = File.ReadAllBytes(request["picture"]!.GetValue<string>());
        ISegmenter segmenter = SegmenterFactory.Create(options);
        return new GpuWorkload(segmenter, new Picture(segmenter.Info.Width, segmenter.Info.Height, PixelFormat.Rgb24, samples), request["batch"]!.GetValue<int>());
    }
}
