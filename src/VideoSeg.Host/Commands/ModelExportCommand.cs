using System.CommandLine;
using System.Globalization;
using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Onnx;
using VideoSeg.Model.Weights;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg model export --onnx|--safetensors FILE [MODEL]</c>: a network with its weights, or the weights alone, for other programs.</summary>
internal sealed class ModelExportCommand
{
    private readonly Argument<string?> _model = new Argument<string?>("model")
    {
        Description = "The weights to export, a safetensors file of this program's. Default: the shipped models/resunetpp-kvasir.safetensors.",
        HelpName = "MODEL",
        Arity = ArgumentArity.ZeroOrOne,
    }.NotEmpty();

    private readonly Option<string?> _onnx = new Option<string?>("--onnx")
    {
        Description = "The ONNX file to write (opset 17, float32): input [N, 3, H, W] to logits [N, classes, H, W]; what else to know is in its metadata.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<string?> _safetensors = new Option<string?>("--safetensors")
    {
        Description = "The safetensors file to write instead: the weights alone, under the names of the reference PyTorch definition.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<string?> _type = new Option<string?>("--type")
    {
        Description = "Type of the numbers in the safetensors file. Default: f32.",
    }.AcceptOnlyFromAmong("f32", "f16", "bf16");

    private readonly Option<string?> _size = new("--size")
    {
        Description = "Fix the input's size in pixels: N for a square, or WxH, each side at most 4096 and a multiple of what the network wants (8 for the ResUNets, 16 for the U-Nets). Default: left open.",
        HelpName = "SIZE",
    };

    private readonly Option<int?> _batch = new("--batch") { Description = "Fix the number of pictures, 1 to 1024. Default: left open.", HelpName = "N" };

    private readonly HeadArguments _heads;

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the output if it exists." };

    private ModelExportCommand(Command command)
    {
        _size.Require(size => size is null || ParseSize(size) is not null, "N or WxH, each 1 to 4096");
        _batch.Require(batch => batch is null or (>= 1 and <= 1024), "1 to 1024");
        command.Arguments.Add(_model);
        foreach (Option option in new Option[] { _onnx, _safetensors, _type, _size, _batch })
        {
            command.Options.Add(option);
        }

        _heads = new HeadArguments(command, unasked: "all of them");
        command.Options.Add(_overwrite);
    }

    public static Command Create()
    {
        var command = new Command("export", "Write a network with its weights as ONNX, or its weights as safetensors, for other programs.");
        var export = new ModelExportCommand(command);
        command.SetAction((parsed, cancellationToken) => Task.FromResult(export.Run(parsed, cancellationToken)));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        (string output, bool isOnnx) = Output(parsed);
        HeadChoice heads = _heads.Read(parsed);
        if (!isOnnx && heads.IsMade)
        {
            throw new VideoSegException(FaultKind.Usage, "--mode and --depth choose a part of the network for an ONNX file; a safetensors file holds the weights of all of it: leave them out");
        }

        ModelFile model = heads.ApplyTo(ModelFile.Open(parsed.GetValue(_model)));
        LocalOutput.RequireOther(output, model.Path);
        LocalOutput.Prepare(output, parsed.GetValue(_overwrite));
        if (!isOnnx)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteSafetensors(output, model, parsed.GetValue(_type) ?? "f32");
            return 0;
        }

        var options = new OnnxExportOptions { Batch = parsed.GetValue(_batch), Size = ParseSize(parsed.GetValue(_size)), MergeOutputs = heads.IsMade };
        cancellationToken.ThrowIfCancellationRequested();
        OnnxExporter.Write(output, model, options);
        Console.Error.WriteLine($"{model.Metadata.Name} ({model.Graph.Name}; {string.Join(", ", model.Metadata.Classes)}) written to {output}: input {Shape(model, options)}");
        return 0;
    }

    private (string Path, bool IsOnnx) Output(ParseResult parsed)
    {
        (string? onnx, string? safetensors) = (parsed.GetValue(_onnx), parsed.GetValue(_safetensors));
        return (onnx, safetensors) switch
        {
            (null, null) or (not null, not null) => throw new VideoSegException(FaultKind.Usage, "expected the file to write, either --onnx FILE or --safetensors FILE"),
            (null, not null) when parsed.GetValue(_size) is not null || parsed.GetValue(_batch) is not null =>
                throw new VideoSegException(FaultKind.Usage, "--size and --batch fix the input of an ONNX file; weights in a safetensors file have none: leave them out"),
            (not null, null) when parsed.GetValue(_type) is not null =>
                throw new VideoSegException(FaultKind.Usage, "--type is for --safetensors; ONNX files are written in f32: leave it out"),
            _ => (onnx ?? safetensors!, onnx is not null),
        };
    }

    private static void WriteSafetensors(string output, ModelFile model, string type)
    {
        WeightSet weights = SafetensorsExport.Create(model, type switch { "f16" => ElementType.Float16, "bf16" => ElementType.BFloat16, _ => ElementType.Float32 });
        SafetensorsFile.Write(output, weights);
        Console.Error.WriteLine($"{model.Metadata.Name} ({model.Graph.Name}; {string.Join(", ", model.Metadata.Classes)}): {weights.Tensors.Count} tensors written to {output} in {type}");
    }

    private static string Shape(ModelFile model, OnnxExportOptions options)
    {
        string batch = options.Batch?.ToString(CultureInfo.InvariantCulture) ?? "N";
        string size = options.Size is var (height, width) ? $"{height}, {width}" : "H, W";
        return $"[{batch}, {model.Graph.InputChannels}, {size}]";
    }

    private static (int Height, int Width)? ParseSize(string? text)
    {
        int[] sides = [.. (text ?? "").Split('x').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int side) ? side : 0)];
        return sides.Length <= 2 && sides.All(side => side is >= 1 and <= 4096) ? (sides[^1], sides[0]) : null;
    }
}
