using System.CommandLine;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;
using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Weights;

namespace VideoSeg.Bench.Engine;

/// <summary>
/// The other end of <see cref="OwnEngine"/>: opens one engine and runs it as often as it is asked to, all on one thread, until its input ends.
/// </summary>
internal static class EngineWorker
{
    /// <summary>Name of the command; it is for this program's own use and not in the help.</summary>
    public const string CommandName = "engine-worker";

    public static Command Create()
    {
        var command = new Command(CommandName) { Hidden = true };
        command.SetAction(_ => Serve(Console.In, Console.Out));
        return command;
    }

    private static void Serve(TextReader requests, TextWriter answers)
    {
        IWorkload? workload = null;
        while (requests.ReadLine() is { } line)
        {
            JsonObject request = JsonNode.Parse(line)!.AsObject(), answer;
            try
            {
                if (request.ContainsKey("open"))
                {
                    workload = Open(request);
                    answer = new JsonObject { ["description"] = workload.Description };
                }
                else
                {
                    answer = new JsonObject { ["seconds"] = workload!.Run().TotalSeconds };
                }
            }
            catch (VideoSegException e)
            {
                answer = new JsonObject { ["error"] = e.Message };
            }

            answers.WriteLine(answer.ToJsonString());
        }

        workload?.Dispose();
    }

    private static IWorkload Open(JsonObject request)
    {
        string engine = request["engine"]!.GetValue<string>(), precision = request["precision"]!.GetValue<string>(), path = request["open"]!.GetValue<string>();
        int threads = request["threads"]!.GetValue<int>(), batch = request["batch"]!.GetValue<int>();
        if (engine == ConvolutionWorkload.Name)
        {
            return new ConvolutionWorkload(ModelFile.Open(path), new SegmenterOptions { Precision = precision, Threads = threads, Device = "cpu" }, batch);
        }

        if (engine == LibtorchSegmenter.Name && precision == "bf16" && !Avx512F.IsSupported)
        {
            // libtorch has nothing but its plainest loops for it there: minutes for a picture, in which nothing else is measured.
            throw new VideoSegException(FaultKind.Engine, "expected a processor with AVX-512 for bf16 on libtorch, found none; it is left out");
        }

        var options = new SegmenterOptions { ModelPath = path, Engine = engine, Precision = precision, Threads = threads, Device = "cpu" };
        ModelMetadata metadata = ModelFile.Open(path).Metadata;
        byte[] samples = File.ReadAllBytes(request["picture"]!.GetValue<string>());
        return new SegmenterWorkload(options, new Picture(metadata.InputWidth, metadata.InputHeight, PixelFormat.Rgb24, samples), batch);
    }
}
